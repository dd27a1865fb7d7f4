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
    from collections.abc import Iterable

__all__ = [
    "ALWAYS",
    "NEVER",
    "AllOf",
    "AnyOf",
    "Atom",
    "Constant",
    "Formula",
    "NotOf",
    "View",
    "all_of",
    "any_of",
    "not_of",
    "slots_of",
]

View = Sequence[tuple[int, int]]
"""For each slot, the tests that all its cells pass and those that some cell passes."""


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


Formula = Constant | Atom | NotOf | AllOf | AnyOf

ALWAYS = Constant(truth=True)
NEVER = Constant(truth=False)


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
