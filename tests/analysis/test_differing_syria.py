"""The rulebook for Syria against copies of itself, and feeds under both."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ceasefire
from ceasefire.analysis.differing import difference
from ceasefire.analysis.differing.feeds import feed_difference
from ceasefire.analysis.differing.told import told_by

if TYPE_CHECKING:
    from ceasefire.book import Book

ROOT = Path(__file__).parents[2]


def copied(folder: Path, name: str = "", old: str = "", new: str = "") -> Book:
    """Return the book of a copy, in a file of which a text was replaced."""
    copy = folder / "copy"
    shutil.copytree(ROOT / "rules" / "syria-2016", copy)
    if name:
        path = copy / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return ceasefire.load(copy)


@pytest.fixture(scope="module")
def syria() -> Book:
    return ceasefire.load("syria-2016")


def test_a_copy_with_another_title_is_proved_to_mean_the_same(syria: Book, tmp_path: Path) -> None:
    copy = copied(tmp_path, "rulebook.yaml", "title: Cessation of", "title: The cessation of")
    assert copy.digest != syria.digest
    start = time.process_time()
    assert difference(syria, copy).same
    assert time.process_time() - start < 2


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["baseline", "moscow"])
def test_a_narrower_clause_is_behind_what_it_changes(
    syria: Book, tmp_path: Path, reading: str
) -> None:
    when = "when: {actor: nusra-successors}"
    copy = copied(tmp_path, "instruments.yaml", when, when.replace("}", ", kind: attack}"))
    result = difference(syria.with_reading(reading), copy.with_reading(reading))
    assert {name for change in result.changes for name in change.behind} <= {
        "cessation.by-successor"
    }
    (edit,) = result.edits
    assert (edit.part, edit.id, edit.aspects) == ("provision", "cessation.by-successor", ("when",))


@pytest.mark.slow
def test_another_name_is_shown_by_an_event_that_bears_it(syria: Book, tmp_path: Path) -> None:
    copy = copied(
        tmp_path,
        "parties.yaml",
        "      - Nusra Front\n",
        "      - Nusra Front\n      - Some Front\n",
    )
    result = difference(syria, copy)
    assert {(change.cause, change.subject) for change in result.changes} == {("name", "Some Front")}


def test_a_feed_is_told_of_as_its_events_are(syria: Book, tmp_path: Path) -> None:
    copy = copied(tmp_path, "instruments.yaml", "    where: syria\n", "    where: aleppo\n")
    feed = ROOT / "seeds" / "article.jsonl"
    found = feed_difference(syria, copy, feed)
    events = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    moved = {event["id"] for event in events if told_by(syria, event).differs(told_by(copy, event))}
    assert moved
    assert {each.id for each in found.moved} == moved
    assert found.rows == len(events) == sum(found.moves.values())
    assert sum(found.counts(0).values()) == sum(found.counts(1).values()) == found.rows
    assert found.to_dict()["rejected"] == {"old": 0, "new": 0}


@pytest.mark.slow
def test_the_record_of_ucdp_is_compared_soon(
    syria: Book, tmp_path: Path, shared_data: Path
) -> None:
    copy = copied(tmp_path, "instruments.yaml", "    where: syria\n", "    where: aleppo\n")
    start = time.process_time()
    found = feed_difference(syria, copy, shared_data / "ged_syria_2016_2019.csv")
    assert found.rows == 16566
    assert found.moved
    assert time.process_time() - start < 20
