"""Law 11: what must hold under the bundled rulebook on the truces of 2016."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ceasefire
from ceasefire.book import Book
from ceasefire.testing import events
from tests.laws.drawn import meaning_of, verdicts
from tests.laws.engines import every_engine

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from tests.laws.engines import Engine

DESIGNATED = ("isis", "Daesh", "al-qaeda", "Jabhat al-Nusra", "ucdp:234")
ELSEWHERE = (
    {"country": "SY", "admin1": "Idlib"},
    {"country": "SY", "admin1": "Homs", "lat": 34.73, "lon": 36.72},
    {"country": "SY", "admin1": "Rural Damascus"},
    {"country": "TR", "name": "Kilis"},
)
ALEPPO = (
    {"country": "SY", "admin1": "Aleppo"},
    {"country": "SY", "admin1": "Aleppo", "lat": 36.2, "lon": 37.15, "within_km": 3},
)
OTHER_TIMES = (
    "2016-05-04",
    "2016-05-05 00:59:59.999999",
    "2016-05-07 01:00",
    "2016-05-12/2016-05-13",
    "2016-06-17 12:00",
)


@cache
def book() -> Book:
    """Return the rulebook."""
    return ceasefire.load("syria-2016")


@cache
def without(instrument: str) -> Book:
    """Return the rulebook less one instrument."""
    kept = {key: item for key, item in book().rulebook.instruments.items() if key != instrument}
    return Book(replace(book().rulebook, instruments=kept), book().reading)


readings = st.sampled_from(book().readings)

# A rulebook of this size takes its time over an event with every kind of doubt.
fewer = settings(max_examples=settings().max_examples // 2)


def reports(field: str, values: tuple[Any, ...]) -> SearchStrategy[dict[str, Any]]:
    """Draw events, doubts and rival accounts included, of which one field is settled."""

    def settle(event: dict[str, Any], value: object) -> dict[str, Any]:
        rivals = event.get("alternatives", []) + event.get("parts", [])
        for item in rivals:
            item.pop(field, None)
        return {**event, field: value}

    return st.builds(settle, events(book().rulebook), st.sampled_from(values))


@every_engine
@fewer
@given(event=reports("actor", DESIGNATED), reading=readings)
def test_law_11_an_act_of_the_designated_alone_is_never_violating(
    engine: Engine, event: dict[str, Any], reading: str
) -> None:
    (finding,) = engine(book().with_reading(reading), [event])
    assert "violating" not in verdicts(finding)


@every_engine
@fewer
@given(event=reports("where", ELSEWHERE), reading=readings)
def test_law_11_outside_aleppo_the_extension_changes_nothing(
    engine: Engine, event: dict[str, Any], reading: str
) -> None:
    (one,) = engine(book().with_reading(reading), [event])
    (two,) = engine(without("aleppo-extension").with_reading(reading), [event])
    assert meaning_of(one) == meaning_of(two)


@every_engine
@fewer
@given(event=reports("when", OTHER_TIMES), place=st.sampled_from(ALEPPO), reading=readings)
def test_law_11_outside_its_days_the_regime_of_calm_changes_nothing(
    engine: Engine, event: dict[str, Any], place: dict[str, Any], reading: str
) -> None:
    event["where"] = place
    (one,) = engine(book().with_reading(reading), [event])
    (two,) = engine(without("regime-of-calm").with_reading(reading), [event])
    assert meaning_of(one) == meaning_of(two)


@pytest.mark.parametrize("name", ["aleppo-extension", "regime-of-calm"])
def test_inside_its_place_and_time_each_would_matter_alone(name: str) -> None:
    kept = {name: book().rulebook.instruments[name]}
    alone = Book(replace(book().rulebook, instruments=kept), "state-department")
    event = {
        "id": "inside",
        "kind": "shelling",
        "when": "2016-05-05 12:00",
        "where": {"name": "Aleppo city"},
        "actor": "syrian-government",
        "target": "fsa",
    }
    assert alone.classify(event).verdict == "violating"


def test_who_flew_in_2016_says_nothing_of_later_years() -> None:
    event = {"id": "e", "kind": "airstrike", "actor": "Ahrar al-Sham", "target": "civilians"}
    book = ceasefire.load("syria-2016")
    assert book.classify(event | {"when": "2016-12-31"}).ground == ("contradiction",)
    assert book.classify(event | {"when": "2019-01-01"}).possible
