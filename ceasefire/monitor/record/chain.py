"""The record: entries chained by hash, so that no change to them goes unseen.

The hash of an entry is the SHA-256, in hex, of the hash before it (sixty-four zeros before
the first) followed by ``[number,recorded,"kind",body]`` as canonical JSON: keys in order,
no spaces, nothing but ASCII.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

__all__ = [
    "BEGINNING",
    "Chain",
    "Entry",
    "Head",
    "Kind",
    "canonical",
    "concerned",
    "entries",
    "linked",
]

Kind = Literal["store", "rules", "input", "time", "report", "problem", "finding", "alert"]
"""What an entry is of.

``store`` is the first; ``rules`` says by which rulebook and reading all that follows was
found; ``input`` that a feed is another one than before; ``time`` how far time had come
where no report said so; ``report`` is an event as received with its finding, ``problem`` a
line that could not be read; ``finding`` and ``alert`` are what changed.
"""

BEGINNING: Final = "0" * 64
"""The hash before the first entry."""


ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


class Entry(NamedTuple):
    """An entry as it is stored. ``recorded`` is in microseconds since 1970, UTC."""

    number: int
    recorded: int
    kind: str
    body: str
    hash: str


class Head(NamedTuple):
    """The last entry: how many there are, and its hash."""

    number: int
    hash: str


def canonical(data: object) -> str:
    """Return data as canonical JSON."""
    return ENCODER.encode(data)


def linked(before: str, number: int, recorded: int, kind: str, body: str) -> str:
    """Return the hash of an entry that follows the one with the hash ``before``."""
    text = f"{before}[{number},{recorded},{ENCODER.encode(kind)},{body}]"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Chain:
    """The record as a writer has it: where it ends, and how it goes on."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Find the end."""
        self.connection = connection
        row = connection.execute(
            "SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"
        ).fetchone()
        self.head = Head(*row) if row else Head(0, BEGINNING)

    def add(self, recorded: int, kind: Kind, data: Mapping[str, Any]) -> int:
        """Add an entry and return its number."""
        body = canonical(data)
        number = self.head.number + 1
        found = linked(self.head.hash, number, recorded, kind, body)
        entry = Entry(number, recorded, kind, body, found)
        self.connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", entry)
        self.connection.executemany(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?)",
            ((event, number) for event in concerned(data)),
        )
        self.head = Head(number, found)
        return number

    def close(self) -> None:
        """Note where the record ends, apart from the record itself."""
        self.connection.execute(
            "INSERT OR REPLACE INTO meta VALUES ('head', ?)", [canonical(self.head)]
        )


def concerned(data: Mapping[str, Any]) -> set[str]:
    """Return the ids of the events that an entry concerns."""
    if "event" in data:
        return {data["event"]}
    return set(data.get("concerns", ()))


def entries(connection: sqlite3.Connection, after: int = 0) -> Iterator[Entry]:
    """Yield the entries with a greater number, in order."""
    rows = connection.execute(
        "SELECT number, recorded, kind, body, hash FROM entries WHERE number > ? ORDER BY number",
        [after],
    )
    return map(Entry._make, rows)
