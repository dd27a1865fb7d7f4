"""Lines of a feed: cut from whatever pieces come, and found again where they were left."""

from __future__ import annotations

import io
import os
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.cli.watching.cutting import Cutter, Raw
from ceasefire.cli.watching.file import FileLines
from ceasefire.cli.watching.lines import opened_lines
from ceasefire.cli.watching.stream import StreamLines
from ceasefire.events.source import MAX_LINE
from ceasefire.monitor.record.position import Position

if TYPE_CHECKING:
    from ceasefire.cli.watching.cutting import Lines

texts = st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r\n", b"\xff"]), max_size=20)


def opened(path: Path, *, follow: bool = False, patient: bool = True) -> FileLines:
    return FileLines(path.open("rb", buffering=0), path, follow=follow, patient=patient)


def taken(lines: Lines, most: int = 1000) -> list[Raw]:
    """Take lines until there are no more for now, or that many."""
    found: list[Raw] = []
    while len(found) < most and (more := lines.more()):
        for line in more[: most - len(found)]:
            lines.took(line)
            found.append(line)
    return found


@given(texts)
def test_pieces_give_the_lines_of_the_whole(pieces: list[bytes]) -> None:
    cutter = Cutter(Position())
    found = [line for piece in pieces for line in cutter.cut(piece)]
    whole = b"".join(pieces)
    *lines, rest = whole.split(b"\n")
    assert [line.content for line in found] == lines
    assert [line.number for line in found] == list(range(1, len(lines) + 1))
    for line in found:
        assert whole[: line.after].endswith(line.content + b"\n")
    assert cutter.size == len(rest)
    assert [line.content for line in cutter.last()] == [rest] * bool(rest)


def test_of_a_long_line_no_more_is_kept_than_shows_it() -> None:
    cutter = Cutter(Position())
    for _ in range(40):
        assert cutter.cut(b"x" * (1 << 16)) == []
        assert len(cutter.tail) <= MAX_LINE + (1 << 16)
    (line,) = cutter.cut(b"\n")
    assert len(line.content) > MAX_LINE
    assert line.after == 40 * (1 << 16) + 1


@given(st.lists(texts, min_size=1, max_size=4), st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_a_file_goes_on_where_it_was_left(pieces: list[list[bytes]], counts: list[int]) -> None:
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"growing-{os.getpid()}"  # noqa: S108  (made and taken away here)
    path.write_bytes(b"")
    place = Position()
    found: list[Raw] = []
    try:
        for piece, count in zip(pieces, counts, strict=False):
            with path.open("ab") as file:
                file.write(b"".join(piece))
            with closing(opened(path)) as lines:
                lines.resume(place)
                found += taken(lines, count)
                place = lines.place()
                assert lines.news == []
        with path.open("ab") as file:
            file.write(b"\n")
        with closing(opened(path)) as lines:
            lines.resume(place)
            found += taken(lines)
        whole = path.read_bytes()
    finally:
        path.unlink()
    assert [line.content for line in found] == whole.split(b"\n")[:-1]
    assert [line.number for line in found] == list(range(1, len(found) + 1))


def test_a_whole_line_needs_no_end_and_is_not_taken_twice(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_bytes(b'{"a": 1}')
    with closing(opened(path)) as lines:
        assert [line.content for line in taken(lines)] == [b'{"a": 1}']
        place = lines.place()
    assert not place.ended
    with path.open("ab") as file:
        file.write(b'\r\n{"b": 2}\n')
    with closing(opened(path)) as lines:
        lines.resume(place)
        assert [(line.number, line.content) for line in taken(lines)] == [(2, b'{"b": 2}')]


@pytest.mark.parametrize("rest", [b'{"a": ', b"[1]", b"\xff", b"1"])
def test_what_is_not_whole_waits_or_is_taken_by_who_will_not_come_back(
    tmp_path: Path, rest: bytes
) -> None:
    path = tmp_path / "feed"
    path.write_bytes(rest)
    with closing(opened(path)) as lines:
        assert taken(lines) == []
        assert lines.left == len(rest)
    with closing(opened(path, patient=False)) as lines:
        assert [line.content for line in taken(lines)] == [rest]


@pytest.mark.parametrize("follow", [False, True])
def test_lines_not_yet_read_are_no_last_line_without_an_end(tmp_path: Path, follow: bool) -> None:  # noqa: FBT001
    path = tmp_path / "feed"
    path.write_bytes(b'{"a": "long enough to be cut"}\n' * 4000)
    with closing(opened(path, follow=follow)) as lines:
        assert lines.more()
        assert lines.cutter.size
        assert lines.left == 0
        taken(lines)
        assert lines.left == 0
        with path.open("ab") as file:
            file.write(b'{"b": ')
        assert not lines.more()
        assert lines.left == 6


def test_a_wait_can_be_ended(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_bytes(b"")
    with closing(opened(path, follow=True)) as lines:
        lines.wake()
        start = time.monotonic()
        assert lines.more() == []
        assert time.monotonic() - start < 0.09
    number, other = os.pipe()
    with os.fdopen(number, "rb") as stream, os.fdopen(other, "wb") as end:
        waiting = StreamLines("pipe", stream)
        waiting.wake()
        assert waiting.more() == []
        end.write(b"a\nb")
        end.close()
        assert [line.content for line in taken(waiting)] == [b"a", b"b"]
        assert waiting.more() is None
        assert waiting.place() == Position(2, 3, ended=False)


def test_a_stream_that_cannot_be_read() -> None:
    class Broken(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, f"cannot be read {size}")

    lines = StreamLines("broken", Broken())
    with pytest.raises(OSError, match="cannot be read"):
        lines.more()


def test_what_is_no_file_is_read_as_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    keep = os.open(path, os.O_RDWR)
    try:
        os.write(keep, b"a\n")
        with closing(opened_lines(str(path), io.BytesIO(), follow=True)) as lines:
            assert isinstance(lines, StreamLines)
            assert lines.once
            assert [line.content for line in lines.more() or []] == [b"a"]
    finally:
        os.close(keep)
