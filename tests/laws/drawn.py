"""Drawing rulebooks and events for the laws, and comparing what findings say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ceasefire.book import Book
from ceasefire.testing import certain_events, documents, events, rulebook_of, text_of

if TYPE_CHECKING:
    from ceasefire.findings.finding import Finding

__all__ = ["Case", "book_of", "cases", "certain_cases", "meaning_of", "verdicts"]

Raw = dict[str, Any]


class Case:
    """A rule file, its book under one reading, and an event."""

    def __init__(self, document: Raw, book: Book, event: Raw) -> None:
        """Take the three."""
        self.document, self.book, self.event = document, book, event

    def __repr__(self) -> str:
        """Show what was drawn, and nothing that follows from it."""
        return (
            f"reading {self.book.reading}, event {self.event}, rule file:\n{text_of(self.document)}"
        )


def book_of(document: Raw, reading: str = "") -> Book:
    """Return the book of a rule file, under its default reading or another."""
    rulebook = rulebook_of(document)
    return Book(rulebook, reading or rulebook.default_reading)


@st.composite
def cases(draw: st.DrawFn, *, parts: bool = True, alternatives: bool = True) -> Case:
    """Draw a rule file, its book under some reading, and an event with doubts."""
    document: Raw = draw(documents())
    book = book_of(document, draw(st.sampled_from(sorted(document["readings"]))))
    return Case(document, book, draw(events(book.rulebook, parts=parts, alternatives=alternatives)))


@st.composite
def certain_cases(draw: st.DrawFn) -> Case:
    """Draw a rule file, its book with every question answered, and an event without doubt."""
    document: Raw = draw(documents())
    book = book_of(document, "whole")
    return Case(document, book, draw(certain_events(book.rulebook)))


def verdicts(finding: Finding) -> set[str]:
    """Return what is possible, as plain words."""
    return {str(verdict) for verdict in finding.possible}


def meaning_of(finding: Finding) -> Raw:
    """Return what a finding says, without the words in which the event was reported."""
    row = finding.row()
    return {
        key: row[key]
        for key in (
            "verdict",
            "possible",
            "settled",
            "instrument",
            "provision",
            "ground",
            "depends_on",
        )
    } | {"severity": finding.severity, "any": finding.possible_any_reading}
