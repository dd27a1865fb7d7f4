"""Ids that were used before are noted, whatever order they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.tables.made import rows_of, valley

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "ids",
    [
        ["1", "2", "3", "10", "11"],
        ["1", "2", "2", "3", "1"],
        ["a", "b", "c", "a", "b"],
        ["b", "a", " b", "c", "a "],
        [1, 2, 3, 2, 1],
        [1.0, 2.0, 1.0, 3.5, 3.5],
    ],
)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_same_as_row_by_row(tmp_path: Path, ids: list[Any], size: int) -> None:
    path = tmp_path / "feed.parquet"
    rows = len(ids)
    table = pa.table({"id": ids, "kind": ["shelling"] * rows, "when": ["2016-05-04"] * rows})
    pq.write_table(table, path, row_group_size=size)
    of = valley(tmp_path)
    found = of.scan(path).collect()["notes"].to_pylist()
    assert found == [row["notes"] for row in rows_of(of, path) if row is not None]


def test_there_is_an_end_to_comparing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.tables.repeats.MOST", 3)
    path = tmp_path / "feed.csv"
    of = valley(tmp_path)
    for ids, compared in (("abcdef", True), ("bacde", False), ("bab", True)):
        lines = [f"{each},shelling,2016-05-04" for each in ids]
        path.write_text("\n".join(["id,kind,when", *lines]), encoding="utf-8")
        assert of.scan(path).sink_csv(tmp_path / "o.csv").compared is compared
