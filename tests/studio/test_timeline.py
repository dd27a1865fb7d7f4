"""When instruments are in force, and when an event may have been."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire import load
from ceasefire.rulebook.logic import ALWAYS, All, AnswerTest, Not, TimeTest
from ceasefire.rulebook.logic import Any as Either
from ceasefire.rulebook.stretches import held
from ceasefire.studio.spread import merged
from ceasefire.studio.ticks import ticks
from ceasefire.terms.times import DAY, HOUR, Window, instant
from tests.studio.desk import EVENT, VALLEY, Desk, valley

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.rulebook.logic import Condition

DAMASCUS = ZoneInfo("Asia/Damascus")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(str(valley(tmp_path)))


def seen(desk: Desk, text: str = VALLEY, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
    answer = desk.post("timeline", texts=[text], **asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def at(text: str) -> int:
    return instant(text, DAMASCUS)


def test_a_window_an_announcement_and_an_event_are_seen(desk: Desk) -> None:
    found = seen(desk, event=EVENT)
    (row,) = found["rows"]
    assert row["announced"] == at("2016-05-03")
    assert row["announced_told"] == "2016-05-03"
    assert row["sure"] == row["perhaps"] == [[at("2016-05-04"), at("2016-05-06")]]
    (event,) = found["events"]
    assert event["spans"] == [[at("2016-05-04"), at("2016-05-05")]]
    assert event["told"] == "2016-05-04"
    lo, hi = found["view"]
    assert lo < at("2016-05-03")
    assert hi > at("2016-05-06")


def test_days_and_hours_are_seen(desk: Desk) -> None:
    text = VALLEY.replace("for: 48h", "for: 7d, days: [thursday], hours: 09:00-14:00")
    assert seen(desk, text)["rows"][0]["sure"] == [[at("2016-05-05 09:00"), at("2016-05-05 14:00")]]


def test_what_hangs_on_a_question_is_in_force_perhaps(desk: Desk) -> None:
    text = VALLEY.replace("    binds:", '    if: {raids: "yes"}\n    binds:')
    window = [[at("2016-05-04"), at("2016-05-06")]]
    for reading, sure, perhaps in (
        ("open", [], window),
        ("southern", window, window),
        ("northern", [], []),
    ):
        (row,) = seen(desk, text, reading=reading)["rows"]
        assert (row["sure"], row["perhaps"]) == (sure, perhaps)
        assert row["if"] == "raids is answered yes"


def test_what_was_not_announced_yet_is_not_seen(desk: Desk) -> None:
    assert seen(desk, as_of="2016-05-02")["rows"] == []
    assert len(seen(desk, as_of="2016-05-03")["rows"]) == 1


def test_other_accounts_are_seen_apart(desk: Desk) -> None:
    event = {**json.loads(EVENT), "alternatives": [{"when": "2016-05-05", "said_by": "B"}]}
    stated, other = seen(desk, event=json.dumps(event))["events"]
    assert (stated["label"], stated["told"]) == ("stated", "2016-05-04")
    assert (other["label"], other["told"]) == ("other accounts", "2016-05-05")


def test_an_unknown_time_is_said_to_be_so(desk: Desk) -> None:
    event = json.dumps({**json.loads(EVENT), "when": "unknown"})
    (found,) = seen(desk, event=event)["events"]
    assert found["told"] == "at a time that is not known"


def test_an_event_far_off_does_not_stretch_the_view(desk: Desk) -> None:
    event = json.dumps({**json.loads(EVENT), "when": "1950-01-01"})
    found = seen(desk, event=event)
    assert found["view"] == seen(desk)["view"]
    assert found["events"][0]["spans"] == []
    assert found["events"][0]["whole"][1] < found["view"][0]


def test_an_event_that_cannot_be_read_is_left_out(desk: Desk) -> None:
    assert seen(desk, event="{")["events"] == []
    assert seen(desk, event='{"id": "V", "kind": "shelling", "when": "2016", "actor": 1.5e400}')


def test_a_view_is_kept_within_bounds(desk: Desk) -> None:
    lo, hi = seen(desk, view=[5, 5])["view"]
    assert hi - lo >= 4 * 60_000_000
    lo, hi = seen(desk, view=[-(1 << 53), 1 << 53])["view"]
    assert hi - lo <= 400 * 366 * DAY
    assert seen(desk, view=[at("2016-05-04 12:00"), at("2016-05-04 13:00")])["rows"][0]["sure"] == [
        [at("2016-05-04 12:00"), at("2016-05-04 13:00")]
    ]


def test_a_rulebook_without_windows_has_a_view(desk: Desk) -> None:
    text = VALLEY.replace("    announced: 2016-05-03\n", "").replace(
        "    in_force: {from: 2016-05-04 00:00, for: 48h}\n", ""
    )
    found = seen(desk, text)
    assert found["rows"][0]["told"] == "always"
    assert found["rows"][0]["sure"] == [found["view"]]
    near = seen(desk, text, event=EVENT)["view"]
    assert near[0] < at("2016-05-04") < near[1]


def test_every_bundled_instrument_is_seen() -> None:
    desk = Desk("syria-2016")
    rows = desk.post("timeline", texts=desk.texts).json()["rows"]
    assert {row["id"] for row in rows} == set(load("syria-2016").rulebook.instruments)
    assert rows == sorted(rows, key=lambda row: row["announced"])
    (cessation,) = (row for row in rows if row["id"] == "cessation")
    assert cessation["sure"][0][0] == at("2016-02-27")
    assert cessation["perhaps"][0][1] > cessation["sure"][0][1]


# --- stretches ---

WINDOWS = st.tuples(st.integers(0, 20), st.integers(1, 20)).map(
    lambda pair: TimeTest(Window(pair[0], pair[0] + pair[1]))
)
QUESTIONS = st.sampled_from(["a", "b"]).map(lambda name: AnswerTest(name, frozenset({"yes"})))
CONDITIONS = st.recursive(
    WINDOWS | QUESTIONS | st.just(ALWAYS),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: Either(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=6,
)


def truth(condition: Condition, moment: int, answers: dict[str, str]) -> bool | None:
    """Return whether a condition holds at a moment; nothing where that is open."""
    match condition:
        case TimeTest(window):
            return window.contains(moment)
        case AnswerTest(question, accepted):
            return answers[question] in accepted if question in answers else None
        case Not(part):
            inner = truth(part, moment, answers)
            return None if inner is None else not inner
        case All(parts):
            found = [truth(part, moment, answers) for part in parts]
            return False if False in found else None if None in found else True
        case Either(parts):
            found = [truth(part, moment, answers) for part in parts]
            return True if True in found else None if None in found else False
    raise AssertionError


@given(CONDITIONS, st.dictionaries(st.sampled_from("ab"), st.sampled_from(["yes", "no"])))
def test_stretches_are_those_of_every_moment(condition: Condition, answers: dict[str, str]) -> None:
    sure, perhaps = held(condition, 0, 45, answers)
    for moment in range(45):
        found = truth(condition, moment, answers)
        assert any(lo <= moment < hi for lo, hi in sure) == (found is True)
        assert any(lo <= moment < hi for lo, hi in perhaps) == (found is not False)


def test_gaps_too_small_to_be_seen_are_closed() -> None:
    assert merged([(0, 10), (11, 20), (900, 5000)], 0, 4000) == [(0, 20), (900, 4000)]
    assert merged([(-5, -1), (4000, 4001)], 0, 4000) == []


# --- dates along it ---


@pytest.mark.parametrize(
    ("start", "length", "labels"),
    [
        ("2016-05-04", 6 * HOUR, {"2016-05-04", "05:00"}),
        ("2016-05-04", DAY, {"2016-05-04", "12:00"}),
        ("2016-05-04", 8 * DAY, {"2016-05-04", "2016-05-05"}),
        ("2016-01-01", 365 * DAY, {"2016-03", "2016-09"}),
        ("2000-01-01", 40 * 365 * DAY, {"2010", "2030"}),
    ],
)
def test_dates_and_hours_are_local_and_few(start: str, length: int, labels: set[str]) -> None:
    lo = at(start)
    found = ticks(lo, lo + length, DAMASCUS)
    assert labels <= {item["label"] for item in found}
    assert 3 <= len(found) <= 20
    for item in found:
        moment = datetime.fromtimestamp(item["at"] / 1e6, DAMASCUS)
        text = moment.strftime("%Y-%m-%d %H:%M")
        assert item["label"] in text


def test_an_hour_that_the_clocks_skip_is_left_out() -> None:
    lo = at("2016-03-24 20:00")
    labels = [item["label"] for item in ticks(lo, lo + 8 * HOUR, DAMASCUS)]
    assert "23:00" in labels
    assert "2016-03-25" not in labels
