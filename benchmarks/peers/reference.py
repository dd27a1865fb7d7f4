"""The project's own reference engine: one event at a time, doubts included."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import ceasefire
from ceasefire.events.feeds import read_feed

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "ceasefire, reference engine"
NEEDS = {"ceasefire": "ceasefire"}
WHOLE = False
DOUBTS = True
STATED: Final = {"struck": "military", "held_by": "unlisted", "where": {"country": "SY"}}
"""What the event says by which the rulebook is compiled: little is left open."""


def prepare(task: Task) -> Run:
    """Return what classifies the events."""
    book = ceasefire.load(task.rules)
    book.classify({"id": "first", "kind": "clash", "when": "2016-06-01"} | STATED)

    def run(limit: int | None) -> list[str]:
        found = []
        for record in islice(read_feed(task.events, rulebook=book.rulebook), limit):
            if record.event is None:
                raise ValueError(record.problems)
            found.append(str(book.classify(record.event).verdict))
        return found

    return run
