"""The parties that the events of a block name as actors, once for all that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.report.telling import Teller
from ceasefire.tables.tallying import distinct

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from ceasefire.book import Book
    from ceasefire.events.event import Event
    from ceasefire.tables.deciding import Decided, Decider

__all__ = ["Naming"]

MOST: Final = 1 << 16
"""So many ways to name actors are kept of events that are looked at one by one."""


class Naming:
    """Names the actors of events."""

    def __init__(self, book: Book, decider: Decider) -> None:
        """Take what says which names parties have."""
        self.decider = decider
        self.teller = Teller(book)
        self.times = None if decider.by_row else book.tables.times
        self._epochs: list[int] = []
        self._said: dict[tuple[int, int, int], frozenset[str]] = {}
        self._raw: dict[Hashable, frozenset[str]] = {}
        self._raws: dict[tuple[int, int], list[object]] = {}

    def actors(self, decided: Decided) -> Iterator[tuple[frozenset[str], int, int]]:
        """Yield the actors that rows name, the number of their finding, and how many they are."""
        left = decided.findings >= 0
        if decided.batch is not None:
            epochs = self._epoch(decided.batch.said["when"])
            plain = left & decided.batch.told & (epochs >= 0)
            left &= ~plain
            yield from self._by_column(decided, plain, epochs)
        for row in np.flatnonzero(left).tolist():
            yield self._of_row(decided, row), int(decided.findings[row]), 1

    def _by_column(
        self,
        decided: Decided,
        plain: Any,  # noqa: ANN401  (a value of any type)
        epochs: Any,  # noqa: ANN401  (a value of any type)
    ) -> Iterator[tuple[frozenset[str], int, int]]:
        said, plans = decided.batch.said, decided.batch.plans
        keys = said["actor"].astype(np.int64) << 40 | plans.astype(np.int64) << 12 | epochs + 1
        found, places = np.unique(keys, return_inverse=True)
        pairs = places << 31 | decided.findings
        for pair, times, first in distinct(pairs, plain):
            key = int(found[pair >> 31])
            mark = key >> 40, key >> 12 & 0xFFFFFFF, key & 0xFFF
            actors = self._said.get(mark)
            if actors is None:
                actors = self._said[mark] = self._of_mark(decided, first, mark)
            yield actors, pair & 0x7FFFFFFF, times

    def _epoch(self, whens: Any) -> Any:  # noqa: ANN401  (a value of any type)
        """Return the numbers of the stretches of time in which names mean the same."""
        assert self.times is not None  # noqa: S101  (by columns there are some)
        for number in range(len(self._epochs), len(self.times.said)):
            self._epochs.append(self.times.when(number).epoch)
        return np.array([*self._epochs, -1], np.int64)[whens]

    def _of_mark(self, decided: Decided, row: int, mark: tuple[int, int, int]) -> frozenset[str]:
        """Return the actors of rows that have a claim and a plan, and times of one stretch."""
        said, plan, _ = mark
        if any("when" in dict(each.claims) for each in self.decider.reading.plans[plan].tellings):
            return self._of_row(decided, row)
        named = self.teller.named
        raws = self._raws.get((said, plan))
        if raws is None:
            raws = self._raws[said, plan] = named.raws(self._event(decided, row))
        assert self.times is not None  # noqa: S101  (by columns there are some)
        assert decided.batch is not None  # noqa: S101  (likewise)
        instant = self.times.when(int(decided.batch.said["when"][row])).start
        return frozenset(each.name for each in named.named(raws, instant))

    def _event(self, decided: Decided, row: int) -> Event:
        record = self.decider.feed.record(decided.block.row(row))
        assert record.event is not None  # noqa: S101  (it has a finding)
        return record.event

    def _of_row(self, decided: Decided, row: int) -> frozenset[str]:
        event = self._event(decided, row)
        key = repr([event.actor, event.when, event.alternatives, event.parts, event.known])
        found = self._raw.get(key)
        if found is None:
            found = frozenset(self.teller.actors(event))
            if len(self._raw) < MOST:
                self._raw[key] = found
        return found
