"""Books under answers and credits of no reading, and the feeds that analyses are tried on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ceasefire.book import Book
from ceasefire.findings.counts import told
from ceasefire.rulebook.model import Reading
from ceasefire.testing import documents, events
from tests.laws.drawn import book_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.events.event import Event

__all__ = ["SEEDS", "Feed", "feeds", "under", "verdict"]

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "article.jsonl"


class Feed:
    """A book and events, drawn."""

    def __init__(self, book: Book, events_: list[dict[str, Any]]) -> None:
        self.book, self.events = book, events_

    def __repr__(self) -> str:
        return f"reading {self.book.reading}, events {self.events}, {self.book.rulebook}"

    def event(self, key: str) -> dict[str, Any]:
        return next(event for event in self.events if event["id"] == key)


@st.composite
def feeds(draw: st.DrawFn, *, most: int = 2) -> Feed:
    """Draw a rulebook and a few events, each with an id of its own."""
    document = draw(documents())
    book = book_of(document, draw(st.sampled_from(sorted(document["readings"]))))
    drawn = draw(st.lists(events(book.rulebook), min_size=1, max_size=most))
    return Feed(book, [{**event, "id": f"E{n}"} for n, event in enumerate(drawn)])


def under(book: Book, answers: Mapping[str, str], credit: Sequence[str]) -> Book:
    """Return a book under answers and credits of no reading of it."""
    readings = {**book.rulebook.readings, "drawn": Reading("drawn", "", answers, tuple(credit))}
    other = Book(replace(book.rulebook, readings=readings), "drawn", book.known, book._instant)
    other.__dict__["_compiled"] = book._compiled
    return other


def verdict(book: Book, event: Event | Mapping[str, Any]) -> str:
    """Return what the library says of an event, asked for nothing else."""
    return told(book.classify(event))
