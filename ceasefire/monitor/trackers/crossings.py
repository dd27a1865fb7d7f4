"""Where the number of events within a time first comes to a threshold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, Any

from ceasefire.monitor.trackers.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Crossings"]

Anchor = tuple[int, str]


class Crossings:
    """The events at which so many have happened within a time, and had not before.

    *Sure* crossings count events that lie wholly within the time before the end of the
    anchoring event; anchors are in order of ends. Others count all that may lie within the
    time up to its start; anchors are in order of starts. Either count is the difference of
    two ranks for an event that comes, and is kept from then on. Counts of anchors that no
    event to come changes may be short of what is forgotten, and so do not tell whether
    these were over the threshold.
    """

    def __init__(self, at_least: int, within: int, *, sure: bool) -> None:
        """Take the threshold and the time, in microseconds.

        What happened exactly so long before counts, as it does of what follows something.
        """
        self.at_least = at_least
        self.within = within + 1
        self.sure = sure
        self.anchors: list[Anchor] = []
        self.counts: list[int] = []
        self.over: list[bool] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.entries: dict[str, Entry] = {}
        self._long: dict[str, Entry] = {}
        self.crossings: set[str] = set()

    def add(self, entry: Entry) -> set[str]:
        """Take in an event; return those whose being a crossing may have changed."""
        anchor = self._anchor(entry)
        place = bisect_left(self.anchors, anchor)
        insort(self.starts, entry.start)
        insort(self.ends, entry.end)
        self.entries[entry.id] = entry
        if entry.end - entry.start > self.within:
            self._long[entry.id] = entry
        own = self.count(anchor[0])
        turned = [n + (n >= place) for n in self._shifted(entry, 1, self.at_least)]
        self.anchors.insert(place, anchor)
        self.counts.insert(place, own)
        self.over.insert(place, own >= self.at_least)
        return self._looked({place, place + 1}, turned)

    def remove(self, entry: Entry) -> set[str]:
        """Take out an event; return those whose being a crossing may have changed."""
        place = self._take(entry)
        self.crossings.discard(entry.id)
        turned = self._shifted(entry, -1, self.at_least - 1)
        return {entry.id, *self._looked({place}, turned)}

    def _take(self, entry: Entry) -> int:
        """Take out an event, and return where it was among the anchors."""
        place = bisect_left(self.anchors, self._anchor(entry))
        del self.anchors[place], self.counts[place], self.over[place]
        del self.starts[bisect_left(self.starts, entry.start)]
        del self.ends[bisect_left(self.ends, entry.end)]
        del self.entries[entry.id]
        self._long.pop(entry.id, None)
        return place

    def _anchor(self, entry: Entry) -> Anchor:
        return entry.by_end if self.sure else entry.by_start

    def _shifted(self, entry: Entry, step: int, turn: int) -> list[int]:
        """Count one more or less where an event counts, and return where that turns the scale.

        That is where ``turn`` is the count now.
        """
        if self.sure:
            first, last = entry.end, entry.start + self.within
        else:
            first, last = entry.start, entry.end + self.within - 2
        low = bisect_left(self.anchors, (first, ""))
        high = bisect_left(self.anchors, (last + 1, ""), low)
        counts = [number + step for number in self.counts[low:high]]
        self.counts[low:high] = counts
        turned = []
        if turn in counts:
            turned = [low + number for number, found in enumerate(counts) if found == turn]
            for number in turned:
                self.over[number] = step > 0
        return turned

    def _looked(self, places: set[int], turned: list[int]) -> set[str]:
        """Find which anchors there, where the scale turned and next to that, are crossings.

        Returns all of these.
        """
        touched = set()
        if turned:
            places = places.union(turned, (place + 1 for place in turned))
        for number in places:
            if 0 <= number < len(self.anchors):
                name = self.anchors[number][1]
                touched.add(name)
                if self.over[number] and not (number and self.over[number - 1]):
                    self.crossings.add(name)
                else:
                    self.crossings.discard(name)
        return touched

    def count(self, time: int) -> int:
        """Return how many events count for an anchor of that time."""
        if self.sure:
            before = time - self.within
            found = bisect_right(self.ends, time) - bisect_left(self.starts, before)
            if self._long:
                found += sum(
                    item.start < before and item.end > time for item in self._long.values()
                )
            return found
        ended = bisect_right(self.ends, time + 1 - self.within)
        return bisect_right(self.starts, time) - ended

    def overlapping(self, start: int, end: int) -> int:
        """Return how many events may lie in a stretch of time."""
        return bisect_left(self.starts, end) - bisect_right(self.ends, start)

    def counted(self, name: str) -> Iterator[Entry]:
        """Yield the events that count for a crossing."""
        anchor = self.entries[name]
        for item in self.entries.values():
            if self.sure:
                if item.end <= anchor.end and item.start >= anchor.end - self.within:
                    yield item
            elif item.start <= anchor.start and item.end > anchor.start + 1 - self.within:
                yield item

    def prune(self, watermark: int) -> None:
        """Forget events that count for none that starts at the watermark or later.

        The last of them stays: whether it was over the threshold decides of the next.
        """
        bar = watermark - self.within
        gone = [item for item in self.entries.values() if item.end <= bar]
        last = self._last_before(bar if self.sure else watermark)
        for item in gone:
            if item.id != last:
                self._take(item)
                self.crossings.discard(item.id)

    def _last_before(self, time: int) -> str:
        """Return the last anchor that no later event changes."""
        place = bisect_left(self.anchors, (time + self.sure, ""))
        return self.anchors[place - 1][1] if place else ""

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        over = [name for (_, name), flag in zip(self.anchors, self.over, strict=True) if flag]
        return {
            "entries": [item.dump() for item in self.entries.values()],
            "over": over,
            "crossings": sorted(self.crossings),
        }

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        items = [Entry.load(item) for item in data["entries"]]
        over = set(data["over"])
        self.entries = {item.id: item for item in items}
        self._long = {item.id: item for item in items if item.end - item.start > self.within}
        self.anchors = sorted(map(self._anchor, items))
        self.over = [name in over for _, name in self.anchors]
        self.starts = sorted(item.start for item in items)
        self.ends = sorted(item.end for item in items)
        self.counts = [self.count(time) for time, _ in self.anchors]
        self.crossings = set(data["crossings"])
