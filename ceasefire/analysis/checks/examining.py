"""All checks of a rulebook that loads without problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.analysis.checks.accepting import accepting
from ceasefire.analysis.checks.citations import citations
from ceasefire.analysis.checks.extensions import extensions
from ceasefire.analysis.checks.ground import Ground
from ceasefire.analysis.checks.impossibilities import impossibilities
from ceasefire.analysis.checks.instruments import instruments
from ceasefire.analysis.checks.names import names
from ceasefire.analysis.checks.patterns import patterns
from ceasefire.analysis.checks.presumptions import presumptions
from ceasefire.analysis.checks.provisions import provisions
from ceasefire.analysis.checks.questions import questions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ceasefire.analysis.checks.lint import Lint
    from ceasefire.book import Book
    from ceasefire.rulebook.model import Rulebook

__all__ = ["examine"]

OF_WORLDS: Final[tuple[Callable[[Ground], Iterator[Lint]], ...]] = (
    provisions,
    instruments,
    extensions,
    questions,
    presumptions,
    impossibilities,
    patterns,
)
"""The checks that look at the worlds of a rulebook; a new one is a module and a line here."""

OF_WORDS: Final[tuple[Callable[[Rulebook], Iterator[Lint]], ...]] = (names, citations)
"""The checks that look at what is written."""


def examine(book: Book) -> list[Lint]:
    """Return what is odd about a rulebook, in order of its place in the rule files.

    What is said of "the reading" is of the book's own. Findings that the rule file accepts
    are among them, with the reason.
    """
    ground = Ground(book)
    found = [lint for check in OF_WORLDS for lint in check(ground)]
    found += [lint for check in OF_WORDS for lint in check(book.rulebook)]
    return sorted(accepting(book.rulebook, found), key=lambda lint: lint.order)
