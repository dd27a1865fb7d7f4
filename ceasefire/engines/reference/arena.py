"""A box with everything needed to ask about its worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VIOLATING, Law
from ceasefire.engines.reference.search import (
    Budget,
    Feasible,
    Judge,
    Query,
    State,
    outcomes,
    some_holds,
    start,
    witness,
)
from ceasefire.program.formulas import ALWAYS, NEVER, AllOf, Formula, all_of
from ceasefire.program.glimpses import Sight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.reference.search import Tests
    from ceasefire.program.binding import Act, Box
    from ceasefire.program.program import Program

__all__ = ["MOST_STEPS", "Arena"]

MOST_STEPS: Final = 500_000  # pragma: no mutate
"""How long it is tried to find a verdict: some tens of seconds."""


class Arena:
    """A box with everything needed to ask about its worlds."""

    def __init__(self, box: Box, state: State, judge: Judge, feasible: Feasible) -> None:
        """Take the box, its worlds, who judges them, and which are possible."""
        self.box = box
        self.state = state
        self.feasible = feasible
        self._judge = judge
        self._asked: dict[int, tuple[Formula, Tests]] = {}
        self._left: dict[tuple[int, int], tuple[Formula, Formula]] = {}
        self._sights: dict[int, tuple[Act, Sight]] = {}

    @property
    def judge(self) -> Judge:
        """Who judges the worlds."""
        return self._judge

    @classmethod
    def of(cls, box: Box, program: Program, laws: Sequence[Law]) -> Arena:
        """Return the arena of a box under some instruments."""
        state = start(box)
        feasible = Feasible(box, program.impossible)
        if not all(state.cells):
            return cls(box, state, Judge([]), feasible)
        judge = Judge.of(box.acts, laws).relevant(state)
        return cls(box, state, judge, feasible)

    def under(self, law: Law) -> Arena:
        """Return the same worlds under one instrument alone."""
        judge = Judge.of(self.box.acts, [law]).relevant(self.state)
        return self._of_same(self.box, judge)

    def each(self) -> Iterator[Arena]:
        """Yield the same worlds for each act alone."""
        for act in self.box.acts:
            yield self._of_same(self.box._replace(acts=(act,)), self.judge)

    def _of_same(self, box: Box, judge: Judge) -> Arena:
        """Return the same worlds; what is left to ask of an act there is left in any case."""
        found = Arena(box, self.state, judge, self.feasible)
        found._left, found._sights = self._left, self._sights
        return found

    def verdicts(self) -> int:
        """Return exactly the verdicts of some worlds of the box."""
        return outcomes(self.judge, [self.state], self.feasible, Budget(MOST_STEPS))

    def alone(self, act: Act, laws: Sequence[Law]) -> int:
        """Return the verdicts of one act, in worlds in which no party faces itself in it."""
        judge = Judge.of([act], laws).relevant(self.state)
        found = 0
        for verdict in (EXCLUDED, COVERED, VIOLATING):
            query = Query(judge, verdict, [(act, act.decided)])
            if witness(query, self.state, self.feasible, Budget(MOST_STEPS)):
                found |= verdict
        return found

    def find(
        self,
        verdict: int,
        wanted: Formula,
        unless: Sequence[Formula] = (),
        budget: Budget | None = None,
    ) -> State | None:
        """Return a world with the verdict that has an act as wanted, or ``None``.

        In none of its acts does any of ``unless`` hold.
        """
        tests = self.asked(wanted)
        if not tests:
            return None
        spoilers = [test for formula in unless for test in self.asked(formula)]
        query = Query(self.judge, verdict, tests, spoilers)
        found = witness(query, self.state, self.feasible, budget or Budget(MOST_STEPS))
        # One world answers whatever else is asked of it; several may leave it open.
        return found and found.world()

    def holds(self, verdict: int, wanted: Formula) -> bool:
        """Return whether some world with the verdict has an act that is as wanted."""
        return self.find(verdict, wanted) is not None

    def may(self, proposition: Formula) -> bool:
        """Return whether a formula may hold in some act."""
        return bool(self.asked(proposition))

    def surely(self, proposition: Formula) -> bool:
        """Return whether it shows at once that a formula holds of every act in all worlds."""
        views = ((act, self.state.view(act)) for act in self.box.acts)
        return all(act.decided.value(view) and proposition.value(view) for act, view in views)

    def known(self, proposition: Formula, found: State) -> bool | None:
        """Return whether a formula holds in some act of these worlds."""
        truth, _ = some_holds(self.asked(proposition), found)
        return truth

    def asked(self, formula: Formula) -> Tests:
        """Return what is left to ask of each act, where it is one to decide."""
        known = self._asked.get(id(formula))
        if known is None:
            tests = [(act, self._of(act, formula)) for act in self.box.acts]
            # The formula is kept as well, so that no other can take its identity.
            known = formula, [(act, test) for act, test in tests if test != NEVER]
            self._asked[id(formula)] = known
        return known[1]

    def _of(self, act: Act, formula: Formula) -> Formula:
        """Return what is left to ask of one act; parts that conjunctions share stay the same."""
        parts = formula.parts if isinstance(formula, AllOf) else (formula,)
        left = []
        for part in (*parts, act.decided):
            found = self._part(act, part)
            if found == NEVER:
                return NEVER
            if found != ALWAYS:
                left.append(found)
        return left[0] if len(left) == 1 else all_of(left)

    def _part(self, act: Act, part: Formula) -> Formula:
        key = id(act), id(part)
        known = self._left.get(key)
        if known is None:
            known = self._left[key] = part, self._sight(act).left(part)
        return known[1]

    def _sight(self, act: Act) -> Sight:
        """Return what an act sees of the worlds; what was found of parts there is kept."""
        known = self._sights.get(id(act))
        if known is None:
            known = self._sights[id(act)] = act, Sight(self.state.view(act))
        return known[1]
