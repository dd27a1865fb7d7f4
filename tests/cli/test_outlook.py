"""How ``ceasefire rules show`` tells patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceasefire.cli.outlook import lasting
from tests.cli.helpers import RULES, invoke, rules

if TYPE_CHECKING:
    from pathlib import Path

PATTERNS = """\
patterns:
  twice:
    title: Two attacks
    announced: 2016-05-02
    cite: text 4
    note: Of our making.
    sequence:
      {first: {kind: attack}, then: {}, within: 90m, within_km: 0.5, between: [south, north]}
  mounting:
    threshold:
      at_least: 1
      within: 14d
      severity: serious
      of: truce
      when: {kind: attack}
      by: south
      in: valley
  quiet: {lull: {when: {}, for: 90s}}
  calm: {calm: truce}
  state:
    series:
      of: truce
      breached: {at_least: 2, within: 24h}
      recovers_after: 72h
      moves: [{to: suspended, on: 2016-05-05, cite: text}, {to: lapsed, on: 2016-05-05 12:00}]
"""

SHOWN = """\
Patterns (5)
  Two attacks [twice]
    sequence: within 90 minutes, at most 0.5 km apart
      first: kind is attack
      then: always
      between: Northern Army and Southern Front
      first by one of them against another, then by that other against the one
    announced: 2016-05-02
    source: text 4 [evidence: unsure]
    note: Of our making.
  mounting [mounting]
    threshold: 1 breach within 14 days, serious or graver
      of: “The truce”
      when: kind is attack
      by each of: Southern Front
      in each of: The Valley
  quiet [quiet]
    lull: for 90 seconds
      nothing for which: always
  calm [calm]
    calm: whether “The truce” holds while it is in force
  state [state]
    series: the state of “The truce”
      breached: 2 breaches within 24 hours
      in force again: after 72 hours without a breach
      suspended from 2016-05-05 00:00 (source: text [evidence: unsure])
      lapsed from 2016-05-05 12:00
"""


def test_show_patterns(tmp_path: Path) -> None:
    path = rules(tmp_path, RULES + PATTERNS)
    assert invoke("rules", "show", path, "--patterns").stdout == SHOWN
    assert SHOWN in invoke("rules", "show", path).stdout


def test_where_there_are_none_the_overview_says_nothing_of_them(tmp_path: Path) -> None:
    assert "Patterns" not in invoke("rules", "show", rules(tmp_path)).stdout
    assert invoke("rules", "show", rules(tmp_path), "--patterns").stdout == "Patterns (0)\n"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "1 second"),
        (60, "1 minute"),
        (90, "90 seconds"),
        (3600, "1 hour"),
        (86400, "24 hours"),
        (3 * 86400, "72 hours"),
        (4 * 86400, "4 days"),
        (4 * 86400 + 3600, "97 hours"),
    ],
)
def test_lengths_are_told_in_the_unit_in_use(seconds: int, text: str) -> None:
    assert lasting(seconds * 1_000_000) == text
