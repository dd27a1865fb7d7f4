"""The columnar engine as the laws ask for it: events as columns, findings with their notes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ceasefire.engines.columnar.batches import Reading
from ceasefire.engines.columnar.loops import compiled
from ceasefire.engines.columnar.quick import Quick
from ceasefire.engines.columnar.tables import Tables
from ceasefire.events.feeds import Feed, as_native
from ceasefire.events.rows import Meaning, Piece, Record, Row
from ceasefire.tables.cells import cells
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding

__all__ = ["Columns"]


class NoRows:
    """The rows of a feed that is given by columns."""

    columns: tuple[str, ...] | None = None
    schema: Any = None

    def rows(self) -> Iterator[Row]:
        """Yield none."""
        yield from ()


def told(key: str, raw: tuple[Any, ...]) -> Meaning:
    """Read one key of an event."""
    return Meaning({} if raw[0] is None else {key: raw[0]})


class Columns:
    """Some events, each key of which is a column."""

    def __init__(self, book: Book, events: Sequence[Mapping[str, Any]], few: int = 0) -> None:
        """Take the book and the events; so ``few`` different ones are decided one by one."""
        self.events = events
        keys = list(dict.fromkeys(key for event in events for key in event))
        self.table = {key: cells(event.get(key) for event in events) for key in keys}
        pieces = [Piece((key,), partial(told, key), frozenset({key})) for key in keys]
        self.feed = Feed(
            name="events",
            container="jsonl",
            dialect="native",
            columns=None,
            schema=None,
            pieces=tuple(pieces),
            bare=False,
            mapped=False,
            _rows=NoRows(),
            _reader=as_native,
            _zone=zone(book.rulebook.timezone),
        )
        self.reading = Reading(book, Tables(book.program), pieces, few=few)

    def record(self, number: int) -> Record:
        """Return an event as the feed reads it."""
        return self.feed.record(Row(number + 1, dict(self.events[number])))

    def findings(self) -> list[Finding | None]:
        """Return the finding of each event with its notes; nothing of one that is at fault."""
        batch = self.reading.batch(self.table, len(self.events), self.record)
        at_fault = {rejected.row for rejected in batch.rejected}
        assert {n for n, found in enumerate(batch.findings) if found < 0} == at_fault
        return [
            None
            if found < 0
            else replace(
                self.reading.findings[found], notes=self.reading.notes[noted], event=f"row {n}"
            )
            for n, (found, noted) in enumerate(zip(batch.findings, batch.notes, strict=True))
        ]

    def verdicts(self, *, swift: bool) -> list[Finding | None]:
        """Return the same, of which the verdict and what is possible are worked out alone.

        By the compiled loop where it is wanted and there is one, else by NumPy.
        """
        quick = Quick(self.reading, compiled() if swift else None)
        batch = quick.batch(self.table, len(self.events), self.record)
        return [None if n < 0 else self.reading.findings[n] for n in batch.findings]
