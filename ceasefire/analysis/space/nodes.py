"""Formulas over the cells of a space, made ready for a search.

All that a formula asks of one field together becomes one test: a set of the field's cells, as
a mask of bits. So what is asked of one field is worked out exactly, however it is worded. A
field with bundles of sets among its cells is *wide*: its tests stay as they are, and are open
where its cells disagree.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from ceasefire.program.bundles import least
from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, Formula, NotOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.reference.states import State
    from ceasefire.program.bundles import Signature

__all__ = ["FALSE", "TRUE", "Maker", "Narrow", "Node", "Thing", "Wide"]

SMALL: Final = 4  # pragma: no mutate
"""So small a node is taken into one of its kind that it is part of; others stay to be shared."""


class Narrow(NamedTuple):
    """That a slot has one of some of its cells."""

    slot: int
    mask: int


class Wide(NamedTuple):
    """That a wide slot passes a test, or fails it."""

    slot: int
    bit: int
    truth: bool


class Node:
    """That all of some things hold (``every``), or that any does.

    Of ``tests`` there is at most one for each slot; ``slots`` has a bit for each slot that is
    asked about, by parts as well.
    """

    __slots__ = ("every", "parts", "slots", "tests", "wides")

    def __init__(
        self,
        *,
        every: bool,
        tests: tuple[Narrow, ...] = (),
        wides: tuple[Wide, ...] = (),
        parts: tuple[Node, ...] = (),
    ) -> None:
        """Take what is to hold."""
        self.every = every
        self.tests = tests
        self.wides = wides
        self.parts = parts
        self.slots = 0
        for test in tests:
            self.slots |= 1 << test.slot
        for wide in wides:
            self.slots |= 1 << wide.slot
        for part in parts:
            self.slots |= part.slots

    @property
    def things(self) -> tuple[Thing, ...]:
        """All that it is made of."""
        return (*self.tests, *self.wides, *self.parts)

    @property
    def size(self) -> int:
        """Of how many things it is made."""
        return len(self.tests) + len(self.wides) + len(self.parts)


Thing: TypeAlias = Narrow | Wide | Node

TRUE: Final = Node(every=True)
FALSE: Final = Node(every=False)


class Maker:
    """Makes nodes of formulas; of a formula that is met again, the same one."""

    def __init__(self, cells: Sequence[Sequence[Signature]]) -> None:
        """Take all cells of each slot."""
        self.cells = cells
        self.all = [(1 << len(each)) - 1 for each in cells]
        self.wide = [any(not isinstance(cell, int) for cell in each) for each in cells]
        self.places = [{cell: at for at, cell in enumerate(each)} for each in cells]
        self._masks: dict[tuple[int, int], int] = {}
        self._known: dict[tuple[int, bool], tuple[Node, Formula]] = {}

    def knows(self, state: State) -> bool:
        """Return whether the cells of a state are among those of narrow slots."""
        return all(
            wide or all(cell in places for cell in cells)
            for wide, places, cells in zip(self.wide, self.places, state.cells, strict=True)
        )

    @cached_property
    def ranked(self) -> list[list[int]]:
        """The cells of each slot, as bits, those first that pass fewest tests."""
        return [
            [1 << places[cell] for cell in sorted(places, key=passed)] for places in self.places
        ]

    def mask(self, slot: int, bit: int) -> int:
        """Return the cells of a slot that pass a test."""
        found = self._masks.get((slot, bit))
        if found is None:
            found = 0
            for number, cell in enumerate(self.cells[slot]):
                if isinstance(cell, int) and cell & bit:
                    found |= 1 << number
            self._masks[slot, bit] = found
        return found

    def node(self, formula: Formula, *, truth: bool = True) -> Node:
        """Return what it takes for a formula to hold, or to fail."""
        match formula:
            case Constant(value):
                return TRUE if value is truth else FALSE
            case NotOf(part):
                return self.node(part, truth=not truth)
        known = self._known.get((id(formula), truth))
        if known is None:
            made = self._made(formula, truth=truth)
            # The formula is kept as well, so that no other can take its identity.
            known = self._known[id(formula), truth] = made, formula
        return known[0]

    def _made(self, formula: Atom | AllOf | AnyOf, *, truth: bool) -> Node:
        if isinstance(formula, Atom):
            slot, bit = formula.slot, formula.bit
            if self.wide[slot]:
                return Node(every=True, wides=(Wide(slot, bit, truth),))
            mask = self.mask(slot, bit)
            test = Narrow(slot, mask if truth else self.all[slot] & ~mask)
            return self._joined([Node(every=True, tests=(test,))], every=True)
        every = isinstance(formula, AllOf) is truth
        return self._joined((self.node(part, truth=truth) for part in formula.parts), every=every)

    def _joined(self, nodes: Iterable[Node], *, every: bool) -> Node:
        """Return that all of some nodes hold, or that any does."""
        end, neutral = (FALSE, TRUE) if every else (TRUE, FALSE)
        tests: dict[int, int] = {}
        wides: dict[Wide, None] = {}
        parts: dict[int, Node] = {}
        for node in nodes:
            if node is end:
                return end
            if not absorbed(node, every=every):
                parts[id(node)] = node
                continue
            for slot, mask in node.tests:
                before = tests.get(slot, mask)
                tests[slot] = before & mask if every else before | mask
            wides |= dict.fromkeys(node.wides)
            parts |= {id(part): part for part in node.parts}
        if any(mask == (0 if every else self.all[slot]) for slot, mask in tests.items()):
            return end
        kept = tuple(
            Narrow(slot, mask)
            for slot, mask in tests.items()
            if mask != (self.all[slot] if every else 0)
        )
        if not kept and not wides and len(parts) <= 1:
            return next(iter(parts.values()), neutral)
        return Node(every=every, tests=kept, wides=tuple(wides), parts=tuple(parts.values()))


def passed(cell: Signature) -> int:
    """Return how many tests a cell passes."""
    return least(cell).bit_count()


def absorbed(node: Node, *, every: bool) -> bool:
    """Return whether a node is best told by what it is made of, in one of a kind."""
    alike = node.every is every or node.size == 1
    return alike and (node.size <= SMALL or not node.parts)
