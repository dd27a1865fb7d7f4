"""Formulas as numbers: equal ones have one, and what several share is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.program.bundles import each_bit
from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, NotOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Formula

__all__ = ["FALSE", "TRUE", "Pool"]

FALSE: Final = 0
TRUE: Final = 1

ATOM: Final = "atom"
NOT: Final = "not"
ALL: Final = "all"
ANY: Final = "any"


class Pool:
    """The formulas that were met, by number; :data:`FALSE` and :data:`TRUE` come first.

    Of each it has the tests that it asks, as bits that are those of this pool: ``asked``.
    """

    def __init__(self) -> None:
        """Start with the constants."""
        self._kinds = ["", ""]
        self._parts: list[tuple[int, ...]] = [(), ()]
        self.asked = [0, 0]
        self._known: dict[tuple[str, tuple[int, ...]], int] = {}
        self._atoms: list[Atom] = []
        self._places: dict[Atom, int] = {}
        self._of_slot: dict[int, int] = {}
        self._read: dict[int, tuple[Formula, int]] = {}

    def __len__(self) -> int:
        """Return how many formulas were met."""
        return len(self._kinds)

    def number(self, formula: Formula) -> int:
        """Return the number of a formula."""
        known = self._read.get(id(formula))
        if known is None:
            # The formula is kept as well, so that no other can take its identity.
            known = self._read[id(formula)] = formula, self._numbered(formula)
        return known[1]

    def _numbered(self, formula: Formula) -> int:
        match formula:
            case Constant(truth):
                return TRUE if truth else FALSE
            case Atom():
                return self._atom(formula)
            case NotOf(part):
                return self._not(self.number(part))
            case AllOf(parts):
                return self._many(ALL, map(self.number, parts))
            case AnyOf(parts):
                return self._many(ANY, map(self.number, parts))

    def tests(self, asked: int) -> Iterator[tuple[int, int]]:
        """Yield the slots of some tests, each with the bits that these have in it."""
        for slot, tests in self._of_slot.items():
            if asked & tests:
                bits = 0
                for test in each_bit(asked & tests):
                    bits |= self._atoms[test.bit_length() - 1].bit
                yield slot, bits

    def given(self, numbers: Iterable[int], slot: int, masks: Masks) -> Iterator[int]:
        """Yield what is left of formulas once the masks of a slot are known."""
        known: dict[int, int] = {}
        here = self._of_slot.get(slot, 0)
        asked = self.asked
        for number in numbers:
            if asked[number] & here:
                if number not in known:
                    known[number] = self._left(number, here, masks, known)
                yield known[number]
            else:
                yield number

    def _left(self, number: int, here: int, masks: Masks, known: dict[int, int]) -> int:
        """Return what is left of a formula that asks some test of the slot."""
        kind, parts = self._kinds[number], self._parts[number]
        if kind == ATOM:
            every, some = masks
            bit = self._atoms[parts[0]].bit
            return TRUE if every & bit else number if some & bit else FALSE
        if kind == NOT:
            return self._not(self._left(parts[0], here, masks, known))
        unit, end = (TRUE, FALSE) if kind == ALL else (FALSE, TRUE)
        asked = self.asked
        left = []
        for part in parts:
            each = part
            if asked[part] & here:
                each = known.get(part, -1)
                if each < 0:
                    each = known[part] = self._left(part, here, masks, known)
                if each == end:
                    return end
            if each != unit:
                left.append(each)
        if len(left) == len(parts) and tuple(left) == parts:
            return number
        return self._joined(kind, set(left), unit)

    # --- making ---

    def _atom(self, atom: Atom) -> int:
        place = self._places.setdefault(atom, len(self._atoms))
        if place < len(self._atoms):
            return self._known[ATOM, (place,)]
        self._atoms.append(atom)
        self._of_slot[atom.slot] = self._of_slot.get(atom.slot, 0) | 1 << place
        return self._made(ATOM, (place,), 1 << place)

    def _not(self, number: int) -> int:
        if number in {FALSE, TRUE}:
            return TRUE - number
        if self._kinds[number] == NOT:
            return self._parts[number][0]
        return self._made(NOT, (number,), self.asked[number])

    def _many(self, kind: str, numbers: Iterable[int]) -> int:
        """Return that all or any hold, without what adds nothing."""
        unit, end = (TRUE, FALSE) if kind == ALL else (FALSE, TRUE)
        kept = set(numbers)
        if end in kept:
            return end
        kept.discard(unit)
        return self._joined(kind, kept, unit)

    def _joined(self, kind: str, numbers: set[int], unit: int) -> int:
        """Return that all or any of some hold, none of which is a constant."""
        if len(numbers) < 2:  # noqa: PLR2004  (nothing to join)
            return numbers.pop() if numbers else unit
        parts = tuple(sorted(numbers))
        known = self._known.get((kind, parts))
        if known is not None:
            return known
        asked = 0
        for number in parts:
            asked |= self.asked[number]
        return self._made(kind, parts, asked)

    def _made(self, kind: str, parts: tuple[int, ...], asked: int) -> int:
        number = self._known.setdefault((kind, parts), len(self._kinds))
        if number == len(self._kinds):
            self._kinds.append(kind)
            self._parts.append(parts)
            self.asked.append(asked)
        return number
