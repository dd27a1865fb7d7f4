"""What a cluster would need for a billion events, reckoned from what one machine took."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["sizing"]

EVENTS: Final = 1_000_000_000
CORES: Final = (8, 32, 128)
SPREAD: Final = {"dask": "Dask, references", "spark": "Spark, references"}


def sizing(results: dict[str, dict[str, Any]], rows: int) -> str:
    """Return a table of the minutes that so many cores would take.

    A worker takes as long for an event as here, once it has seen events like it; what the
    first run took longer is what each worker spends on learning, all at the same time.
    Machinery with more workers is taken to be none the slower, and storage none either.
    """
    lines = [
        ["a billion events on", "core hours", *(f"{cores} cores" for cores in CORES)],
        ["---", *["--:"] * (len(CORES) + 1)],
    ]
    for way, name in SPREAD.items():
        each = results.get(way, {"skipped": ""})
        if "skipped" in each:
            continue
        first, *others = each["times"]
        later = min(others or [first])
        work = EVENTS / rows * later * each["workers"]
        once = each["ready"] + max(first - later, 0.0)
        lines.append(
            [
                name,
                f"{work / 3600:,.1f}",
                *(f"{(once + work / cores) / 60:,.1f} min" for cores in CORES),
            ]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
