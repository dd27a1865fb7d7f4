"""Which answers of the reading a finding rests on.

A reading settles questions. A finding *rests on* such an answer if another answer to
that question alone would leave another set of verdicts over the stated facts.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference import arena as arenas
from ceasefire.engines.reference.diagram import FEW_WORLDS
from ceasefire.engines.reference.meaning import union
from ceasefire.engines.reference.search import (
    Budget,
    Feasible,
    Judge,
    Spent,
    State,
    outcomes,
    start,
)
from ceasefire.program.bundles import masks_of
from ceasefire.program.cells import FiniteSlot
from ceasefire.program.formulas import slots_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.reference.arena import Arena
    from ceasefire.engines.reference.diagram import Diagram
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.program.boxes import Box, Variable
    from ceasefire.program.program import Program

MOST_STEPS: Final = 50_000  # pragma: no mutate
"""How long it is tried to find on which answers a finding rests: a few seconds."""

__all__ = ["Rest", "open_verdicts", "rests"]


class Rest(NamedTuple):
    """A question, the answer that the reading gives, and what each other would leave."""

    question: str
    answer: str
    others: tuple[tuple[str, int], ...]


def rests(  # noqa: PLR0913, PLR0917  (what worlds are weighed by, and what is known of them)
    program: Program,
    laws: Sequence[Law],
    diagram: Diagram,
    arenas: Sequence[Arena],
    stated: int,
    aside: int,
) -> tuple[Rest, ...] | None:
    """Return the answers of the reading that the verdicts of the stated facts rest on.

    ``stated`` are these verdicts; ``aside`` are those of accounts that no answer
    changes. Returns ``None`` where the steps do not suffice.
    """
    sides = [Side(program, laws, diagram, arena) for arena in arenas]
    budget = Budget(MOST_STEPS)
    found = []
    try:
        for name in sorted({name for side in sides for name in side.asked}):
            slot = question(program, name)
            answer = next(side.answers[name] for side in sides if name in side.answers)
            others = tuple(
                (other, aside | union(side.with_answer(name, other, budget) for side in sides))
                for other in slot.values
                if other != answer
            )
            if any(mask != stated for _, mask in others):
                found.append(Rest(name.removeprefix("?"), answer, others))
    except Spent:
        return None
    return tuple(found)


class Side:
    """The worlds of one box under other answers."""

    def __init__(
        self, program: Program, laws: Sequence[Law], diagram: Diagram, arena: Arena
    ) -> None:
        """Take the box, and find which of its answers may matter."""
        self.program, self.arena = program, arena
        self._laws, self._diagram = laws, diagram
        self._numbers = {
            item.name: number for number, item in answered(program, arena.box.variables)
        }
        variables = arena.box.variables
        self.answers = {
            name: variables[number].cells[0].values[0] for name, number in self._numbers.items()
        }
        self._opened = opened(program, arena.box, arena.state)
        self.asked = self._asked(self._opened)

    @cached_property
    def _judge(self) -> Judge:
        return Judge.of(self.arena.box.acts, self._laws).relevant(self._opened)

    def _asked(self, state: State) -> list[str]:
        """Return the answered questions on which some open test is left."""
        slots = self._diagram.asked(self.arena.box, state)
        if slots is None:
            every = [
                (act, formula)
                for act, law in self._judge.pairs
                for formula in (law.reached, law.excluded, law.breached)
            ]
            acts = self.arena.box.acts
            every += [(act, item) for act in acts for item in self.program.impossible]
            slots = {
                slot for act, formula in every for slot in slots_of(formula.given(state.view(act)))
            }
        return [name for name in self.answers if self.program.index[name] in slots]

    def with_answer(self, name: str, answer: str, budget: Budget) -> int:
        """Return the verdicts of the box if a question is answered otherwise."""
        slot = question(self.program, name)
        number = self._numbers[name]
        state = self.arena.state.narrowed(number, (slot.signature(answer),))
        found = self._diagram.verdicts(self.arena.box, state, FEW_WORLDS)
        if found is None:
            judge = self._judge.relevant(state)
            found = outcomes(judge, [state], self.arena.feasible, budget)
        return found


def question(program: Program, name: str) -> FiniteSlot:
    """Return the slot of a question."""
    slot = program.slots[program.index[name]]
    assert isinstance(slot, FiniteSlot)  # noqa: S101  (how programs are made)
    return slot


def open_verdicts(program: Program, laws: Sequence[Law], diagram: Diagram, box: Box) -> int:
    """Return the verdicts of a box with every question open."""
    state = opened(program, box, start(box))
    found = diagram.verdicts(box, state)
    if found is not None:
        return found
    feasible = Feasible(box, program.impossible)
    judge = Judge.of(box.acts, laws).relevant(state) if all(state.cells) else Judge([])
    return outcomes(judge, [state], feasible, Budget(arenas.MOST_STEPS))


def answered(program: Program, variables: Sequence[Variable]) -> Iterator[tuple[int, Variable]]:
    """Yield the questions that have one answer of several, with their numbers.

    The variables of questions come first, one for each.
    """
    for number, item in enumerate(variables[: len(program.rulebook.questions)]):
        named = [value for cell in item.cells for value in cell.values]
        if len(named) == 1 < len(question(program, item.name).values):
            yield number, item


def opened(program: Program, box: Box, state: State) -> State:
    """Return the worlds of a box with every question open."""
    cells, masks = list(state.cells), list(state.masks)
    for number, item in answered(program, box.variables):
        slot = question(program, item.name)
        cells[number] = tuple([cell.signature for cell in slot.cells(slot.values)])
        masks[number] = masks_of(cells[number])
    return State(tuple(cells), tuple(masks))
