"""The traps that the clocks of 2016 set, through whole findings."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.book import Book
from ceasefire.errors import EventError
from ceasefire.rulebook.load import load_text
from ceasefire.rulebook.logic import TimeTest
from ceasefire.rulebook.model import Reading
from ceasefire.terms.times import HOUR, MINUTE, instant, local, zone
from ceasefire.testing.lexicon import single_tests
from tests.laws.engines import every_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.terms.times import Window
    from tests.laws.engines import Engine

DAMASCUS = zone("Asia/Damascus")
SHELLING = {
    "id": "trap",
    "kind": "shelling",
    "where": {"name": "Aleppo city"},
    "actor": "syrian-government",
    "target": "fsa",
}


@cache
def syria() -> Book:
    """Return the bundled rulebook."""
    return ceasefire.load("syria-2016")


def only(*names: str, **answers: str) -> Book:
    """Return the bundled rulebook with these instruments only, under some answers."""
    rulebook = syria().rulebook
    base = rulebook.readings["baseline"]
    reading = Reading("here", answers={**base.answers, **answers})
    kept = {name: rulebook.instruments[name] for name in names}
    return Book(replace(rulebook, instruments=kept, readings={"here": reading}), "here")


def inside(engine: Engine, book: Book, texts: list[str]) -> list[bool]:
    """Return for each time whether an instrument reaches the event then."""
    found = engine(book, [{**SHELLING, "when": text} for text in texts])
    assert all(finding.settled for finding in found)
    assert all(finding.ground == ("time",) for finding in found if finding.verdict == "excluded")
    return [finding.verdict == "violating" for finding in found]


# --- local times that are none, or two ----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "offsets"),
    [
        ("2016-03-25 00:30", "nonexistent-time", ("+02:00", "+03:00")),
        ("2016-03-25", "", ()),
        ("2016-10-27 23:30", "ambiguous-time", ("+03:00", "+02:00")),
        ("2016-10-27 22:59:59", "", ()),
    ],
)
def test_a_local_time_that_is_none_or_two_is_refused_with_a_hint(
    text: str, code: str, offsets: tuple[str, ...]
) -> None:
    event = {**SHELLING, "when": text}
    if not code:
        assert syria().classify(event).verdict == "violating"
        return
    with pytest.raises(EventError) as caught:
        syria().classify(event)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert all(f"`{text}{offset}`" in problem.hint for offset in offsets)
    for offset in offsets:
        assert syria().classify({**SHELLING, "when": text + offset}).verdict == "violating"


def small(window: str) -> Book:
    """Return a rulebook with one instrument in force for a window, in Damascus."""
    text = (
        f"rulebook: small\ntimezone: Asia/Damascus\ninstruments: {{text: {{in_force: {window}}}}}\n"
    )
    rulebook = load_text(text)
    return Book(rulebook, rulebook.default_reading)


@every_engine
@pytest.mark.parametrize(
    ("window", "day", "verdict"),
    [
        # The day of 23 hours begins at 01:00.
        ("{from: 2016-03-25 01:00, until: 2016-03-26}", "2016-03-25", "covered"),
        ("{from: 2016-03-25 01:00, for: 23h}", "2016-03-25", "covered"),
        ("{from: 2016-03-25 01:00, for: 22h}", "2016-03-25", "undetermined"),
        ("{days: [friday]}", "2016-03-25", "covered"),
        # The day of 25 hours ends with the second 23:59.
        ("{from: 2016-10-27, until: 2016-10-28}", "2016-10-27", "covered"),
        ("{from: 2016-10-27, for: 25h}", "2016-10-27", "covered"),
        ("{from: 2016-10-27, for: 24h}", "2016-10-27", "undetermined"),
        ("{days: [thursday]}", "2016-10-27", "covered"),
        ("{hours: 23:00-24:00}", "2016-10-27 23:30+03:00", "covered"),
        ("{hours: 23:00-24:00}", "2016-10-27 23:30+02:00", "covered"),
        ("{hours: 00:00-01:00}", "2016-03-25", "excluded"),
    ],
)
def test_the_short_and_the_long_day(engine: Engine, window: str, day: str, verdict: str) -> None:
    (finding,) = engine(small(window), [{"id": "day", "kind": "shelling", "when": day}])
    assert finding.verdict == verdict


# --- clocks of the local truces -----------------------------------------------------------


@every_engine
def test_the_calm_of_48_hours_runs_for_47(engine: Engine) -> None:
    book = only("calm-10-may")
    start = instant("2016-05-10 01:00", DAMASCUS)
    halves = [local(start + step * HOUR // 2, DAMASCUS).isoformat() for step in range(-4, 104)]
    assert sum(inside(engine, book, halves)) == 2 * 47
    edges = [
        "2016-05-09 21:59:59.999999Z",
        "2016-05-09 22:00Z",
        "2016-05-11 20:59:59.999999Z",
        "2016-05-11 21:00Z",
    ]
    assert inside(engine, book, edges) == [False, True, True, False]


@every_engine
def test_between_two_clocks_lies_a_seam_of_59_minutes(engine: Engine) -> None:
    minutes = [
        local(instant("2016-05-10 00:00", DAMASCUS) + step * MINUTE, DAMASCUS).isoformat()
        for step in range(62)
    ]
    ministry = only("calm-7-may-aleppo", "calm-10-may", **{"calm-clock": "russian-ministry"})
    found = inside(engine, ministry, minutes)
    assert found == [True] + [False] * 59 + [True, True]
    army = only("calm-7-may-aleppo", "calm-10-may", **{"calm-clock": "syrian"})
    assert all(inside(engine, army, minutes))


@every_engine
def test_the_nationwide_cessation_has_no_such_seam(engine: Engine) -> None:
    texts = ["2016-05-10 00:30", "2016-05-04 00:00", "2016-03-25", "2016-10-27"]
    assert all(inside(engine, only("cessation"), texts))


@every_engine
def test_aleppo_by_two_clocks(engine: Engine) -> None:
    early, late = "2016-05-04 00:01", "2016-05-05 01:00"
    before = ["2016-05-04 00:00:59.999999", "2016-05-05 00:59:59.999999"]
    not_yet = {"aleppo-before-may": "not-yet"}
    for clock, expected in (
        ("us", [False, True, True, True]),
        ("army", [False, False, False, True]),
    ):
        book = only("cessation", **not_yet, **{"aleppo-clock": clock})
        events = [{**SHELLING, "when": text} for text in (before[0], early, before[1], late)]
        found = [finding.verdict == "violating" for finding in engine(book, events)]
        assert found == expected


# --- first instant in, last instant out ---------------------------------------------------


def stretches() -> Iterator[Any]:
    """Yield every window of the bundled rulebook's instruments that runs without a break."""
    for key, text in syria().rulebook.instruments.items():
        for number, test in enumerate(single_tests(text.time)):
            if isinstance(test, TimeTest) and not test.window.recurring:
                yield pytest.param(key, test.window, id=f"{key}-{number}")


