"""One event after another, over a whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from ceasefire.monitor.sighting import SURELY
from ceasefire.monitor.tabular.ranges import below, dominating, last_above, rank
from ceasefire.monitor.telling import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ceasefire.monitor.tabular.sites import Places

__all__ = ["Following", "following", "following_near"]


class Following(NamedTuple):
    """An event that follows others: which, the best of these, and how many there are."""

    then: int
    first: int
    start: int
    end: int
    low: int
    high: int


def following(firsts: pl.DataFrame, thens: pl.DataFrame, within: int) -> Iterator[Following]:
    """Yield what may follow something else, wherever that was.

    Nothing is compared with each of those that it follows: how many these are, and the first
    of them, is looked up.
    """
    own = thens["event"].is_in(firsts["event"].implode()).cast(pl.Int64)
    high = below(firsts["start"], thens["end"]) - rank(
        firsts["end"].sort(), thens["start"] - within
    )
    low, sure = surely(firsts, thens, within)
    found = thens.with_columns(
        low=low, high=high - own, sure=sure, possible=earliest(firsts, thens, within)
    )
    best = pl.when(pl.col("low") > 0).then("sure").otherwise("possible")
    found = found.with_columns(best=best).filter(pl.col("high") > 0)
    yield from told(firsts, found)


def surely(firsts: pl.DataFrame, thens: pl.DataFrame, within: int) -> tuple[pl.Series, pl.Series]:
    """Return how many each event surely follows, and the place of the first of these, if any."""
    rows = firsts.with_row_index("row").filter(pl.col("mark") == SURELY)
    starts, ends, places = (rows[n].to_numpy().astype(np.int64) for n in ("start", "end", "row"))
    begins, until = thens["start"].to_numpy(), thens["end"].to_numpy()
    counts = dominating(starts, ends, until - 1 - within, begins + 1)
    certain = (thens["mark"] == SURELY).to_numpy()
    # Only an instant is over before it has begun, as far as this goes.
    own = thens["event"].is_in(rows["event"].implode()).to_numpy() & (until - begins == 1)
    low = np.where(certain, counts - own, 0)
    bounds = np.searchsorted(starts, until - 1 - within)
    best = next_ended(ends, bounds, begins + 1)
    events = rows["event"].to_numpy()
    itself = np.flatnonzero((best >= 0) & taken(events, best, thens["event"].to_numpy()))
    best[itself] = next_ended(ends, best[itself] + 1, begins[itself] + 1)
    best = np.where(best >= 0, places[best] if len(places) else -1, -1)
    return pl.Series(low, dtype=pl.Int64), pl.Series(best, dtype=pl.Int64)


def next_ended(
    ends: NDArray[np.int64], places: NDArray[np.int64], times: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the first place, from some on, of what has ended by some times, or -1."""
    found = last_above(-ends[::-1], len(ends) - places, -(times + 1))
    return np.where(found >= 0, len(ends) - 1 - found, -1)


def earliest(firsts: pl.DataFrame, thens: pl.DataFrame, within: int) -> pl.Series:
    """Return the place of the first that each event may follow, or -1."""
    ends, events = firsts["end"].to_numpy().astype(np.int64), firsts["event"].to_numpy()
    before = below(firsts["start"], thens["end"]).to_numpy().astype(np.int64)
    bounds = (thens["start"].to_numpy() - within).astype(np.int64)
    # The latest end so far, and the one before it, tell where the first and the second are.
    latest = np.maximum.accumulate(ends)
    second = np.maximum.accumulate(np.minimum(ends, np.concatenate([[LEAST], latest[:-1]])))
    found = np.searchsorted(latest, bounds, side="right")
    there = np.flatnonzero(found < len(ends))
    own = there[taken(events, found[there], thens["event"].to_numpy()[there])]
    found[own] = np.searchsorted(second, bounds[own], side="right")
    return pl.Series(np.where(found < before, found, -1), dtype=pl.Int64)


LEAST: Final = np.iinfo(np.int64).min


def taken(
    values: NDArray[np.int64], places: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return where values at some places, if they are any, are equal to others."""
    if not len(values):
        return np.zeros(len(places), bool)
    equal: NDArray[np.bool_] = values[places] == others
    return equal


def following_near(
    firsts: pl.DataFrame, thens: pl.DataFrame, within: int, within_km: float, places: Places
) -> Iterator[Following]:
    """Yield what may follow something else at the same place."""
    for pairs in places.pairs(firsts, thens, within, within_km):
        frame = pairs.hstack(
            firsts[pairs["first"]].select(pl.col("start", "end", "mark").name.suffix("1"))
        ).hstack(thens[pairs["then"]].select("start", "end", "mark"))
        sure = (
            pl.col("surely")
            & (pl.col("mark") == SURELY)
            & (pl.col("mark1") == SURELY)
            & (pl.col("end1") <= pl.col("start") + 1)
            & (pl.col("start1") >= pl.col("end") - 1 - within)
        )
        best = pl.col("first").filter(sure).min()
        found = (
            frame.group_by("then")
            .agg(
                low=sure.sum().cast(pl.Int64),
                high=pl.len(),
                sure=best,
                possible=pl.col("first").min(),
            )
            .sort("then")
        )
        lines = thens[found["then"]].hstack(
            found.select("low", "high", best=pl.coalesce("sure", "possible"))
        )
        yield from told(firsts, lines)


def told(firsts: pl.DataFrame, found: pl.DataFrame) -> Iterator[Following]:
    """Yield what follows, with the best of what it follows."""
    best = firsts[found["best"]]
    lines = found.select(
        "event",
        first=best["event"],
        start=best["start"],
        end="end",
        low=pl.col("low").clip(upper_bound=MOST_NAMED),
        high=pl.col("high").clip(upper_bound=MOST_NAMED),
    )
    for line in lines.rows():
        yield Following(*line)
