"""Instruments that say no more than one before them are left out, and findings stay the same."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

import ceasefire
from ceasefire.engines.columnar.echoes import Echo

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

RULES: Final = """\
rulebook: echoes
timezone: UTC
parties: {red: Red, blue: Blue, green: Green}
questions:
  heavy:
    ask: Are heavy arms meant?
    answers: {meant: {held_by: one side}, left-out: {held_by: the other}}
instruments:
  first:
    in_force: {from: 2016-04-01, until: 2016-06-01}
    binds: [red, blue]
    exclude: {asides: {when: {target: green}}}
    prohibit: {attacks: {when: {kind: attack}}}
    permit: {defence: {lifts: [attacks], when: {response: immediate-threat}}}
  second: {extends: first, in_force: {from: 2016-05-01, until: 2016-08-01}}
  strict: {extends: first, without: [defence], in_force: {from: 2016-05-01, until: 2016-06-01}}
  more:
    extends: first
    in_force: {from: 2016-05-01, until: 2016-06-01}
    prohibit: {gains: {when: {kind: territorial-gain}, if: {heavy: meant}}}
  wide: {extends: first, without: [asides], in_force: {from: 2016-05-01, until: 2016-06-01}}
"""

EVENT: Final = {"kind": "shelling", "when": "2016-05-05", "actor": "red", "target": "blue"}

EVENTS: Final[list[dict[str, Any]]] = [
    EVENT,
    EVENT | {"when": "2016-07-05"},
    EVENT | {"response": "immediate-threat"},
    EVENT | {"kind": "territorial-gain"},
    EVENT | {"kind": {"one_of": ["territorial-gain", "shelling"]}},
    EVENT | {"target": "green"},
    EVENT | {"target": {"one_of": ["green", "blue"]}},
    EVENT | {"actor": ["red", "green"]},
    EVENT | {"when": "2016-04-20/2016-07-05"},
    EVENT | {"alternatives": [{"actor": "green", "said_by": "a witness"}]},
    # What is permitted by the first instrument is told by the third, on both accounts.
    EVENT
    | {
        "response": "immediate-threat",
        "alternatives": [{"actor": "blue", "target": "red", "said_by": "one", "stated": True}],
    },
]


ACTORS: Final[list[Any]] = ["red", "blue", ["red", "green"], {"one_of": ["green", "blue"]}]

RIVALS: Final[list[Any]] = [
    None,
    [{"actor": "green", "stated": True}],
    [{"when": "2016-05-20", "said_by": "a witness", "stated": True}],
]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Return a book of a text, what extends it, and what does more than that."""
    rules = tmp_path / "echoes.yaml"
    rules.write_text(RULES)
    return ceasefire.load(rules)


def test_findings_are_those_of_single_events(book: Book, tmp_path: Path) -> None:
    feed = [event | {"id": str(number)} for number, event in enumerate(EVENTS)]
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(f"{json.dumps(event)}\n" for event in feed), encoding="utf-8")
    found = book.scan(path).collect().to_pylist()
    for row, event in zip(found, feed, strict=True):
        told = book.classify(event).row()
        for key in ("verdict", "possible", "instrument", "provision", "ground", "because"):
            assert row[key] == told[key], (key, event)


def test_what_two_accounts_state_is_told_by_what_holds_in_both(book: Book, tmp_path: Path) -> None:
    # The first instrument is breached on one account alone: there the second says no more.
    rival = {"when": "2016-07-05", "said_by": "a witness", "stated": True}
    event = EVENT | {"id": "1", "response": "none", "alternatives": [rival]}
    path = tmp_path / "feed.jsonl"
    path.write_text(json.dumps(event), encoding="utf-8")
    (row,) = book.scan(path).collect().to_pylist()
    assert row["instrument"] == book.classify(event).instrument == "second"


def test_what_extends_a_text_says_no_more_where_that_is_in_force(book: Book) -> None:
    tables = book.tables
    names = [way.text.id for way in tables.engine.ways]
    laws = dict(zip(names, tables.code.laws, strict=True))
    first = laws.pop("first")
    every = (1 << tables.code.width) - 1
    echo = {name: Echo.of(law, first) for name, law in laws.items()}
    assert {name: len(each.apart) for name, each in echo.items()} == {
        "second": 0,
        "strict": 1,  # whose prohibition nothing lifts
        "more": 1,  # that forbids gains
        "wide": 1,  # that does not leave out acts against others
    }
    # In force is what is asked of time; all else is the same.
    ((mine, theirs),) = echo["second"].reached
    assert isinstance(mine, int)
    assert isinstance(theirs, int)
    assert echo["second"].holds([(every, every)])
    assert echo["second"].holds([(every, every & ~mine)])
    assert not echo["second"].holds([(every, every & ~theirs)])
    assert echo["second"].holds([(every & ~mine, every & ~theirs)])
    # Of several acts it has to be so of each.
    assert not echo["second"].holds([(every, every), (every, every & ~theirs)])
    assert not echo["more"].holds([(every, every)])


def test_times_and_places_are_told_apart_by_what_may_come_nearest(tmp_path: Path) -> None:
    rules = tmp_path / "nearest.yaml"
    rules.write_text(
        "rulebook: nearest\n"
        "timezone: UTC\n"
        "parties: {red: Red, blue: Blue, green: Green}\n"
        "places: {valley: {admin1: Valley}, hills: {admin1: Hills}}\n"
        "instruments:\n"
        "  first: {in_force: {from: 2016-04-01, until: 2016-08-01}, where: valley,\n"
        "    binds: [red], prohibit: {attacks: {when: {kind: attack}}}}\n"
        "  second: {extends: first, in_force: {from: 2016-05-01, until: 2016-06-15}}\n"
        "  third: {in_force: {from: 2016-05-01, until: 2016-06-01}, binds: [blue],\n"
        "    prohibit: {attacks: {when: {kind: attack}}}}\n"
    )
    book = ceasefire.load(rules)
    feed: list[dict[str, Any]] = []
    for when in ("2016-03-01", "2016-04-15", "2016-05-15", "2016-07-15", "2016-04-15/2016-05-15"):
        for where in ("Valley", "Hills", None):
            for actor, rivals in product(ACTORS, RIVALS):
                event: dict[str, Any] = {
                    "kind": "shelling",
                    "when": when,
                    "target": "green",
                    "actor": actor,
                }
                event["where"] = where and {"admin1": where}
                event["alternatives"] = rivals
                feed.append({"id": str(len(feed)), **event})
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(f"{json.dumps(event)}\n" for event in feed), encoding="utf-8")
    found = book.scan(path).collect().to_pylist()
    for row, event in zip(found, feed, strict=True):
        told = book.classify(event).row()
        for key in ("verdict", "possible", "instrument", "provision", "ground", "because", "notes"):
            assert row[key] == told[key], (key, event)
    # Where the second is not in force, it is never nearest: its rows do not matter there.
    assert len(book.tables.circumstances.kept) > 1


def test_notes_of_rows_that_are_alike_are_their_own(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(
        "id,kind,when,actor,target,struck\n"
        "1,shelling,2016-05-05,red;green,blue,a bridge\n"
        "2,shelling,2016-05-05,red;green,blue,a well\n"
    )
    one, other = book.scan(path).collect().to_pylist()
    assert "a bridge" in one["notes"][0]
    assert "a well" in other["notes"][0]
