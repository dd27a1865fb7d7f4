"""Pairs of facts of which one follows the other, found among those kept by their times."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Fact", "PlainPairs"]


class Fact(NamedTuple):
    """Something of a key that may come first, may follow, or both.

    ``last`` is the last instant at which it may have been.
    """

    start: int
    last: int
    number: int
    key: str
    first: bool
    then: bool


class Line:
    """Facts along time, of which those that touch a stretch are found."""

    def __init__(self, within: int) -> None:
        """Take the length up to which facts are looked for by their start alone."""
        self._within = within
        self._short: list[Fact] = []
        self._long: list[Fact] = []

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._short) + len(self._long)

    def add(self, fact: Fact) -> None:
        """Add a fact."""
        insort(self._of(fact), fact)

    def remove(self, fact: Fact) -> None:
        """Remove a fact that is there."""
        facts = self._of(fact)
        del facts[bisect_left(facts, fact)]

    def touching(self, low: int, high: int) -> Iterator[Fact]:
        """Yield the facts that may have been at some instant from ``low`` to ``high``."""
        start = bisect_left(self._short, (low - self._within,))
        for facts in (self._short[start:], self._long):
            for fact in facts:
                if fact.start > high:
                    break
                if fact.last >= low:
                    yield fact

    def _of(self, fact: Fact) -> list[Fact]:
        return self._short if fact.last - fact.start <= self._within else self._long


class PlainPairs:
    """Facts told one by one, in any order; each pair is found when its second is told.

    A pair is a fact that may come first and another of the same key that may follow it
    ``within`` so many microseconds, or at the same instant.
    """

    def __init__(self, within: int) -> None:
        """Take the longest time between the two, in microseconds."""
        self.within = within
        self._before: int | None = None
        self._numbers: dict[int, dict[str, Fact]] = {}
        self._lines: dict[str, tuple[Line, Line]] = {}
        self._ends: list[tuple[int, int, str]] = []

    def __len__(self) -> int:
        """Return how many facts are kept."""
        return len(self._ends)

    def add(  # noqa: PLR0913  (what a fact is)
        self, number: int, key: str, start: int, end: int, *, first: bool, then: bool
    ) -> list[tuple[int, int]]:
        """Add what happened at some instant from ``start`` to before ``end``.

        Returns the pairs that it makes with what is there, as numbers of the first and of
        what follows it, in order. A number may have a fact of each key; raises
        :class:`ValueError` where it has one of this key.
        """
        fact = Fact(start, end - 1, number, key, first, then)
        if key in self._numbers.get(number, ()):
            raise ValueError(f"fact {number} of `{key}` is there already")
        pairs = self._pairs(fact)
        self._keep(fact)
        return sorted(pairs)

    def remove(self, number: int) -> None:
        """Take back the facts of a number, of every key; none is needed to be there."""
        for fact in list(self._numbers.get(number, {}).values()):
            self._drop(fact)
            del self._ends[bisect_left(self._ends, (self._end(fact), number, fact.key))]

    def forget(self, before: int) -> None:
        """Forget facts that pair with nothing that starts at an instant or later."""
        if self._before is not None and before <= self._before:
            return
        self._before = before
        gone = bisect_left(self._ends, (before,))
        for _, number, key in self._ends[:gone]:
            self._drop(self._numbers[number][key])
        del self._ends[:gone]

    def _end(self, fact: Fact) -> int:
        """Return the last instant at which another may start that makes a pair."""
        return fact.last + self.within if fact.first else fact.last

    def _keep(self, fact: Fact) -> None:
        insort(self._ends, (self._end(fact), fact.number, fact.key))
        self._numbers.setdefault(fact.number, {})[fact.key] = fact
        firsts, thens = self._of(fact.key)
        if fact.first:
            firsts.add(fact)
        if fact.then:
            thens.add(fact)

    def _of(self, key: str) -> tuple[Line, Line]:
        lines = self._lines.get(key)
        if lines is None:
            lines = self._lines[key] = Line(self.within), Line(self.within)
        return lines

    def _drop(self, fact: Fact) -> None:
        facts = self._numbers[fact.number]
        del facts[fact.key]
        if not facts:
            del self._numbers[fact.number]
        firsts, thens = self._of(fact.key)
        if fact.first:
            firsts.remove(fact)
        if fact.then:
            thens.remove(fact)
        if not firsts and not thens:
            del self._lines[fact.key]

    def _pairs(self, fact: Fact) -> list[tuple[int, int]]:
        """Return the pairs that a fact that is not there makes with those that are."""
        firsts, thens = self._of(fact.key)
        found = []
        if fact.then:
            before = firsts.touching(fact.start - self.within, fact.last)
            found += [(other.number, fact.number) for other in before]
        if fact.first:
            after = thens.touching(fact.start, fact.last + self.within)
            found += [(fact.number, other.number) for other in after]
        return found
