from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ceasefire.engines import dask
from ceasefire.errors import EventError, MissingExtraError
from tests.engines.sharing import GROUP, ROWS, book, feed, single

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from distributed import Client

NEEDS = "needs Dask: pip install 'ceasefire[dask]', or make test-cluster"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    pytest.importorskip("distributed", reason=NEEDS)
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setattr(dask, "cores", lambda: 2)
        yield stack.enter_context(dask.connected(None))


def test_without_dask_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    hint = r"^Dask is not installed: pip install 'ceasefire\[dask\]'$"
    with pytest.raises(MissingExtraError, match=hint):
        dask.classify(feed(tmp_path / "feed.parquet"), tmp_path / "out", book(tmp_path))
    with pytest.raises(MissingExtraError, match=hint):
        dask.tables(tmp_path / "feed.parquet", book(tmp_path))
    assert not (tmp_path / "out").exists()


def test_workers_find_what_a_single_process_finds(client: Client, tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    done = dask.classify(path, tmp_path / "out", book(tmp_path), client=client, rows=GROUP)
    assert pq.read_table(tmp_path / "out").equals(single(tmp_path, path))
    assert (len(done.parts), done.rows, done.rejected) == (5, ROWS, 1)
    (problem,) = done.problems
    assert (problem.file, problem.line, problem.code) == (str(path), 70, "unknown-kind")


@pytest.mark.slow
def test_an_error_in_an_event_comes_back_whole(client: Client, tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    with pytest.raises(EventError) as caught:
        dask.classify(
            path, tmp_path / "out", book(tmp_path), client=client, rows=GROUP, strict=True
        )
    assert [problem.line for problem in caught.value.problems] == [70]
    assert [each.name for each in tmp_path.iterdir() if "out" in each.name] == []


@pytest.mark.slow
def test_tables_are_made_when_they_are_asked_for(client: Client, tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    parts = dask.tables(path, book(tmp_path), rows=2 * GROUP)
    assert len(parts) == 3
    found = client.gather(client.compute(parts))
    assert pa.concat_tables(found).equals(single(tmp_path, path))


@pytest.mark.slow
def test_a_bundled_rulebook_travels_with_the_work(client: Client, tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet", rows=2)
    done = dask.classify(path, tmp_path / "out", "syria-2016", client=client)
    assert done.rows == 2
    assert b"syria-2016" in pq.read_schema(done.parts[0].path).metadata[b"ceasefire"]
