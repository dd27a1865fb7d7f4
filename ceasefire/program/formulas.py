"""Formulas of three-valued logic over cells.

A formula is built once for each condition of a rulebook and asked many times
for its truth. Truth is ``True``, ``False`` or ``None`` for *open*: an atom is
open while the cells that are left for its field disagree on it (Kleene's strong
three-valued logic).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "ALWAYS",
    "NEVER",
    "AllOf",
    "AnyOf",
    "Atom",
    "Constant",
    "Formula",
    "Meeting",
    "NotOf",
    "Residues",
    "Truths",
    "View",
    "all_of",
    "any_of",
    "each_of",
    "left_of",
    "not_of",
    "slots_of",
    "truth_of",
]

View = Sequence[tuple[int, int]]
"""For each slot, the tests that all its cells pass and those that some cell passes."""

Truths = dict[int, bool | None]
"""Whether formulas hold in a view, by their identity."""

Residues = dict[int, "Formula"]
"""What is left of formulas in a view, by their identity."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A formula that is always the same."""

    truth: bool

    def value(self, view: View) -> bool | None:  # noqa: ARG002  (one signature for all formulas)
        """Return the truth."""
        return self.truth

    def pivot(self, view: View) -> Atom | None:  # noqa: ARG002  (one signature for all formulas)
        """Return nothing: a constant hangs on nothing."""
        return None

    def given(self, view: View) -> Formula:  # noqa: ARG002  (one signature for all formulas)
        """Return the constant."""
        return self


@dataclass(frozen=True, slots=True)
class Atom:
    """One test: bit ``bit`` of the cells of slot ``slot``."""

    slot: int
    bit: int

    def value(self, view: View) -> bool | None:
        """Return the truth, or ``None`` while the cells disagree."""
        every, some = view[self.slot]
        if every & self.bit:
            return True
        return None if some & self.bit else False

    def pivot(self, view: View) -> Atom | None:
        """Return the atom itself where it is open."""
        every, some = view[self.slot]
        return self if (some & ~every) & self.bit else None

    def given(self, view: View) -> Formula:
        """Return what is left of the formula once the view is known."""
        truth = self.value(view)
        return self if truth is None else Constant(truth=truth)


