"""Events as a pattern sees them in one of its roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ceasefire.monitor.sighting import POSSIBLY, SURELY
from ceasefire.monitor.sites import Site, dumped, loaded

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["POSSIBLY", "SURELY", "Entry", "Parts", "Tracker"]


class Entry(NamedTuple):
    """An event: its time, half-open in microseconds since 1970, and how surely it counts."""

    id: str
    start: int
    end: int
    mark: int
    sites: tuple[Site, ...] = ()

    @property
    def by_start(self) -> tuple[int, str]:
        """The key that orders events by their starts."""
        return self.start, self.id

    @property
    def by_end(self) -> tuple[int, str]:
        """The key that orders events by their ends."""
        return self.end, self.id

    def dump(self) -> list[Any]:
        """Return the entry as plain data."""
        return [self.id, self.start, self.end, self.mark, dumped(self.sites)]

    @classmethod
    def load(cls, data: Sequence[Any]) -> Entry:
        """Return the entry of plain data."""
        name, start, end, mark, sites = data
        return cls(name, start, end, mark, loaded(sites))


Parts = dict[str, Entry]
"""One event in each part of a pattern that it plays, with how surely it plays that."""


class Tracker(Protocol):
    """Keeps the alerts of one pattern, for one key, while events come and go.

    Alerts are put on the board that it was made with. The *watermark* is the instant
    before which no event starts any more that is added or removed.
    """

    @property
    def due(self) -> int | None:
        """The instant at which :meth:`tick` is to be called, if any."""

    def add(self, parts: Parts) -> None:
        """Take in an event in the parts that it plays."""

    def remove(self, parts: Parts) -> None:
        """Take out an event that was taken in, in the same parts."""

    def tick(self) -> None:
        """Take note of how far the feed has come: the board tells."""

    def prune(self, watermark: int) -> None:
        """Forget what cannot matter any more."""

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state; the alerts are on the board already."""
