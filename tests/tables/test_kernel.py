"""The kernel: pickled, over batches and row groups, the same as everything else."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.errors import UsageError
from ceasefire.tables.columns import DEFAULT
from ceasefire.tables.kernel import Kernel
from tests.tables.made import book, seed_table, valley, written

if TYPE_CHECKING:
    from pathlib import Path


def test_batches_and_groups_are_the_same(tmp_path: Path) -> None:
    source = written(tmp_path, "parquet")
    kernel = pickle.loads(pickle.dumps(Kernel.of(book())))  # noqa: S301  (made a line ago)
    whole = kernel.classify_row_groups(source)
    groups = range(pq.ParquetFile(source).num_row_groups)
    parts = pa.concat_tables(kernel.classify_row_groups(source, [group]) for group in groups)
    assert parts.equals(whole)
    batches = [kernel(batch) for batch in seed_table().to_batches(max_chunksize=7)]
    assert pa.Table.from_batches(batches).equals(whole)
    assert kernel.schema(seed_table().schema).equals(whole.schema)
    frame = book().classify_frame(seed_table())
    for name in DEFAULT:
        if name != "notes":  # a kernel does not see which ids were used before
            assert frame[name].equals(whole[name]), name


def test_parts_are_files_of_their_own(tmp_path: Path) -> None:
    source = written(tmp_path, "parquet")
    kernel = Kernel.of(book(), columns=["verdict", "because"], keep=["id", "verdict"])
    part = kernel.write_row_groups(source, [1, 2], tmp_path / "part.parquet")
    table = pq.read_table(part.path)
    assert table.equals(kernel.classify_row_groups(source, [1, 2]))
    assert table.column_names == ["id", "feed.verdict", "verdict", "because"]
    assert (part.rows, part.rejected, part.aside) == (len(table), 0, 0)
    assert b"syria-2016" in pq.read_metadata(part.path).metadata[b"ceasefire"]
    last = pq.ParquetFile(source).num_row_groups - 1
    assert kernel.write_row_groups(source, [last], tmp_path / "last.parquet").rejected == 1
    none = kernel.write_row_groups(source, [], tmp_path / "none.parquet")
    assert none.rows == len(pq.read_table(none.path)) == 0


def test_what_cannot_be_read_has_no_verdict_or_is_an_error() -> None:
    table = seed_table().slice(seed_table().num_rows - 2)
    found = Kernel.of(book()).classify(table)
    assert found["verdict"].null_count == 1
    with pytest.raises(ceasefire.EventError):
        Kernel.of(book(), strict=True).classify(table)


def test_readings_and_dates_go_along(tmp_path: Path) -> None:
    of = valley(tmp_path).as_of("2016-05-01")
    table = pa.table(
        {"id": ["1"], "kind": ["shelling"], "when": ["2016-05-04"], "known": ["2016-05-04"]}
    )
    kernel = Kernel.of(of)
    assert kernel.classify(table)["ground"].to_pylist() == [["not-yet-known"]]
    named = Kernel("syria-2016", reading="moscow")
    assert named.book.reading == "moscow"
    assert named.book is Kernel("syria-2016", reading="moscow").book


def test_an_empty_batch_has_the_schema() -> None:
    kernel = Kernel.of(book())
    empty = (
        kernel(seed_table().slice(0, 0).combine_chunks().to_batches()[0])
        if (seed_table().slice(0, 0).combine_chunks().to_batches())
        else kernel(pa.RecordBatch.from_pylist([], schema=seed_table().schema))
    )
    assert empty.num_rows == 0
    assert empty.schema.equals(kernel.schema(seed_table().schema))


@pytest.mark.slow
def test_other_processes(tmp_path: Path) -> None:
    source = written(tmp_path, "parquet")
    kernel = Kernel.of(book())
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parts = list(pool.map(kernel.classify_row_groups, [source] * 2, [[0], [1]]))
    assert pa.concat_tables(parts).equals(kernel.classify_row_groups(source, [0, 1]))


@pytest.mark.parametrize("groups", [[9], [-1], [0, 0]])
def test_a_row_group_that_is_not_there_or_named_twice_is_an_error(
    tmp_path: Path, groups: list[int]
) -> None:
    source = written(tmp_path, "parquet")
    target = tmp_path / "part.parquet"
    kernel = Kernel.of(book(), columns=["verdict"])
    with pytest.raises(UsageError, match="row group"):
        kernel.classify_row_groups(source, groups)
    with pytest.raises(UsageError, match="row group"):
        kernel.write_row_groups(source, groups, target)
    assert not target.exists()
