"""Keys and columns that are not read, and those among them that were meant to be."""

from __future__ import annotations

import io
from typing import Any

import pytest

from ceasefire.errors import FeedError
from ceasefire.events.feeds import read_feed
from ceasefire.events.keys import EVENT_KEYS, Stray, stray_columns, stray_keys, stray_place_keys
from ceasefire.terms.taxonomy import base_taxonomy
from tests.meaning.helpers import TRUCE, book

FIELDS = base_taxonomy().fields
NEEDED = ("id", "kind", "when")
OWN = (
    "Town", "actor_name_en", "admin1", "admin3", "best", "country", "date", "deaths_civilians",
    "event_id", "id_no", "killed.best", "location", "note", "Notes by hand", "part", "party",
    "region", "source", "text", "title", "type_of_violence", "unknown", "url", "x",
)  # fmt: skip


def strays(unknown: dict[str, Any], *given: str) -> list[Stray]:
    return list(stray_keys(unknown, {*unknown, *given}, FIELDS, EVENT_KEYS, "an event"))


def intended(found: list[Stray]) -> list[str]:
    return [stray.hint.partition("`")[2].partition("`")[0] for stray in found if stray.fatal]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Target", "target"),
        ("heldBy", "held_by"),
        ("civilians killed", "civilians_killed"),
        ("actr", "actor"),
        ("acotr", "actor"),
        ("actors", "actor"),
        ("respons", "response"),
        ("proportionat", "proportionate"),
        ("intendet_targets", "intended_target"),
        ("knwon", "known"),
        ("where_lat", "where: {lat: ...}"),
        ("where.lat", "where: {lat: ...}"),
        ("killed_low", "killed: [low, high]"),
        ("whenFrom", "when: {from: ..., until: ...}"),
    ],
)
def test_a_clear_misspelling_must_be_mended(key: str, name: str) -> None:
    (stray,) = strays({key: 1})
    assert stray.fatal
    assert stray.message == f"`{key}` is no key of an event"
    assert stray.hint == f"did you mean `{name}`? one of your own needs another name"


@pytest.mark.parametrize(
    ("key", "given", "name"),
    [
        ("actors", "actor", "actor"),
        ("civilian_toll_killed", "", "civilians_killed"),
        ("killed_civilians", "", "civilians_killed"),
        ("killed_low", "killed", "killed: [low, high]"),
    ],
)
def test_what_is_less_clear_is_told(key: str, given: str, name: str) -> None:
    (stray,) = strays({key: 1}, given)
    assert not stray.fatal
    assert (stray.message, stray.hint) == (f"`{key}` is no field", f"did you mean `{name}`?")


@pytest.mark.parametrize("key", ["alternative", "Alternatives", "alternativs", "part", "Parts"])
def test_alternatives_and_parts_are_meant_only_where_there_is_such_a_thing(key: str) -> None:
    for value in ([{"actor": "x"}], {"actor": "x"}, '[{"actor": "x"', ' {"actor": "x"}'):
        (stray,) = strays({key: value})
        assert stray.fatal
    assert [s for value in ("two", ["a"], 3, []) for s in strays({key: value})] == []


def test_own_keys_are_left_alone() -> None:
    assert [key for key in OWN if strays({key: 1}, *NEEDED)] == []
    assert strays(dict.fromkeys(("x" * 5000, "", "…"), 1)) == []


@pytest.mark.parametrize("names", [("lat", "lon"), ("Latitude", "LONGITUDE"), ("lat", "long")])
def test_a_position_outside_of_where_is_no_position(names: tuple[str, str]) -> None:
    unknown = dict.fromkeys(names, 36)
    found = strays(unknown)
    assert [stray.key for stray in found] == list(names)
    assert all(stray.fatal and "where: {lat: ..., lon: ...}" in stray.hint for stray in found)
    assert [stray.fatal for stray in strays(unknown, "where")] == [False, False]
    assert strays(unknown, "where", "where.lat", "where.lon") == []
    assert strays({"long": "a long text"}) == []


def test_keys_of_a_place() -> None:
    found = list(stray_place_keys({"Lat": 1, "longitude": 2, "admn1": "", "admin3": "", "x": 1}))
    assert intended(found) == ["lat", "lon", "admin1"]
    assert [stray.key for stray in found if not stray.fatal] == ["admin3"]
    assert intended(list(stray_place_keys({"oneOf": ["a", "b"]}))) == ["one_of"]
    (mixed,) = stray_place_keys({"one_of": ["a", "b"], "country": "SY"})
    assert mixed.fatal
    (told,) = stray_place_keys({"latitude": 1, "lat": 1})
    assert not told.fatal


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("Target", "target"),
        ("wher.lat", "where.lat"),
        ("WHERE.LAT", "where.lat"),
        ("where.latitude", "where.lat"),
        ("where.contry", "where.country"),
        ("where_lat", "where.lat"),
        ("when.form", "when.from"),
        ("when.start", "when.from"),
        ("killed.lwo", "killed.low"),
        ("killd.low", "killed.low"),
        ("killed.max", "killed.high"),
        ("knwon", "known"),
    ],
)
def test_a_misspelt_column_is_an_error_of_the_table(column: str, name: str) -> None:
    assert intended(list(stray_columns((*NEEDED, column), FIELDS))) == [name]
    assert not list(stray_columns((*NEEDED, column, name), FIELDS))


def test_own_columns_are_left_alone() -> None:
    columns = (*NEEDED, *OWN, "sources", "notes", "alternatives", "parts", "alternative")
    assert not list(stray_columns(columns, FIELDS))
    assert not list(stray_columns((*NEEDED, "where", "lat", "lon"), FIELDS))
    assert len(list(stray_columns((*NEEDED, "lat", "lng"), FIELDS))) == 2


def test_a_table_is_refused_once_and_with_all_such_columns() -> None:
    content = b"id,kind,when,actr,lat\n1,clash,2016-05-03,x,36\n2,clash,2016-05-03,x,36\n"
    rulebook = book(TRUCE).rulebook
    with pytest.raises(FeedError) as caught:
        read_feed(io.BytesIO(content), "csv", rulebook=rulebook)
    assert [problem.code for problem in caught.value.problems] == ["unknown-column"] * 2
    assert "`actr` is no column that is read (did you mean `actor`?" in str(caught.value)
    assert len(list(read_feed(io.BytesIO(content), "csv"))) == 2
    with pytest.raises(FeedError) as caught:
        read_feed(io.BytesIO(b"id,Kind,when,actr\n"), "csv", rulebook=rulebook)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["missing-column", "unknown-column", "unknown-column"]


def test_a_column_that_a_rulebook_declares_is_no_misspelling() -> None:
    content = b"id,kind,when,actors\n1,clash,2016-05-03,x\n"
    declared = book(TRUCE + "fields: {actors: {name: Actors, type: count}}\n").rulebook
    assert len(list(read_feed(io.BytesIO(content), "csv", rulebook=declared))) == 1
