"""Which races are run: what the table has, in its order."""

from __future__ import annotations

from typing import Final

from running.parent import Race

__all__ = ["QUICK", "SIZES", "plan"]

SIZES: Final = (100_000, 1_000_000, 10_000_000)
QUICK: Final = (20_000, 100_000)

OURS: Final = ("columnar", "columnar_full")
TABLES: Final = ("polars_expressions", "duckdb_case")
SINGLE: Final = ("reference", "datalogic", "durable", "clips", "cedar", "zen_table", "jsonlogic")

MAIN: Final = 1_000_000
LARGE: Final = 2000


def plan(sizes: tuple[int, ...], *, quick: bool) -> list[Race]:
    """Return the races for these numbers of events, in ascending order.

    Rulebooks are compared on the largest feed up to a million events, sizes under 100
    provisions. The largest rulebook gets the smallest feed, as some engines need
    minutes for it, and nor does SQL get feeds of ten million.
    """
    main = max((size for size in sizes if size <= MAIN), default=min(sizes))
    scans = ("scan", "scan_read")
    whole = (*scans, *OURS, *TABLES)
    races = [
        Race(str(provisions), main, 0.0, whole, SINGLE)
        for provisions in ((20, 100, 200) if not quick else (20, 100))
    ]
    if not quick:
        races.append(Race(str(LARGE), min(sizes), 0.0, whole, SINGLE))
    for size in sizes:
        known = () if size == main else (*scans, "columnar", TABLES[0])
        sql = TABLES[1:] if known and size <= MAIN else ()
        sink = ("columnar_sink",) if size == max(sizes) else ()
        if known or sink:
            races.append(Race("100", size, 0.0, (*known, *sql, *sink)))
    races += [
        Race("100", main, uncertain, (*scans, *OURS), ("reference",))
        for uncertain in ((0.05, 0.2, 0.5) if not quick else (0.2,))
    ]
    races.append(Race("syria-2016", main, 0.0, whole, SINGLE))
    races.append(Race("syria-2016", main, 0.2, (*scans, *OURS), ("reference",)))
    return races
