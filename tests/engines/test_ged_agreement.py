"""Every row of GED, under every reading: the columnar engine against the reference engine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.events.feeds import read_feed
from ceasefire.tables.passing import Pass

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

READINGS = ceasefire.load("syria-2016").readings
EVERY = 97
"""Every so many rows are compared, under the default reading, unless all are asked for."""

WHOLE = os.environ.get("CEASEFIRE_HYPOTHESIS") == "long"


def rows_of(book: Book, feed: Path) -> list[dict[str, Any]]:
    """Return the output columns of every row of a feed, by the columnar engine."""
    run = Pass(book, read_feed(feed, rulebook=book.rulebook))
    found = []
    for decided, _ in run.blocks():
        for number, noted in zip(decided.findings, decided.notes, strict=True):
            row = run.decider.findings[number].row()
            found.append(row | {"notes": list(run.decider.note_texts[noted])})
    return found


@pytest.mark.slow
@pytest.mark.parametrize("reading", READINGS)
def test_both_engines_find_the_same(shared_data: Path, reading: str) -> None:
    if reading != READINGS[0] and not WHOLE:
        pytest.skip("takes minutes: CEASEFIRE_HYPOTHESIS=long compares every row of all readings")
    book = ceasefire.load("syria-2016").with_reading(reading)
    feed = shared_data / "ged_syria_2016_2019.csv"
    found = rows_of(book, feed)
    records = list(read_feed(feed, rulebook=book.rulebook))
    assert len(found) == len(records)
    for number in range(0, len(records), 1 if WHOLE else EVERY):
        event = records[number].event
        assert event is not None
        assert found[number] == book.classify(event).row(), f"row {number}"
