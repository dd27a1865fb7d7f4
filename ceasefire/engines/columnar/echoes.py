"""Instruments that say no more than one before them does, whatever is answered.

An extension forbids what the text forbids that it extends, where and when that may be in
force as well. Which of the two is named is settled then: the first. Without the other one
far fewer events are different.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.sheet import truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.code import LawCode, Prohibition
    from ceasefire.engines.columnar.sheet import Gate

    View = tuple[int, int]
    """The rows of one act: alive in some worlds, and in every one."""

__all__ = ["Echo", "Echoes"]


class Echo(NamedTuple):
    """What must be so of an act for one instrument to say no more of it than another does.

    Wherever the first of some gates holds, which keep an instrument away, so does the second,
    of the other one: these are ``reached``. What only the first one forbids, and what only the
    other one leaves out, does not hold at all, which is ``apart``. It ``follows`` the other one
    if what keeps it away does so the more, the fewer rows are alive, or is what does the other.
    """

    reached: tuple[tuple[Gate, Gate], ...]
    apart: tuple[Gate, ...]
    follows: bool

    @classmethod
    def of(cls, law: LawCode, other: LawCode) -> Echo:
        """Compare one instrument to another."""
        reach = list(zip(law.reach, other.reach, strict=True))
        own = [
            item.matches
            for item in law.prohibitions
            if not any(forbids(each, item) for each in other.prohibitions)
        ]
        excludes = [
            gate for gate in other.excludes if not any(implies(gate, each) for each in law.excludes)
        ]
        return cls(
            tuple([pair for pair in reach if not implies(*pair)]),
            (*excludes, *own),
            all(isinstance(mine, int) or mine == theirs for mine, theirs in reach),
        )

    def holds(self, views: Sequence[View]) -> bool:
        """Return whether it is surely so of all acts of some worlds."""
        if not self.reaches(views):
            return False
        for some, every in views:
            for gate in self.apart:
                if truth(gate, some, every) is not False:
                    return False
        return True

    def reaches(self, views: Iterable[View]) -> bool:
        """Return whether what keeps the other instrument away surely does so with the first."""
        for some, every in views:
            for mine, theirs in self.reached:
                if not implied(mine, theirs, some, every):
                    return False
        return True


class Echoes:
    """Compares the instruments of one program, each two of them once."""

    def __init__(self, laws: Sequence[LawCode]) -> None:
        """Take the instruments."""
        self.laws = laws
        self._known: dict[tuple[int, int], Echo] = {}
        self._followed: dict[int, list[Echo]] = {}

    def hold(self, law: int, other: int, views: Sequence[View]) -> bool:
        """Return whether one instrument surely says no more of acts than another does."""
        return self._of(law, other).holds(views)

    def followed(self, law: int) -> Sequence[Echo]:
        """Return how an instrument compares to those before it that it may follow.

        It does so where it is an echo that ``reaches``, and that stays so where rows are left
        out that do not matter to the other one.
        """
        found = self._followed.get(law)
        if found is None:
            echoes = [self._of(law, other) for other in range(law)]
            found = self._followed[law] = [echo for echo in echoes if echo.follows]
        return found

    def _of(self, law: int, other: int) -> Echo:
        key = law, other
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Echo.of(self.laws[law], self.laws[other])
        return found


def implied(gate: Gate, other: Gate, some: int, every: int) -> bool:
    """Return whether another gate surely holds in all worlds, or at least where one does."""
    if isinstance(gate, int) and isinstance(other, int) and not some & gate & ~other:
        return True
    return truth(other, some, every) is True


def forbids(item: Prohibition, other: Prohibition) -> bool:
    """Return whether whatever breaches one prohibition breaches another, as far as is seen."""
    return implies(other.matches, item.matches) and implies(item.lifted, other.lifted)


def implies(gate: Gate, other: Gate) -> bool:
    """Return whether one gate holds wherever another does, as far as is seen at once."""
    if isinstance(gate, int) and isinstance(other, int):
        return not gate & ~other
    return gate == other
