"""Times of which one end is open, far from all that a rulebook says."""

from __future__ import annotations

import pytest

from ceasefire.book import Book
from ceasefire.rulebook.load import load_text

RULES = """
rulebook: thursdays
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army}
instruments:
  calm:
    in_force: {from: 2016-05-04 00:00, days: [thursday]}
    prohibit: {attacks: {when: {kind: attack}}}
"""


@pytest.mark.parametrize(
    ("when", "possible"),
    [
        ({"from": "2030-01-01"}, {"excluded", "violating"}),
        ({"from": "2017-06-01"}, {"excluded", "violating"}),
        ({"until": "1900-01-02"}, {"excluded"}),
        ({"from": "2200-12-01"}, {"excluded", "violating"}),
    ],
)
def test_what_is_open_reaches_to_where_all_recurs(when: dict[str, str], possible: set[str]) -> None:
    rulebook = load_text(RULES)
    finding = Book(rulebook, rulebook.default_reading).classify(
        {"id": "1", "kind": "airstrike", "when": when}
    )
    assert set(finding.possible) == possible
