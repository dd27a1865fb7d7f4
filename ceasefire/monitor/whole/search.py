"""What laws say of one act of which some fields are open: a search over its cells.

Fields of one act are independent of each other, so that its worlds are all combinations of
their cells. They are split only by tests that the verdict hangs on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference.meaning import COVERED, NOTHING, VIOLATING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.engines.reference.meaning import Law
    from ceasefire.program.formulas import Atom, Formula, View
    from ceasefire.program.program import Program

__all__ = ["Search"]

MOST: Final = 300
"""So many splits are tried; what takes more is left to the engine for single events."""

Signs = frozenset[int]
"""The cells of a field, each by the tests that it passes."""


class TooMuchError(Exception):
    """There are too many worlds to look at."""


class Search:
    """Finds the verdicts of acts under some laws."""

    def __init__(self, program: Program, laws: tuple[Law, ...]) -> None:
        """Take the laws."""
        self._program = program
        self._laws = laws
        self._left = 0

    def verdicts(self, signs: Mapping[int, Signs]) -> int | None:
        """Return the verdicts of an act, of which the cells of each slot are given.

        Whatever does not violate is *covered*. Where two are found it is not looked for
        more. Returns nothing where there are too many worlds.
        """
        view = [(0, 0)] * len(self._program.slots)
        for slot, some in signs.items():
            view[slot] = bounds(some)
        self._left = MOST
        try:
            return self._found(dict(signs), view, Asked(self._laws, self._program.impossible))
        except TooMuchError:
            return None

    def _found(self, signs: dict[int, Signs], view: list[tuple[int, int]], asked: Asked) -> int:
        """Return the verdicts of all worlds that are left."""
        told, hangs_on, left = self._told(view, asked)
        if hangs_on is None:
            return told
        if not self._left:
            raise TooMuchError
        self._left -= 1
        found = 0
        slot, whole = hangs_on.slot, signs[hangs_on.slot]
        before = view[slot]
        passing = frozenset(sign for sign in whole if sign & hangs_on.bit)
        for some in (passing, whole - passing):
            signs[slot], view[slot] = some, bounds(some)
            found |= self._found(signs, view, left)
            if found & VIOLATING and found != VIOLATING:
                break
            if found and told:
                break  # the verdict is known, and that there is such a world
        signs[slot], view[slot] = whole, before
        return found

    def _told(self, view: View, asked: Asked) -> tuple[int, Atom | None, Asked]:
        """Return the verdict of every world that is left, and the test that it hangs on.

        There is a verdict beside a test where all that hangs on it is whether there is any
        such world. What has to be asked of parts of these worlds comes with it.
        """
        incident = self._program.incident.value(view)
        if incident is None:
            return 0, self._program.incident.pivot(view), asked
        if incident is False:
            return NOTHING, None, asked
        bars = []
        for each in asked.bars:
            truth = each.value(view)
            if truth is True:
                return 0, None, asked
            if truth is None:
                bars.append(each)
        laws = []
        for law in asked.laws:
            truth = violated(law, view)
            if truth is True:
                return VIOLATING, bars[0].pivot(view) if bars else None, Asked((law,), bars)
            if truth is None:
                laws.append(law)
        if laws:
            return 0, laws[0].pivot(view), Asked(laws, bars)
        return COVERED, bars[0].pivot(view) if bars else None, Asked(laws, bars)


class Asked(NamedTuple):
    """What is not known of worlds: which laws they violate, and what rules them out."""

    laws: Sequence[Law]
    bars: Sequence[Formula]


def violated(law: Law, view: View) -> bool | None:
    """Return whether a law is violated in every world, or in none."""
    reached = law.reached.value(view)
    if reached is False:
        return False
    out = law.excluded.value(view)
    if out is True:
        return False
    breached = law.breached.value(view)
    if breached is False:
        return False
    return True if reached and out is False and breached else None


def bounds(signs: Signs) -> tuple[int, int]:
    """Return the tests that all cells pass, and those that some cell passes."""
    every, some = -1, 0
    for sign in signs:
        every &= sign
        some |= sign
    return every, some
