"""What a store has of one event: what was known when, and what the finding was then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.json_text import loads
from ceasefire.events.rows import RowError
from ceasefire.monitor.alerts import utc
from ceasefire.monitor.record.bodies import mapping_in, rules_in
from ceasefire.monitor.record.chain import Entry
from ceasefire.monitor.record.damage import undamaged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from ceasefire.monitor.record.items import Rules

__all__ = ["STANDS", "Step", "alike", "between", "history", "last_finding", "last_rules", "read"]

STANDS: Final = frozenset({"new", "corrected", "late"})
"""What a report is that takes the place of the one before it."""

COLUMNS: Final = "number, recorded, kind, body, hash"


@dataclass
class Step:
    """An entry that concerns an event, with what it says anew.

    ``changes`` are the keys of a report that differ from the one before it, each with the
    values before and now (nothing where the key was not, or is not, there). The one before is
    the report that stood; one that is not :attr:`taken` changes nothing of what it says.
    """

    entry: Entry
    data: dict[str, Any]
    rules: dict[str, Any]
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether it is a report that took the place of the one before it."""
        return self.data.get("status") in STANDS

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        steps = {key: {"before": old, "now": new} for key, (old, new) in self.changes.items()}
        return {
            "entry": self.entry.number,
            "recorded": utc(self.entry.recorded),
            "kind": self.entry.kind,
            "hash": self.entry.hash,
            **{key: value for key, value in self.data.items() if key != "rules"},
            "changes": steps,
            "rules": self.rules,
        }


def history(connection: sqlite3.Connection, event: str, until: int | None = None) -> list[Step]:
    """Return what the record has of an event, in order, as far as it was recorded by then.

    ``until`` is an instant in microseconds since 1970, and itself no more included. Raises
    :class:`~ceasefire.errors.UsageError` for a record that was damaged.
    """
    with undamaged(f"the record of event `{event}`"):
        return list(followed(connection, event, until))


def followed(connection: sqlite3.Connection, event: str, until: int | None) -> Iterator[Step]:
    """Yield the steps of an event, each with what is new in it."""
    ruled: dict[int, dict[str, Any]] = {}
    before: dict[str, Any] | None = None
    for entry in of(connection, event, until):
        data = mapping_in(entry.body)
        step = Step(entry, data, rules_of(connection, data.get("rules", 0), ruled))
        if entry.kind == "report":
            told = read(data["text"])
            step.changes = {} if before is None else between(before, told)
            if step.taken:
                before = told
        yield step


def of(connection: sqlite3.Connection, event: str, until: int | None) -> Iterator[Entry]:
    """Yield the entries that concern an event."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM entries WHERE number IN "  # noqa: S608  (our own names)
        "(SELECT number FROM mentions WHERE event = ?) ORDER BY number",
        [event],
    )
    found = map(Entry._make, rows)
    return (entry for entry in found if until is None or entry.recorded < until)


def rules_of(
    connection: sqlite3.Connection, number: int, known: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    """Return by what something was found."""
    if number not in known:
        row = connection.execute("SELECT body FROM entries WHERE number = ?", [number]).fetchone()
        known[number] = json.loads(row[0]) if row else {}
    return known[number]


def read(text: str) -> dict[str, Any]:
    """Return what a report says."""
    try:
        told = loads(text)
    except RowError:
        return {}
    return told if isinstance(told, dict) else {}


def between(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the keys in which reports differ, with their values."""
    keys = dict.fromkeys([*before, *now])
    return {
        key: (before.get(key), now.get(key))
        for key in keys
        if json.dumps(before.get(key)) != json.dumps(now.get(key))
    }


def last_finding(connection: sqlite3.Connection, event: str) -> dict[str, Any] | None:
    """Return the finding of an event that was recorded last."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM entries WHERE kind IN ('report', 'finding') AND number IN "  # noqa: S608  (our own names)
        "(SELECT number FROM mentions WHERE event = ?) ORDER BY number DESC",
        [event],
    )
    for row in rows:
        with undamaged(f"the record of event `{event}`"):
            data = mapping_in(row[3])
            if data.get("status") in {*STANDS, None} and data["finding"]:
                return dict(data["finding"])
    return None


def last_rules(connection: sqlite3.Connection) -> tuple[int, Rules] | None:
    """Return by what the last findings were found, with the number of its entry."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone()
    if row is None:
        return None
    with undamaged("what the record says of its rules"):
        number = int(row[0])
        (body,) = connection.execute(
            "SELECT body FROM entries WHERE number = ?", [number]
        ).fetchone()
        return number, rules_in(body)


def alike(connection: sqlite3.Connection, event: str) -> list[str]:
    """Return some ids of events that are like one that is not there."""
    rows = connection.execute(
        "SELECT DISTINCT event FROM mentions WHERE event >= ? ORDER BY event LIMIT 200",
        [event[:1]],
    )
    return [str(found) for (found,) in rows]
