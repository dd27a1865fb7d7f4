"""The clock of a feed: how far its events have come, whatever a single report says."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["Clock"]

RECENT: Final = 5
"""So many of the last events are looked at where some lie far ahead."""


class Clock:
    """The greatest start of an event that is believed.

    A start up to ``lateness`` beyond the clock is believed at once. One further ahead is
    believed once ``witnesses`` of the last five lie beyond it: then the clock moves to the
    least of these. So a single report with a mistaken date makes no other late.
    """

    def __init__(self, lateness: int, witnesses: int) -> None:
        """Start before all time. ``lateness`` is in microseconds."""
        self.lateness = lateness
        self.witnesses = witnesses
        self.now: int | None = None
        self.recent: list[int] = []

    @property
    def watermark(self) -> int | None:
        """The instant before which an event is late, once anything is believed."""
        return None if self.now is None else self.now - self.lateness

    def late(self, start: int) -> bool:
        """Return whether an event that starts then is late."""
        return self.now is not None and start < self.now - self.lateness

    def see(self, start: int) -> None:
        """Take note of the start of an event."""
        self.recent = [*self.recent, start][-RECENT:]
        if self.now is not None and start <= self.now + self.lateness:
            self.now = max(self.now, start)
            return
        bar = start if self.now is None else self.now + self.lateness
        ahead = [item for item in self.recent if self.now is None or item > bar]
        if len(ahead) >= self.witnesses:
            self.now = min(ahead)

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {"now": self.now, "recent": self.recent}

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        self.now, self.recent = data["now"], list(data["recent"])