@every_engine
@pytest.mark.parametrize(("name", "window"), list(stretches()))
def test_the_first_instant_is_in_and_the_last_is_out(
    engine: Engine, name: str, window: Window
) -> None:
    rulebook = syria().rulebook
    text = replace(rulebook.instruments[name], time=TimeTest(window))
    book = Book(replace(rulebook, instruments={name: text}), "baseline")
    expected: dict[int, bool] = {}
    if window.start is not None:
        expected |= {window.start - 1: False, window.start: True}
    if window.end is not None:
        expected |= {window.end - 1: True, window.end: False}
    events = [{**SHELLING, "when": local(moment, zone("UTC")).isoformat()} for moment in expected]
    found = ["time" not in finding.ground for finding in engine(book, events)]
    assert found == list(expected.values())


@every_engine
def test_thursday_and_friday_end_when_saturday_begins(engine: Engine) -> None:
    texts = [
        "2016-05-05 00:59:59.999999",
        "2016-05-05 01:00",
        "2016-05-06 23:59:59.999999",
        "2016-05-07 00:00",
        "2016-05-07 00:59:59.999999",
        "2016-05-07 01:00",
    ]
    friday = only("regime-of-calm", **{"regime-of-calm-end": "friday"})
    assert inside(engine, friday, texts) == [False, True, True, False, False, False]
    two_days = only("regime-of-calm", **{"regime-of-calm-end": "two-days"})
    assert inside(engine, two_days, texts) == [False, True, True, True, True, False]
