"""One measurement in a process of its own, so that its memory and its crashes are its own."""

from __future__ import annotations

import json
import os
import resource
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from peers import peer
from peers.task import CannotExpress, Task

if TYPE_CHECKING:
    from peers.task import Run

__all__ = ["make", "measure"]

FEW: Final = 50
"""How many events are decided at first, by engines that take them one by one."""
VERDICTS: Final = ("excluded", "covered", "violating", "undetermined")


def make(order: dict[str, Any]) -> dict[str, Any]:
    """Make what a race needs."""
    from making.material import make as made  # noqa: PLC0415  (the measured go without)

    return made(Path(order["folder"]), order["rules"], order["rows"], order["uncertain"])


def measure(order: dict[str, Any]) -> dict[str, Any]:
    """Measure one engine; return what came out, or why nothing did."""
    module = peer(order["peer"])
    absent = [package for name, package in module.NEEDS.items() if find_spec(name) is None]
    if absent:
        return {"skipped": f"pip install {' '.join(absent)}"}
    if order["made"]["uncertain"] and not module.DOUBTS:
        return {"skipped": "knows certain events only"}
    task = Task(order["made"])
    start = perf_counter()
    try:
        run = module.prepare(task)
    except CannotExpress as error:
        return {"skipped": str(error)}
    ready = perf_counter() - start
    truth = json.loads(Path(order["made"]["truth"]).read_text(encoding="utf-8"))
    found = whole if module.WHOLE else one_by_one
    return {"ready": ready} | found(run, truth, order)


def whole(run: Run, truth: dict[str, list[Any]], order: dict[str, Any]) -> dict[str, Any]:
    """Measure an engine that takes the whole file; the first run is told apart."""
    times: list[float] = []
    found = None
    while not times or (sum(times) < order["seconds"] and len(times) < order["runs"]):
        del found
        start = perf_counter()
        found = run(None)
        times.append(perf_counter() - start)
    memory = peak()
    result = {"events": order["made"]["rows"], "times": times, "memory": memory}
    if found is None:
        return result | {"checked": None}
    if isinstance(found, Path):
        found = written(found)
    return result | compared(found, truth) | {"digest": digest(found)}


def one_by_one(run: Run, truth: dict[str, list[Any]], order: dict[str, Any]) -> dict[str, Any]:
    """Measure an engine that takes events one by one, on as many as there is time for.

    The verdicts that are checked are those of the very run that is timed.
    """
    right = truth["verdict"]
    count = min(FEW, len(right))
    start = perf_counter()
    verdicts = run(count)
    taken = perf_counter() - start
    begun = False  # the first run may do what is done but once
    while not begun or (taken < order["seconds"] / 2 and count < order["made"]["rows"]):
        begun = True
        growth = min(10.0, max(1.0, order["seconds"] / taken))
        count = min(order["made"]["rows"], int(count * growth))
        start = perf_counter()
        verdicts = run(count)
        taken = perf_counter() - start
    checked = min(count, len(right))
    wrong = sum(a != b for a, b in zip(verdicts[:checked], right[:checked], strict=True))
    return {
        "events": count,
        "times": [taken],
        "memory": peak(),
        "checked": checked,
        "wrong": wrong,
        "digest": None,
    }


def compared(found: Any, truth: dict[str, list[Any]]) -> dict[str, int]:  # noqa: ANN401  (a table)
    """Compare the first rows of a table of findings with the right answers."""
    count = len(truth["verdict"])
    head = found.slice(0, count) if hasattr(found, "slice") else found
    wrong = [a != b for a, b in zip(head["verdict"].to_pylist(), truth["verdict"], strict=True)]
    if "possible" in head.column_names:
        possible = (spelt(each) for each in head["possible"].to_pylist())
        wrong = [
            bad or a != b for bad, a, b in zip(wrong, possible, truth["possible"], strict=True)
        ]
    return {"checked": count, "wrong": sum(wrong)}


def written(path: Path) -> Any:  # noqa: ANN401  (a table)
    """Return the findings of a file that an engine wrote."""
    import pyarrow.parquet as pq  # noqa: PLC0415  (only where there is a file)

    names = pq.read_schema(path).names
    kept = [name for name in ("verdict", "possible") if name in names]
    return pq.read_table(path, columns=kept)


def spelt(possible: Any) -> list[str]:  # noqa: ANN401  (a list, or a text)
    """Return a set of verdicts as a sorted list."""
    if isinstance(possible, str):
        possible = [each for each in possible.split(";") if each]
    return sorted(possible or [])


def digest(found: Any) -> str:  # noqa: ANN401  (a table)
    """Return a digest of every verdict, in order."""
    import pyarrow as pa  # noqa: PLC0415  (only where there is a table)
    import pyarrow.compute as pc  # noqa: PLC0415  (likewise)

    total = sha256()
    known = pa.array(VERDICTS)
    for chunk in found["verdict"].chunks:
        if pa.types.is_dictionary(chunk.type):
            codes = pc.index_in(chunk.dictionary.cast(pa.string()), known).take(chunk.indices)
        else:
            codes = pc.index_in(chunk.cast(pa.string()), known)
        total.update(codes.to_numpy(zero_copy_only=False).astype("u1").tobytes())
    return total.hexdigest()[:16]


def peak() -> float:
    """Return the most memory that the process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def main(order: dict[str, Any]) -> None:
    """Do as ordered and print the result, as JSON, in a line of its own."""
    act = {"make": make, "measure": measure}[order["act"]]
    out = os.dup(1)
    os.dup2(2, 1)  # whatever an engine prints goes elsewhere
    result = act(order)
    os.write(out, f"\n{json.dumps(result)}\n".encode())
