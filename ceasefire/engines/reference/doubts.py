"""Which doubts decide, exactly, without enumerating the worlds.

To find whether a variable decides, two values of it are followed side by side, and only
as long as what they leave differs.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.reference.goals import Goal, Goals
from ceasefire.engines.reference.meaning import several
from ceasefire.engines.reference.search import Spent
from ceasefire.program.bundles import Bundle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.engines.reference.arena import Arena
    from ceasefire.program.boxes import Variable
    from ceasefire.program.bundles import Signature

__all__ = ["Deciding", "Doubts", "of_rivals"]

MOST_STEPS: Final = 5_000  # pragma: no mutate
"""How long it is tried to find which doubts decide: about a second."""


class Deciding(NamedTuple):
    """A variable that decides, with what settling it leaves possible.

    ``masks`` goes from the signature of a cell to a set of verdicts, empty where the
    value would contradict the rulebook; there are none where the steps did not suffice.
    Of a bundle it has what some of its sets leave. Where it is not ``sure``, the steps did
    not suffice to tell whether the variable decides.
    """

    variable: int
    masks: Mapping[Signature, int]
    sure: bool


class Way(NamedTuple):
    """What settling one variable comes to: what its cells leave possible, and their goals.

    ``twins`` are the goals of its bundles once more, for other sets of theirs. That it is
    ``free`` says that no world becomes impossible by it alone.
    """

    masks: Mapping[Signature, int]
    goals: tuple[Goal, ...] = ()
    twins: tuple[Goal, ...] = ()
    free: bool = True

    @property
    def loose(self) -> bool:
        """Whether sets of a bundle may leave different verdicts though no two worlds show it.

        Where only some of them contradict the rulebook, what all leave together is not
        what each does.
        """
        lumps = (mask for cell, mask in self.masks.items() if isinstance(cell, Bundle))
        return not self.free and any(map(several, lumps))


class Doubts(Goals):
    """The open variables of the worlds of an account."""

    def __init__(self, arenas: Sequence[Arena], steps: int | None = None) -> None:
        """Take arenas of boxes that differ in their stretch of time alone."""
        super().__init__(arenas, MOST_STEPS if steps is None else steps)

    # --- what decides ---

    def deciding(self) -> list[Deciding]:
        """Return each variable that decides, or may: where the steps did not suffice.

        A variable decides if settling it changes what is possible, or if two worlds
        that differ in it alone differ in verdict.
        """
        found = []
        for variable, way in self.settled_ways().items():
            tells = len({mask for mask in way.masks.values() if mask}) > 1
            decides = tells or self.flips(way)
            if not decides and (not way.masks or way.loose):
                decides = None
            if decides is not False:
                found.append(Deciding(variable, way.masks, sure=decides is True))
        return found

    def settled_ways(self) -> dict[int, Way]:
        """Return for each variable what its cells leave possible, and their goals."""
        return {variable: self._way(variable) for variable in self.asked}

    def _way(self, variable: int) -> Way:
        bits = self._tests(self.root)[variable]
        free = variable not in self.algebra.tests(self.root.feasible)
        goals: dict[Signature, Goal] = {}
        twins = []
        for cell in self.cells[variable]:
            if isinstance(cell, Bundle):
                left = cell.seen(bits)
                goals[cell] = self.settled(self.root, variable, left)
                twins.append(self.settled(self.root, variable, left, twin=True))
            else:
                goals[cell] = self.settled(self.root, variable, cell)
        distinct = dict.fromkeys(goals.values())
        return Way(self._masks(goals), tuple(distinct), tuple(dict.fromkeys(twins)), free)

    def _masks(self, goals: Mapping[Signature, Goal]) -> Mapping[Signature, int]:
        """Return what each cell leaves possible, or nothing where the steps do not suffice."""
        if not self.merged.exact:
            return {}
        try:
            return {cell: self.possible(goal) for cell, goal in goals.items()}
        except Spent:
            return {}

    def flips(self, way: Way) -> bool | None:
        """Return whether two worlds that differ in one variable alone differ in verdict."""
        if not self.merged.exact:
            return None
        pairs: Iterable[tuple[Goal, Goal]] = combinations((*way.goals, *way.twins), 2)
        if way.free and way.goals:
            # What agrees with the first in all worlds agrees with each other.
            first, *others = way.goals
            pairs = ((first, other) for other in (*others, *way.twins))
        try:
            return any(self.differ(*pair) for pair in pairs)
        except Spent:
            return None


def of_rivals(rivals: Sequence[Doubts], wholes: Sequence[int]) -> list[list[Deciding]]:
    """Return what decides over boxes that are rivals, such as one coalition or another.

    ``wholes`` are the verdicts of each. What settling a variable leaves possible is
    what it leaves in any of them; one that has no such variable is left as it is.
    """
    if len(rivals) == 1:
        return [rivals[0].deciding()]
    ways = [each.settled_ways() for each in rivals]
    asked = dict.fromkeys(
        named(each.merged.variables[variable])
        for each, found in zip(rivals, ways, strict=True)
        for variable in found
    )
    result: list[list[Deciding]] = [[] for _ in rivals]
    for name in asked:
        left: dict[Any, int] = {}
        flips: list[bool | None] = []
        met: list[tuple[int, int, Mapping[Signature, int]]] = []
        for number, (each, whole) in enumerate(zip(rivals, wholes, strict=True)):
            variables = [n for n, item in enumerate(each.merged.variables) if named(item) == name]
            if not variables:
                left[None] = left.get(None, 0) | whole
            for variable in variables:
                everywhere = Way(dict.fromkeys(each.cells[variable], whole))
                way = ways[number].get(variable, everywhere)
                flipped = each.flips(way)
                flips.append(None if way.loose and not flipped else flipped)
                met.append((number, variable, way.masks))
                for cell in each.merged.variables[variable].cells:
                    for value in cell.values:
                        left[value] = left.get(value, 0) | way.masks.get(cell.signature, 0)
        exact = all(masks for _, _, masks in met)
        tells = exact and len({mask for mask in left.values() if mask}) > 1
        sure = tells or True in flips
        if sure or not exact or None in flips:
            for number, variable, masks in met:
                result[number].append(Deciding(variable, masks, sure=sure))
    return result


def named(variable: Variable) -> tuple[str, str]:
    """Return what a variable is called, whichever box it is of."""
    return variable.name, variable.owner
