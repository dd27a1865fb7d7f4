"""Which instrument and provision decide, on what ground, and what is in doubt.

All of it is defined over worlds, so that every engine can give the same answer:
the deciding instrument is the first in canonical order that decides in some world
of the stated facts whose verdict is the gravest they allow.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.reference.meaning import (
    COVERED,
    EXCLUDED,
    VIOLATING,
    Law,
    breached,
    highest,
)
from ceasefire.engines.reference.search import Feasible, Judge, Query, State, outcomes, start
from ceasefire.program.formulas import NEVER, Formula, all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ceasefire.program.binding import Act, Box
    from ceasefire.program.program import Program

    Test = Callable[[Formula], bool]

__all__ = ["Arena", "Deciding", "decide"]

YES = 2


class Deciding(NamedTuple):
    """The clause that decides: ids, and the ground (or grounds) in words of the design."""

    instrument: str = ""
    provision: str = ""
    ground: tuple[str, ...] = ()
    severity: str = ""


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

    def holds(self, verdict: int, formula: Formula) -> bool:
        """Return whether in some world the verdict is given and the formula holds."""
        tests = [
            (act, all_of((formula, not_of(act.itself))).given(self.state.view(act)))
            for act in self.box.acts
        ]
        tests = [(act, test) for act, test in tests if test != NEVER]
        if not tests:
            return False
        query = Query(self.judge, verdict, tests)
        return bool(outcomes(query, [self.state], self.feasible, stop=YES) & YES)


def decide(laws: Sequence[Law], arenas: Sequence[Arena], verdicts: int) -> Deciding:
    """Return what decides the gravest verdict of the stated facts."""
    verdict = highest(verdicts)

    def some(formula: Formula) -> bool:
        return any(arena.holds(verdict, formula) for arena in arenas)

    if verdict == VIOLATING:
        return violation(laws, some)
    if verdict == COVERED:
        return cover(laws, some)
    return exclusion(laws, some)


def violation(laws: Iterable[Law], some: Test) -> Deciding:
    """Return the first instrument that is breached, and its gravest provision."""
    law = next(law for law in laws if some(all_of((law.reached, not_excluded(law), law.breached))))
    for clause in law.text.prohibits:
        if some(all_of((law.reached, not_excluded(law), breached(clause)))):
            name = clause.provision.id
            return Deciding(law.text.id, name, (name,), clause.provision.severity)
    raise AssertionError(law.text.id)


def cover(laws: Iterable[Law], some: Test) -> Deciding:
    """Return the first instrument that reaches the event, and why it is no breach."""
    for law in laws:
        why = law.grounds
        found = tuple(g for g in ("permitted", "compliant", "unregulated") if some(why[g]))
        if found:
            permits = (
                permit.provision.id
                for permit in law.text.permits
                if "permitted" in found
                and some(lifting(law, permit.provision.id, why["permitted"]))
            )
            return Deciding(law.text.id, next(permits, ""), found)
    raise AssertionError(COVERED)


def exclusion(laws: Sequence[Law], some: Test) -> Deciding:
    """Return the instrument that comes nearest to the event.

    One that reaches it in some world, and leaves it out by a provision, comes
    nearest; then the one with the fewest grounds.
    """
    candidates: list[tuple[bool, int, Deciding]] = []
    for law in laws:
        names = {clause.provision.id for clause in law.text.excludes}
        why = law.grounds
        scope = [name for name in why if name not in {"permitted", "compliant", "unregulated"}]
        found = tuple(name for name in scope if some(why[name]))
        provision = next((name for name in found if name in names), "")
        deciding = Deciding(law.text.id, provision, found)
        candidates.append((not some(law.reached), len(found), deciding))
    nearest = min(candidates, key=itemgetter(0, 1), default=None)
    return nearest[2] if nearest else Deciding(ground=("no-instrument",))


def not_excluded(law: Law) -> Formula:
    """Return that no exclusion of the instrument matches."""
    return not_of(law.excluded)


def lifting(law: Law, permit: str, permitted: Formula) -> Formula:
    """Return that the permit lifts a prohibition that matches."""
    return all_of(
        (
            permitted,
            any_of(
                all_of((clause.matches, item.matches))
                for clause in law.text.prohibits
                for item in clause.lifted_by
                if item.provision.id == permit
            ),
        )
    )
