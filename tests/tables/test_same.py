"""Whole tables come to the same as their rows one by one, to the byte."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.json as pa_json
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.events.feeds import read_feed
from ceasefire.events.ucdp_ged import COLUMNS, MORE
from ceasefire.findings.output import ADDED
from ceasefire.tables.columns import DEFAULT
from ceasefire.tables.from_parquet import ParquetFile
from ceasefire.tables.kernel import Kernel
from ceasefire.tables.knowing import Known
from tests.cli.helpers import invoke
from tests.tables.made import ROOT, SEEDS, book, row_by_row, rows_of, valley, whole, written

if TYPE_CHECKING:
    from pathlib import Path

FORMS = ("csv", "jsonl", "parquet", "geojson")


def same(one: Path, other: Path) -> bool:
    if one.suffix != ".parquet":
        return one.read_bytes() == other.read_bytes()
    here, there = pq.read_table(one), pq.read_table(other)
    return bool(here.schema.equals(there.schema, check_metadata=True) and here.equals(there))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [*SEEDS, "csv", "parquet"])
def test_a_file_is_the_same_to_the_byte(tmp_path: Path, name: str, form: str) -> None:
    known = ROOT / "seeds" / f"{name}.jsonl"
    source = known if name in SEEDS else written(tmp_path, name)
    one, other = tmp_path / f"one.{form}", tmp_path / f"other.{form}"
    run = whole(book(), source, one)
    out = row_by_row(book(), source, other)
    assert same(one, other)
    assert run.summary.decided == out.written
    assert run.summary.rejected == out.rejected == (name not in SEEDS)
    rejects = [path.with_name(f"{path.stem}.rejects.csv") for path in (one, other)]
    assert [path.exists() for path in rejects] == [bool(out.rejected)] * 2
    if out.rejected:
        assert same(*rejects)


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_and_row_groups_change_nothing(tmp_path: Path, workers: int) -> None:
    source = written(tmp_path, "parquet")
    table = book().scan(source, workers=workers).collect()
    assert pq.ParquetFile(source).num_row_groups > 2
    wanted = [row for row in rows_of(book(), source) if row is not None]
    for row in wanted:
        row.pop("possible_any_reading")
    assert table.select(DEFAULT).to_pylist() == wanted
    assert "feed.verdict" in table.column_names


def test_large_texts_that_repeat_are_read_as_dictionaries_and_written_as_they_are(
    tmp_path: Path,
) -> None:
    """Polars and pandas write large texts, which were read one by one."""
    rows, text = 300, pa.large_string()
    columns = {
        "id": pa.array([f"e{number:04}" for number in range(rows)], text),
        "kind": pa.array(["shelling", "airstrike", None] * (rows // 3), text),
        "when": pa.array(["2016-03-01", "2016-07-01"] * (rows // 2), text),
        "actor": pa.array(["syrian-government", None, "isis"] * (rows // 3), text),
    }
    large, plain = tmp_path / "large.parquet", tmp_path / "plain.parquet"
    pq.write_table(pa.table(columns), large)
    pq.write_table(
        pa.table({name: each.cast(pa.string()) for name, each in columns.items()}), plain
    )
    opened = read_feed(large).opened
    assert {"kind", "when", "actor"} <= {*ParquetFile(opened).repeated}
    found, other = (book().scan(path).collect() for path in (large, plain))
    assert found.select(DEFAULT).equals(other.select(DEFAULT))
    assert found.schema.field("kind").type == text
    assert found["kind"].to_pylist() == other["kind"].to_pylist()
    whole(book(), large, tmp_path / "out.parquet")
    assert pq.read_schema(tmp_path / "out.parquet").field("actor").type == text


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_batches_have_the_rows_of_a_file(tmp_path: Path, form: str) -> None:
    source = ROOT / "seeds" / "article.jsonl" if form == "jsonl" else written(tmp_path, form)
    scan = book().scan(source)
    target = tmp_path / "o.parquet"
    summary = scan.sink_parquet(target)
    assert scan.summary is summary
    table = scan.collect()
    assert table.select(DEFAULT).equals(pq.read_table(target).select(DEFAULT))
    assert summary.decided == len(table)


def test_own_columns_get_the_same_names_everywhere(tmp_path: Path) -> None:
    source = tmp_path / "feed.parquet"
    rows = {"id": ["a"], "kind": ["shelling"], "when": ["2016-05-04"]}
    table = pa.table({**rows, "feed.verdict": ["w"], "verdict": ["v"]})
    pq.write_table(table, source)
    used = book()
    scan = used.scan(source)
    scan.sink_csv(tmp_path / "o.csv")
    scan.sink_ndjson(tmp_path / "o.ndjson")
    made = [
        scan.collect(),
        used.classify_frame(table),
        pa.Table.from_batches([Kernel.of(used)(table.to_batches()[0])]),
        pa_csv.read_csv(tmp_path / "o.csv"),
        pa_json.read_json(tmp_path / "o.ndjson"),
        used.scan(source, keep=["verdict"], columns=["verdict"]).collect(),
    ]
    for name in ("c.parquet", "c.csv"):
        done = invoke("classify", str(source), "--rules", "syria-2016", "-o", str(tmp_path / name))
        assert done.exit_code == 0
    made += [pq.read_table(tmp_path / "c.parquet"), pa_csv.read_csv(tmp_path / "c.csv")]
    for found in made:
        assert found["feed.verdict"].to_pylist() == ["v"]
        assert found["verdict"].to_pylist() != ["v"]
        if "id" in found.column_names:
            assert found["feed.feed.verdict"].to_pylist() == ["w"]


def test_columns_are_chosen(tmp_path: Path) -> None:
    source = written(tmp_path, "parquet")
    chosen = {"columns": ("settled", "verdict"), "keep": ["id", "verdict"]}
    scan = book().scan(source, **chosen)  # type: ignore[arg-type]
    names = ["id", "feed.verdict", "settled", "verdict"]
    assert scan.collect().column_names == names
    scan.sink_parquet(tmp_path / "o.parquet")
    assert pq.read_schema(tmp_path / "o.parquet").names == names
    scan.sink_csv(tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text(encoding="utf-8").startswith(",".join(names) + "\n")
    scan.sink_ndjson(tmp_path / "o.ndjson")
    first = (tmp_path / "o.ndjson").read_text(encoding="utf-8").splitlines()[0]
    assert list(json.loads(first)) == names
    alone = book().scan(source, columns=["instrument"], keep=[])
    alone.sink_csv(tmp_path / "alone.csv")
    alone.sink_ndjson(tmp_path / "alone.ndjson")
    lines = (tmp_path / "alone.ndjson").read_text(encoding="utf-8").splitlines()
    assert {tuple(json.loads(line)) for line in lines} == {("instrument",)}
    assert alone.collect().column_names == ["instrument"]


def test_a_document_keeps_some_of_its_keys(tmp_path: Path) -> None:
    scan = book().scan(ROOT / "seeds" / "article.jsonl", keep=["id", "where"], columns=["verdict"])
    scan.sink_ndjson(tmp_path / "o.ndjson")
    first = (tmp_path / "o.ndjson").read_text(encoding="utf-8").splitlines()[0]
    assert list(json.loads(first)) == ["id", "where", "verdict"]
    names = scan.collect().column_names
    assert {name.partition(".")[0] for name in names} == {"id", "where", "verdict"}
    table = book().scan(scan.feed.name, keep=["where.admin1", "killed.low"]).collect()
    assert table.column_names[:3] == ["where.admin1", "killed.low", "verdict"]
    assert {"Aleppo", "Idlib"} < set(table["where.admin1"].to_pylist())


def test_any_reading_is_worked_out_where_it_is_asked_for() -> None:
    source = ROOT / "seeds" / "article.jsonl"
    table = book().scan(source, columns=ADDED).collect()
    events = [record.event for record in read_feed(source, rulebook=book().rulebook)]
    wanted = [book().classify(event, any_reading=True).row() for event in events if event]
    assert table.select(list(ADDED)).to_pylist() == wanted


def test_what_is_merely_carried_along_is_not_read(tmp_path: Path) -> None:
    source, target = tmp_path / "feed.csv", tmp_path / "o.parquet"
    row = dict.fromkeys(sorted(COLUMNS | MORE), "1")
    row |= {"side_a": "IS", "side_b": "Civilians", "country": "Syria", "source_article": "a;b"}
    row |= {"date_start": "2016-05-04", "date_end": "2016-05-04", "where_prec": "6"}
    source.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    scan = book().scan(source)
    pieces = Known(book(), scan.feed).reading.pieces
    assert not any("source_article" in coded.piece.columns for coded in pieces)
    scan.sink_parquet(target)
    assert pq.read_table(target)["source_article"].to_pylist() == ["a;b"]
    (wanted,) = rows_of(book(), source)
    assert wanted is not None
    (found,) = pq.read_table(target).select(DEFAULT).to_pylist()
    assert found == {name: wanted[name] for name in DEFAULT}


def test_strict_leaves_nothing_behind(tmp_path: Path) -> None:
    source, target = written(tmp_path, "csv"), tmp_path / "o.parquet"
    with pytest.raises(ceasefire.EventError, match="unknown-kind"):
        book().scan(source, strict=True).sink_parquet(target)
    with pytest.raises(ceasefire.EventError, match="unknown-kind"):
        book().scan(source, strict=True).collect()
    assert [path.name for path in tmp_path.iterdir()] == ["seeds.csv"]


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    source = written(tmp_path, "csv")
    for wrong, told in (
        ({"columns": ["verdicts"]}, "did you mean `verdict`?"),
        ({"columns": []}, "no column is asked for"),
        ({"keep": ["actr"]}, "did you mean `actor`?"),
        ({"workers": 0}, "no number of threads"),
        ({"format": "parket"}, "did you mean `parquet`?"),
    ):
        with pytest.raises(ceasefire.UsageError) as error:
            book().scan(source, **wrong)
        assert told in str(error.value)


def test_a_feed_of_no_events_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "feed.csv"
    source.write_text("id,kind,when\n1,shellin,2016\n", encoding="utf-8")
    scan = valley(tmp_path).scan(source)
    with pytest.raises(ceasefire.FeedError, match="no event that can be decided") as error:
        scan.sink_csv(tmp_path / "o.csv")
    assert not (tmp_path / "o.csv").exists()
    rejects = tmp_path / "o.rejects.csv"
    assert error.value.__notes__ == [f"all of these rows are in {rejects}"]
    assert "unknown-kind" in rejects.read_text(encoding="utf-8")
    assert scan.summary.rejected == 1


def test_unknown_names_are_listed_with_their_rows(tmp_path: Path) -> None:
    source = tmp_path / "feed.csv"
    lines = [f"{n},shelling,2016-05-04,{'Nothern Army' if n % 2 else 'north'}" for n in range(30)]
    source.write_text("\n".join(["id,kind,when,actor", *lines]), encoding="utf-8")
    summary = valley(tmp_path).scan(source).sink_csv(tmp_path / "o.csv")
    (unknown,) = summary.unknowns.rows()
    assert (unknown.field, unknown.name, unknown.times) == ("actor", "Nothern Army", 15)
    assert unknown.lines[:3] == (3, 5, 7)
    rejects = (tmp_path / "o.rejects.csv").read_text(encoding="utf-8")
    assert "did you mean `Northern Army`?; in 15 rows: 3, 5, 7," in rejects


def test_texts_of_numbers_become_numbers_over_all_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ceasefire.tables.from_csv.SIZE", 2_000)
    monkeypatch.setattr("ceasefire.tables.numbers.LARGE", 10_000)
    source = tmp_path / "feed.csv"
    rows = [f"{n},shelling,2016-05-04,{n / 4},{n:03},{'' if n < 900 else n}" for n in range(1000)]
    source.write_text("\n".join(["id,kind,when,share,code,late", *rows]), encoding="utf-8")
    of = valley(tmp_path)
    of.scan(source).sink_parquet(tmp_path / "o.parquet")
    row_by_row(of, source, tmp_path / "p.parquet")
    rows_alone = pq.read_table(tmp_path / "p.parquet").drop_columns(["possible_any_reading"])
    assert pq.read_table(tmp_path / "o.parquet").equals(rows_alone)
    kinds = pq.read_schema(tmp_path / "o.parquet")
    assert [kinds.field(name).type for name in ("id", "share", "code", "late")] == [
        pa.int64(),
        pa.float64(),
        pa.string(),
        pa.int64(),
    ]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_feed(tmp_path: Path) -> None:
    source, small = tmp_path / "feed.parquet", tmp_path / "small.parquet"
    part = pa.table(
        {
            "kind": ["shelling", "clash"] * 50_000,
            "when": ["2016-05-04", "2016-05-07"] * 50_000,
            "actor": ["north", "south|raiders"] * 50_000,
            "told": [f"what was told of it, at length and in words {n}" for n in range(100_000)],
        }
    )
    for path, parts in ((small, 1), (source, 20)):
        writer = None
        for number in range(parts):
            ids = pa.array(range(number * 100_000, (number + 1) * 100_000))
            table = part.append_column("id", ids)
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table)
        assert writer is not None
        writer.close()
    of = valley(tmp_path)
    peaks = []
    for path in (small, source):
        before = pa.total_allocated_bytes()
        peak = 0
        for batch in of.scan(path, workers=2).batches():
            peak = max(peak, pa.total_allocated_bytes() - before)
            assert batch.num_rows
        peaks.append(peak)
    assert peaks[1] < 6 * peaks[0]
