"""The week on the page for monitors is what a run gives."""

from __future__ import annotations

import json

import pytest

from docs.generate_week import FEED, PAGE, refreshed

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_week_is_up_to_date() -> None:
    # Mend it with: .venv/bin/python docs/generate_week.py
    assert refreshed(TEXT) == TEXT


@pytest.mark.parametrize("name", ["week", "standing"])
def test_the_page_has_what_is_generated_once(name: str) -> None:
    assert TEXT.count(f"<!-- generated: {name} -->") == 1


def test_every_report_of_the_week_is_on_the_page() -> None:
    reports = [json.loads(line) for line in FEED.read_text(encoding="utf-8").splitlines()]
    assert len(reports) == 28
    for number, report in enumerate(reports, 1):
        assert TEXT.count(f"- **{number} · {report['id']}**") == 1
