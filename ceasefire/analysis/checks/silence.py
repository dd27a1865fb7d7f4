"""Events that say nothing of a field: what is found of them with and without a presumption."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ceasefire.analysis.space import Spent
from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.meaning import VERDICTS, laws_of, several, union
from ceasefire.errors import EventError
from ceasefire.program.binding import bind
from ceasefire.program.formulas import ALWAYS
from ceasefire.program.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.analysis.checks.lint import Lint
    from ceasefire.analysis.checks.sample import Sample
    from ceasefire.analysis.checks.settled import Settled
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.engines.reference.states import State
    from ceasefire.events.event import Event
    from ceasefire.program.bundles import Signature
    from ceasefire.rulebook.model import Presumption

__all__ = ["Silence"]

Value = TypeVar("Value")

TRIES: Final = 12
"""So many sampled worlds are written as events."""

Raw = dict[str, Any]
Told = tuple[Raw, dict[str, str]]
"""An event, and the answers under which it shows something."""


class Silence:
    """Writes worlds as events silent on a field, and finds what they come to."""

    def __init__(self, ground: Ground, item: Presumption, slot: int) -> None:
        """Take the presumption and the slot of its field."""
        self.ground, self.field, self.slot = ground, item.field, slot
        rulebook = ground.rulebook
        others = {key: each for key, each in rulebook.presumptions.items() if key != item.field}
        programs = (ground.program, Program(replace(rulebook, presumptions=others)))
        self.sides = tuple((program, laws_of(program)) for program in programs)
        self.told: Told | None = None
        self._seen: dict[int, dict[Signature, tuple[int, int, int]]] = {}

    def sampled(
        self,
        sample: Sample,
        state: State,
        kept: frozenset[Signature],
        settled: Mapping[Signature, Settled],
    ) -> bool:
        """Return whether a sampled world is settled by what is presumed, and else would not be."""
        times = set(state.cells[self.ground.program.time])
        here = sum(
            1 << number
            for number, time in enumerate(sample.columns[self.ground.program.time])
            if time in times
        )
        if id(sample) not in self._seen:
            seen = {key: each.within(sample).verdicts for key, each in settled.items()}
            self._seen[id(sample)] = seen
        by, other = ([0, 0, 0], [0, 0, 0])
        for key, verdicts in self._seen[id(sample)].items():
            side = by if key in kept else other
            side[:] = [one | more for one, more in zip(side, verdicts, strict=True)]
        hidden = 0
        for place, worlds in enumerate(by):
            rest = union(each for number, each in enumerate(by) if number != place)
            more = union(each for number, each in enumerate(other) if number != place)
            hidden |= worlds & ~rest & more
        return any(map(self.holds, worlds_of(sample, hidden & here)))

    def holds(self, world: State) -> bool:
        """Return whether an event of a world is settled with the presumption and not without."""
        state = world.narrowed(self.slot, self.ground.space.state.cells[self.slot])
        found = self.ground.find(ALWAYS, within=world)
        if found is None:
            found = self.ground.find(ALWAYS, within=state)
        if found is None:
            return False
        event = {key: value for key, value in found.event().items() if key != self.field}
        answers = self._answers(world)
        if not self._shows(event, answers):
            return False
        self.told = self._shortened(event, answers)
        return True

    def _answers(self, world: State) -> dict[str, str]:
        """Return the answers to all questions in a world."""
        found = {}
        for question, asked in self.ground.rulebook.questions.items():
            number = self.ground.program.index[f"?{question}"]
            slot: Any = self.ground.program.slots[number]
            signature = world.cells[number][0]
            found[question] = next(a for a in asked.answers if slot.signature(a) == signature)
        return found

    def _shortened(self, event: Raw, answers: dict[str, str]) -> Told:
        """Return the event and answers without what it does not take."""
        idle = unneeded(
            [key for key in event if key not in {"id", "kind", "when"}],
            lambda keys: self._shows(less(event, keys), answers),
        )
        event = less(event, idle)
        idle = unneeded(list(answers), lambda keys: self._shows(event, less(answers, keys)))
        return event, less(answers, idle)

    def _shows(self, event: Raw, answers: Mapping[str, str]) -> bool:
        """Return whether an event is settled with the presumption, and not without it.

        Other questions are answered as the reading answers them, or open.
        """
        answers = {**self.ground.answers, **answers}
        try:
            record = self.ground.book.read(event)
            one, other = (self._possible(*side, record, answers) for side in self.sides)
        except (EventError, Spent):
            return False
        return bool(one) and not several(one) and several(other)

    @staticmethod
    def _possible(
        program: Program, laws: Sequence[Law], event: Event, answers: Mapping[str, str]
    ) -> int:
        """Return the verdicts that an event leaves possible."""
        case = bind(event, program, answers)
        boxes = (box for account in case.accounts for box in account.boxes)
        return VERDICTS & union(Arena.of(box, program, laws).verdicts() for box in boxes)

    def lint(self, lint: Lint) -> Lint:
        """Return a finding with the event that was found last."""
        if self.told is None:
            return lint
        event, answers = self.told
        given = self.ground.answers
        needed = {key: value for key, value in answers.items() if given.get(key) != value}
        return replace(lint, witness=event, answers=needed)


def worlds_of(sample: Sample, worlds: int) -> Iterator[State]:
    """Yield the first few of some sampled worlds."""
    for _ in range(TRIES):
        if not worlds:
            return
        lowest = worlds & -worlds
        yield sample.world(lowest.bit_length() - 1)
        worlds ^= lowest


def unneeded(keys: list[str], holds: Callable[[set[str]], bool]) -> set[str]:
    """Return keys without which something still holds, found by halves."""
    gone: set[str] = set()
    todo = [keys]
    while todo:
        some = todo.pop()
        if some and holds(gone.union(some)):
            gone.update(some)
        elif len(some) > 1:
            half = len(some) // 2
            todo += [some[half:], some[:half]]
    return gone


def less(values: Mapping[str, Value], keys: set[str]) -> dict[str, Value]:
    """Return a mapping without some keys."""
    return {key: value for key, value in values.items() if key not in keys}
