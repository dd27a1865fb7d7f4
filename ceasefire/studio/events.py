"""The event that the page states as a JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.errors import EventError
from ceasefire.events.json_text import loads
from ceasefire.events.jsonl import as_row
from ceasefire.events.rows import RowError

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.events.event import Event

__all__ = ["event_of"]

NAME = "event"


def event_of(book: Book, text: str) -> Event:
    """Return the event of a JSON text, read as strictly as a feed is.

    Raises :class:`~ceasefire.errors.EventError` with every problem.
    """
    try:
        row = as_row(loads(text), NAME, 0, "an event")
    except RowError as error:
        raise EventError(error.problems(NAME, 0)) from None
    if row.problems:
        raise EventError(row.problems)
    return book.read(row.raw)
