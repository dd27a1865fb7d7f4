"""Frames of every make come back as what they were, with findings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import ceasefire
from ceasefire.findings.output import ADDED
from ceasefire.tables.columns import DEFAULT
from tests.tables.made import book, rows_of, seed_table, valley, written

if TYPE_CHECKING:
    from pathlib import Path

EVENTS: dict[str, Any] = {
    "id": ["1", "2", "3"],
    "kind": ["shelling"] * 3,
    "when": ["2016-05-04", "2016-05-05 10:00", "2016-06-01"],
    "actor": ["north", "raiders|north", None],
}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any] | None]:
    rows = rows_of(book(), written(tmp_path_factory.mktemp("seeds"), "parquet"))
    for row in rows:
        if row is not None:
            row.pop("possible_any_reading")
    return rows


def told(table: pa.Table) -> list[dict[str, Any] | None]:
    rows = table.select(list(DEFAULT)).to_pylist()
    return [None if row["verdict"] is None else row for row in rows]


def test_arrow(wanted: list[Any]) -> None:
    table = seed_table().replace_schema_metadata({"mine": "kept"})
    found = book().classify_frame(table)
    assert isinstance(found, pa.Table)
    assert told(found) == wanted
    own = found.column_names[: table.num_columns]
    assert found.select(own).rename_columns(table.column_names).equals(table)
    assert found.schema.metadata == {b"mine": b"kept"}
    assert "feed.verdict" in own
    bad = found["notes"][-1].as_py()
    assert bad == ["unknown-kind: `kind`: `shellin` is no kind (did you mean `shelling`?)"]


def test_batches_and_streams(wanted: list[Any]) -> None:
    table = seed_table()
    batch = book().classify_frame(table.combine_chunks().to_batches()[0])
    assert isinstance(batch, pa.RecordBatch)
    assert told(pa.Table.from_batches([batch])) == wanted
    parts = table.to_batches(max_chunksize=10)
    reader = pa.RecordBatchReader.from_batches(table.schema, parts)
    stream = book().classify_frame(reader)
    assert isinstance(stream, pa.RecordBatchReader)
    assert told(stream.read_all()) == wanted


class Stream:
    """A table of no known make."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


def test_whatever_arrow_can_take(wanted: list[Any]) -> None:
    found: Any = book().classify_frame(Stream(seed_table()))
    assert isinstance(found, pa.Table)
    assert told(found) == wanted


def test_polars(wanted: list[Any]) -> None:
    frame = pl.from_arrow(seed_table())
    assert isinstance(frame, pl.DataFrame)
    found = book().classify_frame(frame)
    assert isinstance(found, pl.DataFrame)
    assert told(found.to_arrow()) == wanted
    assert found[:, : frame.width].rename({"feed.verdict": "verdict"}).equals(frame)
    lazy = book().classify_frame(frame.lazy())
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect_schema() == found.schema
    assert lazy.collect().equals(found)
    assert lazy.filter(pl.col("count") == 5).select("verdict").collect().height == 1


