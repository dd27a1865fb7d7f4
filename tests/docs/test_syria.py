"""The tables of the page on Syria are those of the rulebook."""

from __future__ import annotations

import json

import pytest

import ceasefire
from docs.generate_syria import BLOCKS, FEED, PAGE, SIDE_BY_SIDE, refreshed

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    # Mend it with: .venv/bin/python docs/generate_syria.py
    assert refreshed(TEXT) == TEXT


@pytest.mark.parametrize("name", list(BLOCKS))
def test_the_page_has_every_table(name: str) -> None:
    assert TEXT.count(f"<!-- generated: {name} -->") == 1


def test_every_instrument_and_question_is_on_the_page() -> None:
    rules = ceasefire.load("syria-2016").rulebook
    ids = [*rules.instruments, *rules.questions, *rules.readings, *rules.sources, *rules.patterns]
    assert [each for each in ids if f"`{each}`" not in TEXT] == []


def test_all_seed_incidents_stand_under_four_readings() -> None:
    ids = [json.loads(line)["id"] for line in FEED.read_text(encoding="utf-8").splitlines()]
    assert len(ids) == 13
    assert len(SIDE_BY_SIDE) == 4
    rows = [line for line in TEXT.splitlines() if line.startswith(tuple(f"| {i} |" for i in ids))]
    assert [row.count(" | ") for row in rows] == [5] * 13
