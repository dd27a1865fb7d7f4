"""The week of the seed article, report by report, comes to what is known of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import ceasefire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.book import Book
    from ceasefire.engines.durable.choosing import EngineName
    from ceasefire.monitor.alerts import Alert, Change
    from ceasefire.monitor.monitor import Update

SEEDS: Final = Path(__file__).parents[2] / "seeds"
OVER: Final = int(datetime(2016, 5, 7, 21, tzinfo=UTC).timestamp()) * 1_000_000
"""The end of 7 May 2016 in Damascus, in microseconds since 1970."""

Brief = tuple[str, str, str, str, tuple[str, ...], int, int]
"""What, certainty and state of an alert, its pattern and events, and how many it counts."""


def lines(name: str) -> list[dict[str, Any]]:
    """Return the records of a feed in their order."""
    text = (SEEDS / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


REPORTS: Final = lines("week")
CHRONICLE: Final = len(REPORTS) - 2
"""The place of the first of two reports from a chronicle of the month."""


@cache
def book() -> Book:
    """Return the bundled rulebook."""
    return ceasefire.load("syria-2016")


@cache
def replay(engine: EngineName = "auto") -> tuple[Update, ...]:
    """Return what each report changes."""
    with book().monitor(engine=engine) as monitor:
        return tuple(map(monitor.feed, REPORTS))


def standing(changes: Iterable[Change]) -> dict[str, Alert]:
    """Return the alerts that stand after changes."""
    found: dict[str, Alert] = {}
    for what, alert in changes:
        if what == "retracted":
            del found[alert.key]
        else:
            found[alert.key] = alert
    return found


def brief(alert: Alert) -> tuple[str, str, str, tuple[str, ...], int, int]:
    """Return what an alert says, less the words."""
    return alert.pattern, alert.certainty, alert.state, alert.events, alert.low, alert.high


def told(number: int) -> list[Brief]:
    """Return what a report changes; reports are numbered from 1."""
    return [(what, *brief(alert)) for what, alert in replay()[number - 1].alerts]


def test_each_event_ends_as_the_article_has_it() -> None:
    known = {event["id"]: event for event in lines("article")}
    last = {report["id"]: report for report in REPORTS}
    told_otherwise = {
        "S06a": {"id", "killed", "wounded", "civilian_harm"},
        "S06b": {"id", "killed", "wounded", "civilian_harm", "weapon"},
    }
    for name, report in last.items():
        event = known[name[:3]]
        for field in event.keys() | report.keys():
            if field not in {"known", "news", "sources", *told_otherwise.get(name, ())}:
                assert report.get(field) == event.get(field), (name, field)
    assert {name[:3] for name in last} == set(known)


def test_every_report_rests_on_sources_of_the_article() -> None:
    known = [source for event in lines("article") for source in event["sources"]]
    for report in REPORTS:
        assert report["sources"]
        assert [item for item in report["sources"] if item not in known] == []


def test_reports_stand_in_the_order_in_which_they_came() -> None:
    days = [report["known"][:10] for report in REPORTS if "known" in report]
    assert days == sorted(days)
    assert {"2016-05-03", "2016-05-04", "2016-05-05", "2016-05-06", "2016-05-07"} == set(days)
    assert [report["known"] for report in REPORTS if len(report.get("known", "")) > 10] == [
        "2016-05-05T18:00"
    ]


@pytest.mark.parametrize("reading", ["baseline", "area-based", "opposition", "strict-text"])
def test_last_findings_are_those_of_the_article(reading: str) -> None:
    under = book().with_reading(reading)
    known = {event["id"]: under.classify(event) for event in lines("article")}
    with under.monitor() as monitor:
        last = {update.event: update.finding for update in map(monitor.feed, REPORTS)}
    for name, finding in last.items():
        if name != "S07":
            assert finding is not None
            expected = known[name[:3]]
            assert (finding.verdict, finding.possible) == (expected.verdict, expected.possible)


def test_one_report_is_a_duplicate_and_changes_nothing() -> None:
    statuses = [update.status for update in replay()]
    assert statuses.count("duplicate") == 1
    assert (statuses.count("new"), statuses.count("corrected")) == (14, 13)
    (number,) = (place for place, status in enumerate(statuses) if status == "duplicate")
    assert REPORTS[number] in REPORTS[:number]
    assert replay()[number].finding is None
    assert replay()[number].alerts == ()


def test_first_reports_are_settled_until_rival_accounts_come() -> None:
    found = {
        number: (update.event, sorted(map(str, update.finding.possible)))
        for number, update in enumerate(replay(), 1)
        if update.finding is not None and update.event in {"S01", "S02", "S13"}
    }
    both = ["excluded", "violating"]
    assert found == {
        1: ("S01", ["violating"]),
        2: ("S02", ["violating"]),
        4: ("S01", both),
        5: ("S02", ["violating"]),
        7: ("S13", ["violating"]),
        8: ("S13", both),
        9: ("S01", both),
        10: ("S02", both),
        22: ("S01", both),
        27: ("S02", both),
        28: ("S13", both),
    }


def test_the_double_bombing_is_a_possible_compound_attack_either_way() -> None:
    assert told(14) == []
    assert told(15) == [
        ("raised", "second-bombing", "possible", "", ("S06b", "S06a"), 0, 1),
        ("raised", "second-bombing", "possible", "", ("S06a", "S06b"), 0, 1),
    ]


def test_the_calm_may_have_been_broken_by_the_shelling_of_the_night() -> None:
    assert ("raised", "regime-of-calm-kept", "possible", "broken", ("S04",), 0, 1) in told(13)
    others = [number for number in range(1, len(REPORTS) + 1) if number != 13]
    assert not [
        change for number in others for change in told(number) if change[1] == "regime-of-calm-kept"
    ]


def test_the_cessation_may_be_strained_since_the_third_of_may() -> None:
    moved = [change for change in told(3) if change[1] == "state-of-the-cessation"]
    assert moved == [
        ("raised", "state-of-the-cessation", "certain", "in-force", (), 0, 0),
        ("raised", "state-of-the-cessation", "possible", "strained", ("S01",), 0, 0),
    ]


ALERTS: Final = {
    ("attack-on-attacker", "possible", "", ("S01", "S03"), 0, 2),
    ("attack-on-attacker", "possible", "", ("S01", "S12"), 0, 2),
    ("attack-on-attacker", "possible", "", ("S03", "S01"), 0, 2),
    ("attack-on-attacker", "possible", "", ("S03", "S04"), 0, 2),
    ("attack-on-attacker", "possible", "", ("S03", "S13"), 0, 2),
    ("attack-on-attacker", "possible", "", ("S12", "S06a"), 0, 1),
    ("attack-on-attacker", "possible", "", ("S12", "S06b"), 0, 1),
    ("regime-of-calm-kept", "possible", "broken", ("S04",), 0, 1),
    ("second-bombing", "possible", "", ("S06a", "S06b"), 0, 1),
    ("second-bombing", "possible", "", ("S06b", "S06a"), 0, 1),
    ("state-of-the-cessation", "certain", "in-force", (), 0, 0),
    ("state-of-the-cessation", "possible", "strained", ("S01",), 0, 0),
}


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_these_alerts_stand_at_the_end(engine: EngineName) -> None:
    alerts = standing(change for update in replay(engine) for change in update.alerts)
    assert {brief(alert) for alert in alerts.values() if alert.shape != "lull"} == ALERTS
    lulls = {
        (alert.place, *brief(alert)[1:4]) for alert in alerts.values() if alert.shape == "lull"
    }
    assert lulls == {
        ("aleppo", "possible", "ended", ("S13", "S04")),
        ("aleppo", "possible", "ended", ("S04", "S08")),
        ("homs", "possible", "ended", ("S09", "S06a")),
        ("rif-dimashq", "possible", "lasting", ("S12",)),
    }


def test_the_file_as_a_whole_gives_the_same_alerts() -> None:
    whole = book().alerts(SEEDS / "week.jsonl")
    assert (whole.rows, whole.events, whole.corrected, whole.duplicates) == (28, 14, 13, 1)
    alerts = standing(change for update in replay() for change in update.alerts)
    assert {alert.key: alert for alert in whole.alerts} == alerts


def test_time_alone_shows_that_the_calm_may_have_held_and_where_it_is_quiet() -> None:
    with book().monitor() as monitor:
        for report in REPORTS[:CHRONICLE]:
            monitor.feed(report)
        changes = monitor.advance(OVER)
        raised = {(c.alert.place, *brief(c.alert)) for c in changes if c.what == "raised"}
        assert {item[:5] for item in raised if item[2] == "certain"} == {
            ("aleppo", "quiet-day", "certain", "lasting", ("S08",)),
            ("homs", "quiet-day", "certain", "lasting", ("S09",)),
            ("idlib", "quiet-day", "certain", "lasting", ("S05",)),
            ("rif-dimashq", "quiet-day", "certain", "lasting", ("S12",)),
        }
        assert ("", "regime-of-calm-kept", "possible", "held", (), 0, 1) in raised


def test_the_chronicle_of_the_month_is_late_once_the_week_is_over() -> None:
    assert [update.status for update in replay()[CHRONICLE:]] == ["corrected", "corrected"]
    with book().monitor() as monitor:
        for report in REPORTS[:CHRONICLE]:
            monitor.feed(report)
        monitor.advance(OVER)
        late = [monitor.feed(report) for report in REPORTS[CHRONICLE:]]
    assert [(update.event, update.status, update.alerts) for update in late] == [
        ("S02", "late", ()),
        ("S13", "late", ()),
    ]
    assert [update.finding and update.finding.verdict for update in late] == ["violating"] * 2
