"""Sets that are too many to be told one by one come to what they would come to so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from hypothesis import event as mark
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.errors import EventError
from ceasefire.program import sets
from ceasefire.testing import documents, events, rulefiles
from ceasefire.testing.rulefiles import Size
from tests.laws.columnar import Columns
from tests.laws.drawn import Case, book_of

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding

FEW = patch.object(sets, "MOST_CELLS", 1)
"""As if any two sets were too many."""

ASKED = patch.object(
    rulefiles, "FIELDS", ("struck", "weapon", "held_by", "present", "allies", "actor", "killed")
)
"""Rule files ask about sets more than about anything else."""

Raw = dict[str, Any]


@st.composite
def files(draw: st.DrawFn) -> Raw:
    """Draw a rule file that asks about sets."""
    with ASKED:
        document: Raw = draw(documents(Size(fields=4, provisions=4, questions=1)))
    return document


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw such a rule file, its book under some reading, and an event with doubts."""
    document = draw(files())
    book = book_of(document, draw(st.sampled_from(sorted(document["readings"]))))
    return Case(document, book, draw(events(book.rulebook)))


def said(finding: Finding) -> Raw:
    """Return what a finding says, but for what it depends on and what may be too much."""
    row = finding.row()
    return {key: row[key] for key in row if key not in {"depends_on", "because", "notes"}} | {
        "deciders": finding.deciders,
        "stated": finding.stated,
        "accounts": [(item.label, item.possible) for item in finding.accounts],
        "participants": [(item.label, item.possible) for item in finding.participants],
    }


@settings(max_examples=100)
@given(case=cases())
def test_many_sets_at_once_come_to_what_each_of_them_does(case: Case) -> None:
    expected = case.book.classify(case.event)
    with FEW:
        found = book_of(case.document, case.book.reading).classify(case.event)
    assert said(found) == said(expected)
    unsure = {doubt.name for doubt in found.doubts if not doubt.sure}
    assert set(expected.depends_on) <= set(found.depends_on)
    assert set(found.depends_on) - set(expected.depends_on) <= unsure
    mark(f"unsure: {bool(unsure)}")
    labels = {label for doubt in found.doubts for value in doubt.values for label in value.labels}
    mark(f"several: {'two or more together' in labels}")


@st.composite
def feeds(draw: st.DrawFn) -> tuple[Raw, str, list[Raw]]:
    """Draw a rule file, a reading, and a feed."""
    document = draw(files())
    reading = draw(st.sampled_from(sorted(document["readings"])))
    drawn = draw(
        st.lists(
            events(book_of(document, reading).rulebook, alternatives=True), min_size=3, max_size=8
        )
    )
    return document, reading, [{**event, "id": f"event {n}"} for n, event in enumerate(drawn)]


def classified(book: Book, event: Raw) -> Finding | None:
    """Return what the reference engine finds; nothing for an event that is at fault."""
    try:
        return book.classify(event)
    except EventError:
        return None


@settings(max_examples=40)
@given(drawn=feeds())
def test_all_engines_agree_on_many_sets_at_once(drawn: tuple[Raw, str, list[Raw]]) -> None:
    document, reading, feed = drawn
    with FEW:
        book = book_of(document, reading)
        expected = [classified(book, event) for event in feed]
        columns = Columns(book, feed)
        for one, other in zip(expected, columns.findings(), strict=True):
            assert (one and one.row()) == (other and other.row())
        for one, other in zip(expected, columns.verdicts(swift=True), strict=True):
            assert (one and one.possible) == (other and other.possible)
