"""What was reported, in a few words for a table."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.report.telling import Teller
from tests.cli.helpers import rules

if TYPE_CHECKING:
    from pathlib import Path

BASE: dict[str, Any] = {"id": "1", "kind": "shelling", "when": "2016-05-04"}
MONITOR = {"actor": "south", "said_by": "The Monitor"}


def told(folder: Path, more: dict[str, Any], coarsen: int | None = None) -> tuple[str, ...]:
    book = ceasefire.load(rules(folder))
    return Teller(book, coarsen).tell(ceasefire.Event.read(BASE | more))


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2016-05-04", "2016-05-04"),
        ("2016-05-04T18:00/2016-05-05T08:00", "2016-05-04 18:00 to 2016-05-05 08:00"),
        ("2016-05-04/P1D", "2016-05-04 to P1D"),
        ("unknown", "unknown"),
        (2016, "2016"),
        (date(2016, 5, 4), "2016-05-04"),
        (datetime(2016, 5, 4, 18, tzinfo=UTC), "2016-05-04 18:00+00:00"),
        ({"from": "2016-05-04", "until": "2016-05-05"}, "2016-05-04 until 2016-05-05"),
        ({"until": "2016-05-05"}, "open until 2016-05-05"),
        ({"one_of": ["2016-05-04", "2016-05-06"]}, "2016-05-04 or 2016-05-06"),
    ],
)
def test_when(tmp_path: Path, when: object, words: str) -> None:
    assert told(tmp_path, {"when": when})[1] == words


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (None, "unknown"),
        ("unknown", "unknown"),
        ("The Valley", "The Valley"),
        ({"name": "A mill", "admin1": "Aleppo"}, "A mill"),
        ({"admin1": "Aleppo", "admin2": "Afrin", "country": "SY"}, "Afrin, Aleppo"),
        ({"country": "SY"}, "SY"),
        ({"pcode": "SY02", "country": "SY"}, "SY02"),
        ({"lat": 35.12345, "lon": "37"}, "35.123, 37.000"),
        ({}, "unknown"),
        ({"one_of": ["A", {"name": "B"}]}, "A or B"),
    ],
)
def test_where(tmp_path: Path, where: object, words: str) -> None:
    assert told(tmp_path, {"where": where})[2] == words


def test_where_no_more_exactly_than_allowed(tmp_path: Path) -> None:
    assert told(tmp_path, {"where": {"lat": 35.17, "lon": 37}}, coarsen=1)[2] == "35.2, 37.0"
    assert told(tmp_path, {"where": {"lat": 35.17, "lon": 37}}, coarsen=9)[2] == "35.170, 37.000"


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        (None, "unknown"),
        ("Unknown", "unknown"),
        ("NA", "Northern Army"),
        ("ucdp:7", "Scouts"),
        (7, "Scouts"),
        ("somebody", "somebody"),
        (["north", "NA", "south"], "Northern Army and Southern Front"),
        (
            {"one_of": ["north", ["south", "raiders"]]},
            "Northern Army or Southern Front and The Raiders",
        ),
        ({"not": ["north", "south"]}, "neither Northern Army nor Southern Front"),
        ({"not": "north"}, "not Northern Army"),
    ],
)
def test_who(tmp_path: Path, actor: object, words: str) -> None:
    assert told(tmp_path, {"actor": actor})[3] == words


def test_names_are_those_of_the_time(tmp_path: Path) -> None:
    assert told(tmp_path, {"actor": "The Greys"})[3] == "Northern Army"
    assert told(tmp_path, {"actor": "The Greys", "when": "2016-04-01"})[3] == "The Greys"


def test_facts_are_those_that_count_as_stated(tmp_path: Path) -> None:
    both = {"actor": "north", "alternatives": [{"actor": "raiders", "stated": True}]}
    assert told(tmp_path, both)[3] == "Northern Army or The Raiders"
    rival = {"actor": "north", "alternatives": [{"actor": "raiders"}]}
    assert told(tmp_path, rival)[3] == "Northern Army"
    credited = {"actor": "north", "alternatives": [MONITOR]}
    assert told(tmp_path, credited)[3] == "Southern Front"


def test_what_cannot_be_read_is_told_as_it_stands(tmp_path: Path) -> None:
    event = {"when": "never", "where": {"lat": "north", "lon": 37}}
    assert told(tmp_path, event)[1:3] == ("never", "north, 37.000")
    skipped = {"actor": "south", "known": "2016-03-25 00:30"}  # clocks went from 00:00 to 01:00
    assert told(tmp_path, {"alternatives": [skipped]})[3] == "unknown"


def test_each_party_that_is_named_as_actor_is_counted(tmp_path: Path) -> None:
    teller = Teller(ceasefire.load(rules(tmp_path)))

    def actors(more: dict[str, Any]) -> set[str]:
        return teller.actors(ceasefire.Event.read(BASE | more))

    north, south, raiders = "Northern Army", "Southern Front", "The Raiders"
    assert actors({}) == {"unknown"}
    assert actors({"actor": {"not": "north"}}) == {"unknown"}
    assert actors({"actor": {"one_of": ["NA", ["south", "raiders"]]}}) == {north, south, raiders}
    assert actors({"actor": "north", "parts": [{"kind": "clash"}, {"killed": 1}]}) == {north}
    parts = [{"actor": "raiders"}, {"actor": {"one_of": ["north", "south"]}}]
    assert actors({"actor": "somebody", "parts": parts}) == {north, south, raiders}
    assert actors({"actor": "south", "parts": [parts[0], {"killed": 1}]}) == {raiders, south}
    both = {"actor": "north", "alternatives": [{"actor": "raiders", "stated": True}]}
    assert actors(both) == {north, raiders}


def test_a_line_tells_what_is_reported_and_no_more(tmp_path: Path) -> None:
    teller = Teller(ceasefire.load(rules(tmp_path)))

    def line(more: dict[str, Any]) -> str:
        return teller.sentence(ceasefire.Event.read(BASE | more))

    assert line({}) == "Reported: shelling; 2016-05-04; place unknown; actor unknown."
    full = {"actor": "north", "target": "south", "where": "A mill", "struck": ["camp", "school"]}
    toll = {"killed": [3, 3.0], "civilians_killed": [1.0, 2], "wounded": [None, "4.0"]}
    assert line(full | toll) == (
        "Reported: shelling; 2016-05-04; A mill; Northern Army against Southern Front; "
        "struck: camp and school; killed: 3; of them civilians: 1 to 2; wounded: up to 4."
    )


def test_a_line_says_whose_account_stands_in_place_of_the_report(tmp_path: Path) -> None:
    book = ceasefire.load(rules(tmp_path))
    teller = Teller(book)

    def line(*alternatives: dict[str, Any]) -> str:
        raw = BASE | {"actor": "unknown", "target": "south", "alternatives": [*alternatives]}
        event = ceasefire.Event.read(raw)
        return teller.sentence(event, book.classify(event).taken)

    inquiry = {"said_by": "The Inquiry", "supersedes": True}
    assert line({**inquiry, "actor": "north", "killed": 2}) == (
        "Reported, on the account of The Inquiry, taken in place of the report: shelling; "
        "2016-05-04; place unknown; Northern Army against Southern Front; killed: 2. "
        "The report itself: actor unknown against Southern Front; killed: not reported."
    )
    same = "Reported: shelling; 2016-05-04; place unknown; actor unknown against Southern Front."
    assert line({**inquiry, "verification": "determined"}) == same
    assert line({"said_by": "Somebody", "actor": "north"}) == same
