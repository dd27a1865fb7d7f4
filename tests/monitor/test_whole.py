"""Alerts of whole data sets: the same as row by row, and the same as those of a monitor."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ceasefire
from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.search import Spent
from ceasefire.errors import EventError, MissingExtraError, UsageError
from ceasefire.monitor.monitor import Monitor
from ceasefire.monitor.sighting import Sighter, Sighting
from ceasefire.monitor.whole import search as whole_search
from ceasefire.monitor.whole.alerts import Rows, WholeAlerts, alerts_of
from ceasefire.testing import documents, events, with_patterns
from tests.laws.drawn import book_of
from tests.monitor.test_monitor import RULES, report

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book
    from ceasefire.monitor.alerts import Alert, Change

EXAMPLES: Final = settings().max_examples // 2
NAMES: Final = ("a", "b", "c|d", "e%", "é", "10", "9")


TABLE: Final = {
    "id": ["1", "2", "3"],
    "kind": ["shelling", "bombing", "bombing"],
    "when": ["2016-05-05T01:00Z", "2016-05-05T02:00Z", "2016-05-05T02:30Z"],
    "actor": ["north", "north|south", "south"],
    "target": ["south", "", "north"],
    "where.name": ["Mill", "Mill", "The Mill"],
    "where.admin1": ["Hill", "Hill", ""],
    "where.lat": [36.0, None, 36.0],
    "where.lon": [37.0, None, 37.0],
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("rules") / "valley.yaml"
    path.write_text(RULES)
    return ceasefire.load(path)


def feed(folder: Path, reports: list[dict[str, Any]]) -> Path:
    path = folder / "feed.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in reports))
    return path


def monitored(book: Book, reports: list[dict[str, Any]], until: int) -> dict[str, Alert]:
    """Return the alerts that stand when a monitor was fed with all reports."""
    found: dict[str, Alert] = {}
    with Monitor(book, lateness="2000w", engine="reference", witnesses=1) as monitor:
        changes: list[Change] = []
        for each in reports:
            try:
                changes += monitor.feed(each).alerts
            except EventError:
                continue
        for what, alert in [*changes, *monitor.advance(until)]:
            if what == "retracted":
                del found[alert.key]
            else:
                found[alert.key] = alert
    return found


# --- row by row ---


def sighted(rows: Rows) -> list[Sighting | None]:
    """Return what is seen of rows in order, nothing of those that are not taken in."""
    sites = list(rows.seer.places.sites)
    found: list[Sighting | None] = []
    for seen in rows.seen:
        of: dict[int, list[int]] = {}
        for places, numbers in seen.sites:
            for row, number in zip(places.tolist(), numbers.tolist(), strict=True):
                of.setdefault(row, []).append(number)
        for row, kind in enumerate(seen.kinds.tolist()):
            if kind < 0:
                found.append(None)
                continue
            start, end = int(seen.starts[row]), int(seen.ends[row])
            where = tuple(sites[number] for number in of.get(row, ()))
            sighting = Sighting(start, end, rows.seer.marks[kind], where)
            timed = bool(seen.timed[row])
            found.append(sighting if timed else sighting._replace(start=None, end=None))
    return found


def one_by_one(rows: Rows) -> list[Sighting | None]:
    """Return the same, of which each row is looked at by itself."""
    seer = rows.seer
    sighter = Sighter(seer.roles, seer.book.setting)
    found: list[Sighting | None] = []
    for block in rows.blocks:
        for row in range(block.rows):
            event = seer.event(block, row)
            if event is None or seer.book.early(event) is not None:
                found.append(None)
                continue
            try:
                sighting = sighter.see(event)
            except EventError:
                found.append(None)
                continue
            near = any(role in seer.near for role, _ in sighting.marks)
            found.append(sighting if near else sighting._replace(sites=()))
    return found


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Book, list[dict[str, Any]]]:
    """Draw a book with patterns under some reading, and a feed with events told twice."""
    document = draw(with_patterns(draw(documents())))
    book = book_of(document, draw(st.sampled_from(sorted(document["readings"]))))
    if draw(st.sampled_from([False, False, True])):
        book = book.as_of(f"2016-03-2{draw(st.integers(0, 9))}")
    found = draw(
        st.lists(events(book.rulebook, parts=True, alternatives=True), min_size=5, max_size=9)
    )
    names = draw(st.permutations([*NAMES, NAMES[0], NAMES[1]]))
    return book, [{**each, "id": name} for each, name in zip(found, names, strict=False)]


@settings(max_examples=EXAMPLES)
@given(case=drawn())
def test_rows_are_seen_as_each_by_itself(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[Book, list[dict[str, Any]]]
) -> None:
    book, reports = case
    rows = Rows(book, feed(tmp_path_factory.mktemp("feed"), reports), None)
    rows.read()
    assert sighted(rows) == one_by_one(rows)


@settings(max_examples=EXAMPLES)
@given(case=drawn())
def test_alerts_are_those_of_a_monitor(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[Book, list[dict[str, Any]]]
) -> None:
    book, reports = case
    book = book.as_of(None)
    until = 1_500_000_000_000_000
    found = alerts_of(book, feed(tmp_path_factory.mktemp("feed"), reports), until=until)
    expected = monitored(book, reports, until)
    assert {alert.key: alert for alert in found.alerts} == expected


@pytest.mark.slow
def test_rows_of_ged_are_seen_as_each_by_itself(shared_data: Path) -> None:
    book = ceasefire.load("syria-2016")
    table = pl.read_csv(shared_data / "ged_syria_2016_2019.csv", infer_schema=False)
    rows = Rows(book, table.gather_every(47), "ucdp-ged")
    rows.read()
    assert len(rows.ids) > 300
    assert sighted(rows) == one_by_one(rows)


def test_what_takes_too_long_is_asked_of_single_events(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_search, "MOST", 0)
    rows = Rows(book, pl.DataFrame(TABLE), None)
    rows.read()
    assert sighted(rows) == one_by_one(rows)
    assert {mark for marks in rows.seer.marks for _, mark in marks} == {1, 2}


def test_what_single_events_cannot_be_asked_either_is_rejected(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: Arena) -> int:
        raise Spent

    monkeypatch.setattr(whole_search, "MOST", 0)
    monkeypatch.setattr(Arena, "verdicts", never)
    found = alerts_of(book, pl.DataFrame(TABLE))
    assert (found.rows, found.rejected) == (3, 2)
    assert found.problems[0].code == "too-open"


# --- reports of one event ---


def test_the_last_report_of_an_event_stands(book: Book, tmp_path: Path) -> None:
    first = report("1", "2016-05-05T01:00Z")
    reports = [first, report("2", "2016-05-05T02:00Z"), {**first, "kind": "fortification"}]
    found = alerts_of(book, feed(tmp_path, reports))
    assert (found.events, found.corrected, found.duplicates, found.older) == (2, 1, 0, 0)
    (broken,) = (alert for alert in found.alerts if alert.pattern == "kept")
    assert broken.events == ("2",)


def test_what_says_nothing_new_changes_nothing(book: Book, tmp_path: Path) -> None:
    first = report("1", "2016-05-05T01:00Z", known="2016-05-07")
    second = {**first, "kind": "fortification", "known": "2016-05-08"}
    before = {**first, "kind": "fortification", "known": "2016-05-06"}
    reports = [first, first, second, first, before, second]
    found = alerts_of(book, feed(tmp_path, reports))
    assert (found.rows, found.events, found.corrected) == (6, 1, 1)
    assert (found.duplicates, found.older) == (3, 1)


def test_a_report_that_was_not_known_yet_is_passed_over(book: Book, tmp_path: Path) -> None:
    first = report("1", "2016-05-05T01:00Z", known="2016-05-06")
    later = report("1", "2016-05-05T01:00Z", "fortification", known="2016-05-09")
    found = alerts_of(book.as_of("2016-05-07"), feed(tmp_path, [first, later]))
    assert [alert.events for alert in found.alerts if alert.pattern == "kept"] == [("1",)]


# --- what is read ---


def test_rows_that_cannot_be_read_are_told(book: Book, tmp_path: Path) -> None:
    path = feed(tmp_path, [report("1", "2016-05-05T01:00Z"), report("2", "2016-05-05", "shellin")])
    path.write_text(path.read_text() + "{\n" + json.dumps({"id": "3"}) + "\n")
    found = alerts_of(book, path)
    assert (found.rows, found.events, found.rejected) == (4, 1, 3)
    assert {problem.line for problem in found.problems} == {2, 3, 4}
    with pytest.raises(EventError, match="shellin"):
        alerts_of(book, path, strict=True)


def test_no_rows_give_no_alerts(book: Book, tmp_path: Path) -> None:
    found = alerts_of(book, feed(tmp_path, []))
    assert found == WholeAlerts()
    told = alerts_of(book, feed(tmp_path, []), until=1_500_000_000_000_000)
    assert Counter(alert.pattern for alert in told.alerts) == {"kept": 1, "state": 5}


def test_tables_of_any_make_are_read(book: Book, tmp_path: Path) -> None:
    table = pl.DataFrame(TABLE)
    path = tmp_path / "feed.csv"
    table.write_csv(path)
    table.write_parquet(tmp_path / "feed.parquet")
    expected = alerts_of(book, path).alerts
    assert {"answer", "kept", "state"} <= {alert.pattern for alert in expected}
    for source in (
        str(path),
        tmp_path / "feed.parquet",
        table,
        table.lazy(),
        pd.DataFrame(TABLE),
        pa.table(TABLE),
        pa.table(TABLE).to_reader(),
    ):
        assert alerts_of(book, source).alerts == expected
    with pytest.raises(UsageError, match="neither a feed nor a table"):
        alerts_of(book, 3)


def test_no_instant_is_refused(book: Book) -> None:
    with pytest.raises(UsageError, match="no instant"):
        alerts_of(book, pl.DataFrame(TABLE), until=True)


def test_polars_is_asked_for(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ceasefire\[patterns\]'"):
        alerts_of(book, np.array([]))
