"""The dates and hours that are written along a picture of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ceasefire.terms.times import DAY, HOUR, MINUTE, TimeProblem, instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

__all__ = ["ticks"]

WANTED: Final = 8
"""About how many dates there is room for."""

DAYS: Final = (1, 2, 7, 14)
MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
MINUTES: Final = (5, 15, 30, 60, 180, 360, 720)
MONTH: Final = 30 * DAY
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def ticks(lo: int, hi: int, tz: ZoneInfo) -> list[dict[str, Any]]:
    """Return the instants of ``[lo, hi)`` to be marked, each with its local date or hour."""
    width = (hi - lo) // WANTED
    marked = hours(lo, hi, width, tz) if width < DAY else dates(lo, hi, width)
    found = []
    for text in marked:
        try:
            at = instant(text, tz)
        except TimeProblem:
            continue  # a time that the clocks skip, or show twice
        if lo <= at < hi:
            found.append({"at": at, "label": label(text, width)})
    return found


def dates(lo: int, hi: int, width: int) -> Iterator[str]:
    """Yield dates some days or months apart."""
    first, last = moment(lo).date(), moment(hi).date() + timedelta(1)
    if width < DAYS[-1] * DAY:
        step = next(count for count in DAYS if width <= count * DAY)
        day = date.fromordinal(first.toordinal() - first.toordinal() % step)
        while day <= last:
            yield day.isoformat()
            day += timedelta(step)
        return
    step = next((count for count in MONTHS if width <= count * MONTH), MONTHS[-1])
    number = (first.year * 12 + first.month - 1) // step * step
    while number <= last.year * 12 + last.month:
        yield f"{number // 12:04}-{number % 12 + 1:02}-01"
        number += step


def hours(lo: int, hi: int, width: int, tz: ZoneInfo) -> Iterator[str]:
    """Yield hours some minutes apart, as the clocks of a zone show them."""
    step = next((count for count in MINUTES if width <= count * MINUTE), MINUTES[-1])
    start = moment(lo).astimezone(tz).date()
    end = moment(hi).astimezone(tz).date()
    while start <= end:
        for minute in range(0, 24 * 60, step):
            text = f"{start.isoformat()} {minute // 60:02}:{minute % 60:02}"
            if within(text, lo, hi):
                yield text
        start += timedelta(1)


def within(text: str, lo: int, hi: int) -> bool:
    """Return whether a local time may lie in a stretch, whatever its zone."""
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    offset = 16 * HOUR
    micros = (at - EPOCH) // timedelta(microseconds=1)
    return lo - offset <= micros <= hi + offset


def label(text: str, width: int) -> str:
    """Return what is written beside a mark."""
    if width >= DAYS[-1] * DAY:
        return text[:4] if width > MONTHS[4] * MONTH else text[:7]
    day, _, clock = text.partition(" ")
    return day if clock in {"", "00:00"} else clock


def moment(at: int) -> datetime:
    """Return an instant as a moment."""
    return EPOCH + timedelta(microseconds=at)
