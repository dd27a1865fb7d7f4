"""What the conditions of a rulebook ask about, test by test."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ceasefire.rulebook.logic import All, Any, Not

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Rulebook

__all__ = ["conditions_of", "tests_of"]


def tests_of(condition: Condition) -> Iterator[Condition]:
    """Yield the tests that a condition is made of."""
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case All(parts) | Any(parts):
                waiting += parts
            case Not(part):
                waiting.append(part)
            case test:
                yield test


def conditions_of(book: Rulebook) -> Iterator[Condition]:
    """Yield every condition of a rulebook, those of patterns and laws as well."""
    for item in book.instruments.values():
        yield from (item.time, item.place, item.actor, item.answers)
        yield from (provision.condition for provision in item.provisions)
    yield from (item.condition for item in book.impossible)
    yield from chain.from_iterable(pattern.conditions for pattern in book.patterns.values())
    yield from (law.condition for law in book.laws.values())
