"""Formulas as rules: rows of flags, of which one must hold as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, Formula, NotOf

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MOST_ROWS", "Row", "rows_of"]

MOST_ROWS: Final = 8
"""How many rows stand for a formula; one that takes more becomes a flag of its own."""

MOST_TESTS: Final = 24
"""How many flags a row has, likewise."""

Row: TypeAlias = dict[Formula, bool]
"""Flags that are set, and others that are not. Most are tests, some are formulas."""


def rows_of(formula: Formula, *, holds: bool = True) -> list[Row]:
    """Return rows of which some holds in a world if and only if the formula ``holds``."""
    match formula:
        case Constant(truth):
            return [{}] if truth == holds else []
        case Atom():
            return [{formula: holds}]
        case NotOf(part):
            return rows_of(part, holds=not holds)
        case AllOf(parts) | AnyOf(parts):
            each = [rows_of(part, holds=holds) for part in parts]
            together = isinstance(formula, AllOf) == holds
            found = conjoined(each) if together else disjoined(each)
            return [{formula: holds}] if found is None else found


def disjoined(each: Iterable[list[Row]]) -> list[Row] | None:
    """Return rows of which some holds if one of some does; nothing where they are many."""
    found: list[Row] = []
    for rows in each:
        found += [row for row in rows if row not in found]
    return found if len(found) <= MOST_ROWS else None


def conjoined(each: Iterable[list[Row]]) -> list[Row] | None:
    """Return rows of which some holds if one of each does; nothing where they are many."""
    found: list[Row] = [{}]
    for rows in each:
        merged = (one | other for one in found for other in rows if agree(one, other))
        kept = disjoined([list(merged)])
        if kept is None or any(len(row) > MOST_TESTS for row in kept):
            return None
        found = kept
    return found


def agree(one: Row, other: Row) -> bool:
    """Return whether no flag is set in one row, and not set in the other."""
    return all(other.get(flag, value) == value for flag, value in one.items())
