"""The rows of a feed, decided a few at a time."""

from __future__ import annotations

from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import EventError, UsageError, placed
from ceasefire.events.feeds import read_feed
from ceasefire.findings.escapes import escaped
from ceasefire.report.telling import Teller
from ceasefire.studio.verdicts import possible

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.events.feeds import Record

__all__ = ["MOST", "FeedRows"]

MOST: Final = 5000
"""How many rows of a feed are shown."""

LONGEST: Final = 200
"""How many characters of a text are shown."""

BUDGET: Final = 4.0
"""Seconds after which no further row is decided at once."""


class FeedRows:
    """The first rows of a feed, read again where the rulebook changes what they mean."""

    def __init__(self, path: str, form: str | None = None) -> None:
        """Take the feed and its format."""
        self.path, self.form = path, form
        self.digest = ""
        self.records: list[Record] = []
        self.more = False

    def read(self, book: Book) -> None:
        """Read the rows; raise ``FeedError`` where the feed cannot be read."""
        if self.digest == book.digest:
            return
        feed = read_feed(self.path, self.form, rulebook=book.rulebook)
        found = list(islice(feed, MOST + 1))
        self.records, self.more = found[:MOST], len(found) > MOST
        self.digest = book.digest

    def event(self, book: Book, number: int) -> Event:
        """Return the event of a row; raise ``EventError`` where it has none."""
        self.read(book)
        if number >= len(self.records):
            raise UsageError("the feed has no such row")
        record = self.records[number]
        if record.event is None:
            raise EventError(self.problems(book, record))
        return record.event

    def problems(self, book: Book, record: Record) -> tuple[Problem, ...]:
        """Return why a row cannot be decided."""
        return (*record.problems, *placed(book.faults(record.rest), self.path, record.line))

    def decided(self, book: Book, start: int, count: int) -> dict[str, Any]:
        """Return some rows in words with their findings, and how many rows there are.

        Where they take long these are fewer than were asked for.
        """
        self.read(book)
        teller = Teller(book)
        end = monotonic() + BUDGET
        rows: list[dict[str, Any]] = []
        for number, record in enumerate(self.records[start : start + count], start):
            if rows and monotonic() > end:
                break
            rows.append({"row": number, **self.row(book, teller, record)})
        return {"rows": rows, "total": len(self.records), "more": self.more}

    def row(self, book: Book, teller: Teller, record: Record) -> dict[str, Any]:
        """Return one row."""
        if record.aside:
            return {"id": "", "aside": shown(record.aside)}
        event = record.event
        problems = () if event else self.problems(book, record)
        if event is not None:
            try:
                finding = book.classify(event)
            except EventError as error:
                problems = error.problems
            else:
                told = {key: shown(text) for key, text in teller.tell(event)._asdict().items()}
                return {
                    "id": shown(event.id),
                    **told,
                    "verdict": str(finding.verdict) if finding.possible else "",
                    "possible": possible(finding),
                    "sure": finding.settled and not finding.no_incident,
                }
        name = event.id if event else str(record.raw.get("id", ""))
        return {"id": shown(name), "wrong": [shown(item.message) for item in problems]}


def shown(text: str) -> str:
    """Return a text for a cell."""
    return escaped(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
