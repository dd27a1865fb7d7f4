"""Times that Python cannot hold are faults of their rows, or texts of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ceasefire.events.feeds import read_feed
from tests.tables.made import book

if TYPE_CHECKING:
    from pathlib import Path

FAR = 253402300800 * 10**6
NEAR = 1462000000 * 10**6


def table(column: str, kind: pa.DataType) -> pa.Table:
    """Return three events, the first of which has a time of the year 10000 in a column."""
    near = pa.array([NEAR] * 3, pa.timestamp("us", tz="UTC"))
    columns = {"id": ["a", "b", "c"], "kind": ["shelling"] * 3, "when": near}
    far = pa.array([FAR, NEAR, NEAR], pa.timestamp("us", tz="UTC"))
    return pa.table(columns | {column: far.cast(kind)})


@pytest.mark.parametrize("kind", [pa.timestamp("us", tz="UTC"), pa.timestamp("ms"), pa.date32()])
@pytest.mark.parametrize("sink", ["sink_parquet", "sink_csv", "sink_ndjson"])
def test_a_time_out_of_reach_ends_no_run(tmp_path: Path, kind: pa.DataType, sink: str) -> None:
    for column, decided in (("when", 2), ("mine", 3)):
        path = tmp_path / f"{column}.parquet"
        pq.write_table(table(column, kind), path)
        summary = getattr(book().scan(path), sink)(tmp_path / "out")
        assert (summary.rows, summary.decided) == (3, decided), column
        assert [problem.code for problem in summary.problems] == ["bad-time"] * (3 - decided)
        assert len(list(read_feed(path, rulebook=book().rulebook))) == 3
        verdicts = book().classify_frame(table(column, kind))["verdict"].to_pylist()
        assert sum(verdict is None for verdict in verdicts) == 3 - decided


def test_what_is_carried_is_told_as_a_text(tmp_path: Path) -> None:
    path = tmp_path / "feed.parquet"
    pq.write_table(table("mine", pa.date32()), path)
    book().scan(path).sink_csv(tmp_path / "out.csv")
    assert "10000-01-01" in (tmp_path / "out.csv").read_text(encoding="utf-8")
