"""Laws of differences: what is proved to be equal is equal, and what is shown differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.analysis.differing import difference, first_difference
from ceasefire.analysis.differing.told import told_by
from ceasefire.book import Book
from ceasefire.testing import events
from tests.analysis.mutants import pairs

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook

pytestmark = pytest.mark.no_cover

READINGS = st.sampled_from(("partial", "whole", "open"))
Pair = tuple["Rulebook", "Rulebook"]

FEWER = settings(max_examples=settings().max_examples // 3)
"""To draw two rulebooks takes long."""


def told(books: list[Book], event: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what each book tells of an event."""
    return [(found.verdict, found.possible) for found in (told_by(book, event) for book in books)]


@FEWER
@given(pairs(), READINGS, st.data())
def test_what_is_equal_tells_the_same_of_every_event(
    pair: Pair, reading: str, data: st.DataObject
) -> None:
    books = [Book(rulebook, reading) for rulebook in pair]
    if difference(*books).equal:
        for book in books:
            old, new = told(books, data.draw(events(book.rulebook)))
            assert old == new


@FEWER
@given(pairs(), READINGS)
def test_what_is_shown_is_so(pair: Pair, reading: str) -> None:
    books = [Book(rulebook, reading) for rulebook in pair]
    for change in difference(*books).changes:
        old, new = told(books, dict(change.event))
        assert old != new
        assert old == (change.old.verdict, change.old.possible)
        assert new == (change.new.verdict, change.new.possible)


@FEWER
@given(pairs())
def test_differences_are_found_both_ways(pair: Pair) -> None:
    old, new = (Book(rulebook, "whole") for rulebook in pair)
    there, back = difference(old, new), difference(new, old)
    assert {there.equal, back.equal} != {True, False}


@FEWER
@given(pairs())
def test_under_any_answers_equal_is_equal_under_each_reading(pair: Pair) -> None:
    old, new = (Book(rulebook, "open") for rulebook in pair)
    found, unsettled = first_difference(old, new, any_answers=True)
    if found is None and not unsettled:
        for reading in ("partial", "whole", "open"):
            both = [Book(rulebook, reading) for rulebook in pair]
            credited = [{*book.setting.credit} for book in both]
            if credited[0] == credited[1] and both[0].setting.answers == both[1].setting.answers:
                assert difference(*both).equal
