"""What accounts beside the report say of an event, in words that it can be searched by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.engines.reference.telling import spoken
from ceasefire.errors import EventError
from ceasefire.program.accounts import accounts_of
from ceasefire.program.claims import ClaimError
from ceasefire.report.categories import by_name
from ceasefire.report.telling import Teller, among

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.book import Book
    from ceasefire.events.event import Alternative, Event

__all__ = ["Accounts"]


class Accounts:
    """Tells what the accounts of events say. ``coarsen`` is as for :class:`Teller`."""

    def __init__(self, book: Book, coarsen: int | None = None) -> None:
        """Take the book, which says what is known."""
        self.program = book.program
        self.teller = Teller(book, coarsen)

    def tell(self, event: Event) -> tuple[str, ...]:
        """Return who gives other accounts of an event, how firmly, and what they say otherwise."""
        found = (text for item in self._of(event) for text in self._words(item))
        return tuple(dict.fromkeys(text for text in found if text))

    def _words(self, item: Alternative) -> Iterator[str]:
        taxonomy = self.program.taxonomy
        yield from (*item.said_by, item.basis)
        for field, raw in item.facts.items():
            if field == "where":
                yield among([item.facts], field, self.teller.place)
            elif field in taxonomy.fields:
                yield spoken(self.program, field, by_name(taxonomy, field, raw))

    def _of(self, event: Event) -> tuple[Alternative, ...]:
        """Return the accounts that are reckoned with, each once."""
        if not event.alternatives:
            return ()
        named, fields = self.teller.named, self.program.taxonomy.fields
        try:
            found = list(accounts_of(event, fields, named.zone, named.credit, named.known))
        except (ClaimError, EventError):
            # An event that was not known yet is not decided, and may be unreadable.
            return ()
        items = (item for facts in found for item in (*facts.told_by, *facts.taken))
        return tuple({id(item): item for item in items}.values())
