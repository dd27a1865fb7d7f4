"""A small table in several row groups, and what a single process makes of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

import ceasefire
from ceasefire.tables.kernel import Kernel

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

__all__ = ["GROUP", "ROWS", "book", "feed", "single"]

ROWS: Final = 90
GROUP: Final = 20
"""The last row group has fewer rows than the others."""

RULES: Final = """
rulebook: valley
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army, raiders: The Raiders}
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 48h}
    binds: [north, south]
    exclude: {against-raiders: {when: {target: raiders}}}
    prohibit: {attacks: {when: {kind: attack}, severity: serious}}
"""

ACTORS: Final = ("north", "north|raiders", "south", None, "nobody at all")
TARGETS: Final = ("south", "raiders", "civilians", "raiders|civilians")
KINDS: Final = ("shelling", "airstrike", "attack", "aid-delivery", "no-such-kind")


@cache
def book(folder: Path) -> Book:
    """Return a small rulebook."""
    path = folder / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    return ceasefire.load(path)


def feed(path: Path, rows: int = ROWS, group: int = GROUP) -> Path:
    """Write a table; in it are doubts, names that nobody knows, and rows to reject."""
    numbers = range(rows)
    table = pa.table(
        {
            "id": [f"e{number}" for number in numbers],
            "kind": [KINDS[number % 5 if number % 31 == 7 else number % 4] for number in numbers],
            "when": [f"2016-05-{3 + number % 4:02}" for number in numbers],
            "actor": pa.array([ACTORS[number % 5] for number in numbers], pa.string()),
            "target": [TARGETS[number // 5 % 4] for number in numbers],
            "where.admin1": ["Aleppo" if number % 3 else "Idlib" for number in numbers],
            "killed": pa.array(numbers, pa.int32()),
            "remark": ["the table's own"] * rows,
        }
    )
    pq.write_table(table, path, row_group_size=group)
    return path


def single(folder: Path, path: Path) -> pa.Table:
    """Return what a single process makes of a table."""
    return Kernel.of(book(folder)).classify_row_groups(path)
