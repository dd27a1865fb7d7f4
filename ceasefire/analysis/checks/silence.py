"""Events that say nothing of a field: what is found of them with and without a presumption."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ceasefire.book import Book
from ceasefire.engines.reference.engine import Setting
from ceasefire.errors import EventError
from ceasefire.program.formulas import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.analysis.checks.lint import Lint
    from ceasefire.analysis.checks.settled import Settled
    from ceasefire.engines.reference.states import State
    from ceasefire.program.bundles import Signature
    from ceasefire.rulebook.model import Presumption

__all__ = ["Silence"]

TRIES: Final = 12
"""So many sampled worlds are written as events."""

Event = dict[str, Any]
Told = tuple[Event, dict[str, str]]
"""An event, and the answers under which it shows something."""


class Silence:
    """Writes worlds as events silent on a field, and finds what they come to."""

    def __init__(self, ground: Ground, item: Presumption, slot: int) -> None:
        """Take the presumption and the slot of its field."""
        self.ground, self.field, self.slot = ground, item.field, slot
        rulebook = ground.rulebook
        others = {key: each for key, each in rulebook.presumptions.items() if key != item.field}
        self.with_ = Book(rulebook, rulebook.default_reading)
        self.without = Book(replace(rulebook, presumptions=others), rulebook.default_reading)
        self.told: Told | None = None

    def sampled(
        self, state: State, kept: frozenset[Signature], settled: Mapping[Signature, Settled]
    ) -> State | None:
        """Return a sampled world that what is presumed settles, and something else would not."""
        outcome = self.ground.everywhere
        times = set(state.cells[self.ground.program.time])
        here = sum(
            1 << number
            for number, time in enumerate(outcome.sample.columns[self.ground.program.time])
            if time in times
        )
        inside = [each.seen for key, each in settled.items() if key in kept]
        outside = [each.seen for key, each in settled.items() if key not in kept]
        by = [union(each) for each in zip(*inside, strict=True)] or [0, 0, 0]
        other = [union(each) for each in zip(*outside, strict=True)] or [0, 0, 0]
        hidden = 0
        for place, worlds in enumerate(by):
            rest = union(each for number, each in enumerate(by) if number != place)
            more = union(each for number, each in enumerate(other) if number != place)
            hidden |= worlds & ~rest & more
        return next(filter(self.holds, self._worlds(hidden & here)), None)

    def _worlds(self, worlds: int) -> Iterator[State]:
        for _ in range(TRIES):
            if not worlds:
                return
            lowest = worlds & -worlds
            yield self.ground.everywhere.sample.world(lowest.bit_length() - 1)
            worlds ^= lowest

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

    def _shortened(self, event: Event, answers: dict[str, str]) -> Told:
        """Return the event and answers without what it does not take."""
        for key in [key for key in reversed(event) if key not in {"id", "kind", "when"}]:
            less = {other: value for other, value in event.items() if other != key}
            event = less if self._shows(less, answers) else event
        for key in list(answers):
            fewer = {other: value for other, value in answers.items() if other != key}
            answers = fewer if self._shows(event, fewer) else answers
        return event, answers

    def _shows(self, event: Event, answers: Mapping[str, str]) -> bool:
        """Return whether an event is settled with the presumption, and not without it."""
        try:
            one, other = (
                book.engine.find(book.read(event), Setting(answers, (), None, book.provenance))
                for book in (self.with_, self.without)
            )
        except EventError:
            return False
        return one.settled and len(other.possible) > 1

    def lint(self, lint: Lint, world: State) -> Lint:
        """Return a finding with the event that was found last."""
        del world
        if self.told is None:
            return lint
        event, answers = self.told
        return replace(lint, witness=event, answers=answers)


def union(sets: Any) -> int:  # noqa: ANN401  (any iterable of worlds)
    """Return the worlds that are in some of the sets."""
    found = 0
    for worlds in sets:
        found |= worlds
    return found
