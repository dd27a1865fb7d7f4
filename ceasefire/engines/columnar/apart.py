"""Two boxes side by side: whether worlds that differ in one variable differ in verdict."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ceasefire.engines.columnar.looking import Left, looking
from ceasefire.engines.reference.meaning import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.boxes import Settled
    from ceasefire.engines.columnar.extents import Doubt
    from ceasefire.engines.reference.search import Budget

    Pair = tuple[int, int]

__all__ = ["Apart"]


class Apart:
    """Two boxes of the same variables, whose worlds are compared value by value.

    Worlds of both that have all values but one in common differ in that one alone.
    """

    def __init__(self, one: Settled, other: Settled) -> None:
        """Take the boxes; cells of variables are paired where they have a value in common."""
        self.sides = one, other

    @property
    def variables(self) -> int:
        """How many variables there are, questions aside."""
        return len(self.sides[0].box.doubts)

    @cached_property
    def _shared(self) -> list[list[Pair]]:
        one, other = self.sides
        return [
            self._left(shared(mine, theirs))
            for mine, theirs in zip(one.box.doubts, other.box.doubts, strict=True)
        ]

    @cached_property
    def _asked(self) -> list[list[Pair]]:
        one, other = self.sides
        return [
            self._left(zip(mine.masks, theirs.masks, strict=True))
            for mine, theirs in zip(one.open, other.open, strict=True)
        ]

    @cached_property
    def _whole(self) -> Pair:
        one, other = self.sides
        return one.narrow, other.narrow

    def _left(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return which of the rows that matter pairs of cells leave, each once."""
        one, other = self._whole
        return list({(one & mine, other & theirs): None for mine, theirs in pairs})

    def differ(self, number: int, budget: Budget) -> bool:
        """Return whether worlds that differ in the variable with this number alone differ."""
        others = [*self._shared[:number], *self._shared[number + 1 :], *self._asked]
        if not all(others):
            return False
        # What leaves all rows of both is no difference between their worlds.
        compared = Compared(self.sides, [each for each in others if each != [self._whole]])
        return any(compared.differ(start, budget) for start in self._starts(number))

    def _starts(self, number: int) -> list[Pair]:
        """Return what is left by cells of a variable that have different values."""
        one, other = (side.box.doubts[number] for side in self.sides)
        theirs = list(zip(other.masks, map(set, other.values), strict=True))
        return self._left(
            (first, second)
            for first, mine in zip(one.masks, one.values, strict=True)
            for second, values in theirs
            if len(mine) > 1 or set(mine) != values
        )


class Compared:
    """Two boxes of which cells are settled pair by pair."""

    def __init__(self, sides: Sequence[Settled], pairs: Sequence[Sequence[Pair]]) -> None:
        """Take the boxes, and the rows that each pair of cells leaves."""
        one, other = [looking(side.acts, side.laws) for side in sides]
        self.looks = one, other
        self.pairs = pairs
        suffixes = [(-1, -1)]
        for each in reversed(pairs):
            mine, theirs = suffixes[-1]
            for first, second in each:
                mine &= first
                theirs &= second
            suffixes.append((mine, theirs))
        self.suffixes = suffixes[::-1]
        self._same: set[tuple[int, ...]] = set()

    def differ(self, rows: Pair, budget: Budget) -> bool:
        """Return whether worlds in which some rows are alive differ in verdict."""
        one, other = self.looks
        return self._differ(0, rows, (one.root, other.root), budget)

    def _differ(self, depth: int, rows: Pair, left: tuple[Left, Left], budget: Budget) -> bool:
        (one, other), (mine, theirs) = self.looks, self.suffixes[depth]
        here, there = one(rows[0], mine, left[0]), other(rows[1], theirs, left[1])
        if here.feasible is False or there.feasible is False:
            return False
        if not several(here.verdicts | there.verdicts):
            return False
        first, second = rows[0] & here.left.rows, rows[1] & there.left.rows
        key = depth, first, second, *here.left[1:], *there.left[1:]
        if key in self._same:
            return False
        if depth == len(self.pairs):
            return True
        budget.spend()
        pairs = {(first & mine, second & theirs) for mine, theirs in self.pairs[depth]}
        if any(self._differ(depth + 1, pair, (here.left, there.left), budget) for pair in pairs):
            return True
        self._same.add(key)
        return False


def shared(mine: Doubt, theirs: Doubt) -> list[Pair]:
    """Return the cells that two boxes have of one variable, pair by pair."""
    cells = {
        value: mask
        for mask, values in zip(theirs.masks, theirs.values, strict=True)
        for value in values
    }
    return list(
        {
            (mask, cells[value]): None
            for mask, values in zip(mine.masks, mine.values, strict=True)
            for value in values
            if value in cells
        }
    )
