"""A rulebook as each case asks it: under a reading, with other answers, as of a date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.book import Book
    from ceasefire.testing.cases.model import Case

__all__ = ["Books"]


class Books:
    """The books of one rulebook; those known at one date share all that is compiled."""

    def __init__(self, book: Book) -> None:
        """Take the book, whose own date is left aside."""
        self.dated: dict[str, Book] = {"": book.as_of(None) if book.known else book}
        self.found: dict[tuple[str, str, frozenset[tuple[str, str | None]]], Book] = {}

    @property
    def plain(self) -> Book:
        """The book that knows everything."""
        return self.dated[""]

    def of(self, case: Case) -> Book:
        """Return the book that a case is tried under."""
        key = case.as_of, case.reading, frozenset(case.answers.items())
        if key not in self.found:
            book = self._dated(case.as_of).with_reading(case.reading)
            self.found[key] = answered(book, case.answers) if case.answers else book
        return self.found[key]

    def _dated(self, known: str) -> Book:
        if known not in self.dated:
            self.dated[known] = self.dated[""].as_of(known)
        return self.dated[known]


def answered(book: Book, answers: Mapping[str, str | None]) -> Book:
    """Return a book whose reading answers some questions otherwise, or leaves them open."""
    reading = book.rulebook.readings[book.reading]
    merged = {**reading.answers, **answers}
    other = replace(
        reading, answers={key: item for key, item in merged.items() if item is not None}
    )
    rulebook = replace(book.rulebook, readings={**book.rulebook.readings, book.reading: other})
    found = replace(book, rulebook=rulebook)
    # What is compiled leaves questions open, and so is the same for all answers.
    found.__dict__["_compiled"] = book._compiled  # noqa: SLF001  (our own)
    return found
