from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ceasefire.engines import spark
from ceasefire.errors import EventError, MissingExtraError, UsageError
from ceasefire.tables.kernel import Kernel
from tests.engines.sharing import GROUP, ROWS, book, feed, single

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession

NEEDS = "needs Spark: pip install 'ceasefire[spark]', or make test-cluster"

# The zone is far from that of the rules and from that of the table.
SETTINGS = (
    "--master local[2] --conf spark.ui.enabled=false "
    "--conf spark.sql.session.timeZone=America/New_York pyspark-shell"
)

pytestmark = [
    # Theirs: Spark says so of every pandas since 3.0, though no row goes through pandas.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    pytest.importorskip("pyspark", reason=NEEDS)
    pytest.importorskip("pandas", reason=NEEDS)
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 or later, for Spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_SUBMIT_ARGS", SETTINGS)
        found = spark.started()
        yield found
        found.stop()


def test_without_spark_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    hint = r"^Spark is not installed: pip install 'ceasefire\[spark\]'$"
    with pytest.raises(MissingExtraError, match=hint):
        spark.classify(feed(tmp_path / "feed.parquet"), tmp_path / "out", book(tmp_path))
    with pytest.raises(MissingExtraError, match=hint):
        spark.classify_dataframe(None, book(tmp_path))


def test_batches_of_spark_are_taken_several_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = single(tmp_path, feed(tmp_path / "feed.parquet"))
    table = pq.read_table(tmp_path / "feed.parquet")
    plain = table.rename_columns([f"column{number}" for number in range(table.num_columns)])
    monkeypatch.setattr(spark, "ROWS", 35)
    given = plain.to_batches(max_chunksize=10)
    found = spark.batches(Kernel.of(book(tmp_path)), tuple(table.column_names), iter(given))
    batches = list(found)
    assert [batch.num_rows for batch in batches] == [40, 40, 10]
    assert pa.Table.from_batches(batches).equals(expected)


@pytest.mark.slow
def test_executors_find_what_a_single_process_finds(session: SparkSession, tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    done = spark.classify(path, tmp_path / "out", book(tmp_path), session=session, rows=GROUP)
    assert pq.read_table(tmp_path / "out").equals(single(tmp_path, path))
    assert (len(done.parts), done.rows, done.rejected) == (5, ROWS, 1)
    (problem,) = done.problems
    assert (problem.file, problem.line, problem.code) == (str(path), 70, "unknown-kind")


@pytest.mark.slow
def test_an_error_in_an_event_comes_back_whole(session: SparkSession, tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    with pytest.raises(EventError) as caught:
        # Without a session, the one that there is.
        spark.classify(path, tmp_path / "out", book(tmp_path), rows=GROUP, strict=True)
    assert session.getActiveSession() is not None
    assert [problem.line for problem in caught.value.problems] == [70]
    assert [each.name for each in tmp_path.iterdir() if "out" in each.name] == []


@pytest.mark.slow
def test_rows_that_are_in_spark_get_the_same(session: SparkSession, tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.parquet")
    frame = session.read.parquet(str(path)).coalesce(1)
    found = spark.classify_dataframe(frame, book(tmp_path))
    expected = single(tmp_path, path)
    assert found.columns == expected.column_names
    assert found.toArrow().cast(expected.schema).equals(expected)
    with pytest.raises(UsageError, match="Spark itself has divided the rows"):
        spark.classify_dataframe(frame, book(tmp_path), rows=5)
