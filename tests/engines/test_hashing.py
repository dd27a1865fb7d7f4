"""Words and what they come to: exact whatever collides, and whoever looks at the same time."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.engines.columnar import hashing
from ceasefire.engines.columnar.hashing import MIX, Folded, Known, Numbers, alike
from ceasefire.engines.columnar.packing import Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from numpy.typing import NDArray

WORDS = st.lists(st.integers(1, 2**64 - 1) | st.integers(1, 9), min_size=1, max_size=60)


def looked_up(values: NDArray[np.int32]) -> Callable[[NDArray[np.int64]], NDArray[np.int32]]:
    """Return what works words out, whose values are known by place."""
    return lambda places: values[places]


@given(st.lists(WORDS, max_size=6))
def test_each_word_comes_to_what_was_worked_out_for_it(batches: list[list[int]]) -> None:
    known = Known(size=4)
    asked: list[int] = []
    for batch in batches:
        words = np.array(batch, np.uint64)

        def work_out(
            places: NDArray[np.int64], words: NDArray[np.uint64] = words
        ) -> NDArray[np.int32]:
            asked.extend(words[places].tolist())
            return (words[places] % np.uint64(1000)).astype(np.int32)

        assert known(words, work_out).tolist() == [word % 1000 for word in batch]
    assert sorted(asked) == sorted({word for batch in batches for word in batch})


def test_words_that_share_a_place_are_told_apart() -> None:
    back = pow(int(MIX), -1, 2**64)
    # Mixed, these differ in their last bits alone, and so begin at the same place.
    words = np.array([(number * back) % 2**64 for number in range(1, 200)], np.uint64)
    numbers = Numbers()
    found = numbers(words)
    assert sorted(found.tolist()) == list(range(199))
    assert numbers(words[::-1].copy()).tolist() == found[::-1].tolist()


def test_more_words_than_are_remembered_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "MOST_WORDS", 1 << 14)
    known = Known(size=4)
    for start in range(0, 50_000, 10_000):
        words = np.arange(start + 1, start + 10_001, dtype=np.uint64)
        found = known(words, looked_up((words % np.uint64(97)).astype(np.int32)))
        assert (found == words % np.uint64(97)).all()


def test_threads_that_add_words_at_the_same_time_find_what_one_does() -> None:
    random = np.random.default_rng(7)
    batches = [random.integers(1, 40_000, 5_000).astype(np.uint64) * MIX for _ in range(60)]
    known = Known(size=4)
    wrong: list[int] = []

    def look(mine: list[NDArray[np.uint64]]) -> None:
        for words in mine:
            right = (words >> np.uint64(33)).astype(np.int32)
            found = known(words, looked_up(right))
            if not np.array_equal(found, right):
                wrong.append(1)

    threads = [Thread(target=look, args=(batches[n::6],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=80))
def test_lines_are_of_one_kind_if_they_are_the_same(lines: list[tuple[int, int, int]]) -> None:
    columns = [np.array(column, np.int32) for column in zip(*lines, strict=True)]
    first, kinds = alike(columns)
    assert [lines[first[kind]] for kind in kinds] == lines
    assert [lines.index(lines[place]) for place in first] == first.tolist()
    seen = set(lines)
    assert len(first) == len(seen)
    words = Folded(3)([column.astype(np.uint64) + np.uint64(1) for column in columns])
    assert len(set(words.tolist())) == len(seen)


@given(st.lists(st.integers(0, 2**130 - 1), min_size=1, max_size=9))
def test_sets_of_rows_are_packed_row_by_row(sets: list[int]) -> None:
    words = [(0, 5, 129, 64), tuple(range(66, 130)), (7,)]
    found = Layout(words, 130).packed(sets)
    for each, line in zip(sets, found.tolist(), strict=True):
        assert line == [
            sum((each >> row & 1) << place for place, row in enumerate(rows)) for rows in words
        ]
