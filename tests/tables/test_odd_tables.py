"""What is no table, or an odd one, is refused in words or classified like any other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from ceasefire.book import load
from ceasefire.errors import EventError, FeedError, UsageError
from ceasefire.events.feeds import read_feed
from ceasefire.tables.kernel import Kernel
from tests.cli.helpers import invoke
from tests.tables.made import row_by_row, rows_of, valley, whole

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

EVENTS: Final[dict[str, Any]] = {
    "id": ["a", "b"],
    "kind": ["shelling"] * 2,
    "when": ["2016-05-04"] * 2,
    "actor": ["north"] * 2,
    "target": ["south"] * 2,
}
NOWHERE: Final = "has times in `Mars/Base`, which is no time zone"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return valley(tmp_path)


@pytest.mark.parametrize("feed", [[{"id": "a"}], ["feed.csv"], None, 5, {}])
def test_a_feed_is_a_path_or_a_stream(book: Book, feed: Any) -> None:  # noqa: ANN401
    with pytest.raises(UsageError, match=f"not a value of type {type(feed).__name__}"):
        book.scan(feed)


@pytest.mark.parametrize("workers", ["2", 2.0, 0, -1, True])
def test_workers_are_a_number(book: Book, tmp_path: Path, workers: Any) -> None:  # noqa: ANN401
    (tmp_path / "feed.csv").write_text("id,kind,when\n", encoding="utf-8")
    with pytest.raises(UsageError, match=f"workers: {workers!r} is no number of threads"):
        book.scan(tmp_path / "feed.csv", workers=workers)


@pytest.mark.parametrize(
    "given", [pd.Series([1]), pl.Series([1]), pa.chunked_array([[1]]), pa.array([1]), [1], None]
)
def test_what_is_no_table_is_told_so(book: Book, given: Any) -> None:  # noqa: ANN401
    with pytest.raises(UsageError, match=f"{type(given).__name__} is no table"):
        book.classify_frame(given)


@pytest.mark.parametrize("name", ["kind", "when", "id", "mine"])
def test_runs_of_values_are_values(book: Book, name: str) -> None:
    values = EVENTS.get(name, ["x", "x"])
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([1, 2], pa.int32()), pa.array(values))
    plain = pa.table(EVENTS | {name: values})
    table = pa.table(EVENTS | {name: runs})
    wanted = book.classify_frame(plain)["verdict"].to_pylist()
    assert wanted == ["violating"] * 2
    for found in (book.classify_frame(table), Kernel.of(book).classify(table)):
        assert found["verdict"].to_pylist() == wanted
        assert found.schema.field(name).type == runs.type
        assert found[name].to_pylist() == values


@pytest.mark.parametrize("name", ["when", "mine"])
@pytest.mark.parametrize("nested", [False, True])
def test_zones_that_there_are_not(book: Book, tmp_path: Path, name: str, nested: bool) -> None:  # noqa: FBT001
    times = pa.array([0, 1], pa.timestamp("us", "Mars/Base"))
    if nested:
        times = pa.ListArray.from_arrays([0, 1, 2], times)
    table = pa.table(EVENTS | {name: times})
    pq.write_table(table, tmp_path / "feed.parquet")
    with pytest.raises(FeedError, match=f"the column `{name}` {NOWHERE}"):
        book.scan(tmp_path / "feed.parquet")
    with pytest.raises(FeedError, match=NOWHERE):
        read_feed(tmp_path / "feed.parquet")
    with pytest.raises(FeedError, match=NOWHERE):
        Kernel.of(book).classify(table)
    if name == "when":
        with pytest.raises(FeedError, match=NOWHERE):
            book.classify_frame(table)
    else:
        assert book.classify_frame(table)["verdict"].to_pylist() == ["violating"] * 2


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_a_feed_without_rows_has_no_findings(book: Book, tmp_path: Path, form: str) -> None:
    feed = tmp_path / f"feed.{form}"
    empty = pa.table(EVENTS).slice(0, 0)
    if form == "parquet":
        pq.write_table(empty, feed)
    else:
        feed.write_text(",".join(EVENTS) + "\n" if form == "csv" else "", encoding="utf-8")
    found = book.scan(feed).collect()
    assert (len(found), found.column_names[-1]) == (0, "notes")
    own = [] if form == "jsonl" else list(EVENTS)
    assert found.column_names[: len(own)] == own
    if form == "parquet":
        assert found.schema == book.classify_frame(empty).schema
    for sink in ("sink_parquet", "sink_csv", "sink_ndjson"):
        summary = getattr(book.scan(feed), sink)(tmp_path / sink)
        assert (summary.rows, summary.decided, summary.rejected) == (0, 0, 0)
    assert len(pq.read_table(tmp_path / "sink_parquet")) == 0
    assert not (tmp_path / "sink_ndjson").read_text(encoding="utf-8")
    assert list(book.scan(feed).batches()) == []


SOURCES: Final = (
    "BBC News | Middle East", "https://a.example/?b=c|d; a call", "|", "[Video] A town | A paper",
    "{see below", '["a|b"]', "plain", "", "; ;",
)  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_sources_are_texts_whichever_way_they_are_read(
    book: Book, tmp_path: Path, form: str
) -> None:
    rows = len(SOURCES)
    event = {name: [values[0]] * rows for name, values in EVENTS.items()}
    table = pa.table(event | {"id": [str(row) for row in range(rows)], "sources": list(SOURCES)})
    feed = tmp_path / f"feed.{form}"
    (pq.write_table if form == "parquet" else pa_csv.write_csv)(table, feed)
    told = rows_of(book, feed)
    assert [row and row["verdict"] for row in told] == ["violating"] * rows
    found = book.scan(feed).collect()
    assert found["sources"].to_pylist() == list(SOURCES)
    assert found["verdict"].to_pylist() == ["violating"] * rows
    assert book.classify_frame(table)["verdict"].to_pylist() == ["violating"] * rows
    for kind in ("csv", "jsonl", "parquet"):
        one, other = tmp_path / f"one.{kind}", tmp_path / f"other.{kind}"
        run, out = whole(book, feed, one), row_by_row(book, feed, other)
        assert (run.summary.rejected, out.rejected) == (0, 0)
        if kind != "parquet":
            assert one.read_bytes() == other.read_bytes()


BYTES: Final = {
    "id": b"a",
    "kind": b"shelling",
    "when": b"2016-05-04",
    "actor": b"north",
    "killed": b"3",
    "known": b"2016-05-05",
    "sources": b"Radio",
}
NO_TEXT: Final = b"\xfft"


def test_texts_in_bytes_are_texts(book: Book, tmp_path: Path) -> None:
    table = pa.table({key: pa.array([value], pa.binary()) for key, value in BYTES.items()})
    pq.write_table(table, tmp_path / "feed.parquet")
    (record,) = read_feed(tmp_path / "feed.parquet", rulebook=book.rulebook)
    assert record.event is not None
    assert record.event.id == "a"
    finding = book.classify(BYTES)
    assert (
        finding
        == book.classify(record.event)
        == book.classify({key: value.decode() for key, value in BYTES.items()})
    )
    assert (finding.event, finding.verdict) == ("a", "violating")
    for found in (book.classify_frame(table), book.scan(tmp_path / "feed.parquet").collect()):
        assert found["verdict"].to_pylist() == ["violating"]
        assert found["notes"].to_pylist() == [list(finding.notes)]


@pytest.mark.parametrize("key", BYTES)
def test_bytes_that_are_no_text_are_a_fault_of_their_row(
    book: Book, tmp_path: Path, key: str
) -> None:
    """Ids of which every odd byte became one mark would be told apart no more."""
    values = {name: [value, value] for name, value in BYTES.items()} | {"id": [b"a", b"b"]}
    values[key] = [NO_TEXT, values[key][1]]
    table = pa.table({name: pa.array(each, pa.binary()) for name, each in values.items()})
    pq.write_table(table, tmp_path / "feed.parquet")
    scan = book.scan(tmp_path / "feed.parquet")
    assert len(scan.collect()) == 1
    told = f"`{key}`: these bytes are no text in UTF-8"
    assert [(each.line, each.code, each.message) for each in scan.summary.problems] == [
        (1, "not-utf8", told)
    ]
    first, second = book.classify_frame(table)["notes"].to_pylist()
    assert [told in first[0], second] == [True, []]
    if key != "sources":
        with pytest.raises(EventError, match=f"`{key}`"):
            book.classify(BYTES | {key: NO_TEXT})


@pytest.mark.parametrize("form", ["csv", "jsonl", "geojson"])
def test_bytes_are_written_as_the_texts_that_they_are(
    book: Book, tmp_path: Path, form: str
) -> None:
    rows = {key: pa.array([value], pa.binary()) for key, value in BYTES.items()}
    own = {"own": pa.array([b"=1+1"], pa.binary()), "odd": pa.array([NO_TEXT], pa.binary())}
    pq.write_table(pa.table(rows | own), tmp_path / "feed.parquet")
    one, other = tmp_path / f"one.{form}", tmp_path / f"other.{form}"
    whole(book, tmp_path / "feed.parquet", one)
    row_by_row(book, tmp_path / "feed.parquet", other)
    text = one.read_text(encoding="utf-8")
    assert text == other.read_text(encoding="utf-8")
    if form == "csv":
        assert text.splitlines()[1].startswith(
            "a,shelling,2016-05-04,north,3,2016-05-05,Radio,'=1+1,"
        )
    else:
        assert '"id": "a", "kind": "shelling"' in text
        assert '"own": "=1+1"' in text
    assert r"\xff" in text


@pytest.mark.parametrize("small", [1 << 16, -1])
def test_coarse_positions_in_bytes_are_coarse_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
    rows = BYTES | {"where.lat": b"36.2123", "where.lon": b"37.1456"}
    table = pa.table({key: pa.array([value], pa.binary()) for key, value in rows.items()})
    pq.write_table(table, tmp_path / "feed.parquet")
    valley(tmp_path)
    target = tmp_path / "o.parquet"
    order = (str(tmp_path / "feed.parquet"), "--rules", str(tmp_path / "valley.yaml"))
    done = invoke("classify", *order, "--coarsen", "1", "--no-sources", "-o", str(target))
    assert done.exit_code == 0
    found = pq.read_table(target)
    assert found.schema.field("where.lat").type == pa.binary()
    places = found.select(["where.lat", "where.lon"]).to_pylist()
    assert places == [{"where.lat": b"36.2", "where.lon": b"37.1"}]
    assert "sources" not in found.column_names


def test_bytes_of_columns_of_ones_own_may_be_anything(book: Book) -> None:
    rows = {
        key: pa.array([value], pa.binary()) for key, value in (BYTES | {"own": NO_TEXT}).items()
    }
    found = book.classify_frame(pa.table(rows))
    assert (found["own"].to_pylist(), found["verdict"].to_pylist()) == ([NO_TEXT], ["violating"])


def test_a_mapping_reads_bytes_as_texts(book: Book, tmp_path: Path) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text("feed: own\nfields: {id: No, kind: {is: shelling}, when: Day, actor: By}\n")
    values = {"No": [b"1", b"2"], "Day": [b"2016-05-04"] * 2, "By": [b"north", NO_TEXT]}
    table = pa.table({name: pa.array(each, pa.binary()) for name, each in values.items()})
    found = book.classify_frame(table, format=str(mapping))
    assert found["verdict"].to_pylist() == ["violating", None]
    assert "`By`: these bytes are no text in UTF-8" in found["notes"].to_pylist()[1][0]


def test_a_feed_of_which_no_row_can_be_read_is_refused(book: Book, tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(json.dumps({"id": "a"}) + "\n", encoding="utf-8")
    with pytest.raises(FeedError, match="no event that can be decided"):
        book.scan(tmp_path / "feed.jsonl").collect()


NO_IDS: Final = {
    "acled": (
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,"
        "assoc_actor_1,actor2,assoc_actor_2,civilian_targeting,country,admin1,admin2,latitude,"
        "longitude,geo_precision,source,fatalities\n"
        "SYR1,2016-05-04,1,Battles,Armed clash,A,,B,,,Syria,Aleppo,,36.2,37.1,1,Some,0\n"
        ",2016-05-04,1,Battles,Armed clash,A,,B,,,Syria,Aleppo,,36.2,37.1,1,Some,0\n"
    ),
    "own": "no,day,who\n1,2016-05-04,north\n,2016-05-04,north\nx,2016-05-04,south\n",
}
MAPPING: Final = """\
feed: own
fields:
  id: {column: no, values: {x: "", "1": "1"}}
  kind: {is: shelling}
  when: day
  actor: who
