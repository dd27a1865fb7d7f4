"""GED is read for what it says, and what it leaves open stays open."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.events import ucdp_ged
from ceasefire.events.feeds import read_feed
from ceasefire.events.rows import RowError, together
from ceasefire.program.parties import PartyDomain
from ceasefire.rulebook.load import load
from ceasefire.terms.times import span, zone

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.events.rows import Meaning
    from ceasefire.rulebook.model import Rulebook

ROW: dict[str, Any] = {
    "id": "1",
    "type_of_violence": "1",
    "side_a": "Government of Syria",
    "side_a_new_id": "118",
    "side_b": "IS",
    "side_b_new_id": "234",
    "where_prec": "1",
    "adm_1": "Homs Governorate",
    "adm_2": "Tadmur district",
    "latitude": "34.55",
    "longitude": "38.28",
    "country": "Syria",
    "date_start": "2016-03-01",
    "date_end": "2016-03-01",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "low": "2",
    "best": "3",
    "high": "5",
    "event_clarity": "1",
    "source_article": '"SOHR,2016-03-01,One";"Reuters,2016-03-02,Two"',
}


@pytest.fixture(scope="module")
def syria() -> Rulebook:
    return load("syria-2016")


def meaning(rulebook: Rulebook | None = None, **changes: Any) -> Meaning:  # noqa: ANN401
    """Read the row with some values changed."""
    row = ROW | changes
    return together(ucdp_ged.pieces(tuple(row), rulebook))(row)


def data(rulebook: Rulebook | None = None, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    return meaning(rulebook, **changes).data


def flaws(**changes: Any) -> list[str]:  # noqa: ANN401
    with pytest.raises(RowError) as caught:
        meaning(**changes)
    return [code for code, *_ in caught.value.flaws]


def test_a_row_as_a_native_event() -> None:
    assert data() == {
        "id": "1",
        "kind": "attack",
        "when": "2016-03-01",
        "where": {
            "country": "SY",
            "admin1": "Homs Governorate",
            "admin2": "Tadmur district",
            "lat": 34.55,
            "lon": 38.28,
            "within_km": 1,
        },
        "actor": "ucdp:118",
        "target": "ucdp:234",
        "alternatives": [
            {
                "actor": "ucdp:234",
                "target": "ucdp:118",
                "stated": True,
                "note": ucdp_ged.UNDIRECTED,
            }
        ],
        "killed": [2, 5],
        "civilians_killed": [0, 0],
        "held_by": "unknown",
        "present": "unknown",
        "verification": "reported",
        "sources": ["SOHR,2016-03-01,One", "Reuters,2016-03-02,Two"],
    }


@pytest.mark.parametrize("start", ["20160503", "42493", "2016", "1988-12-31", "0"])
def test_a_date_before_ged_begins_is_none(start: str) -> None:
    assert set(flaws(date_start=start, date_end=start)) == {"bad-time"}


def test_what_a_row_leaves_open_is_noted() -> None:
    insurgents: dict[str, Any] = {"side_b": "Syrian insurgents", "side_b_new_id": "4456"}
    (note,) = meaning(**insurgents).notes
    assert note.startswith("UCDP's “Syrian insurgents” may stand for Jabhat al-Nusra")
    dead: dict[str, Any] = {"deaths_civilians": "3", "low": "3", "best": "3", "high": "3"}
    (note,) = meaning(**dead).notes
    assert note.startswith("all of the dead that UCDP counts are civilians")
    assert meaning(**dead, type_of_violence="3").notes == ()


def test_one_sided_violence_has_a_direction_and_two_possible_kinds() -> None:
    found = data(type_of_violence="3", side_b="Civilians", side_b_new_id="1")
    assert found["actor"] == "ucdp:118"
    assert found["target"] == "civilians"
    assert "alternatives" not in found
    assert found["kind"] == {"one_of": ["attack", "killing-of-civilians"]}


def test_a_coalition_acts_jointly_under_names_of_its_time() -> None:
    label = "Ahrar al-Sham, HTS, Jabhat Fateh al-Sham"
    found = data(side_a=label, side_a_new_id="9")
    assert found["actor"] == ["Ahrar al-Sham", "ucdp:6815", "ucdp:1170"]
    assert found["alternatives"][0]["target"] == found["actor"]


@pytest.mark.parametrize(
    ("start", "end", "others"),
    [
        ("2016-03-01", "2016-03-01", ["ucdp:1170"]),
        ("2017-01-27", "2017-01-28", ["ucdp:1170", "ucdp:6815"]),
        ("2017-01-28", "2017-02-01", ["ucdp:6815"]),
    ],
)
def test_syrian_insurgents_may_be_nusra_under_its_name_of_the_time(
    start: str, end: str, others: list[str]
) -> None:
    side: dict[str, Any] = {"side_b": "Syrian insurgents", "side_b_new_id": "4456"}
    found = data(date_start=start, date_end=end, **side)
    assert found["target"] == {"one_of": ["ucdp:4456", *others]}


def test_a_rulebook_is_given_codes_it_has_and_labels_else(syria: Rulebook) -> None:
    found = data(syria, side_a="Some Brigade", side_a_new_id="123456")
    assert (found["actor"], found["target"]) == ("Some Brigade", "ucdp:234")
    joint = data(syria, side_a="Jabhat Fateh al-Sham, Some Brigade", side_a_new_id="9")
    assert joint["actor"] == ["ucdp:1170", "Some Brigade"]
    assert data(side_a="", side_a_new_id="")["actor"] == "unknown"


@pytest.mark.parametrize(
    ("precision", "keys"),
    [
        ("1", {"country", "admin1", "admin2", "lat", "lon", "within_km"}),
        ("2.0", {"country", "admin1", "admin2", "lat", "lon", "within_km"}),
        ("3", {"country", "admin1", "admin2"}),
        ("4", {"country", "admin1"}),
        ("5", {"country", "admin1"}),
        ("6", {"country"}),
        ("7", set()),
    ],
)
def test_a_point_counts_only_where_it_stands_for_itself(precision: str, keys: set[str]) -> None:
    found = data(where_prec=precision)
    assert set(found.get("where", {})) == keys
    if "lat" in keys:
        assert found["where"]["within_km"] == {"1": 1, "2.0": 25}[precision]


def test_countries_that_are_not_neighbours_keep_their_name() -> None:
    assert data(country="Angola")["where"]["country"] == "Angola"


@pytest.mark.parametrize(
    ("start", "end", "when"),
    [
        ("2016-03-01", "2016-03-04", "2016-03-01/2016-03-04"),
        ("2016-03-01 00:00:00.000", "2016-03-02T00:00:00Z", "2016-03-01/2016-03-02"),
        ("1357171200.0", "1357257600", "2013-01-03/2013-01-04"),
        (date(2016, 3, 1), datetime(2016, 3, 1), "2016-03-01"),  # noqa: DTZ001  (as Arrow gives it)
    ],
)
def test_dates_come_in_several_forms(start: object, end: object, when: str) -> None:
    assert data(date_start=start, date_end=end)["when"] == when


def test_deaths_are_ranges_and_estimates_out_of_order_are_noted() -> None:
    found = data(deaths_civilians="2", deaths_unknown="1")
    assert found["civilians_killed"] == [2, 3]
    assert found["civilian_harm"] is True
    odd = meaning(low="9", best="4", high="9", event_clarity="2.0")
    assert odd.data["killed"] == [4, 9]
    assert [note.split()[0] for note in odd.notes] == ["UCDP's", "UCDP"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"id": ""}, ["missing-value"]),
        ({"date_start": "March", "date_end": None}, ["bad-time", "missing-value"]),
        ({"date_start": "2016-02-30"}, ["bad-time"]),
        ({"date_start": "9" * 30}, ["bad-time"]),
        ({"date_end": "2016-02-01"}, ["bad-time"]),
        ({"best": "many", "low": "1.5", "high": ""}, ["bad-number", "bad-number", "missing-value"]),
        ({"deaths_civilians": "-1"}, ["bad-number"]),
        ({"type_of_violence": "4"}, ["bad-type"]),
        ({"type_of_violence": "x"}, ["bad-number"]),
        ({"where_prec": "9"}, ["bad-number"]),
        ({"where_prec": ""}, ["missing-value"]),
        ({"latitude": "x"}, ["bad-coordinates"]),
        ({"latitude": "99", "longitude": "nan"}, ["bad-coordinates", "bad-coordinates"]),
    ],
)
def test_every_flaw_of_a_row_is_reported(changes: dict[str, Any], codes: list[str]) -> None:
    assert sorted(flaws(**changes)) == sorted(codes)


def test_a_table_is_known_for_ged_by_its_columns_and_keeps_them() -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, ROW)
    writer.writeheader()
    writer.writerows([ROW, ROW | {"id": "2", "best": "?"}])
    feed = read_feed(io.BytesIO(text.getvalue().encode()))
    assert feed.dialect == "ucdp-ged"
    assert feed.columns == tuple(ROW)
    first, second = feed
    assert first.event is not None
    assert first.raw == ROW
    assert [problem.line for problem in second.problems] == [3]


# --- the data itself ---


@pytest.mark.slow
def test_every_row_for_syria_is_read_and_every_name_of_the_time_is_known(
    shared_data: Path, syria: Rulebook
) -> None:
    records = list(read_feed(shared_data / "ged_syria_2016_2019.csv", rulebook=syria))
    assert len(records) == 16_566
    assert [record for record in records if record.problems] == []
    domain, tz = PartyDomain(syria.parties), zone(syria.timezone)
    strangers = Counter(
        name
        for record in records
        if record.event is not None
        for field in (record.event.actor, record.event.target)
        for name in names(field)
        if domain.resolve(name, span(record.event.when, tz)[0]).party is None
    )
    assert strangers == {}


@pytest.mark.slow
def test_the_truce_has_the_rows_it_should(shared_data: Path) -> None:
    tz = zone("Asia/Damascus")
    since, until = span("2016-02-27/2016-05-31", tz)
    events = [
        record.event
        for record in read_feed(shared_data / "ged_syria_2016_2019.csv")
        if record.event is not None
    ]
    truce = [event for event in events if since <= span(event.when, tz)[0] < until]
    assert len(truce) == 1381
    assert sum(event.where.get("admin1") == "Aleppo Governorate" for event in truce) == 340


def test_the_sample_of_another_release_is_read_too(shared_data: Path) -> None:
    records = list(read_feed(shared_data / "ged231_sample1000.csv"))
    assert len(records) == 1000
    assert [record for record in records if record.problems] == []
    first = records[0].event
    assert first is not None
    assert (first.id, first.when) == ("300380", "2013-01-03")


def names(value: Any) -> list[str]:  # noqa: ANN401
    """Return every name in a value of a party field."""
    if isinstance(value, dict):
        return names(value["one_of"])
    return [name for item in value for name in names(item)] if isinstance(value, list) else [value]
