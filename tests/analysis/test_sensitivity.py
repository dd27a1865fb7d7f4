"""Each figure is what counting the findings under that setting alone comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import event as mark
from hypothesis import given, settings

import ceasefire
from ceasefire.analysis.casework.docket import docket
from ceasefire.analysis.sensitivity import Factor, Setting, sensitivity
from ceasefire.analysis.sensitivity.figures import EVERY
from ceasefire.analysis.sensitivity.measure import OPEN
from ceasefire.analysis.sensitivity.standards import level_of
from ceasefire.cli.analysing.measured import bar
from ceasefire.cli.counting import Tally
from ceasefire.findings.counts import COUNTED, Spread, told
from ceasefire.terms.names import normalise
from tests.analysis.stances import SEEDS, Feed, feeds, under

if TYPE_CHECKING:
    from ceasefire.events.event import Event

LEVELS = ("rumour", "alleged", "reported", "corroborated", "verified", "determined")


def book_of(feed: Feed, factor: Factor, setting: Setting) -> ceasefire.Book:
    """Return the book with a setting."""
    reading = feed.book.rulebook.readings[feed.book.reading]
    answers, credit = dict(reading.answers), list(reading.credit)
    if factor.kind == "question" and setting.name != OPEN:
        answers[factor.name] = setting.name
    if factor.kind == "credit":
        credit = [name for name in credit if normalise(name) != normalise(factor.name)]
        credit += [factor.name] if setting.name == "credited" else []
    return under(feed.book, answers, credit)


def event_of(book: ceasefire.Book, event: Event, setting: Setting) -> Event:
    """Return an event with the accounts that count by a standard."""
    if setting.name == "all accounts":
        return event
    at = setting.name.removeprefix("accounts at least ")
    levels = LEVELS[LEVELS.index(at) :] if at in LEVELS else ()
    credit = set(map(normalise, book.setting.credit))
    kept = [
        item
        for item in event.alternatives
        if item.supersedes
        or item.stated
        or credit & set(map(normalise, item.said_by))
        or level_of(item) in levels
    ]
    return event.model_copy(update={"alternatives": kept})


@settings(max_examples=50, deadline=None)
@given(feed=feeds())
def test_each_setting_counts_as_classifying_under_it_does(feed: Feed) -> None:
    found = sensitivity(feed.book, feed.events)
    events = [feed.book.read(event) for event in feed.events]
    actors = docket(feed.book, events)
    usual = [feed.book.classify(event) for event in events]
    for factor, setting in found.settings():
        book = book_of(feed, factor, setting)
        tally, moved = Tally(), 0
        for entry, before in zip(actors.entries, usual, strict=True):
            event = entry.event
            if factor.kind == "accounts":
                event = event_of(book, event, setting)
            finding = book.classify(event)
            tally.add(map(str, actors.actors(entry, tuple(book.setting.credit))), finding)
            moved += (told(before), before.possible) != (told(finding), finding.possible)
        assert setting.moved == moved
        assert not (setting.base and moved)
        for party, count in {EVERY: tally.every, **tally.actors}.items():
            figures = setting.figures(party)
            assert figures.verdicts == {str(v): count.spread(v) for v in COUNTED}
            assert (figures.events, figures.settled) == (count.events, count.settled)
        assert setting.parties.keys() == tally.actors.keys()
        mark(f"{factor.kind}, {'moved' if moved else 'still'}")


@settings(max_examples=50, deadline=None)
@given(feed=feeds())
def test_factors_are_all_questions_and_come_by_swing(feed: Feed) -> None:
    found = sensitivity(feed.book, feed.events)
    asked = {factor.name for factor in found.factors if factor.kind == "question"}
    assert asked == feed.book.rulebook.questions.keys()
    swings = [factor.swing for factor in found.factors]
    assert swings == sorted(swings, reverse=True)
    for factor in found.factors:
        assert [setting.base for setting in factor.settings].count(True) == 1
        assert factor.swing_of("violating") >= 0


def test_how_the_seeds_move() -> None:
    found = sensitivity(ceasefire.load("syria-2016"), SEEDS)
    every = {(factor.name, setting.name): setting.every for factor, setting in found.settings()}
    assert every["civilians-protected", "no"].verdicts["violating"] == Spread(2, 0, 6)
    assert every["accounts", "stated facts only"].verdicts["excluded"] == Spread(3, 3, 5)
    assert every["Russian Ministry of Defence", "credited"].verdicts["violating"] == (2, 0, 7)
    assert found.base.every.verdicts["violating"] == Spread(5, 0, 8)
    assert "Syrian armed opposition (some member)" in found.parties
    assert "unknown" in found.parties
    assert found.to_dict()["about"]["readings"] == ["baseline"]


@pytest.mark.parametrize(
    ("spread", "drawn"),
    [
        (Spread(5, 0, 8), "▒" * 25 + "░" * 15),
        (Spread(0, 0, 0), ""),
        (Spread(8, 8, 8), "█" * 40),
        (Spread(0, 0, 1), "░" * 5),
    ],
)
def test_a_bar_shows_the_least_what_is_stated_and_the_most(spread: Spread, drawn: str) -> None:
    assert bar(spread, 8) == drawn
    assert not bar(spread, 0)
