"""Arrays made from bytes are those that Arrow makes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pytest

from ceasefire.engines.columnar.pieces import Values
from ceasefire.events import arrays
from ceasefire.tables.cells import cells

if TYPE_CHECKING:
    from pathlib import Path

WORDS: Final[tuple[list[str | None], ...]] = (
    ["", "a", "دمشق", "a,b\n"],
    ["x", None, "", None],
    [],
    [None],
)
LISTS: Final[tuple[list[list[str] | None], ...]] = (
    [["a", "دمشق"], [], ["b"]],
    [None, ["a"], None, []],
    [],
)


@pytest.mark.parametrize("words", WORDS)
def test_texts(words: list[str | None]) -> None:
    found = arrays.texts(words)
    found.validate(full=True)
    assert found.equals(pa.array(words, pa.string()))


@pytest.mark.parametrize("items", LISTS)
def test_lists(items: list[list[str] | None]) -> None:
    found = arrays.lists(items)
    found.validate(full=True)
    assert found.equals(pa.array(items, pa.list_(pa.string())))


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.int64, np.uint32, np.float64, np.bool_])
def test_numbers(kind: type[np.generic]) -> None:
    values = np.array([0, 1, 1, 0, 1, 0, 0, 1, 1], kind)
    mask = np.array([False, True] * 4 + [True])
    for given in (values, values[::2], values[:0]):
        assert arrays.numbers(given).equals(pa.array(given))
        hidden = mask[: len(given)]
        found = arrays.numbers(given, hidden)
        found.validate(full=True)
        assert found.equals(pa.array(given, mask=hidden))
    assert arrays.flags([True, False]).equals(pa.array([True, False]))


def test_scalars() -> None:
    assert arrays.text("x").equals(pa.scalar("x"))
    assert arrays.nothing(pa.int64()).equals(pa.scalar(None, pa.int64()))


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint16(), pa.int64()])
def test_views_begin_where_the_array_does(kind: pa.DataType) -> None:
    whole = pa.array(range(9), kind)
    assert arrays.view(whole).tolist() == list(range(9))
    assert arrays.view(whole[3:7]).tolist() == [3, 4, 5, 6]
    assert arrays.view(whole[:0]).tolist() == []


def test_more_is_left_to_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "MOST", 3)
    assert arrays.texts(["abc", "d"]).to_pylist() == ["abc", "d"]
    assert arrays.lists([["a", "b"], ["c", "d"]]).to_pylist() == [["a", "b"], ["c", "d"]]


def test_an_empty_cell_has_a_number_however_few_a_dictionary_has() -> None:
    words = [str(number) for number in range(128)]
    indices = pa.array([*range(128), None], pa.int8())
    column = pa.DictionaryArray.from_arrays(indices, pa.array(words))
    values = Values()
    assert [values.raw[number] for number in values.codes(column)] == [*words, None]
    assert cells(["a", None, "a"]).indices.to_pylist() == [0, 1, 0]


@pytest.mark.slow
def test_nothing_loads_pandas_that_does_not_need_it(tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text("id,kind,when,note\n1,shelling,2016-05-04,x\n", encoding="utf-8")
    told = f"""
import sys, ceasefire
for form in ("parquet", "csv", "ndjson"):
    scan = ceasefire.load("syria-2016").scan({str(feed)!r})
    getattr(scan, "sink_" + form)({str(tmp_path)!r} + "/out." + form)
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", told], check=True)  # noqa: S603  (our own words)
