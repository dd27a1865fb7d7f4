"""Which instrument and provision decide, on what ground.

All of it is defined over worlds, so that every engine can give the same answer. What
is named holds in every world of the stated facts whose verdict is the gravest they
allow. Where no one instrument, provision or ground holds in all of them, several are
named, of which in each such world one does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from ceasefire.engines.reference.meaning import (
    COVERED,
    EXCLUDED,
    VIOLATING,
    Law,
    breached,
    highest,
)
from ceasefire.engines.reference.search import (
    Budget,
    Feasible,
    Judge,
    Query,
    Spent,
    State,
    outcomes,
    some_holds,
    start,
    witness,
)
from ceasefire.findings.finding import Decider
from ceasefire.program.formulas import ALWAYS, NEVER, Formula, all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.engines.reference.search import Tests
    from ceasefire.program.binding import Act, Box
    from ceasefire.program.program import Clause, Program

__all__ = ["Arena", "Deciding", "decide", "not_excluded"]

COVERS = ("permitted", "compliant", "unregulated")
Item = TypeVar("Item")

MOST_STEPS: Final = 500_000  # pragma: no mutate
"""How long it is tried to find a verdict: some tens of seconds."""

DECIDING_STEPS: Final = 3_000  # pragma: no mutate
"""How long it is tried to find what decides: about a second."""


class Deciding(NamedTuple):
    """What decides: the instruments with their provisions, and the grounds.

    Of several deciders one decides in each world; a ground ``a|b`` says that one or
    the other holds. Where it is not ``exact``, more are named than it takes.
    """

    deciders: tuple[Decider, ...] = ()
    ground: tuple[str, ...] = ()
    exact: bool = True


class Arena:
    """A box with everything needed to ask about its worlds."""

    def __init__(self, box: Box, state: State, judge: Judge, feasible: Feasible) -> None:
        """Take the box, its worlds, who judges them, and which are possible."""
        self.box = box
        self.state = state
        self.judge = judge
        self.feasible = feasible
        self._asked: dict[int, tuple[Formula, Tests]] = {}

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
        return Arena(self.box, self.state, Judge.of(self.box.acts, [law]), self.feasible)

    def each(self) -> Iterator[Arena]:
        """Yield the same worlds for each act alone."""
        for act in self.box.acts:
            box = self.box._replace(acts=(act,))
            yield Arena(box, self.state, self.judge, self.feasible)

    def verdicts(self) -> int:
        """Return exactly the verdicts of some worlds of the box."""
        return outcomes(self.judge, [self.state], self.feasible, Budget(MOST_STEPS))

    def alone(self, act: Act, laws: Sequence[Law]) -> int:
        """Return the verdicts of one act, in worlds in which no party faces itself in it."""
        judge = Judge.of([act], laws)
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
        """Return worlds with the verdict that have an act as wanted, or ``None``.

        In none of their acts does any of ``unless`` hold.
        """
        tests = self.asked(wanted)
        if not tests:
            return None
        spoilers = [test for formula in unless for test in self.asked(formula)]
        query = Query(self.judge, verdict, tests, spoilers)
        return witness(query, self.state, self.feasible, budget or Budget(MOST_STEPS))

    def holds(self, verdict: int, wanted: Formula) -> bool:
        """Return whether some world with the verdict has an act that is as wanted."""
        return self.find(verdict, wanted) is not None

    def known(self, formula: Formula, state: State) -> bool | None:
        """Return whether a formula holds in some act of these worlds."""
        truth, _ = some_holds(self.asked(formula), state)
        return truth

    def asked(self, formula: Formula) -> Tests:
        """Return what is left to ask of each act, where it is one to decide."""
        known = self._asked.get(id(formula))
        if known is None:
            tests = [
                (act, all_of((formula, act.decided)).given(self.state.view(act)))
                for act in self.box.acts
            ]
            # The formula is kept as well, so that no other can take its identity.
            known = formula, [(act, test) for act, test in tests if test != NEVER]
            self._asked[id(formula)] = known
        return known[1]


class Option(NamedTuple, Generic[Item]):
    """Something that may decide, and the formula that says where it does."""

    item: Item
    formula: Formula


class Search:
    """Asks about all worlds of the stated facts that have one verdict.

    Where the steps allowed do not suffice, what may be the case is taken to be: more
    is named then than decides, and ``exact`` is false.
    """

    def __init__(self, verdict: int, arenas: Sequence[Arena]) -> None:
        """Take the verdict and the boxes of the stated facts."""
        self.verdict = verdict
        self.arenas = arenas
        self.exact = True
        self._budget = Budget(DECIDING_STEPS)
        self._met: list[tuple[Arena, State]] = []

    def find(self, wanted: Formula, unless: Sequence[Formula] = ()) -> tuple[Arena, State] | None:
        """Return worlds in which an act is as wanted, and none as ``unless`` says."""
        for arena, state in self._met:
            # Worlds that answered an earlier question often answer this one.
            spoilt = (arena.known(formula, state) for formula in unless)
            if arena.known(wanted, state) and all(truth is False for truth in spoilt):
                return arena, state
        for arena in self.arenas:
            found = arena.find(self.verdict, wanted, unless, self._budget)
            if found is not None:
                self._met.append((arena, found))
                return arena, found
        return None

    def some(self, wanted: Formula, unless: Sequence[Formula] = ()) -> bool:
        """Return whether there are such worlds, or may be."""
        try:
            return self.find(wanted, unless) is not None
        except Spent:
            self.exact = False
            return True

    def leading(
        self,
        options: Iterable[Option[Item]],
        whole: Formula = ALWAYS,
        apart: Sequence[Formula] = (),
    ) -> list[Option[Item]]:
        """Return the first option that holds in every world, or else the first that cover all.

        Asked are the worlds in which ``whole`` holds, which is the disjunction of the
        options, and none of ``apart`` does.
        """
        kept = [
            option
            for option in options
            if any(arena.asked(option.formula) for arena in self.arenas)
        ]
        return self._certain(kept, whole, apart) or self._covering(kept, whole, apart)

    def _certain(
        self, options: Sequence[Option[Item]], whole: Formula, apart: Sequence[Formula]
    ) -> list[Option[Item]]:
        left = list(options)
        while left:
            first = left.pop(0)
            try:
                counter = self.find(whole, (*apart, first.formula))
            except Spent:
                self.exact = False
                continue
            if counter is None:
                return [first]
            arena, state = counter
            # A world without this option is often one without others, too.
            left = [option for option in left if arena.known(option.formula, state) is not False]
        return []

    def _covering(
        self, options: Sequence[Option[Item]], whole: Formula, apart: Sequence[Formula]
    ) -> list[Option[Item]]:
        found: list[Option[Item]] = []
        for option in options:
            if self.some(option.formula, apart):
                found.append(option)
                apart = (*apart, option.formula)
                if not self.some(whole, apart):
                    break
        return found


def decide(laws: Sequence[Law], arenas: Sequence[Arena], verdicts: int) -> Deciding:
    """Return what decides the gravest verdict of the stated facts."""
    search = Search(highest(verdicts), arenas)
    ways = {VIOLATING: violation, COVERED: cover, EXCLUDED: exclusion}
    found = ways[search.verdict](laws, search)
    return found._replace(exact=search.exact)


def violation(laws: Sequence[Law], search: Search) -> Deciding:
    """Return the first instrument that is breached, and its gravest provision."""
    inside = [Option(law, all_of((law.reached, not_excluded(law), law.breached))) for law in laws]
    deciders: list[Decider] = []
    apart: tuple[Formula, ...] = ()
    for law, breach in search.leading(inside):
        options = [
            Option(clause, all_of((law.reached, not_excluded(law), breached(clause))))
            for clause in law.text.prohibits
        ]
        found = search.leading(options, breach, apart)
        deciders += [decider(law, option.item) for option in found]
        apart = (*apart, breach)
    return Deciding(tuple(deciders), ground_of([item.provision for item in deciders]))


def cover(laws: Sequence[Law], search: Search) -> Deciding:
    """Return the first instrument that reaches the event, and why it is no breach."""
    inside = [
        Option(law, all_of((law.reached, not_excluded(law), not_of(law.breached)))) for law in laws
    ]
    deciders: list[Decider] = []
    grounds: list[str] = []
    apart: tuple[Formula, ...] = ()
    for law, covering in search.leading(inside):
        found = [name for name in COVERS if search.some(law.grounds[name], apart)]
        permits: list[Option[Clause]] = []
        if "permitted" in found:
            permitted = law.grounds["permitted"]
            options = [
                Option(clause, lifting(law, clause, permitted)) for clause in law.text.permits
            ]
            permits = search.leading(options, permitted, apart)
        deciders += [decider(law, option.item) for option in permits] or [decider(law)]
        grounds += found
        apart = (*apart, covering)
    return Deciding(tuple(deciders), ground_of([name for name in COVERS if name in grounds]))


def exclusion(laws: Sequence[Law], search: Search) -> Deciding:
    """Return the instrument that comes nearest to the event.

    One that reaches it in some world, and leaves it out by a provision, comes
    nearest; then the one that the fewest grounds surely keep away, then the one that
    the fewest may.
    """
    nearest: tuple[tuple[bool, int, int], Deciding] | None = None
    for law in laws:
        away = not search.some(law.reached)
        if nearest is not None and nearest[0] <= (away, 1, 1):
            continue  # no instrument comes nearer than that
        scope = {name: why for name, why in law.grounds.items() if name not in COVERS}
        found = [name for name, why in scope.items() if search.some(why)]
        certain = [name for name in found if not search.some(not_of(scope[name]))]
        clauses = [item for item in law.text.excludes if item.provision.id in found]
        if certain:
            clauses = [item for item in clauses if item.provision.id in certain][:1]
        deciders = tuple(decider(law, item) for item in clauses) or (decider(law),)
        distance = (away, len(certain) or 1, len(found))
        if nearest is None or distance < nearest[0]:
            nearest = distance, Deciding(deciders, tuple(certain) or ground_of(found))
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
