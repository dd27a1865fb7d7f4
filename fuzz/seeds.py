"""What fuzzers begin from: the rule files and feeds of the project, and those of its tests."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from fuzz.worlds import VALLEY
from tests.events import test_acled, test_gdelt2, test_ucdp_ged
from tests.rulebook.test_fuzz import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "LONGEST",
    "bytes_of",
    "csv_of",
    "json_lines",
    "json_lists",
    "mapping_files",
    "parquet_files",
    "rule_files",
    "tables",
    "words",
    "yaml_lists",
]

ROOT: Final = Path(__file__).parents[1]
LONGEST: Final = 8192
"""Longer inputs are mostly too much of the same."""


def rule_files() -> Iterator[bytes]:
    """Yield rule files, and pieces of larger ones."""
    yield VALLEY.encode()
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        yield path.read_bytes()[:LONGEST]
    yield from TEXTS


def mapping_files() -> Iterator[bytes]:
    """Yield the mapping files that the project has, and a small one."""
    for path in sorted((ROOT / "ceasefire" / "events").glob("*.yaml")):
        yield path.read_bytes()
    yield (
        b"feed: mine\nfields:\n  id: {column: id}\n  kind: {is: clash}\n"
        b"  when: {column: event_date, format: '%Y-%m-%d'}\n  killed: {low: low, high: high}\n"
    )


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    """Return rows in the columns of each format."""
    native = {
        "id": "V1",
        "kind": "shelling",
        "when": "2016-05-04",
        "where.lat": "36.2",
        "where.lon": "37.1",
        "where.admin1": "Hill",
        "actor": "north|band",
        "target": "civilians",
        "killed.low": "2",
        "killed.high": "4",
        "checked": "no",
    }
    return {
        "native": [native, native | {"id": "V2", "actor": "", "killed.high": ""}],
        "ucdp-ged": [test_ucdp_ged.ROW, test_ucdp_ged.ROW | {"id": "2", "where_prec": "6"}],
        "acled": [test_acled.ROW, test_acled.ROW | {"actor2": "", "geo_precision": "3"}],
        "gdelt2": [test_gdelt2.ROW, test_gdelt2.ROW | {"EventCode": "0251"}],
    }


def events() -> list[dict[str, Any]]:
    """Return the events of the feeds that the project has."""
    found = []
    for path in sorted((ROOT / "seeds").glob("*.jsonl")):
        found += [json.loads(line) for line in path.read_bytes().splitlines()]
    return [{**item, "sources": []} for item in found]


def json_lines() -> Iterator[bytes]:
    """Yield feeds of a few lines of JSON."""
    found = events()
    for at in range(0, len(found), 3):
        yield "\n".join(json.dumps(item) for item in found[at : at + 3]).encode()[:LONGEST]


def json_lists() -> Iterator[bytes]:
    """Yield feeds that are one document."""
    for at, item in enumerate(events()):
        yield json.dumps([item] if at % 2 else {"events": [item]}).encode()


def yaml_lists() -> Iterator[bytes]:
    """Yield feeds in YAML."""
    for item in events():
        yield yaml.safe_dump([item], allow_unicode=True).encode()


def csv_of(form: str) -> Callable[[], Iterator[bytes]]:
    """Return what yields tables of a format, with other separators too."""

    def found() -> Iterator[bytes]:
        for delimiter in ",;\t":
            file = io.StringIO()
            rows = tables()[form]
            writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
            yield file.getvalue().encode()

    return found


def parquet_files() -> Iterator[bytes]:
    """Yield Parquet files."""
    for rows in (*tables().values(), events()[:3]):
        file = io.BytesIO()
        pq.write_table(pa.table({"id": [row.get("id") for row in rows], **columns(rows)}), file)
        yield file.getvalue()


def columns(rows: list[dict[str, Any]]) -> dict[str, list[str | None]]:
    """Return rows by column, as text."""
    return {key: [None if key not in row else str(row[key]) for row in rows] for key in rows[0]}


def bytes_of(size: int) -> Callable[[], Iterator[bytes]]:
    """Return what yields any bytes, the same each time."""

    def found() -> Iterator[bytes]:
        yield b""
        for seed in range(20):
            yield Random(seed).randbytes(size)  # noqa: S311  (no secret)

    return found


def words(contents: list[bytes], most: int = 400) -> list[bytes]:
    """Return words of some inputs, which fuzzers put together anew."""
    counts: dict[bytes, int] = {}
    for content in contents:
        for word in re.split(rb"[^\w%.-]+", content):
            if 0 < len(word) < 32:  # noqa: PLR2004  (longer ones are no words)
                counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: (-counts[word], word))[:most]
