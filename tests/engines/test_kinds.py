"""Rows are told apart by what they leave alive, and each kind of them is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire.engines.columnar import kinds, unfolding
from ceasefire.engines.columnar.loops import compiled
from tests.engines.test_swift import feed, rules

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from ceasefire.engines.columnar.kinds import Kinds

LOOP: Any = compiled()
needed = pytest.mark.skipif(LOOP is None, reason="the package was built without a C compiler")

WHOLE = (1 << 64) - 1


def found_by(rulebook: Path, sources: list[Path]) -> tuple[list[pa.Table], dict[str, Kinds]]:
    """Return the findings of feeds, one after the other, and the kinds that were met."""
    book = ceasefire.load(rulebook)
    tables = [book.scan(source, keep=()).collect() for source in sources]
    known = [each for each in book.known_feeds.values() if each.reading.outright.unfolding._kinds]
    return tables, known[0].reading.outright.unfolding._kinds if known else {}


@needed
@pytest.mark.parametrize("limit", ["none", "room for few", "useless"])
def test_findings_are_those_of_rows_that_are_not_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(rules(12))
    sources = [feed(tmp_path / f"{seed}.parquet", 600, seed) for seed in range(3)]
    if limit == "room for few":
        monkeypatch.setattr(kinds, "SOME", 8)
        monkeypatch.setattr(kinds, "MOST_KINDS", 100)
    if limit == "useless":
        monkeypatch.setattr(kinds, "MANY", 100)
        monkeypatch.setattr(kinds, "LEAST", 1000)
    tables, met = found_by(path, sources)
    assert 0 < met["solved"].count < 600 * 3
    assert met["solved"].useful == (limit != "useless")
    if limit == "room for few":
        assert met["solved"].count <= 100
    monkeypatch.setattr(unfolding, "compiled", lambda: None)
    others, none = found_by(path, sources)
    assert not none
    assert all(one.equals(other) for one, other in zip(tables, others, strict=True))


@needed
def test_a_kind_is_what_is_left_alive_and_what_is_open() -> None:
    numbers, firsts = np.empty((2, 6), np.int32)
    first = np.array([0, 1, 2, 3, 0, 1], np.int32), words(7, 7, 3, 7), flags(0, 0, 0, 1)
    second = np.array([0, 0, 0, 0, 1, 1], np.int32), words(5, 13), flags(0, 0)
    slots, keys = np.zeros(16, np.uint64), np.empty((8, 2), np.uint64)
    told = LOOP.kinds((first, second), 1, slots, keys, 0, numbers, firsts)
    assert told == (6, 3)
    # Of the first lines two leave the same; the fourth does so, too, but is open.
    assert numbers.tolist() == [0, 0, 1, 2, 0, 0]
    assert firsts[:3].tolist() == [0, 2, 3]
    assert LOOP.kinds((first, second), 1, slots, keys, 3, numbers, firsts) == (6, 3)
    assert numbers.tolist() == [0, 0, 1, 2, 0, 0]


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, list[tuple[Any, Any, Any]]]:
    """Draw fields of some rows: the line of each, what lines leave, and which are open."""
    rows, width = draw(st.integers(0, 30)), draw(st.integers(1, 5))
    word = st.sampled_from([0, 1, 2, 3, WHOLE, WHOLE - 1, 1 << 63])
    fields = []
    for _ in range(draw(st.integers(1, 5))):
        size = draw(st.integers(1, 4))
        line = st.lists(st.integers(0, size - 1), min_size=rows, max_size=rows)
        left = st.lists(word, min_size=size * width, max_size=size * width)
        open_ = st.lists(st.integers(0, 1), min_size=size, max_size=size)
        own = np.array(draw(line), np.int32)
        fields.append((own, words(*draw(left)).reshape(size, width), flags(*draw(open_))))
    return rows, width, fields


@needed
@given(tables(), st.integers(1, 40))
def test_rows_are_numbered_by_what_they_leave_and_what_is_open(
    table: tuple[int, int, list[tuple[Any, Any, Any]]], room: int
) -> None:
    rows, width, fields = table
    slots = np.zeros(64, np.uint64)
    keys = np.empty((room, width + (len(fields) + 1) // 2), np.uint64)
    numbers, firsts = np.empty((2, rows), np.int32)
    done, count = LOOP.kinds(tuple(fields), width, slots, keys, 0, numbers, firsts)
    seen: dict[tuple[Any, ...], int] = {}
    met: list[int] = []
    for row in range(rows):
        left = tuple(
            int(np.bitwise_and.reduce([lines[own[row], word] for own, lines, _ in fields]))
            for word in range(width)
        )
        told = tuple(int(own[row]) if open_[own[row]] else None for own, _, open_ in fields)
        if (left, told) not in seen:
            if len(seen) == room:
                assert done == row
                break
            met.append(row)
        assert numbers[row] == seen.setdefault((left, told), len(seen))
    else:
        assert done == rows
    assert count == len(seen)
    assert firsts[:count].tolist() == met


@needed
def test_one_stops_where_there_is_no_room_for_another_kind() -> None:
    numbers, firsts = np.empty((2, 5), np.int32)
    field = np.array([0, 1, 0, 2, 0], np.int32), words(1, 2, 4), flags(0, 0, 0)
    slots, keys = np.zeros(4, np.uint64), np.empty((2, 2), np.uint64)
    assert LOOP.kinds((field,), 1, slots, keys, 0, numbers, firsts) == (3, 2)
    assert numbers[:3].tolist() == [0, 1, 0]


def words(*lines: int) -> Any:  # noqa: ANN401  (an array)
    return np.array(lines, np.uint64)


def flags(*lines: int) -> Any:  # noqa: ANN401  (an array)
    return np.array(lines, np.uint8)


@needed
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"fields": ()}, ValueError),
        ({"fields": None}, TypeError),
        ({"fields": (None,)}, TypeError),
        ({"fields": ((np.zeros(3, np.int32), words(1)),)}, TypeError),
        ({"fields": ((np.zeros(3, np.int32), words(1), flags(0)),) * 65}, ValueError),
        ({"fields": ((np.zeros(2, np.int32), words(1), flags(0)),)}, ValueError),
        ({"fields": ((np.zeros(3, np.int64), words(1), flags(0)),)}, ValueError),
        ({"fields": ((np.zeros(3, np.int32), words(1, 2), flags(0)),)}, ValueError),
        ({"fields": ((np.ones(3, np.int32), words(1), flags(0)),)}, IndexError),
        ({"fields": ((-np.ones(3, np.int32), words(1), flags(0)),)}, IndexError),
        ({"width": 0}, ValueError),
        ({"width": 2}, ValueError),
        ({"slots": np.zeros(12, np.uint64)}, ValueError),
        ({"slots": np.zeros(4, np.uint64)}, ValueError),
        ({"slots": np.zeros(0, np.uint64)}, ValueError),
        ({"slots": np.zeros(16, np.uint32)}, ValueError),
        ({"count": 9}, ValueError),
        ({"count": -1}, ValueError),
        ({"firsts": np.empty(2, np.int32)}, ValueError),
    ],
)
def test_what_does_not_fit_together_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    right: dict[str, object] = {
        "fields": ((np.zeros(3, np.int32), words(WHOLE), flags(0)),),
        "width": 1,
        "slots": np.zeros(16, np.uint64),
        "keys": np.empty((8, 2), np.uint64),
        "count": 0,
        "numbers": np.empty(3, np.int32),
        "firsts": np.empty(3, np.int32),
    }
    assert changes.keys() <= right.keys()
    assert LOOP.kinds(*right.values()) == (3, 1)
    with pytest.raises(error):
        LOOP.kinds(*(right | changes).values())


@needed
@pytest.mark.parametrize("slot", [WHOLE, 1, 1 << 40, 1 << 40 | 3])
def test_slots_that_lead_nowhere_end(slot: int) -> None:
    """Nobody hands such over, but nor would it be gone through for ever."""
    numbers, firsts = np.empty((2, 3), np.int32)
    field = np.zeros(3, np.int32), words(1), flags(0)
    slots = np.full(4, slot, np.uint64)
    done, count = LOOP.kinds((field,), 1, slots, np.zeros((2, 2), np.uint64), 0, numbers, firsts)
    assert (done, count) == (0, 0)
