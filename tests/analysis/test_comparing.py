"""Readings side by side are what each of them says; a dispute turns on just what ends it."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import event as mark
from hypothesis import given, settings

import ceasefire
from ceasefire.analysis.comparing import compare
from ceasefire.analysis.comparing.turning import CREDIT
from ceasefire.cli.counting import Tally
from ceasefire.errors import FeedError, UsageError
from ceasefire.events.feeds import read_feed
from ceasefire.findings.counts import COUNTED
from ceasefire.terms.names import normalise
from tests.analysis.stances import SEEDS, Feed, feeds, under, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.analysis.comparing import Change, Comparison, Turn
    from ceasefire.book import Book


def changed(book: Book, reading: str, changes: Iterable[Change]) -> Book:
    """Return a book under a reading with some changes."""
    found = book.rulebook.readings[reading]
    answers, credit = dict(found.answers), list(found.credit)
    for change in changes:
        if change.kind == CREDIT:
            credit = [name for name in credit if normalise(name) != normalise(change.name)]
            credit += [change.name] if change.after else []
        else:
            answers.pop(change.name, None)
            answers |= {change.name: change.after} if change.after else {}
    return under(book, answers, credit)


def differences(book: Book, turn: Turn) -> list[tuple[str, str, str]]:
    """Return each answer that two readings have otherwise, and each speaker whom one credits."""
    one, other = (book.rulebook.readings[name] for name in (turn.one, turn.other))
    found = [
        ("question", name, one.answers.get(name, ""), other.answers.get(name, ""))
        for name in {*one.answers, *other.answers}
    ]
    found += [
        ("credit", name, "credited" * (name in one.credit), "credited" * (name in other.credit))
        for name in {*one.credit, *other.credit}
    ]
    return [(kind, name, after) for kind, name, before, after in found if before != after]


def smallest(book: Book, turn: Turn, event: dict[str, object]) -> set[frozenset[tuple[str, str]]]:
    """Return the smallest sets of differences that end a dispute, each of them tried."""
    from ceasefire.analysis.comparing import Change  # noqa: PLC0415  (as a type elsewhere)

    every = [Change(kind, name, "", after) for kind, name, after in differences(book, turn)]
    wanted = verdict(book.with_reading(turn.other), event)
    found: list[frozenset[tuple[str, str]]] = []
    for some in subsets(every):
        key = frozenset((change.kind, change.name) for change in some)
        if any(less <= key for less in found):
            continue
        if verdict(changed(book, turn.one, some), event) == wanted:
            found.append(key)
    return set(found)


def subsets(every: list[Change]) -> Iterator[tuple[Change, ...]]:
    return chain.from_iterable(combinations(every, size) for size in range(1, len(every) + 1))


@settings(max_examples=60)
@given(feed=feeds())
def test_each_reading_has_the_verdicts_that_it_has_by_itself(feed: Feed) -> None:
    found = compare(feed.book, feed.events)
    for row in found.rows:
        book = feed.book.with_reading(row.reading)
        tally = Tally()
        for event in feed.events:
            tally.add([], book.classify(event))
        every = tally.every
        assert row.verdicts == {str(v): every.spread(v) for v in COUNTED}
        assert (row.events, row.settled) == (every.events, every.settled)
        assert row.undetermined == every.stated["undetermined"]
        for dispute in found.disputes:
            event = feed.event(dispute.event)
            assert dispute.verdicts[row.reading] == verdict(book, event)
            assert set(dispute.possible[row.reading]) == set(book.classify(event).possible)


@settings(max_examples=60)
@given(feed=feeds())
def test_a_dispute_turns_on_just_the_smallest_sets_of_changes_that_end_it(feed: Feed) -> None:
    found = compare(feed.book, feed.events)
    for dispute in found.disputes:
        for turn in dispute.turns:
            event = feed.event(dispute.event)
            sets = {frozenset((item.kind, item.name) for item in some) for some in turn.sets}
            assert sets == smallest(feed.book, turn, event)
            assert turn.complete
            sizes = [len(some) for some in turn.sets]
            assert sizes == sorted(sizes)
            mark(f"{len(sets)} sets")


@settings(max_examples=40)
@given(feed=feeds())
def test_every_event_on_which_two_readings_differ_is_disputed(feed: Feed) -> None:
    found = compare(feed.book, feed.events)
    disputed = {dispute.event for dispute in found.disputes}
    for event in feed.events:
        verdicts = {verdict(feed.book.with_reading(name), event) for name in feed.book.readings}
        assert (event["id"] in disputed) == (len(verdicts) > 1)
    for pair in found.pairs:
        assert sum(pair.counts.values()) == len(feed.events)


# --- the seeds ---


@pytest.fixture(scope="module")
def seeds() -> Comparison:
    return compare(ceasefire.load("syria-2016"), SEEDS)


def test_what_the_seeds_turn_on_between_the_baseline_and_each_other_reading(
    seeds: Comparison,
) -> None:
    told = {
        (dispute.event, turn.other): [" and ".join(map(str, some)) for some in turn.sets]
        for dispute in seeds.disputes
        for turn in dispute.turns
        if turn.one == "baseline"
    }
    assert told["S01", "moscow"] == ["crediting Russian Ministry of Defence"]
    assert told["S03", "opposition"] == ["response-standard: immediate-threat -> reprisal"]
    assert told["S04", "strict-text"] == [
        "civilians-protected: yes -> no",
        "who-is-bound: universal -> listed",
    ]
    assert told["S12", "moscow"] == [
        "disputed-groups: parties -> unprotected",
        "exclusion-basis: party -> shared-area",
    ]
    assert told["S13", "opposition"] == [
        "response-standard: immediate-threat -> reprisal and crediting opposition groups"
    ]


@pytest.mark.slow
def test_every_set_of_the_seeds_is_what_classify_says_of_it(seeds: Comparison) -> None:
    book = ceasefire.load("syria-2016")
    events = {record.event.id: record.event for record in read_feed(SEEDS) if record.event}
    for dispute in seeds.disputes:
        event = events[dispute.event]
        for turn in dispute.turns:
            for some in turn.sets:
                found = verdict(changed(book, turn.one, some), event)
                assert found == dispute.verdicts[turn.other]
                for size in range(len(some)):
                    for part in combinations(some, size):
                        less = verdict(changed(book, turn.one, part), event)
                        assert less != dispute.verdicts[turn.other]


def test_a_comparison_carries_where_it_comes_from(seeds: Comparison) -> None:
    about = seeds.to_dict()["about"]
    assert about["rulebook"] == "syria-2016"
    assert len(about["digest"]) == 64
    assert about["readings"] == list(seeds.readings)
    assert (about["events"], about["rejected"]) == (13, 0)
    assert "no legal finding" in " ".join(seeds.origin.lines())


def test_what_was_not_known_yet_is_counted_and_not_compared() -> None:
    book = ceasefire.load("syria-2016").as_of("2016-05-03")
    found = compare(book, SEEDS, ["baseline", "moscow"])
    assert found.origin.early == 10
    assert found.origin.events == 3


def test_rows_that_cannot_be_read_are_counted_and_those_left_are_compared() -> None:
    book = ceasefire.load("syria-2016")
    events = [
        {"id": "A", "kind": "shelling", "when": "2016-05-03"},
        {"id": "B", "kind": "nonsense"},
    ]
    found = compare(book, events)
    assert (found.origin.rows, found.origin.events, found.origin.rejected) == (2, 1, 1)
    with pytest.raises(FeedError):
        compare(book, events[1:])
    with pytest.raises(UsageError, match="did you mean"):
        compare(book, events, ["basline"])
    with pytest.raises(UsageError, match="none is named"):
        compare(book, events, [])
