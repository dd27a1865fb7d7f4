"""A feed read and decided as a whole: findings with what is counted of each event."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from os import PathLike
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import EventError, UsageError, no_event, placed
from ceasefire.events.feeds import read_feed
from ceasefire.events.unknowns import Unknowns
from ceasefire.report.facts import Reader
from ceasefire.report.findings import Case, Findings, Intake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.events.feeds import Feed
    from ceasefire.events.rows import Record


__all__ = ["Collector", "collect"]

TABULAR: Final = ("columns", "read_next_batch")
"""What tables have of any library, and streams of their parts; no rows of events do."""


def collect(
    book: Book,
    source: Any,  # noqa: ANN401  (a path, a stream, or any events)
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
) -> Findings:
    """Return the findings of a feed, or of any events.

    ``source`` is a path or a stream (``format`` as for :meth:`~ceasefire.book.Book.scan`), or
    events as the library has them, as plain mappings too. Raises
    :class:`~ceasefire.errors.FeedError` where there is none, or not one can be decided, and
    :class:`~ceasefire.errors.UsageError` for a table.
    """
    if any(hasattr(type(source), name) for name in TABULAR):
        kind = type(source).__name__
        raise UsageError(
            f"{kind} is a table, and no events; `classify_frame` gives each of its rows a finding,"
            " and `scan` those of its file, or hand its rows over as mappings"
        )
    if isinstance(source, (str, PathLike)) or hasattr(source, "read"):
        return Collector(book).feed(read_feed(source, format, rulebook=book.rulebook))
    return Collector(book).events(source)


class Collector:
    """Reads and decides events; ``advance`` is called after each row of a feed."""

    def __init__(self, book: Book, advance: Callable[[Record], Any] | None = None) -> None:
        """Begin before the first row."""
        self.book = book
        self.reader = Reader(book)
        self.advance = advance
        self.cases: list[Case] = []
        self.ids: set[str] = set()
        self.rows = self.rejected = 0
        self.problems: list[Problem] = []
        self.aside: Counter[str] = Counter()
        self.unknowns = Unknowns()

    def feed(self, opened: Feed) -> Findings:
        """Return the findings of a feed."""
        digest = sha256()
        source = opened.opened.source
        for record in opened:
            self._record(record, opened.name)
            if source.once:
                digest.update(repr(record.raw).encode())
            if self.advance is not None:
                self.advance(record)
        if not source.once:
            for chunk in source.chunks():
                digest.update(chunk)
        return self._findings(opened.name, digest.hexdigest())

    def events(self, events: Iterable[Event | Mapping[str, Any]]) -> Findings:
        """Return the findings of events."""
        digest = sha256()
        for number, item in enumerate(events, 1):
            self.rows += 1
            try:
                event = self.book.read(item)
                digest.update(repr(event.to_dict()).encode())
                self._take(event, 0)
            except EventError as error:
                self._reject(replace(problem, line=number) for problem in error.problems)
        return self._findings("events", digest.hexdigest())

    def _record(self, record: Record, name: str) -> None:
        self.rows += 1
        if record.aside:
            self.aside[record.aside] += 1
        elif record.event is None:
            faults = placed(self.book.faults(record.rest), name, record.line)
            self._reject((*record.problems, *faults))
        else:
            try:
                self._take(record.event, record.line)
            except EventError as error:
                self._reject(placed(error.problems, name, record.line))

    def _take(self, event: Event, line: int) -> None:
        # As where feeds are read, an id is used also by what cannot be decided.
        again = event.id in self.ids
        self.ids.add(event.id)
        finding = self.book.classify(event)
        self.unknowns.add(line, finding.notes)
        self.cases.append(Case(event, finding, self.reader.facts(event), line, again))

    def _reject(self, problems: Iterable[Problem]) -> None:
        self.rejected += 1
        self.problems.extend(problems)

    def _findings(self, name: str, digest: str) -> Findings:
        if self.rows == self.rejected:
            raise no_event(name, self.rows, self.problems)
        intake = Intake(
            name,
            digest,
            self.rows,
            self.rejected,
            tuple(self.problems),
            self.aside,
            tuple(self.unknowns.rows()),
        )
        return Findings(self.book, intake, tuple(self.cases))
