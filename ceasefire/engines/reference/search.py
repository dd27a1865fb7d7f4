"""An exact search over the worlds of a box.

A *state* leaves each variable some of its cells. Evaluate in three values; where
the answer is still open, split on one test it hangs on (the cells that pass, the
cells that fail); stop when every outcome has been seen. A state that cannot give
an outcome not yet seen is dropped, so that what cannot matter costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from ceasefire.engines.reference.meaning import (
    ALL,
    EXCLUDED,
    NOTHING,
    VIOLATING,
    Law,
    gravest,
    highest,
    several,
)
from ceasefire.engines.reference.states import State, start
from ceasefire.program.formulas import ALWAYS, NEVER, AllOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.program.binding import Act, Box
    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Atom, Formula, Residues

__all__ = [
    "NO",
    "YES",
    "Budget",
    "Judge",
    "Query",
    "Question",
    "Spent",
    "State",
    "Tests",
    "answers",
    "outcomes",
    "some_holds",
    "start",
    "witness",
]

NO: Final = 1
YES: Final = 2
EITHER: Final = 3

OPEN: Final = (0, -1)
"""Cells of which nothing is known."""

Tests: TypeAlias = "Sequence[tuple[Act, Formula]]"
"""Formulas, each asked of one act."""

Truths: TypeAlias = dict[tuple[int, int], bool | None]
"""Whether formulas hold in acts, both by their identity."""


class Spent(Exception):  # noqa: N818  (an end of patience, and no error of the program)
    """A question takes more steps than it is given."""


class Budget:
    """The steps that questions may take together; the same on every machine."""

    def __init__(self, steps: int) -> None:
        """Take how many."""
        self.left = steps

    def spend(self) -> None:
        """Take one step, or raise :class:`Spent`."""
        if self.left <= 0:
            raise Spent
        self.left -= 1


class Pivot(NamedTuple):
    """A test to split on."""

    variable: int
    bit: int


class Question(Protocol):
    """Something asked of worlds that has finitely many outcomes, one bit each."""

    every: int

    def ask(self, state: State) -> tuple[int, Pivot | None]:
        """Return the outcomes that the worlds may have, and a test they hang on.

        A single outcome is certain; with several, there is a test to split on.
        """
        ...


class Hurdles(Protocol):
    """Whether worlds are possible at all."""

    def ask(self, state: State) -> tuple[bool | None, Pivot | None]:
        """Return whether the worlds are possible, and a test that hangs on."""
        ...


def outcomes(question: Question, states: Iterable[State], feasible: Hurdles, budget: Budget) -> int:
    """Return exactly the outcomes that some feasible world has, or raise :class:`Spent`."""
    seen = 0
    for found, _ in answers(question, states, feasible, budget):
        seen |= found
    return seen


def witness(query: Query, state: State, feasible: Hurdles, budget: Budget) -> State | None:
    """Return worlds, all of them feasible, that answer *yes*; ``None`` if there are none.

    Raises :class:`Spent` where neither was found in the steps allowed.
    """
    found = answers(query, [state], feasible, budget)
    return next((some for outcome, some in found if outcome == YES), None)


def answers(
    question: Question, states: Iterable[State], feasible: Hurdles, budget: Budget
) -> Iterator[tuple[int, State]]:
    """Yield each outcome once, as it is found, with feasible worlds that all have it."""
    seen = 0
    todo = [state for state in states if all(state.cells)]
    while todo and seen != question.every:
        state = todo.pop()
        budget.spend()
        found, pivot = question.ask(state)
        if not found & ~seen:  # pragma: no mutate  (saves work, and no more)
            continue
        allowed, hurdle = feasible.ask(state)
        if allowed is False:
            continue
        if pivot is None and allowed:
            seen |= found
            yield found, state
            continue
        where = pivot or hurdle
        assert where is not None  # noqa: S101  (what is open hangs on something)
        todo += state.split(where.variable, where.bit)


class Feasible:
    """Whether worlds are possible at all.

    A world drops out where the rulebook declares it impossible: where, for some
    part of the event, every pair of actor and target is impossible, or one party
    twice over. (An aircraft of one member of a coalition is enough for the coalition's
    strike.) What is no incident is not asked about.
    """

    def __init__(self, box: Box, impossible: Sequence[Formula]) -> None:
        """Take the acts of a box and the conditions no world satisfies."""
        self.impossible = impossible
        self._box = box
        self._left: dict[int, tuple[Act, tuple[Formula, ...]]] = {}
        parts: dict[int, list[Act]] = {}
        for act in box.acts:
            parts.setdefault(act.part, []).append(act)
        selves = any(act.itself != NEVER for act in box.acts)
        self.parts = list(parts.values()) if impossible or selves else []

    def ask(self, state: State) -> tuple[bool | None, Pivot | None]:
        """Return whether the worlds are possible, and a test that hangs on."""
        result: bool | None = True
        pivot: Pivot | None = None
        for acts in self.parts:
            best: bool | None = False
            hurdle: Pivot | None = None
            for act in acts:
                truth, atom = self._act(act, state.view(act))
                if truth is True:
                    best = True
                    break
                if truth is None:
                    assert atom is not None  # noqa: S101  (what is open hangs on something)
                    best, hurdle = None, Pivot(act.variables[atom.slot], atom.bit)
            if best is False:
                return False, None
            if best is None:
                result, pivot = None, pivot or hurdle
        return result, pivot

    def _act(self, act: Act, view: list[Masks]) -> tuple[bool | None, Atom | None]:
        incident = act.incident.value(view)
        if incident is False:
            return True, None
        if incident is None:
            return None, act.incident.pivot(view)
        result: bool | None = True
        atom: Atom | None = None
        for formula in self._barred(act):
            truth = formula.value(view)
            if truth is True:
                return False, None
            if truth is None:
                result, atom = None, atom or formula.pivot(view)
        return result, atom

    def _barred(self, act: Act) -> tuple[Formula, ...]:
        """Return what no world of an act may be, as far as its box leaves that open.

        Other answers to questions than those of the box may be tried, and nothing else.
        """
        known = self._left.get(id(act))
        if known is None:
            view = [
                OPEN if self._box.variables[number].name.startswith("?") else masks
                for number, masks in zip(act.variables, start(self._box).view(act), strict=True)
            ]
            left = (formula.given(view) for formula in (act.itself, *self.impossible))
            # The act is kept as well, so that no other can take its identity.
            known = self._left[id(act)] = act, tuple(item for item in left if item != NEVER)
        return known[1]


class Judge:
    """Asks for the verdict of an event: the gravest over acts and instruments.

    An event of which no act is an incident has none.
    """

    every = ALL

    def __init__(self, pairs: Sequence[tuple[Act, Law]], incidents: Tests = ()) -> None:
        """Take the acts with the instruments that are to judge them.

        ``incidents`` tell where there is an incident; none, where there is one in any case.
        """
        self.pairs = pairs
        self.incidents = incidents

    @classmethod
    def of(cls, acts: Iterable[Act], laws: Iterable[Law]) -> Judge:
        """Return the judge of some acts under some instruments.

        In worlds in which an act is not to be decided, no instrument reaches it.
        """
        every = list(laws)
        some = list(acts)
        incidents = [(act, act.incident) for act in some]
        return cls(
            [(act, law.only(act.decided)) for act in some for law in every],
            () if any(act.incident == ALWAYS for act in some) else incidents,
        )

    def ask(self, state: State) -> tuple[int, Pivot | None]:
        """Return the verdicts that the worlds may have, and a test they hang on."""
        told, pivot = some_holds(self.incidents, state) if self.incidents else (True, None)
        if told is False:
            return NOTHING, None
        # An act is told by its identity: to compare what it is made of takes long.
        views: dict[int, list[Masks]] = {}
        known: dict[int, dict[int, bool | None]] = {}
        total = EXCLUDED
        judged = []
        for act, law in self.pairs:
            view = views.get(id(act))
            if view is None:
                view = views[id(act)] = state.view(act)
                known[id(act)] = {}
            found = law.verdicts(view, known[id(act)])
            total = gravest(total, found)
            if total == VIOLATING:
                return total, None
            judged.append((act, law, found))
        if told is None:
            return NOTHING | total, pivot
        if not several(total):
            return total, None
        floor = total & -total
        for act, law, found in judged:
            if highest(found) > floor:
                atom = law.pivot(views[id(act)])
                assert atom is not None  # noqa: S101  (what is open hangs on something)
                return total, Pivot(act.variables[atom.slot], atom.bit)
        raise AssertionError(total)

    def relevant(self, state: State) -> Judge:
        """Return a judge without the pairs that cannot matter in these worlds."""
        total = EXCLUDED
        kept = []
        known: dict[int, tuple[list[Masks], dict[int, bool | None], Residues]] = {}
        for act, law in self.pairs:
            if id(act) not in known:
                known[id(act)] = state.view(act), {}, {}
            view, truths, left = known[id(act)]
            found = law.verdicts(view, truths)
            total = gravest(total, found)
            kept.append((found, act, law.given(view, truths, left) if several(found) else law))
        floor = total & -total
        pairs = [(act, law) for found, act, law in kept if highest(found) > floor]
        decided = next(((act, law) for found, act, law in kept if found == floor), None)
        return Judge([*([decided] if decided else []), *pairs], self.incidents)


class Query:
    """Asks whether the event has a verdict while some act fulfils a formula and none another.

    The outcomes are :data:`NO` and :data:`YES`.
    """

    every = EITHER

    def __init__(self, judge: Judge, verdict: int, wanted: Tests, unless: Tests = ()) -> None:
        """Take the verdict, the formulas of which some must hold, and those of which none may."""
        self.judge = judge
        self.verdict = verdict
        self.wanted = wanted
        self.unless = unless

    def ask(self, state: State) -> tuple[int, Pivot | None]:
        """Return whether the worlds answer *yes*, and a test that hangs on."""
        known: Truths = {}
        holds, pivot = some_holds(self.wanted, state, known)
        if holds is False:
            return NO, None
        spoilt, spoiler = some_holds(self.unless, state, known)
        if spoilt is True:
            return NO, None
        found, hurdle = self.judge.ask(state)
        if not found & self.verdict:
            return NO, None
        if holds and spoilt is False and not found & ~self.verdict:
            return YES, None
        return EITHER, pivot or spoiler or hurdle


def some_holds(
    tests: Tests, state: State, known: Truths | None = None
) -> tuple[bool | None, Pivot | None]:
    """Return whether some formula holds in its act, and a test that hangs on.

    What conjunctions have in common is worked out once; it may be ``known`` of others.
    """
    pivot: Pivot | None = None
    truths: Truths = {} if known is None else known
    views: dict[int, list[Masks]] = {}
    for act, formula in tests:
        view = views.get(id(act))
        if view is None:
            view = views[id(act)] = state.view(act)
        truth = conjoined(act, formula, view, truths)
        if truth is True:
            return True, None
        if truth is None and pivot is None:
            atom = formula.pivot(view)
            assert atom is not None  # noqa: S101  (what is open hangs on something)
            pivot = Pivot(act.variables[atom.slot], atom.bit)
    return (False if pivot is None else None), pivot


def conjoined(act: Act, formula: Formula, view: list[Masks], known: Truths) -> bool | None:
    """Return whether a formula holds, with the parts of a conjunction looked up."""
    if not isinstance(formula, AllOf):
        return formula.value(view)
    result: bool | None = True
    for part in formula.parts:
        key = id(act), id(part)
        if key not in known:
            known[key] = part.value(view)
        if known[key] is False:
            return False
        if known[key] is None:
            result = None
    return result
