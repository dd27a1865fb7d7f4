"""The monitor: reports as they come, and what changes with each."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ceasefire.closing import Closeable
from ceasefire.engines.durable.choosing import EngineName, engine_of
from ceasefire.errors import UsageError
from ceasefire.monitor.asked import fitting, lateness_of, witnesses_of
from ceasefire.monitor.clock import Clock, instant_of
from ceasefire.monitor.patterns import Patterns
from ceasefire.monitor.roles import Roles
from ceasefire.monitor.sighting import Sighter
from ceasefire.monitor.versions import Version, canonical, older, over
from ceasefire.program.accounts import known_span
from ceasefire.program.told import tell
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ceasefire.book import Book
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Finding
    from ceasefire.monitor.alerts import Change

__all__ = ["EngineName", "Monitor", "Status", "Update"]

Status = Literal["new", "corrected", "duplicate", "repeated", "older", "late", "unknown-yet"]
"""What a report is: see :class:`Update`."""

FORM: Final = 1
"""Raised when snapshots change their form."""

TIDIED: Final = 256
"""So many reports at least are taken in before what cannot matter any more is looked for."""


class Update(NamedTuple):
    """What a report changes.

    ``status`` is ``new``; ``corrected``, where it takes the place of an earlier report of
    the same id; ``duplicate``, where it says what the report that stands says; ``repeated``,
    where it says what one says that does not stand any more, and so changes nothing: to take
    a correction back, a report needs a later ``known``; ``older``, where it was
    known before the report that stands; ``late``, where it tells of a time so long ago
    that patterns have done with it; or ``unknown-yet``, where it became known after the date
    ``as_of``, and changes nothing. The finding is of this report; one that says nothing
    new has none.
    ``start`` is the earliest instant at which what it tells of may have begun, in
    microseconds since 1970; a duplicate has none, nor what is no incident.
    """

    event: str
    status: Status
    finding: Finding | None
    alerts: tuple[Change, ...] = ()
    start: int | None = None


class Monitor(Closeable):
    """Takes in reports one by one: findings at once, alerts as they come to hold.

    The same reports in the same order give the same updates. Reports out of order give the
    same final findings and alerts as sorted ones, as long as none is later than
    ``lateness``. Memory is bounded by what can still change. Close it, or use a ``with``.

    Not safe to share between threads.
    """

    def __init__(
        self,
        book: Book,
        *,
        lateness: str = "72h",
        engine: EngineName = "auto",
        witnesses: int = 3,
        snapshot: Mapping[str, Any] | None = None,
    ) -> None:
        """Begin, or go on where a snapshot was taken.

        ``lateness`` is how much later than later events a report may come (by the starts
        of what they tell of), a length of time such as ``72h``; ``witnesses`` is how many of
        the last five events must lie further ahead than that before they are believed. Raises
        :class:`~ceasefire.errors.UsageError` for what cannot be, and for the snapshot of
        another rulebook, reading or date, of other patterns or another lateness.
        """
        self.book = book
        self.lateness: int = lateness_of(lateness)
        """The same as an argument, in microseconds."""
        self.clock = Clock(self.lateness, witnesses_of(witnesses))
        state = None if snapshot is None else fitting(snapshot, self._identity())
        roles = Roles(book.program.rulebook)
        self.sighter = Sighter(roles, book.setting)
        self.engine, self.note = engine_of(book._compiled, engine)  # noqa: SLF001  (our own)
        self.engine_name = "reference" if self.engine is book.engine else "durable"
        self.patterns = Patterns(book, roles, durable=self.engine_name == "durable")
        self.versions: dict[str, Version] = {}
        self.fed = 0
        self._closed = False
        if state is not None:
            self._load(state)

    # --- reports ---

    def feed(self, event: Event | Mapping[str, Any]) -> Update:
        """Take in a report and return what it changes.

        Raises :class:`~ceasefire.errors.EventError`, with every problem, for a report that
        cannot be read; the monitor is then as it was. Raises
        :class:`~ceasefire.errors.UsageError` once the monitor is closed.
        """
        self._open()
        record = self.book.read(event)
        text = canonical(event)
        print_ = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        version = self.versions.get(record.id)
        if version is not None and print_ in version.fingerprints:
            stands = print_ == version.fingerprints[-1]
            return Update(record.id, "duplicate" if stands else "repeated", None)
        early = self.book.early(record)
        if early is not None:
            return Update(record.id, "unknown-yet", early)
        told = tell(record, self.book.program)
        finding = self.engine.find(record, self.book.setting, told=told)
        sighting = self.sighter.see(record, told)
        local = zone(self.book.rulebook.timezone)
        known = known_span(record.known, local, f"event `{record.id}`")
        self.fed += 1
        if version is not None and older(known, version.known):
            version.fingerprints.insert(0, print_)
            return Update(record.id, "older", finding, start=sighting.start)
        new = Version(text, known, sighting, self.clock.now, [print_])
        status = self._take(record.id, version, new)
        changes = self._changes(tidy=self.fed % self._spell == 0)
        return Update(record.id, status, finding, changes, sighting.start)

    def _take(self, name: str, old: Version | None, new: Version) -> Status:
        """Let a report stand for an event in place of another, if any."""
        clock = self.clock
        start = new.sighting.start
        late = start is not None and clock.late(start)
        settled = (
            old is not None and bool(old.sighting.marks) and clock.late(old.sighting.start or 0)
        )
        if not late and start is not None:
            clock.see(start)
        self.patterns.reach(clock.now)
        if old is not None:
            new.fingerprints = [*old.fingerprints, *new.fingerprints]
            if not settled:
                self.patterns.remove(name, old.sighting)
        if late or settled:
            new.sighting = new.sighting._replace(marks=(), sites=())
        else:
            self.patterns.add(name, new.sighting)
        self.versions.pop(name, None)
        self.versions[name] = new
        self.patterns.tick()
        if late or settled:
            return "late"
        return "new" if old is None else "corrected"

    def advance(self, instant: int | datetime) -> tuple[Change, ...]:
        """Take note that time has come to an instant: a datetime, or microseconds since 1970.

        What only time shows (a lull that lasts, a calm that held) is told then, and what
        starts earlier by more than the lateness is late. Time never goes back.

        Raises :class:`~ceasefire.errors.UsageError` for what is no such thing (a datetime
        needs a zone), lies outside of the years that events have, or more than a day ahead
        of the machine's clock; for a number that lies more than a year before all that the
        rulebook dates, and would not in seconds or milliseconds; and once the monitor is
        closed.
        """
        self._open()
        try:
            known = instant_of(instant, self.book.program.horizon[0])
        except UsageError as error:
            raise UsageError(f"advance: {error}") from None
        return self._advance(known)

    def _advance(self, instant: int) -> tuple[Change, ...]:
        clock = self.clock
        clock.now = instant if clock.now is None else max(clock.now, instant)
        self.patterns.reach(clock.now)
        self.patterns.tick()
        return self._changes(tidy=True)

    def _changes(self, *, tidy: bool) -> tuple[Change, ...]:
        """Return what changed, and forget only then: what is final is told first."""
        changes = self.patterns.changes()
        if tidy:
            self._tidy()
        return changes

    @property
    def _spell(self) -> int:
        """How many reports are taken in before it is tidied up.

        About as many as are kept, all of which are then gone through. It is told by what a
        snapshot has, so that a restart changes nothing.
        """
        return max(TIDIED, 1 << (len(self.versions).bit_length() - 1))

    def _tidy(self) -> None:
        """Forget what cannot change any more."""
        watermark = self.clock.watermark
        if watermark is None:
            return
        self.patterns.prune(watermark)
        bar = watermark - self.lateness
        for name in [name for name, item in self.versions.items() if over(item, bar)]:
            del self.versions[name]

    # --- what stands ---

    @property
    def now(self) -> int | None:
        """How far the events have come, in microseconds since 1970, once any are believed."""
        return self.clock.now

    @property
    def due(self) -> int | None:
        """The next instant at which time by itself may change an alert, if it ever does."""
        dues = (tracker.due for tracker in self.patterns.trackers)
        return min((due for due in dues if due is not None), default=None)

    def live(self) -> Iterator[dict[str, Any]]:
        """Yield the reports that stand and may still change, in order of arrival."""
        for version in self.versions.values():
            yield json.loads(version.text)

    def close(self) -> None:
        """Free what the engine holds; nothing can be fed from then on."""
        self._closed = True
        self.patterns.close()
        close = getattr(self.engine, "close", None)
        if close is not None:
            close()

    def _open(self) -> None:
        if self._closed:
            raise UsageError("the monitor is closed; another one with its snapshot goes on there")

    # --- snapshots ---

    def snapshot(self) -> dict[str, Any]:
        """Return everything that must survive a restart, as plain data that JSON can hold."""
        return {
            **self._identity(),
            "clock": self.clock.dump(),
            "fed": self.fed,
            "versions": {name: item.dump() for name, item in self.versions.items()},
            "patterns": self.patterns.dump(),
        }

    def _identity(self) -> dict[str, Any]:
        book = self.book
        return {
            "form": FORM,
            "digest": book.digest,
            "reading": book.reading,
            "as_of": book.known,
            "lateness": self.lateness,
            "witnesses": self.clock.witnesses,
        }

    def _load(self, data: Mapping[str, Any]) -> None:
        try:
            self.clock.load(data["clock"])
            self.fed = data["fed"]
            self.versions = {name: Version.load(item) for name, item in data["versions"].items()}
            self.patterns.load(data["patterns"], self.clock.now)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            self.close()
            raise UsageError("the snapshot is not as it was given: it was damaged") from error
