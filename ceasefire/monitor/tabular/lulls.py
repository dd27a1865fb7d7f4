"""Times without events, and stretches in which an instrument is in force, over a whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from ceasefire.monitor.sighting import SURELY
from ceasefire.monitor.tabular.frames import only_sure
from ceasefire.monitor.tabular.ranges import below

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Broken", "Gap", "broken", "gaps"]

NEVER: Final = 1 << 62


class Gap(NamedTuple):
    """A time without events: between which two, and how many may lie in it nevertheless.

    While it lasts there is neither ``end`` nor ``after``.
    """

    before: int
    after: int | None
    start: int
    end: int | None
    high: int


class Broken(NamedTuple):
    """By how many events a stretch of time was broken, surely and possibly, and by which first."""

    low: int
    high: int
    first: int


def gaps(entries: pl.DataFrame, length: int, horizon: int) -> Iterator[tuple[bool, Gap]]:
    """Yield the times without events that last so long, surely or possibly."""
    sure = long_enough(sure_gaps(entries), length, horizon)
    possible = long_enough(possible_gaps(only_sure(entries)), length, horizon)
    possible = possible.join(
        sure, on=["start", "end"], how="anti", nulls_equal=True, maintain_order="left"
    )
    doubtful = entries.filter(pl.col("mark") < SURELY)["start"]
    high = below(doubtful, possible["end"].fill_null(NEVER)) - below(doubtful, possible["start"])
    for line in sure.with_columns(high=pl.lit(0)).rows():
        yield True, Gap(*line)
    for line in possible.with_columns(high=high).rows():
        yield False, Gap(*line)


def sure_gaps(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the times between what has ended and what starts next."""
    until = pl.col("end").cum_max()
    return entries.select(
        before=pl.when(pl.col("end") == until).then("event").forward_fill(),
        after=pl.col("event").shift(-1),
        start=until - 1,
        end=pl.col("start").shift(-1),
    )


def possible_gaps(sure: pl.DataFrame) -> pl.DataFrame:
    """Return the times from the first instant of an event to the last of any of those after."""
    by_end = sure.sort("end", "text")
    places = sure.with_row_index("place").sort("end", "text").with_row_index("order")
    order = places.sort("place")["order"].cast(pl.Int64)
    first = order.cum_min(reverse=True).shift(-1)
    return pl.DataFrame(
        {
            "before": sure["event"],
            "after": by_end["event"].gather(first),
            "start": sure["start"],
            "end": by_end["end"].gather(first) - 1,
        }
    )


def long_enough(found: pl.DataFrame, length: int, horizon: int) -> pl.DataFrame:
    """Return the times that last so long, or have so far."""
    return found.filter(pl.col("end").fill_null(horizon) - pl.col("start") >= length)


def broken(entries: pl.DataFrame, start: int | None, end: int | None) -> Broken | None:
    """Return by what a stretch of time may have been broken, if by anything."""
    possible = entries
    sure = only_sure(entries)
    if end is not None:
        possible = possible.filter(pl.col("start") < end)
        sure = sure.filter(pl.col("end") <= end)
    if start is not None:
        possible = possible.filter(pl.col("end") > start)
        sure = sure.filter(pl.col("start") >= start)
    if not len(possible):
        return None
    first = (sure if len(sure) else possible)["event"][0]
    return Broken(len(sure), len(possible), first)
