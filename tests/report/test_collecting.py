"""A feed read as a whole: its findings, what is counted of each event, and what was left."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.errors import FeedError, UsageError
from ceasefire.report.facts import NOT_TOLD, Extent
from ceasefire.report.periods import GRAINS, Period, before, grain, periods

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
rulebook: valley
timezone: Asia/Damascus
parties: {north: {name: The North}, south: {name: The South}, raiders: {}}
places: {upper: {name: Upper Valley, country: SY, admin1: Upper}, lower: {admin1: Lower}}
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 72h}
    binds: [north, south]
    prohibit: {attacks: {when: {kind: attack}}}
"""


@pytest.fixture
def book(tmp_path: Path) -> ceasefire.Book:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    return ceasefire.load(path)


def event(name: str, **fields: object) -> dict[str, Any]:
    return {"id": name, "kind": "shelling", "when": "2016-05-04", "actor": "north", **fields}


def test_facts_are_those_that_are_stated(book: ceasefire.Book) -> None:
    (case,) = book.findings(
        [
            event(
                "a",
                actor={"one_of": ["The North", "raiders"]},
                where={"admin1": "Upper", "lat": 36.5, "lon": 37.25, "within_km": 2},
                killed=[2, None],
                wounded={"one_of": [1, [4, 6]]},
                verification="alleged",
                alternatives=[{"actor": "south", "killed": 9, "said_by": "x"}],
            )
        ]
    ).cases
    facts = case.facts
    assert (facts.first, facts.last, facts.one_day) == (date(2016, 5, 4),) * 2 + (True,)
    assert facts.kinds == ("shelling",)
    assert facts.actors == ("The North", "raiders")
    assert facts.targets == (NOT_TOLD,)
    assert facts.place == "Upper Valley"
    assert (facts.point, facts.within_km) == ((37.25, 36.5), 2.0)
    assert facts.casualties["killed"] == Extent(2, None)
    assert facts.casualties["wounded"] == Extent(1, 6)
    assert not facts.casualties["civilians_killed"].told


def test_what_is_unknown_is_not_called_unreported(book: ceasefire.Book) -> None:
    told = dict.fromkeys(("kind", "actor", "where"), "unknown")
    findings = book.findings([event("a", **told), {"id": "b", "when": "2016-05-04"}])
    for dimension in ("kind", "actor", "place"):
        assert list(findings.counts(dimension)) == ["unknown or not reported"]


def test_facts_are_those_of_all_parts(book: ceasefire.Book) -> None:
    lower, upper = ({"admin1": name} for name in ("Lower", "Upper"))
    parts = [
        {"actor": "north", "where": upper, "killed": [1, 2]},
        {"actor": "south", "where": lower, "kind": "abduction", "when": "2016-05-06"},
    ]
    told = [*parts, {"killed": 3}]
    split, whole, told_in_part = book.findings(
        [event("a", parts=parts), event("b", parts=parts, killed=5), event("c", parts=told[::2])]
    ).cases
    facts = split.facts
    assert facts.actors == ("The North", "The South")
    assert facts.kinds == ("shelling", "abduction or hostage-taking")
    assert (facts.first, facts.last) == (date(2016, 5, 4), date(2016, 5, 6))
    assert facts.place == NOT_TOLD
    assert facts.casualties["killed"] == Extent(1, None)
    assert whole.facts.casualties["killed"] == Extent(5, 5)
    assert told_in_part.facts.casualties["killed"] == Extent(4, 5)
    assert not facts.casualties["wounded"].told


def test_the_day_is_the_local_one(book: ceasefire.Book) -> None:
    found = book.findings(
        [
            event("late", when="2016-05-03T21:30:00+00:00"),
            event("long", when="2016-05-03/2016-05-05"),
            event("never", when="unknown"),
        ]
    )
    days = [(case.facts.first, case.facts.last) for case in found.cases]
    assert days[0] == (date(2016, 5, 4), date(2016, 5, 4))
    assert days[1] == (date(2016, 5, 3), date(2016, 5, 5))
    assert days[2] == (None, None)
    assert [case.event.id for case in found.between(date(2016, 5, 5)).cases] == ["long"]
    assert len(found.between(None, date(2016, 5, 3))) == 1


def test_a_long_event_has_its_days_and_one_with_an_open_end_none(book: ceasefire.Book) -> None:
    found = book.findings(
        [
            event("long", when="2010-01-01/2025-12-31"),
            event("rivals", when={"one_of": ["2016-05-04", "2019-01-01"]}),
            event("since", when={"from": "2016-05-04"}),
            event("until", when={"until": "2016-05-04"}),
            event("not", when={"not": "2016-05-04"}),
        ]
    )
    days = [(case.facts.first, case.facts.last) for case in found.cases]
    assert days[:2] == [
        (date(2010, 1, 1), date(2025, 12, 31)),
        (date(2016, 5, 4), date(2019, 1, 1)),
    ]
    assert days[2:] == [(None, None)] * 3
    kept = found.between("2011-01-01", "2011-12-31")
    assert [case.event.id for case in kept.cases] == ["long"]
    assert found.figures().undated == 3