def test_pandas(wanted: list[Any]) -> None:
    frame = seed_table().to_pandas()
    frame.index = pd.Index([number // 2 for number in range(len(frame))], name="mine")
    found = book().classify_frame(frame)
    assert isinstance(found, pd.DataFrame)
    assert found.index.equals(frame.index)
    assert found.index.name == "mine"
    own = found.iloc[:, : frame.shape[1]].rename(columns={"feed.verdict": "verdict"})
    pd.testing.assert_frame_equal(own, frame)
    assert told(pa.Table.from_pandas(found[list(DEFAULT)], preserve_index=False)) == wanted


def test_duckdb(wanted: list[Any]) -> None:
    relation = duckdb.from_arrow(seed_table())
    found = book().classify_frame(relation)
    assert isinstance(found, duckdb.DuckDBPyRelation)
    assert told(pa.table(found)) == wanted


def test_duckdb_returns_to_a_connection_by_way_of_arrow(tmp_path: Path) -> None:
    with duckdb.connect() as mine:
        given = mine.from_arrow(pa.table(EVENTS))
        found = valley(tmp_path).classify_frame(given, columns=["verdict"])
        assert duckdb.execute("select count(*) from found").fetchall() == [(3,)]
        here = mine.from_arrow(pa.table(found))
        assert here.project("verdict").fetchall()[0] == ("violating",)


def test_columns_in_the_order_asked_for(tmp_path: Path) -> None:
    found = valley(tmp_path).classify_frame(pa.table(EVENTS), columns=["settled", "verdict"])
    assert found.column_names[-2:] == ["settled", "verdict"]
    assert found["verdict"].to_pylist() == ["violating", "undetermined", "excluded"]
    every = valley(tmp_path).classify_frame(pa.table(EVENTS), columns=ADDED)
    assert every["possible_any_reading"].to_pylist()[0] == ["violating"]


def test_strict_says_all_that_is_wrong(tmp_path: Path) -> None:
    table = pa.table(EVENTS | {"kind": ["shellin", "shelling", "mining"]})
    with pytest.raises(ceasefire.EventError) as error:
        valley(tmp_path).classify_frame(table, strict=True)
    assert [problem.line for problem in error.value.problems] == [1, 3]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    of = valley(tmp_path)
    with pytest.raises(ceasefire.UsageError, match="list is no table"):
        of.classify_frame([1])
    with pytest.raises(ceasefire.FeedError, match="missing-column"):
        of.classify_frame(pa.table({"a": [1]}))
    with pytest.raises(ceasefire.FeedError, match="missing-column"):
        of.classify_frame(pl.LazyFrame({"a": [1]}))
    twice = pd.DataFrame([["1", "2"]], columns=["id", "id"])
    with pytest.raises((ceasefire.CeasefireError, ValueError)):
        of.classify_frame(twice)


@pytest.mark.parametrize("make", [pa.table, pl.DataFrame, pd.DataFrame])
def test_empty_frames(tmp_path: Path, make: Any) -> None:  # noqa: ANN401
    empty = make({name: pa.array([], pa.string()).to_pylist() for name in EVENTS})
    found = valley(tmp_path).classify_frame(empty)
    assert len(found) == 0
    columns = found.column_names if isinstance(found, pa.Table) else list(found.columns)
    assert columns[-1] == "notes"


def odd() -> dict[str, pa.Array]:
    utc = dt.datetime(2016, 5, 4, 6, tzinfo=dt.UTC)
    place = [{"admin1": "Aleppo", "lat": 36.2, "lon": 37.1}, {"admin1": None}, None]
    return {
        "id": pa.array([1, 2, 3]),
        "kind": pa.array(["shelling", "clash", "shelling"]).dictionary_encode(),
        "when": pa.array([utc, utc, None], pa.timestamp("ns", "Asia/Damascus")),
        "where": pa.array(place),
        "actor": pa.array([["north", "south"], ["north"], None]),
        "killed": pa.array([Decimal("2.0"), None, Decimal("3.5")]),
        "wounded": pa.array([float("nan"), 2.0, 1.0]),
        "proportionate": pa.array([True, None, False]),
        "known": pa.array([dt.date(2016, 5, 5), None, dt.date(2016, 5, 6)]),
        "mine": pa.array([b"a", None, b"b"]),
        "span": pa.array([dt.timedelta(1), None, dt.timedelta(2)]),
    }


def test_types_of_every_kind(tmp_path: Path) -> None:
    of = valley(tmp_path)
    table = pa.table(odd())
    found = of.classify_frame(table)
    assert found["verdict"].to_pylist() == ["violating", "violating", None]
    own = [name for name in table.column_names if name != "wounded"]  # which is no number
    assert found.select(own).equals(table.select(own))
    told_of = " ".join(found["notes"].to_pylist()[2])
    assert "bad-number: `killed`" in told_of
    assert "missing-key: the event has no `when`" in told_of
    polars = of.classify_frame(pl.from_arrow(table))
    assert isinstance(polars, pl.DataFrame)
    assert polars["verdict"].to_list() == found["verdict"].to_pylist()


def test_columns_of_mixed_values(tmp_path: Path) -> None:
    day = dt.date(2016, 5, 4)
    moment = pd.Timestamp("2016-05-05 12:00", tz="UTC")
    frame = pd.DataFrame(
        {
            "id": [1, "b", None],
            "kind": pd.Categorical(["shelling", "clash", "shelling"]),
            "when": [day, moment, "2016-05-05"],
            "actor": ["north", ["north"], "north"],
            "mine": [[1], {"a": 2}, np.nan],
        }
    )
    found = valley(tmp_path).classify_frame(frame)
    assert found["verdict"].tolist()[:2] == ["violating", "violating"]
    assert found["verdict"].isna().tolist() == [False, False, True]
    assert "the event has no `id`" in found["notes"][2][0]
