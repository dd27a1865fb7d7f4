"""What lies within stretches of time, for whole columns at once.

Nothing here takes longer because some events last long: they are looked at with others
of about their length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Index", "Windows", "below", "dominating", "last_above", "rank"]

Whole = "NDArray[np.int64]"

MOST_PAIRS: Final = 1 << 21
"""About so many pairs are looked at together."""

POWERS: Final = np.left_shift(np.int64(1), np.arange(62, dtype=np.int64))


def rank(values: pl.Series, of: pl.Series) -> pl.Series:
    """Return for each of some times how many of the values, which rise, are at most it."""
    return values.search_sorted(of, side="right").cast(pl.Int64)


def below(values: pl.Series, of: pl.Series) -> pl.Series:
    """Return for each of some times how many of the values, which rise, are less."""
    return values.search_sorted(of, side="left").cast(pl.Int64)


def dominating(
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    since: NDArray[np.int64],
    until: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return for each stretch how many events start in it or at its start, and end by its end.

    The starts, in order of the ends, are sorted bit by bit, and each stretch keeps track of
    where those that end in time have come to.
    """
    order = np.argsort(ends, kind="stable")
    ranks = np.empty(len(starts), np.int64)
    ranks[np.argsort(starts, kind="stable")] = np.arange(len(starts))
    ranks = ranks[order]
    least = np.searchsorted(np.sort(starts), since, side="left")
    low = np.zeros(len(since), np.int64)
    high = np.searchsorted(ends[order], until, side="right")
    found = np.zeros(len(since), np.int64)
    for bit in reversed(range(len(starts).bit_length())):
        ones = (ranks >> bit & 1).astype(bool)
        zeros = np.concatenate([[0], np.cumsum(~ones)])
        left, right = zeros[low], zeros[high]
        upper = (least >> bit & 1).astype(bool)
        found += np.where(upper, 0, (high - low) - (right - left))
        low = np.where(upper, zeros[-1] + low - left, left)
        high = np.where(upper, zeros[-1] + high - right, right)
        ranks = np.concatenate([ranks[~ones], ranks[ones]])
    return found + np.where(least < len(starts), high - low, 0)


def last_above(
    values: NDArray[np.int64], before: NDArray[np.int64], bounds: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the last place before each of some places whose value is above a bound, or -1."""
    tops = [values]
    while 2 << len(tops) - 1 <= len(values):
        half = 1 << len(tops) - 1
        last = tops[-1]
        # The greatest of each so many in a row, by the place of the first of them.
        tops.append(np.maximum(last[: len(last) - half], last[half:]))
    found = before.copy()
    for step in reversed(range(len(tops))):
        size = 1 << step
        can = np.flatnonzero(found >= size)
        if len(tops[step]):
            skipped = can[tops[step][found[can] - size] <= bounds[can]]
            found[skipped] -= size
    return found - 1


class Windows(NamedTuple):
    """Stretches of time, half-open, each in a bucket."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    buckets: NDArray[np.int64]


class Index:
    """Stretches of time in buckets, by which those are found that meet others."""

    def __init__(self, rows: Windows) -> None:
        """Sort them by bucket and by about how long they are, then by start."""
        self._rows = rows
        lengths = np.searchsorted(POWERS, rows.ends - rows.starts, side="left")
        self._lengths = np.unique(lengths)
        self._buckets = np.unique(rows.buckets)
        self._times = np.unique(rows.starts)
        groups = self._group(np.searchsorted(self._buckets, rows.buckets), lengths)
        keys = groups * (len(self._times) + 1) + np.searchsorted(self._times, rows.starts)
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def _group(
        self, places: NDArray[np.int64], lengths: NDArray[np.int64] | np.int64
    ) -> NDArray[np.int64]:
        found: NDArray[np.int64] = places * len(POWERS) + lengths
        return found

    def meeting(self, windows: Windows) -> Iterator[pl.DataFrame]:
        """Yield which of them meet which of the windows: the places of both.

        All that a window meets come together.
        """
        ranges = self._ranges(windows)
        sizes = sum((high - low for low, high in ranges), np.zeros(len(windows.starts), np.int64))
        chunks = np.cumsum(sizes) // MOST_PAIRS
        for chunk in np.unique(chunks[sizes > 0]).tolist():
            some = np.flatnonzero((chunks == chunk) & (sizes > 0))
            yield self._pairs(windows, some, [(low[some], high[some]) for low, high in ranges])

    def _ranges(self, windows: Windows) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Return for each length where in order those lie that may meet each window."""
        places = np.searchsorted(self._buckets, windows.buckets)
        known = places < len(self._buckets)
        known[known] = self._buckets[places[known]] == windows.buckets[known]
        wide = len(self._times) + 1
        found = []
        for length in self._lengths:
            base = self._group(places, length) * wide
            first = np.searchsorted(self._times, windows.starts - POWERS[length], side="right")
            last = np.searchsorted(self._times, windows.ends, side="left")
            low = np.searchsorted(self._keys, base + first)
            high = np.searchsorted(self._keys, base + last)
            found.append((low, np.where(known, np.maximum(high, low), low)))
        return found

    def _pairs(
        self,
        windows: Windows,
        some: NDArray[np.int64],
        ranges: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    ) -> pl.DataFrame:
        parts = [
            pl.DataFrame({"window": some, "low": low, "high": high})
            .filter(pl.col("low") < pl.col("high"))
            .select("window", pl.int_ranges("low", "high").alias("row"))
            .explode("row")
            for low, high in ranges
        ]
        pairs = pl.concat(parts)
        rows = self._order[pairs["row"].to_numpy()]
        near = self._rows.ends[rows] > windows.starts[pairs["window"].to_numpy()]
        return pairs.with_columns(row=pl.Series(rows, dtype=pl.Int64)).filter(pl.Series(near))
