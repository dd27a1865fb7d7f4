"""A store with a few reports and alerts, and outputs that break."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from ceasefire.monitor.record.files import create
from ceasefire.monitor.record.store import Rules, Seen, Store

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RULES", "Memory", "alert", "bare", "finding", "stored"]

RULES = Rules("valley", "0" * 64, "plain", "", "1.0", "72h", "UTC")


def finding(verdict: str = "violating") -> dict[str, Any]:
    return {"verdict": verdict, "possible": [verdict], "because": "the text says so", "notes": []}


def alert(key: str, *events: str) -> dict[str, Any]:
    return {"key": key, "events": list(events), "title": "Many breaches"}


def stored(folder: Path, reports: int = 3) -> Path:
    """Return a store with so many reports, an alert after the second, and a corrected one."""
    path = folder / "store.db"
    with Store(path, clock=iter(range(1_000_000, 10**12, 1_000_000)).__next__) as store:
        for number in range(1, reports + 1):
            with store.batch():
                store.begin(RULES)
                name = f"E{number}"
                text = f'{{"id": "{name}", "kind": "shelling"}}'
                store.report(Seen("-", number, text), name, "new", finding())
                if number == 2:
                    store.alert("raised", alert("many", "E1", "E2"))
    return path


def bare() -> sqlite3.Connection:
    """Return an empty store in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create(connection)
    return connection


class Memory:
    """A file that lines are written to, of which a crash leaves a part."""

    def __init__(self, *, identity: list[int] | None = None, readable: bool = True) -> None:
        self.content = b""
        self.identity = identity
        self.readable = readable
        self.room: int | None = None

    def size(self) -> int:
        return len(self.content)

    def part(self, start: int, length: int) -> bytes | None:
        return self.content[start : start + length] if self.readable else None

    def write(self, content: bytes) -> None:
        room, self.room = self.room, None
        if room is not None:
            self.content += content[: room % (len(content) + 1)]
            raise KeyboardInterrupt
        self.content += content

    def sync(self) -> None:
        pass
