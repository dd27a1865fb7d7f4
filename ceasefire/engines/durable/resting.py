"""Which answers of the reading a finding rests on, by weighing what each other leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from ceasefire.engines.reference.answers import Rest, answered
from ceasefire.engines.reference.answers import question as question_of
from ceasefire.engines.reference.meaning import union
from ceasefire.engines.reference.search import State
from ceasefire.program.bundles import masks_of
from ceasefire.program.glimpses import bits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.durable.arenas import WeighedArena
    from ceasefire.engines.durable.weighing import Scales
    from ceasefire.program.bundles import Masks, Signature
    from ceasefire.program.program import Program
    from ceasefire.program.variables import Variable

__all__ = ["MOST_WEIGHED", "Resting"]

MOST_WEIGHED: Final = 5_000
"""How many worlds are weighed for one finding.

A search takes at most two steps for each, so that within this it never gives up.
"""


MOST_READINGS: Final = 256

Given: TypeAlias = dict[str, tuple[int, str]]


class Question(NamedTuple):
    """The answers of a question with the tests they pass, and what those of all pass."""

    answers: tuple[tuple[str, Signature], ...]
    open: Masks

    @classmethod
    def of(cls, program: Program, name: str) -> Question:
        """Return a question by its name among the slots."""
        slot = question_of(program, name)
        answers = tuple((value, slot.signature(value)) for value in slot.values)
        return cls(answers, masks_of(signature for _, signature in answers))


class Resting:
    """Asks what other answers would leave."""

    def __init__(self, program: Program, scales: Scales) -> None:
        """Take what worlds are weighed on."""
        self._program = program
        self._scales = scales
        self._hurdles = bits_of(program.impossible)
        self._known: dict[int, tuple[Variable, Given]] = {}
        self._questions = {
            name: Question.of(program, name) for name in program.index if name.startswith("?")
        }

    def rests(
        self, arenas: Sequence[WeighedArena], stated: int, aside: int
    ) -> tuple[Rest, ...] | None:
        """Return the answers that the verdicts of the stated facts rest on.

        Returns ``None`` where that takes more worlds than are weighed.
        """
        if not arenas or not self._questions:
            return ()
        given = self._given(arenas[0].box.variables)
        asked = [self._asked(arena, given) for arena in arenas]
        left = MOST_WEIGHED
        found = []
        for name in sorted(set().union(*asked)):
            number, answer = given[name]
            # What no world satisfies seldom asks of an answer: then none makes any impossible.
            free = self._program.index[name] not in self._hurdles
            others = []
            for other, signature in self._questions[name].answers:
                if other == answer:
                    continue
                masks = [aside]
                for arena, names in zip(arenas, asked, strict=True):
                    weight = arena.weight
                    if name in names:
                        state = arena.state.narrowed(number, (signature,))
                        weight = self._scales.weigh(
                            arena.box,
                            state,
                            arena.feasible,
                            possible=free and bool(weight and weight.verdicts),
                        )
                    if weight is None or weight.worlds > left:
                        return None
                    left -= weight.worlds
                    masks.append(weight.verdicts)
                others.append((other, union(masks)))
            if any(mask != stated for _, mask in others):
                found.append(Rest(name.removeprefix("?"), answer, tuple(others)))
        return tuple(found)

    def _given(self, variables: Sequence[Variable]) -> Given:
        """Return the answers given to questions, with the numbers of their variables.

        The variables of questions come first, and are the same for all events of a reading.
        """
        first = variables[0]
        known = self._known.get(id(first))
        if known is None:
            given = {
                item.name: (number, item.cells[0].values[0])
                for number, item in answered(self._program, variables)
            }
            if len(self._known) >= MOST_READINGS:
                self._known.clear()
            # The variable is kept as well, so that no other can take its identity.
            known = self._known[id(first)] = first, given
        return known[1]

    def _asked(self, arena: WeighedArena, given: Given) -> set[str]:
        """Return the answered questions on which a test hangs once all of them are open."""
        masks = list(arena.state.masks)
        for name, (number, _) in given.items():
            masks[number] = self._questions[name].open
        hangs = self._scales.ask(arena.box, State((), tuple(masks)), arena.feasible).hangs
        return {name for name, (number, _) in given.items() if number in hangs}
