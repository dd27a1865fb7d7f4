"""Whether two sites are one place, by the letters of their units."""

from __future__ import annotations

import pytest

from ceasefire.events.event import Event
from ceasefire.monitor.sites import Point, Site, same, sites_of


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("valley", "valley", 2),
        ("valley", "hills", 0),
        ("valley", "", 2),
        ("valley", "الوادي", 1),
        ("الوادي", "التلال", 0),
        ("valley", "7", 1),
        ("7", "8", 0),
    ],
)
def test_units_in_different_letters_may_be_one(one: str, other: str, told: int) -> None:
    mill, here, there = "mill", Point(36.0, 37.0, 0.0), Point(36.0, 37.001, 0.0)
    assert same([Site(mill, one, None)], [Site(mill, other, None)], 5) == told
    assert same([Site(mill, other, None)], [Site(mill, one, None)], 5) == told
    assert same([Site(mill, one, None)], [Site("ford", other, None)], 5) == min(told, 1)
    assert same([Site(mill, one, here)], [Site("ford", other, there)], 5) == 2
    assert same([Site(mill, one, here)], [Site("ford", other, here)], 0) == 2


def test_sites_are_compared_as_they_are_reported() -> None:
    events = [
        Event.read({"id": "a", "kind": "ied", "when": "2016-05-05", "where": where})
        for where in ({"name": "Mill", "admin1": "Valley"}, {"name": "MILL", "admin1": "الوادي"})
    ]
    one, other = map(sites_of, events)
    assert same(one, other, 1) == 1
    assert same(one, one, 1) == 2
