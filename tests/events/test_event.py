"""An event keeps what was reported, and says everything that is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from ceasefire.errors import EventError
from ceasefire.events.event import Event
from ceasefire.events.shape import ShapeError

MINIMAL: dict[str, Any] = {"id": 7, "kind": "clash", "when": "2016-05-03"}


def test_numbers_may_be_ids_and_one_speaker_a_list() -> None:
    event = Event.read(
        MINIMAL
        | {
            "sources": "wire",
            "town": "Daraa",
            "alternatives": [
                {"actor": "isis", "said_by": "army", "sources": "SANA", "basis": None},
                {"said_by": ["a", "b"]},
            ],
        }
    )
    assert event.id == "7"
    assert event.sources == ["wire"]
    assert event.facts == {"kind": "clash", "when": "2016-05-03", "town": "Daraa"}
    first, second = event.alternatives
    assert (first.speaker, first.sources, first.basis) == ("army", ["SANA"], "")
    assert second.speaker == "a and b"
    assert Event.read(event) is event


def test_null_is_absent_wherever_it_stands() -> None:
    nothing = dict.fromkeys(["where", "known", "alternatives", "parts", "sources", "town"])
    event = Event.read(MINIMAL | nothing)
    assert event.to_dict() == MINIMAL | {"id": "7"}
    assert event.alternatives == []


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_an_empty_text_states_nothing(text: str) -> None:
    nothing = dict.fromkeys(["where", "actor", "killed", "known", "alternatives", "town"], text)
    event = Event.read(
        MINIMAL
        | nothing
        | {"alternatives": [{"actor": text, "target": "x", "said_by": text, "known": text}]}
        | {"parts": [{"actor": text, "kind": "x", "target": None}], "killed": [text, 3]}
    )
    assert event.facts == {"kind": "clash", "when": "2016-05-03", "killed": [None, 3]}
    assert event.alternatives[0].facts == {"target": "x"}
    assert event.alternatives[0].said_by == []
    assert event.parts == [{"kind": "x"}]
    with pytest.raises(EventError, match=r"no `id` .*\n.*no `kind` .*\n.*no `when` "):
        Event.read({"id": text, "kind": text, "when": text})


def test_a_known_that_is_no_time_is_a_problem_at_once() -> None:
    for known in ("yesterday", "2016-13-01"):
        with pytest.raises(EventError, match=f"bad-time: `known`: `{known}` is not a time"):
            Event.read(MINIMAL | {"known": known})
    with pytest.raises(EventError, match=r"alternative 2: `known`: .*leave it out if it is not"):
        Event.read(MINIMAL | {"alternatives": [{}, {"known": "Unknown"}]})
    assert Event.read(MINIMAL | {"known": 2016}).known == "2016"


def test_what_is_left_of_an_event_of_the_wrong_shape_keeps_what_is_right() -> None:
    rivals = [3, {"actor": "a", "stated": "x", "known": "soon"}, {"said_by": [None], "actor": "b"}]
    parts = [4, {"kind": "x"}]
    with pytest.raises(ShapeError) as caught:
        Event.read(
            {"id": True, "Kind": "clash", "alternatives": rivals, "parts": parts, "killed": 1},
            columns=["where"],
        )
    rest = caught.value.rest
    assert rest is not None
    assert rest.id == "unknown"
    assert rest.facts == {"killed": 1}, "a misspelt key has been told of"
    assert [item.facts for item in rest.alternatives] == [{}, {"actor": "a"}, {"actor": "b"}]
    assert rest.parts == [{}, {"kind": "x"}]
    assert "where" in rest.offered
    with pytest.raises(ShapeError) as caught:
        Event.read(dict[Any, Any](MINIMAL) | {1: 2})
    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]


def test_an_event_with_a_field_changed_is_another() -> None:
    event = Event.read(MINIMAL)
    event.notes.append("ours")
    other = event.replaced(kind="shelling")
    assert (event.kind, other.kind, other.notes) == ("clash", "shelling", [])
    assert "notes" not in event.to_dict()


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"id": ""}, "missing-key: the event has no `id` (each event needs one of its own)"),
        ({"id": True}, "wrong-type: `id` is no text"),
        ({"id": ["x"]}, "wrong-type: `id` is no text"),
        ({"id": {"a": 1}}, "wrong-type: `id` is no text"),
        ({"known": ["2016-05-03"]}, "wrong-type: `known` is no text"),
        ({"alternatives": [{"basis": ["x"]}]}, "wrong-type: `alternatives.1.basis` is no text"),
        ({"id": "x" * 201}, "wrong-type: `id` is longer than 200"),
        ({"alternatives": "x"}, "wrong-type: `alternatives` is no list"),
        ({"alternatives": [{}, 3]}, "wrong-type: `alternatives.2` is no mapping"),
        ({"alternatives": [{"stated": "x"}]}, "`alternatives.1.stated` is neither true nor false"),
        ({"parts": [3]}, "wrong-type: `parts.1` is no mapping"),
        ({"parts": [{}] * 65}, "wrong-type: `parts` is longer than 64"),
    ],
)
def test_problems_are_in_words_of_our_own(stated: dict[str, Any], told: str) -> None:
    with pytest.raises(EventError) as caught:
        Event.read(MINIMAL | stated)
    assert told in str(caught.value)


def test_every_problem_is_reported() -> None:
    with pytest.raises(EventError) as caught:
        Event.read({"alternatives": 3, "parts": [1], "id": True}, file="f.jsonl", line=4)
    problems = caught.value.problems
    assert sorted(problem.code for problem in problems) == ["missing-key"] * 2 + ["wrong-type"] * 3
    assert {(problem.file, problem.line) for problem in problems} == {("f.jsonl", 4)}
    assert "the event has no `kind` (write `kind: unknown` if it is not known)" in str(caught.value)
    with pytest.raises(EventError, match="the event has no `id`"):
        Event.read({"id": None, "kind": "clash", "when": "unknown"})
    with pytest.raises(EventError, match=r"the event has no `kind` \(`Kind` is written `kind`\)"):
        Event.read({"id": 1, "Kind": "clash", "when": "unknown"})
    with pytest.raises(EventError, match=r"no `when` \(write `unknown` in the column `when` if it"):
        Event.read({"id": 1, "kind": "clash"}, columns=["id", "kind", "when"])
    with pytest.raises(EventError, match="a mapping, not list"):
        Event.read([])
