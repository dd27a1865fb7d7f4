"""What moves the state of an instrument, over a whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ceasefire.monitor.tabular.frames import only_sure
from ceasefire.monitor.tabular.thresholds import crossings
from ceasefire.monitor.trackers.levels import point

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.monitor.trackers.levels import Point
    from ceasefire.rulebook.pattern_model import Series

__all__ = ["points"]


def points(
    shape: Series, frames: Mapping[str, pl.DataFrame], ids: Sequence[str], *, certain: bool
) -> Iterator[Point]:
    """Yield what breaches, and their absence, set; ``frames`` are what plays each part."""
    rest = shape.recovers_after
    if rest is not None:
        for event, time in rests(frames["breach"], rest, certain=certain).rows():
            yield point(time + rest, "recovery", "in-force", ids[event])
    for name, rule in (("breached", shape.breached), ("strained", shape.strained)):
        if rule is not None:
            sure, possible = crossings(frames[name], rule)
            for event, time in (sure if certain else possible).select("event", "time").rows():
                yield point(time - 1, name, name, ids[event])


def rests(breaches: pl.DataFrame, rest: int, *, certain: bool) -> pl.DataFrame:
    """Return the breaches that none follows for so long, and their times."""
    if certain:
        times = only_sure(breaches).sort("end", "text").select("event", time=pl.col("end") - 1)
    else:
        times = breaches.select("event", time="start")
    after = pl.col("time").shift(-1)
    return times.filter(after.is_null() | (after - pl.col("time") > rest))
