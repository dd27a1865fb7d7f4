"""Every row of a feed comes out: as an event, or with what is wrong with it."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceasefire.events.source as source_module
from ceasefire.errors import FeedError, UsageError
from ceasefire.events.feeds import Feed, formats, read_feed

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.events.rows import Record

EVENT = {"id": "a", "kind": "clash", "when": "2016-05-03"}
LINE = json.dumps(EVENT)
ROW = "id,kind,when\na,clash,2016-05-03\n"


def stream(content: str | bytes) -> io.BytesIO:
    return io.BytesIO(content if isinstance(content, bytes) else content.encode())


def codes(record: Record) -> list[str]:
    return [problem.code for problem in record.problems]


def outcome(feed: Feed) -> list[tuple[int, list[str]]]:
    """Return line and problems of each record."""
    return [(record.line, codes(record)) for record in feed]


# --- which format ---


@pytest.mark.parametrize(
    ("name", "content", "container"),
    [
        ("f.jsonl", LINE, "jsonl"),
        ("f.NDJSON", LINE, "jsonl"),
        ("f.json", f"[{LINE}]", "json"),
        ("f.yml", "- {id: a, kind: clash, when: 2016-05-03}", "yaml"),
        ("f.csv", ROW, "csv"),
        ("f.tsv", ROW.replace(",", "\t"), "csv"),
        ("f.csv", ROW.replace(",", ";"), "csv"),
        ("f.csv", "\ufeff" + ROW.replace("\n", "\r\n"), "csv"),
    ],
)
def test_a_file_is_known_by_its_extension(
    tmp_path: Path, name: str, content: str, container: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    feed = read_feed(path)
    assert (feed.container, feed.dialect, feed.name) == (container, "native", str(path))
    for _ in range(2):
        (record,) = feed
        assert record.event is not None
        assert record.event.to_dict() == EVENT


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (LINE, "jsonl"),
        ("\ufeff\n " + LINE + "\n" + LINE, "jsonl"),
        (json.dumps(EVENT, indent=1), "json"),
        (f"[{LINE}]", "json"),
        (ROW, "csv"),
    ],
)
def test_a_stream_is_known_by_its_beginning(
    content: str, container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream(content)))
    feed = read_feed("-")
    assert (feed.container, feed.name) == (container, "standard input")
    assert all(record.event for record in feed)


def test_a_stream_of_text_is_read_too() -> None:
    (record,) = read_feed(io.StringIO(LINE))
    assert record.event is not None


def test_a_stream_can_be_read_only_once() -> None:
    feed = read_feed(stream(LINE))
    assert len(list(feed)) == 1
    with pytest.raises(UsageError, match="only once"):
        list(feed)


def test_an_unknown_format_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"ucdp-ged.*did you mean `ucdp-ged`"):
        read_feed(stream(LINE), "ucdp_gde")
    assert {"csv", "jsonl", "ucdp-ged", "native"} <= set(formats())


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("f.txt", "x", "unknown-format"),
        ("f", "x", "unknown-format"),
        ("f.json", "[{]", "bad-json"),
        ("f.json", b"[\xff]", "not-utf8"),
        ("f.json", "[" * 100_000, "too-deep"),
        ("f.json", '[{"x": ' + "9" * 5000 + "}]", "bad-json"),
        ("f.yaml", "- {id: [", "yaml-syntax"),
        ("f.yaml", "*a", "yaml-syntax"),
        ("f.yaml", "{events: [], events: []}", "duplicate-key"),
        ("f.csv", "", "no-header"),
        ("f.csv", "\n", "no-header"),
        ("f.csv", b"id,kind,\xffhen\n", "no-header"),
        ("f.csv", 'id,"kind"x,when\n', "bad-csv"),
        ("f.csv", "id,id,kind,when\n", "duplicate-column"),
        ("f.csv", "id,kinds,when\n", "missing-column"),
        ("f.csv", ROW.encode("utf-16"), "not-utf8"),
        ("f.parquet", "PAR1", "bad-parquet"),
    ],
)
def test_a_feed_that_cannot_be_read_at_all_is_an_error(
    tmp_path: Path, name: str, content: str | bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FeedError) as caught:
        list(read_feed(path))
    assert caught.value.problems[0].code == code
    assert caught.value.problems[0].file == str(path)


PACKED = gzip.compress((LINE + "\n").encode() * 100)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.mark.parametrize("name", ["f.jsonl", "f.json", "f.yaml", "f.csv", "f.jsonl.gz"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PACKED, "a gzip file, no text (unpack it first: gunzip -c FILE | "),
        (PICTURE, "an image, no text"),
        (b"PK\x03\x04" + bytes(100), "save the table in it as CSV"),
        (b"PAR1" + bytes(100), "a Parquet file, no text (name it `.parquet`, or"),
        (bytes(range(256)) * 100, "this is no text (the file may be damaged"),
        (LINE.encode("utf-16-le") * 10, "this is no text"),
    ],
)
def test_what_is_no_text_is_one_problem(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FeedError) as caught:
        list(read_feed(path))
    (problem,) = caught.value.problems
    assert problem.code == "not-text"
    assert told in str(problem)


@pytest.mark.parametrize("content", [PACKED, PICTURE])
def test_a_stream_that_is_no_text_is_one_problem_too(content: bytes) -> None:
    for container in (None, "jsonl", "csv"):
        with pytest.raises(FeedError, match="not-text"):
            list(read_feed(stream(content), container))


def test_a_text_with_a_few_odd_characters_is_a_text() -> None:
    odd = json.dumps(EVENT | {"title": "\x1b[1m\x07"}, ensure_ascii=False).encode() + b"\0\xff\x01"
    assert outcome(read_feed(stream(odd + b"\n" + LINE.encode()), "jsonl"))[1] == (2, [])


def test_a_missing_file_is_told_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text(LINE)
    with pytest.raises(FeedError, match=r"missing-file.*did you mean `events.jsonl`"):
        read_feed(tmp_path / "event.jsonl")
    with pytest.raises(FeedError, match=r"missing-file.*did you mean `events.jsonl`"):
        read_feed(tmp_path / "events.csv")
    with pytest.raises(FeedError, match="missing-file"):
        read_feed(tmp_path / "no" / "such.jsonl")
    with pytest.raises(FeedError, match="this is a folder"):
        read_feed(tmp_path)
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(FeedError, match="no regular file"):
        read_feed(tmp_path / "pipe.jsonl")


def test_a_document_that_is_too_large_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MAX_CONTENT", 10)
    with pytest.raises(FeedError, match="too-large"):
        read_feed(stream(f"[{LINE}]"))


class Broken(io.BytesIO):
    """A stream that fails, as a disk or a network may."""

    def read1(self, size: int | None = -1) -> bytes:  # noqa: ARG002
        raise OSError(5, "Input/output error")


def test_a_failing_stream_is_an_error_of_the_feed() -> None:
    with pytest.raises(FeedError, match="input/output error"):
        list(read_feed(Broken(), "jsonl"))


# --- JSON lines ---


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "bad-json"),
        ("[1]", "wrong-type"),
        ('{"id": "a", "id": "b"}', "duplicate-key"),
        ('{"id": "a", "kind": "clash", "when": "2016-05-03", "killed": NaN}', "bad-json"),
        ('{"id": "a", "kind": "clash", "when": "2016-05-03", "x": "\\ud800"}', "bad-json"),
        ('{"x": ' + "[" * 40 + "]" * 40 + "}", "too-deep"),
        ('{"x": ' + "[" * 90_000, "too-deep"),
        ('{"id": "a", "kind": "clash"}', "missing-key"),
        ('{"id": "a", "kind": "clash", "when": "2016-05-03", "alternatives": 3}', "wrong-type"),
        (b'{"id": "\xff"}', "not-utf8"),
        ('{"id": "\0"}', "nul-byte"),
        ('{"id": "' + "x" * (1 << 20) + '"}', "line-too-long"),
    ],
)
def test_a_bad_line_is_a_record_among_good_ones(line: str | bytes, code: str) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    second = json.dumps(EVENT | {"id": "b"}).encode()
    feed = read_feed(stream(LINE.encode() + b"\r\n\n" + bad + b"\n" + second))
    assert outcome(feed) == [(1, []), (3, [code]), (4, [])]


def test_a_line_that_holds_more_than_an_event_is_told() -> None:
    first, second = read_feed(stream('[1,2]\n"x"\n'), "jsonl")
    assert first.problems[0].message == "a line holds one event, which is a mapping, not a list"
    assert first.problems[0].hint == "for a list of events, `--format json`"
    assert second.problems[0].message.endswith("not a text")
    assert (first.raw, second.raw) == ({"text": [1, 2]}, {"text": "x"})


def test_a_number_beyond_all_bounds_stays_as_it_was_written() -> None:
    line = json.dumps(EVENT).replace("}", ', "killed": 1e400, "wounded": 2.5}')
    (record,) = read_feed(stream(line), "jsonl")
    assert record.raw["killed"] == "1e400"
    assert record.event is not None
    assert (record.event.killed, record.event.wounded) == ("1e400", 2.5)


def test_problems_name_file_and_line() -> None:
    (record,) = read_feed(stream("\n\n{"), "jsonl")
    assert str(record.problems[0]).startswith("stream:3: bad-json: this is not JSON")


@given(st.binary(max_size=300), st.sampled_from(["jsonl", "csv", "json", "yaml", "parquet"]))
def test_no_bytes_crash_a_reader(content: bytes, container: str) -> None:
    try:
        feed = read_feed(io.BytesIO(b"id,kind,when\n" * (container == "csv") + content), container)
        for record in feed:
            assert (record.event is None) == bool(record.problems)
    except FeedError:
        return


plain_json: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(["where", "actor", "alternatives", "parts", "sources", "notes", "known"])


@given(st.dictionaries(keys | st.text(), plain_json, max_size=5))
def test_no_json_crashes_a_reader(data: dict[str, Any]) -> None:
    (record,) = read_feed(stream(json.dumps(EVENT | data)), "jsonl")
    assert (record.event is None) == bool(record.problems)


# --- documents ---


@pytest.mark.parametrize(
    "text",
    [
        '\n[\n {"id": 1},\n\n {"id": 2}\n]',
        '\n{\n"events": [{"id": 1},\n\n {"id": 2}]}',
        '{"title": "t",\n\n"events":[{"id": 1},\n\n{"id": 2}], "more": {}}',
    ],
)
def test_members_of_a_json_document_have_lines(text: str) -> None:
    records = list(read_feed(stream(text), "json"))
    assert [record.raw["id"] for record in records] == [1, 2]
    assert [record.line for record in records] == [3, 5]


def test_one_event_may_be_a_document() -> None:
    (record,) = read_feed(stream(json.dumps({"a": {"b": 1}, **EVENT}, indent=2)))
    assert record.event is not None
    assert record.line == 1
    assert list(read_feed(stream(" "), "json")) == []
    assert list(read_feed(stream("[]"), "json")) == []
    assert outcome(read_feed(stream("[3]"), "json")) == [(1, ["wrong-type"])]


def test_numbers_of_yaml_stay_numbers_and_names_stay_text() -> None:
    (record,) = read_feed(
        stream(
            "\ufeffid: 7\nkind: clash\nwhen: {from: 2016, until: 2017}\n"
            "where: {lat: 36.2, lon: -37, pcode: 10}\nactor: {one_of: [1, 2.5]}\n"
            "killed: [2, null]\nwounded: {one_of: [1, '2', \"3\"]}\nintended: true\n"
            "civilian_harm: yes\npopulation: 5000\nshare: 0.5\nagain: &n 4\nthere: *n\n"
            f"long: {10**400}\n"
            "odd: [007, 1.50, 1e5, nan, inf, +1, 1_0, '1', 'true', \u0663, 9" + "0" * 5000 + "]\n"
            "alternatives: [{killed: 3, said_by: 4, known: 2016}]\n"
        ),
        "yaml",
    )
    odd = record.raw.pop("odd")
    assert odd[:-1] == ["007", "1.50", "1e5", "nan", "inf", "+1", "1_0", "1", "true", "\u0663"]
    assert record.raw == {
        "id": "7",
        "kind": "clash",
        "when": {"from": "2016", "until": "2017"},
        "where": {"lat": 36.2, "lon": -37, "pcode": "10"},
        "actor": {"one_of": ["1", "2.5"]},
        "killed": [2, None],
        "wounded": {"one_of": [1, "2", "3"]},
        "intended": True,
        "civilian_harm": "yes",
        "population": 5000,
        "share": 0.5,
        "long": 10**400,
        "again": "4",
        "there": "4",
        "alternatives": [{"killed": 3, "said_by": "4", "known": "2016"}],
    }


def test_yaml_is_text_and_may_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(
        "events:\n"
        "- id: 010\n  kind: clash\n  when: 2016-05-03\n  killed: [3, null]\n  actor:\n"
        "- {id: b, kind: clash, when: 2016-05-03, id: c}\n"
        "- 3\n"
    )
    first, second, third = read_feed(path)
    assert first.event is not None
    assert (first.event.id, first.event.killed, first.event.actor) == ("010", [3, None], None)
    assert (first.line, second.line, third.line) == (2, 7, 8)
    assert codes(second) == ["duplicate-key"]
    assert codes(third) == ["wrong-type"]
    assert [
        r.event.id for r in read_feed(stream("{id: z, kind: a, when: b}"), "yaml") if r.event
    ] == ["z"]


# --- tables ---


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("b,clash", "wrong-columns"),
        ("b,clash,2016-05-03,more", "wrong-columns"),
        ('b,"clash"x,2016-05-03', "bad-csv"),
        (",clash,2016-05-03", "missing-key"),
        ("b,,2016-05-03", "missing-key"),
        ("b,[{,2016-05-03", "bad-json"),
        (b"b,\xff,2016-05-03", "not-utf8"),
        ("b,cl\0ash,2016-05-03", "nul-byte"),
        ("b," + "x" * (1 << 20) + ",2016-05-03", "line-too-long"),
        ('b,"' + "x" * 200_000 + '",2016-05-03', "bad-csv"),
    ],
)
def test_a_bad_row_is_a_record_among_good_ones_too(line: str | bytes, code: str) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    content = ROW.encode() + bad + b"\n\nc,clash,2016-05-03\n"
    assert outcome(read_feed(io.BytesIO(content))) == [(2, []), (3, [code]), (5, [])]


def test_a_cell_may_hold_line_ends_and_the_rows_after_it_keep_their_lines() -> None:
    content = 'id,kind,when,remark\na,clash,2016-05-03,"one\r\ntwo"\nb,clash,x,y\n'
    first, second = read_feed(stream(content))
    assert first.raw["remark"] == "one\r\ntwo"
    assert (first.line, second.line) == (2, 4)


OPEN: Final = "the quote that opens in line"


def noted(*remarks: str) -> list[Record]:
    """Read a table of rows with remarks, as they stand in it, behind a plain row."""
    head = "id,kind,when,actor,remark\na,clash,2016-05-03,north,plain\n"
    rows = (f"{n},clash,2016-05-03,north,{remark}\n" for n, remark in enumerate(remarks))
    return list(read_feed(stream(head + "".join(rows))))


@pytest.mark.parametrize(
    ("remarks", "line", "told"),
    [
        (['"one', "two", "three"], 3, "is never closed, up to the end of the file: lines 3 to 5"),
        (["one", "two", '"three'], 5, "is never closed, up to the end of the file"),
        (['"one', "two", '"three"'], 3, "is closed in line 5 only, and not at the end of a cell"),
        (['"one', "two", "three", 'four"'], 3, "is closed in line 6 only, and the lines between"),
        (['"a\nb" ,"open', "two"], 4, "is never closed, up to the end of the file: lines 4 to 5"),
        (['"one', *["x" * 1000] * 200], 3, "is not closed within 131072 characters: lines 3 to"),
    ],
)
def test_a_quote_that_takes_rows_with_it_says_where_it_opens(
    remarks: list[str], line: int, told: str
) -> None:
    if remarks[0].startswith('"a'):
        remarks[0] = '"a\nb","open'
    good, *rows = noted(*remarks)
    assert good.event is not None
    bad = next(record for record in rows if record.event is None)
    assert codes(bad) == ["open-quote"]
    assert bad.problems[0].line == line
    assert bad.problems[0].message.startswith(f"{OPEN} {line} {told}")
    assert "close it" in bad.problems[0].hint


def test_a_quote_without_end_in_the_header_is_told_of() -> None:
    with pytest.raises(FeedError) as error:
        read_feed(stream('id,kind,"when\na,clash,2016\n'), "csv")
    assert [problem.code for problem in error.value.problems] == ["open-quote"]


@pytest.mark.parametrize(
    "remark",
    [
        '"first\nsecond\nthird\nfourth"',
        '"who, what, where, when, why\nand, so, on, and, on\nfor, a, few, more, lines\nend"',
        '"a,b,c,d,e\nf,g,h,i,j"',
        '"a,b\nc,d\ne,f\ng,h\n"',
        '"a\nx,clash,2016-05-03,north,c\nand then more\n"',
    ],
)
def test_a_cell_of_many_lines_is_no_such_quote(remark: str) -> None:
    assert [codes(record) for record in noted(remark, "plain")] == [[], [], []]


def test_a_table_carries_its_other_columns_along() -> None:
    (record,) = read_feed(stream("id,kind,when,Town,,notes\na,clash,2016-05-03,Daraa,x,ours\n"))
    assert record.event is not None
    assert record.event.to_dict() == EVENT | {"Town": "Daraa", "column 5": "x"}
    assert record.raw["notes"] == "ours"
    assert record.event.notes == []


def test_parquet_keeps_nested_values_and_times(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    rows = {
        "id": [1, 2],
        "kind": ["clash", None],
        "when": pa.array([1462233600 * 10**9, None], pa.timestamp("ns", "UTC")),
        "where": [{"admin1": "Aleppo", "lat": None}, None],
        "held_by": [["isis", "nusra"], None],
        "killed": [3.0, None],
    }
    pq.write_table(pa.table(rows), path)
    feed = read_feed(path)
    assert feed.schema.names == list(feed.columns or ())
    first, second = feed
    assert first.event is not None
    assert first.event.to_dict() == {
        "id": "1",
        "kind": "clash",
        "when": "2016-05-03T00:00:00+00:00",
        "where": {"admin1": "Aleppo"},
        "held_by": ["isis", "nusra"],
        "killed": 3,
    }
    assert (second.line, codes(second)) == (2, ["missing-key", "missing-key"])
    assert len(list(read_feed(io.BytesIO(path.read_bytes())))) == 2
    pq.write_table(pa.table([[1], [2]], names=["id", "id"]), path)
    with pytest.raises(FeedError, match="duplicate-column"):
        read_feed(path)
    pq.write_table(pa.table({key: [value] for key, value in EVENT.items()}), path)
    assert [record.raw for record in read_feed(path)] == [EVENT]


def test_a_parquet_file_damaged_inside_is_an_error_of_the_feed(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    table = pa.table({key: [value] * 1000 for key, value in EVENT.items()})
    pq.write_table(table, path, compression="gzip")
    content = bytearray(path.read_bytes())
    content[4:40] = bytes(36)
    path.write_bytes(content)
    with pytest.raises(FeedError, match="bad-parquet"):
        list(read_feed(path))


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            "id,kind",
            r"no column `when` \(`when` may be two columns, `when.from` and `when.until`; a table",
        ),
        ("id,kind,event_date", "`when.until`; is `event_date` meant for `when`"),
        ("id,kinds,when", r"no column `kind` \(is `kinds` meant for `kind`\?; a table of another"),
        ("id,where,when", r"no column `kind` \(a table of another kind is named with `--format`: "),
        ("id,where,when", "gdelt2, or a mapping file, which `ceasefire feeds infer TABLE` drafts"),
        ("ID,kind,when", "is `ID` meant for `id`"),
    ],
)
def test_a_column_that_is_needed_is_told_of_in_the_words_of_tables(header: str, told: str) -> None:
    with pytest.raises(FeedError, match=told):
        read_feed(stream(header + "\n"), "csv")


def test_a_table_may_be_read_as_native_though_it_looks_otherwise() -> None:
    with pytest.raises(FeedError, match=r"missing-column.*`kind`"):
        read_feed(stream("id,side_a\n"), "native")
    with pytest.raises(FeedError, match=r"no ucdp-ged: it lacks `adm_1`"):
        read_feed(stream(ROW), "ucdp-ged")


# --- across rows ---


def test_an_id_used_again_is_noted() -> None:
    first, second, third = read_feed(stream(f"[{LINE},\n{LINE}, {LINE}]"))
    assert first.event is not None
    assert second.event is not None
    assert third.event is not None
    assert first.event.notes == []
    assert second.event.notes == third.event.notes == ["the id was used before, in line 1"]


class Live(io.BytesIO):
    """A stream that has one line ready, and may have no more for hours."""

    def read1(self, size: int | None = -1) -> bytes:  # noqa: ARG002
        line = self.readline()
        if not line:
            raise AssertionError("nobody may wait for more")
        return line


def test_a_live_table_is_not_waited_for() -> None:
    rows = iter(read_feed(Live(ROW.encode()), "csv"))
    assert next(rows).event is not None
