"""A rulebook in use: loaded, under a reading, as known at a date."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ceasefire.compiled import Compiled
from ceasefire.errors import EventError, UsageError
from ceasefire.findings.finding import Finding, Provenance, Verdict
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.times import TimeProblem, end_of, zone
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from os import PathLike
    from typing import IO

    from ceasefire.analysis.checks import Lint
    from ceasefire.engines.columnar.tables import Tables
    from ceasefire.engines.reference.engine import ReferenceEngine, Setting
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.monitor.monitor import EngineName, Monitor
    from ceasefire.monitor.whole.alerts import WholeAlerts
    from ceasefire.program.program import Program
    from ceasefire.report.findings import Findings
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.tables.knowing import Known
    from ceasefire.tables.scan import Scan

__all__ = ["Book", "load"]

Frame = TypeVar("Frame")


@dataclass(frozen=True)
class Book:
    """A rulebook under one reading; immutable, and safe to share.

    Made by :func:`load`; other books of the same rulebook by :meth:`with_reading` and
    :meth:`as_of`.
    """

    rulebook: Rulebook
    """Everything that the analyst wrote, resolved."""
    reading: str
    """The id of the reading in use."""
    known: str = ""
    """The date or instant up to which all is known, as text; nothing where everything is."""
    _instant: int | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        """Return what it is, shortly."""
        known = f", as of {self.known}" if self.known else ""
        return f"<Book {self.id}, reading {self.reading}{known}>"

    def _repr_html_(self) -> str:
        from ceasefire.report.notebook import book_html  # noqa: PLC0415  (only in notebooks)

        return book_html(self)

    @property
    def id(self) -> str:
        """The rulebook's id."""
        return self.rulebook.id

    @property
    def digest(self) -> str:
        """SHA-256 of the rulebook's canonical content, in hex."""
        return self.rulebook.digest

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings, the default one first."""
        default = self.rulebook.default_reading
        return (default, *(key for key in self.rulebook.readings if key != default))

    def with_reading(self, reading: str) -> Book:
        """Return the book under another reading, at the same date.

        Raises :class:`~ceasefire.errors.UsageError` for a reading that the rulebook does not
        have.
        """
        if reading not in self.rulebook.readings:
            hint = did_you_mean(str(reading), self.rulebook.readings)
            known = ", ".join(self.readings)
            message = f"`{self.id}` has no reading `{reading}`; it has {known}"
            raise UsageError(f"{message}; {hint}" if hint else message)
        other = replace(self, reading=reading)
        other.__dict__["_compiled"] = self._compiled
        return other

    def as_of(self, when: str | date | None) -> Book:
        """Return the book as known at a date (its end, local time) or an instant.

        A date and time without a zone are those of the rulebook's. With ``None``
        everything is known again. Raises
        :class:`~ceasefire.errors.UsageError` for what is no date.
        """
        if when is None:
            return replace(self, known="", _instant=None)
        end = self._end(when, "as_of")
        return replace(self, known=written(when), _instant=end - 1)

    def _end(self, when: str | date, name: str) -> int:
        """Return the instant at which a date ends, or that after an instant."""
        text = written(when)
        try:
            return end_of(text, zone(self.rulebook.timezone))
        except TimeProblem as problem:
            raise UsageError(f"{name}: {problem.message} ({problem.hint})") from problem

    @cached_property
    def _compiled(self) -> Compiled:
        return Compiled(self.rulebook, self._instant)

    @cached_property
    def known_feeds(self) -> dict[Hashable, Known]:
        """What was found out about feeds so far, by format and columns."""
        return {}

    @property
    def program(self) -> Program:
        """The rulebook compiled, less what was not yet known."""
        return self._compiled.program

    @property
    def engine(self) -> ReferenceEngine:
        """The engine that decides events."""
        return self._compiled.engine

    @property
    def tables(self) -> Tables:
        """What the engine that decides whole tables has found out so far."""
        return self._compiled.tables

    @cached_property
    def provenance(self) -> Provenance:
        """What every finding of this book carries."""
        later = len(self.rulebook.instruments) - len(self.program.rulebook.instruments)
        return Provenance(self.id, self.digest, self.reading, self.known, __version__, later)

    @cached_property
    def setting(self) -> Setting:
        """How events are read: the answers and credits of the reading, and the date."""
        from ceasefire.engines.reference.engine import Setting  # noqa: PLC0415  (loads much else)

        reading = self.rulebook.readings[self.reading]
        return Setting(reading.answers, reading.credit, self._instant, self.provenance)

    def classify(self, event: Event | Mapping[str, Any], *, any_reading: bool = False) -> Finding:
        """Return the finding of one event.

        ``any_reading`` also works out what is possible with every question
        open. Raises :class:`~ceasefire.errors.EventError`, with every problem,
        for an event that cannot be read.
        """
        record = self.read(event)
        early = self.early(record)
        if early is not None:
            return early
        return self.engine.find(record, self.setting, any_reading=any_reading)

    def read(self, event: Event | Mapping[str, Any]) -> Event:
        """Return a report as an event; times without a zone are those of the rulebook's.

        Raises :class:`~ceasefire.errors.EventError`, with every problem, for a report that
        cannot be read.
        """
        from ceasefire.events.event import Event  # noqa: PLC0415  (loads pydantic)
        from ceasefire.events.shape import ShapeError  # noqa: PLC0415  (likewise)

        try:
            return Event.read(event, zone=zone(self.rulebook.timezone))
        except ShapeError as error:
            raise EventError([*error.problems, *self.faults(error.rest)]) from None

    def early(self, event: Event) -> Finding | None:
        """Return the finding of an event that was not known yet; nothing of any other.

        Raises :class:`~ceasefire.errors.EventError` for a ``known`` that is no date.
        """
        from ceasefire.program.accounts import known_from  # noqa: PLC0415  (as above)

        local = zone(self.rulebook.timezone)
        known = known_from(event.known, local, f"event `{event.id}`")
        if known is not None and self._instant is not None and known > self._instant:
            return self._unknown_yet(event)
        return None

    def faults(self, rest: Event | None) -> tuple[Problem, ...]:
        """Return what is wrong with what could be read of an event, if anything could."""
        if rest is None:
            return ()
        from ceasefire.program.binding import bind  # noqa: PLC0415  (only for faulty events)

        try:
            bind(rest, self.program, {}, as_of=self._instant)
        except EventError as error:
            return tuple(error.problems)
        return ()

    def classify_all(
        self, events: Iterable[Event | Mapping[str, Any]], *, any_reading: bool = False
    ) -> Iterator[Finding]:
        """Yield the finding of each event, in order, as they are asked for.

        Raises :class:`~ceasefire.errors.EventError` at the first event that cannot be read.
        """
        for event in events:
            yield self.classify(event, any_reading=any_reading)

    def classify_frame(
        self,
        frame: Frame,
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
        columns: Sequence[str] | None = None,
        strict: bool = False,
    ) -> Frame:
        """Return a table with the findings of its rows as further columns.

        ``frame`` is a Polars, pandas or PyArrow table, a DuckDB relation, or anything else
        with ``__arrow_c_stream__``; the same kind comes back. Rows keep their order and all
        of their own columns. ``format`` is that of :meth:`scan`; ``columns`` are those that
        are added, all but ``possible_any_reading`` by default.

        A row that cannot be read has no verdict, and in ``notes`` what is wrong with it;
        with ``strict`` :class:`~ceasefire.errors.EventError` is raised with everything that
        is wrong. Raises :class:`~ceasefire.errors.FeedError` for a table that lacks what
        events need, :class:`~ceasefire.errors.UsageError` for what is no table.
        """
        from ceasefire.tables.frames import classify_frame  # noqa: PLC0415  (loads Arrow)

        return classify_frame(self, frame, format=format, columns=columns, strict=strict)

    def scan(  # noqa: PLR0913  (each a choice of its own)
        self,
        source: str | PathLike[str] | IO[Any],
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
        columns: Sequence[str] | None = None,
        keep: Sequence[str] | None = None,
        strict: bool = False,
        workers: int | None = None,
    ) -> Scan:
        """Return a feed of any size, to be classified as it is read.

        ``source`` and ``format`` are those of :func:`~ceasefire.events.feeds.read_feed`;
        ``columns`` are those of findings that are wanted, all but ``possible_any_reading``
        by default, ``keep`` those of the feed, all by default. With ``strict`` a row that
        cannot be read is an error. ``workers`` is how many threads read ahead, by default
        one for each core.

        Raises :class:`~ceasefire.errors.FeedError` for a feed that cannot be read at all,
        :class:`~ceasefire.errors.UsageError` for a column or format that does not exist.
        """
        from ceasefire.tables.scan import Scan  # noqa: PLC0415  (loads Arrow)

        return Scan(
            self,
            source,
            format=format,
            columns=columns,
            keep=keep,
            strict=strict,
            workers=workers,
        )

    def alerts(
        self,
        source: Any,  # noqa: ANN401  (a path, a stream, or a table of any make)
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
        until: str | date | None = None,
        strict: bool = False,
    ) -> WholeAlerts:
        """Return the alerts of the rulebook's patterns for a whole data set at once.

        They are those that stand once a :meth:`monitor` was fed with all of it, none of it
        too late. ``source`` and ``format`` are those of :meth:`scan`, or a table as
        :meth:`classify_frame` takes it; rows of one id are reports of one event. ``until`` is
        the day (its end, local time) or instant up to which it is known what happened, if
        that is later than the start of the last event. With ``strict`` a row that cannot be
        read is an error.

        Raises :class:`~ceasefire.errors.MissingExtraError` where Polars is missing,
        :class:`~ceasefire.errors.UsageError` for what is no date or has not come to its end
        yet, and what these raise.
        """
        from ceasefire.monitor.clock import known_until  # noqa: PLC0415  (loaded when wanted)
        from ceasefire.monitor.whole.alerts import alerts_of  # noqa: PLC0415  (loads Arrow)

        known = None if until is None else known_until(self, until, "until")
        return alerts_of(self, source, format=format, until=known, strict=strict)

    def findings(
        self,
        source: Any,  # noqa: ANN401  (a path, a stream, or any events)
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
    ) -> Findings:
        """Return the findings of a whole feed, to be counted, drawn and written up.

        ``source`` is a path or a stream (``format`` as for :meth:`scan`), or any events, as
        the library has them or as plain mappings. All of it is kept in memory. Raises
        :class:`~ceasefire.errors.FeedError` where there is no event, or not one can be
        decided, and :class:`~ceasefire.errors.UsageError` for a table, which
        :meth:`classify_frame` takes.
        """
        from ceasefire.report.collecting import collect  # noqa: PLC0415  (loads the formats)

        return collect(self, source, format=format)

    def check(self) -> list[Lint]:
        """Return what is odd about the rulebook, in order of its place in the rule files.

        What is said of the default reading is of this book's. Findings that the rule file
        accepts are among them, with the reason.
        """
        from ceasefire.analysis.checks import examine  # noqa: PLC0415  (loads much else)

        return examine(self)

    def monitor(
        self,
        *,
        lateness: str = "72h",
        engine: EngineName = "auto",
        witnesses: int = 3,
        snapshot: Mapping[str, Any] | None = None,
    ) -> Monitor:
        """Return a monitor, to be fed with reports one by one.

        It gives the finding of each, and the alerts of the rulebook's patterns as they come
        to hold or fall; see :class:`~ceasefire.monitor.monitor.Monitor` for ``lateness``, a
        length of time such as ``72h``, and ``witnesses``. ``snapshot`` is what
        :meth:`~ceasefire.monitor.monitor.Monitor.snapshot` gave. ``engine`` is
        ``durable``, ``reference``, or ``auto``: the first of these that can be loaded.
        Raises :class:`~ceasefire.errors.UsageError` for what cannot be.
        """
        from ceasefire.monitor.monitor import Monitor  # noqa: PLC0415  (loads much else)

        return Monitor(
            self, lateness=lateness, engine=engine, witnesses=witnesses, snapshot=snapshot
        )

    def _unknown_yet(self, event: Event) -> Finding:
        note = f"the event became known on {event.known}, after {self.known}"
        return Finding(
            event=event.id,
            verdict=Verdict.UNDETERMINED,
            possible=frozenset(),
            settled=False,
            ground=("not-yet-known",),
            because=note,
            notes=(note,),
            provenance=self.provenance,
        )


def written(when: str | date) -> str:
    """Return a date or instant as text."""
    return when.isoformat(sep=" ") if isinstance(when, datetime) else str(when)


def load(source: str | PathLike[str]) -> Book:
    """Return the book of a bundled rulebook's name, a rule file or a folder of them.

    It is under the default reading, and knows everything. Raises
    :class:`~ceasefire.errors.RulebookError` with every problem found, such as that there is
    no such file.
    """
    from ceasefire.rulebook.load import load as read  # noqa: PLC0415  (reading loads much else)

    rulebook = read(source)
    return Book(rulebook, rulebook.default_reading)
