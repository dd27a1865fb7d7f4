"""A small rulebook, a feed and a way to run the command line on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from ceasefire.cli.commands import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

__all__ = ["AT_A_TERMINAL", "RULES", "feed", "invoke", "rules"]

RULES = """\
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
note: Made up.
sources: {text: {title: The text, date: 2016-05-01, evidence: unsure}}
parties:
  north: {name: Northern Army, also: [NA, {name: The Greys, from: 2016-05-01, until: 2017-01-01}]}
  scouts: {name: Scouts, part_of: {party: north, from: 2016-01-01}, codes: {ucdp: 7}}
  south: {name: Southern Front}
  raiders: {name: The Raiders}
places:
  valley: {name: The Valley, circle: {lat: 35, lon: 37, km: 20}}
questions:
  raids: {ask: Are raids attacks?, answers: {"yes": {held_by: the north, cite: text 3}, "no": {}}}
readings:
  plain: {title: Plainly, answers: {raids: "yes"}, credit: [The Monitor], note: Of our making.}
  open: {}
default_reading: plain
instruments:
  truce:
    title: The truce
    announced: 2016-05-01
    announced_by: both
    in_force:
      - {from: 2016-05-04 00:00, for: 48h}
      - {from: 2016-06-01 00:00, days: [friday], hours: 09:00-14:00, if: {raids: "yes"}}
    where: valley
    binds: {all_except: raiders}
    cite: text
    note: Signed twice.
    exclude: {against-raiders: {when: {target: raiders}}}
    prohibit:
      attacks: {title: attacks, when: {kind: attack}, severity: serious, cite: text 1}
      raids: {when: {kind: abduction, killed: {at_least: 2}}, if: {raids: "yes"}}
    permit: {answers: {lifts: [attacks], when: {response: immediate-threat, proportionate: yes}}}
  long-truce: {extends: truce, in_force: {from: 2016-08-01}, if: {raids: "no"}}
"""

EVENTS: list[dict[str, Any]] = [
    {"id": "V1", "kind": "shelling", "when": "2016-05-04", "actor": "NA", "target": "civilians"},
    {"id": "V2", "kind": "airstrike", "when": "2016-05-04T08:00/2016-05-05", "actor": "raiders"},
    {"id": "V3", "kind": "shelling", "when": "2016-05-04", "actor": "Nobody", "target": "south"},
    {"id": "V4", "kind": "announcement", "when": "2016-05-04"},
]

AT_A_TERMINAL: dict[str, str | None] = {
    "FORCE_COLOR": "1",
    "COLUMNS": "100",
    "TERM": "xterm",
    "NO_COLOR": None,
}
"""What makes the output look to the program as if somebody were looking at it."""

ELSEWHERE: dict[str, str | None] = {
    "FORCE_COLOR": None,
    "TTY_COMPATIBLE": None,
    "TTY_INTERACTIVE": None,
}


def invoke(*arguments: str, env: dict[str, str | None] | None = None, stdin: str = "") -> Result:
    """Run the command line."""
    env = ELSEWHERE | (env or {})
    return CliRunner().invoke(app, list(arguments), env=env, input=stdin, catch_exceptions=False)


def rules(folder: Path, text: str = RULES) -> str:
    """Write a rule file and return its path."""
    path = folder / "valley.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def feed(folder: Path, *events: dict[str, Any] | str) -> str:
    """Write a feed of events, or of lines as they are, and return its path."""
    path = folder / "feed.jsonl"
    where = {"where": {"lat": 35, "lon": 37}}
    lines = [
        event if isinstance(event, str) else json.dumps(where | event)
        for event in (events or EVENTS)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)
