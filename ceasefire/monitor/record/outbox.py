"""Lines on their way out: kept until they are known to be delivered, each exactly once.

A line gets its number and its place in the transaction that commits what it tells of, and
is written to the output only then. After a sudden end the length of an output file tells
what arrived; of a pipe nothing does, so that what is not known to have arrived is written
again under the number it had.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ceasefire.monitor.record.chain import canonical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

__all__ = ["Outbox", "Output"]

KEPT: Final = 4096
"""After so many lines a file is made to reach its disk, and what it holds is forgotten."""

AGAIN: Final = "lines that may have arrived before come again, numbered as they were"
"""What there is to say where an output does not tell what arrived."""


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


class Outbox:
    """The lines of a store that are not known to be delivered, and what those before were.

    ``seq`` counts all lines there have been, ``at`` their bytes; those up to ``delivered``
    have been written, and in a file end at ``end``. Those up to ``synced`` are sure.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Go on where the store is."""
        self.connection = connection
        row = connection.execute("SELECT value FROM meta WHERE key = 'outbox'").fetchone()
        kept: dict[str, Any] = json.loads(row[0]) if row else {}
        self.seq: int = kept.get("seq", 0)
        self.at: int = kept.get("at", 0)
        self.delivered: int = kept.get("delivered", 0)
        self.synced: int = kept.get("synced", 0)
        self.end: int = kept.get("end", 0)
        self.identity: list[int] | None = kept.get("identity")
        self.output: Output | None = None
        self.waiting: list[Row] = []

    def put(self, data: Mapping[str, Any]) -> None:
        """Add a line, if there is an output; it is written by :meth:`deliver`."""
        if self.output is None:
            return
        from ceasefire.findings.sinks import dumps  # noqa: PLC0415  (readers of stores do without)

        self.seq += 1
        line = (dumps({"seq": self.seq, **data}) + "\n").encode()
        self.waiting.append(Row(self.seq, self.at, line))
        self.at += len(line)

    def keep(self) -> None:
        """Store the lines that were put, and forget those that are sure, before a commit."""
        self.connection.executemany("INSERT INTO outbox VALUES (?, ?, ?)", self.waiting)
        self.connection.execute("DELETE FROM outbox WHERE seq <= ?", [self.synced])
        kept = {
            "seq": self.seq,
            "at": self.at,
            "delivered": self.delivered,
            "synced": self.synced,
            "end": self.end,
            "identity": self.identity,
        }
        self.connection.execute(
            "INSERT OR REPLACE INTO meta VALUES ('outbox', ?)", [canonical(kept)]
        )

    def deliver(self) -> None:
        """Write the lines that have been committed."""
        rows, self.waiting = self.waiting, []
        if rows:
            self._write(b"".join(row.line for row in rows), rows[-1].seq)

    def settle(self, output: Output) -> str:
        """Take an output, write what the last one may lack, and return what is to be noted."""
        rows = self._rows()
        done, written, told = self.delivered, 0, None
        if output.identity is not None and output.identity == self.identity:
            told = arrived(output, rows, self._shift(rows))
        if told is not None:
            done, written = told
        note = AGAIN if told is None and done < self.seq else ""
        if not written and output.identity is not None:
            self._begin_line(output)
        self.output, self.identity = output, output.identity
        rest = [row for row in rows if row.seq > done]
        content = b"".join(row.line for row in rest)[written:]
        self._write(content, self.seq)
        return note

    def finish(self) -> None:
        """Make sure of everything that was written."""
        if self.output is not None:
            self.output.sync()
            self.synced = self.delivered

    def _rows(self) -> list[Row]:
        found = self.connection.execute("SELECT seq, at, line FROM outbox ORDER BY seq")
        return [Row(*row) for row in found]

    def _shift(self, rows: list[Row]) -> int:
        """Return by how much places in the file lie behind those that lines have."""
        return self.end - next((row.at for row in rows if row.seq > self.delivered), self.at)

    def _begin_line(self, output: Output) -> None:
        """Let a file end with a whole line: no line of ours continues one of another."""
        size = output.size()
        if size and output.part(size - 1, 1) not in {b"\n", None}:
            output.write(b"\n")

    def _write(self, content: bytes, seq: int) -> None:
        output = self.output
        if output is None:
            return
        if content:
            output.write(content)
        self.delivered = seq
        if output.identity is None:
            self.synced = seq
            return
        self.end = output.size()
        if self.delivered - self.synced >= KEPT:
            self.finish()


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
