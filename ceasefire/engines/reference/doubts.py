"""Which doubts decide, exactly, without enumerating the worlds.

What remains to be known of a set of worlds is a *goal*: four formulas that say
which of them are violating, which are reached, which are of an incident at all, and
which are possible. Settling
one variable leaves smaller goals; equal goals are one goal, met once. To find
whether a variable decides, two values of it are followed side by side, and only
as long as what they leave differs.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.reference.algebra import FALSE, TRUE, Algebra
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, NOTHING, VIOLATING, several
from ceasefire.engines.reference.merging import merged
from ceasefire.engines.reference.search import Budget, Spent
from ceasefire.program.formulas import all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.reference.arena import Arena
    from ceasefire.program.boxes import Act, Variable

__all__ = ["Deciding", "Doubts", "of_rivals"]

MOST_STEPS: Final = 5_000  # pragma: no mutate
"""How long it is tried to find which doubts decide: about a second."""


class Goal(NamedTuple):
    """Formulas that say which worlds are violating, reached, of an incident, possible."""

    violating: int
    inside: int
    incident: int
    feasible: int


NOWHERE: Final = Goal(FALSE, FALSE, FALSE, FALSE)


class Deciding(NamedTuple):
    """A variable that decides, with what settling it leaves possible.

    ``masks`` goes from the signature of a cell to a set of verdicts, empty where the
    value would contradict the rulebook; there are none where the steps did not suffice.
    Where it is not ``sure``, they did not suffice to tell whether the variable decides.
    """

    variable: int
    masks: dict[int, int]
    sure: bool


class Doubts:
    """The open variables of the worlds of an account."""

    def __init__(self, arenas: Sequence[Arena], steps: int | None = None) -> None:
        """Put the instruments into one goal, with the steps that may be taken.

        The arenas are of boxes that differ in their stretch of time alone.
        """
        most = MOST_STEPS if steps is None else steps
        self._settling, self._comparing = Budget(most), Budget(most)
        self.merged = merged([arena.box for arena in arenas])
        self.cells = tuple(
            tuple(cell.signature for cell in item.cells) for item in self.merged.variables
        )
        self.algebra = Algebra()
        self.root = self._tidy(self._united(arenas))
        counts = Counter(term.test[0] for term in self.algebra.terms if term.test)
        # Any order would do; this one tends to leave little to settle.
        asked = sorted(
            self._tests(self.root),
            key=lambda item: (-counts[item], item),  # pragma: no mutate
        )
        self.order = [variable for variable in asked if len(self.cells[variable]) > 1]
        self._possible: dict[Goal, int] = {}
        self._same: set[tuple[Goal, Goal]] = set()

    def _united(self, arenas: Sequence[Arena]) -> Goal:
        """Return the goal of all worlds: those of each box, where a world is of it."""
        algebra = self.algebra
        goals = []
        for number, arena in enumerate(arenas):
            bits = self.merged.bits(number) if len(arenas) > 1 else ()
            here = algebra.every(algebra.atom(variable, bit) for variable, bit in bits)
            goals.append([algebra.every((here, formula)) for formula in self._goal(arena)])
        return Goal(*(algebra.some(each) for each in zip(*goals, strict=True)))

    def _goal(self, arena: Arena) -> Goal:
        algebra = self.algebra
        inside, violating = [], []
        for act, law in arena.judge.pairs:
            left = law.given(arena.state.view(act))
            reached = algebra.of(left.reached, act.variables)
            out = algebra.none(algebra.of(left.excluded, act.variables))
            breach = algebra.of(left.breached, act.variables)
            inside.append(algebra.every((reached, out)))
            violating.append(algebra.every((reached, out, breach)))
        feasible = algebra.every(
            algebra.some(algebra.none(self._barred(arena, act)) for act in acts)
            for acts in arena.feasible.parts
        )
        incident = algebra.some(
            algebra.of(formula.given(arena.state.view(act)), act.variables)
            for act, formula in arena.judge.incidents
        )
        some = incident if arena.judge.incidents else TRUE
        return Goal(algebra.some(violating), algebra.some(inside), some, feasible)

    def _barred(self, arena: Arena, act: Act) -> int:
        """Return that an act is one party's against itself, or declared impossible."""
        view = arena.state.view(act)
        barred = all_of((act.incident, any_of((act.itself, *arena.feasible.impossible))))
        return self.algebra.of(barred.given(view), act.variables)

    # --- goals ---

    def _tidy(self, goal: Goal) -> Goal:
        """Return the goal without what no longer matters."""
        if goal.feasible == FALSE:
            return NOWHERE
        if goal.incident == FALSE:
            return Goal(FALSE, FALSE, FALSE, goal.feasible)
        return goal._replace(inside=TRUE) if goal.violating == TRUE else goal

    def _tests(self, *goals: Goal) -> dict[int, int]:
        """Return the variables that goals still ask about, each with its tests."""
        found: dict[int, int] = {}
        for goal in goals:
            for formula in goal:
                for variable, bits in self.algebra.tests(formula).items():
                    found[variable] = found.get(variable, 0) | bits
        return found

    def _next(self, *goals: Goal) -> tuple[int, list[int]] | None:
        """Return a variable to settle, and one cell of each kind the goals tell apart."""
        tests = self._tests(*goals)
        variable = next((item for item in self.order if item in tests), None)
        if variable is None:
            return None
        bits = tests[variable]
        return variable, list({cell & bits: cell for cell in self.cells[variable]}.values())

    def settled(self, goal: Goal, variable: int, cell: int) -> Goal:
        """Return what is left of a goal once a variable falls in a cell."""
        assign = self.algebra.assign
        return self._tidy(Goal(*(assign(formula, variable, cell) for formula in goal)))

    def _bound(self, goal: Goal) -> int:
        """Return the verdicts that the worlds of a goal can have at the most."""
        violating, inside, incident, feasible = goal
        if feasible == FALSE:
            return 0
        may = {
            NOTHING: incident != TRUE,
            EXCLUDED: inside not in {incident, TRUE},
            COVERED: violating not in {inside, TRUE},
            VIOLATING: violating != FALSE,
        }
        return sum(verdict for verdict, holds in may.items() if holds)

    def possible(self, goal: Goal) -> int:
        """Return exactly the verdicts of the worlds of a goal."""
        if goal not in self._possible:
            self._settling.spend()
            self._possible[goal] = self._split(goal)
        return self._possible[goal]

    def _split(self, goal: Goal) -> int:
        following = self._next(goal)
        bound = self._bound(goal)
        if following is None:
            return bound
        variable, cells = following
        found = 0
        for cell in cells:
            found |= self.possible(self.settled(goal, variable, cell))
            if found == bound:  # pragma: no mutate  (saves work, and no more)
                break
        return found

    def differ(self, first: Goal, second: Goal) -> bool:
        """Return whether some world is possible under both, with other verdicts."""
        bounds = self._bound(first), self._bound(second)
        if first == second or not all(bounds) or not several(bounds[0] | bounds[1]):
            return False
        key = (min(first, second), max(first, second))
        if key in self._same:
            return False
        self._comparing.spend()
        following = self._next(first, second)
        if following is None:
            return True
        variable, cells = following
        if any(
            self.differ(self.settled(first, variable, cell), self.settled(second, variable, cell))
            for cell in cells
        ):
            return True
        self._same.add(key)
        return False

    # --- what decides ---

    def deciding(self) -> list[Deciding]:
        """Return each variable that decides, or may: where the steps did not suffice.

        A variable decides if settling it changes what is possible, or if two worlds
        that differ in it alone differ in verdict.
        """
        found = []
        for variable, (masks, goals) in self.settled_ways().items():
            tells = len({mask for mask in masks.values() if mask}) > 1
            decides = tells or self.flips(goals)
            if not masks and not decides:
                decides = None
            if decides is not False:
                found.append(Deciding(variable, masks, sure=decides is True))
        return found

    def settled_ways(self) -> dict[int, tuple[dict[int, int], set[Goal]]]:
        """Return for each variable what its cells leave possible, and their goals."""
        found = {}
        for variable in self.order:
            goals = {cell: self.settled(self.root, variable, cell) for cell in self.cells[variable]}
            found[variable] = self._masks(goals), set(goals.values())
        return found

    def _masks(self, goals: dict[int, Goal]) -> dict[int, int]:
        """Return what each cell leaves possible, or nothing where the steps do not suffice."""
        try:
            return {cell: self.possible(goal) for cell, goal in goals.items()}
        except Spent:
            return {}

    def flips(self, goals: set[Goal]) -> bool | None:
        """Return whether two worlds of different goals differ in verdict and in nothing else."""
        try:
            return any(self.differ(*pair) for pair in combinations(sorted(goals), 2))
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
        met: list[tuple[int, int, dict[int, int]]] = []
        for number, (each, whole) in enumerate(zip(rivals, wholes, strict=True)):
            variables = [n for n, item in enumerate(each.merged.variables) if named(item) == name]
            if not variables:
                left[None] = left.get(None, 0) | whole
            for variable in variables:
                everywhere = dict.fromkeys(each.cells[variable], whole)
                masks, goals = ways[number].get(variable, (everywhere, set()))
                flips.append(each.flips(goals))
                met.append((number, variable, masks))
                for cell in each.merged.variables[variable].cells:
                    for value in cell.values:
                        left[value] = left.get(value, 0) | masks.get(cell.signature, 0)
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
