"""Conditions put together, without parts that say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.model import All, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.rulebook.model import Condition

__all__ = ["ALWAYS", "NEVER", "conjunction", "disjunction"]

ALWAYS: Final = All(())
"""The condition that always holds."""

NEVER: Final = Any(())
"""The condition that never holds."""


def conjunction(parts: Iterable[Condition]) -> Condition:
    """Return the condition that every part holds; nested ones are opened out."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else (part,))
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def disjunction(parts: Iterable[Condition]) -> Condition:
    """Return the condition that some part holds; nested ones are opened out."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Any) else (part,))
    if any(part == ALWAYS for part in flat):
        return ALWAYS
    return flat[0] if len(flat) == 1 else Any(tuple(flat))
