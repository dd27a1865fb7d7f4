"""What an output file holds of the lines that were written to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Output", "Row", "arrived", "begin_line", "last_seq"]

BLOCK: Final = 1 << 16
"""So many of the last bytes of a file are looked at first."""

MOST: Final = 1 << 24
"""So many are looked at in the end: a line is shorter by far."""


class Output(Protocol):
    """What lines are written to."""

    @property
    def identity(self) -> list[int] | None:
        """What tells a file from every other one; nothing of what is no file."""
        ...

    def size(self) -> int:
        """Return the length of a file in bytes."""
        ...

    def part(self, start: int, length: int) -> bytes | None:
        """Return some bytes of a file; nothing where they cannot be had."""
        ...

    def write(self, content: bytes) -> None:
        """Write all of this at the end, and let it go."""
        ...

    def sync(self) -> None:
        """Return once what was written would survive a loss of power, if it ever can."""
        ...


class Row(NamedTuple):
    """A line, with the place at which it begins if all lines stood in one file."""

    seq: int
    at: int
    line: bytes


def begin_line(output: Output, *, sure: bool = False) -> None:
    """Let a file end with a whole line: no line of ours continues one of another.

    Where its end cannot be read, an empty line is the lesser harm, unless one is ``sure``.
    """
    size = output.size() if output.identity is not None else 0
    if not size:
        return
    end = output.part(size - 1, 1)
    if end != b"\n" and not (sure and end is None):
        output.write(b"\n")


def arrived(output: Output, rows: list[Row], shift: int) -> tuple[int, int] | None:
    """Return the last line that is whole in a file, and how much is there of the next.

    Nothing where the end of the file is not that of any of these lines.
    """
    size = output.size() - shift
    ends = [row.at + len(row.line) for row in rows]
    if not rows or not rows[0].at <= size <= ends[-1]:
        return None
    known = list(cut(rows, size))
    start = rows[0].at
    content = b"".join(known)
    if output.part(start + shift, len(content)) not in {content, None}:
        return None
    whole = [row.seq for row, end in zip(rows, ends, strict=True) if end <= size]
    done = whole[-1] if whole else rows[0].seq - 1
    written = 0 if size in {start, *ends} else len(known[-1])
    return done, written


def cut(rows: Iterable[Row], size: int) -> Iterable[bytes]:
    """Yield the lines that begin before a place, and of the last what lies before it."""
    for row in rows:
        if row.at < size:
            yield row.line[: size - row.at]


def last_seq(output: Output) -> int | None:
    """Return the number of the last line of ours that is whole in a file, 0 if none is.

    Nothing where the file cannot be read.
    """
    size, block = output.size(), BLOCK
    if not size:
        return 0
    while True:
        start = max(0, size - block)
        content = output.part(start, size - start)
        if content is None:
            return None
        lines = content.split(b"\n")
        # The first piece may be the end of a line that begins before.
        for line in reversed(lines[1:] if start else lines):
            seq = seq_of(line)
            if seq:
                return seq
        if not start or block >= MOST:
            return 0
        block *= 16


def seq_of(line: bytes) -> int:
    """Return the number of a line of ours, or 0: no part of such a line is JSON itself."""
    if not line.startswith(b'{"seq": '):
        return 0
    try:
        seq = json.loads(line)["seq"]
    except (ValueError, RecursionError):
        return 0
    return seq if type(seq) is int and seq > 0 else 0
