"""Cells: sets of values of one field that no test of the rulebook can tell apart.

A *slot* holds everything the rulebook asks about one field (or one question).
Each distinct test gets a bit; the *signature* of a value has the bits of the
tests it passes; the values of one signature are a cell (design, section 4).
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ceasefire.program.timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from ceasefire.program.places import PlaceDomain

__all__ = [
    "Cell",
    "FiniteSlot",
    "Interval",
    "NumberSlot",
    "PlaceSlot",
    "Slot",
    "TimeSlot",
    "TimeTestLike",
    "group",
]

Interval = tuple[int, int]
"""A half-open stretch of instants, in microseconds since 1970-01-01T00:00Z."""

MOST_STRETCHES: Final = 16384  # pragma: no mutate
"""How many intervals a slot remembers: feeds may be endless."""

Position = tuple[float, int]
"""A cut of the number line: just below the number (0) or just above it (1)."""


class Cell(NamedTuple):
    """A signature and the values (of those an event may have) that share it."""

    signature: int
    values: tuple[Any, ...]


class TimeTestLike(Protocol):
    """What a time slot asks: which stretches of an interval pass."""

    def pieces(self, lo: int, hi: int) -> Sequence[Interval]:
        """Return the sorted, disjoint stretches of ``[lo, hi)`` that pass."""
        ...


def group(values: Iterable[Any], signature: Callable[[Any], int]) -> tuple[Cell, ...]:
    """Return the cells of the values, in order of first appearance."""
    found: dict[int, list[Any]] = {}
    for value in values:
        found.setdefault(signature(value), []).append(value)
    return tuple(Cell(key, tuple(members)) for key, members in found.items())


class Slot:
    """The tests of one field or question, each with its bit."""

    def __init__(self, name: str) -> None:
        """Start with no test."""
        self.name = name
        self.tests: list[Any] = []
        self._bits: dict[Any, int] = {}

    def bit(self, test: Hashable) -> int:
        """Return the bit of a test, which is registered when first met."""
        if test not in self._bits:
            self._bits[test] = 1 << len(self.tests)
            self.tests.append(test)
        return self._bits[test]


class FiniteSlot(Slot):
    """A field with finitely many values; a test is the set of values that pass."""

    def __init__(self, name: str, values: Sequence[str]) -> None:
        """Take every value of the field's domain."""
        super().__init__(name)
        self.values = tuple(values)
        self._signatures: dict[str, int] = {}

    def signature(self, value: str) -> int:
        """Return the bits of the tests that the value passes."""
        if value not in self._signatures:
            self._signatures[value] = sum(bit for test, bit in self._bits.items() if value in test)
        return self._signatures[value]

    def cells(self, values: Iterable[str]) -> tuple[Cell, ...]:
        """Return the cells of some of the values."""
        return group(values, self.signature)


class NumberSlot(Slot):
    """A number; a test is a stretch between two positions of the number line."""

    def __init__(self, name: str, *, whole: bool) -> None:
        """Take whether the field counts in whole numbers from 0."""
        super().__init__(name)
        self.whole = whole

    def stretch(
        self,
        low: float | None,
        high: float | None,
        *,
        low_open: bool = False,
        high_open: bool = False,
    ) -> tuple[Position, Position]:
        """Return the positions that bound a range; ``None`` is no bound."""
        if self.whole:
            start: float = 0 if low is None else floor(low) + 1 if low_open else ceil(low)
            end: float = inf if high is None else ceil(high) if high_open else floor(high) + 1
            return (max(start, 0), 0), (end, 0)
        return (-inf if low is None else low, int(low_open)), (
            inf if high is None else high,
            int(not high_open),
        )

    def cells(self, ranges: Iterable[tuple[Position, Position]]) -> tuple[Cell, ...]:
        """Return the cells that meet some of the ranges."""
        wanted = [(start, end) for start, end in ranges if start < end]
        if not wanted:
            return ()
        cuts = {position for test in self.tests for position in test}
        cuts |= {position for pair in wanted for position in pair}
        ordered = sorted(cuts)
        pieces = [
            (start, end)
            for start, end in pairwise(ordered)
            if any(low <= start and end <= high for low, high in wanted)
        ]
        return group(pieces, self._signature)

    def _signature(self, piece: tuple[Position, Position]) -> int:
        start, end = piece
        return sum(bit for (low, high), bit in self._bits.items() if low <= start and end <= high)


class TimeSlot(Slot):
    """The instant; a test is a window (or a list of stretches)."""

    def __init__(self, name: str) -> None:
        """Start with no test."""
        super().__init__(name)
        self._cache: dict[tuple[Interval, ...], tuple[Cell, ...]] = {}
        self._timetable = Timetable(self.tests)

    def cells(self, intervals: Iterable[Interval]) -> tuple[Cell, ...]:
        """Return the cells that meet the intervals; values are stretches."""
        key = tuple(intervals)
        if len(key) == 1:
            signature = self._timetable.signature(*key[0])
            if signature is not None:
                return (Cell(signature, key),)
        if key not in self._cache:
            if len(self._cache) >= MOST_STRETCHES:  # pragma: no mutate  (bounds memory)
                self._cache.clear()
            found: dict[int, list[Interval]] = {}
            for lo, hi in key:
                for signature, stretch in self._split(lo, hi):
                    found.setdefault(signature, []).append(stretch)
            self._cache[key] = tuple(Cell(mask, tuple(each)) for mask, each in found.items())
        return self._cache[key]

    def _split(self, lo: int, hi: int) -> list[tuple[int, Interval]]:
        always = 0
        partly: list[tuple[int, Sequence[Interval]]] = []
        cuts = {lo, hi}
        for number, test in enumerate(self.tests):
            pieces = test.pieces(lo, hi)
            if pieces and pieces[0] == (lo, hi):
                always |= 1 << number
            elif pieces:
                partly.append((1 << number, pieces))
                cuts.update(edge for piece in pieces for edge in piece)
        ordered = sorted(cuts)
        starts = {start: position for position, start in enumerate(ordered)}
        masks = [always] * (len(ordered) - 1)
        for bit, pieces in partly:
            for start, end in pieces:
                for position in range(starts[start], starts[end]):
                    masks[position] |= bit
        return list(zip(masks, pairwise(ordered), strict=True))


class PlaceSlot(Slot):
    """The location; a test is a set of places, of which one must hold it."""

    def __init__(self, name: str, domain: PlaceDomain) -> None:
        """Take the geometry of the rulebook's places."""
        super().__init__(name)
        self.domain = domain
        self._signatures: dict[int, int] = {}

    def signature(self, signs: int) -> int:
        """Return the bits of the tests that a location of these signs passes."""
        if signs not in self._signatures:
            self._signatures[signs] = sum(
                bit
                for test, bit in self._bits.items()
                if any(self.domain.member(place, signs) for place in test)
            )
        return self._signatures[signs]

    def cells(self, locations: Iterable[int]) -> tuple[Cell, ...]:
        """Return the cells of the locations, given by their signs."""
        return group(locations, self.signature)
