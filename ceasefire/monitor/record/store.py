"""The store of a monitor: its record, its state, its place in the feed and its output.

All of these change together, in one transaction for each batch of lines, so that after any
sudden end they agree.
"""

from __future__ import annotations

import json
import time
import uuid
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from ceasefire.errors import UsageError
from ceasefire.monitor.record.bodies import alert_in, fed_in
from ceasefire.monitor.record.chain import Chain, canonical, entries
from ceasefire.monitor.record.damage import undamaged
from ceasefire.monitor.record.files import FORMAT, explained, lock, marked, write
from ceasefire.monitor.record.history import last_rules
from ceasefire.monitor.record.items import Passed, Rules, Seen, Told
from ceasefire.monitor.record.outbox import Outbox
from ceasefire.monitor.record.position import Position

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from ceasefire.monitor.record.chain import Head

__all__ = ["Passed", "Rules", "Seen", "Store", "Told"]

TEXT: Final = 4096
"""So much is kept of a line that could not be read."""

STANDING: Final = "SELECT number, body FROM standing JOIN entries ON number = entry"

LITTLE: Final = 1 << 22
"""So many bytes of reports are sooner fed again than a state is stored."""

PASSED: Final = 4096
"""That time has passed takes as long to feed again as so many bytes."""


class Store:
    """A store that this process alone writes to; to be used in a ``with`` statement.

    ``durable`` is that of :func:`~ceasefire.monitor.record.files.write`; ``clock`` tells the
    time of recording, in microseconds since 1970, UTC.

    Raises :class:`~ceasefire.errors.UsageError` where another process writes to it, or the
    file is no store; and wherever something was damaged,
    :class:`~ceasefire.monitor.record.damage.DamageError`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        durable: bool = False,
        clock: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        """Open the store, or make it."""
        self.path = Path(path)
        self.clock = clock
        marked(self.path)
        with ExitStack() as stack:
            # The folder is told of by what opens the store.
            if self.path.parent.is_dir():
                stack.enter_context(lock(self.path))
            self.connection: sqlite3.Connection = write(self.path, durable=durable)
            stack.callback(self.connection.close)
            with explained(self.path):
                with self._undamaged("the note of lines on their way out"):
                    self.outbox = Outbox(self.connection)
                self.chain = Chain(self.connection)
                self._ruled: tuple[int, Rules] | None = last_rules(self.connection)
            self._stack = stack.pop_all()
        self._recorded = 0
        self.fresh, self._enough = 0, LITTLE

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it; what was not committed is as if it had never been."""
        self._stack.close()

    @property
    def head(self) -> Head:
        """The end of the record."""
        return self.chain.head

    @property
    def rules(self) -> Rules | None:
        """By what the last findings were found."""
        return self._ruled and self._ruled[1]

    # --- what is committed together ---

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit all that is stored meanwhile, or on an error nothing of it."""
        with explained(self.path), self._as_before():
            self.connection.execute("BEGIN IMMEDIATE")
            self._recorded = self.clock()
            try:
                if not self.head.number:
                    self.chain.add(
                        self._recorded, "store", {"id": uuid.uuid4().hex, "format": FORMAT}
                    )
                yield
                self.outbox.keep()
                self.chain.close()
                self.connection.execute("COMMIT")
            except BaseException:
                # Where the disk is full, SQLite has done so itself.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _as_before(self) -> Iterator[None]:
        """Let what is not in the file be as it was, too, where a batch is given up."""
        chain, outbox = self.chain, self.outbox
        before = chain.head, self._ruled, self.fresh, self._enough
        lines = outbox.seq, outbox.at, list(outbox.waiting)
        try:
            yield
        except BaseException:
            chain.head, self._ruled, self.fresh, self._enough = before
            outbox.seq, outbox.at, outbox.waiting = lines
            raise

    def begin(self, rules: Rules) -> None:
        """Note by what all that follows is found, where that changes.

        Raises :class:`~ceasefire.errors.UsageError` for another rulebook.
        """
        before = self.rules
        if before is not None and before.same(rules):
            return
        if before is not None and before.rulebook != rules.rulebook:
            raise UsageError(
                f"`{self.path}` is of the rulebook `{before.rulebook}`, not of "
                f"`{rules.rulebook}`; use a store of its own for each rulebook"
            )
        number = self.chain.add(self._recorded, "rules", asdict(rules))
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('rules', ?)", [str(number)])
        self._ruled = number, rules

    def report(
        self, seen: Seen, event: str, status: str, finding: Mapping[str, Any] | None
    ) -> None:
        """Record an event as it was received, and its finding."""
        data = {
            **seen._asdict(),
            "event": event,
            "status": status,
            "finding": finding,
            "rules": self._number,
        }
        self.fresh += len(seen.text)
        self.chain.add(self._recorded, "report", data)

    def passed(self, instant: int) -> None:
        """Record that time has come to an instant, though no report says so."""
        self.fresh += PASSED
        self.chain.add(self._recorded, "time", {"instant": instant})

    def restate(self, event: str, finding: Mapping[str, Any]) -> None:
        """Record that an event has another finding, though nothing new is known of it."""
        data = {"event": event, "finding": finding, "rules": self._number}
        self.chain.add(self._recorded, "finding", data)

    def problem(self, seen: Seen, problems: list[dict[str, Any]]) -> None:
        """Record a line that could not be read."""
        data = {**seen._asdict(), "text": seen.text[:TEXT], "problems": problems}
        self.chain.add(self._recorded, "problem", data)

    def alert(self, what: str, alert: Mapping[str, Any]) -> None:
        """Record what became of an alert, as plain data."""
        key = alert["key"]
        named = {*alert["events"]}
        for before in self._alerts(f"{STANDING} WHERE key = ?", [key]):
            named.update(before["events"])
        data = {"what": what, "alert": alert, "concerns": sorted(named), "rules": self._number}
        number = self.chain.add(self._recorded, "alert", data)
        if what == "retracted":
            self.connection.execute("DELETE FROM standing WHERE key = ?", [key])
        else:
            self.connection.execute("INSERT OR REPLACE INTO standing VALUES (?, ?)", [key, number])

    def changed(self, source: str, code: str, message: str) -> None:
        """Record that a feed is not the one that it was."""
        data = {"source": source, "code": code, "message": message}
        self.chain.add(self._recorded, "input", data)

    def save(self, source: str, place: Position) -> None:
        """Store how far a feed has been read."""
        self.connection.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [f"position {source}", canonical(place.to_dict())],
        )

    def checkpoint(self, snapshot: Callable[[], Mapping[str, Any]], *, force: bool = False) -> None:
        """Store the state of the monitor, where enough was recorded since the last time.

        Enough is as much as the state itself, so that storing it costs no more than
        recording. What came after, a monitor is fed again: see :meth:`since`.
        """
        if self.fresh >= self._enough or force:
            text = canonical(snapshot())
            self.connection.execute("DELETE FROM checkpoints")
            self.connection.execute(
                "INSERT INTO checkpoints VALUES (?, ?)", [self.head.number, text]
            )
            self.fresh, self._enough = 0, max(LITTLE, len(text))

    # --- what is there ---

    def position(self, source: str) -> Position | None:
        """Return how far a feed has been read, if it ever was."""
        with explained(self.path), self._undamaged("the place in the feed"):
            row = self.connection.execute(
                "SELECT value FROM meta WHERE key = ?", [f"position {source}"]
            ).fetchone()
            return Position.of(json.loads(row[0])) if row else None

    def standing(self) -> Iterator[dict[str, Any]]:
        """Yield the alerts that were raised and not retracted."""
        with explained(self.path):
            yield from self._alerts(f"{STANDING} ORDER BY key")

    @property
    def stored(self) -> bool:
        """Whether there is a state of the monitor at all."""
        return bool(self.connection.execute("SELECT count(*) FROM checkpoints").fetchone()[0])

    def snapshot(self) -> dict[str, Any] | None:
        """Return the state of the monitor that was stored last, if there is one."""
        row = self.connection.execute("SELECT snapshot FROM checkpoints").fetchone()
        if row is None:
            return None
        found = json.loads(row[0])
        if not isinstance(found, dict):
            raise TypeError("a state is a mapping")
        return found

    def since(self) -> Iterator[Told | Passed]:
        """Yield what a monitor was fed with after that state, or all of it."""
        with explained(self.path):
            (entry,) = self.connection.execute("SELECT max(entry) FROM checkpoints").fetchone()
            for item in entries(self.connection, entry or 0):
                with self._undamaged(f"entry {item.number} of the record"):
                    fed = fed_in(item)
                if fed is not None:
                    # Fed again once, it is not fed again for ever.
                    self.fresh += len(fed.text) if isinstance(fed, Told) else PASSED
                    yield fed

    def forget(self) -> None:
        """Forget the state of the monitor; the record stays."""
        self.connection.execute("DELETE FROM checkpoints")

    @property
    def _number(self) -> int:
        return self._ruled[0] if self._ruled else 0

    def _alerts(self, query: str, values: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        for number, body in self.connection.execute(query, values):
            with self._undamaged(f"entry {number} of the record"):
                alert = alert_in(body)
            yield alert

    def _undamaged(self, what: str) -> AbstractContextManager[None]:
        return undamaged(f"`{self.path}`: {what}")
