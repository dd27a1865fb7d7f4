"""Thresholds: so many breaches within a time."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ceasefire.monitor.telling import MOST_NAMED
from ceasefire.monitor.trackers.crossings import Crossings
from ceasefire.monitor.trackers.entries import SURELY
from ceasefire.rulebook.pattern_model import Threshold

if TYPE_CHECKING:
    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.telling import Teller
    from ceasefire.monitor.trackers.board import Board
    from ceasefire.monitor.trackers.entries import Entry, Parts
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["ThresholdTracker"]


class ThresholdTracker:
    """Keeps where the breaches of one party in one place come to a threshold."""

    due: int | None = None

    def __init__(
        self, pattern: Pattern, key: tuple[str, str], board: Board, teller: Teller
    ) -> None:
        """Start without any breach."""
        shape = pattern.shape
        assert isinstance(shape, Threshold)  # noqa: S101  (who asks knows)
        self.pattern, self.key, self.board, self.teller = pattern, key, board, teller
        self.sure = Crossings(shape.at_least, shape.within, sure=True)
        self.any = Crossings(shape.at_least, shape.within, sure=False)
        self._standing: dict[str, Alert] = {}

    def add(self, parts: Parts) -> None:
        """Take in a breach."""
        (entry,) = parts.values()
        touched = self.any.add(entry)
        if entry.mark == SURELY:
            touched |= self.sure.add(entry)
        self._refresh(touched, entry)

    def remove(self, parts: Parts) -> None:
        """Take out a breach."""
        (entry,) = parts.values()
        touched = self.any.remove(entry)
        if entry.mark == SURELY:
            touched |= self.sure.remove(entry)
        self._refresh(touched, entry)

    def tick(self) -> None:
        """Do nothing: time alone shows no breach."""

    def _refresh(self, touched: set[str], changed: Entry) -> None:
        """Tell anew of crossings that may have changed, and of those that count the event."""
        for name, alert in self._standing.items():
            start, end = alert.start, alert.end
            assert start is not None  # noqa: S101  (thresholds have both)
            assert end is not None  # noqa: S101  (likewise)
            if changed.start < end and changed.end > start:
                touched.add(name)
        for name in sorted(touched):
            self._tell(name)

    def _tell(self, name: str) -> None:
        known = self._standing.pop(name, None)
        alert: Alert | None = None
        entry = self.any.entries.get(name)
        if entry is not None and name in self.sure.crossings:
            alert = self._certain(entry)
        elif entry is not None and name in self.any.crossings:
            alert = self._possible(entry)
        if known is not None and (alert is None or alert.key != known.key):
            self.board.drop(known.key)
        if alert is not None:
            self.board.put(alert)
            self._standing[name] = alert

    def _certain(self, entry: Entry) -> Alert:
        span = entry.end - self.sure.within, entry.end
        return self.teller.threshold(
            self.pattern,
            self.key,
            entry.id,
            span,
            certain=True,
            low=self.sure.count(entry.end),
            high=self.any.overlapping(*span),
            events=named(self.sure, entry),
        )

    def _possible(self, entry: Entry) -> Alert:
        span = entry.start + 1 - self.any.within, entry.start + 1
        return self.teller.threshold(
            self.pattern,
            self.key,
            entry.id,
            span,
            certain=False,
            low=self.sure.count(entry.start + 1),
            high=self.any.count(entry.start),
            events=named(self.any, entry),
        )

    def prune(self, watermark: int) -> None:
        """Forget breaches that count for no later one, and alerts that are final."""
        entries = self.any.entries
        for name in [name for name in self._standing if entries[name].end < watermark]:
            self.board.settle(self._standing.pop(name).key)
        # Until an event is over, what may be of it can still come to be certain, or not.
        open_ = [item.start for item in entries.values() if item.end >= watermark]
        bar = min([watermark, *open_])
        self.sure.prune(bar)
        self.any.prune(bar)

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        standing = {name: alert.key for name, alert in self._standing.items()}
        return {"sure": self.sure.dump(), "any": self.any.dump(), "standing": standing}

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        self.sure.load(data["sure"])
        self.any.load(data["any"])
        alerts = self.board.alerts
        self._standing = {name: alerts[key] for name, key in data["standing"].items()}


def named(level: Crossings, last: Entry) -> list[str]:
    """Return the latest events that count for a crossing, its own at the end."""
    counted = sorted(level.counted(last.id), key=attrgetter("by_start"))
    others = [item.id for item in counted if item.id != last.id]
    return [*others[len(others) - min(len(others), MOST_NAMED - 1) :], last.id]
