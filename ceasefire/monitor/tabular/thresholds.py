"""Where so many events come within a time, over a whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from ceasefire.monitor.tabular.frames import only_sure
from ceasefire.monitor.tabular.ranges import Index, Windows, below, rank
from ceasefire.monitor.telling import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.pattern_model import Threshold

__all__ = ["Crossings", "Reached", "crossings", "reached"]


class Crossings(NamedTuple):
    """The events with which a number is reached, surely and possibly, each in order.

    Of each there is the ``time`` at which it is reached, and how many are counted.
    """

    sure: pl.DataFrame
    possible: pl.DataFrame


class Reached(NamedTuple):
    """A number reached: with which event, in which time, by which events."""

    event: int
    start: int
    end: int
    low: int
    high: int
    events: list[int]


def crossings(entries: pl.DataFrame, rule: Threshold) -> Crossings:
    """Return where a number is reached among the events that may play a role."""
    sure, within = only_sure(entries).sort("end", "text"), reach(rule)
    surely = sure.with_columns(time=pl.col("end"))
    possibly = entries.with_columns(time=pl.col("start") + 1)
    return Crossings(
        crossed(surely, inside(sure, surely["time"], within), rule),
        crossed(possibly, touched(entries, possibly["time"], within), rule),
    )


def reach(rule: Threshold) -> int:
    """Return how far back events count: what happened exactly so long before does, too."""
    return rule.within + 1


def crossed(frame: pl.DataFrame, counts: pl.Series, rule: Threshold) -> pl.DataFrame:
    """Return the events at which as many are counted as a rule asks for, and were not before."""
    enough = pl.col("count") >= rule.at_least
    return frame.with_columns(count=counts).filter(enough & ~enough.shift(1, fill_value=False))


def inside(sure: pl.DataFrame, times: pl.Series, within: int) -> pl.Series:
    """Return how many events lie wholly within a time before each of some instants.

    Those that last longer never do; of all others, what starts too early has ended.
    """
    short = sure.filter(pl.col("end") - pl.col("start") <= within)
    return rank(short["end"].sort(), times) - below(short["start"].sort(), times - within)


def touched(entries: pl.DataFrame, times: pl.Series, within: int) -> pl.Series:
    """Return how many events may lie in part within a time before each of some instants."""
    return below(entries["start"].sort(), times) - rank(entries["end"].sort(), times - within)


def reached(entries: pl.DataFrame, rule: Threshold) -> Iterator[tuple[bool, Reached]]:
    """Yield what is reached, surely or possibly."""
    sure, possible = crossings(entries, rule)
    possible = possible.filter(~pl.col("event").is_in(sure["event"].implode()))
    certain = only_sure(entries)
    counted = sure.with_columns(
        low=pl.col("count"), high=touched(entries, sure["time"], reach(rule))
    )
    short = certain.filter(pl.col("end") - pl.col("start") <= reach(rule))
    for line in listed(counted, short, reach(rule), whole=True):
        yield True, line
    counted = possible.with_columns(
        low=inside(certain, possible["time"], reach(rule)), high=pl.col("count")
    )
    for line in listed(counted, entries, reach(rule), whole=False):
        yield False, line


def listed(
    found: pl.DataFrame, entries: pl.DataFrame, within: int, *, whole: bool
) -> Iterator[Reached]:
    """Yield what is reached with the latest of the events that are counted, in order."""
    ends = found["time"].to_numpy()
    starts = ends - within
    names = latest(
        found, entries, Windows(starts, ends, np.zeros(len(ends), np.int64)), whole=whole
    )
    lines = zip(starts.tolist(), found.select("event", "time", "low", "high").rows(), strict=True)
    for number, (start, (event, end, low, high)) in enumerate(lines):
        yield Reached(event, start, end, low, high, [*names.get(number, []), event])


def latest(
    found: pl.DataFrame, entries: pl.DataFrame, windows: Windows, *, whole: bool
) -> dict[int, list[int]]:
    """Return for each window the latest events in it, but that with which it is reached."""
    if not len(found) or not len(entries):
        return {}
    starts, ends = (entries[name].to_numpy() for name in ("start", "end"))
    index = Index(Windows(starts, ends, np.zeros(len(starts), np.int64)))
    kept: dict[int, list[int]] = {}
    for pairs in index.meeting(windows):
        frame = pairs.with_columns(event=entries["event"].gather(pairs["row"]))
        own = found["event"].gather(pairs["window"])
        chosen = frame["event"] != own
        if whole:
            window, row = pairs["window"].to_numpy(), pairs["row"].to_numpy()
            held = (starts[row] >= windows.starts[window]) & (ends[row] <= windows.ends[window])
            chosen &= pl.Series(held)
        lines = (
            frame.filter(chosen)
            .sort("window", "row")
            .group_by("window", maintain_order=True)
            .agg(pl.col("event").tail(MOST_NAMED - 1))
        )
        kept.update(lines.rows())
    return kept
