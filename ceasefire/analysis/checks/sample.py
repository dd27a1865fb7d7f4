"""Many worlds at once, by which most of what is asked of a rulebook is answered quickly.

A formula is worked out for thousands of worlds in one go: the truth of each is a whole
number with one bit for each world. What some world shows is shown; what none of these does
is left to a search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ceasefire.engines.reference.states import State
from ceasefire.program.bundles import least, masks_of
from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, NotOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.program.formulas import Formula

__all__ = ["Sample", "drawn"]

SEED: Final = 2254

Column = tuple[int, ...]
"""The signature of one slot in each of the worlds."""


class Sample:
    """Worlds, each with one signature for each slot."""

    def __init__(self, columns: Sequence[Column], number: int) -> None:
        """Take a column for each slot, all of the same length."""
        self.columns = tuple(columns)
        self.number = number
        self.every = (1 << number) - 1
        self._groups: dict[int, dict[int, int]] = {}
        self._atoms: dict[tuple[int, int], int] = {}
        self._known: dict[int, tuple[Formula, int]] = {}
        self._asked: dict[int, tuple[Formula, frozenset[int]]] = {}
        self._before: tuple[Sample, int] | None = None

    def replaced(self, slot: int, signature: int) -> Sample:
        """Return the same worlds with one signature of a slot in all of them."""
        columns = list(self.columns)
        columns[slot] = (signature,) * self.number
        other = Sample(columns, self.number)
        other._before = self, slot
        return other

    def slots(self, formula: Formula) -> frozenset[int]:
        """Return the slots that a formula asks about; each formula is looked through once."""
        if isinstance(formula, Atom):
            return frozenset((formula.slot,))
        known = self._asked.get(id(formula))
        if known is None:
            found: frozenset[int] = frozenset()
            match formula:
                case NotOf(part):
                    found = self.slots(part)
                case AllOf(parts) | AnyOf(parts):
                    found = found.union(*map(self.slots, parts))
                case _:
                    pass
            # The formula is kept as well, so that no other can take its identity.
            known = self._asked[id(formula)] = formula, found
        return known[1]

    def world(self, number: int) -> State:
        """Return one of the worlds."""
        cells = tuple((column[number],) for column in self.columns)
        return State(cells, tuple(map(masks_of, cells)))

    def first(self, worlds: int) -> State | None:
        """Return the first of some worlds, if there is one."""
        return self.world((worlds & -worlds).bit_length() - 1) if worlds else None

    def know(self, slot: int, bit: int, worlds: int) -> None:
        """Take in which of the worlds a test passes; others of its slot pass in none."""
        self._atoms[slot, bit] = worlds
        self._groups.setdefault(slot, {})

    # --- truth ---

    def truth(self, formula: Formula) -> int:
        """Return the worlds in which a formula holds, as bits."""
        if self._before is not None:
            before, slot = self._before
            if slot not in before.slots(formula):
                return before.truth(formula)
        if isinstance(formula, Atom):
            return self._atom(formula.slot, formula.bit)
        known = self._known.get(id(formula))
        if known is None:
            # The formula is kept as well, so that no other can take its identity.
            known = self._known[id(formula)] = formula, self._worked(formula)
        return known[1]

    def _worked(self, formula: Formula) -> int:
        match formula:
            case Constant(truth):
                return self.every if truth else 0
            case NotOf(part):
                return self.every & ~self.truth(part)
            case AllOf(parts):
                return self.all_of(parts)
            case AnyOf(parts):
                return self.any_of(parts)
        raise AssertionError(formula)

    def all_of(self, parts: Iterable[Formula]) -> int:
        """Return the worlds in which all formulas hold."""
        left = self.every
        for part in parts:
            left &= self.truth(part)
            if not left:
                break
        return left

    def any_of(self, parts: Iterable[Formula]) -> int:
        """Return the worlds in which some formula holds."""
        found = 0
        for part in parts:
            found |= self.truth(part)
        return found

    def _atom(self, slot: int, bit: int) -> int:
        found = self._atoms.get((slot, bit))
        if found is None:
            found = 0
            for signature, worlds in self._grouped(slot).items():
                if signature & bit:
                    found |= worlds
            self._atoms[slot, bit] = found
        return found

    def _grouped(self, slot: int) -> dict[int, int]:
        """Return the worlds of each signature of a slot."""
        groups = self._groups.get(slot)
        if groups is None:
            groups = {}
            bit = 1
            for signature in self.columns[slot]:
                groups[signature] = groups.get(signature, 0) | bit
                bit <<= 1
            self._groups[slot] = groups
        return groups


def drawn(states: Sequence[State], each: int) -> Sample:
    """Return so many worlds drawn from each of some states; the same every time."""
    dice = np.random.default_rng([SEED, len(states), each])
    slots = len(states[0].cells) if states else 0
    columns: list[Column] = []
    for slot in range(slots):
        column: list[int] = []
        for state in states:
            cells = state.cells[slot]
            picks = dice.integers(0, len(cells), each).tolist()
            column += [least(cells[pick]) for pick in picks]
        columns.append(tuple(column))
    return Sample(columns, each * len(states))
