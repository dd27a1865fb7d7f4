"""CSV by column: every row, line number and problem as Python's reader has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

import ceasefire.tables.from_csv as module
from ceasefire.events.binary import not_text
from ceasefire.events.feeds import read_feed
from ceasefire.tables.blocks import raws
from ceasefire.tables.sources import tasks

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.events.feeds import Feed
    from ceasefire.events.rows import Row

HEADER = b"id,kind,when\n"
CELLS = st.sampled_from(
    [b"a", b"", b'"a"', b'"a,b"', b'"a\nb"', b'"a""b"', b'a"b', b'"a"b', b'""', b'"', b"\xff",
     b"\0", b"\r", b'"x\r\ny"', b'"\r"', "\u0644".encode(), b" ", b"a,b,c"]
)  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\r"])
LINES = st.lists(st.tuples(CELLS, CELLS, CELLS, ENDS), max_size=12)


def by_column(feed: Feed) -> list[Row]:
    found: list[tuple[int, int, Row]] = []
    for task in tasks(feed):
        for block in task.blocks():
            rows: list[tuple[int, int, Row]] = [
                (number, 1, block.row(number)) for number in range(block.rows)
            ]
            assert [row.raw for _, _, row in rows] == raws(block)
            rows += [(number, 0, row) for number, row in block.faulty]
            rows.sort(key=lambda item: item[:2])
            found += rows
    return [row for _, _, row in found]


def check(path: Path, content: bytes, size: int = 1 << 20) -> None:
    path.write_bytes(content)
    feed = read_feed(path, "csv")
    before, module.SIZE = module.SIZE, size  # type: ignore[misc]
    try:
        assert by_column(feed) == list(feed.opened.rows())
    finally:
        module.SIZE = before  # type: ignore[misc]


@given(LINES, st.integers(1, 60))
@example([(b"a", b"b", b"c", b"\n")], 7)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=3 * settings().max_examples,
)
def test_rows_are_those_of_the_careful_reader(
    tmp_path: Path, lines: list[tuple[bytes, bytes, bytes, bytes]], size: int
) -> None:
    rows = b"".join(b",".join(cells) + end for *cells, end in lines)
    # So many zeros are no text, which neither reader takes.
    assume(not not_text(HEADER + rows))
    check(tmp_path / "feed.csv", HEADER + rows, size)


@pytest.mark.parametrize(
    "content",
    [
        HEADER,
        HEADER.strip(),
        b"\xef\xbb\xbf" + HEADER + b"1,shelling,2016\n",
        HEADER + b"1,shelling,2016",
        HEADER + b"\n\n1,shelling,2016\n\n",
        b'id,kind,when,"of\nit"\n1,2,3,4\n',
        b'id,kind,when,"of\nit"\n1,"2,3\n4,5,6\n',
        HEADER + b'1,"open\n2,b,c\n3,d,e\n',
        HEADER + b"1,a," + b"x" * (1 << 20) + b"\n2,b,c\n",
        HEADER + b"1,a\n2,b,c,d\n3,b,c\n",
        HEADER + b'1,a,"open\n2,b,c\n3,d,e\n4,f,g\n5,h,shut"\n6,i,j\n',
        HEADER + b'1,a,"open\n2,b,c\n\n3,d,e\n4,f,g\n5,h,shut"\n\n\n\n6,i,j\n7,"k\nl","m"\n',
        HEADER + b'1,a,"open\n2,b,c\n3,d,e\n4,f,"g"\n5,h,i\n',
        HEADER + b'1,a,"many\nlines\nof\nprose"\n2,b,c\n',
        HEADER + b"1,a," + b"x" * 140_000 + b"\n2,b,c\n",
        HEADER + b'1,a,"' + b"x,y,z\n" * 30_000 + b'"\n2,b,c\n',
    ],
)
def test_odd_tables(tmp_path: Path, content: bytes) -> None:
    check(tmp_path / "feed.csv", content)
    check(tmp_path / "feed.csv", content, 5)


def test_a_table_without_a_header_has_no_quotes(tmp_path: Path) -> None:
    columns = [str(20160504 + number) for number in range(61)]
    columns[0], columns[1] = "123", "20160504"
    columns[6] = '"GOV'
    path = tmp_path / "events.tsv"
    line = "\t".join(columns) + "\n"
    path.write_text(line * 5, encoding="utf-8")
    feed = read_feed(path)
    assert feed.bare
    assert by_column(feed) == list(feed.opened.rows())
