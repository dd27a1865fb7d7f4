"""Every world of small rulebooks, one by one, and books under any answers."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from hypothesis import assume

from ceasefire.book import Book
from tests.meaning.worlds import every_set, truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.analysis.space import Space
    from ceasefire.findings.finding import Finding
    from ceasefire.rulebook.model import Rulebook

__all__ = ["book_of", "found_under", "possible_worlds"]

MOST = 3_000


def book_of(rulebook: Rulebook) -> Book:
    """Return the book of a rulebook, under its default reading."""
    return Book(rulebook, rulebook.default_reading)


def possible_worlds(
    space: Space, answers: Mapping[str, str] | None = None
) -> Iterator[tuple[int, ...]]:
    """Yield the signatures of each possible world; rulebooks that have too many are passed over."""
    state = space.answered(answers or {})
    cells = [every_set(each) for each in state.cells]
    assume(prod(map(len, cells)) <= MOST)
    program = space.program
    for world in product(*cells):
        if truth(program.incident, world) and not any(
            truth(formula, world) for formula in program.impossible
        ):
            yield world


def found_under(book: Book, event: dict[str, Any], answers: Mapping[str, str]) -> Finding:
    """Return the finding of an event under the reading of a book and further answers."""
    setting = book.setting._replace(answers={**book.setting.answers, **answers})
    return book.engine.find(book.read(event), setting)
