"""Rows in whose time names change their meaning, and where the stretches of time are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.engines.columnar import instants
from ceasefire.engines.columnar.loops import compiled
from ceasefire.engines.columnar.spans import Spans
from ceasefire.events.feeds import read_feed
from ceasefire.tables import knowing

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOOPS = ["compiled", "numpy"]


def without(loop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without the compiled loops, if that is what is to be tried."""
    if loop == "compiled" and compiled() is None:
        pytest.skip("the package was built without a C compiler")
    if loop == "numpy":
        monkeypatch.setattr(instants, "compiled", lambda: None)
        monkeypatch.setattr(knowing, "compiled", lambda: None)


@pytest.mark.parametrize("loop", LOOPS)
def test_names_that_change_are_read_as_they_were_at_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loop: str
) -> None:
    without(loop, monkeypatch)
    book = ceasefire.load("syria-2016")
    edges = book.program.parties.naming_edges
    actors = ["nusra", "Jabhat Fatah al-Sham", "isis|nusra", "syria", "Jabhat al-Nusra", None]
    rows = [
        {
            "id": f"e{number}",
            "kind": kind,
            "actor": actor,
            "target": "civilians",
            "where.admin1": "Aleppo",
            "when.from": EPOCH + timedelta(microseconds=edge) - timedelta(days=before),
            "when.until": EPOCH + timedelta(microseconds=edge) + timedelta(days=after),
        }
        for number, (edge, actor, kind, (before, after)) in enumerate(
            (edge, actor, kind, days)
            for edge in (edges[0], edges[-1])
            for actor in actors
            for kind in ("airstrike", "shelling|clash")
            for days in ((3, 4), (0, 2), (900, 700))
        )
    ]
    path = tmp_path / "feed.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    found = book.scan(path, columns=("verdict", "possible")).collect()
    records = read_feed(path, rulebook=book.rulebook)
    findings = [book.classify(record.event) for record in records if record.event]
    assert found["verdict"].to_pylist() == [str(each.verdict) for each in findings]
    assert list(map(set, found["possible"].to_pylist())) == [
        set(map(str, each.possible)) for each in findings
    ]


@pytest.mark.parametrize("loop", LOOPS)
def test_instants_lie_in_the_stretches_that_begin_before_them(
    monkeypatch: pytest.MonkeyPatch, loop: str
) -> None:
    without(loop, monkeypatch)
    stretches = ceasefire.load("syria-2016").tables.stretches
    edges = stretches.edges.tolist()
    draw = Random(3)  # noqa: S311  (no secret)
    low, high = stretches.reach
    times = [edge + by for edge in edges for by in (-1, 0, 1)]
    times += [low - 1, low, high - 1, high, *(draw.randrange(edges[0], edges[-1]) for _ in times)]
    found = stretches.of(np.array(times, np.int64)).tolist()
    for time, number in zip(times, found, strict=True):
        if not low <= time < high:
            assert number == -1
            continue
        assert number == 0 or edges[number] <= time
        assert number == len(edges) - 2 or time < edges[number + 1]
    ends = np.array(times[:-1], np.int64), np.array(times[1:], np.int64)
    unread = np.zeros(len(ends[0]), bool)
    unread[5] = True
    first, last, outside = stretches.ends(Spans(*ends, unread, instants=False))
    for number, (start, end) in enumerate(zip(*(each.tolist() for each in ends), strict=True)):
        assert outside[number] == (
            bool(unread[number]) or start >= end or start < low or end > high
        )
        if not outside[number]:
            told = stretches.of(np.array([start, end - 1], np.int64)).tolist()
            assert told == [first[number], last[number]]


@pytest.mark.skipif(compiled() is None, reason="the package was built without a C compiler")
@pytest.mark.parametrize(
    ("edges", "pieces", "shift", "found"),
    [
        ([0], [0], 3, 4),
        ([0, 9], [], 3, 4),
        ([0, 9], [0], -1, 4),
        ([0, 9], [0], 63, 4),
        ([0, 9], [0], 3, 3),
    ],
)
def test_time_without_stretches_is_refused(
    edges: list[int], pieces: list[int], shift: int, found: int
) -> None:
    loop = compiled()
    assert loop is not None
    given = np.arange(4), np.array(edges), np.array(pieces, np.int32), shift, 0, 9
    with pytest.raises(ValueError, match=r"stretches|numbers"):
        loop.locate(*given, np.empty(found, np.int32))
