"""How fast events are classified, by this project and by other engines.

Run it as ``python benchmarks/engines.py``, or ``make bench``, which installs the other
engines first; one that is not installed is left out with a hint. It prints one table,
and how the columnar engine stands to what it is held to. ``--quick`` takes a few
minutes and says little; ``docs/performance.md`` says how everything is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from peers import ORDER
from running.ged import Ged, measure_ged
from running.parent import Race, Result, run
from running.plan import QUICK, SIZES, plan
from running.promises import promises
from running.table import table

ROOT = Path(__file__).resolve().parents[1]
MARKS = ("<!-- measured -->", "<!-- end -->")


def main() -> None:
    """Run every race and print what came out; or, as a child, do as ordered."""
    options = checked(parser())
    if options.child:
        from running.child import main as child  # noqa: PLC0415  (the parent stays small)

        child(json.loads(options.child))
        return
    sizes = options.sizes or (QUICK if options.quick else SIZES)
    races = chosen(plan(tuple(sorted(set(sizes))), quick=options.quick), options)
    rounds, seconds = (1, 1.0) if options.quick else (options.rounds, 3.0)
    results: list[Result] = []
    for number, race in enumerate(races, 1):
        told = f"{number}/{len(races)}: {race.rules}, {race.rows:,} events, {race.uncertain:.0%}"
        print(told, end=" ", file=sys.stderr, flush=True)
        results += run(race, options.folder, rounds, seconds)
        keep(options.json, results)  # whatever happens later
    ged = measure_ged(rounds) if not options.rules else Ged("left out")
    text = "\n\n".join((machine(), table(results), promises(results, ged)))
    print(text)
    keep(options.json, results, ged)
    if options.into:
        put(options.into, text)


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    found.add_argument("--quick", action="store_true", help="small feeds, one round")
    found.add_argument("--sizes", type=numbers, metavar="N,N", help="how many events feeds have")
    found.add_argument("--rounds", type=int, default=3, help="how often to measure")
    found.add_argument("--rules", type=words, metavar="R,R", help="these only: 100, syria-2016")
    found.add_argument(
        "--engines", type=words, metavar="E,E", help=f"these only: {', '.join(ORDER)}"
    )
    found.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    found.add_argument("--into", type=Path, metavar="PAGE", help="put the tables into a page")
    found.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="for feeds")
    found.add_argument("--child", help=argparse.SUPPRESS)
    return found


def checked(found: argparse.ArgumentParser) -> argparse.Namespace:
    """Return the options; what is wrong with them is better known at once."""
    options = found.parse_args()
    unknown = set(options.engines or ()) - set(ORDER)
    if unknown:
        found.error(f"unknown engines: {', '.join(sorted(unknown))}")
    if options.into:
        text = options.into.read_text(encoding="utf-8") if options.into.is_file() else ""
        if not all(mark in text for mark in MARKS):
            found.error(f"{options.into} has not the lines {MARKS[0]} and {MARKS[1]}")
    return options


def chosen(races: list[Race], options: argparse.Namespace) -> list[Race]:
    """Return the races that are asked for, with the engines that are."""
    engines = options.engines or ORDER
    kept = [race for race in races if not options.rules or race.rules in options.rules]
    return [
        race._replace(
            fast=tuple(name for name in race.fast if name in engines),
            slow=tuple(name for name in race.slow if name in engines),
        )
        for race in kept
    ]


def words(text: str) -> tuple[str, ...]:
    """Return words that are written with commas between."""
    return tuple(text.split(","))


def numbers(text: str) -> tuple[int, ...]:
    """Return whole numbers that are written with commas between."""
    return tuple(int(each) for each in text.split(","))


def machine() -> str:
    """Return what it was measured on, in a sentence."""
    python = platform.python_version()
    return f"Measured on {os.cpu_count()} cores ({platform.machine()}), Python {python}."


def keep(path: Path | None, results: list[Result], ged: Ged | None = None) -> None:
    """Write what was measured as JSON, if that is wanted."""
    if path is None:
        return
    rows = [each._asdict() | {"race": each.race._asdict()} for each in results]
    plain = {"machine": machine(), "results": rows, "ged": ged and ged._asdict()}
    path.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def put(page: Path, text: str) -> None:
    """Put the tables into a page, between its two marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
