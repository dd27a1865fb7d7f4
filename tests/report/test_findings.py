"""Findings of a feed as a sequence, their days, and how they are told shortly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ceasefire.errors import FeedError, UsageError
from tests.report.reporting import event, valley

if TYPE_CHECKING:
    from pathlib import Path

    import ceasefire
    from ceasefire.report.findings import Findings

DAYS = ("2016-05-03", "2016-05-04", "2016-05-05")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> ceasefire.Book:
    folder: Path = tmp_path_factory.mktemp("rules")
    return valley(folder)


@pytest.fixture(scope="module")
def found(book: ceasefire.Book) -> Findings:
    return book.findings([event(name, when=when) for name, when in zip("abc", DAYS, strict=True)])


def test_findings_are_a_sequence(found: Findings) -> None:
    assert isinstance(found, Sequence)
    assert found[-1] == found["c"] == list(found)[2]
    assert list(reversed(found)) == list(found)[::-1]
    assert found.index(found["b"]) == found.index("b") == 1
    assert found.index("c", 1) == 2
    assert (found.count("b"), found.count("x"), found.count(found["b"])) == (1, 0, 1)
    with pytest.raises(ValueError, match="not in"):
        found.index("a", 1)
    with pytest.raises(IndexError):
        found[3]


def test_a_slice_has_the_events_too(found: Findings) -> None:
    part = found.between("2016-05-04")[1:3]
    assert [case.event.id for case in part.cases] == ["c"]
    assert part.since == date(2016, 5, 4)
    assert part.counts()["every event"].events == 1
    assert [case.event.id for case in found[::-1].cases] == ["c", "b", "a"]
    assert len(found[3:]) == 0


def test_an_id_that_was_used_before_finds_the_first_event_of_it(book: ceasefire.Book) -> None:
    every = book.findings(
        [event("a"), event("b"), event("a", actor="raiders"), event("a", when="2016-05-05")]
    )
    assert every["a"] is every[0]
    assert (every.index("a"), every.count("a")) == (0, 3)
    assert [case.again for case in every.cases] == [False, False, True, True]
    assert every.repeated == 2
    assert every.counts()["every event"].events == 4
    later = every.between("2016-05-05")
    assert later["a"] is every[3]
    assert later.repeated == 1


def test_ids_are_used_before_where_findings_note_it(book: ceasefire.Book, tmp_path: Path) -> None:
    rows = [event("a", when="x"), event("a"), {"id": "b"}, event("b"), event("a"), event("c")]
    path = tmp_path / "feed.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    every = book.findings(path)
    noted = [any("the id was used before" in note for note in found.notes) for found in every]
    assert [case.again for case in every.cases] == noted == [True, False, True, False]
    assert every.repeated == 2


def test_an_id_or_a_finding_is_among_them_or_not(found: Findings) -> None:
    among: tuple[object, ...] = ("a", found[0])
    for value in among:
        assert value in found
    others: tuple[object, ...] = ("x", found[0], None)
    for value in others:
        assert value not in found[1:]


def test_a_repeated_id_is_that_of_the_first_event(book: ceasefire.Book) -> None:
    twice = book.findings([event("a"), event("a", actor="raiders"), event("b")])
    assert (str(twice["a"].verdict), str(twice[1].verdict)) == ("violating", "excluded")
    assert (twice.index("a"), twice.index("a", 1), twice.count("a")) == (0, 1, 2)


def test_days_may_be_texts(found: Findings) -> None:
    some = found.between("2016-05-04", "2016-05-05")
    assert [case.event.id for case in some.cases] == ["b", "c"]
    assert (some.since, some.until) == (date(2016, 5, 4), date(2016, 5, 5))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2016-05-05", "2016-05-04"), "since: 2016-05-05 is later than until: 2016-05-04"),
        (("soon", None), "since: `soon` is no date .write one such as"),
        ((None, "2016-05-32"), "until: `2016-05-32` is no date"),
        ((datetime(2016, 5, 4, tzinfo=UTC), None), "since: `2016-05-04 00:00:00.00:00` is no date"),
        ((20160504, None), "since: `20160504` is no date"),
    ],
)
def test_what_are_no_days_is_told(found: Findings, days: tuple[Any, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        found.between(*days)


def test_a_period_that_there_is_not_is_told(found: Findings) -> None:
    with pytest.raises(UsageError, match="there is no period `year`; there are day, week, month"):
        found.figures("year")  # type: ignore[arg-type]


def test_counts_and_figures_are_told_shortly(found: Findings) -> None:
    count = found[1:].counts()["every event"]
    assert repr(count) == "<Count of 2 events: violating 2, covered 0, excluded 0>"
    assert repr(found[:1].counts()["every event"]).startswith("<Count of 1 event:")
    told = "<Figures by week of <Findings of 3 events of 'events' under valley>>"
    assert repr(found.figures("week")) == told


ROWS = {"id": ["a"], "when": ["2016-05-04"]}


@pytest.mark.parametrize(
    "table",
    [
        pl.DataFrame(ROWS),
        pl.LazyFrame(ROWS),
        pd.DataFrame(ROWS),
        pa.table(ROWS),
        pa.table(ROWS).to_reader(),
    ],
    ids=lambda table: f"{type(table).__module__.partition('.')[0]}-{type(table).__name__}",
)
def test_a_table_is_told_where_to_go(book: ceasefire.Book, table: object) -> None:
    with pytest.raises(UsageError, match=r"is a table.*`classify_frame`.*`scan`"):
        book.findings(table)


def test_rows_of_a_table_are_events(book: ceasefire.Book) -> None:
    rows = pl.DataFrame([event("a"), event("b")])
    assert len(book.findings(rows.to_dicts())) == len(book.findings(rows.iter_rows(named=True)))


def test_no_event_at_all_is_told(book: ceasefire.Book) -> None:
    with pytest.raises(FeedError, match="holds no event"):
        book.findings([])
