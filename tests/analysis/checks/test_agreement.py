"""What a check finds, and what it does not, is what brute force over all acts finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import event as mark
from hypothesis import given

from ceasefire import testing
from ceasefire.analysis.checks import examine
from ceasefire.analysis.checks.ground import Ground
from ceasefire.analysis.checks.presumptions import Presumed
from ceasefire.testing import Size
from tests.analysis.checks.oracle import Oracle
from tests.analysis.worlds import book_of, found_under

if TYPE_CHECKING:
    from ceasefire.analysis.checks import Lint
    from ceasefire.book import Book
    from ceasefire.rulebook.model import Rulebook

pytestmark = pytest.mark.no_cover

SMALL = Size(parties=2, places=1, questions=2, instruments=2, provisions=3, fields=2)

OF_WORLDS = {
    *("never-matches", "lifts-nothing", "changes-nothing", "changes-nothing-as-read"),
    *("never-in-force", "reaches-nothing", "never-decides", "inside-another"),
    *("question-changes-nothing", "answers-alike", "impossible-never-met"),
}


@given(rulebook=testing.rulebooks(SMALL))
def test_findings_are_just_those_of_brute_force(rulebook: Rulebook) -> None:
    book = book_of(rulebook)
    oracle = Oracle(book)
    lints = examine(book)
    assert not [lint for lint in lints if lint.code == "not-worked-out"]
    found = {lint.at: lint.code for lint in lints if lint.code in OF_WORLDS}
    expected = oracle.provisions() | oracle.instruments() | oracle.questions() | oracle.impossible()
    assert found == expected
    for code in sorted(set(expected.values())):
        mark(code)


@given(rulebook=testing.rulebooks(SMALL))
def test_presumptions_hide_what_brute_force_says(rulebook: Rulebook) -> None:
    book = book_of(rulebook)
    oracle = Oracle(book)
    lints = {lint.at: lint for lint in examine(book)}
    ground = Ground(book)
    for item in rulebook.presumptions.values():
        presumed = Presumed(ground, item)
        if len(presumed.groups) != 1:
            continue
        (kept,) = presumed.groups
        hides, changes = oracle.presumption(item.field, {k for k in kept if isinstance(k, int)})
        lint = lints.get(f"presume.{item.field}")
        code = lint.code if lint else ""
        assert (code == "presumption-changes-nothing") == (not changes)
        if code == "presumption-hides-doubt":
            assert hides
        mark(f"hides {hides}, found {code or 'nothing'}")


@given(rulebook=testing.rulebooks(SMALL))
def test_events_show_what_is_claimed(rulebook: Rulebook) -> None:
    book = book_of(rulebook)
    for lint in examine(book):
        if lint.witness is not None:
            assert shows(book, lint), lint


def shows(book: Book, lint: Lint) -> bool:
    """Return whether the event of a finding shows what it claims."""
    event, answers = dict(lint.witness or {}), lint.answers
    now = found_under(book, event, answers)
    items = book.rulebook.instruments
    if lint.code == "presumption-hides-doubt":
        field = lint.at.partition(".")[2]
        kept = {key: item for key, item in book.rulebook.presumptions.items() if key != field}
        without = book_of(replace(book.rulebook, presumptions=kept))
        return now.settled and len(found_under(without, event, answers).possible) > 1
    parts = lint.at.split(".")
    if lint.code in {"extension-gap", "extension-overlap", "extension-leaves-out"}:
        own, base = (grounds(book, key, lint) for key in (parts[1], items[parts[1]].extends))
        if lint.code == "extension-overlap":
            return not (own | base) & HEADER
        missed = "time" if lint.code == "extension-gap" else "place"
        return missed in own and "time" in base
    if lint.code == "inside-another":
        return not grounds(book, parts[1], lint) & HEADER
    then = found_under(less(book, parts), event, answers)
    if lint.code == "changes-nothing-as-read":
        return now.possible.isdisjoint(then.possible)
    return now.possible == then.possible


HEADER = {"time", "place", "actor", "question"}
"""The grounds on which an instrument does not reach an act."""


def grounds(book: Book, instrument: str, lint: Lint) -> set[str]:
    """Return the grounds on which an instrument alone leaves the event of a finding out."""
    alone = {instrument: book.rulebook.instruments[instrument]}
    only = book_of(replace(book.rulebook, instruments=alone))
    return set(found_under(only, dict(lint.witness or {}), lint.answers).ground)


def less(book: Book, path: list[str]) -> Book:
    """Return a book without an instrument, or without a provision wherever it is inherited."""
    gone = (path[1], path[3]) if len(path) > 2 else None
    items = {
        key: replace(
            item,
            provisions=tuple(each for each in item.provisions if (each.origin, each.id) != gone),
        )
        for key, item in book.rulebook.instruments.items()
        if gone or key != path[1]
    }
    return book_of(replace(book.rulebook, instruments=items))
