"""Instants of a whole column: in which stretch of time between edges each lies."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.fields import Code, When
from ceasefire.engines.columnar.hashing import alike
from ceasefire.engines.columnar.loops import compiled
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.terms.bulk import WRITTEN
from ceasefire.terms.windows import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.fields import Times
    from ceasefire.engines.columnar.spans import Spans
    from ceasefire.program.cells import TimeSlot

    Codes = NDArray[np.int32]

__all__ = ["Ends", "Stretches"]

BUCKETS: Final = 1 << 14
"""So many equal pieces of time are looked up before an instant is compared with edges."""

MOST_EDGES: Final = 1 << 16

NOWHERE: Final = np.empty(0, np.int64)


class Ends(NamedTuple):
    """The stretches that times begin and end in, and which times are beyond their reach."""

    first: Codes
    last: Codes
    outside: NDArray[np.bool_]


class Stretches:
    """The stretches of time within which nothing changes, and their codes.

    The first and the last of them reach beyond the horizon of the program, as far as times can
    be written, where nothing recurs there; instants beyond their reach are none of theirs.
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
        self.reach = (
            WRITTEN[0] if low > WRITTEN[0] and steady(slot, WRITTEN[0], low) else low,
            WRITTEN[1] if high < WRITTEN[1] and steady(slot, high, WRITTEN[1]) else high,
        )

    def of(self, instants: NDArray[np.int64]) -> Codes:
        """Return the number of the stretch of each instant, and -1 of those beyond reach."""
        loop = compiled()
        if loop is not None:
            held: Codes = np.empty(len(instants), np.int32)
            own = np.ascontiguousarray(instants, np.int64)
            loop.locate(own, self.edges, self.buckets, self.shift, *self.reach, held)
            return held
        outside = (instants < self.reach[0]) | (instants >= self.reach[1])
        instants = np.clip(instants, self.edges[0], self.edges[-1] - 1)
        found: Codes = self.buckets.take((instants - self.edges[0]) >> self.shift)
        near = np.flatnonzero(found < 0)
        if len(near):
            found[near] = np.searchsorted(self.edges, instants[near], side="right") - 1
        found[outside] = -1
        return found

    def ends(self, spans: Spans) -> Ends:
        """Return the stretches in which each of some times begins and ends."""
        first = last = self.of(spans.low)
        outside = spans.unread | (first < 0)
        if not spans.instants:
            wide = np.flatnonzero(spans.high - spans.low != 1)
            ends = self.of(spans.high[wide] - 1)
            last = first.copy()
            last[wide] = ends
            outside[wide] |= (ends < 0) | (spans.low[wide] >= spans.high[wide])
        if outside.any():
            first, last = np.where(outside, 0, first), np.where(outside, 0, last)
        return Ends(first, last, outside)

    def whens_of(self, spans: Spans, others: NDArray[np.bool_]) -> tuple[list[When], Codes]:
        """Return when rows were, each time once, and which of them is where.

        Rows that have no time within reach are marked among the ``others``.
        """
        first, last, outside = self.ends(spans)
        if outside.any():
            others |= outside if spans.indices is None else outside.take(spans.indices)
        several = np.flatnonzero(first != last) if not spans.instants else NOWHERE
        begins, kinds = alike([first[several], last[several]])
        pairs = zip(*(ends[several[begins]].tolist() for ends in (first, last)), strict=True)
        whens = [*self.whens, *(self._when(*pair) for pair in pairs)]
        numbers = first
        if len(several):
            numbers = first.copy()
            numbers[several] = kinds + len(self.whens)
        return whens, numbers if spans.indices is None else numbers.take(spans.indices)

    def _when(self, first: int, last: int) -> When:
        """Return when an event was that lies in some stretches in a row."""
        known = self._several.get((first, last))
        if known is None:
            some = self.whens[first : last + 1]
            epochs: dict[int, list[When]] = {}
            for when in some:
                epochs.setdefault(when.epoch, []).append(when)
            code, start = self._code(some), some[0].start
            if len(epochs) == 1:
                known = When(code, some[0].epoch, start)
            else:
                parts = tuple([(self._code(own), epoch) for epoch, own in epochs.items()])
                known = When(code, -1, start, parts)
            self._several[first, last] = known
        return known

    def _code(self, whens: Sequence[When]) -> int:
        """Return the number of the code of some stretches together."""
        codes = self.times.codes
        signatures = {sign for when in whens for sign in codes[when.code].signatures}
        with LOCK:
            return codes.number(Code(tuple(sorted(signatures))))


def steady(slot: TimeSlot, low: int, high: int) -> bool:
    """Return whether no test changes from just before one instant to just after another.

    Windows that recur without an end are not gone through.
    """
    recurring = any(
        isinstance(test, Window)
        and test.recurring
        and (test.start is None or test.start < high)
        and (test.end is None or test.end > low)
        for test in slot.tests
    )
    return not recurring and len(slot.cells([(low - 1, high + 1)])) == 1
