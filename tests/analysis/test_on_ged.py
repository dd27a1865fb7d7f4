"""Analyses of the UCDP record are what its rows say one by one; skipped without it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

import ceasefire
from ceasefire.analysis.casework import Docket
from ceasefire.analysis.comparing import compare
from ceasefire.analysis.sensitivity import sensitivity
from ceasefire.analysis.settling import settle
from ceasefire.cli.counting import Tally
from ceasefire.events.feeds import read_feed
from ceasefire.findings.counts import COUNTED
from tests.analysis.stances import under, verdict
from tests.analysis.trials import each, trials

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

EVERY = 23
"""Of the rows of the truce, each of so many is tried one by one."""


@pytest.fixture(scope="module")
def book() -> Book:
    return ceasefire.load("syria-2016")


@pytest.fixture(scope="module")
def rows(book: Book, shared_data: Path) -> Docket:
    """Return some rows of the truce."""
    found = Docket(book, "ged")
    number = 0
    for record in read_feed(shared_data / "ged_syria_2016_2019.csv", rulebook=book.rulebook):
        if record.event is not None and "2016-02-27" <= str(record.event.when)[:10] < "2016-05-31":
            number += 1
            if number % EVERY == 0:
                found.add(record)
    assert len(found.entries) > 50
    return found


@pytest.mark.slow
def test_readings_of_the_truce_are_what_each_says(book: Book, rows: Docket) -> None:
    found = compare(book, rows)
    for row in found.rows:
        tally = Tally()
        for entry in rows.entries:
            tally.add([], book.with_reading(row.reading).classify(entry.event))
        assert row.verdicts == {str(v): tally.every.spread(v) for v in COUNTED}
    assert found.disputes


@pytest.mark.slow
def test_disputes_of_the_truce_turn_on_what_is_told(book: Book, rows: Docket) -> None:
    events = {entry.id: entry.event for entry in rows.entries}
    for dispute in compare(book, rows, ["baseline", "area-based"]).disputes:
        (turn,) = dispute.turns
        answers = book.rulebook.readings[turn.one].answers
        for some in turn.sets:
            for size in range(len(some) + 1):
                for part in combinations(some, size):
                    other = {**answers, **{change.name: change.after for change in part}}
                    ends = verdict(under(book, other, ()), events[dispute.event])
                    assert (ends == dispute.verdicts[turn.other]) == (part == some)


@pytest.mark.slow
def test_what_would_settle_the_truce_is_what_classify_says(book: Book, rows: Docket) -> None:
    checked = 0
    for number, trial in enumerate(trials(book, rows)):
        for fact in trial.facts if number % 6 == 0 else ():
            for branch in fact.branches:
                for cell in each(branch):
                    assert trial.mask([cell]) == trial.mask([branch])
                    checked += trial.check([(fact, cell)])
    assert checked > 20


@pytest.mark.slow
def test_counts_of_the_truce_move_as_told(book: Book, rows: Docket) -> None:
    found = sensitivity(book, rows)
    for factor, setting in found.settings():
        if factor.name == "civilians-protected":
            answers = {**book.setting.answers, factor.name: setting.name}
            tally = Tally()
            for entry in rows.entries:
                tally.add([], under(book, answers, ()).classify(entry.event))
            assert setting.every.verdicts == {str(v): tally.every.spread(v) for v in COUNTED}
    inquiry = settle(book, rows)
    assert len(inquiry.cases) == len(rows.entries) - found.base.every.settled
