"""What a studio says of rule files, events and questions that cannot be answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.studio.bench import FeedSource
from ceasefire.studio.worker import TooLongError
from tests.studio.desk import EVENT, VALLEY, Desk, valley

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(str(valley(tmp_path)))


def test_problems_are_where_the_editor_shows_them(desk: Desk) -> None:
    text = VALLEY.replace("kind: attack", "kind: atack").replace("Truce in", "Truce 😀 in")
    found = desk.look(text, event=EVENT)
    ((mark,),) = found["marks"]
    line = text.splitlines().index(next(each for each in text.splitlines() if "atack" in each))
    assert (mark["severity"], mark["code"]) == ("error", "unknown-kind")
    assert mark["from"] == [line, text.splitlines()[line].index("atack")]
    assert "did you mean `attack`" in mark["message"]
    assert found["book"] is None
    assert "finding" not in found


@pytest.mark.parametrize("text", ["", ":", "{", "a: &a [*a]", "\0", "x" * 100_000, "- " * 3000])
def test_no_text_is_too_odd(desk: Desk, text: str) -> None:
    assert desk.look(text, event=EVENT)["marks"][0]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("{", "this is not JSON"),
        ("[]", "an event is a mapping, not a list"),
        ('{"id": 1, "id": 2}', "given twice"),
        ('{"id": "V1", "kind": "shelling"}', "`when`"),
        ('{"id": "V1", "kind": "shelling", "when": "soon"}', "`soon`"),
        ("[" * 100 + "]" * 100, "nest more than"),
    ],
)
def test_what_is_wrong_with_an_event_is_told(desk: Desk, event: str, told: str) -> None:
    found = desk.look(event=event)
    assert any(told in item["message"] for item in found["wrong"]), found["wrong"]


def test_what_is_no_date_is_told(desk: Desk) -> None:
    found = desk.look(event=EVENT, as_of="soon")
    assert "`soon` is not a time" in found["as_of"]
    assert desk.post("rows", texts=desk.texts, start=0, count=1, as_of="soon").status_code == 422


def test_acting_characters_are_shown_and_not_obeyed(desk: Desk) -> None:
    event = json.dumps({**json.loads(EVENT), "id": "V\u202e1", "where": "a\x1bb"})
    finding = desk.look(event=event)["finding"]
    assert finding["event"] == "V\\u202e1"
    assert "a\\x1bb" in finding["reported"]


@pytest.mark.parametrize(
    ("task", "asked"),
    [
        ("look", {}),
        ("look", {"texts": "x"}),
        ("look", {"texts": ["x"], "row": -1}),
        ("look", {"texts": ["x"], "path": "/etc/passwd"}),
        ("rows", {"texts": ["x"], "start": 0, "count": 501}),
        ("timeline", {"texts": ["x"], "view": [0, 1 << 60]}),
        ("save", {"file": 7, "text": "x"}),
        ("save", {"file": "0", "text": "x"}),
        ("hover", {"texts": ["x"], "file": 0, "line": 0}),
        ("examine", {"texts": [1]}),
    ],
)
def test_what_no_page_asks_is_refused(desk: Desk, task: str, asked: dict[str, Any]) -> None:
    answer = desk.post(task, **asked)
    assert answer.status_code == 400
    assert answer.json()["refused"]


@pytest.mark.parametrize(
    ("task", "asked"),
    [
        ("look", {"texts": ["a", "b"]}),
        ("look", {"texts": [VALLEY], "row": 0}),
        ("rows", {"texts": [VALLEY], "start": 0, "count": 1}),
        ("hover", {"texts": [VALLEY], "file": 1, "line": 0, "character": 0}),
        ("timeline", {"texts": [":"]}),
    ],
)
def test_what_there_is_not_is_told(desk: Desk, task: str, asked: dict[str, Any]) -> None:
    assert desk.post(task, **asked).status_code == 422


def test_rows_that_cannot_be_decided_say_why(tmp_path: Path) -> None:
    place = tmp_path / "feed.jsonl"
    place.write_text(
        f'{EVENT}\nx\n{{"id": "V2", "kind": "no", "when": "2016"}}\n', encoding="utf-8"
    )
    desk = Desk(str(valley(tmp_path)), FeedSource(str(place)))
    rows = desk.post("rows", texts=desk.texts, start=0, count=9).json()["rows"]
    assert rows[0]["verdict"] == "undetermined"
    assert "not JSON" in rows[1]["wrong"][0]
    assert "`no`" in rows[2]["wrong"][0]
    assert "not JSON" in desk.look(row=1)["wrong"][0]["message"]


def test_a_feed_that_is_gone_is_told(tmp_path: Path) -> None:
    desk = Desk(str(valley(tmp_path)), FeedSource(str(tmp_path / "gone.jsonl")))
    answer = desk.post("rows", texts=desk.texts, start=0, count=9)
    assert answer.status_code == 422
    assert "gone.jsonl" in answer.json()["refused"]


def test_an_answer_that_takes_too_long_is_told(desk: Desk) -> None:
    def slow(*_: object) -> dict[str, Any]:
        raise TooLongError("it took more than 15 seconds and was stopped")

    desk.studio.ask = slow
    answer = desk.post("look", texts=desk.texts)
    assert answer.status_code == 503
    assert "15 seconds" in answer.json()["refused"]
