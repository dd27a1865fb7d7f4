"""What is known of the feeds of a book, kept from one pass to the next.

Feeds of the same format and columns say the same things in the same words. What these
come to is found out once for a book, however many files or parts of files there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.engines.columnar.batches import Reading
from ceasefire.engines.columnar.loops import compiled
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.quick import Quick
from ceasefire.engines.columnar.sparing import FEW
from ceasefire.events.dialects import NATIVE
from ceasefire.tables.columns import Values
from ceasefire.tables.shaping import dialect_pieces, native_pieces

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ceasefire.book import Book
    from ceasefire.events.feeds import Feed

__all__ = ["Known", "known_of"]

MOST_KEPT: Final = 8
"""So many formats are remembered."""

MOST_SAID: Final = 1 << 18
"""What is known of feeds that say more different things is not kept."""


class Known:
    """What is known of feeds of one format and columns."""

    def __init__(self, book: Book, feed: Feed) -> None:
        """Begin with what the feed's columns mean."""
        documents = feed.columns is None
        own, columns = feed.pieces or (), feed.columns or ()
        self.reading = Reading(book, book.tables, own, columns, few=FEW)
        if documents and feed.dialect == NATIVE:
            self.reading.pieces = []
        elif feed.dialect == NATIVE:
            self.reading.pieces = native_pieces(self.reading)
        else:
            self.reading.pieces = dialect_pieces(self.reading)
        self.values: dict[str, Values] = {}
        self._quick: Quick | None = None

    @property
    def quick(self) -> Quick:
        """The quick way through the columns."""
        with LOCK:
            if self._quick is None:
                self._quick = Quick(self.reading, compiled())
        return self._quick

    def column(self, name: str) -> Values:
        """Return the values that findings have in a column."""
        with LOCK:
            return self.values.setdefault(name, Values(name))

    @property
    def large(self) -> bool:
        """Whether it takes too much memory to be kept."""
        reading = self.reading
        said = sum(len(piece.spoken) for piece in reading.pieces)
        return said + len(reading.findings) + len(reading.notes) > MOST_SAID


def known_of(book: Book, feed: Feed) -> Known:
    """Return what is known of feeds like this, or begin with nothing."""
    if feed.columns is None or feed.mapped:
        return Known(book, feed)
    key: Hashable = feed.container, feed.dialect, feed.columns
    with LOCK:
        found = book.known_feeds.pop(key, None)
        if found is None or found.large:
            found = Known(book, feed)
        while len(book.known_feeds) >= MOST_KEPT:
            book.known_feeds.pop(next(iter(book.known_feeds)))
        book.known_feeds[key] = found
    return found
