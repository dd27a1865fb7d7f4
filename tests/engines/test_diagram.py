"""Verdicts by a decision diagram are those of a search over the worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire.engines.reference import diagram
from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.diagram import Diagram
from ceasefire.engines.reference.search import start
from ceasefire.errors import EventError
from ceasefire.program.binding import bind
from tests.laws.drawn import Case, cases

if TYPE_CHECKING:
    import pytest

    from ceasefire.book import Book
    from ceasefire.program.binding import Box

Raw = dict[str, Any]


def boxes_of(book: Book, event: Raw, answers: dict[str, str]) -> list[Box]:
    """Return the boxes of an event, with some questions answered; none if it cannot be read."""
    try:
        case = bind(book.read(event), book.program, answers)
    except EventError:
        return []
    return [box for account in case.accounts for box in account.boxes]


@given(case=cases(), open_=st.booleans())
def test_verdicts_of_a_diagram_are_those_of_a_search(case: Case, open_: bool) -> None:  # noqa: FBT001  (drawn)
    book = case.book
    engine = book.engine
    answers = {} if open_ else dict(book.setting.answers)
    for box in boxes_of(book, case.event, answers):
        found = engine.diagram.verdicts(box, start(box))
        searched = Arena.of(box, book.program, engine.laws).verdicts()
        assert found in {None, searched}
        asked = engine.diagram.asked(box, start(box))
        assert (asked is None) <= (found is None or not searched)


EVENT = {
    "id": "1",
    "kind": {"one_of": ["shelling", "airstrike", "aid-delivery"]},
    "when": "2016-05-04",
    "where": {"admin1": "Aleppo", "country": "SY"},
    "actor": {"one_of": ["syrian-government", "nusra"]},
    "target": "opposition",
}


def test_boxes_of_one_act_are_told_by_the_diagram_alone() -> None:
    book = ceasefire.load("syria-2016")
    (box,) = boxes_of(book, EVENT, {})
    found = book.engine.diagram.verdicts(box, start(box))
    assert found == Arena.of(box, book.program, book.engine.laws).verdicts()
    asked = book.engine.diagram.asked(box, start(box)) or set()
    names = {book.program.slots[slot].name for slot in asked}
    assert {"kind", "actor"} <= names


def test_joint_acts_and_many_worlds_are_left_to_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    book = ceasefire.load("syria-2016")
    found = Diagram(book.program, book.engine.ways)
    (joint,) = boxes_of(book, {**EVENT, "actor": ["syrian-government", "russia"]}, {})
    assert found.verdicts(joint, start(joint)) is None
    assert found.asked(joint, start(joint)) is None
    monkeypatch.setattr(diagram, "MOST_WORLDS", 1)
    (box,) = boxes_of(book, EVENT, {})
    assert found.verdicts(box, start(box)) is None


def test_verdicts_that_were_found_are_forgotten_when_they_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(diagram, "MOST_MET", 1)
    book = ceasefire.load("syria-2016")
    found = Diagram(book.program, book.engine.ways)
    boxes = [
        box
        for day in ("2016-02-01", "2016-03-05", "2016-05-04")
        for box in boxes_of(book, {**EVENT, "when": day}, {})
    ]
    verdicts = [found.verdicts(box, start(box)) for box in boxes * 2]
    assert verdicts[:3] == verdicts[3:]
    assert len(found._met) == 1
