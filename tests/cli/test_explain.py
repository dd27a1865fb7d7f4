"""``ceasefire explain``: in words or as data, for the events that are asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import ceasefire
from tests.cli.helpers import AT_A_TERMINAL, EVENTS, feed, invoke, rules

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def explain(folder: Path, *options: str, env: dict[str, str | None] | None = None) -> Result:
    if not (folder / "feed.jsonl").exists():
        feed(folder)
    source = str(folder / "feed.jsonl")
    return invoke("explain", source, "--rules", rules(folder), *options, env=env)


def test_few_events_are_all_explained(tmp_path: Path) -> None:
    result = explain(tmp_path)
    assert result.exit_code == 0
    heads = [line for line in result.stdout.splitlines() if line.startswith("Event ")]
    assert [head.split()[1] for head in heads] == ["V1:", "V2:", "V3:", "V4:"]
    assert result.stdout.count("It is no legal finding.") == 4


def test_words_are_those_of_the_finding(tmp_path: Path) -> None:
    book = ceasefire.load(rules(tmp_path))
    finding = book.classify(EVENTS[0] | {"where": {"lat": 35, "lon": 37}})
    head, told, *rest = explain(tmp_path, "--event", "V1").stdout.splitlines()
    assert [head, *rest] == finding.explain().splitlines()
    assert (
        told == "Reported: shelling; 2016-05-04; 35.000, 37.000; Northern Army against civilians."
    )


def test_data_are_those_of_the_finding(tmp_path: Path) -> None:
    book = ceasefire.load(rules(tmp_path))
    lines = explain(tmp_path, "--format", "json", "--any-reading").stdout.splitlines()
    for event, line in zip(EVENTS, lines, strict=True):
        finding = book.classify(event | {"where": {"lat": 35, "lon": 37}}, any_reading=True)
        assert json.loads(line) == finding.to_dict()


def test_a_terminal_gets_wrapped_lines(tmp_path: Path) -> None:
    result = explain(tmp_path, "--event", "V1", env=AT_A_TERMINAL)
    assert result.stdout.startswith("\x1b[1mEvent V1:")
    assert max(map(len, result.stdout.splitlines())) < 120


def test_reading_and_date(tmp_path: Path) -> None:
    result = explain(tmp_path, "--event", "V2", "--reading", "open", "--as-of", "2016-06-01")
    assert "reading open, as known at 2016-06-01" in result.stdout


def test_an_unknown_event_is_refused_with_the_nearest(tmp_path: Path) -> None:
    result = explain(tmp_path, "--event", "V1", "--event", "V22", "--event", "#")
    assert result.exit_code == 2
    assert not result.stdout
    assert "has no event `V22`: did you mean `V2`?; `#`\n" in result.stderr


def test_many_events_must_be_named(tmp_path: Path) -> None:
    feed(tmp_path, *(EVENTS[0] | {"id": f"M{number}"} for number in range(21)))
    result = explain(tmp_path)
    assert result.exit_code == 2
    assert "more than 20 events: name those to explain, as in --event M0" in result.stderr
    assert explain(tmp_path, "--event", "M20").exit_code == 0


def test_an_event_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    unreadable = {"id": "V5", "kind": "shelling"}
    feed(tmp_path, EVENTS[0], unreadable, EVENTS[0] | {"id": "V6", "when": "never"})
    everything = explain(tmp_path)
    assert everything.exit_code == 0
    assert ":2: missing-key" in everything.stderr
    assert ":3: bad-time: event `V6`" in everything.stderr
    for event in ("V5", "V6"):
        result = explain(tmp_path, "--event", event)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
        assert not result.stdout


def test_a_feed_without_events(tmp_path: Path) -> None:
    feed(tmp_path, "")
    result = explain(tmp_path)
    assert result.exit_code == 2
    assert "no-event" in result.stderr


def test_a_note_that_asks_something_ends_so(tmp_path: Path) -> None:
    feed(tmp_path, EVENTS[0] | {"actor": "raider"})
    told = explain(tmp_path).stdout
    assert "taken as unknown; did you mean `raiders`?\n" in told
    assert "?." not in told


def test_the_format_of_the_feed(tmp_path: Path) -> None:
    feed(tmp_path)
    path = (tmp_path / "feed.jsonl").rename(tmp_path / "feed.txt")
    source = ["explain", str(path), "--rules", rules(tmp_path)]
    assert invoke(*source).exit_code == 2
    assert invoke(*source, "--feed-format", "jsonl").exit_code == 0
