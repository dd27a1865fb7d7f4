"""The alerts that stand, and what changes among them while one report is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.monitor.alerts import Change

if TYPE_CHECKING:
    from ceasefire.monitor.alerts import Alert

__all__ = ["Board"]


class Board:
    """The alerts that stand and may still change, by key; ``now`` is how far the feed has come."""

    def __init__(self) -> None:
        """Start without any."""
        self.alerts: dict[str, Alert] = {}
        self.now: int | None = None
        self._before: dict[str, Alert | None] = {}

    def put(self, alert: Alert) -> None:
        """Let an alert stand."""
        self._before.setdefault(alert.key, self.alerts.get(alert.key))
        self.alerts[alert.key] = alert

    def drop(self, key: str) -> None:
        """Let an alert stand no longer."""
        if key in self.alerts:
            self._before.setdefault(key, self.alerts[key])
            del self.alerts[key]

    def changes(self) -> tuple[Change, ...]:
        """Return what changed since it was last asked: first what falls, then what stands."""
        found = []
        for key, before in self._before.items():
            now = self.alerts.get(key)
            if now == before:
                continue
            if now is None:
                assert before is not None  # noqa: S101  (they differ)
                found.append(Change("retracted", before))
            else:
                found.append(Change("raised" if before is None else "restated", now))
        self._before.clear()
        return tuple(sorted(found, key=order))

    def settle(self, key: str) -> None:
        """Forget an alert that cannot change any more; what was told of it stands."""
        self.alerts.pop(key, None)


def order(change: Change) -> tuple[bool, str, int, str]:
    """Return the sort key of a change: retractions first, then by pattern and time."""
    alert = change.alert
    return change.what != "retracted", alert.pattern, alert.start or 0, alert.key
