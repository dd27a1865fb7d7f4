"""What a watch finds: recorded, written, counted and shown."""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, Protocol

from ceasefire.cli.failures import complain
from ceasefire.cli.watching.rows import WORDS, Counts, finding_data, problem_data, record_data
from ceasefire.monitor.alerts import utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.errors import Problem
    from ceasefire.monitor.monitor import Monitor, Update
    from ceasefire.monitor.record.items import Rules, Seen
    from ceasefire.monitor.record.store import Store
    from ceasefire.monitor.record.unkept import NoStore

__all__ = ["Telling", "View"]

REPEATED: Final = (
    "it says what an earlier report said that was corrected since; "
    "to take the correction back, give `known` a later time"
)
"""What to do about a report of which nobody can tell whether it is a copy or a change of mind."""


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


class Telling:
    """Tells a store, an output and whoever looks on; all but :meth:`shown` in a batch."""

    def __init__(self, store: Store | NoStore, view: View | None = None) -> None:
        """Begin to count."""
        self.store = store
        self.view = view
        self.counts = Counts()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit all of this, and only then write it; or leave everything as it was."""
        counts = deepcopy(self.counts)
        try:
            with self.store.batch():
                yield
        except BaseException:
            self.counts = counts
            raise
        self.store.outbox.deliver()
        if self.view is not None:
            self.view.show(self.counts)

    def start(self, rules: Rules, monitor: Monitor, feed: str, line: int) -> None:
        """Tell under what a run begins, and where in the feed."""
        engine = {"engine": monitor.engine_name, "note": monitor.note}
        at = {"feed": feed, "line": line}
        named = {"rulebook": rules.rulebook, "digest": rules.digest, "reading": rules.reading}
        others = {"as_of": rules.as_of, "version": rules.version, "lateness": rules.lateness}
        record = record_data(self.store.head)
        self._put("start", **named, **others, **engine, **at, **record, words=WORDS)

    def summary(self) -> None:
        """Tell what there was in the run, and how far the record goes."""
        record = record_data(self.store.head)
        self._put("summary", **self.counts.to_dict(), **record)

    def update(self, seen: Seen, update: Update, clock: int | None) -> None:
        """Tell of a report, and what it changes; ``clock`` is how far the feed has come."""
        data = None if update.finding is None else finding_data(update.finding)
        self.store.report(seen, update.event, update.status, data)
        self.counts.finding(update.status, data)
        if data is not None and update.status != "duplicate":
            about = {"event": update.event, "status": update.status, "line": seen.line}
            self._put("finding", **about, **data)
            if self.view is not None:
                self.view.finding(update.event, update.status, data)
        if update.status == "late":
            times = {"start": update.start, "clock": clock}
            told = {key: None if time is None else utc(time) for key, time in times.items()}
            self._put("late", event=update.event, line=seen.line, **told)
        if update.status == "repeated":
            self._put("repeated", event=update.event, line=seen.line, hint=REPEATED)
        for change in update.alerts:
            self.alert(change.what, change.alert.to_dict())

    def alert(self, what: str, data: Mapping[str, Any]) -> None:
        """Tell what became of an alert."""
        self.counts.alerts[what] += 1
        self.store.alert(what, data)
        self._put("alert", change=what, **data)
        if self.view is not None:
            self.view.alert(what, data)

    def restated(self, event: str, data: Mapping[str, Any]) -> None:
        """Tell that an event has another finding under rules that changed."""
        self.counts.finding("restated", data)
        self._put("finding", event=event, status="restated", line=None, **data)

    def refused(self, seen: Seen, problems: Iterable[Problem]) -> None:
        """Tell of a line that could not be taken in."""
        found = list(map(problem_data, problems))
        self.counts.problems += len(found)
        self.store.problem(seen, found)
        for data in found:
            self._put("problem", line=seen.line, **data)

    def odd(self, source: str, code: str, message: str) -> None:
        """Tell what happened to the feed itself."""
        complain(message)
        self.store.changed(source, code, message)
        if code == "feed-rotated":
            self._put("feed", code=code, message=message)
            return
        self.counts.problems += 1
        self._put("problem", line=0, code=code, message=message, hint="")

    def _put(self, kind: str, **data: Any) -> None:  # noqa: ANN401  (whatever a line says)
        self.store.outbox.put({"type": kind, **data})
