"""The clock of a feed: how far its events have come, whatever a single report says."""

from __future__ import annotations

import operator
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, SupportsIndex

from ceasefire.errors import UsageError
from ceasefire.monitor.alerts import EPOCH, utc
from ceasefire.terms.clocks import DAY, SECOND
from ceasefire.terms.instants import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from datetime import date

    from ceasefire.book import Book

__all__ = ["Clock", "instant_of", "known_until", "present"]

COARSER: Final = (("seconds", SECOND), ("milliseconds", 1000))
"""What others count instants in, by their length in microseconds."""

LONG: Final = 10**30
"""From here on a number is too long to be shown."""

FORMS: Final = "write microseconds since 1970, or a datetime with a zone"

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


def present() -> int:
    """Return the instant that it is by the machine's clock, in microseconds since 1970."""
    return time.time_ns() // 1000


def come(instant: int, spare: int = 0) -> bool:
    """Return whether an instant has come, by a clock that may be slow by ``spare``."""
    return instant <= present() + spare


def known_until(book: Book, until: str | date, name: str) -> int:
    """Return up to which instant it is known what happened: the last of a day, or a time.

    Raises :class:`~ceasefire.errors.UsageError`, which begins with ``name``, for what is no
    time, or has not come to its end yet.
    """
    instant = book._end(until, name) - 1  # noqa: SLF001  (our own)
    if not come(instant):
        raise UsageError(f"{name}: `{until}` has not come to its end yet")
    return instant


def instant_of(time: object, first: int) -> int:
    """Return the instant of a moment, in microseconds since 1970.

    ``time`` is these, or a datetime with a zone. Before the instant ``first`` nothing can
    be known: what lies there, and would not in seconds or milliseconds, is taken for these.
    Raises :class:`~ceasefire.errors.UsageError` for that, for what is no such thing, for
    what lies outside of the years of events, and for what will not have come in a day:
    the clocks of machines differ.
    """
    instant = counted(time)
    low, high = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    # Days begin and end at other instants in other zones.
    if not since(low) - DAY <= instant < since(high) + DAY:
        shown = f"`{time}`" if abs(instant) < LONG else "such a number"
        outside = f"{shown} lies outside of the years {FIRST_YEAR} to {LAST_YEAR}"
        raise UsageError(f"{outside} ({FORMS})")
    if not come(instant, DAY):
        raise UsageError(f"`{time}`, which is {utc(instant)}, has not come yet")
    if instant < first and not isinstance(time, datetime):
        for unit, size in COARSER:
            if first <= instant * size and come(instant * size, DAY):
                other = f"in {unit} it would be {utc(instant * size)}"
                raise UsageError(f"`{time}` is {utc(instant)}; {other} ({FORMS})")
    return instant


def counted(time: object) -> int:
    """Return a datetime, or what is a whole number, as microseconds since 1970."""
    if isinstance(time, datetime):
        if time.utcoffset() is None:
            raise UsageError(f"`{time}` has no zone ({FORMS})")
        return since(time)
    if isinstance(time, SupportsIndex) and not isinstance(time, bool):
        return operator.index(time)
    raise UsageError(f"`{time}` is no instant ({FORMS})")


def since(time: datetime) -> int:
    """Return how many microseconds lie between 1970 and a moment."""
    return (time - EPOCH) // timedelta(microseconds=1)