def test_what_cannot_be_read_is_counted_with_its_place(
    book: ceasefire.Book, tmp_path: Path
) -> None:
    path = tmp_path / "feed.jsonl"
    rows = [event("a"), {"id": "b", "kind": "shellling", "when": "2016-05-04"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = book.findings(path)
    assert len(found) == 1
    assert (found.feed.rows, found.feed.rejected) == (2, 1)
    assert [problem.line for problem in found.feed.problems] == [2]
    assert found.feed.digest == sha256(path.read_bytes()).hexdigest()
    path.write_text(json.dumps(rows[1]) + "\n", encoding="utf-8")
    with pytest.raises(FeedError):
        book.findings(path)


def test_findings_are_a_sequence(book: ceasefire.Book) -> None:
    found = book.findings([event("a"), event("b", actor="raiders")])
    assert [str(finding.verdict) for finding in found] == ["violating", "excluded"]
    assert found["b"] == found[1]
    assert [row["id"] for row in found.rows()] == ["a", "b"]
    with pytest.raises(KeyError):
        found["c"]


def test_a_dimension_that_does_not_exist_is_told(book: ceasefire.Book) -> None:
    found = book.findings([event("a")])
    assert found.counts()["every event"].events == 1
    with pytest.raises(UsageError, match="did you mean `actor`"):
        found.counts("actr")


def test_counts_by_day_have_bounds(book: ceasefire.Book) -> None:
    found = book.findings(
        [
            event("sure"),
            event("spread", when="2016-05-04/2016-05-05"),
            event("open", actor={"one_of": ["north", "raiders"]}),
        ]
    )
    first, second = found.figures("day").timeline
    assert (first.events, first.stated["violating"], first.stated["undetermined"]) == (3, 2, 1)
    assert (first.low["violating"], first.high["violating"], first.high["excluded"]) == (1, 3, 1)
    assert (second.events, second.low["violating"], second.high["violating"]) == (0, 0, 1)


def test_casualties_are_ranges_by_verdict(book: ceasefire.Book) -> None:
    found = book.findings(
        [
            event("a", killed=[2, 4]),
            event("b", killed=[1, None]),
            event("c", actor={"one_of": ["north", "raiders"]}, killed=8),
            event("d"),
        ]
    )
    toll = found.figures().casualties("killed")[ceasefire.Verdict.VIOLATING]
    assert (toll.settled.low, toll.settled.high, toll.settled.open, toll.settled.untold) == (
        3,
        5,
        1,
        1,
    )
    assert (toll.possible.low, toll.possible.high, toll.possible.events) == (11, 13, 4)


def test_people_are_summed_in_whole_numbers(book: ceasefire.Book) -> None:
    large = 10**30
    found = book.findings(
        [
            event("a", killed=large),
            event("b", killed=[1, str(large)]),
            event("c", killed={"one_of": ["2.0", [3, 4.0]]}),
            event("d", killed=[None, 7]),
            event("e", killed={"one_of": [5, "unknown"]}),
        ]
    )
    extents = [case.facts.casualties["killed"] for case in found.cases]
    assert extents[:4] == [
        Extent(large, large),
        Extent(1, large),
        Extent(2, 4),
        Extent(0, 7),
    ]
    assert not extents[4].told or extents[4] == Extent(0, None)
    toll = found.figures().casualties("killed")[ceasefire.Verdict.VIOLATING].stated
    assert (toll.low, toll.high) == (large + 3, 2 * large + 11)


def test_the_period_before_is_counted_where_the_feed_has_it(book: ceasefire.Book) -> None:
    whole = book.findings([event("a", when=f"2016-05-0{day}") for day in (2, 3, 3, 4, 5)])
    part = whole.between(date(2016, 5, 4), date(2016, 5, 5))
    previous = part.figures().previous(whole)
    assert previous is not None
    period, count = previous
    assert (period, count.events) == (Period(date(2016, 5, 2), date(2016, 5, 3)), 3)
    assert whole.figures().previous(whole) is None


def test_weeks_begin_on_monday_and_months_on_their_first() -> None:
    days = date(2016, 2, 27), date(2016, 3, 9)
    weeks = list(periods(days[0], days[1], "week"))
    assert [week.first for week in weeks] == [days[0], date(2016, 2, 29), date(2016, 3, 7)]
    assert weeks[-1].last == days[1]
    assert [each.days for each in periods(days[0], days[1], "month")] == [3, 9]
    assert before(Period(date(2016, 3, 1), date(2016, 3, 31)), "month") == Period(
        date(2016, 2, 1), date(2016, 2, 29)
    )
    with pytest.raises(UsageError, match="did you mean `week`"):
        grain("weak")


def test_periods_end_where_the_calendar_does() -> None:
    for of in GRAINS:
        (last,) = periods(date.max, date.max, of)
        assert last == Period(date.max, date.max)
        assert before(Period(date.min, date.min), of) is None
    month = Period(date(9999, 12, 1), date.max)
    assert list(periods(*month, "month")) == [month]
    assert before(month, "month") == Period(date(9999, 11, 1), date(9999, 11, 30))
    assert before(Period(date(1, 1, 2), date(1, 1, 2)), "day") == Period(date.min, date.min)
