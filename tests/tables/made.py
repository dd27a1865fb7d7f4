"""Feeds and tables that are classified whole and row by row, and what each comes to."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

import ceasefire
from ceasefire.errors import placed
from ceasefire.events.feeds import read_feed
from ceasefire.events.flatten import flatten
from ceasefire.findings.output import FindingWriter
from ceasefire.tables.outputs import BlockWriter
from ceasefire.tables.passing import Pass

if TYPE_CHECKING:
    from ceasefire.book import Book

__all__ = [
    "ROOT",
    "SEEDS",
    "VALLEY",
    "book",
    "flat",
    "row_by_row",
    "rows_of",
    "seed_table",
    "valley",
    "whole",
    "written",
]

ROOT: Final = Path(__file__).parents[2]
SEEDS: Final = ("article", "incidents-2016")
VALLEY: Final = """\
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army, raiders: The Raiders}
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 48h}
    binds: [north, south]
    prohibit: {attacks: {when: {kind: attack}, severity: serious}}
"""
NASTY: Final = (
    "=1+1", "-3", "a,b", 'q"uote', "x\x1b[2J", "two\nlines", "\u202eabc", "plain", "", "+x",
    "\u0644",
)  # fmt: skip
"""Texts that a spreadsheet, a terminal or CSV itself would act on."""


@cache
def book() -> Book:
    """Return the rulebook of the seeds."""
    return ceasefire.load("syria-2016")


def valley(folder: Path) -> Book:
    """Return a small rulebook."""
    path = folder / "valley.yaml"
    path.write_text(VALLEY, encoding="utf-8")
    return ceasefire.load(path)


def flat() -> list[dict[str, Any]]:
    """Return the seeds as rows of a table, with columns of its own, and two odd rows."""
    rows: list[dict[str, Any]] = []
    for name in SEEDS:
        lines = (ROOT / "seeds" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows += [dict(flatten(json.loads(line), book().rulebook)) for line in lines]
    for number, row in enumerate(rows):
        row["verdict"] = NASTY[number % len(NASTY)]
        row["count"] = number
        row["share"] = number / 4
    bad = {"kind": "shellin", "id": "bad"}
    return [*rows, dict(rows[0]), rows[3] | bad]


def seed_table() -> pa.Table:
    """Return the seeds as an Arrow table, all events as texts."""
    rows = flat()
    names = list(dict.fromkeys(key for row in rows for key in row))
    columns = {}
    for name in names:
        values = [row.get(name) for row in rows]
        if name not in {"count", "share"}:
            values = [None if value is None else str(value) for value in values]
        columns[name] = pa.array(values)
    return pa.table(columns)


def written(folder: Path, form: str) -> Path:
    """Write the seeds as a table, and return where."""
    path = folder / f"seeds.{form}"
    table = seed_table()
    if form == "parquet":
        pq.write_table(table, path, row_group_size=20)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.column_names)
        writer.writeheader()
        writer.writerows(flat())
    return path


def whole(of: Book, source: Path, target: Path, workers: int = 2) -> Pass:
    """Write the findings of a feed block by block."""
    feed = read_feed(source, rulebook=of.rulebook)
    run = Pass(of, feed, workers=workers)
    writer = BlockWriter(target, feed, run.decider, rulebook=of.rulebook, provenance=of.provenance)
    with writer:
        for decided, before in run.blocks():
            writer.write_block(decided, before)
            writer.reject_all(decided)
    return run


def row_by_row(of: Book, source: Path, target: Path) -> FindingWriter:
    """Write the findings of a feed one by one."""
    feed = read_feed(source, rulebook=of.rulebook)
    with FindingWriter(target, feed, rulebook=of.rulebook, provenance=of.provenance) as out:
        for record in feed:
            if record.aside:
                continue
            if record.event is None:
                out.reject(record, (*record.problems, *of.faults(record.rest)))
                continue
            try:
                out.write(record, of.classify(record.event))
            except ceasefire.EventError as error:
                out.reject(record, placed(error.problems, feed.name, record.line))
    return out


def rows_of(of: Book, source: Path) -> list[dict[str, Any] | None]:
    """Return what findings add to each row of a feed, nothing where there is none."""
    found: list[dict[str, Any] | None] = []
    for record in read_feed(source, rulebook=of.rulebook):
        try:
            found.append(None if record.event is None else of.classify(record.event).row())
        except ceasefire.EventError:
            found.append(None)
    return found
