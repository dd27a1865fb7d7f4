"""The findings of a whole feed, with what is counted of each event."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from ceasefire.errors import UsageError
from ceasefire.report.figures import Figures, tally
from ceasefire.report.periods import day, grain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.events.unknowns import Unknown
    from ceasefire.findings.counts import Count
    from ceasefire.findings.finding import Finding
    from ceasefire.report.facts import Facts
    from ceasefire.report.periods import Grain
    from ceasefire.report.plotting import Plot

__all__ = ["Case", "Findings", "Intake"]


class Case(NamedTuple):
    """One event of a feed with its finding, and what is counted of it.

    ``line`` is that of its row, 0 where there is none. It is ``again`` where an event that the
    feed has before it has the same id, as with a correction.
    """

    event: Event
    finding: Finding
    facts: Facts
    line: int = 0
    again: bool = False


@dataclass(frozen=True)
class Intake:
    """What was read of a feed, and what became of the rows that have no finding.

    ``digest`` is the SHA-256 of the file's bytes in hex (of what was read of rows, where
    there is no file). ``rejected`` rows could not be read or decided, of which ``problems``
    says what is wrong; ``aside`` are no events, by reason; ``unknown`` has the names and
    codes that nobody knows.
    """

    name: str
    digest: str = ""
    rows: int = 0
    rejected: int = 0
    problems: tuple[Problem, ...] = ()
    aside: Counter[str] = field(default_factory=Counter)
    unknown: tuple[Unknown, ...] = ()


@dataclass(frozen=True)
class Findings(Sequence["Finding"]):
    """The findings of the events of a feed, in its order, made by :meth:`Book.findings`.

    It is a sequence of :class:`~ceasefire.findings.finding.Finding`, in which events are
    also found by their id; where several have the same, that is the first of them. ``cases``
    has the events as well. ``since`` and ``until`` are the first and last local day that it
    was narrowed to (``None`` for no bound).
    """

    book: Book
    feed: Intake
    cases: tuple[Case, ...]
    since: date | None = None
    until: date | None = None

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.cases)

    def __iter__(self) -> Iterator[Finding]:
        """Yield the finding of each event."""
        return (case.finding for case in self.cases)

    @overload
    def __getitem__(self, key: int | str) -> Finding: ...

    @overload
    def __getitem__(self, key: slice) -> Findings: ...

    def __getitem__(self, key: int | str | slice) -> Finding | Findings:
        """Return the finding of an event by its number (from 0) or its id, or those of a slice.

        An id that several events have gives the first of them in the feed, also where a later
        one corrects it; ``cases`` has them all. Raises :class:`IndexError` or :class:`KeyError`
        where there is none.
        """
        if isinstance(key, slice):
            return replace(self, cases=self.cases[key])
        if isinstance(key, str):
            return self.cases[self._by_id[key]].finding
        return self.cases[key].finding

    def __contains__(self, value: object) -> bool:
        """Return whether there is such a finding, or an event of that id."""
        return value in (self._by_id if isinstance(value, str) else tuple(self))

    def index(self, value: object, start: int = 0, stop: int = sys.maxsize) -> int:
        """Return the number (from 0) of a finding, or of the first event of an id.

        Raises :class:`ValueError` where there is none from ``start`` to before ``stop``.
        """
        return self._like(value).index(value, start, stop)

    def count(self, value: object) -> int:
        """Return how many findings are equal to one, or how many events have an id."""
        return self._like(value).count(value)

    def _like(self, value: object) -> tuple[object, ...]:
        return tuple(case.event.id for case in self.cases) if isinstance(value, str) else (*self,)

    @cached_property
    def _by_id(self) -> dict[str, int]:
        numbers = range(len(self.cases))
        return {self.cases[number].event.id: number for number in reversed(numbers)}

    # --- choosing ---

    def between(self, since: date | str | None = None, until: date | str | None = None) -> Findings:
        """Return the findings of events from one local day to another, both included.

        A day is a date or its text, such as ``2016-05-04``. An event of several days belongs
        to all of them; one of no known time to none. Raises
        :class:`~ceasefire.errors.UsageError` for what is no day, for days in the wrong order
        and for years in which no event can be.
        """
        first, last = day(since, "since"), day(until, "until")
        if first and last and first > last:
            raise UsageError(f"since: {first} is later than until: {last}; name the earlier first")
        kept = tuple(case for case in self.cases if within(case.facts, first, last))
        return replace(self, cases=kept, since=first, until=last)

    # --- counting ---

    @cached_property
    def ends(self) -> date | None:
        """The last local day on which one of the events may have been, if of any it is known."""
        return max((case.facts.last for case in self.cases if case.facts.last), default=None)

    @cached_property
    def repeated(self) -> int:
        """How many events have an id that the feed used before; each of them is counted."""
        return sum(case.again for case in self.cases)

    def counts(self, by: str | None = None) -> dict[str, Count]:
        """Return counts with bounds, of every event or by a dimension.

        ``by`` is one of :data:`~ceasefire.report.figures.DIMENSIONS`, such as ``actor``,
        ``kind``, ``place`` or ``verification``; without it there is one count, under
        ``every event``. Raises :class:`~ceasefire.errors.UsageError` for any other.
        """
        return tally(self.cases, by, (self.since, self.until))

    def figures(self, period: Grain = "day") -> Figures:
        """Return all that a report counts, by days, weeks (from Monday) or months.

        Raises :class:`~ceasefire.errors.UsageError` for any other period.
        """
        return Figures(self, grain(period))

    @property
    def plot(self) -> Plot:
        """What draws charts of them, for which Altair is needed."""
        from ceasefire.report.plotting import Plot  # noqa: PLC0415  (loaded when wanted)

        return Plot(self)

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain mapping for each event: its id, and the columns of its finding."""
        return [{"id": case.event.id, **case.finding.row()} for case in self.cases]

    def _repr_html_(self) -> str:
        from ceasefire.report.notebook import findings_html  # noqa: PLC0415  (only in notebooks)

        return findings_html(self)

    def __repr__(self) -> str:
        """Return what it is of, shortly."""
        events = "event" if len(self) == 1 else "events"
        return f"<Findings of {len(self)} {events} of {self.feed.name!r} under {self.book.id}>"


def within(facts: Facts, since: date | None, until: date | None) -> bool:
    """Return whether an event may have been on one of these days."""
    if since is None and until is None:
        return True
    if facts.first is None or facts.last is None:
        return False
    return (until is None or facts.first <= until) and (since is None or facts.last >= since)
