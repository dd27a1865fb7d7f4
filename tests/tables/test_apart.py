"""Rows of several acts, or of names that change their meaning, come to what single events do."""

from __future__ import annotations

import json
from itertools import product
from typing import Any, Final

import pyarrow as pa
import pytest

from ceasefire.findings.output import ADDED
from tests.tables.made import book

SIDES: Final[tuple[Any, ...]] = (
    "nusra",
    "Jabhat Fateh al-Sham",
    "Foo Bar",
    ["russia", "syrian-government"],
    ["nusra", "Foo Bar", "isis"],
    ["unknown", "unknown"],
    {"one_of": ["isis", ["opposition", "nusra"]]},
)
RIVAL: Final = {"actor": ["russia", "Bar Foo"], "said_by": "somebody", "basis": "alleged"}
LATER: Final = {"weapon": "rockets", "actor": "isis", "known": "2016-05-06", "supersedes": True}
TIMES: Final = ("2016-05-04", "2016-07-20/2016-08-05", "2016-09-14T10:00Z")
POINT: Final = {"admin1": "Aleppo", "lat": 36.2, "lon": 37.15, "within_km": 2}
OTHERS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"where": POINT, "weapon": "frobnicator", "civilians_killed": 3},
    {"where": "Nowhere", "alternatives": [RIVAL]},
    {"weapon": "frobnicator", "killed": [1, 4], "alternatives": [LATER]},
    {"kind": "accident", "alternatives": [RIVAL | {"kind": "shelling"}, LATER]},
)

FEW: Final = 26
"""Of so many combinations one is tried: it shares no factor with how many there are of each."""


def events() -> list[dict[str, Any]]:
    every = list(product(TIMES, SIDES, SIDES, OTHERS))[::FEW]
    return [
        {"id": str(number), "kind": "shelling", "when": when, "actor": actor, "target": target}
        | more
        for number, (when, actor, target, more) in enumerate(every)
    ]


def cell(value: Any) -> Any:  # noqa: ANN401
    return value if isinstance(value, str) else json.dumps(value)


def test_rows_alike_are_each_told_whether_they_are_later_than_what_is_asked() -> None:
    of = book().as_of("2016-06-10")
    joint = {"kind": "shelling", "actor": ["russia", "syrian-government"], "target": "nusra"}
    days = ("2016-06-08", "2016-06-12", "2016-06-13")
    every = [{"id": day, "when": day} | joint for day in days]
    table = pa.Table.from_pylist([{key: cell(event[key]) for key in event} for event in every])
    found = of.classify_frame(table).column("notes").to_pylist()
    assert found == [list(of.classify(event).notes) for event in every]
    assert [bool(notes) for notes in found] == [False, True, True]


@pytest.mark.slow
@pytest.mark.parametrize("as_of", ["", "2016-05-05"])
def test_rows_taken_apart_come_to_what_events_do(as_of: str) -> None:
    of = book().as_of(as_of) if as_of else book()
    every = events()
    names = dict.fromkeys(key for event in every for key in event)
    table = pa.table(
        {name: [cell(event[name]) if name in event else None for event in every] for name in names}
    )
    told = [name for name in ADDED if name != "possible_any_reading"]
    found = of.classify_frame(table).select(told).to_pylist()
    for event, row in zip(every, found, strict=True):
        wanted = of.classify(event).row()
        assert row == {name: wanted[name] for name in told}, event
