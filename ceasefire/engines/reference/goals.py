"""What remains to be known of sets of worlds, and what settling one variable leaves of it.

What remains to be known of a set of worlds is a *goal*: four formulas that say
which of them are violating, which are reached, which are of an incident at all, and
which are possible. Settling one variable leaves smaller goals; equal goals are one goal,
met once. A variable that falls in a bundle of sets is not settled by that: what the sets
may have takes its place, element by element.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference.algebra import FALSE, TRUE, Algebra, Opening
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, NOTHING, VIOLATING, several
from ceasefire.engines.reference.merging import merged
from ceasefire.engines.reference.search import Budget
from ceasefire.program.bundles import Bundle, Parts
from ceasefire.program.formulas import all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.reference.arena import Arena
    from ceasefire.program.boxes import Act
    from ceasefire.program.bundles import Signature

__all__ = ["Goal", "Goals"]


class Goal(NamedTuple):
    """Formulas that say which worlds are violating, reached, of an incident, possible."""

    violating: int
    inside: int
    incident: int
    feasible: int


NOWHERE: Final = Goal(FALSE, FALSE, FALSE, FALSE)


class Goals:
    """The goals that are met on the way from all the worlds of an account to single ones."""

    def __init__(self, arenas: Sequence[Arena], steps: int) -> None:
        """Put the instruments into one goal, with the steps that may be taken.

        The arenas are of boxes that differ in their stretch of time alone.
        """
        self._settling, self._comparing = Budget(steps), Budget(steps)
        self.merged = merged([arena.box for arena in arenas])
        self.cells: list[tuple[Signature, ...]] = [
            tuple(cell.signature for cell in item.cells) for item in self.merged.variables
        ]
        self.algebra = Algebra()
        self.root = self._tidy(self._united(arenas))
        counts = Counter(term.test[0] for term in self.algebra.terms if term.test)
        # Any order would do; this one tends to leave little to settle.
        asked = sorted(
            self._tests(self.root),
            key=lambda item: (-counts[item], item),  # pragma: no mutate
        )
        self.asked = tuple(item for item in asked if open_(self.cells[item]))
        self.order = list(self.asked)
        self._openings: dict[tuple[int, Bundle, bool], Opening] = {}
        self._elements: dict[tuple[int, int, tuple[int, ...], bool], int] = {}
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
            left = law.given(arena.state.view(act), {}, {})
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

    def _next(self, *goals: Goal) -> tuple[int, list[Signature]] | None:
        """Return a variable to settle, and one cell of each kind the goals tell apart."""
        tests = self._tests(*goals)
        variable = next((item for item in self.order if item in tests), None)
        if variable is None:
            return None
        return variable, list(
            dict.fromkeys(seen(cell, tests[variable]) for cell in self.cells[variable])
        )

    def settled(self, goal: Goal, variable: int, cell: Signature, *, twin: bool = False) -> Goal:
        """Return what is left of a goal once a variable falls in a cell, or in a bundle.

        Of a bundle it is any set, the same one in all goals but in those of its ``twin``.
        """
        if isinstance(cell, int):
            return self._tidy(self._with(goal, variable, cell))
        opening = self._opening(variable, cell, twin=twin)
        left = self._with(goal, variable, opening)
        feasible = self.algebra.every((left.feasible, opening.proper))
        return self._tidy(left._replace(feasible=feasible))

    def _with(self, goal: Goal, variable: int, way: int | Opening) -> Goal:
        assign = self.algebra.assign
        return Goal(*(assign(formula, variable, way) for formula in goal))

    def _opening(self, variable: int, bundle: Bundle, *, twin: bool) -> Opening:
        """Return the tests of a bundle by its elements, which are variables of their own."""
        key = variable, bundle, twin
        found = self._openings.get(key)
        if found is None:
            parts = Parts.of(bundle)
            numbers = [
                self._element((variable, place, cells, twin))
                for place, cells in enumerate(parts.doubts)
            ]
            found = self._openings[key] = Opening(self.algebra, bundle.base, parts, numbers)
        return found

    def _element(self, key: tuple[int, int, tuple[int, ...], bool]) -> int:
        number = self._elements.get(key)
        if number is None:
            number = self._elements[key] = len(self.cells)
            self.cells.append(key[2])
            self.order.append(number)
        return number

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


def open_(cells: Sequence[Signature]) -> bool:
    """Return whether cells leave anything open."""
    return len(cells) > 1 or any(isinstance(cell, Bundle) for cell in cells)


def seen(cell: Signature, bits: int) -> Signature:
    """Return a cell, or a bundle, as some tests alone see it."""
    return cell & bits if isinstance(cell, int) else cell.seen(bits)
