"""Windows of rule files: bounds, lengths, weekdays, hours, zones and answers."""

from __future__ import annotations

import pytest

from ceasefire.rulebook.logic import All, AnswerTest, Any, Condition, TimeTest
from ceasefire.terms.times import DAY, HOUR, MINUTE, Window
from tests.rulebook.helpers import book, problems, when

Z = "Asia/Damascus"
QUESTION = 'questions: {q: {ask: "?", answers: {"yes": {}, "no": {}}}}\n'


def in_force(text: str, more: str = "") -> Condition:
    return book(f"{more}instruments:\n  i:\n    in_force: {text}\n").instruments["i"].time


def only(text: str) -> Window:
    test = in_force(text)
    assert isinstance(test, TimeTest)
    return test.window


START, END = when("2016-05-05 01:00"), when("2016-05-07 01:00")

CASES = [
    ("{from: 2016-05-05 01:00}", Window(START, zone=Z)),
    ("{from: 2016-05-05 01:00, until: 2016-05-07 01:00}", Window(START, END, zone=Z)),
    ("{from: 2016-05-05 01:00, for: 48h}", Window(START, END, zone=Z)),
    ("{until: 2016-05-07 01:00, for: 2 days}", Window(START, END, zone=Z)),
    ("{from: 2016-05-05 01:00+03:00, for: 48h}", Window(START, END, zone=Z)),
    ("{from: 2016-05-04 22:00Z, for: 2880 minutes}", Window(START, END, zone=Z)),
    ("{from: 2016-05-04 24:00}", Window(when("2016-05-05 00:00"), zone=Z)),
    (
        "{from: 2016-05-05 01:00, for: 48h, days: [thursday, Fri]}",
        Window(START, END, frozenset({3, 4}), zone=Z),
    ),
    ("{days: sunday}", Window(days=frozenset({6}), zone=Z)),
    ("{hours: 09:00-14:00}", Window(hours=((9 * HOUR, 14 * HOUR),), zone=Z)),
    (
        "{hours: [22:00-06:00, 09:00 - 24:00]}",
        Window(hours=((22 * HOUR, 6 * HOUR), (9 * HOUR, DAY)), zone=Z),
    ),
    (
        "{from: 2016-05-04 22:00, timezone: UTC}",
        Window(START, zone="UTC"),
    ),
    (
        "{from: 2016-05-10 01:00, until: 2016-05-11 24:00}",
        Window(when("2016-05-10 01:00"), when("2016-05-12"), zone=Z),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_window(text: str, expected: Window) -> None:
    assert only(text) == expected


def test_the_whole_day_and_what_runs_to_midnight() -> None:
    assert only("{hours: 00:00-24:00}") == Window(hours=((0, DAY),), zone=Z)
    assert only("{hours: 22:00-00:00}") == Window(hours=((22 * HOUR, 0),), zone=Z)
    (found,) = problems("instruments: {i: {in_force: {hours: 22:00-22:00}}}\n")
    assert found.message == "`22:00-22:00` ends when it begins"
    assert "`00:00-24:00` for the whole day" in found.hint


def test_no_window_is_always() -> None:
    assert book("instruments: {i: {}}\n").instruments["i"].time == All(())
    assert in_force("{}") == All(())


def test_several_windows_are_a_union() -> None:
    found = in_force("[{until: 2016-05-05 01:00}, {from: 2016-05-07 01:00}]")
    assert found == Any((TimeTest(Window(end=START, zone=Z)), TimeTest(Window(END, zone=Z))))


def test_a_window_may_hang_on_an_answer() -> None:
    found = in_force("[{from: 2016-05-05 01:00, if: {q: yes}}, {if: {q: no}}]", QUESTION)
    yes, no = (AnswerTest("q", frozenset({answer})) for answer in ("yes", "no"))
    assert found == Any((All((TimeTest(Window(START, zone=Z)), yes)), no))


def test_forty_seven_hours_that_were_called_forty_eight() -> None:
    window = only("{from: 2016-05-10 01:00, until: 2016-05-12}")
    assert window.end is not None
    assert window.start is not None
    assert window.end - window.start == 47 * HOUR


def test_the_seam_of_fifty_nine_minutes() -> None:
    early, late = only("{from: 2016-05-10 00:01}"), only("{from: 2016-05-10 01:00}")
    assert (late.start or 0) - (early.start or 0) == 59 * MINUTE


BAD = [
    ("{from: 2016-05-05, until: 2016-05-05}", "empty-window", 15),
    ("{from: 2016-05-06, until: 2016-05-05}", "empty-window", 15),
    ("{from: yesterday}", "bad-time", 22),
    ("{from: 2016-03-25 00:30}", "nonexistent-time", 22),
    ("{until: 2016-10-27 23:30}", "ambiguous-time", 23),
    ("{from: 2016-05-05, for: 48}", "bad-duration", 39),
    ("{for: 48h}", "bad-window", 16),
    ("{from: 2016-05-05, until: 2016-05-06, for: 24h}", "bad-window", 53),
    ("{days: [funday]}", "bad-time", 23),
    ("{days: []}", "empty-list", 22),
    ("{hours: []}", "empty-list", 23),
    ("{hours: 9-14}", "bad-time", 23),
    ("{hours: 09:00}", "bad-time", 23),
    ("{hours: 24:00-02:00}", "bad-time", 23),
    ("{hours: [09:00-14:00, 15:00-25:00]}", "bad-time", 37),
    ("{hours: 22:00-22:00}", "empty-hours", 23),
    ("{hours: 00:00-00:00}", "empty-hours", 23),
    ("{hours: [09:00-14:00, 15:00 - 15:00]}", "empty-hours", 37),
    ("{timezone: Mars/Olympus}", "bad-zone", 26),
    ("{from: 2016-05-05, for: 24h, days: [monday]}", "unreachable-window", 15),
    ("{from: 2016-03-25, until: 2016-03-26, hours: 00:10-00:50}", "unreachable-window", 15),
    ("{if: {q: perhaps}}", "unknown-answer", 24),
    ("{if: {r: yes}}", "unknown-question", 21),
    ("{if: {q: []}}", "empty-list", 24),
    ("[]", "empty-list", 15),
    ("2016-05-05", "wrong-type", 15),
    ("{since: 2016-05-05}", "unknown-key", 16),
]


@pytest.mark.parametrize(("text", "code", "column"), BAD)
def test_a_bad_window(text: str, code: str, column: int) -> None:
    more = QUESTION + "impossible: [{if: {q: [yes, no]}, kind: clash}]\n"
    found = problems(f"{more}instruments:\n  i:\n    in_force: {text}\n")
    assert [(item.code, item.line, item.column) for item in found] == [(code, 7, column)]


def test_the_hint_names_the_offsets() -> None:
    (found,) = problems("instruments: {i: {announced: 2016-10-27 23:30}}\n")
    assert found.code == "ambiguous-time"
    assert "+03:00" in found.hint
    assert "+02:00" in found.hint
    assert found.text == "2016-10-27 23:30"


def provision(own: str, header: str) -> list[str]:
    rules = (
        f"instruments:\n  i:\n    in_force: {header}\n    exclude:\n      p: {{in_force: {own}}}\n"
    )
    return [item.code for item in problems(rules)]


def test_a_provision_is_in_force_within_its_instrument() -> None:
    header = "{from: 2016-05-05, until: 2016-05-07}"
    for own in ("{until: 2016-05-05}", "{from: 2016-05-07}", "{from: 2016-06-01, for: 2d}"):
        assert provision(own, header) == ["unreachable-window"]
    for own in ("{until: 2016-05-05 00:01}", "{from: 2016-05-06}", "{days: [monday]}", "{}"):
        assert provision(own, header) == []
    assert provision("{from: 2016-06-01}", "[{until: 2016-05-05}, {from: 2016-07-01}]") == []
    assert provision("{from: 2016-06-01}", "{}") == []
