"""Two boxes side by side: whether worlds that differ in one variable differ in verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.engines.columnar.worlds import Left, Worlds
from ceasefire.engines.reference.meaning import several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.columnar.boxes import Doubt, Settled
    from ceasefire.engines.reference.search import Budget

__all__ = ["Apart"]


class Apart:
    """Two boxes of the same variables, whose worlds are compared value by value.

    Worlds of both that have all values but one in common differ in that one alone.
    """

    def __init__(self, one: Settled, other: Settled, number: int) -> None:
        """Pair the cells of every variable but the one with this number."""
        self.sides = one, other
        pairs = [
            shared(mine, theirs)
            for n, (mine, theirs) in enumerate(zip(one.box.doubts, other.box.doubts, strict=True))
            if n != number
        ]
        asked = [
            list(zip(mine.masks, theirs.masks, strict=True))
            for mine, theirs in zip(one.asked, other.asked, strict=True)
        ]
        self.pairs = [*pairs, *asked]
        self.worlds = [Worlds(side.acts, side.narrow, [], side.laws) for side in self.sides]
        self.starts = [
            (first, second)
            for first, mine in zip(
                one.box.doubts[number].masks, one.box.doubts[number].values, strict=True
            )
            for second, theirs in zip(
                other.box.doubts[number].masks, other.box.doubts[number].values, strict=True
            )
            if set(mine) != set(theirs) or len(mine) > 1
        ]
        self._same: set[tuple[int, ...]] = set()

    def differ(self, budget: Budget) -> bool:
        """Return whether two such worlds differ in verdict."""
        if not all(self.pairs):
            return False
        suffixes = [(-1, -1)]
        for each in reversed(self.pairs):
            mine, theirs = suffixes[-1]
            for first, second in each:
                mine &= first
                theirs &= second
            suffixes.append((mine, theirs))
        suffixes.reverse()
        roots = self.worlds[0].root, self.worlds[1].root
        one, other = self.sides
        return any(
            self._differ(0, (one.narrow & first, other.narrow & second), roots, suffixes, budget)
            for first, second in self.starts
        )

    def _differ(
        self,
        depth: int,
        rows: tuple[int, int],
        left: tuple[Left, Left],
        suffixes: Sequence[tuple[int, int]],
        budget: Budget,
    ) -> bool:
        looks = [
            worlds.seen(alive, alive & every, each)
            for worlds, alive, every, each in zip(
                self.worlds, rows, suffixes[depth], left, strict=True
            )
        ]
        here, there = looks
        if here.feasible is False or there.feasible is False:
            return False
        if not several(here.verdicts | there.verdicts):
            return False
        first, second = rows[0] & here.left.rows, rows[1] & there.left.rows
        key = depth, first, second, *(end for each in looks for end in each.left[1:])
        if key in self._same:
            return False
        if depth == len(self.pairs):
            return True
        budget.spend()
        pairs = {(first & mine, second & theirs) for mine, theirs in self.pairs[depth]}
        for pair in pairs:
            if self._differ(depth + 1, pair, (here.left, there.left), suffixes, budget):
                return True
        self._same.add(key)
        return False


def shared(mine: Doubt, theirs: Doubt) -> list[tuple[int, int]]:
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
