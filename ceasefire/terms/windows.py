"""Stretches of time, once or on certain weekdays and hours, in a zone's local time."""

from __future__ import annotations

from dataclasses import dataclass

from ceasefire.terms.clocks import DAY, offset_at, stretches, zone

__all__ = ["Window"]

_WEEKDAY_OF_DAY_ZERO = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class Window:
    """A set of instants: between two bounds, and on some days at some hours.

    ``start`` is the first instant inside and ``end`` the first one after, in
    microseconds since 1970-01-01 00:00 UTC; ``None`` is no bound. ``days`` are
    weekdays from Monday, 0. ``hours`` are pairs of microseconds since midnight;
    a pair that does not end after it begins runs into the next date, and still
    belongs to the weekday on which it began. Days and hours are read off the
    wall clocks of ``zone``: an hour that the clocks show twice is inside both
    times or not at all, and an hour that they skip holds no instant.
    """

    start: int | None = None
    end: int | None = None
    days: frozenset[int] | None = None
    hours: tuple[tuple[int, int], ...] | None = None
    zone: str = "UTC"

    @property
    def recurring(self) -> bool:
        """Whether weekdays or hours narrow the window."""
        return self.days is not None or self.hours is not None

    @property
    def edges(self) -> tuple[int, ...]:
        """The bounds that are set, as instants."""
        return tuple(bound for bound in (self.start, self.end) if bound is not None)

    def bounds(self) -> tuple[int | None, int | None]:
        """Return the first instant inside and the first one after; ``None`` is no bound."""
        return self.start, self.end

    def contains(self, instant: int) -> bool:
        """Tell whether an instant is inside."""
        if self.start is not None and instant < self.start:
            return False
        if self.end is not None and instant >= self.end:
            return False
        if not self.recurring:
            return True
        reading = instant + offset_at(zone(self.zone), instant)
        return any(lo <= reading < hi for lo, hi in self._occurrences(reading, reading + 1))

    def pieces(self, lo: int, hi: int) -> list[tuple[int, int]]:
        """Return the parts of ``[lo, hi)`` that are inside, in order and apart from each other."""
        if self.start is not None:
            lo = max(lo, self.start)
        if self.end is not None:
            hi = min(hi, self.end)
        if lo >= hi:
            return []
        if not self.recurring:
            return [(lo, hi)]
        return _merged(
            [
                (max(begin - offset, start), min(finish - offset, end))
                for start, end, offset in stretches(zone(self.zone), lo, hi)
                for begin, finish in self._occurrences(start + offset, end + offset)
            ]
        )

    def _occurrences(self, lo: int, hi: int) -> list[tuple[int, int]]:
        """Return the occurrences, as readings, that meet the readings ``[lo, hi)``."""
        hours = ((0, DAY),) if self.hours is None else self.hours
        lengths = [(begin, end if end > begin else end + DAY) for begin, end in hours]
        return [
            (day * DAY + begin, day * DAY + end)
            # One date earlier, because its hours may run past midnight.
            for day in range(lo // DAY - 1, (hi - 1) // DAY + 1)
            if self.days is None or (day + _WEEKDAY_OF_DAY_ZERO) % 7 in self.days
            for begin, end in lengths
            if day * DAY + begin < hi and day * DAY + end > lo
        ]


def _merged(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort intervals and join those that overlap or touch."""
    merged: list[tuple[int, int]] = []
    for lo, hi in sorted(pieces):
        if merged and lo <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], hi))
        else:
            merged.append((lo, hi))
    return merged
