"""Calms: whether an instrument held while it was in force, and what first broke it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.monitor.trackers.entries import SURELY, Entry

if TYPE_CHECKING:
    from ceasefire.monitor.stretches import Stretch
    from ceasefire.monitor.telling import Teller
    from ceasefire.monitor.trackers.board import Board
    from ceasefire.monitor.trackers.entries import Parts
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["CalmTracker"]


class Window:
    """One stretch in which an instrument is in force, and what broke it.

    Breaches that can no more change are kept as their number and the first of them.
    """

    def __init__(self, stretch: Stretch) -> None:
        """Start without any breach."""
        self.start, self.end = stretch
        self.live: dict[str, Entry] = {}
        self.low = self.high = 0
        self.first: list[tuple[int, str] | None] = [None, None]

    def touches(self, entry: Entry) -> bool:
        """Return whether an event may lie in the stretch."""
        begun = self.start is None or entry.end > self.start
        return begun and (self.end is None or entry.start < self.end)

    def surely(self, entry: Entry) -> bool:
        """Return whether an event breaks the calm in any case."""
        if entry.mark != SURELY:
            return False
        begun = self.start is None or entry.start >= self.start
        return begun and (self.end is None or entry.end <= self.end)

    def found(self) -> tuple[int, int, str]:
        """Return how many breaches there are, surely and possibly, and the first of them."""
        sure = [item for item in self.live.values() if self.surely(item)]
        low, high = self.low + len(sure), self.high + len(self.live)
        level = 0 if low else 1
        some = sure if low else self.live.values()
        firsts = [item.by_start for item in some]
        known = self.first[level]
        first = min([*firsts, known] if known is not None else firsts, default=None)
        return low, high, "" if first is None else first[1]

    def fold(self, watermark: int) -> None:
        """Keep no more than the number of breaches that start before the watermark."""
        for item in [item for item in self.live.values() if item.start < watermark]:
            del self.live[item.id]
            self.high += 1
            sure = self.surely(item)
            self.low += sure
            for level in (0, 1) if sure else (1,):
                known = self.first[level]
                self.first[level] = item.by_start if known is None else min(known, item.by_start)


class CalmTracker:
    """Keeps whether each stretch of an instrument held."""

    def __init__(
        self, pattern: Pattern, board: Board, teller: Teller, stretches: list[Stretch]
    ) -> None:
        """Take the stretches in which the instrument is in force."""
        self.pattern, self.board, self.teller = pattern, board, teller
        self.windows = [Window(stretch) for stretch in stretches]
        self._keys: dict[int, set[str]] = {}

    @property
    def due(self) -> int | None:
        """The next end of a stretch."""
        now = self.board.now
        ends = [
            window.end
            for window in self.windows
            if window.end is not None and (now is None or window.end > now)
        ]
        return min(ends, default=None)

    def add(self, parts: Parts) -> None:
        """Take in a breach."""
        (entry,) = parts.values()
        for number, window in enumerate(self.windows):
            if window.touches(entry):
                window.live[entry.id] = entry
                self._tell(number, window)

    def remove(self, parts: Parts) -> None:
        """Take out a breach."""
        (entry,) = parts.values()
        for number, window in enumerate(self.windows):
            if window.live.pop(entry.id, None) is not None:
                self._tell(number, window)

    def tick(self) -> None:
        """Take note of ends that have come."""
        for number, window in enumerate(self.windows):
            self._tell(number, window)

    def _tell(self, number: int, window: Window) -> None:
        low, high, first = window.found()
        span = window.start, window.end
        keys = set()
        if high:
            alert = self.teller.broken(
                self.pattern, span, first, certain=low > 0, low=low, high=high
            )
            self.board.put(alert)
            keys.add(alert.key)
        now, end = self.board.now, window.end
        if not low and end is not None and now is not None and now >= end:
            alert = self.teller.held(self.pattern, (window.start, end), certain=not high, high=high)
            self.board.put(alert)
            keys.add(alert.key)
        for key in self._keys.get(number, set()) - keys:
            self.board.drop(key)
        self._keys[number] = keys

    def prune(self, watermark: int) -> None:
        """Forget breaches that can no more change, and stretches that are over."""
        for window in self.windows:
            window.fold(watermark)

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {
            "windows": [
                [
                    [item.dump() for item in window.live.values()],
                    window.low,
                    window.high,
                    window.first,
                    sorted(self._keys.get(number, ())),
                ]
                for number, window in enumerate(self.windows)
            ]
        }

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        for number, window in enumerate(self.windows):
            live, window.low, window.high, first, keys = data["windows"][number]
            items = map(Entry.load, live)
            window.live = {item.id: item for item in items}
            window.first = [None if item is None else (item[0], item[1]) for item in first]
            self._keys[number] = set(keys)
