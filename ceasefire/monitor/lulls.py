"""Lulls: places from which nothing is reported for so long."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Any

from ceasefire.monitor.alerts import alert_data, alert_of
from ceasefire.monitor.entries import SURELY, Entry
from ceasefire.monitor.lines import Gap, OpenLine, SureLine
from ceasefire.rulebook.pattern_model import Lull

if TYPE_CHECKING:
    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.board import Board
    from ceasefire.monitor.entries import Parts
    from ceasefire.monitor.telling import Teller
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
        self._final: set[str] = set()
        self._held: dict[str, Alert] = {}

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
        self._hold({gap.first for gap, certain, _ in found if certain})
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

    def _hold(self, told: set[str]) -> None:
        """Let possible lulls that are over stand as long as none that is certain begins alike."""
        for first, alert in self._held.items():
            if first in told:
                self.board.drop(alert.key)
            elif alert.key not in self.board.alerts:
                self.board.put(alert)

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
        found = {(gap, True, 0) for gap in self.sure.gaps(now)}
        told = self._final.union(gap.first for gap, _, _ in found)
        found |= {
            (gap, False, self._high(gap)) for gap in self.open.gaps(now) if gap.first not in told
        }
        return found

    def _high(self, gap: Gap) -> int:
        """Return how many doubtful events there are from the start of a gap to its end."""
        first = bisect_left(self.doubtful, gap.start)
        last = len(self.doubtful) if gap.end is None else bisect_left(self.doubtful, gap.end)
        return max(0, last - first)

    def prune(self, watermark: int) -> None:
        """Forget what no later event changes, and lulls that are final."""
        for gap in self.open.gaps(self.board.now):
            if gap.end is not None and gap.end < watermark and gap.first not in self._final:
                self._held[gap.first] = self._alert((gap, False, self._high(gap)))
        for told, key in list(self._standing.items()):
            gap, certain, _ = told
            if gap.end is not None and gap.end < watermark:
                del self._standing[told]
                if certain:
                    self._final.add(gap.first)
                    self.board.settle(key)
        self.sure.prune(watermark)
        self.open.prune(watermark)
        first = min(self.open.order[0][0], watermark) if self.open.order else watermark
        del self.doubtful[: bisect_left(self.doubtful, first)]
        # Of what is over, the latest end alone may still begin a certain lull.
        holding = self.sure.firsts()
        for name in [name for name in self._held if name not in holding]:
            self.board.settle(self._held.pop(name).key)
        self._final.intersection_update(self.open.entries)

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {
            "sure": [item.dump() for item in self.sure.entries.values()],
            "before": self.sure.before,
            "open": [item.dump() for item in self.open.entries.values()],
            "doubtful": self.doubtful,
            "standing": [[*told, key] for told, key in self._standing.items()],
            "final": sorted(self._final),
            "held": [alert_data(alert) for alert in self._held.values()],
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
        self._final = set(data["final"])
        self._held = {alert.events[0]: alert for alert in map(alert_of, data["held"])}
