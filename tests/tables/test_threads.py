"""Several threads at one file find what one does, however many new values each meets."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

import ceasefire

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
rulebook: many
timezone: UTC
parties: {parties}
instruments:
  truce:
    in_force: {{from: 2016-03-01, until: 2016-06-01}}
    binds: [{bound}]
    prohibit: {{attacks: {{when: {{kind: attack, target: [{bound}]}}}}}}
"""


def test_values_that_threads_meet_at_the_same_time_are_told_apart(tmp_path: Path) -> None:
    names = [f"p{number:02}" for number in range(24)]
    rules = tmp_path / "many.yaml"
    listed = "{" + ", ".join(f"{name}: Party {name}" for name in names) + "}"
    rules.write_text(RULES.format(parties=listed, bound=", ".join(names[::2])))
    sides = ["|".join(pair) for pair in combinations(names, 2)] + names
    rows = len(sides) * 40
    table = pa.table(
        {
            "id": [f"e{number}" for number in range(rows)],
            "kind": [("shelling", "aid-delivery", "shelling|release")[n % 3] for n in range(rows)],
            "when": [f"2016-0{1 + number % 7}-11" for number in range(rows)],
            "actor": [sides[number * 7 % len(sides)] for number in range(rows)],
            "target": [sides[number * 11 % len(sides)] for number in range(rows)],
        }
    )
    path = tmp_path / "feed.parquet"
    pq.write_table(table, path, row_group_size=500)
    wanted = ("verdict", "possible")
    alone = ceasefire.load(rules).scan(path, columns=wanted, workers=1).collect()
    for _ in range(5):
        together = ceasefire.load(rules).scan(path, columns=wanted, workers=6).collect()
        assert together.equals(alone)
