"""Which instrument and provision decide, on what ground.

All of it is defined over worlds, so that every engine can give the same answer. What
is named holds in every world of the stated facts whose verdict is the gravest they
allow. Where no one instrument, provision or ground holds in all of them, several are
named, of which in each such world one does.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ceasefire.engines.reference.meaning import (
    COVERED,
    EXCLUDED,
    VIOLATING,
    Law,
    breached,
    highest,
)
from ceasefire.engines.reference.search import Feasible, Judge, Query, State, outcomes, start
from ceasefire.findings.finding import Decider
from ceasefire.program.formulas import ALWAYS, NEVER, Formula, all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.program.binding import Act, Box
    from ceasefire.program.program import Clause, Program

__all__ = ["Arena", "Deciding", "decide", "not_excluded"]

YES = 2
COVERS = ("permitted", "compliant", "unregulated")
Item = TypeVar("Item")


class Deciding(NamedTuple):
    """What decides: the instruments with their provisions, and the grounds.

    Of several deciders one decides in each world; a ground ``a|b`` says that one or
    the other holds.
    """

    deciders: tuple[Decider, ...] = ()
    ground: tuple[str, ...] = ()


class Arena(NamedTuple):
    """A box with everything needed to ask about its worlds."""

    box: Box
    state: State
    judge: Judge
    feasible: Feasible

    @classmethod
    def of(cls, box: Box, program: Program, laws: Sequence[Law]) -> Arena:
        """Return the arena of a box under some instruments."""
        state = start(box)
        feasible = Feasible(box, program.impossible)
        if not all(state.cells):
            return cls(box, state, Judge([]), feasible)
        judge = Judge.of(box.acts, laws).relevant(state)
        return cls(box, state, judge, feasible)

    def verdicts(self, state: State | None = None) -> int:
        """Return exactly the verdicts of some worlds of the box."""
        return outcomes(self.judge, [state or self.state], self.feasible)

    def alone(self, act: Act, laws: Sequence[Law]) -> int:
        """Return the verdicts of one act, in worlds in which no party faces itself in it."""
        judge = Judge.of([act], laws)
        found = 0
        for verdict in (EXCLUDED, COVERED, VIOLATING):
            query = Query(judge, verdict, [(act, not_of(act.itself))])
            if outcomes(query, [self.state], self.feasible, stop=YES) & YES:
                found |= verdict
        return found

    def holds(self, verdict: int, wanted: Formula, unless: Formula = NEVER) -> bool:
        """Return whether some world with the verdict has an act that is as wanted.

        In none of its acts may ``unless`` hold.
        """
        tests = self._tests(wanted)
        if not tests:
            return False
        query = Query(self.judge, verdict, tests, self._tests(unless))
        return bool(outcomes(query, [self.state], self.feasible, stop=YES) & YES)

    def _tests(self, formula: Formula) -> list[tuple[Act, Formula]]:
        tests = [
            (act, all_of((formula, not_of(act.itself))).given(self.state.view(act)))
            for act in self.box.acts
        ]
        return [(act, test) for act, test in tests if test != NEVER]


class Search(NamedTuple):
    """Asks about all worlds of the stated facts that have one verdict."""

    verdict: int
    arenas: Sequence[Arena]

    def some(self, wanted: Formula, unless: Formula = NEVER) -> bool:
        """Return whether in some world an act is as wanted, and none as ``unless`` says."""
        return any(arena.holds(self.verdict, wanted, unless) for arena in self.arenas)

    def leading(
        self,
        options: Sequence[tuple[Item, Formula]],
        whole: Formula = ALWAYS,
        apart: Formula = NEVER,
    ) -> list[Item]:
        """Return the first option that holds in every world, or else the first that cover all.

        Asked are the worlds in which ``whole`` holds, which is the disjunction of the
        options, and ``apart`` does not.
        """
        for item, formula in options:
            if not self.some(whole, any_of((apart, formula))):
                return [item]
        found = []
        for item, formula in options:
            if self.some(formula, apart):
                found.append(item)
                apart = any_of((apart, formula))
        return found


def decide(laws: Sequence[Law], arenas: Sequence[Arena], verdicts: int) -> Deciding:
    """Return what decides the gravest verdict of the stated facts."""
    search = Search(highest(verdicts), arenas)
    if search.verdict == VIOLATING:
        return violation(laws, search)
    if search.verdict == COVERED:
        return cover(laws, search)
    return exclusion(laws, search)


def violation(laws: Sequence[Law], search: Search) -> Deciding:
    """Return the first instrument that is breached, and its gravest provision."""
    inside = [(law, all_of((law.reached, not_excluded(law), law.breached))) for law in laws]
    deciders: list[Decider] = []
    apart: Formula = NEVER
    for law, breach in search.leading([(item, item[1]) for item in inside]):
        options = [
            (clause, all_of((law.reached, not_excluded(law), breached(clause))))
            for clause in law.text.prohibits
        ]
        deciders += [decider(law, clause) for clause in search.leading(options, breach, apart)]
        apart = any_of((apart, breach))
    return Deciding(tuple(deciders), ground_of([item.provision for item in deciders]))


def cover(laws: Sequence[Law], search: Search) -> Deciding:
    """Return the first instrument that reaches the event, and why it is no breach."""
    inside = [(law, all_of((law.reached, not_excluded(law), not_of(law.breached)))) for law in laws]
    deciders: list[Decider] = []
    grounds: list[str] = []
    apart: Formula = NEVER
    for law, covering in search.leading([(item, item[1]) for item in inside]):
        found = [name for name in COVERS if search.some(law.grounds[name], apart)]
        permits: list[Clause] = []
        if "permitted" in found:
            permitted = law.grounds["permitted"]
            options = [(clause, lifting(law, clause, permitted)) for clause in law.text.permits]
            permits = search.leading(options, permitted, apart)
        deciders += [decider(law, clause) for clause in permits] or [decider(law)]
        grounds += found
        apart = any_of((apart, covering))
    return Deciding(tuple(deciders), ground_of([name for name in COVERS if name in grounds]))


def exclusion(laws: Sequence[Law], search: Search) -> Deciding:
    """Return the instrument that comes nearest to the event.

    One that reaches it in some world, and leaves it out by a provision, comes
    nearest; then the one that the fewest grounds surely keep away, then the one that
    the fewest may.
    """
    candidates: list[tuple[tuple[bool, int, int], Deciding]] = []
    for law in laws:
        scope = {name: why for name, why in law.grounds.items() if name not in COVERS}
        found = [name for name, why in scope.items() if search.some(why)]
        certain = [name for name in found if not search.some(not_of(scope[name]))]
        clauses = [item for item in law.text.excludes if item.provision.id in found]
        if certain:
            clauses = [item for item in clauses if item.provision.id in certain][:1]
        deciders = tuple(decider(law, item) for item in clauses) or (decider(law),)
        distance = (not search.some(law.reached), len(certain) or 1, len(found))
        candidates.append((distance, Deciding(deciders, tuple(certain) or ground_of(found))))
    nearest = min(candidates, key=itemgetter(0), default=None)
    return nearest[1] if nearest else Deciding(ground=("no-instrument",))


def ground_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return what is sure of grounds of which one or the other holds."""
    return ("|".join(dict.fromkeys(names)),) if names else ()


def decider(law: Law, clause: Clause | None = None) -> Decider:
    """Return an instrument with the provision of it that decides."""
    if clause is None:
        return Decider(law.text.id)
    return Decider(law.text.id, clause.provision.id, clause.provision.severity)


def not_excluded(law: Law) -> Formula:
    """Return that no exclusion of the instrument matches."""
    return not_of(law.excluded)


def lifting(law: Law, permit: Clause, permitted: Formula) -> Formula:
    """Return that the permit lifts a prohibition that matches."""
    name = permit.provision.id
    return all_of(
        (
            permitted,
            any_of(
                all_of((clause.matches, item.matches))
                for clause in law.text.prohibits
                for item in clause.lifted_by
                if item.provision.id == name
            ),
        )
    )
