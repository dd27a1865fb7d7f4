"""What a rulebook asks of a world: tests of one field each, and how they go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.terms.times import Window

__all__ = [
    "ALWAYS",
    "All",
    "AnswerTest",
    "Any",
    "CategoryTest",
    "Condition",
    "FlagTest",
    "Not",
    "NumberTest",
    "PartyTest",
    "PlaceTest",
    "TimeTest",
    "asks",
    "conjunction",
    "disjunction",
]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; with no parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class CategoryTest:
    """The field's category is one of ``names`` or lies below one of them."""

    field: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class PartyTest:
    """The field's party is one of ``names`` or is, at the time, part of one."""

    field: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceTest:
    """The event's location lies in one of the named places."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimeTest:
    """The event's instant lies in the window."""

    window: Window


@dataclass(frozen=True, slots=True)
class NumberTest:
    """The field's number lies between the bounds; ``None`` is no bound."""

    field: str
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class FlagTest:
    """The field's flag has this value."""

    field: str
    value: bool


@dataclass(frozen=True, slots=True)
class AnswerTest:
    """The question is answered by one of ``answers``."""

    question: str
    answers: frozenset[str]


Condition = (
    All
    | Any
    | Not
    | CategoryTest
    | PartyTest
    | PlaceTest
    | TimeTest
    | NumberTest
    | FlagTest
    | AnswerTest
)

ALWAYS: Final = All(())
"""The condition that always holds."""


def asks(condition: Condition) -> bool:
    """Return whether a condition hangs on the answer to a question."""
    match condition:
        case All(parts) | Any(parts):
            return any(map(asks, parts))
        case Not(part):
            return asks(part)
        case _:
            return isinstance(condition, AnswerTest)


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