"""


@pytest.mark.parametrize("columns", [None, ["verdict"]])
@pytest.mark.parametrize("name", NO_IDS)
def test_a_row_without_an_id_is_refused_in_every_format(
    book: Book, tmp_path: Path, name: str, columns: list[str] | None
) -> None:
    feed, form = tmp_path / "feed.csv", "acled"
    feed.write_text(NO_IDS[name], encoding="utf-8")
    if name == "own":
        form = str(tmp_path / "own.yaml")
        (tmp_path / "own.yaml").write_text(MAPPING, encoding="utf-8")
    single = [record.event is not None for record in read_feed(feed, form, rulebook=book.rulebook)]
    assert single == [True] + [False] * (len(single) - 1)
    scan = book.scan(feed, format=form, columns=columns)
    assert len(scan.collect()) == 1
    assert scan.summary.rejected == len(single) - 1
    assert {problem.code for problem in scan.summary.problems} == {"missing-key"}
    table = pa_csv.read_csv(feed)
    found = book.classify_frame(table, format=form, columns=columns)["verdict"].to_pylist()
    assert [verdict is not None for verdict in found] == single
    with pytest.raises(EventError, match="no `id`"):
        book.classify_frame(table, format=form, columns=columns, strict=True)


@pytest.mark.parametrize("columns", [("verdict", "possible"), None])
@pytest.mark.parametrize("index", [pa.int8(), pa.uint8(), pa.int16(), pa.int32()])
def test_times_may_be_entries_of_a_dictionary_with_few_bits(
    tmp_path: Path,
    index: Any,  # noqa: ANN401  (of Arrow, which ships no types)
    columns: tuple[str, ...] | None,
) -> None:
    """More stretches of time than the bits have room for were counted on from their start."""
    path = tmp_path / "calls.yaml"
    path.write_text(
        "rulebook: calls\ntimezone: UTC\nparties: {north: North, south: South}\n"
        "instruments:\n  truce:\n"
        "    in_force: {from: 2016-05-01, for: 120 days, hours: 09:00-14:00}\n"
        "    binds: [north, south]\n"
        "    prohibit: {attacks: {when: {kind: attack}}}\n",
        encoding="utf-8",
    )
    book = load(path)
    days = [f"2016-{month:02}-{day:02}" for month in (5, 9) for day in range(1, 29)]
    whens = ["2016-05-01", *(f"{day}T10:00/{day}T11:00" for day in days)]
    rows = 2 * len(whens)
    numbers = pa.array([number % len(whens) for number in range(rows)], index)
    table = pa.table(
        {
            "id": [f"e{number}" for number in range(rows)],
            "kind": ["shelling"] * rows,
            "actor": ["north"] * rows,
            "when": pa.DictionaryArray.from_arrays(numbers, whens),
        }
    )
    event = {"id": "e", "kind": "shelling", "actor": "north"}
    alone = [book.classify({**event, "when": when}).verdict.value for when in whens]
    assert set(alone) == {"excluded", "violating", "undetermined"}
    found = book.classify_frame(table, columns=columns or ("verdict", "because"))
    assert found["verdict"].to_pylist() == alone * 2


@pytest.mark.parametrize("columns", [("verdict",), None])
@pytest.mark.parametrize("rows", [1, 500])
@pytest.mark.parametrize("entries", [False, True])
def test_columns_may_be_views(
    book: Book, rows: int, columns: tuple[str, ...] | None, *, entries: bool
) -> None:
    """Arrow can take no rows of views, as DuckDB and Polars hand them over."""
    own = {
        "id": [f"e{number}" for number in range(rows)],
        "kind": ["shelling"] * rows,
        "when.from": [f"2016-05-04 01:{number % 60:02}" for number in range(rows)],
        "when.until": ["2016-05-04 02:00"] * rows,
        "actor": ["north"] * rows,
        "blob": [b"x"] * rows,
    }
    plain = pa.table(own)
    views = []
    for column in plain.columns:
        kind = pa.string_view() if pa.types.is_string(column.type) else pa.binary_view()
        view = column.combine_chunks().cast(kind)
        if entries:
            view = pa.DictionaryArray.from_arrays(pa.array(range(rows), pa.int32()), view)
        views.append(view)
    table = pa.Table.from_arrays(views, names=plain.column_names)
    kernel = Kernel.of(book, columns=columns)
    added = columns or ("verdict", "because")
    wanted = kernel.classify(plain)
    found = kernel.classify(table)
    assert found.select(added).equals(wanted.select(added))
    assert found.schema.field("blob").type == table.schema.field("blob").type
    assert (
        book.classify_frame(table, columns=columns)["verdict"].to_pylist()
        == wanted["verdict"].to_pylist()
    )
