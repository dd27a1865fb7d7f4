"""Findings are written whole or not at all, and no row is lost on the way."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ceasefire.errors import UsageError
from ceasefire.events.feeds import Feed, read_feed
from ceasefire.findings.finding import Finding, Provenance, Verdict
from ceasefire.findings.output import ADDED, SINKS, FindingWriter, own_name
from ceasefire.findings.replacement import Replacement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FINDING = Finding(
    event="a",
    verdict=Verdict.UNDETERMINED,
    possible=frozenset({Verdict.VIOLATING, Verdict.EXCLUDED}),
    settled=False,
    instrument="cessation",
    provision="attacks",
    depends_on=("actor",),
    because="=it depends",
    notes=("one; two", "three"),
)
PROVENANCE = Provenance("syria", "digest", "text", "", "0")
EVENT: dict[str, Any] = {"id": "a", "kind": "clash", "when": "2016-05-03"}


def feed_of(path: Path, content: str | list[dict[str, Any]]) -> Feed:
    """Write a feed and open it."""
    lines = content if isinstance(content, str) else "\n".join(json.dumps(item) for item in content)
    path.write_text(lines, encoding="utf-8")
    return read_feed(path)


def written(feed: Feed, path: Path | str, **options: Any) -> FindingWriter:  # noqa: ANN401
    """Write the same finding for every event of a feed."""
    with FindingWriter(path, feed, **options) as writer:
        for record in feed:
            if record.event is None:
                writer.reject(record)
            else:
                writer.write(record, FINDING)
    return writer


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(folder: Path) -> Sequence[str]:
    return sorted(item.name for item in folder.iterdir())


def test_the_columns_are_those_of_a_finding() -> None:
    assert tuple(FINDING.row()) == ADDED


@pytest.mark.parametrize("moment", ["the file was begun", "all is laid out"])
def test_an_interruption_at_the_beginning_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text("id,kind,when\n", encoding="utf-8")
    begun = type(feed).open

    def interrupted(*given: Any, **named: Any) -> Any:  # noqa: ANN401  (of any type)
        if moment == "the file was begun":
            begun(*given, **named).close()
        raise KeyboardInterrupt

    writer = FindingWriter(tmp_path / "out.csv", read_feed(feed))
    with monkeypatch.context() as patch:
        if moment == "the file was begun":
            patch.setattr(type(feed), "open", interrupted)
        else:
            patch.setattr(FindingWriter, "_opened", interrupted)
        with pytest.raises(KeyboardInterrupt):
            writer.__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["feed.csv"]


def test_csv_keeps_the_feeds_columns_first_and_opens_as_text(tmp_path: Path) -> None:
    content = (
        'id,kind,when,"=head",delta,verdict\n'
        'a,clash,2016-05-03,"=HYPERLINK(1)",-3.5,theirs\n'
        "b,clash,2016-05-03,@x,-x,\n"
    )
    out = tmp_path / "out.csv"
    writer = written(feed_of(tmp_path / "f.csv", content), out)
    first, second = table(out)
    assert list(first) == ["id", "kind", "when", "'=head", "delta", "feed.verdict", *ADDED]
    assert (first["'=head"], first["delta"], first["feed.verdict"]) == (
        "'=HYPERLINK(1)",
        "-3.5",
        "theirs",
    )
    assert (second["'=head"], second["delta"]) == ("'@x", "'-x")
    assert first["verdict"] == "undetermined"
    assert first["possible"] == "excluded;violating"
    assert first["possible_any_reading"] == ""
    assert first["settled"] == "false"
    assert first["because"] == "'=it depends"
    assert first["notes"] == "one, two;three"
    assert (writer.written, writer.rejected, writer.rejects) == (2, 0, None)
    assert parts(tmp_path) == ["f.csv", "out.csv"]


def test_control_characters_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    nasty = "\x1b[2J\x07\x9b1m\x7f\u202egnp.exe\u2066\u2028"
    events = [EVENT | {"title": nasty, "more": ["one\ttwo\nthree", {"x": nasty}]}]
    for name in ("out.csv", "out.jsonl", "out.geojson"):
        written(feed_of(tmp_path / "f.jsonl", events), tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text.replace("\n", "").replace("\t", "").isprintable()
    (row,) = table(tmp_path / "out.csv")
    assert row["title"] == r"\x1b[2J\x07\x9b1m\x7f\u202egnp.exe\u2066\u2028"
    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["title"] == nasty
    writer = written(feed_of(tmp_path / "g.jsonl", [{"id": nasty}]), tmp_path / "out.csv")
    assert writer.rejects is not None
    assert "\x1b" not in writer.rejects.read_text(encoding="utf-8")


def test_tabs_and_line_ends_stay_in_their_cells(tmp_path: Path) -> None:
    feed = feed_of(tmp_path / "f.jsonl", [EVENT | {"title": "one\ttwo\r\nthree"}])
    written(feed, tmp_path / "out.csv")
    assert table(tmp_path / "out.csv")[0]["title"] == "one\ttwo\r\nthree"


def test_a_carriage_return_alone_breaks_no_row(tmp_path: Path) -> None:
    feed = feed_of(tmp_path / "f.jsonl", [EVENT | {"title": "one\rtwo"}])
    written(feed, tmp_path / "out.csv")
    assert table(tmp_path / "out.csv")[0]["title"] == r"one\x0dtwo"
    assert b"\r" not in (tmp_path / "out.csv").read_bytes()


def test_columns_of_numbers_are_numbers_in_parquet_where_nothing_is_lost(tmp_path: Path) -> None:
    columns = {
        "whole": ["1", "", "-20"],
        "point": ["36.2", "37", ""],
        "pointed": ["1.0", "2.5", "-3.0"],
        "both": ["1", "1.0", "2.5"],
        "padded": ["007", "8", "9"],
        "rounded": ["1.50", "2.25", "3"],
        "big": ["9223372036854775808", "1", "2"],
        "exact": ["9007199254740993", "0.5", "1"],
        "digits": ["\u0663", "1", "2"],
        "odd": ["nan", "inf", "1e5"],
        "words": ["1", "two", "3"],
        "empty": ["", "", ""],
    }
    rows = zip("abc", ["clash"] * 3, ["2016-05-03"] * 3, *columns.values(), strict=True)
    lines = [["id", "kind", "when", *columns], *rows]
    feed = feed_of(tmp_path / "f.csv", "\n".join(",".join(line) for line in lines) + "\n")
    written(feed, tmp_path / "out.parquet")
    found = pq.read_table(tmp_path / "out.parquet")
    kinds = {name: str(found.schema.field(name).type) for name in columns}
    assert {name: kind for name, kind in kinds.items() if kind != "string"} == {
        "whole": "int64",
        "point": "double",
        "pointed": "double",
    }
    assert found["whole"].to_pylist() == [1, None, -20]
    assert found["point"].to_pylist() == [36.2, 37.0, None]
    assert found["padded"].to_pylist() == columns["padded"]
    assert found["empty"].to_pylist() == columns["empty"]


def test_documents_become_a_table_of_all_their_columns(tmp_path: Path) -> None:
    events = [
        EVENT | {"killed": 3, "flag": True, "mixed": 1, "big": 10**30, "sources": ["s"]},
        EVENT | {"where": {"lat": 36, "admin1": "Aleppo"}, "killed": [3, None], "mixed": "x"},
        EVENT | {"where": {"lat": 36.5}, "notes": ["theirs"], "actor": ["a", "b"], "flag": False},
    ]
    feed = feed_of(tmp_path / "f.jsonl", events)
    written(feed, tmp_path / "out.csv")
    rows = table(tmp_path / "out.csv")
    assert list(rows[0])[: -len(ADDED)] == [
        "id", "kind", "when", "where.admin1", "where.lat", "actor", "killed", "flag", "mixed",
        "big", "killed.low", "feed.notes", "sources",
    ]  # fmt: skip
    assert [row["killed"] for row in rows] == ["3", "", ""]
    assert rows[1]["killed.low"] == "3"
    assert rows[2]["actor"] == "a;b"
    written(feed, tmp_path / "out.parquet", provenance=PROVENANCE)
    found = pq.read_table(tmp_path / "out.parquet")
    types = {field.name: str(field.type) for field in found.schema}
    assert types["where.lat"] == "double"
    assert types["killed"] == "int64"
    assert types["flag"] == "bool"
    assert types["mixed"] == types["big"] == "string"
    assert types["settled"] == "bool"
    assert types["possible"].startswith("list<")
    assert found["mixed"].to_pylist() == ["1", "x", None]
    assert found["possible"].to_pylist()[0] == ["excluded", "violating"]
    assert json.loads(found.schema.metadata[b"ceasefire"])["digest"] == "digest"


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
def test_rows_whose_keys_differ_have_the_same_in_the_same_column(tmp_path: Path, name: str) -> None:
    own = [{"verdict": "a"}, {"verdict": "b", "feed.verdict": "c"}, {"feed.verdict": "d"}]
    written(feed_of(tmp_path / "f.jsonl", [EVENT | each for each in own]), tmp_path / name)
    if name.endswith("parquet"):
        rows: list[dict[str, str]] = pq.read_table(tmp_path / name).to_pylist()
    elif name.endswith("csv"):
        rows = table(tmp_path / name)
    else:
        rows = list(map(json.loads, (tmp_path / name).read_text().splitlines()))
    found = [
        tuple(row.get(f"{apart}verdict") or "" for apart in ("feed.", "feed.feed.")) for row in rows
    ]
    assert found == [("a", ""), ("b", "c"), ("", "d")]


def test_names_of_own_columns_hang_on_no_others() -> None:
    assert own_name("verdict") == "feed.verdict"
    assert own_name("feed.verdict") == "feed.feed.verdict"
    assert own_name("feed.verdict", ["settled"]) == "feed.verdict"
    assert own_name("feed.town") == "feed.town"


def test_json_lines_keep_nested_values_and_lists(tmp_path: Path) -> None:
    events = [EVENT | {"where": {"lat": 36}, "verdict": "v", "feed.verdict": "w"}]
    written(feed_of(tmp_path / "f.jsonl", events), tmp_path / "out.ndjson")
    (line,) = (tmp_path / "out.ndjson").read_text().splitlines()
    row = json.loads(line)
    assert row["where"] == {"lat": 36}
    assert (row["feed.verdict"], row["feed.feed.verdict"]) == ("v", "w")
    assert row["possible"] == ["excluded", "violating"]
    assert row["settled"] is False
    assert row["possible_any_reading"] is None


def test_a_parquet_feed_keeps_its_types_in_parquet_and_its_sense_in_text(tmp_path: Path) -> None:
    columns = {
        "id": pa.array([1]),
        "kind": pa.array(["clash"]).dictionary_encode(),
        "when": pa.array([0], pa.timestamp("ns", "UTC")),
        "tags": pa.array([["x", "y;z"]]),
        "deep": pa.array([[{"k": 1}]]),
        "ratio": pa.array([float("nan")]),
        "gone": pa.array([None], pa.string()),
    }
    pq.write_table(pa.table(columns), tmp_path / "f.parquet")
    feed = read_feed(tmp_path / "f.parquet")
    written(feed, tmp_path / "out.parquet")
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.schema.names == [*columns, *ADDED]
    for name, column in columns.items():
        assert found.schema.field(name).type == column.type
    written(feed, tmp_path / "out.csv")
    (row,) = table(tmp_path / "out.csv")
    assert [row[name] for name in columns] == [
        "1",
        "clash",
        "1970-01-01T00:00:00+00:00",
        "x;y,z",
        '[{"k": 1}]',
        "",
        "",
    ]
    written(feed, tmp_path / "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text())["ratio"] is None


def test_numbers_in_a_table_of_texts_stay_texts_line_by_line(tmp_path: Path) -> None:
    content = "id,kind,when,count\na,clash,2016-05-03,12\nb,clash,2016-05-03,n/a\n"
    written(feed_of(tmp_path / "f.csv", content), tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["count"] for line in lines] == ["12", "n/a"]


def test_parquet_is_written_in_batches(tmp_path: Path) -> None:
    content = "id,kind,when\n" + "a,clash,2016-05-03\n" * 5000
    writer = written(feed_of(tmp_path / "f.csv", content), tmp_path / "out.parquet")
    assert writer.written == pq.read_table(tmp_path / "out.parquet").num_rows == 5000


def test_geojson_has_a_point_only_where_the_event_has_one(tmp_path: Path) -> None:
    places: list[Any] = [
        {"lat": 36.2, "lon": "37.1"},
        {"admin1": "Aleppo"},
        "Aleppo",
        {"lat": "north", "lon": 1},
    ]
    events = [EVENT | {"where": place} for place in places]
    out = tmp_path / "out.geojson"
    written(feed_of(tmp_path / "f.jsonl", events), out, provenance=PROVENANCE)
    found = json.loads(out.read_text())
    assert found["type"] == "FeatureCollection"
    assert found["provenance"]["reading"] == "text"
    geometries = [feature["geometry"] for feature in found["features"]]
    assert geometries == [{"type": "Point", "coordinates": [37.1, 36.2]}, None, None, None]
    assert found["features"][0]["properties"]["verdict"] == "undetermined"
    written(feed_of(tmp_path / "g.jsonl", []), out)
    assert json.loads(out.read_text())["features"] == []


def test_properties_of_geojson_are_plain_and_the_same_of_all_features(tmp_path: Path) -> None:
    """Programs for maps make a column of each property, with one type."""
    where = {"lat": 36.2, "lon": 37.1, "admin1": "Aleppo"}
    first = EVENT | {"where": where, "actor": ["x", "y"], "killed": [2, 3], "note": 7}
    other = EVENT | {"alternatives": [{"actor": "x"}], "note": "seven"}
    out = tmp_path / "out.geojson"
    written(feed_of(tmp_path / "f.jsonl", [first, other]), out)
    here, there = (each["properties"] for each in json.loads(out.read_text())["features"])
    assert list(here) == list(there)
    assert (here["where.lat"], here["killed.low"], there["killed.low"]) == (36.2, 2, None)
    assert (here["actor"], here["possible"]) == ("x;y", "excluded;violating")
    assert (here["note"], there["note"]) == ("7", "seven")
    assert json.loads(there["alternatives"]) == [{"actor": "x"}]
    assert here["settled"] is False
    table = "id,kind,when,where.lat,where.lon,count\na,clash,2016-05-03,36.5,37.25,007\n"
    written(feed_of(tmp_path / "f.csv", table), out)
    (feature,) = json.loads(out.read_text())["features"]
    assert feature["properties"]["where.lat"] == 36.5
    assert feature["properties"]["count"] == "007"
    assert feature["geometry"]["coordinates"] == [37.25, 36.5]


# --- rejects ---


def test_rejected_rows_stand_beside_the_output(tmp_path: Path) -> None:
    feed = feed_of(tmp_path / "f.csv", "id,kind,when\n,,=x\nb,clash,2016-05-03\n")
    out, rejects = tmp_path / "out.parquet", tmp_path / "out.rejects.csv"
    writer = written(feed, out)
    assert (writer.written, writer.rejected, writer.rejects) == (1, 1, rejects)
    rows = table(rejects)
    assert [(row["line"], row["code"]) for row in rows] == [("2", "missing-key")] * 2
    assert rows[0]["message"].startswith("the event has no `")
    assert json.loads(rows[0]["raw"]) == {"id": "", "kind": "", "when": "=x"}
    written(feed_of(tmp_path / "g.csv", "id,kind,when\nb,clash,x\n"), out)
    assert not rejects.exists()


def test_a_record_may_be_rejected_for_later_problems(tmp_path: Path) -> None:
    feed = feed_of(tmp_path / "f.jsonl", [EVENT, EVENT])
    (bad,) = feed_of(tmp_path / "g.jsonl", [{}])._rows.rows()
    problems = next(iter(read_feed(tmp_path / "g.jsonl"))).problems
    assert bad.raw == {}
    with FindingWriter(tmp_path / "out.csv", feed) as writer:
        for record in feed:
            writer.reject(record, problems[:1])
    assert len(table(tmp_path / "out.rejects.csv")) == 2


# --- all or nothing ---


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.jsonl", "out.geojson"])
@pytest.mark.parametrize("feed_name", ["f.jsonl", "f.csv"])
def test_an_error_leaves_what_was_there(tmp_path: Path, feed_name: str, name: str) -> None:
    content = "id,kind,when\na,clash,x\n,,\n" if feed_name == "f.csv" else [EVENT, {}]
    feed = feed_of(tmp_path / feed_name, content)
    out = tmp_path / name
    out.write_text("earlier")

    def interrupted() -> None:
        with FindingWriter(out, feed) as writer:
            first, second = feed
            writer.write(first, FINDING)
            writer.reject(second)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert out.read_text() == "earlier"
    assert parts(tmp_path) == [feed_name, name]


def test_an_error_at_the_beginning_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError

    monkeypatch.setitem(SINKS, "jsonl", (broken, (".jsonl",), False))
    feed = feed_of(tmp_path / "f.jsonl", [EVENT])
    with pytest.raises(OSError), FindingWriter(tmp_path / "out.jsonl", feed):  # noqa: PT011
        pass
    assert parts(tmp_path) == ["f.jsonl"]


def test_places_that_cannot_be_written_are_refused_before_any_work(tmp_path: Path) -> None:
    feed = feed_of(tmp_path / "f.csv", "id,kind,when\n")
    (tmp_path / "folder.csv").mkdir()
    for name, message in [
        ("out.xlsx", r"no output format; use one of .csv"),
        ("no/out.csv", "there is no folder"),
        ("folder.csv", "is a folder; name a file in it"),
        ("f.csv", "the feed itself"),
    ]:
        with pytest.raises(UsageError, match=message):
            FindingWriter(tmp_path / name, feed)
    with pytest.raises(UsageError, match="did you mean `parquet`"):
        FindingWriter(tmp_path / "out.csv", feed, format="parket")
    with pytest.raises(UsageError, match="decimals"):
        FindingWriter(tmp_path / "out.csv", feed, coarsen=-1)


def test_a_place_that_turns_out_not_to_be_writable_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = feed_of(tmp_path / "f.csv", "id,kind,when\n")
    monkeypatch.setattr("ceasefire.findings.replacement.token_hex", lambda _: "0")
    (tmp_path / ".out.csv.0.part").mkdir()
    with pytest.raises(UsageError, match="file exists"):
        written(feed, tmp_path / "out.csv")
    with pytest.raises(UsageError, match="is a folder"), FindingWriter(tmp_path / "x.csv", feed):
        (tmp_path / "x.csv").mkdir()
    assert parts(tmp_path) == [".out.csv.0.part", "f.csv", "x.csv"]


@pytest.mark.skipif(os.name == "nt", reason="modes of files are those of POSIX")
def test_an_output_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    feed = feed_of(tmp_path / "f.csv", "id,kind,when\n")
    written(feed, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "f.csv").stat().st_mode


class Crash(BaseException):
    """The process ends between two steps."""


@pytest.mark.parametrize("rejects_now", [True, False])
@pytest.mark.parametrize("step", [0, 1])
def test_a_crash_at_the_end_never_hides_that_rows_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, *, rejects_now: bool
) -> None:
    out, rejects = tmp_path / "out.csv", tmp_path / "out.rejects.csv"
    earlier = written(feed_of(tmp_path / "e.jsonl", [EVENT, {}, {}]), out)
    assert earlier.rejects == rejects
    before = out.read_bytes()
    steps = iter(range(2))

    def crashing(act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            if next(steps) == step:
                raise Crash
            return act(*arguments, **options)

        return acting

    feed = feed_of(tmp_path / "f.jsonl", [EVENT | {"id": "b"}, *[{}] * rejects_now])
    monkeypatch.setattr(Replacement, "commit", crashing(Replacement.commit))
    monkeypatch.setattr(Replacement, "remove", crashing(Replacement.remove))
    with pytest.raises(Crash):
        written(feed, out)
    assert rejects.exists(), "that of the earlier output, or of this one, or one that is too much"
    assert (out.read_bytes() != before) is (step == 1 and not rejects_now)


def test_rejects_of_an_earlier_run_that_stay_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "out.rejects.csv").mkdir()
    with pytest.raises(UsageError, match="is of an earlier run and cannot be removed"):
        written(feed_of(tmp_path / "f.jsonl", [EVENT]), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").exists()


# --- the standard output ---


@pytest.mark.parametrize(("name", "start"), [(None, '{"id": "a"'), ("csv", "id,kind,when,")])
def test_a_dash_is_the_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | None, start: str
) -> None:
    stdout = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", stdout)
    feed = feed_of(tmp_path / "f.jsonl", [EVENT, {}])
    writer = written(feed, "-", format=name)
    assert (writer.written, writer.rejected, writer.rejects) == (1, 1, None)
    assert not stdout.buffer.closed
    content = stdout.buffer.getvalue()
    assert content.decode().startswith(start)


# --- redaction ---

SECRET = EVENT | {
    "where": {"lat": 36.20801, "lon": "37.13501"},
    "sources": ["who"],
    "alternatives": [{"actor": "x", "where": {"lat": 36.20801}, "sources": ["who"]}],
}


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.geojson"])
def test_coordinates_are_rounded_and_sources_dropped_wherever_they_stand(
    tmp_path: Path, name: str
) -> None:
    feed = feed_of(tmp_path / "f.jsonl", [SECRET, SECRET | {"kind": None}])
    written(feed, tmp_path / name, coarsen=1, no_sources=True)
    for path in (tmp_path / name, tmp_path / "out.rejects.csv"):
        text = path.read_text()
        assert "36.2" in text
        assert "37.1" in text
        assert "36.20" not in text
        assert "37.13" not in text
        assert "who" not in text
        assert "sources" not in text


def test_coordinates_are_rounded_in_every_type(tmp_path: Path) -> None:
    columns = {
        **{key: [value] * 2 for key, value in EVENT.items()},
        "lat": pa.array([36.20801, float("nan")]),
        "lon": pa.array([Decimal("37.13501"), None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "f.parquet")
    written(read_feed(tmp_path / "f.parquet"), tmp_path / "out.parquet", coarsen=2)
    found = pq.read_table(tmp_path / "out.parquet")
    assert found["lat"].to_pylist() == [36.21, None]
    assert found["lon"].to_pylist() == [Decimal("37.14"), None]
    odd = [EVENT | {"lat": "north", "where": {"lon": [37.13501, None]}, "where.x": "[1"}]
    written(feed_of(tmp_path / "f.jsonl", odd), tmp_path / "out.jsonl", coarsen=0)
    row = json.loads((tmp_path / "out.jsonl").read_text())
    assert (row["lat"], row["where"]) == (None, {"lon": [37.0, None]})


@pytest.mark.parametrize(
    ("decimals", "within", "shown"),
    [(1, 1, 7.863), (1, 10, 10), (2, "0.5", "0.786"), (2, None, None), (3, "far", None)],
)
def test_a_distance_covers_by_how_much_a_point_was_moved(
    tmp_path: Path, decimals: int, within: object, shown: object
) -> None:
    event = EVENT | {"where": {"lat": 36.2084, "lon": 37.1, "within_km": within}}
    written(feed_of(tmp_path / "f.jsonl", [event]), tmp_path / "out.jsonl", coarsen=decimals)
    row = json.loads((tmp_path / "out.jsonl").read_text())
    assert row["where"]["within_km"] == shown


def test_tables_are_redacted_too_and_what_cannot_be_taken_apart_is_withheld(tmp_path: Path) -> None:
    content = (
        "id,kind,when,latitude,geom_wkt,alternatives,parts,source_office,number_of_sources\n"
        'a,clash,x,36.20801,POINT (37.135 36.20801),"[{""lat"": 36.20801}]",,who,2\n'
        "a,clash,x,nan,,,[36.20801,who,2\n"
        "a,clash,x,36.20801\n"
        'a,"clash"36.20801,who\n'
    )
    feed = feed_of(tmp_path / "f.csv", content)
    written(feed, tmp_path / "out.csv", coarsen=1, no_sources=True)
    first = table(tmp_path / "out.csv")[0]
    assert (first["latitude"], first["geom_wkt"]) == ("36.2", "POINT (37.1 36.2)")
    assert first["alternatives"] == '[{"lat": 36.2}]'
    assert "source_office" not in first
    assert first["number_of_sources"] == "2"
    rejects = table(tmp_path / "out.rejects.csv")
    assert [row["code"] for row in rejects] == ["bad-json", "wrong-columns", "bad-csv"]
    assert "36.20" not in (tmp_path / "out.rejects.csv").read_text()
    assert "who" not in (tmp_path / "out.rejects.csv").read_text()
