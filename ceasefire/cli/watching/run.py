"""A feed watched: line by line through a monitor, into a store and an output."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

from ceasefire.cli.failures import complain
from ceasefire.cli.watching.faults import Fault, faults, problem_of, traced
from ceasefire.cli.watching.telling import Telling
from ceasefire.errors import EventError, placed
from ceasefire.events.json_text import loads
from ceasefire.events.jsonl import as_row
from ceasefire.events.rows import RowError
from ceasefire.events.source import flawed, line_of
from ceasefire.monitor.record.items import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from ceasefire.cli.watching.clock import Wall
    from ceasefire.cli.watching.cutting import Lines, Raw
    from ceasefire.cli.watching.stop import Stop
    from ceasefire.cli.watching.telling import View
    from ceasefire.errors import Problem
    from ceasefire.monitor.monitor import Monitor
    from ceasefire.monitor.record.items import Rules
    from ceasefire.monitor.record.store import Store
    from ceasefire.monitor.record.unkept import NoStore

__all__ = ["Watching"]

MOST: Final = 256
"""So many lines are committed together at most."""

SECONDS: Final = 0.2
"""So long lines are taken before they are committed."""

SILENCE: Final = 10.0
"""How long nothing is said where nobody may be looking."""


class Watching:
    """A run of a monitor over a feed.

    ``wall`` tells how far time has come where the feed does not; ``again`` makes the monitor
    anew, as it was when something was committed last.
    """

    def __init__(  # noqa: PLR0913  (each works with the others)
        self,
        monitor: Monitor,
        lines: Lines,
        store: Store | NoStore,
        stop: Stop,
        view: View | None = None,
        *,
        wall: Wall | None = None,
        again: Callable[[], Monitor] | None = None,
    ) -> None:
        """Take what works together."""
        self.monitor = monitor
        self.lines = lines
        self.store = store
        self.stop = stop
        self.wall = wall
        self.again = again
        self.telling = Telling(store, view)
        self._time: int | None = None
        self._singly = 0
        self._due, self._said = monotonic() + SILENCE, self.telling.counts.sentence()

    def run(self) -> None:
        """Take lines until there are no more, or the run is to end."""
        while (found := self.lines.more()) is not None:
            if self.stop.asked and (not found or not self.lines.once):
                break
            self._come(found)
            self._progress()

    def start(self, rules: Rules) -> None:
        """Write under what the run begins; in a batch."""
        place = self.lines.place()
        self.telling.start(rules, self.monitor, self.lines.name, place.line)
        self.store.save(self.lines.source, place)

    def end(self) -> None:
        """Write what there was in the run, and how far the record goes."""
        self.store.outbox.finish()
        with self.telling.batch():
            self.telling.summary()
            self.store.checkpoint(self.monitor.snapshot, force=True)
        self.store.outbox.finish()
        with self.store.batch():
            """What has arrived is stored with every batch, and so with an empty one."""

    def close(self) -> None:
        """Free what the monitor holds."""
        self.monitor.close()

    # --- lines ---

    def _come(self, found: list[Raw]) -> None:
        """Take lines that have come; where there are none, time may have."""
        if self.lines.news:
            self._news()
        if found and self._time is not None:
            self.passed(self._time)
        left = deque(found)
        while left:
            self._batch(left)
            if self.stop.asked and not self.lines.once:
                break
        if self.lines.drained and not found:
            self._look()

    def _news(self) -> None:
        with self._batched():
            while self.lines.news:
                self.telling.odd(self.lines.source, *self.lines.news.pop(0))

    @contextmanager
    def _batched(self) -> Iterator[None]:
        """Commit all of this with the place in the feed."""
        with self.telling.batch():
            yield
            self.store.save(self.lines.source, self.lines.place())
            self.store.checkpoint(self.monitor.snapshot)

    def _batch(self, left: deque[Raw]) -> None:
        until = monotonic() + SECONDS
        most = 1 if self._singly else MOST
        taken: list[Raw] = []
        try:
            with self._batched():
                while left and len(taken) < most and monotonic() < until:
                    taken.append(left.popleft())
                    with faults():
                        self._take(taken[-1])
                    self.lines.took(taken[-1])
        except Fault as fault:
            left.extendleft(reversed(taken))
            self._renew(fault)
            if len(taken) > 1:
                # Which of them it was, if it was any, each shows by itself.
                self._singly = len(taken)
                return
            self._skip(left.popleft(), fault)
        self._singly = max(0, self._singly - 1)

    def _take(self, raw: Raw) -> None:
        content = raw.content
        if raw.number == 1:
            content = content.removeprefix(b"\xef\xbb\xbf")
        line = line_of(raw.number, content)
        if not line.flaw and not line.text.strip():
            return
        self.telling.counts.lines += 1
        seen = Seen(self.lines.source, line.number, line.text)
        if line.flaw:
            self.telling.refused(seen, [flawed(self.lines.name, line.number, line.flaw)])
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
            self.telling.refused(seen, problems)

    def _feed(self, seen: Seen, raw: Mapping[str, Any]) -> None:
        # A feed's own remarks are not ours.
        update = self.monitor.feed({key: raw[key] for key in raw if key != "notes"})
        self.telling.update(seen, update, self.monitor.now)

    # --- time ---

    def _look(self) -> None:
        """Take note of how far time has come while the feed had nothing to tell.

        The monitor is told of it where that changes an alert, or once more comes: so the
        record grows by what happens, and not by the minutes in which nothing does.
        """
        instant = None if self.wall is None else self.wall.look()
        if instant is None:
            return
        self._time = instant
        due = self.monitor.due
        if due is not None and due <= instant:
            self.passed(instant)

    def passed(self, instant: int) -> None:
        """Let time have come to an instant, if it had not come so far."""
        self._time = None
        now = self.monitor.now
        if now is not None and instant <= now:
            return
        try:
            with self._batched():
                self.store.passed(instant)
                with faults():
                    changes = self.monitor.advance(instant)
                for change in changes:
                    self.telling.alert(change.what, change.alert.to_dict())
        except Fault as fault:
            self._renew(fault)
            self.wall = None
            hint = "until the next run, only reports tell how far time has come"
            with self._batched():
                self._fault(Seen(self.lines.source, 0, ""), fault, hint)

    # --- errors of our own ---

    def _renew(self, fault: Fault) -> None:
        """Go on with a new monitor, for nobody knows how this one was left."""
        if self.again is None:
            raise fault.__cause__ or fault
        with suppress(Exception):
            self.monitor.close()
        self.monitor = self.again()

    def _skip(self, raw: Raw, fault: Fault) -> None:
        """Leave out a line that cannot be taken in, for good."""
        text = line_of(raw.number, raw.content).text
        hint = "the line is left out for good; send the report again once that is mended"
        with self._batched():
            self.telling.counts.lines += 1
            self._fault(Seen(self.lines.source, raw.number, text), fault, hint)
            self.lines.took(raw)

    def _fault(self, seen: Seen, fault: Fault, hint: str) -> None:
        traced(fault, self.lines.name, seen.line)
        self.telling.refused(seen, [problem_of(fault, self.lines.name, seen.line, hint)])

    def _progress(self) -> None:
        """Say how far it has come, where that is further than when it was said last."""
        if monotonic() < self._due:
            return
        self._due = monotonic() + SILENCE
        before, self._said = self._said, self.telling.counts.sentence()
        if self._said != before:
            complain(f"so far {self._said}")
