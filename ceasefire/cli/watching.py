"""A feed watched: line by line through a monitor, into a store and an output."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol

from ceasefire.cli.failures import complain
from ceasefire.cli.watching_rows import (
    WORDS,
    Counts,
    finding_data,
    problem_data,
    record_data,
)
from ceasefire.errors import EventError, placed
from ceasefire.events.json_text import loads
from ceasefire.events.jsonl import as_row
from ceasefire.events.rows import RowError
from ceasefire.events.source import flawed, line_of
from ceasefire.monitor.alerts import utc
from ceasefire.monitor.store import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.cli.watching_cutting import Lines, Raw
    from ceasefire.cli.watching_stop import Stop
    from ceasefire.errors import Problem
    from ceasefire.monitor.monitor import Monitor, Update
    from ceasefire.monitor.store import Rules, Store
    from ceasefire.monitor.store_none import NoStore

__all__ = ["View", "Watching"]

MOST: Final = 256
"""So many lines are committed together at most."""

SECONDS: Final = 0.2
"""So long lines are taken before they are committed."""

SILENCE: Final = 10.0
"""How long nothing is said where nobody may be looking."""


class View(Protocol):
    """What shows findings and alerts as they come."""

    def finding(self, event: str, status: str, data: Mapping[str, Any]) -> None:
        """Take a finding."""
        ...

    def alert(self, what: str, data: Mapping[str, Any]) -> None:
        """Take what became of an alert."""
        ...

    def show(self, counts: Counts) -> None:
        """Show what was taken."""
        ...


class Watching:
    """A run of a monitor over a feed."""

    def __init__(
        self,
        monitor: Monitor,
        lines: Lines,
        store: Store | NoStore,
        stop: Stop,
        view: View | None = None,
    ) -> None:
        """Take what works together."""
        self.monitor = monitor
        self.lines = lines
        self.store = store
        self.stop = stop
        self.view = view
        self.counts = Counts()
        self._due = monotonic() + SILENCE

    def run(self) -> None:
        """Take lines until there are no more, or the run is to end."""
        while (found := self.lines.more()) is not None:
            if self.stop.asked and (not found or not self.lines.once):
                break
            left = deque(found)
            while left or self.lines.news:
                self._batch(left)
                if self.stop.asked and not self.lines.once:
                    break
            self._progress()

    # --- what is committed together ---

    def start(self, rules: Rules) -> None:
        """Write under what the run begins."""
        engine = {"engine": self.monitor.engine_name, "note": self.monitor.note}
        place = self.lines.place()
        at = {"feed": self.lines.name, "line": place.line}
        named = {"rulebook": rules.rulebook, "digest": rules.digest, "reading": rules.reading}
        others = {"as_of": rules.as_of, "version": rules.version, "lateness": rules.lateness}
        record = record_data(self.store.head)
        self._put("start", **named, **others, **engine, **at, **record, words=WORDS)
        self.store.save(self.lines.source, place)
        if self.view is not None:
            self.view.show(self.counts)

    def end(self) -> None:
        """Write what there was in the run, and how far the record goes."""
        self.store.outbox.finish()
        with self.store.batch():
            record = record_data(self.store.head)
            self._put("summary", **self.counts.to_dict(), **record)
            self.store.checkpoint(self.monitor.snapshot, force=True)
        self.store.outbox.deliver()
        self.store.outbox.finish()
        with self.store.batch():
            """What has arrived is stored with every batch, and so with an empty one."""

    def _batch(self, left: deque[Raw]) -> None:
        until = monotonic() + SECONDS
        with self.store.batch():
            while self.lines.news:
                self._odd(*self.lines.news.pop(0))
            for _ in range(MOST):
                if not left or monotonic() >= until:
                    break
                line = left.popleft()
                self._take(line)
                self.lines.took(line)
            self.store.save(self.lines.source, self.lines.place())
            self.store.checkpoint(self.monitor.snapshot)
        self.store.outbox.deliver()
        if self.view is not None:
            self.view.show(self.counts)

    # --- a line ---

    def _take(self, raw: Raw) -> None:
        content = raw.content
        if raw.number == 1:
            content = content.removeprefix(b"\xef\xbb\xbf")
        line = line_of(raw.number, content)
        if not line.flaw and not line.text.strip():
            return
        self.counts.lines += 1
        seen = Seen(self.lines.source, line.number, line.text)
        if line.flaw:
            self._refuse(seen, [flawed(self.lines.name, line.number, line.flaw)])
            return
        try:
            row = as_row(loads(line.text), self.lines.name, line.number)
            problems: Iterable[Problem] = row.problems
            if not row.problems:
                self._feed(seen, row.raw)
        except RowError as error:
            problems = error.problems(self.lines.name, line.number)
        except EventError as error:
            problems = placed(error.problems, self.lines.name, line.number)
        if problems:
            self._refuse(seen, problems)

    def _feed(self, seen: Seen, raw: Mapping[str, Any]) -> None:
        # A feed's own remarks are not ours.
        update = self.monitor.feed({key: raw[key] for key in raw if key != "notes"})
        data = None if update.finding is None else finding_data(update.finding)
        self.store.report(seen, update.event, update.status, data)
        self.counts.finding(update.status, data)
        if data is not None and update.status != "duplicate":
            about = {"event": update.event, "status": update.status, "line": seen.line}
            self._put("finding", **about, **data)
            if self.view is not None:
                self.view.finding(update.event, update.status, data)
        if update.status == "late":
            self._put("late", event=update.event, line=seen.line, **lateness(self.monitor, update))
        for change in update.alerts:
            self.alert(change.what, change.alert.to_dict())

    def alert(self, what: str, data: Mapping[str, Any]) -> None:
        """Record and write what became of an alert."""
        self.counts.alerts[what] += 1
        self.store.alert(what, data)
        self._put("alert", change=what, **data)
        if self.view is not None:
            self.view.alert(what, data)

    def restated(self, event: str, data: Mapping[str, Any]) -> None:
        """Write that an event has another finding under rules that changed."""
        self.counts.finding("restated", data)
        self._put("finding", event=event, status="restated", line=None, **data)

    def _refuse(self, seen: Seen, problems: Iterable[Problem]) -> None:
        found = list(map(problem_data, problems))
        self.counts.problems += len(found)
        self.store.problem(seen, found)
        for data in found:
            self._put("problem", line=seen.line, **data)

    def _odd(self, code: str, message: str) -> None:
        complain(message)
        self.store.changed(self.lines.source, message)
        if code != "feed-rotated":
            self.counts.problems += 1
            self._put("problem", line=0, code=code, message=message, hint="")

    def _put(self, kind: str, **data: Any) -> None:  # noqa: ANN401  (whatever a line says)
        self.store.outbox.put({"type": kind, **data})

    def _progress(self) -> None:
        if monotonic() >= self._due:
            self._due = monotonic() + SILENCE
            complain(f"so far {self.counts.sentence()}")


def lateness(monitor: Monitor, update: Update) -> dict[str, Any]:
    """Return when an event that is late began, and how far the feed had come."""
    version = monitor.versions.get(update.event)
    start = None if version is None else version.sighting.start
    times = {"start": start, "clock": monitor.now}
    return {key: None if time is None else utc(time) for key, time in times.items()}
