"""Law 10: all engines agree, on every column of every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.engines.columnar.sparing import FEW
from ceasefire.errors import EventError
from ceasefire.testing import documents, events
from tests.laws.columnar import Columns
from tests.laws.drawn import book_of

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding

EXAMPLES = 150
"""So many rulebooks, each with several events: more than a thousand findings are compared."""


@st.composite
def feeds(draw: st.DrawFn) -> tuple[Book, list[dict[str, Any]]]:
    """Draw a book under some reading, as known at some date, and a feed for it."""
    document = draw(documents())
    book = book_of(document, draw(st.sampled_from(sorted(document["readings"]))))
    if draw(st.booleans()):
        book = book.as_of(f"2016-03-2{draw(st.integers(0, 9))}")
    drawn = draw(
        st.lists(events(book.rulebook, parts=True, alternatives=True), min_size=5, max_size=12)
    )
    return book, [{**event, "id": f"event {n}"} for n, event in enumerate(drawn)]


def reference(book: Book, feed: list[dict[str, Any]]) -> list[Finding | None]:
    """Return what the reference engine finds; nothing for an event that is at fault."""
    found: list[Finding | None] = []
    for event in feed:
        try:
            found.append(book.classify(event))
        except EventError:
            found.append(None)
    return found


@settings(max_examples=EXAMPLES)
@given(drawn=feeds(), few=st.sampled_from((0, FEW)))
def test_law_10_the_columnar_engine_finds_what_the_reference_engine_does(
    drawn: tuple[Book, list[dict[str, Any]]], few: int
) -> None:
    book, feed = drawn
    columns = Columns(book, feed, few)
    expected = reference(book, feed)
    found = columns.findings()
    for event, one, other in zip(feed, expected, found, strict=True):
        assert (one is None) == (other is None), event
        if one is not None and other is not None:
            assert (one.row(), one.severity) == (other.row(), other.severity), event
    for swift in (False, True):
        for event, one, other in zip(feed, expected, columns.verdicts(swift=swift), strict=True):
            if one is not None and other is not None:
                short = other.verdict, other.possible, other.settled
                assert short == (one.verdict, one.possible, one.settled), event
            else:
                assert one is other, event
