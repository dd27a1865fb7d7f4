"""A rulebook in use: loaded, under a reading, as known at a date."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ceasefire.engines.reference.engine import ReferenceEngine, Setting
from ceasefire.errors import EventError, UsageError
from ceasefire.events.event import Event
from ceasefire.events.shape import ShapeError
from ceasefire.findings.finding import Finding, Provenance, Verdict
from ceasefire.program.accounts import known_from
from ceasefire.program.binding import bind
from ceasefire.program.program import Program
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.times import TimeProblem, span, zone
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from ceasefire.errors import Problem
    from ceasefire.rulebook.model import Rulebook

__all__ = ["Book", "load"]


@dataclass(frozen=True)
class Book:
    """A rulebook under one reading; immutable, and safe to share.

    ``rulebook`` is everything the analyst wrote; ``reading`` the id of the
    reading in use; ``known`` the text of the ``as_of`` date, or nothing.
    """

    rulebook: Rulebook
    reading: str
    known: str = ""
    _instant: int | None = field(default=None, repr=False)

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
        """Return the book under another reading; unknown names raise ``UsageError``."""
        if reading not in self.rulebook.readings:
            hint = did_you_mean(str(reading), self.rulebook.readings)
            known = ", ".join(self.readings)
            message = f"`{self.id}` has no reading `{reading}`; it has {known}"
            raise UsageError(f"{message}; {hint}" if hint else message)
        return self._changed(replace(self, reading=reading))

    def as_of(self, when: str | date | None) -> Book:
        """Return the book as known at a date (its end, local time) or an instant.

        A date and time without a zone are those of the rulebook's. With ``None``
        everything is known again. Raises
        :class:`~ceasefire.errors.UsageError` for what is no date.
        """
        if when is None:
            return replace(self, known="", _instant=None)
        when = when.isoformat(sep=" ") if isinstance(when, datetime) else str(when)
        try:
            _, end = span(when, zone(self.rulebook.timezone))
        except TimeProblem as problem:
            raise UsageError(f"as_of: {problem.message} ({problem.hint})") from problem
        if "/" in when:
            raise UsageError(f"as_of: `{when}` is an interval (write one date, such as 2016-03-01)")
        return replace(self, known=when, _instant=end - 1)

    def _changed(self, other: Book) -> Book:
        """Let a book that differs in reading only share the compiled engine."""
        for name in ("program", "engine"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    @cached_property
    def program(self) -> Program:
        """The rulebook compiled, less what was not yet known."""
        known = self.rulebook
        return Program(known if self._instant is None else known.known_at(self._instant))

    @cached_property
    def engine(self) -> ReferenceEngine:
        """The engine that decides events."""
        return ReferenceEngine(self.program)

    @cached_property
    def provenance(self) -> Provenance:
        """What every finding of this book carries."""
        later = len(self.rulebook.instruments) - len(self.program.rulebook.instruments)
        return Provenance(self.id, self.digest, self.reading, self.known, __version__, later)

    @cached_property
    def setting(self) -> Setting:
        """How events are read: the answers and credits of the reading, and the date."""
        reading = self.rulebook.readings[self.reading]
        return Setting(reading.answers, reading.credit, self._instant, self.provenance)

    def classify(self, event: Event | Mapping[str, Any], *, any_reading: bool = False) -> Finding:
        """Return the finding of one event.

        ``any_reading`` also works out what is possible with every question
        open. Raises :class:`~ceasefire.errors.EventError`, with every problem,
        for an event that cannot be read.
        """
        local = zone(self.rulebook.timezone)
        try:
            record = Event.read(event, zone=local)
        except ShapeError as error:
            raise EventError([*error.problems, *self.faults(error.rest)]) from None
        known = known_from(record.known, local, f"event `{record.id}`")
        if known is not None and self._instant is not None and known > self._instant:
            return self._unknown_yet(record)
        return self.engine.find(record, self.setting, any_reading=any_reading)

    def faults(self, rest: Event | None) -> tuple[Problem, ...]:
        """Return what is wrong with what could be read of an event, if anything could."""
        if rest is None:
            return ()
        try:
            bind(rest, self.program, {}, as_of=self._instant)
        except EventError as error:
            return tuple(error.problems)
        return ()

    def classify_all(
        self, events: Iterable[Event | Mapping[str, Any]], *, any_reading: bool = False
    ) -> Iterator[Finding]:
        """Yield the finding of each event, in order."""
        for event in events:
            yield self.classify(event, any_reading=any_reading)

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


def load(source: str | PathLike[str]) -> Book:
    """Return the book of a bundled rulebook's name, a rule file or a folder of them.

    Raises :class:`~ceasefire.errors.RulebookError` with every problem found.
    """
    from ceasefire.rulebook.load import load as read  # noqa: PLC0415  (reading loads much else)

    rulebook = read(source)
    return Book(rulebook, rulebook.default_reading)
