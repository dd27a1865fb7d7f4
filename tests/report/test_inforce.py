"""When instruments are in force at all: what a reading leaves of their times, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ceasefire
from ceasefire.report.inforce import given, joined, whenever
from ceasefire.rulebook.logic import ALWAYS, AnswerTest, Any, Not, TimeTest, conjunction
from ceasefire.rulebook.stretches import held_by_answers
from ceasefire.terms.windows import Window

if TYPE_CHECKING:
    from pathlib import Path

DAY = 24 * 3600 * 1_000_000
YEARS = (16_000 * DAY, 18_500 * DAY)
"""From 2013 to 2020."""

SYRIA = ceasefire.load("syria-2016")


@pytest.mark.parametrize("reading", SYRIA.readings)
def test_what_a_reading_leaves_of_a_condition_holds_when_the_condition_does(reading: str) -> None:
    book = SYRIA.with_reading(reading)
    rulebook = book.rulebook
    answers = rulebook.readings[reading].answers
    for item in book.program.rulebook.instruments.values():
        whole = conjunction((item.time, item.answers))
        left = given(whole, answers)
        expected = held_by_answers(whole, *YEARS, answers, rulebook.questions)
        assert held_by_answers(left, *YEARS, {}, rulebook.questions) == expected
        parts = tuple(joined(left.parts)) if isinstance(left, Any) else (left,)
        assert held_by_answers(Any(parts), *YEARS, {}, rulebook.questions) == expected


def test_what_is_answered_is_left_out() -> None:
    time = TimeTest(Window(0, DAY))
    asked = AnswerTest("q", frozenset({"yes"}))
    assert given(conjunction((time, asked)), {"q": "yes"}) == time
    assert given(conjunction((time, asked)), {"q": "no"}) == Any(())
    assert given(Any((time, asked)), {"q": "no"}) == time
    assert given(Any((time, asked)), {"q": "yes"}) == ALWAYS
    assert given(Not(asked), {"q": "yes"}) == Any(())
    assert given(Not(asked), {"q": "no"}) == ALWAYS
    assert given(Not(asked), {}) == Not(asked)


def test_stretches_that_follow_upon_each_other_are_one() -> None:
    weekly = TimeTest(Window(0, 9 * DAY, days=frozenset({3})))
    parts = [TimeTest(Window(DAY)), weekly, TimeTest(Window(0, DAY)), TimeTest(Window(None, -DAY))]
    assert list(joined(parts)) == [TimeTest(Window(None, -DAY)), TimeTest(Window(0)), weekly]


RULES = """
rulebook: valley
timezone: Asia/Damascus
questions:
  clock: {ask: By whose clock?, answers: {one: {}, other: {}}}
  held: {ask: Did it hold?, answers: {"yes": {}, "no": {}}}
readings: {open: {}, held: {answers: {held: "yes"}}}
default_reading: open
parties: {north: {}}
instruments:
  always: {binds: [north]}
  weekly: {binds: [north], in_force: {from: 2016-05-04, days: [thursday]}}
  header: {binds: [north], in_force: {from: 2016-05-04, until: 2016-05-06}, if: {held: "yes"}}
  both:
    binds: [north]
    in_force:
      - {from: 2016-05-09, until: 2016-05-11, if: {clock: other}}
      - {from: 2016-05-06, until: 2016-05-07}
      - {from: 2016-05-04, until: 2016-05-05, if: {clock: one, held: "yes"}}
      - {from: 2016-05-08, until: 2016-05-09, if: {clock: one}}
"""


def test_times_are_told_in_order_and_questions_as_they_are_asked(tmp_path: Path) -> None:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    book = ceasefire.load(path)

    def told(reading: str) -> dict[str, str]:
        answers = book.rulebook.readings[reading].answers
        every = book.program.rulebook.instruments.items()
        return {key: whenever(item, answers, book.rulebook) for key, item in every}

    assert told("open") == {
        "always": "always",
        "weekly": "from 2016-05-04 00:00 on Thursday",
        "header": "2016-05-04 to 2016-05-05; all of it only if “Did it hold?” is answered yes",
        "both": (
            "2016-05-04, if “By whose clock?” is answered one and “Did it hold?” is answered yes; "
            "2016-05-06; as “By whose clock?” is answered, 2016-05-08 (one) or "
            "2016-05-09 to 2016-05-10 (other)"
        ),
    }
    held = told("held")
    assert held["header"] == "2016-05-04 to 2016-05-05"
    assert held["both"] == (
        "as “By whose clock?” is answered, 2016-05-04 and 2016-05-08 (one) or "
        "2016-05-09 to 2016-05-10 (other); 2016-05-06"
    )
