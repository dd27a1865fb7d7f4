"""The findings of a whole feed, with what is counted of each event."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.report.figures import Figures, tally

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

    ``line`` is that of its row, 0 where there is none.
    """

    event: Event
    finding: Finding
    facts: Facts
    line: int = 0


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
class Findings:
    """The findings of the events of a feed, in its order, made by :meth:`Book.findings`.

    It is a sequence of :class:`~ceasefire.findings.finding.Finding`; ``cases`` has the
    events as well. ``since`` and ``until`` are the first and last local day that it was
    narrowed to (``None`` for no bound).
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

    def __getitem__(self, key: int | str) -> Finding:
        """Return the finding of an event by its number (from 0) or its id.

        Raises :class:`IndexError` or :class:`KeyError` where there is none.
        """
        if isinstance(key, str):
            return self.cases[self._by_id[key]].finding
        return self.cases[key].finding

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {case.event.id: number for number, case in enumerate(self.cases)}

    # --- choosing ---

    def between(self, since: date | None = None, until: date | None = None) -> Findings:
        """Return the findings of events from one local day to another, both included.

        An event of several days belongs to all of them; one of no known time to none.
        """
        kept = tuple(case for case in self.cases if within(case.facts, since, until))
        return replace(self, cases=kept, since=since, until=until)

    # --- counting ---

    def counts(self, by: str | None = None) -> dict[str, Count]:
        """Return counts with bounds, of every event or by a dimension.

        ``by`` is one of :data:`~ceasefire.report.figures.DIMENSIONS`, such as ``actor``,
        ``kind``, ``place`` or ``verification``; without it there is one count, under
        ``every event``. Raises :class:`~ceasefire.errors.UsageError` for any other.
        """
        return tally(self.cases, by, (self.since, self.until))

    def figures(self, period: Grain = "day") -> Figures:
        """Return all that a report counts, by days, weeks (from Monday) or months."""
        return Figures(self, period)

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
