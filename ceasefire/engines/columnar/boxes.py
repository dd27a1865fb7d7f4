"""Boxes under an engine of rows: their worlds, what these leave possible, what decides.

A box has *variables*: for each, the sets of rows that its cells leave alive. Questions
are variables too, of which a reading leaves one cell or all.
"""

from __future__ import annotations

from functools import cached_property, reduce
from itertools import combinations
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.engines.columnar.worlds import Worlds
from ceasefire.engines.reference.meaning import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.engines.columnar.acts import Acts
    from ceasefire.engines.columnar.code import LawCode
    from ceasefire.engines.columnar.questions import Questions
    from ceasefire.engines.reference.search import Budget
    from ceasefire.program.variables import Chosen

__all__ = ["Box", "Doubt", "Settled"]


class Doubt(NamedTuple):
    """A field, or a question, whose cells are several.

    ``masks`` has for each cell the rows that it leaves alive; ``values`` the values of
    the cells, where boxes have to be compared.
    """

    name: str
    owner: str
    masks: tuple[int, ...]
    values: tuple[tuple[Any, ...], ...] = ()


class Box(NamedTuple):
    """A product of doubts about one or more acts, questions aside.

    ``alive`` are the rows that all certain fields leave; ``choices`` say which of several
    rival boxes this is. ``empty`` is true where some field can have no value.
    """

    acts: Acts
    alive: int
    doubts: tuple[Doubt, ...]
    choices: tuple[Chosen, ...] = ()
    empty: bool = False

    def shape(self, *, several: bool) -> Any:  # noqa: ANN401  (only to be compared)
        """Return what of a box its verdicts depend on.

        Values matter only beside ``several`` boxes, which may share them.
        """
        doubts: Any = self.doubts
        if not several:
            doubts = tuple((doubt.name, frozenset(doubt.masks)) for doubt in self.doubts)
        return self.acts.segments, self.acts.width, self.alive, doubts, self.choices, self.empty


class Settled:
    """A box under some answers: the worlds that a reading leaves."""

    def __init__(self, box: Box, questions: Questions, answers: Mapping[str, str]) -> None:
        """Settle what is answered, and keep the other questions as doubts."""
        self.box = box
        self.acts = box.acts
        self.code = box.acts.code
        self.questions = questions
        self.asked = tuple(
            Doubt(name, "", tuple(map(self.acts.left, killed)), questions.places[: len(killed)])
            for name, killed in questions.open(answers)
        )
        alive = box.alive & self.acts.left(questions.answered(answers))
        self.alive, self.doubts = settled(alive, (*box.doubts, *self.asked))
        every = self.alive
        for doubt in self.doubts:
            for mask in doubt.masks:
                every &= mask
        self.laws, rows = self._live(self.alive, every)
        self.living = tuple(law.number for law in self.laws)
        self.narrow, self.told = settled(self.alive & rows, self.doubts)

    def under(self, answers: Mapping[str, str]) -> Settled:
        """Return the same box under other answers."""
        return Settled(self.box, self.questions, answers)

    def _live(self, some: int, every: int) -> tuple[list[LawCode], int]:
        """Return the instruments that may give more than *excluded*, and the rows they ask for."""
        acts, found, rows = self.acts, [], 0
        for law in self.code.laws:
            for segment in acts.segments:
                here = some >> segment.offset & acts.mask
                if law.verdicts(here, every >> segment.offset & acts.mask) != EXCLUDED:
                    found.append(law)
                    rows |= law.rows
                    break
        return found, acts.spread(rows) | acts.scope()

    @cached_property
    def anyhow(self) -> int:
        """The rows that may matter under some answers to all questions."""
        alive, doubts = settled(self.box.alive, self.box.doubts)
        every = alive & self.acts.left(self.questions.ever)
        for doubt in doubts:
            for mask in doubt.masks:
                every &= mask
        _, rows = self._live(alive, every)
        return alive & rows

    # --- verdicts ---

    def possible(self, budget: Budget) -> int:
        """Return exactly the verdicts of the worlds."""
        if self.box.empty:
            return 0
        return self._possible(self.narrow, self.told, budget)

    def _possible(self, alive: int, doubts: Sequence[Doubt], budget: Budget) -> int:
        masks = [doubt.masks for doubt in doubts]
        if not self.acts.alone:
            return Worlds(self.acts, alive, masks, self.laws).possible(budget)
        memory = self.code.memory
        key = alive, frozenset(masks), self.living
        found = memory.get(key)
        if found is None:
            found = Worlds(self.acts, alive, masks, self.laws).possible(budget)
            memory[key] = found
        return found

    def worlds(self) -> Worlds:
        """Return the worlds with every row, of which all can be asked."""
        return Worlds(self.acts, self.alive, [doubt.masks for doubt in self.doubts], self.laws)

    # --- doubts ---

    def given(self, number: int, mask: int, budget: Budget) -> int:
        """Return the verdicts once a doubt falls in a cell that leaves some rows."""
        others = self.told[:number] + self.told[number + 1 :]
        return self._possible(*settled(self.narrow & mask, others), budget)

    def with_cell(self, number: int, mask: int, budget: Budget) -> int:
        """Return the verdicts once a variable, open or not, falls in one of its cells."""
        doubts = [
            each._replace(masks=(mask,)) if n == number else each
            for n, each in enumerate((*self.box.doubts, *self.asked))
        ]
        return self._possible(*settled(self.narrow, doubts), budget)

    def by_mask(self, number: int, budget: Budget) -> dict[int, int]:
        """Return what each cell of a doubt leaves possible, by the rows it leaves alive."""
        return {mask: self.given(number, mask, budget) for mask in self.told[number].masks}

    def flips(self, number: int, budget: Budget) -> bool:
        """Return whether two worlds that differ in a doubt alone differ in verdict."""
        others = [each.masks for n, each in enumerate(self.told) if n != number]
        worlds = Worlds(self.acts, self.narrow, others, self.laws)
        lefts = sorted({self.narrow & mask for mask in self.told[number].masks})
        return any(worlds.differ(one, other, budget) for one, other in combinations(lefts, 2))


def settled(alive: int, doubts: Iterable[Doubt]) -> tuple[int, tuple[Doubt, ...]]:
    """Return the rows that some cell of every doubt leaves, and the doubts that matter there.

    Of each doubt the cells that leave the same rows are one; if that is one alone, it is none.
    """
    left = list(doubts)
    for doubt in left:
        alive &= reduce(or_, doubt.masks, 0)
    kept = []
    for doubt in left:
        masks = tuple(sorted({mask & alive for mask in doubt.masks}))
        if len(masks) > 1:
            kept.append(doubt._replace(masks=masks, values=()))
    return alive, tuple(kept)
