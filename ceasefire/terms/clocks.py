"""What the clocks of a time zone read, and when they read it, in whole microseconds.

Two counts of microseconds since 1970-01-01 00:00 are kept apart throughout: an
*instant* counts in UTC; a *reading* counts on the local wall clock, so that
``reading == instant + offset``. Between two changes of the clocks the offset is
constant; every question about gaps and doubled hours is answered by looking at
those stretches one by one, and none needs a special case.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, available_timezones

from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DAY",
    "HOUR",
    "LONGEST_TEXT",
    "MICROSECOND",
    "MINUTE",
    "SECOND",
    "TimeCode",
    "TimeProblem",
    "day_end",
    "day_start",
    "local",
    "moments",
    "offset_at",
    "stretches",
    "write_offset",
    "zone",
]

MICROSECOND = 1
SECOND = 1_000_000 * MICROSECOND
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LONGEST_TEXT = 100
"""The most characters that a text about time may have."""

TimeCode = Literal["bad-time", "nonexistent-time", "ambiguous-time", "bad-duration", "bad-zone"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE = timedelta(microseconds=1)

# Outside these years a zone keeps the offset it has at the nearer end, which
# bounds the search for changes of the clocks.
_EARLIEST = (datetime(1800, 1, 1, tzinfo=UTC) - _EPOCH) // _ONE
_LATEST = (datetime(2400, 1, 1, tzinfo=UTC) - _EPOCH) // _ONE

# The search goes through blocks of time and remembers what it found in each. A single
# date needs a few days only; short blocks spare it the search of years.
_BLOCK = 512 * DAY
_SHORT_BLOCK = 8 * DAY

_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+)*", re.ASCII)

# Found on some systems only, or not meaning the same on each of them.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})
_NO_FOLDERS = ("posix/", "right/")


class TimeProblem(ValueError):  # noqa: N818  (a problem in someone's text, not a failure of the program)
    """A text about time that cannot be used.

    ``code`` is one of :data:`TimeCode`; ``message`` says what is wrong and
    ``hint``, which may be empty, says what to write instead.
    """

    def __init__(self, code: TimeCode, message: str, hint: str = "") -> None:
        """Keep the three parts."""
        super().__init__(f"{message} ({hint})" if hint else message)
        self.code: TimeCode = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[TimeProblem], tuple[TimeCode, str, str]]:
        """Survive the way between processes."""
        return (TimeProblem, (self.code, self.message, self.hint))


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return the IANA time zone of that name.

    Raises :class:`TimeProblem` ``bad-zone`` where there is none.
    """
    well_formed = len(name) <= LONGEST_TEXT and _ZONE_NAME.fullmatch(name)
    if well_formed and name not in _NO_ZONES and not name.startswith(_NO_FOLDERS):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            pass
    shown = name[:LONGEST_TEXT]
    near = did_you_mean(shown, sorted(available_timezones() - _NO_ZONES))
    raise TimeProblem(
        code="bad-zone",
        message=f"`{shown}` is not a time zone",
        hint=near or "write an IANA name such as `Asia/Damascus`",
    )


def local(instant: int, tz: ZoneInfo) -> datetime:
    """Return what the clocks of a zone read at an instant, as an aware date and time.

    Raises :class:`OverflowError` outside the years 1 to 9999.
    """
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(tz)


def offset_at(tz: ZoneInfo, instant: int) -> int:
    """Return how far the clocks of a zone are ahead of UTC at an instant, in microseconds."""
    offset = local(min(max(instant, _EARLIEST), _LATEST), tz).utcoffset()
    return (offset or timedelta(0)) // _ONE


@lru_cache(maxsize=4096)
def _changes(tz: ZoneInfo, block: int, length: int) -> tuple[int, ...]:
    """Return the instants of one block of time at which the offset changes."""
    first = block * length
    samples = [(at, offset_at(tz, at)) for at in range(first - 1, first + length, DAY)]
    return tuple(
        change
        for (before, offset), (after, last) in pairwise(samples)
        if offset != last
        for change in _changes_between(tz, before, after)
    )


def _changes_between(tz: ZoneInfo, before: int, after: int) -> Iterator[int]:
    """Bisect for the changes of offset after ``before``, up to and including ``after``."""
    last = offset_at(tz, after)
    offset = offset_at(tz, before)
    while offset != last:
        low, high = before, after
        while high - low > 1:
            middle = (low + high) // 2
            if offset_at(tz, middle) == offset:
                low = middle
            else:
                high = middle
        yield high
        before, offset = high, offset_at(tz, high)


def stretches(tz: ZoneInfo, lo: int, hi: int) -> list[tuple[int, int, int]]:
    """Cut ``[lo, hi)`` where the clocks change: ``(from, to, offset)`` in order.

    Ends are instants and offsets are microseconds ahead of UTC.
    """
    if lo >= hi:
        return []
    length = _SHORT_BLOCK if hi - lo <= _SHORT_BLOCK else _BLOCK
    blocks = range(max(lo, _EARLIEST) // length, min(hi - 1, _LATEST) // length + 1)
    cuts = [
        change for block in blocks for change in _changes(tz, block, length) if lo < change < hi
    ]
    edges = [lo, *cuts, hi]
    return [(start, end, offset_at(tz, start)) for start, end in pairwise(edges)]


def _around(tz: ZoneInfo, reading: int) -> list[tuple[int, int, int]]:
    """Return the stretches that may hold a reading; no offset reaches a day."""
    return stretches(tz, reading - 2 * DAY, reading + 2 * DAY)


def moments(tz: ZoneInfo, reading: int) -> tuple[int, ...]:
    """Return the instants at which the clocks show a reading: none, one or several."""
    return tuple(
        reading - offset
        for start, end, offset in _around(tz, reading)
        if start <= reading - offset < end
    )


@lru_cache(maxsize=8192)
def day_start(tz: ZoneInfo, day: int) -> int:
    """Return the first instant whose reading is in a day or later.

    ``day`` counts local dates from 1970-01-01. Where the clocks skip midnight
    this is the moment at which they are put forward.
    """
    midnight = day * DAY
    return min(
        max(start, midnight - offset)
        for start, end, offset in _around(tz, midnight)
        if midnight - offset < end
    )


@lru_cache(maxsize=8192)
def day_end(tz: ZoneInfo, day: int) -> int:
    """Return the instant after the last one whose reading is in a day or earlier.

    It equals the start of the next day, except where the clocks are put back
    across midnight, so that two dates take turns.
    """
    midnight = (day + 1) * DAY
    return max(
        min(end, midnight - offset)
        for start, end, offset in _around(tz, midnight)
        if midnight - offset > start
    )


def write_offset(offset: int) -> str:
    """Write an offset in microseconds as ``+03:00``, with seconds where it has any."""
    sign = "-" if offset < 0 else "+"
    minutes, seconds = divmod(abs(offset) // SECOND, 60)
    text = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
