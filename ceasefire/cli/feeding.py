"""A feed run through a rulebook: findings, and what could not be decided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ceasefire.cli.notes import Notes
from ceasefire.cli.progress import watched
from ceasefire.cli.rejects import Rejects
from ceasefire.errors import EventError, no_event, placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ceasefire.book import Book
    from ceasefire.cli.terminal import Screen
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.events.feeds import Feed, Record
    from ceasefire.findings.finding import Finding

__all__ = ["Run", "is_small"]

SMALL: Final = 1 << 16
"""Bytes of a file that is decided row by row sooner than tables are made ready for it."""


def is_small(feed: Feed) -> bool:
    """Return whether a feed is so small that it is best decided row by row."""
    path = Path(feed.name)
    return not feed.opened.source.once and path.stat().st_size <= SMALL


class Run:
    """One pass over a feed; it keeps what could not be read or decided, and notes."""

    def __init__(self, book: Book, feed: Feed, *, any_reading: bool = False) -> None:
        """Begin before the first row."""
        self.book = book
        self.feed = feed
        self.any_reading = any_reading
        self.rows = 0
        self.rejects = Rejects()
        self.notes = Notes()

    def findings(
        self, reject: Callable[[Record, tuple[Problem, ...]], Any] | None = None
    ) -> Iterator[tuple[Record, Event, Finding]]:
        """Yield each row that can be decided; give the others, with problems, to ``reject``.

        Raises :class:`~ceasefire.errors.FeedError` where not one row can be
        decided, or reading cannot go on.
        """
        for record in watched(self.feed):
            self.rows += 1
            if record.aside:
                self.rejects.aside[record.aside] += 1
                continue
            problems = record.problems
            if record.event is not None:
                try:
                    finding = self.book.classify(record.event, any_reading=self.any_reading)
                except EventError as error:
                    problems = placed(error.problems, self.feed.name, record.line)
                else:
                    self.notes.add(finding.notes)
                    self.rejects.unknowns.add(record.line, finding.notes)
                    yield record, record.event, finding
                    continue
            else:
                found = self.book.faults(record.rest)
                problems += placed(found, self.feed.name, record.line)
            self.rejects.add(problems)
            if reject is not None:
                reject(record, problems)
        if self.rows == self.rejects.rows:
            raise no_event(self.feed.name, self.rows, self.rejects.problems)

    def report(self, screen: Screen, file: str | None = None, rejects: Path | None = None) -> None:
        """List what could not be read or decided, and what findings note.

        ``file`` and ``rejects`` are where all findings, and all such rows, are.
        """
        self.rejects.show(screen, self.rows, rejects)
        self.notes.show(screen, file)
