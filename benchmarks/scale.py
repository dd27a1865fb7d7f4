"""How fast large Parquet is classified on one machine: alone, on Dask, and on Spark.

Run it as ``python benchmarks/scale.py``. It prints one table, and what a billion events
would take of a cluster by it. What is not installed is left out with a hint: see the
extras ``dask`` and ``spark``. ``docs/scale.md`` says how everything is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engines import ROOT, machine, put
from sizing import sizing

if TYPE_CHECKING:
    from collections.abc import Sequence

WAYS: Final = {
    "single": "one process, all cores",
    "kernel": "one process, one core",
    "dask": "Dask, references",
    "spark": "Spark, references",
    "arrow": "Spark, `mapInArrow`",
}
PLAIN: Final = ("verdict", "possible", "settled")
HEAD: Final = ("way", "workers", "ready", "first", "later", "ns an event", "MB a worker", "checked")


def main() -> None:
    """Measure every way in a process of its own and print what came out."""
    options = parser().parse_args()
    if options.child:
        from ways import main as child  # noqa: PLC0415  (the parent stays small)

        child(json.loads(options.child))
        return
    told = [measured(options, options.rows, PLAIN)]
    if options.all_rows:
        told.append(measured(options, options.all_rows, None))
    text = "\n\n".join((machine(), *told))
    print(text)
    if options.into:
        put(options.into, text)


def measured(options: argparse.Namespace, rows: int, columns: Sequence[str] | None) -> str:
    """Measure every way with these columns of findings, all if nothing is said."""
    order = {name: getattr(options, name) for name in ("rules", "uncertain", "workers", "runs")}
    order |= {"folder": str(options.folder), "rows": rows, "columns": columns}
    made = ordered(order | {"act": "make"})
    results = {}
    for way in options.ways:
        print(f"{WAYS[way]}, {rows:,} events …", file=sys.stderr, flush=True)
        results[way] = ordered(order | {"act": way, **made})
    rules = "`syria-2016`" if options.rules == "syria-2016" else f"{options.rules} provisions"
    what = "every column of findings" if columns is None else f"`{'`, `'.join(columns)}`"
    task = (
        f"{what[:1].upper()}{what[1:]}; {options.runs} files of {made['each']:,} events "
        f"({made['size'] / rows:.0f} bytes each), {rules}, {options.uncertain:.0%} uncertain:"
    ).replace("%", " %")
    return "\n\n".join((task, table(results, made["each"]), sizing(results, made["each"])))


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    found.add_argument("--rows", type=int, default=10_000_000, help="how many events")
    found.add_argument("--all-rows", type=int, default=1_000_000, help="and for all columns")
    found.add_argument("--rules", default="100", help="provisions, or syria-2016")
    found.add_argument("--uncertain", type=float, default=0.0, help="share of uncertain events")
    found.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    found.add_argument("--runs", type=int, default=3, help="how many files they are in")
    found.add_argument("--ways", type=words, default=tuple(WAYS), help=", ".join(WAYS))
    found.add_argument("--into", type=Path, metavar="PAGE", help="put the tables into a page")
    found.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="for files")
    found.add_argument("--child", help=argparse.SUPPRESS)
    return found


def words(text: str) -> tuple[str, ...]:
    """Return words that are written with commas between."""
    return tuple(text.split(","))


def ordered(order: dict[str, Any]) -> dict[str, Any]:
    """Have a new process do something; return what it says in its last line."""
    line = [sys.executable, __file__, "--child", json.dumps(order)]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603  (a line of our own)
    if done.returncode:
        return {"skipped": f"failed with {done.returncode}"}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def table(results: dict[str, dict[str, Any]], rows: int) -> str:
    """Return the results as Markdown."""
    lines: list[Sequence[str]] = [HEAD, ["---", *["--:"] * 6, "---"]]
    digests = [each["digest"] for each in results.values() if "digest" in each]
    for way, each in results.items():
        if "skipped" in each:
            lines.append([WAYS[way], "-", each["skipped"], *["-"] * 5])
            continue
        later = min(each["times"][1:] or each["times"])
        memory = f"{each['memory']:,.0f}" if each["memory"] else "-"
        lines.append(
            [
                WAYS[way],
                str(each["workers"]),
                f"{each['ready']:.1f}",
                f"{each['times'][0]:.2f}",
                f"{later:.2f}",
                f"{later / rows * 1e9:,.0f}",
                memory,
                "equal" if each["digest"] == digests[0] else "**differs**",
            ]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
