"""Lines on their way out: kept until they are known to be delivered, each exactly once.

A line gets its number and its place in the transaction that commits what it tells of, and
is written to the output only then. After a sudden end the length of an output file tells
what arrived; of a pipe nothing does, so that what is not known to have arrived is written
again under the number it had.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ceasefire.monitor.record.arrival import Output, Row, arrived, begin_line, last_seq
from ceasefire.monitor.record.chain import canonical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

__all__ = ["Outbox", "Output"]

KEPT: Final = 4096
"""After so many lines a file is made to reach its disk, and what it holds is forgotten."""

AGAIN: Final = "lines that may have arrived before come again, numbered as they were"
"""What there is to say where an output does not tell what arrived."""

TOLD: Final = "ceasefire history has what was told there of events"
"""Where to find what a file lacks, once its lines are no longer kept."""

UNREAD: Final = "the output is not as it was left, and cannot be read: it may lack lines before seq"
"""What there is to say where not even that is known."""


class Outbox:
    """The lines of a store that are not known to be delivered, and what those before were.

    ``seq`` counts all lines there have been, ``at`` their bytes; those up to ``delivered``
    have been written, and in a file end at ``end``. Those up to ``synced`` are sure.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Go on where the store is; raise ``TypeError`` or ``ValueError`` for what cannot be."""
        self.connection = connection
        row = connection.execute("SELECT value FROM meta WHERE key = 'outbox'").fetchone()
        kept: dict[str, Any] = json.loads(row[0]) if row else {}
        self.seq = number(kept, "seq")
        self.at = number(kept, "at")
        self.delivered = number(kept, "delivered")
        self.synced = number(kept, "synced")
        self.end = number(kept, "end")
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
        told = self._told(output, rows)
        written, note = 0, ""
        if told is None:
            done, note = self._looked(output, rows)
        else:
            done, written = told
        if not written:
            begin_line(output, sure=told is not None)
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

    def _told(self, output: Output, rows: list[Row]) -> tuple[int, int] | None:
        """Return what arrived, where the end of a file is one that it should have."""
        if output.identity is None or output.identity != self.identity:
            return None
        if rows:
            return arrived(output, rows, self._shift(rows))
        return (self.delivered, 0) if output.size() == self.end else None

    def _looked(self, output: Output, rows: list[Row]) -> tuple[int, str]:
        """Return after which line to go on where no length tells, and what is to be noted."""
        same = output.identity == self.identity
        done, gap = self.delivered, ""
        if output.identity is not None and not (same and output.size() >= self.end):
            first = rows[0].seq if rows else self.seq + 1
            last = last_seq(output)
            # Another file without a line of ours is one to begin with.
            if last is None and same:
                done = min(done, first - 1)
            elif last or same:
                done = min(done, last or 0)
            gap = lacking(last, max(done + 1, first))
        again = AGAIN if any(row.seq > done for row in rows) else ""
        return done, "; ".join(filter(None, [gap, again]))

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


def number(kept: Mapping[str, Any], name: str) -> int:
    """Return a number that was kept, 0 where none was; raise ``TypeError`` for what is none."""
    found = kept.get(name, 0)
    if type(found) is not int:
        raise TypeError(f"`{name}` is no number")
    return found


def lacking(last: int | None, following: int) -> str:
    """Return which lines a file lacks between its last one and the one that follows it."""
    if last is None:
        return f"{UNREAD} {following}" if following > 1 else ""
    if following <= last + 1:
        return ""
    first, end = last + 1, following - 1
    missing = f"seq {first}" if first == end else f"seq {first} to {end}"
    begins = "" if last else f"begins at seq {following}: it "
    return f"the output {begins}lacks {missing}; {TOLD}"
