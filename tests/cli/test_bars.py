"""Counts as small bars: what they show, and where."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

import ceasefire
from ceasefire.cli.bars import BLOCKS, PLAIN, bar, show_bars
from ceasefire.cli.terminal import Screen
from ceasefire.findings.counts import Count, Spread
from tests.cli.helpers import AT_A_TERMINAL, EVENTS, feed, invoke, rules

if TYPE_CHECKING:
    from pathlib import Path

RAID = {"kind": "shelling", "when": "2016-05-04", "actor": "Islamic State"}

NARROW = AT_A_TERMINAL | {"COLUMNS": "80", "NO_COLOR": "1"}


@pytest.mark.parametrize(
    ("spread", "drawn"),
    [
        (Spread(5, 3, 8), "###-|---"),
        (Spread(8, 3, 8), "###----|"),
        (Spread(3, 3, 8), "###-----"),
        (Spread(0, 0, 8), "--------"),
        (Spread(4, 4, 4), "####"),
        (Spread(0, 0, 0), ""),
    ],
)
def test_a_bar_shows_what_is_settled_possible_and_stated(spread: Spread, drawn: str) -> None:
    assert bar(spread, 8, 8, PLAIN) == drawn


def test_no_count_is_too_small_for_a_bar() -> None:
    assert bar(Spread(1, 1, 1), 1000, 16, PLAIN) == "#"
    assert bar(Spread(1, 0, 1000), 1000, 16, PLAIN) == "|" + "-" * 15
    assert bar(Spread(1000, 0, 1000), 1000, 16, PLAIN) == "-" * 15 + "|"


def test_bars_are_for_those_who_look_at_a_terminal(tmp_path: Path) -> None:
    argv = ("classify", feed(tmp_path), "--rules", rules(tmp_path))
    piped = invoke(*argv).stdout
    assert BLOCKS.possible not in piped
    shown = re.sub(r"\x1b\[\d*m", "", invoke(*argv, env=NARROW).stdout)
    assert f"{BLOCKS.settled} settled, {BLOCKS.possible} possible" in shown
    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert BLOCKS.possible not in invoke(*argv, "--no-bars", env=NARROW).stdout
    assert BLOCKS.possible not in invoke(*argv, "--no-summary", env=NARROW).stdout


@pytest.mark.parametrize("output", [(), ("-o", "{}/o.csv")])
def test_bars_can_be_asked_for(tmp_path: Path, output: tuple[str, ...]) -> None:
    argv = ("classify", feed(tmp_path), "--rules", rules(tmp_path), "--bars")
    lines = invoke(*argv, *(each.format(tmp_path) for each in output)).stdout.splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("named as actor")]
    assert len(heads) == 2
    head, *drawn = lines[heads[1] :]
    assert head.split() == ["named", "as", "actor", "violating", "covered", "excluded"]
    rows = {name: bars for name, *bars in (re.split(r"  +", line) for line in drawn)}
    assert rows["The Raiders"] == [BLOCKS.settled * 8]
    open_, both = BLOCKS.possible * 15, BLOCKS.settled * 8 + BLOCKS.possible * 7
    assert rows["every event"] == [open_, open_, both]
    assert any(line.endswith("would be 2 events.") for line in drawn)


def test_a_stream_that_knows_no_blocks_gets_plain_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    count = Count()
    count.add(ceasefire.load("syria-2016").classify({"id": "a", **RAID}))
    show_bars(Screen(), [("The Raiders", count)])
    stream.seek(0)
    assert f"The Raiders     {PLAIN.settled * 24}\n" in stream.read()


def test_where_nothing_is_possible_there_are_no_bars(tmp_path: Path) -> None:
    argv = ("classify", feed(tmp_path, EVENTS[3]), "--rules", rules(tmp_path), "--bars")
    assert "would be" not in invoke(*argv).stdout


def test_a_narrow_terminal_cuts_no_number(tmp_path: Path) -> None:
    pairs = [{**EVENTS[0], "id": f"V{number}"} for number in range(1200)]
    argv = ("classify", feed(tmp_path, *pairs), "--rules", rules(tmp_path), "-o")
    shown = invoke(*argv, str(tmp_path / "o.csv"), env=NARROW).stdout
    assert shown.count("(0-1200)") == 2
