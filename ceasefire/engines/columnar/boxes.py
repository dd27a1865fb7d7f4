"""Boxes under an engine of rows: what is open in them, and what a reading leaves.

A box has *variables*: for each, the sets of rows that its cells leave alive. Questions
are variables too, of which a reading leaves one cell or all.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.engines.columnar.extents import Doubt, Extent
from ceasefire.engines.columnar.worlds import Worlds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.engines.columnar.acts import Acts
    from ceasefire.engines.columnar.code import LawCode
    from ceasefire.engines.columnar.questions import Questions
    from ceasefire.engines.reference.search import Budget
    from ceasefire.program.variables import Chosen

__all__ = ["Box", "Doubt", "Settled", "living"]


class Box(NamedTuple):
    """A product of doubts about one or more acts, questions aside.

    ``alive`` are the rows that all certain fields leave; ``choices`` say which of several
    rival boxes this is. ``empty`` is true where some field can have no value. ``laws`` are
    the instruments that matter, where not all of them do.
    """

    acts: Acts
    alive: int
    doubts: tuple[Doubt, ...]
    choices: tuple[Chosen, ...] = ()
    empty: bool = False
    laws: tuple[LawCode, ...] | None = None

    @property
    def shape(self) -> Any:  # noqa: ANN401  (only to be compared)
        """What of a box all that is found out of it depends on."""
        return self.acts.shape, *self[1:]

    def among(self) -> Sequence[LawCode]:
        """Return the instruments that matter."""
        return self.acts.code.laws if self.laws is None else self.laws


class Settled:
    """A box under some answers: the worlds that a reading leaves."""

    def __init__(self, box: Box, asked: Extent, extent: Extent, killed: int) -> None:
        """Take a box, what is left open of questions, and the rows that answers rule out."""
        self.box = box
        self.acts = box.acts
        self.code = box.acts.code
        self.asked = asked
        self.extent = extent
        self.left = self.acts.left(killed)
        self._changed: dict[int, int] = {}
        self._decide: set[str] | None = None

    @classmethod
    def of(cls, box: Box, questions: Questions, answers: Mapping[str, str]) -> Settled:
        """Settle what is answered, and keep the other questions as doubts."""
        asked = questions.asked(box.acts, answers)
        extent = Extent.of(box.alive, box.doubts).also(asked)
        return cls(box, asked, extent, questions.answered(answers))

    @cached_property
    def laws(self) -> tuple[LawCode, ...]:
        """The instruments that may give more than *excluded* there."""
        some = self.extent.some & self.left
        return living(self.acts, self.box.among(), some, some & self.extent.every)

    @cached_property
    def inner(self) -> Extent:
        """The worlds as these see them."""
        rows = 0
        for law in self.laws:
            rows |= law.rows
        return self.extent.within(self.left & (self.acts.spread(rows) | self.acts.scope))

    @property
    def narrow(self) -> int:
        """The rows that matter to these instruments."""
        return self.inner.some

    @cached_property
    def told(self) -> tuple[Doubt, ...]:
        """The doubts that matter."""
        return tuple([doubt for _, doubt in self.inner.doubts])

    @cached_property
    def open(self) -> tuple[Doubt, ...]:
        """The questions that are not answered, whether they matter or not."""
        return tuple([doubt for _, doubt in self.asked.doubts])

    # --- verdicts ---

    def changed(self, killed: int, budget: Budget) -> int:
        """Return the verdicts under other answers to the same questions, by what they rule out."""
        found = self._changed.get(killed)
        if found is None:
            left = self.acts.left(killed)
            found = self._changed[killed] = self._whole.possible(budget, left)
        return found

    def possible(self, budget: Budget) -> int:
        """Return exactly the verdicts of the worlds."""
        return 0 if self.box.empty else self._whole.possible(budget, self.left)

    @cached_property
    def _whole(self) -> Worlds:
        """The worlds whatever is answered, of which much is known from one answer to another."""
        return Worlds(self.acts, self.extent, tuple(self.box.among()))

    def _possible(self, extent: Extent, budget: Budget) -> int:
        masks = frozenset([doubt.masks for _, doubt in extent.doubts])
        key = self.acts.shape, extent.some, masks, self.laws
        found = self.code.memory.get(key)
        if found is None:
            worlds = Worlds(self.acts, extent, self.laws)
            found = self.code.memory.keep(key, worlds.possible(budget))
        return found

    def worlds(self) -> Worlds:
        """Return the worlds with every row, of which all can be asked."""
        return Worlds(self.acts, self.extent.within(self.left), self.laws)

    # --- doubts ---

    def deciding(self, budget: Budget) -> set[str]:
        """Return the names of the doubts that decide."""
        if self._decide is None:
            found: set[str] = set()
            for number, doubt in enumerate(self.told):
                if doubt.name not in found and (
                    self.flips(number, budget) or self.bars(number, budget)
                ):
                    found.add(doubt.name)
            self._decide = found
        return self._decide

    def given(self, number: int, mask: int, budget: Budget) -> int:
        """Return the verdicts once a doubt falls in a cell that leaves some rows."""
        return self._possible(self.inner.without(number).within(mask), budget)

    def by_cell(self, number: int, doubt: Doubt, budget: Budget) -> list[int]:
        """Return what each cell of a variable, open or not, leaves possible."""
        if number not in self.places:
            return [self.possible(budget)] * len(doubt.masks)
        found = self.by_mask(self.places.index(number), budget)
        return [found[mask & self.narrow] for mask in doubt.masks]

    @cached_property
    def places(self) -> list[int]:
        """The numbers of the variables that matter, open or not."""
        doubts = self.extent.doubts
        return [n for n, (common, _) in enumerate(doubts) if self.narrow & ~common]

    def by_mask(self, number: int, budget: Budget) -> dict[int, int]:
        """Return what each cell of a doubt leaves possible, by the rows it leaves alive."""
        return {mask: self.given(number, mask, budget) for mask in self.told[number].masks}

    def flips(self, number: int, budget: Budget) -> bool:
        """Return whether two worlds that differ in a doubt alone differ in verdict."""
        worlds = Worlds(self.acts, self.inner.without(number), self.laws)
        lefts = combinations(self.told[number].masks, 2)
        return any(worlds.differ(one, other, budget) for one, other in lefts)

    def bars(self, number: int, budget: Budget) -> bool:
        """Return whether cells of a doubt that does not flip leave different verdicts.

        That is so only where one of them bars worlds that another does not.
        """
        scope = {mask & self.acts.scope for mask in self.told[number].masks}
        return len(scope) > 1 and len({*self.by_mask(number, budget).values()} - {0}) > 1


def living(acts: Acts, laws: Iterable[LawCode], some: int, every: int) -> tuple[LawCode, ...]:
    """Return the instruments that may give some act more than *excluded*."""
    mask = acts.mask
    views = [(some >> each.offset & mask, every >> each.offset & mask) for each in acts.segments]
    return tuple([law for law in laws if law.matters(views)])
