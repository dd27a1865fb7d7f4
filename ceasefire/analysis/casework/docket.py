"""The events of a feed, ready to be asked about under one stance or another."""

from __future__ import annotations

from collections import Counter
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from ceasefire.analysis.casework.origin import Origin
from ceasefire.analysis.casework.weighing import Outcome, Sort, Stance, Weigher, relevant
from ceasefire.engines.reference.engine import too_open
from ceasefire.engines.reference.search import Spent
from ceasefire.errors import EventError, no_event, placed
from ceasefire.program.actors import Actors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.events.feeds import Record
    from ceasefire.program.actors import Named

    Source: TypeAlias = (
        str | PathLike[str] | "Docket" | Iterable[Record | Event | Mapping[str, Any]]
    )

__all__ = ["Docket", "Entry", "docket"]


class Entry:
    """One event of a feed, and what is known of it under various credits."""

    def __init__(self, event: Event, line: int, weigher: Weigher) -> None:
        """Take the event; ``line`` is that of its row, or 0."""
        self.event = event
        self.line = line
        self._weigher = weigher
        self._sorts: dict[frozenset[str], Sort] = {}
        self.actors: dict[frozenset[str], frozenset[Named]] = {}

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.id

    def sort(self, credit: Iterable[str]) -> Sort:
        """Return the sort of the event if some speakers are credited."""
        taken = relevant(credit, self.event)
        found = self._sorts.get(taken)
        if found is None:
            found = self._sorts[taken] = self._weigher.sort(self.event, taken)
        return found

    def outcome(self, stance: Stance) -> Outcome:
        """Return the verdicts of the event under a stance.

        Raises :class:`~ceasefire.errors.EventError` where they are too much to work out.
        """
        try:
            return self.sort(stance.credit).outcome(stance.answers)
        except Spent:
            raise EventError([too_open(self.event)]) from None


class Docket:
    """The events of a feed under one book, and what became of the other rows.

    ``entries`` are the events. ``rows`` counts all rows, ``rejected`` those that could not
    be read or decided, of which ``problems`` says what is wrong; ``aside`` those that are no
    event, by reason, and ``early`` those that were not known yet.
    """

    def __init__(self, book: Book, name: str = "events") -> None:
        """Begin before the first row; ``name`` is that of the feed."""
        self.book = book
        self.name = name
        self.weigher = Weigher(book)
        self.entries: list[Entry] = []
        self.rows: int = 0
        self.rejected: int = 0
        self.early: int = 0
        self.problems: list[Problem] = []
        self.aside: Counter[str] = Counter()
        self._actors: dict[frozenset[str], Actors] = {}

    # --- reading ---

    def add(self, record: Record) -> None:
        """Take a row of a feed."""
        self.rows += 1
        if record.aside:
            self.aside[record.aside] += 1
        elif record.event is None:
            faults = placed(self.book.faults(record.rest), self.name, record.line)
            self._reject((*record.problems, *faults))
        else:
            self.take(record.event, record.line)

    def take(self, event: Event, line: int = 0) -> None:
        """Take an event."""
        entry = Entry(event, line, self.weigher)
        try:
            if self.book.early(event) is not None:
                self.early += 1
                return
            entry.sort(self.book.setting.credit)
        except EventError as error:
            self._reject(placed(error.problems, self.name, line))
        else:
            self.entries.append(entry)

    def _reject(self, problems: Iterable[Problem]) -> None:
        self.rejected += 1
        self.problems.extend(problems)

    def check(self) -> None:
        """Raise :class:`~ceasefire.errors.FeedError` where not one row can be decided."""
        if self.rows == self.rejected:
            raise no_event(self.name, self.rows, self.problems)

    # --- asking ---

    def weighed(
        self,
        weigh: Callable[[Entry], Any],
        advance: Callable[[int], None] | None = None,
    ) -> Iterator[tuple[Entry, Any]]:
        """Yield each event with what is worked out of it.

        Events of which that is too much are rejected, and are no entries any more.
        """
        kept = []
        for entry in self.entries:
            try:
                found = weigh(entry)
            except EventError as error:
                self._reject(placed(error.problems, self.name, entry.line))
                continue
            finally:
                if advance is not None:
                    advance(1)
            kept.append(entry)
            yield entry, found
        self.entries = kept
        self.check()

    def actors(self, entry: Entry, credit: Sequence[str]) -> frozenset[Named]:
        """Return whom an event names as actors if some speakers are credited."""
        taken = relevant(credit, entry.event)
        found = entry.actors.get(taken)
        if found is None:
            found = entry.actors[taken] = frozenset(self._named(taken).of(entry.event))
        return found

    def _named(self, taken: frozenset[str]) -> Actors:
        known = self._actors.get(taken)
        if known is None:
            as_of = self.book.setting.as_of
            known = self._actors[taken] = Actors(self.book.program, taken, as_of)
        return known

    def origin(self, readings: Sequence[str], counting: Sequence[str]) -> Origin:
        """Return what stands beside every figure."""
        return Origin.of(self, readings, counting)


def stance_of(book: Book, reading: str | None = None) -> Stance:
    """Return the answers and credits of a reading, by default that of the book."""
    found = book if reading is None else book.with_reading(reading)
    return Stance(found.setting.answers, tuple(found.setting.credit))


def docket(book: Book, source: Source, *, format: str | None = None) -> Docket:  # noqa: A002  (the word of the command line)
    """Return the events of a feed under a book.

    ``source`` is a path (``format`` as for :meth:`~ceasefire.book.Book.scan`), a feed that
    was opened, or any events: as the library has them, or as plain mappings. Raises
    :class:`~ceasefire.errors.FeedError` where not one can be decided.
    """
    if isinstance(source, Docket):
        return source
    if isinstance(source, (str, PathLike)):
        from ceasefire.events.feeds import read_feed  # noqa: PLC0415  (loads the formats)

        feed = read_feed(source, format, rulebook=book.rulebook)
        found = Docket(book, feed.name)
        for record in feed:
            found.add(record)
    else:
        found = Docket(book, str(getattr(source, "name", "events")))
        for item in source:
            add(found, item)
    found.check()
    return found


def add(found: Docket, item: Any) -> None:  # noqa: ANN401  (a row of a feed, an event, or data)
    """Take a row, an event or a mapping."""
    if hasattr(item, "aside"):
        found.add(item)
        return
    found.rows += 1
    try:
        event = found.book.read(item)
    except EventError as error:
        found._reject(error.problems)  # noqa: SLF001  (our own)
    else:
        found.take(event)
