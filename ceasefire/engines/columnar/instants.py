"""Instants of a whole column: in which stretch of time between edges each lies."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from ceasefire.engines.columnar.fields import Code, When
from ceasefire.engines.columnar.hashing import alike
from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.fields import Times

    Codes = NDArray[np.int32]

__all__ = ["Spans", "Stretches", "instants_of", "spans_of"]

BUCKETS: Final = 1 << 14
"""So many equal pieces of time are looked up before an instant is compared with edges."""

MOST_EDGES: Final = 1 << 16


class Stretches:
    """The stretches of time within which nothing changes, and their codes.

    They reach as far as the horizon of the program; instants beyond it are none of theirs.
    """

    def __init__(self, times: Times) -> None:
        """Split the horizon wherever a test or a name changes."""
        self.times = times
        self._several: dict[tuple[int, int], When] = {}
        program = times.program
        slot: Any = program.slots[program.time]
        low, high = program.horizon
        names = program.parties.naming_edges
        pieces = sorted(piece for cell in slot.cells([(low, high)]) for piece in cell.values)
        edges = sorted(
            {low, high, *(lo for lo, _ in pieces), *(e for e in names if low < e < high)}
        )
        self.usable = len(edges) <= MOST_EDGES
        self.edges = np.array(edges, np.int64)
        self.whens = [
            When(
                times.codes.number(
                    Code(tuple(sorted(c.signature for c in slot.cells([(lo, lo + 1)]))))
                ),
                bisect_right(names, lo),
                lo,
            )
            for lo in edges[:-1]
        ]
        self.shift = max(int(high - low).bit_length() - BUCKETS.bit_length() + 1, 0)
        starts = low + (np.arange((high - low >> self.shift) + 1, dtype=np.int64) << self.shift)
        first = np.searchsorted(self.edges, starts, side="right") - 1
        last = np.searchsorted(self.edges, starts + (1 << self.shift) - 1, side="right") - 1
        self.buckets = np.where(first == last, first, -1).astype(np.int32)

    def of(self, instants: NDArray[np.int64]) -> Codes:
        """Return the number of the stretch of each instant of the horizon."""
        found: Codes = self.buckets.take((instants - self.edges[0]) >> self.shift)
        near = np.flatnonzero(found < 0)
        if len(near):
            found[near] = np.searchsorted(self.edges, instants[near], side="right") - 1
        return found

    def whens_of(self, spans: Spans, others: NDArray[np.bool_]) -> tuple[list[When], Codes]:
        """Return when rows were, each time once, and which of them is where.

        Rows that have no time within the horizon are marked among the ``others``.
        """
        outside = spans.unread | (spans.low < self.edges[0]) | (spans.high > self.edges[-1])
        outside |= spans.low >= spans.high
        low, high = spans.low, spans.high
        if outside.any():
            others |= outside
            low = np.where(outside, self.edges[0], low)
            high = np.where(outside, self.edges[0] + 1, high)
        first = self.of(low)
        if spans.instants:
            return self.whens, first
        last = self.of(high - 1)
        several = np.flatnonzero(first != last)
        begins, kinds = alike([first[several], last[several]])
        pairs = zip(*(ends[several[begins]].tolist() for ends in (first, last)), strict=True)
        indices = first.copy()
        indices[several] = kinds + len(self.whens)
        return [*self.whens, *(self._when(*pair) for pair in pairs)], indices

    def _when(self, first: int, last: int) -> When:
        """Return when an event was that lies in some stretches in a row."""
        known = self._several.get((first, last))
        if known is None:
            some = self.whens[first : last + 1]
            codes = self.times.codes
            signatures = {sign for when in some for sign in codes[when.code].signatures}
            epochs = {when.epoch for when in some}
            with LOCK:
                number = codes.number(Code(tuple(sorted(signatures))))
            known = When(number, epochs.pop() if len(epochs) == 1 else -1, some[0].start)
            self._several[first, last] = known
        return known


class Spans(NamedTuple):
    """The time of rows in microseconds, its end outside; ``unread`` are those of no such time.

    ``instants`` says that each of them is one instant.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    unread: NDArray[np.bool_]
    instants: bool


def spans_of(columns: Mapping[str, Any]) -> Spans | None:
    """Return the time of rows whose columns are timestamps with a zone; else nothing.

    The columns are ``when``, or ``when.from`` and ``when.until``, or all three. Times
    without a zone are local, and dates are whole days: they are read one by one.
    """
    if not columns or not set(columns) <= {"when", "when.from", "when.until"}:
        return None
    read = {name: instants_of(array) for name, array in columns.items()}
    if any(found is None for found in read.values()):
        return None
    found = {name: each for name, each in read.items() if each is not None}
    rows = len(next(iter(found.values()))[0])
    absent = np.zeros(rows, np.int64), np.zeros(rows, bool)
    when, told = found.get("when", absent)
    start, begins = found.get("when.from", absent)
    end, ends = found.get("when.until", absent)
    between = begins & ends & ~told
    single = told & ~begins & ~ends
    low = np.where(between, start, when)
    high = np.where(between, end, when + 1)
    return Spans(low, high, ~(single | between), instants=not between.any())


def instants_of(array: Any) -> tuple[NDArray[np.int64], NDArray[np.bool_]] | None:  # noqa: ANN401
    """Return the instants of a column of timestamps with a zone, and where there are any."""
    if not isinstance(array, pa.Array):
        return None
    kind = array.type
    if not pa.types.is_timestamp(kind) or kind.tz is None:
        return None
    if kind.unit != "us":
        array = array.cast(pa.timestamp("us", kind.tz), safe=False)
    told = np.ones(len(array), bool)
    if array.null_count:
        told = array.is_valid().to_numpy(zero_copy_only=False)
        array = array.fill_null(0)
    found: NDArray[np.int64] = array.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found, told
