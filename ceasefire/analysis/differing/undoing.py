"""Whether an event is told of otherwise by what means another thing, or by other changes too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.differing.told import told_by

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.analysis.differing.model import Change
    from ceasefire.book import Book
    from ceasefire.rulebook.model import Rulebook

__all__ = ["Undoing"]

Undone = dict[str, Any]


class Undoing:
    """The new book with one kind of thing as in the old one, for each kind."""

    def __init__(self, old: Book, new: Book) -> None:
        """Take both books."""
        self.old, self.new = old, new
        self._books: dict[tuple[str, str], Book] = {}

    def explains(self, change: Change, answers: Mapping[str, str] | None) -> bool:
        """Return whether a difference goes away once its cause alone is undone.

        So it counts, too, where that cannot be: the new rulebook may ask about what the old
        one does not have. ``answers`` are those of the new book, in place of its reading's.
        """
        part = PARTS.get(change.cause)
        if part is None:
            return True
        subject = change.subject if change.cause == "presumption" else ""
        try:
            book = self._books.get((change.cause, subject))
            if book is None:
                book = self._made(part, subject)
                self._books[change.cause, subject] = book
            undone = told_by(book, change.event, answers)
        except (KeyError, ValueError):
            return True
        return not change.old.differs(undone)

    def _made(self, part: Callable[[Rulebook, Rulebook, str], Undone], subject: str) -> Book:
        old, new = (book.program.rulebook for book in (self.old, self.new))
        return replace(self.new, rulebook=replace(new, **part(old, new, subject)))


def parties(old: Rulebook, new: Rulebook, _: str) -> Undone:
    """Return the parties of the old rulebook; those that only the new one has are kept."""
    return {"parties": {**new.parties, **old.parties}}


def places(old: Rulebook, new: Rulebook, _: str) -> Undone:
    """Return the places likewise."""
    return {"places": {**new.places, **old.places}}


def words(old: Rulebook, _: Rulebook, __: str) -> Undone:
    """Return the vocabularies of the old rulebook."""
    return {"taxonomy": old.taxonomy}


def timezone(old: Rulebook, _: Rulebook, __: str) -> Undone:
    """Return the time zone of the old rulebook, in which reports are read; windows stay."""
    return {"timezone": old.timezone}


def presumption(old: Rulebook, new: Rulebook, field: str) -> Undone:
    """Return what the old rulebook presumes of a field, with all else of the new one."""
    found = {key: item for key, item in new.presumptions.items() if key != field}
    if field in old.presumptions:
        found[field] = old.presumptions[field]
    return {"presumptions": found}


PARTS: Final[Mapping[str, Callable[[Rulebook, Rulebook, str], Undone]]] = {
    "name": parties,
    "place": places,
    "word": words,
    "time": timezone,
    "presumption": presumption,
}
"""For each cause, what is put in place of that of the new rulebook."""