@dataclass(frozen=True, slots=True)
class NotOf:
    """The part is false."""

    part: Formula

    def value(self, view: View) -> bool | None:
        """Return the truth, or ``None`` while open."""
        truth = self.part.value(view)
        return None if truth is None else not truth

    def pivot(self, view: View) -> Atom | None:
        """Return an open atom that the truth hangs on."""
        return self.part.pivot(view)

    def given(self, view: View) -> Formula:
        """Return what is left of the formula once the view is known."""
        return not_of(self.part.given(view))


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is true."""

    parts: tuple[Formula, ...]

    def value(self, view: View) -> bool | None:
        """Return the truth, or ``None`` while open."""
        result: bool | None = True
        for part in self.parts:
            truth = part.value(view)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    def pivot(self, view: View) -> Atom | None:
        """Return an open atom that the truth hangs on."""
        return first_pivot(self.parts, view)

    def given(self, view: View) -> Formula:
        """Return what is left of the formula once the view is known."""
        truth = self.value(view)
        if truth is not None:
            return Constant(truth=truth)
        return all_of(part.given(view) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part is true."""

    parts: tuple[Formula, ...]

    def value(self, view: View) -> bool | None:
        """Return the truth, or ``None`` while open."""
        result: bool | None = False
        for part in self.parts:
            truth = part.value(view)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    def pivot(self, view: View) -> Atom | None:
        """Return an open atom that the truth hangs on."""
        return first_pivot(self.parts, view)

    def given(self, view: View) -> Formula:
        """Return what is left of the formula once the view is known."""
        truth = self.value(view)
        if truth is not None:
            return Constant(truth=truth)
        return any_of(part.given(view) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Meeting(AnyOf):
    """Some test is passed in two slots at once; ``parts`` say it of each test by itself.

    Of the tests, which have the same bits in both slots, all are looked at in one go.
    """

    one: int
    other: int
    bits: int

    @classmethod
    def of(cls, one: int, other: int, bits: Iterable[int]) -> Meeting:
        """Return that one of some tests is passed in both slots."""
        ordered = sorted(bits)
        parts = tuple(all_of((Atom(one, bit), Atom(other, bit))) for bit in ordered)
        return cls(parts, one, other, sum(ordered))

    def value(self, view: View) -> bool | None:
        """Return the truth, or ``None`` while open."""
        (every, some), (each, any_) = view[self.one], view[self.other]
        if every & each & self.bits:
            return True
        return None if some & any_ & self.bits else False

    def pivot(self, view: View) -> Atom | None:
        """Return an open atom that the truth hangs on."""
        (every, some), (each, any_) = view[self.one], view[self.other]
        open_ = some & any_ & ~(every & each) & self.bits
        if not open_:
            return None
        bit = open_ & -open_
        return Atom(self.other, bit) if every & bit else Atom(self.one, bit)

    def given(self, view: View) -> Formula:
        """Return what is left of the formula once the view is known."""
        truth = self.value(view)
        if truth is not None:
            return Constant(truth=truth)
        (every, some), (each, any_) = view[self.one], view[self.other]
        left = some & any_ & self.bits
        if left == self.bits and not (every | each) & left:
            return self
        parts = tuple(
            all_of((Atom(self.one, bit).given(view), Atom(self.other, bit).given(view)))
            for bit in each_of(left)
        )
        return parts[0] if len(parts) == 1 else Meeting(parts, self.one, self.other, left)


def each_of(bits: int) -> Iterator[int]:
    """Yield each of some bits, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


Formula = Constant | Atom | NotOf | AllOf | AnyOf

ALWAYS = Constant(truth=True)
NEVER = Constant(truth=False)


def truth_of(formula: Formula, view: View, known: Truths) -> bool | None:
    """Return the truth of a formula; what others have in common with it is worked out once.

    Instruments inherit provisions, so that most of what one asks others ask as well.
    """
    kind = type(formula)
    if kind is Atom or kind is Constant or kind is Meeting:
        return formula.value(view)
    key = id(formula)
    if key in known:
        return known[key]
    result: bool | None
    if isinstance(formula, NotOf):
        found = truth_of(formula.part, view, known)
        result = None if found is None else not found
    else:
        assert isinstance(formula, (AllOf, AnyOf))  # noqa: S101  (there are no others)
        end = kind is AnyOf
        result = not end
        for part in formula.parts:
            if type(part) is Atom:
                # Most parts are, so that a call for each would take most of the time.
                every, some = view[part.slot]
                found = True if every & part.bit else None if some & part.bit else False
            else:
                found = truth_of(part, view, known)
            if found is end:
                result = end
                break
            if found is None:
                result = None
    known[key] = result
    return result


def left_of(formula: Formula, view: View, truths: Truths, known: Residues) -> Formula:
    """Return what is left of a formula; of what others have in common with it, the same."""
    truth = truth_of(formula, view, truths)
    if truth is not None:
        return ALWAYS if truth else NEVER
    key = id(formula)
    found = known.get(key)
    if found is None:
        match formula:
            case Atom():
                found = formula
            case Meeting():
                found = formula.given(view)
            case NotOf(part):
                found = not_of(left_of(part, view, truths, known))
            case AllOf(parts):
                found = all_of(left_of(part, view, truths, known) for part in parts)
            case AnyOf(parts):
                found = any_of(left_of(part, view, truths, known) for part in parts)
            case _:
                found = formula
        known[key] = found
    return found


def slots_of(formula: Formula) -> set[int]:
    """Return the slots that a formula asks about."""
    match formula:
        case Atom(slot, _):
            return {slot}
        case NotOf(part):
            return slots_of(part)
        case AllOf(parts) | AnyOf(parts):
            return set().union(*map(slots_of, parts))
        case _:
            return set()


def first_pivot(parts: Iterable[Formula], view: View) -> Atom | None:
    """Return an open atom of the first part that is itself open."""
    for part in parts:
        if part.value(view) is None:
            return part.pivot(view)
    return None


def all_of(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction, simplified where constants allow it."""
    kept = [part for part in parts if part != ALWAYS]
    if NEVER in kept:
        return NEVER
    return kept[0] if len(kept) == 1 else AllOf(tuple(kept)) if kept else ALWAYS


def any_of(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction, simplified where constants allow it."""
    kept = [part for part in parts if part != NEVER]
    if ALWAYS in kept:
        return ALWAYS
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept)) if kept else NEVER


def not_of(part: Formula) -> Formula:
    """Return the negation, simplified where the part is a constant."""
    return Constant(truth=not part.truth) if isinstance(part, Constant) else NotOf(part)
