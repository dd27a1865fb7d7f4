"""Arrays made from bytes are those that Arrow makes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
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
    numbers, places = values.entries(column)
    assert [values.raw[numbers[place]] for place in places] == [*words, None]
    assert cells(["a", None, "a"]).indices.to_pylist() == [0, 1, 0]


def test_what_there_is_of_a_column() -> None:
    for given in ([1, None, 3, None, None, 6, 7, 8, None, 10], [1, 2, 3], []):
        whole = pa.array(given, pa.int16())
        for some in (whole, whole[2:], whole[:1], whole[3:9]):
            held = some.to_pylist()
            assert arrays.valid(some).tolist() == [value is not None for value in held]
            assert arrays.filled(some).tolist() == [value or 0 for value in held]
            filled = arrays.filled(some, 7).tolist()
            assert filled == [7 if value is None else value for value in held]
    nothing = pa.nulls(3, pa.int32())
    assert not arrays.valid(nothing).any()
    assert not arrays.valid(pa.nulls(2)).any()


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_octets_of_texts(kind: pa.DataType) -> None:
    whole = pa.array(["a", None, "دمشق", "", "xyz"], kind)
    for some in (whole, whole[1:4], whole[2:], whole[:0], pa.nulls(3, kind)):
        octets, ends = arrays.octets(some)
        texts = [octets[low:high].tobytes().decode() for low, high in pairwise(ends.tolist())]
        assert texts == [text or "" for text in some.to_pylist()]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a", None], pa.string()),
        ([["a"], None, []], pa.list_(pa.string())),
        ([True, None, False], pa.bool_()),
        ([1, None, -(2**63)], pa.int64()),
        ([1.5, None, 2, inf], pa.float64()),
        ([date(2016, 5, 4), None], pa.date32()),
        ([], pa.int64()),
    ],
)
def test_columns_of_one_type(values: list[object], kind: pa.DataType) -> None:
    found = arrays.column(values, kind)
    found.validate(full=True)
    assert found.equals(pa.array(values, kind))


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Damascus", "+03:00", "-00:30"])
def test_instants_as_python_has_them(unit: str, zone: str) -> None:
    whole = pa.array([0, None, 1462000000, 1477602000, -3000000000], pa.timestamp("s"))
    zoned = whole.cast(pa.timestamp(unit)).cast(pa.timestamp(unit, zone))
    assert arrays.pythonic(zoned) == zoned.to_pylist()
    assert [str(value) for value in arrays.pythonic(zoned)] == list(map(str, zoned.to_pylist()))
    assert arrays.one(zoned, 3) == zoned[3].as_py()
    batch = pa.RecordBatch.from_arrays([zoned, whole], names=["a", "b"])
    assert arrays.rows_of(batch) == batch.to_pylist()


@pytest.mark.slow
def test_nothing_loads_pandas_that_does_not_need_it(tmp_path: Path) -> None:
    feeds = [tmp_path / name for name in ("feed.csv", "feed.parquet", "feed.jsonl")]
    feeds[0].write_text("id,kind,when,note\n1,shelling,2016-05-04,x\n2,x,,\n", encoding="utf-8")
    whens = [datetime(2016, 5, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(300)]
    told = {"id": list(map(str, range(300))), "kind": ["shelling"] * 300, "when": whens}
    pq.write_table(pa.table(told | {"mine": [None, *whens[1:]]}), feeds[1])
    feeds[2].write_text('{"id": "1", "kind": "shelling", "when": "2016-05-04"}\n', encoding="utf-8")
    script = f"""
import sys, ceasefire
book = ceasefire.load("syria-2016")
for feed in {list(map(str, feeds))!r}:
    for form in ("parquet", "csv", "ndjson"):
        getattr(book.scan(feed), "sink_" + form)({str(tmp_path)!r} + "/out")
    book.scan(feed, columns=["verdict"]).collect()
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603  (our own words)
