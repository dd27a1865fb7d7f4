"""The bundled feeds come to what their expectations say, under each reading."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import ceasefire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.book import Book

SEEDS = Path(__file__).parents[2] / "seeds"
FEEDS = ("article", "incidents-2016")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def book() -> Book:
    """Return the bundled rulebook."""
    return ceasefire.load("syria-2016")


@cache
def events(feed: str) -> dict[str, dict[str, Any]]:
    """Return the events of a feed by id."""
    lines = (SEEDS / f"{feed}.jsonl").read_text(encoding="utf-8").splitlines()
    return {event["id"]: event for event in map(json.loads, lines)}


@cache
def expected(feed: str) -> list[dict[str, Any]]:
    """Return what is expected of a feed."""
    text = (SEEDS / f"{feed}.expected.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.load(text, LOADER)["cases"]  # noqa: S506  (a safe loader)
    return found


def cases() -> Iterator[Any]:
    """Yield each expectation with the feed it is about."""
    for feed in FEEDS:
        for case in expected(feed):
            label = [str(case[key]) for key in ("event", "reading", "as_of") if key in case]
            yield pytest.param(feed, case, id="-".join(label))


@pytest.mark.parametrize(("feed", "case"), list(cases()))
def test_an_incident_comes_to_what_is_expected(feed: str, case: dict[str, Any]) -> None:
    known = {"event", "reading", "verdict", "possible", "as_of", "why"}
    assert set(case) <= known, "this test does not check every key of the expectation"
    under = book().with_reading(case["reading"])
    if "as_of" in case:
        under = under.as_of(str(case["as_of"]))
    finding = under.classify(events(feed)[case["event"]])
    row = finding.row()
    if "verdict" in case:
        assert row["verdict"] == case["verdict"], finding.explain()
    if "possible" in case:
        assert row["possible"] == case["possible"], finding.explain()
        if not case["possible"]:
            assert row["verdict"] == "undetermined"
            assert row["ground"] == ["no-incident"]


@pytest.mark.parametrize("feed", FEEDS)
def test_every_event_is_read_without_a_note_on_names(feed: str) -> None:
    for key, event in events(feed).items():
        notes = book().classify(event).notes
        assert not [note for note in notes if "is no party" in note or "is no place" in note], key


@pytest.mark.parametrize("feed", FEEDS)
def test_every_expectation_is_about_an_event_of_the_feed(feed: str) -> None:
    named = {case["event"] for case in expected(feed)}
    assert named <= set(events(feed))
