"""What the durable engine works out once for several who ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.engines.durable.arbiter import Arbiter
from ceasefire.engines.reference.meaning import laws_of
from ceasefire.engines.reference.states import start
from ceasefire.program.binding import bind
from ceasefire.program.glimpses import Sight
from ceasefire.program.told import tell

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.engines.durable.arbiter import Shared

WEEK = Path(__file__).parents[2] / "seeds" / "week.jsonl"


@pytest.fixture(scope="module")
def book() -> Book:
    return ceasefire.load("syria-2016")


def views(book: Book) -> list[list[tuple[int, int]]]:
    """Return what the acts of the week come to, the worlds apart and together."""
    cases = [
        bind(book.read(event), book.program, book.setting.answers)
        for event in map(json.loads, WEEK.read_text(encoding="utf-8").splitlines())
    ]
    boxes = [box for case in cases for account in case.accounts for box in account.boxes]
    states = [(box, state) for box in boxes for state in (start(box), start(box).world())]
    return [state.view(act) for box, state in states for act in box.acts]


def test_instruments_share_what_they_inherit_and_say_the_same(book: Book) -> None:
    shared: Shared = {}
    compliant, laws = book.program.compliant, laws_of(book.program)
    together = [Arbiter(law, compliant, shared) for law in laws]
    apart = [Arbiter(law, compliant) for law in laws]
    assert 1 < len(shared) < len(laws)
    for view in views(book):
        sight = Sight(view)
        for one, other in zip(together, apart, strict=True):
            assert one.stand(sight) == other.stand(Sight(view))
    for arbiter in (*together, *apart):
        arbiter.close()


def test_what_an_event_says_is_told_without_a_program_of_its_own(book: Book) -> None:
    event = {"id": "1", "kind": "shelling", "when": "2016-05-05T10:00Z", "actor": "isis"}
    record = book.read(event)
    told = tell(record, book.program)
    assert told is not None
    assert told.plain
    assert book.engine.find(record, book.setting, told=told) == book.classify(event)
    own = tell(book.read({**event, "remark": "own"}), book.program)
    assert own is not None
    assert not own.plain
    assert own.sides == told.sides
    several: list[dict[str, Any]] = [
        {"alternatives": [{"actor": "sdf"}]},
        {"parts": [{"struck": "school"}]},
        {"when": {"one_of": ["2016-05-05", "2016-05-09"]}},
        {"when": "unknown"},
    ]
    assert [tell(book.read({**event, **each}), book.program) for each in several] == [None] * 4
