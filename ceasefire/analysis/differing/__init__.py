"""What changed in meaning between two rulebooks, over every event there could be.

>>> difference(ceasefire.load("old.yaml"), ceasefire.load("new.yaml")).changes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.differing.apart import apart
from ceasefire.analysis.differing.changing import changes, told_once
from ceasefire.analysis.differing.comparison import Comparison
from ceasefire.analysis.differing.edits import edits
from ceasefire.analysis.differing.grading import graded
from ceasefire.analysis.differing.model import Change, Difference, Edit, Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.analysis.space.space import Solver
    from ceasefire.book import Book

__all__ = ["Change", "Difference", "Edit", "Side", "difference", "first_difference"]


def difference(old: Book, new: Book, *, any_answers: bool = False) -> Difference:
    """Return what changed between two books: each is read under its own reading.

    With ``any_answers`` they are compared under any answers to the questions, which are
    then taken to be the same for both. Where a search was too long, what it was about is
    among what is ``unsettled``: nothing is claimed of it.
    """
    comparison = Comparison(old, new, any_answers=any_answers)
    found = tuple(told_once(changes(comparison)))
    edited = tuple(edits(old.program.rulebook, new.program.rulebook))
    return Difference(
        side_of(old),
        side_of(new),
        found,
        edited,
        (*graded(comparison), *apart(old, new, edited)),
        tuple(comparison.unsettled),
    )


def first_difference(
    old: Book,
    new: Book,
    *,
    any_answers: bool = False,
    wanted: Callable[[Change], bool] = lambda _: True,
    solver: Solver = "boxes",
) -> tuple[Change | None, tuple[str, ...]]:
    """Return an event of which two books tell different things, and what was not worked out.

    ``wanted`` says which changes count, ``solver`` what searches, as of
    :class:`~ceasefire.analysis.space.Space`. Where there is no event and nothing was left open,
    it is proved that there is none.
    """
    comparison = Comparison(old, new, any_answers=any_answers, solver=solver)
    for change in changes(comparison):
        if wanted(change):
            return change, ()
    return None, tuple(comparison.unsettled)


def side_of(book: Book) -> Side:
    """Return how a book is read."""
    return Side(book.id, book.digest, book.reading, book.known)
