"""Rules as plain expressions over columns, from which every peer's own rules are written.

An expression is a conjunction, disjunction or negation of two kinds of test: a column
has one of some values, or lies between two bounds. Nothing here knows of ceasefires.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "FALSE",
    "TRUE",
    "AllOf",
    "AnyOf",
    "Expression",
    "In",
    "Literal",
    "NotOf",
    "Range",
    "all_of",
    "any_of",
    "columns_of",
    "conjunctions",
    "from_plain",
    "not_of",
    "to_plain",
]


@dataclass(frozen=True, slots=True)
class In:
    """The column's value is one of these (texts, or flags)."""

    column: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The column's whole number is at least ``low`` and less than ``high``."""

    column: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; of no parts, always."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds; of no parts, never."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class NotOf:
    """The part does not hold."""

    part: Expression


Test = In | Range
Expression = In | Range | AllOf | AnyOf | NotOf
Literal = tuple[bool, Test]
"""A test, and whether it is to hold."""

TRUE: Final = AllOf(())
FALSE: Final = AnyOf(())


def all_of(parts: Iterable[Expression]) -> Expression:
    """Return the conjunction; nested ones are opened out, constants go."""
    kept: list[Expression] = []
    for part in parts:
        kept += part.parts if isinstance(part, AllOf) else (part,)
    kept = list(dict.fromkeys(kept))
    if FALSE in kept:
        return FALSE
    return kept[0] if len(kept) == 1 else AllOf(tuple(kept))


def any_of(parts: Iterable[Expression]) -> Expression:
    """Return the disjunction; nested ones are opened out, constants go."""
    kept: list[Expression] = []
    for part in parts:
        kept += part.parts if isinstance(part, AnyOf) else (part,)
    kept = list(dict.fromkeys(kept))
    if TRUE in kept:
        return TRUE
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def not_of(part: Expression) -> Expression:
    """Return the negation; a double one goes."""
    if part in {TRUE, FALSE}:
        return FALSE if part == TRUE else TRUE
    return part.part if isinstance(part, NotOf) else NotOf(part)


def columns_of(expression: Expression) -> set[str]:
    """Return the columns that an expression asks about."""
    match expression:
        case In(column) | Range(column):
            return {column}
        case NotOf(part):
            return columns_of(part)
        case AllOf(parts) | AnyOf(parts):
            return set().union(*map(columns_of, parts))


def conjunctions(expression: Expression, *, holds: bool = True) -> list[tuple[Literal, ...]]:
    """Return the expression as alternatives, each a conjunction of tests.

    This is for engines whose rules are conjunctions; a negated range comes out as the
    ranges beside it.
    """
    match expression:
        case NotOf(part):
            return conjunctions(part, holds=not holds)
        case AllOf(parts) if holds:
            return crossed([conjunctions(part) for part in parts])
        case AnyOf(parts) if not holds:
            return crossed([conjunctions(part, holds=False) for part in parts])
        case AllOf(parts) | AnyOf(parts):
            found = [term for part in parts for term in conjunctions(part, holds=holds)]
            return list(dict.fromkeys(found))
        case Range(column, low, high) if not holds:
            sides = [Range(column, None, low)] if low is not None else []
            sides += [Range(column, high, None)] if high is not None else []
            return [((True, side),) for side in sides]
        case In() | Range():
            return [((holds, expression),)]


def crossed(sides: list[list[tuple[Literal, ...]]]) -> list[tuple[Literal, ...]]:
    """Return every choice of one conjunction a side, joined."""
    return [
        tuple(dict.fromkeys(literal for term in choice for literal in term))
        for choice in product(*sides)
    ]


def to_plain(expression: Expression) -> list[Any]:
    """Return an expression as lists that JSON can hold."""
    match expression:
        case In(column, values):
            return ["in", column, list(values)]
        case Range(column, low, high):
            return ["range", column, low, high]
        case NotOf(part):
            return ["not", to_plain(part)]
        case AllOf(parts):
            return ["all", *map(to_plain, parts)]
        case AnyOf(parts):
            return ["any", *map(to_plain, parts)]


def from_plain(plain: list[Any]) -> Expression:
    """Return the expression of such lists."""
    match plain:
        case ["in", column, values]:
            return In(column, tuple(values))
        case ["range", column, low, high]:
            return Range(column, low, high)
        case ["not", part]:
            return NotOf(from_plain(part))
        case ["all", *parts]:
            return AllOf(tuple(map(from_plain, parts)))
        case ["any", *parts]:
            return AnyOf(tuple(map(from_plain, parts)))
    raise ValueError(plain)
