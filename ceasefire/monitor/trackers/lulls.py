"""Lulls: places from which nothing is reported for so long."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Any

from ceasefire.monitor.trackers.entries import SURELY, Entry
from ceasefire.monitor.trackers.lines import Gap, OpenLine, SureLine
from ceasefire.rulebook.pattern_model import Lull

if TYPE_CHECKING:
    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.telling import Teller
    from ceasefire.monitor.trackers.board import Board
    from ceasefire.monitor.trackers.entries import Parts
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["LullTracker"]

Told = tuple[Gap, bool, int]
"""A gap, whether it is certain, and how many doubtful events lie in it."""


class LullTracker:
    """Keeps the lulls in one place."""

    def __init__(
        self, pattern: Pattern, key: tuple[str, str], board: Board, teller: Teller
    ) -> None:
        """Start without any event."""
        shape = pattern.shape
        assert isinstance(shape, Lull)  # noqa: S101  (who asks knows)
        self.pattern, self.place, self.board, self.teller = pattern, key[1], board, teller
        self.sure = SureLine(shape.length)
        self.open = OpenLine(shape.length)
        self.doubtful: list[int] = []
        self._standing: dict[Told, str] = {}

    @property
    def due(self) -> int | None:
        """The instant at which a lull begins to last."""
        now = self.board.now
        dues = [
            due
            for due in (self.sure.due, self.open.due)
            if due is not None and (now is None or due > now)
        ]
        return min(dues, default=None)

    def add(self, parts: Parts) -> None:
        """Take in an event."""
        (entry,) = parts.values()
        self.sure.add(entry)
        if entry.mark == SURELY:
            self.open.add(entry)
        else:
            insort(self.doubtful, entry.start)
        self._refresh()

    def remove(self, parts: Parts) -> None:
        """Take out an event."""
        (entry,) = parts.values()
        self.sure.remove(entry)
        if entry.mark == SURELY:
            self.open.remove(entry)
        else:
            del self.doubtful[bisect_left(self.doubtful, entry.start)]
        self._refresh()

    def tick(self) -> None:
        """Take note that the feed has come further."""
        self._refresh()

    def _refresh(self) -> None:
        """Let those lulls stand that there are now."""
        found = self._found()
        if found == self._standing.keys():
            return
        standing = {}
        keys = set()
        for told in found:
            alert = self._alert(told)
            self.board.put(alert)
            standing[told] = alert.key
            keys.add(alert.key)
        for key in self._standing.values():
            if key not in keys:
                self.board.drop(key)
        self._standing = standing

    def _alert(self, told: Told) -> Alert:
        gap, certain, high = told
        return self.teller.lull(
            self.pattern,
            self.place,
            gap.first,
            gap.ended_by,
            (gap.start, gap.end),
            certain=certain,
            high=high,
        )

    def _found(self) -> set[Told]:
        now = self.board.now
        sure = list(self.sure.gaps(now))
        told = {(gap.start, gap.end) for gap in sure}
        return {(gap, True, 0) for gap in sure}.union(
            (gap, False, self._high(gap))
            for gap in self.open.gaps(now)
            if (gap.start, gap.end) not in told
        )

    def _high(self, gap: Gap) -> int:
        """Return how many doubtful events there are from the start of a gap to its end."""
        first = bisect_left(self.doubtful, gap.start)
        last = len(self.doubtful) if gap.end is None else bisect_left(self.doubtful, gap.end)
        return max(0, last - first)

    def prune(self, watermark: int) -> None:
        """Forget what no later event changes, and lulls that are final."""
        for told, key in list(self._standing.items()):
            end = told[0].end
            if end is not None and end < watermark:
                del self._standing[told]
                self.board.settle(key)
        self.sure.prune(watermark)
        self.open.prune(watermark)
        first = min(self.open.order[0][0], watermark) if self.open.order else watermark
        del self.doubtful[: bisect_left(self.doubtful, first)]

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {
            "sure": [item.dump() for item in self.sure.entries.values()],
            "before": self.sure.before,
            "open": [item.dump() for item in self.open.entries.values()],
            "doubtful": self.doubtful,
            "standing": [[*told, key] for told, key in self._standing.items()],
        }

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        end, start, name = data["before"]
        self.sure.before = end, start, name
        for item in data["sure"]:
            self.sure.add(Entry.load(item))
        for item in data["open"]:
            self.open.add(Entry.load(item))
        self.doubtful = list(data["doubtful"])
        self._standing = {
            (Gap(*gap), certain, high): key for gap, certain, high, key in data["standing"]
        }
