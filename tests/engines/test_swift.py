"""The compiled inner loop finds what NumPy finds, and refuses what it cannot take."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.engines.columnar import swift
from ceasefire.engines.columnar.loops import compiled
from ceasefire.tables import knowing

if TYPE_CHECKING:
    from pathlib import Path

LOOP: Any = compiled()
needed = pytest.mark.skipif(LOOP is None, reason="the package was built without a C compiler")

PARTIES = [f"party-{number}" for number in range(12)]
KINDS = ["shelling", "airstrike", "sniping", "clash", "abduction", "siege", "mine", "artillery"]
STRUCK = ["hospital", "school", "market", "camp", "worship", "residential", "military"]


def rules(provisions: int) -> str:
    """Return a rule file with two instruments, one of them of so many provisions."""
    chance = random.Random(provisions)  # noqa: S311  (the same each time)
    lines = [
        "rulebook: many",
        "timezone: UTC",
        f"parties: {{{', '.join(f'{name}: {name.title()}' for name in PARTIES)}}}",
        "questions:",
        "  q: {ask: Is it so?, answers: {yes: It is., no: It is not.}}",
        "impossible: [{kind: airstrike, actor: party-11, because: it has no aircraft}]",
        "instruments:",
        "  truce:",
        "    in_force: {from: 2016-03-01, until: 2016-06-01}",
        "    binds: {all_except: [party-9, party-10]}",
        "    exclude: {bases: {when: {struck: military, actor: party-3}}}",
        "    permit: {answer: {lifts: [p0, p1, p2], when: {response: immediate-threat}}}",
        "    prohibit:",
    ]
    for number in range(provisions):
        tests = [
            f"kind: [{', '.join(chance.sample(KINDS, 2))}]",
            f"actor: [{', '.join(chance.sample(PARTIES, 4))}]",
            f"struck: {{not: [{', '.join(chance.sample(STRUCK, 2))}]}}",
            f"killed: {{at_least: {chance.randrange(1, 6)}}}",
        ]
        lines.append(f"      p{number}: {{when: {{{', '.join(chance.sample(tests, 3))}}}}}")
    lines += [
        "  calm:",
        "    in_force: {from: 2016-04-10, until: 2016-04-20}",
        "    binds: [party-1, party-9]",
        "    if: {q: yes}",
        "    prohibit: {towns: {when: {struck: residential, kind: [shelling, sniping]}}}",
    ]
    return "\n".join(lines)


def feed(path: Path, rows: int, seed: int) -> Path:
    """Write a feed of which every third event leaves something open, or hardly anything told."""
    chance = random.Random(seed)  # noqa: S311  (the same each time)

    def some(names: list[str], most: int) -> str | None:
        if chance.random() < 0.1:
            return None
        return "|".join(chance.sample(names, chance.choice([1, 1, 1, most])))

    lines = []
    for number in range(rows):
        low = chance.randrange(5)
        whole = chance.random() < 0.7
        start = f"2016-0{chance.randrange(2, 7)}-1{chance.randrange(10)}"
        lines.append(
            {
                "id": f"e{number}",
                "kind": some(KINDS, 3) or "clash",
                "actor": some(PARTIES, 5),
                "target": some(PARTIES, 2),
                "struck": some(STRUCK, 4),
                "when": start if whole else f"{start}/2016-06-2{chance.randrange(10)}",
                "killed": low if whole else None,
                "killed.low": None if whole else low,
                "killed.high": None if whole else low + chance.randrange(9),
                "response": chance.choice([None, "none", "immediate-threat"]),
            }
        )
    pq.write_table(pa.Table.from_pylist(lines), path, row_group_size=rows // 3)
    return path


@needed
@pytest.mark.parametrize("limit", ["none", "few unknown", "small tables"])
@pytest.mark.parametrize("provisions", [12, 150])
def test_it_finds_what_numpy_and_the_other_way_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provisions: int, limit: str
) -> None:
    if limit != "none":
        monkeypatch.setattr(swift, "UNKNOWN", swift.ROOM)
    if limit == "small tables":
        monkeypatch.setattr(swift, "MOST_WORDS", 2 * swift.ROOM)
    path, source = tmp_path / "many.yaml", feed(tmp_path / "feed.parquet", 600, provisions)
    path.write_text(rules(provisions))
    columns = ("verdict", "possible", "settled")
    book = ceasefire.load(path)
    found = book.scan(source, columns=columns, workers=1).collect()
    (known,) = book.known_feeds.values()
    assert known.quick.swift is not None
    assert found.equals(book.scan(source, columns=columns, workers=3).collect())
    if provisions < 100:  # what decides takes long to find where very much is open
        whole = ceasefire.load(path).scan(source).collect()
        assert found.select(columns).equals(whole.select(columns))
    monkeypatch.setattr(knowing, "compiled", lambda: None)
    other = ceasefire.load(path)
    assert found.equals(other.scan(source, columns=columns).collect())
    (known,) = other.known_feeds.values()
    assert known.quick.swift is None
    assert {"excluded", "covered", "violating", "undetermined"} <= set(found["verdict"].to_pylist())


@needed
@pytest.mark.parametrize(
    ("provisions", "width"),
    [(3, 4), (130, 6), (260, 8), (390, 10), (520, 12), (650, 14), (780, 16), (910, 18)],
)
def test_lines_of_any_width_are_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provisions: int, width: int
) -> None:
    path, source = tmp_path / "many.yaml", feed(tmp_path / "feed.parquet", 135, provisions)
    path.write_text(rules(provisions))
    book = ceasefire.load(path)
    found = book.scan(source, columns=("verdict", "possible")).collect()
    (known,) = book.known_feeds.values()
    assert known.quick.swift is not None
    assert len(known.quick.swift.whole) == width
    monkeypatch.setattr(knowing, "compiled", lambda: None)
    assert found.equals(
        ceasefire.load(path).scan(source, columns=("verdict", "possible")).collect()
    )


@needed
def test_threads_that_share_what_is_known_find_the_same(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(rules(60))
    sources = [feed(tmp_path / f"{seed}.parquet", 900, seed) for seed in range(6)]
    book = ceasefire.load(path)

    def verdicts(source: Path) -> list[Any]:
        found = book.scan(source, columns=("possible",), workers=1).collect()
        return list(found["possible"].to_pylist())

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(verdicts, sources))
    assert found == [verdicts(source) for source in sources]


def given(**changes: object) -> tuple[Any, ...]:
    """Return what the loop takes, for one field of two lines and one word, with some changes."""
    memo = np.zeros((8, 2), np.uint64)
    memo[:, 1] = swift.EMPTY
    field: dict[str, object] = {
        "columns": ((np.array([0, 1, 0], np.int32), 1),),
        "lines": np.array([[swift.CERTAIN | 1, 1], [1, 3]], np.uint64),
        "apart": np.array([0, 1], np.uint64),
        "differ": np.array([[0, 0], [0, 2]], np.uint64),
        "counts": np.array([1, 2], np.int32),
        "starts": np.array([0, 0], np.int32),
        "cells": np.array([[1, 1], [1, 3]], np.uint64),
        "asks": np.ones(2, np.uint8),
    }
    rest: dict[str, object] = {
        "memos": (memo,),
        "spans": np.array([[1, 1]], np.int32),
        "whole": np.array([~np.uint64(0), 3], np.uint64),
        "verdicts": np.full(3, swift.EMPTY, np.uint8),
        "unknown": np.empty((swift.ROOM, 2), np.uint64),
    }
    assert changes.keys() <= {*field, *rest}
    field = {name: changes.get(name, value) for name, value in field.items()}
    rest = {name: changes.get(name, value) for name, value in rest.items()}
    return (tuple(field.values()),), *rest.values()


@needed
def test_unknown_words_are_handed_back_until_they_are_known() -> None:
    arguments = given()
    _, (memo,), _, _, found, unknown = arguments
    assert LOOP.decide(*arguments) == 4
    assert sorted(unknown[:4].tolist()) == [[0, 1], [0, 1], [0, 1], [0, 3]]
    assert found.tolist() == [swift.EMPTY] * 3
    words = np.array([[1], [3]], np.uint64)
    assert LOOP.put(memo, 1, words, np.array([1, 64], np.uint8)) == 2
    assert LOOP.put(memo, 1, words, np.array([1, 64], np.uint8)) == 0
    assert LOOP.decide(*arguments) == 0
    assert found.tolist() == [1, 65, 1]


def rows(*numbers: int, stride: int = 1, dtype: type = np.int32) -> tuple[Any, int]:
    return np.array(numbers, dtype), stride


@needed
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"columns": (rows(0, 2, 0),)}, IndexError),
        ({"columns": (rows(0, -1, 0),)}, IndexError),
        ({"columns": (rows(0, 1, 0), rows(0, 1, 0))}, IndexError),
        ({"columns": (rows(0, 1),)}, ValueError),
        ({"columns": (rows(0, 1, 0, dtype=np.int64),)}, ValueError),
        ({"columns": (rows(0, 1, 0, stride=2),)}, ValueError),
        ({"columns": (rows(0, 1, 0, stride=0),)}, ValueError),
        ({"columns": (rows(0, 1, 0), rows(0, 1, 0, stride=3))}, ValueError),
        ({"columns": ()}, ValueError),
        ({"columns": (rows(0, 1, 0),) * 3}, ValueError),
        ({"columns": None}, TypeError),
        ({"columns": (None,)}, TypeError),
        ({"starts": np.array([0, 1], np.int32)}, IndexError),
        ({"starts": np.array([0, -1], np.int32)}, IndexError),
        ({"counts": np.array([1, -2], np.int32)}, IndexError),
        ({"counts": np.array([1], np.int32)}, ValueError),
        ({"lines": np.zeros((2, 1), np.uint64)}, ValueError),
        ({"lines": np.zeros((1, 2), np.uint64)}, ValueError),
        ({"apart": np.zeros(3, np.uint64)}, ValueError),
        ({"differ": np.zeros((1, 2), np.uint64)}, ValueError),
        ({"cells": np.zeros(5, np.uint64)}, IndexError),
        ({"cells": np.zeros((1, 2), np.uint64)}, IndexError),
        ({"memos": (np.zeros((6, 2), np.uint64),)}, ValueError),
        ({"memos": (np.zeros((8, 3), np.uint64),)}, ValueError),
        ({"memos": ()}, ValueError),
        ({"memos": (None,)}, TypeError),
        ({"memos": None}, TypeError),
        ({"spans": np.array([[1, 2]], np.int32)}, ValueError),
        ({"spans": np.array([[2, 1]], np.int32)}, ValueError),
        ({"spans": np.array([[0, 1]], np.int32)}, ValueError),
        ({"spans": np.array([[-1, 1]], np.int32)}, ValueError),
        ({"spans": np.array([[1, 0]], np.int32)}, ValueError),
        ({"spans": np.array([[1, 1], [1, 1]], np.int32)}, ValueError),
        ({"whole": np.ones(3, np.uint64)}, ValueError),
        ({"whole": np.ones(4, np.uint64)}, ValueError),
        ({"whole": np.empty(0, np.uint64)}, ValueError),
        ({"asks": np.ones(1, np.uint8)}, ValueError),
        ({"unknown": np.empty((swift.ROOM - 1, 2), np.uint64)}, ValueError),
        ({"verdicts": np.full(4, swift.EMPTY, np.uint8)}, ValueError),
    ],
)
def test_what_does_not_fit_together_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        LOOP.decide(*given(**changes))


@needed
def test_words_that_have_no_room_are_refused() -> None:
    memo = np.zeros((2, 2), np.uint64)
    memo[:, 1] = swift.EMPTY
    words = np.array([[1], [2], [3]], np.uint64)
    with pytest.raises(ValueError, match="no room"):
        LOOP.put(memo, 1, words, np.zeros(3, np.uint8))
    with pytest.raises(ValueError, match="numbers"):
        LOOP.put(memo, 1, words, np.zeros(2, np.uint8))
