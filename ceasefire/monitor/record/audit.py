"""Whether the record of a store is as it was written."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ceasefire.monitor.record.chain import BEGINNING, Entry, Head, concerned, entries, linked
from ceasefire.monitor.record.outbox import Outbox
from ceasefire.monitor.record.position import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Audit", "audit", "moment"]

MOST: Final = 100
"""How many faults are named; more are counted."""

HASH: Final = re.compile(r"[0-9a-f]{8,64}")


@dataclass
class Audit:
    """What an audit found: how many entries, the last hash, faults and remarks.

    ``notes`` are no faults: what somebody who relies on the record may want to know.
    """

    entries: int = 0
    head: str = BEGINNING
    faults: list[str] = field(default_factory=list)
    more: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was found to be changed."""
        return not self.faults

    def fault(self, text: str) -> None:
        """Take down a fault."""
        if len(self.faults) < MOST:
            self.faults.append(text)
        else:
            self.more += 1

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "sound": self.sound,
            "entries": self.entries,
            "head": self.head,
            "faults": self.faults,
            "more_faults": self.more,
            "notes": self.notes,
        }


def audit(connection: sqlite3.Connection, noted: str = "") -> Audit:
    """Return whether each entry follows from the one before, up to the end that was noted.

    ``noted`` is a hash that was written down elsewhere, or its first characters: it must be
    one of those in the record. Only that tells where someone cut off the end of the record
    and made the rest of the store agree, or wrote it anew as a whole.
    """
    found = Audit()
    try:
        met = walk(connection, found, noted)
        if not met:
            found.fault(f"no entry has the hash `{noted}`: the record is not the one it was of")
        notes(connection, found)
        ended(connection, found)
        indexed(connection, found)
    except sqlite3.DatabaseError as error:
        found.fault(f"the file is damaged: {error}")
    return found


def walk(connection: sqlite3.Connection, found: Audit, noted: str) -> bool:
    """Check every entry by the one before it; return whether a noted hash was met."""
    before, number, recorded = BEGINNING, 0, 0
    met = not noted
    for entry in entries(connection):
        if entry.number != number + 1:
            found.fault(missing(number + 1, entry.number - 1))
            # What it followed is gone; what follows it can still be checked.
            before = ""
        if not sound(entry, before):
            found.fault(f"{named(entry)} is not as it was written, or stands in another place")
        else:
            if entry.recorded < recorded:
                found.notes.append(f"{named(entry)}: the machine's clock had been set back")
            recorded = entry.recorded
        number, before = entry.number, str(entry.hash)
        found.entries += 1
        met = met or before.startswith(noted)
    found.head = before or found.head
    return met


def sound(entry: Entry, before: str) -> bool:
    """Return whether an entry has the hash that its content and the hash before it give.

    Without the hash before it, only whether it can be one at all.
    """
    texts = (entry.kind, entry.body, entry.hash)
    if not all(isinstance(item, str) for item in texts) or not isinstance(entry.recorded, int):
        return False
    if not before:
        return HASH.fullmatch(entry.hash) is not None
    return linked(before, *entry[:4]) == entry.hash


def notes(connection: sqlite3.Connection, found: Audit) -> None:
    """Check that what is noted beside the record can be read: a monitor goes on from it."""
    for key, value in connection.execute("SELECT key, value FROM meta ORDER BY key"):
        if not told(connection, key, value):
            found.fault(f"the note `{key}` beside the record cannot be read")


def told(connection: sqlite3.Connection, key: str, value: str) -> bool:
    """Return whether a note is one that a monitor can go on from."""
    try:
        data = json.loads(value)
        if key == "head":
            number, last = data
            return type(number) is int and isinstance(last, str)
        if key == "outbox":
            Outbox(connection)
        if key.startswith("position "):
            Position.of(data)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        return False
    if key != "rules":
        return True
    query = "SELECT 1 FROM entries WHERE number = ? AND kind = 'rules'"
    return type(data) is int and connection.execute(query, [data]).fetchone() is not None


def ended(connection: sqlite3.Connection, found: Audit) -> None:
    """Check that the record ends where it is noted in the store to end."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'head'").fetchone()
    if row is not None and not told(connection, "head", row[0]):
        return
    number, last = Head(*json.loads(row[0])) if row else Head(0, BEGINNING)
    have = connection.execute("SELECT max(number) FROM entries").fetchone()[0] or 0
    if have < number:
        found.fault(missing(have + 1, number) + ", which were the last")
    elif have > number:
        found.fault(f"after entry {number}, which was the last, others were added")
    elif last != found.head:
        found.fault("the hash of the last entry is not the one that was noted with the store")


def indexed(connection: sqlite3.Connection, found: Audit) -> None:
    """Check that what is found by the id of an event is what the record has of it."""
    total = 0
    for number, event in mentioned(connection):
        total += 1
        there = connection.execute(
            "SELECT 1 FROM mentions WHERE event = ? AND number = ?", [event, number]
        ).fetchone()
        if not there:
            found.fault(f"the index of events lacks entry {number} of event `{event}`")
    (have,) = connection.execute("SELECT count(*) FROM mentions").fetchone()
    if have > total:
        found.fault(f"the index of events names {have - total} entries too many")


def mentioned(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Yield each entry with each event that it concerns; what cannot be read concerns none."""
    for entry in entries(connection):
        try:
            data = json.loads(entry.body)
            events = sorted(concerned(data))
        except (TypeError, ValueError, AttributeError, RecursionError):
            continue
        yield from ((entry.number, event) for event in events)


def missing(first: int, last: int) -> str:
    """Return which entries are not there."""
    return (
        f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
    )


def named(entry: Entry) -> str:
    """Return an entry in words: its number, kind and event, and when it was recorded."""
    try:
        event = json.loads(entry.body)["event"]
        of = f" of event `{event}`"
    except (TypeError, ValueError, KeyError, RecursionError):
        of = ""
    return f"entry {entry.number} ({entry.kind}{of}, recorded {moment(entry.recorded)})"


def moment(instant: Any) -> str:  # noqa: ANN401  (a store may hold anything in its place)
    """Return a time of recording in words."""
    try:
        return f"{datetime.fromtimestamp(instant / 1e6, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (TypeError, ValueError, OverflowError, OSError):
        return "at no time"
