"""Formulas of which two that say the same, part by part, are one object.

Rulebooks that are compared have most of their clauses in common. Where what is equal is
the same object, that is seen at once, however long the formulas are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.program.formulas import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    Constant,
    Formula,
    NotOf,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

__all__ = ["Forms", "distinct", "parts_of"]


class Forms:
    """Makes formulas, each but once."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: dict[Hashable, Formula] = {}

    def atom(self, slot: int, bit: int) -> Formula:
        """Return a test."""
        return self._known.setdefault((slot, bit), Atom(slot, bit))

    def negated(self, part: Formula) -> Formula:
        """Return that a part is false."""
        if isinstance(part, NotOf):
            return part.part
        if isinstance(part, Constant):
            return NEVER if part.truth else ALWAYS
        return self._known.setdefault(("not", id(part)), NotOf(part))

    def all(self, parts: Iterable[Formula]) -> Formula:
        """Return that every part holds, in whatever order and however often they are named."""
        kept = distinct(part for part in parts if part is not ALWAYS)
        if any(part is NEVER for part in kept):
            return NEVER
        return self._joined("all", kept, AllOf, ALWAYS)

    def any(self, parts: Iterable[Formula]) -> Formula:
        """Return that some part holds."""
        kept = distinct(part for part in parts if part is not NEVER)
        if any(part is ALWAYS for part in kept):
            return ALWAYS
        return self._joined("any", kept, AnyOf, NEVER)

    def _joined(
        self, name: str, parts: tuple[Formula, ...], kind: type[AllOf | AnyOf], none: Formula
    ) -> Formula:
        if not parts:
            return none
        if len(parts) == 1:
            return parts[0]
        return self._known.setdefault((name, frozenset(map(id, parts))), kind(parts))


def distinct(parts: Iterable[Formula]) -> tuple[Formula, ...]:
    """Return formulas, each object once, in order."""
    return tuple({id(part): part for part in parts}.values())


def parts_of(forms: Forms, formula: Formula, *, truth: bool = True) -> Iterator[Formula]:
    """Yield formulas that must all hold for a formula to have a truth."""
    match formula:
        case NotOf(part):
            yield from parts_of(forms, part, truth=not truth)
        case AllOf(parts) if truth:
            for part in parts:
                yield from parts_of(forms, part)
        case AnyOf(parts) if not truth:
            for part in parts:
                yield from parts_of(forms, part, truth=False)
        case _:
            yield formula if truth else forms.negated(formula)
