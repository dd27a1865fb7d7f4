"""Events in order, and the gaps between them that are long enough to be told of."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.monitor.trackers.entries import Entry

__all__ = ["Gap", "Line", "OpenLine", "SureLine"]


class Gap(NamedTuple):
    """A stretch without an event, from that of ``first`` to that of ``ended_by``, if any."""

    start: int
    first: str
    end: int | None
    ended_by: str


class Line:
    """Events in order of their starts, and after which of them a gap may be long enough."""

    def __init__(self, length: int) -> None:
        """Take how long a gap is to be, in microseconds."""
        self.length = length
        self.order: list[tuple[int, str]] = []
        self.entries: dict[str, Entry] = {}
        self.wide: set[tuple[int, str]] = set()

    def add(self, entry: Entry) -> None:
        """Take in an event."""
        place = bisect_left(self.order, entry.by_start)
        self.order.insert(place, entry.by_start)
        self.entries[entry.id] = entry
        self.entered(place, entry)
        self._look(place - 1)
        self._look(place)

    def remove(self, entry: Entry) -> None:
        """Take out an event."""
        place = bisect_left(self.order, entry.by_start)
        del self.order[place], self.entries[entry.id]
        self.wide.discard(entry.by_start)
        self.left(place)
        self._look(place - 1)

    def _look(self, place: int) -> None:
        if not 0 <= place < len(self.order):
            return
        here = self.order[place]
        if place + 1 == len(self.order) or self.may(here, self.order[place + 1]):
            self.wide.add(here)
        else:
            self.wide.discard(here)

    def gaps(self, now: int | None) -> Iterator[Gap]:
        """Yield the gaps that are long enough; the last may last till now."""
        for here in sorted(self.wide):
            gap = self.gap(bisect_left(self.order, here))
            end = now if gap.end is None else gap.end
            if end is not None and end - gap.start >= self.length:
                yield gap

    @property
    def due(self) -> int | None:
        """The instant at which the last gap is long enough."""
        return self.last + self.length if self.order else None

    @property
    def last(self) -> int:
        """The start of the gap after the last event, of which there is one."""
        raise NotImplementedError

    def gap(self, place: int) -> Gap:
        """Return the gap after an event."""
        raise NotImplementedError

    def may(self, here: tuple[int, str], following: tuple[int, str]) -> bool:
        """Return whether the gap between neighbours may be long enough."""
        raise NotImplementedError

    def entered(self, place: int, entry: Entry) -> None:
        """Take note that an event came in at a place."""
        raise NotImplementedError

    def left(self, place: int) -> None:
        """Take note that the event at a place was taken out."""
        raise NotImplementedError


Reach = tuple[int, int, str]
"""End, start and id of an event."""


class SureLine(Line):
    """Gaps in which no event may lie: from the latest end so far to the next start."""

    def __init__(self, length: int) -> None:
        """Start without any event."""
        super().__init__(length)
        self.before: Reach = (-(1 << 63), 0, "")
        self._tops: list[Reach] = []

    def entered(self, place: int, entry: Entry) -> None:
        """Raise the latest end so far where it is sooner."""
        reach = entry.end, entry.start, entry.id
        self._tops.insert(place, max(reach, self._top(place - 1)))
        for later in range(place + 1, len(self._tops)):
            if self._tops[later] >= reach:
                break
            self._tops[later] = reach

    def left(self, place: int) -> None:
        """Find the latest ends so far anew, up to where nothing changes."""
        del self._tops[place]
        top = self._top(place - 1)
        for later in range(place, len(self._tops)):
            entry = self.entries[self.order[later][1]]
            top = max(top, (entry.end, entry.start, entry.id))
            if self._tops[later] == top:
                break
            self._tops[later] = top

    @property
    def last(self) -> int:
        """The start of the gap after the last event, of which there is one."""
        return self._tops[-1][0] - 1

    def _top(self, place: int) -> Reach:
        return self._tops[place] if place >= 0 else self.before

    def may(self, here: tuple[int, str], following: tuple[int, str]) -> bool:
        """Return whether starts are far enough apart."""
        return following[0] - here[0] >= self.length

    def gap(self, place: int) -> Gap:
        """Return the gap after an event."""
        end, _, first = self._tops[place]
        if place + 1 == len(self.order):
            return Gap(end - 1, first, None, "")
        start, name = self.order[place + 1]
        return Gap(end - 1, first, start, name)

    def prune(self, watermark: int) -> None:
        """Forget all that starts before the watermark but the last of it."""
        gone = bisect_left(self.order, (watermark, "")) - 1
        if gone <= 0:
            return
        self.before = self._tops[gone - 1]
        for here in self.order[:gone]:
            self.wide.discard(here)
            del self.entries[here[1]]
        del self.order[:gone], self._tops[:gone]


class OpenLine(Line):
    """Gaps in which no event need lie: from a start to the least end of all later ones."""

    def __init__(self, length: int) -> None:
        """Start without any event."""
        super().__init__(length)
        self._soon: list[tuple[int, str] | None] = []

    def entered(self, place: int, entry: Entry) -> None:
        """Lower the least end of later events where it is later."""
        self._soon.insert(place, self._sooner(place + 1, self._soon[place:]))
        for earlier in range(place - 1, -1, -1):
            known = self._soon[earlier]
            if known is not None and known <= entry.by_end:
                break
            self._soon[earlier] = entry.by_end

    @property
    def last(self) -> int:
        """The start of the gap after the last event, of which there is one."""
        return self.order[-1][0]

    def _sooner(self, place: int, rest: list[tuple[int, str] | None]) -> tuple[int, str] | None:
        """Return the least end from a place on; ``rest`` has those after each of these."""
        if place >= len(self.order):
            return None
        own = self.entries[self.order[place][1]].by_end
        return own if rest[0] is None else min(own, rest[0])

    def left(self, place: int) -> None:
        """Find the least ends of later events anew, down to where nothing changes."""
        del self._soon[place]
        for earlier in range(place - 1, -1, -1):
            found = self._sooner(earlier + 1, self._soon[earlier + 1 :])
            if self._soon[earlier] == found:
                break
            self._soon[earlier] = found

    def may(self, here: tuple[int, str], following: tuple[int, str]) -> bool:
        """Return whether the next may be over late enough."""
        return self.entries[following[1]].end - 1 - here[0] >= self.length

    def gap(self, place: int) -> Gap:
        """Return the gap after an event."""
        start, first = self.order[place]
        soon = self._soon[place]
        return (
            Gap(start, first, None, "") if soon is None else Gap(start, first, soon[0] - 1, soon[1])
        )

    def prune(self, watermark: int) -> None:
        """Forget events whose gap no later event can end sooner."""
        gone = 0
        for soon in self._soon:
            if soon is None or soon[0] - 1 >= watermark:
                break
            gone += 1
        for here in self.order[:gone]:
            self.wide.discard(here)
            del self.entries[here[1]]
        del self.order[:gone], self._soon[:gone]
