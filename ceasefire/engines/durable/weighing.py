"""Boxes weighed: each world is posted to the instruments that may be in force."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.durable.arbiter import Arbiter
from ceasefire.engines.durable.possibility import Impossible
from ceasefire.engines.reference.meaning import EXCLUDED, NOTHING, gravest, highest, several
from ceasefire.program.bundles import every, some
from ceasefire.program.formulas import ALWAYS
from ceasefire.program.glimpses import Glimpses, Sight, bits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.engines.durable.arbiter import Shared, Stand
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.engines.reference.search import Feasible, State
    from ceasefire.program.binding import Act, Box
    from ceasefire.program.bundles import Signature
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program

__all__ = ["MOST_WORLDS", "Scales", "Weight"]

MOST_WORLDS: Final = 64
"""How many worlds of a box are told apart; more are searched."""


class Weight(NamedTuple):
    """What the worlds of a box say: their verdicts, and how many were told apart.

    ``sure`` is the verdict of all of them where none had to be told apart for it, or nothing;
    then ``stands`` says what each instrument said of each act, by its place among the texts,
    and ``left`` has worlds of which it is plain that they are possible.
    """

    verdicts: int
    worlds: int = 1
    sure: int = 0
    stands: tuple[tuple[int, Stand], ...] = ()
    left: State | None = None


class Asked(NamedTuple):
    """What is plain of some worlds.

    ``hangs`` has by variable the open tests that the rest may hang on: none where there is
    one verdict, and whether the worlds are possible is known.
    """

    verdicts: int
    possible: bool | None
    stands: tuple[tuple[int, Stand], ...]
    hangs: dict[int, int]


class Weighed(NamedTuple):
    """What an instrument says of an act, in worlds in which that is or may be one to decide."""

    act: Act
    number: int
    stand: Stand
    decided: bool

    @property
    def verdicts(self) -> int:
        """The verdicts that it may come to."""
        return self.stand.verdicts if self.decided else self.stand.verdicts | EXCLUDED


class Scales:
    """Weighs boxes under the instruments of a program."""

    def __init__(self, program: Program, laws: Sequence[Law]) -> None:
        """Take the instruments as formulas."""
        shared: Shared = {}
        self._arbiters = [Arbiter(law, program.compliant, shared) for law in laws]
        self.impossible = Impossible(program.impossible)
        self._times = [law.text.time for law in laws]
        self._in_force: Glimpses[Sight, tuple[int, ...]] = Glimpses(self._times, self._reached)

    def close(self) -> None:
        """Give up all rulesets."""
        for arbiter in self._arbiters:
            arbiter.close()

    def weigh(
        self, box: Box, state: State, feasible: Feasible, *, possible: bool = False
    ) -> Weight | None:
        """Return what the worlds of a box say; nothing where they are too many.

        ``possible`` says that some of them are known to be possible.
        """
        if not all(state.cells):
            return Weight(0)
        asked = self.ask(box, state, feasible)
        if asked.possible is False:
            return Weight(0)
        if possible and not several(asked.verdicts):
            return Weight(asked.verdicts)
        if not asked.hangs:
            return Weight(asked.verdicts, 1, asked.verdicts, asked.stands, state)
        return self._one_by_one(box, state, feasible, asked)

    def _one_by_one(
        self, box: Box, state: State, feasible: Feasible, asked: Asked
    ) -> Weight | None:
        """Return what worlds say that are told apart by what ``asked`` hangs on."""
        classes = told_apart(state, asked.hangs)
        if classes is None or prod(map(len, classes.values())) > MOST_WORLDS:
            return None
        worlds = (narrowed(state, classes, each) for each in product(*classes.values()))
        if asked.stands and not several(asked.verdicts):
            return possible_of(worlds, feasible, asked)
        found = count = 0
        for left in worlds:
            count += 1
            world = self.ask(box, left, feasible)
            if world.hangs:
                return None
            found |= world.verdicts
        return Weight(found, count)

    def ask(self, box: Box, state: State, feasible: Feasible) -> Asked:
        """Return what is plain of some worlds."""
        possible = feasible.ask(state)[0]
        if possible is False:
            return Asked(0, possible, (), {})
        seen = [(act, Sight(state.view(act))) for act in box.acts]
        incidents = [act.incident.value(view) for act, view in seen]
        if not any(truth is not False for truth in incidents):
            return Asked(NOTHING, possible, (), {})
        weighed = [each for act, view in seen for each in self._weighed(act, view)]
        verdicts = EXCLUDED
        for each in weighed:
            verdicts = gravest(verdicts, each.verdicts)
        hangs = Hangs(state)
        hangs.on_verdict(weighed, verdicts)
        if True not in incidents:
            verdicts |= NOTHING
            hangs.on([(act, act.incident) for act in box.acts])
        if possible is None:
            hangs.on_possible(box.acts, self.impossible)
        stands = tuple((each.number, each.stand) for each in weighed if each.decided)
        plain = len(stands) == len(weighed)
        return Asked(verdicts, possible, stands if plain else (), hangs.found)

    def _weighed(self, act: Act, view: Sight) -> Iterator[Weighed]:
        decided = True if act.decided == ALWAYS else act.decided.value(view)
        if decided is not False:
            for number in self._in_force.of(view):
                stand = self._arbiters[number].stand(view)
                yield Weighed(act, number, stand, decided is True)

    def _reached(self, view: Sight) -> tuple[int, ...]:
        """Return the instruments that may be in force, by their place among the texts."""
        return tuple(
            number for number, time in enumerate(self._times) if view.truth(time) is not False
        )


class Hangs:
    """The open tests that something hangs on, by variable."""

    def __init__(self, state: State) -> None:
        """Take the worlds in which they are open."""
        self._state = state
        self.found: dict[int, int] = {}

    def on(self, tests: Iterable[tuple[Act, Formula]]) -> None:
        """Add the open tests of formulas, each asked of an act."""
        for act, formula in tests:
            self._add(act, bits_of([formula.given(self._state.view(act))]).items())

    def on_verdict(self, weighed: Iterable[Weighed], verdicts: int) -> None:
        """Add the open tests that tell which of several verdicts it is."""
        floor = verdicts & -verdicts
        if not several(verdicts):
            return
        for each in weighed:
            if highest(each.verdicts) > floor:
                self._add(each.act, each.stand.hangs)
                if not each.decided:
                    self.on([(each.act, each.act.decided)])

    def on_possible(self, acts: Iterable[Act], impossible: Impossible) -> None:
        """Add the open tests that tell whether acts are possible."""
        for act in acts:
            self.on([(act, act.incident), (act, act.itself)])
            self._add(act, impossible.hangs.of(self._state.view(act)))

    def _add(self, act: Act, tests: Iterable[tuple[int, int]]) -> None:
        for slot, bits in tests:
            number = act.variables[slot]
            self.found[number] = self.found.get(number, 0) | bits


def possible_of(worlds: Iterable[State], feasible: Feasible, asked: Asked) -> Weight | None:
    """Return what worlds say that all have one verdict: open is only which are possible."""
    count = 0
    for left in worlds:
        count += 1
        possible = feasible.ask(left)[0]
        if possible is None:
            return None
        if possible:
            return Weight(asked.verdicts, count, asked.verdicts, asked.stands, left)
    return Weight(0, count)


def told_apart(
    state: State, hangs: Mapping[int, int]
) -> dict[int, list[tuple[Signature, ...]]] | None:
    """Return the cells of variables in classes that some test tells apart.

    Nothing where some are bundles, whose sets may be beyond counting.
    """
    found: dict[int, list[tuple[Signature, ...]]] = {}
    for number, bits in hangs.items():
        classes: dict[int, list[Signature]] = {}
        for cell in state.cells[number]:
            if some(cell) & ~every(cell) & bits:
                return None
            classes.setdefault(every(cell) & bits, []).append(cell)
        found[number] = list(map(tuple, classes.values()))
    return found


def narrowed(
    state: State, numbers: Iterable[int], classes: Iterable[tuple[Signature, ...]]
) -> State:
    """Return the worlds in which each of some variables has a cell of a class."""
    for number, cells in zip(numbers, classes, strict=True):
        state = state.narrowed(number, cells)
    return state
