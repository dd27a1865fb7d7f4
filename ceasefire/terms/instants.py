"""One time as people write it: a year, a month, a date, or a date and a time of day.

A local time is read in the zone that goes with it. One that the clocks skip, or
show twice, is a problem that asks for an offset, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ceasefire.terms.clocks import (
    DAY,
    HOUR,
    LONGEST_TEXT,
    MINUTE,
    SECOND,
    TimeProblem,
    day_end,
    day_start,
    moments,
    offset_at,
    write_offset,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ceasefire.terms.clocks import TimeCode

__all__ = [
    "DAY_ZERO",
    "FIRST_YEAR",
    "LAST_YEAR",
    "WIDEST_OFFSET",
    "WrittenTime",
    "bounded",
    "form_of",
    "instant",
    "not_a_time",
    "read_time",
    "unique_moment",
]

DAY_ZERO = date(1970, 1, 1).toordinal()
"""The proleptic Gregorian ordinal of the day from which days are counted."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
WIDEST_OFFSET = 16 * HOUR
_SIXTY = 60

_TIME = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[ T](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,6}))?)?"
    r" ?(?P<offset>Z|(?P<sign>[+-])(?P<ahead_h>\d{2}):?(?P<ahead_m>\d{2})(?::(?P<ahead_s>\d{2}))?)?"
    r")?)?)?",
    re.ASCII,
)
_HINT = "write `2016-05-04`, `2016-05-04 00:01` or `2016-05-04 00:01+03:00`"


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """What one written time denotes: ``[lo, hi)``, as instants.

    ``days`` are the first and the last local date that a year, a month or a
    date covers, counted from 1970-01-01; ``None`` for a moment.
    """

    lo: int
    hi: int
    days: tuple[int, int] | None


def instant(text: str, tz: ZoneInfo) -> int:
    """Return the instant of a local time, in microseconds since 1970-01-01 00:00 UTC.

    Written ``YYYY-MM-DD`` for the first instant of that local day, or
    ``YYYY-MM-DD HH:MM[:SS[.ffffff]]``, with a ``T`` for the space if preferred;
    ``24:00`` is the first instant of the next day. A time may end in an offset,
    ``+03:00``, ``+0300`` or ``Z``, which then counts in place of the zone.

    Raises :class:`TimeProblem` ``bad-time``, ``nonexistent-time`` or
    ``ambiguous-time``.
    """
    match = _match(text, _HINT)
    if match["day"] is None:
        raise not_a_time(text, _HINT)
    return _read(match, tz).lo


def read_time(text: str, tz: ZoneInfo, hint: str = _HINT) -> WrittenTime:
    """Return what a year, a month, a date or a date with a time of day denotes.

    ``hint`` is for texts that are none of these. Raises as :func:`instant` does.
    """
    return _read(_match(text, hint), tz)


def form_of(text: str) -> re.Match[str] | None:
    """Return where the parts of a written time stand, whatever figures they have."""
    return _TIME.fullmatch(text)


def unique_moment(reading: int, text: str, tz: ZoneInfo) -> int:
    """Return the one instant at which the clocks show a reading, written as ``text``.

    Raises :class:`TimeProblem` ``nonexistent-time`` or ``ambiguous-time``.
    """
    found = moments(tz, reading)
    if len(found) == 1:
        return found[0]
    if found:
        raise TimeProblem(
            code="ambiguous-time",
            message=f"`{text}` occurs more than once in {tz}: the clocks were put back",
            hint=_offset_hint(text, [reading - moment for moment in found]),
        )
    raise TimeProblem(
        code="nonexistent-time",
        message=f"`{text}` does not exist in {tz}: the clocks were put forward past it",
        hint=_offset_hint(text, [offset_at(tz, reading + DAY * side) for side in (-1, 1)]),
    )


def bounded(text: str, code: TimeCode = "bad-time") -> str:
    """Trim a text; raise :class:`TimeProblem` where it is too long to be a time."""
    trimmed = text.strip()
    if len(trimmed) <= LONGEST_TEXT:
        return trimmed
    raise TimeProblem(
        code=code,
        message=f"`{trimmed[:20]}...` has {len(trimmed)} characters",
        hint=f"write {LONGEST_TEXT} at most",
    )


def not_a_time(text: str, hint: str, kind: str = "a time") -> TimeProblem:
    """Return the problem that a text is not of some kind."""
    return TimeProblem(code="bad-time", message=f"`{text.strip()}` is not {kind}", hint=hint)


def _match(text: str, hint: str) -> re.Match[str]:
    """Match the written form and check the year."""
    match = _TIME.fullmatch(bounded(text))
    if match is None:
        raise not_a_time(text, hint)
    if FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
        return match
    raise TimeProblem(
        code="bad-time",
        message=f"the year of `{match[0]}` is out of range",
        hint=f"years run from {FIRST_YEAR} to {LAST_YEAR}",
    )


def _read(match: re.Match[str], tz: ZoneInfo) -> WrittenTime:
    """Turn a matched time into what it denotes."""
    if match["hour"] is not None:
        moment = _moment(match, tz)
        return WrittenTime(moment, moment + 1, None)
    first, last = _days(match)
    lo, hi = day_start(tz, first), day_end(tz, last)
    if lo >= hi:
        raise TimeProblem(
            code="nonexistent-time",
            message=f"`{match[0]}` does not exist in {tz}: the calendar skips it",
            hint="write a time with an offset, or the date as counted elsewhere",
        )
    return WrittenTime(lo, hi, (first, last))


def _days(match: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last local date that a year, month or date covers."""
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    try:
        first = date(year, month, day)
    except ValueError:
        raise not_a_time(match[0], "there is no such date in the calendar") from None
    if match["month"] is None:
        after = date(year + 1, 1, 1)
    elif match["day"] is None:
        after = date(year + month // 12, month % 12 + 1, 1)
    else:
        after = first + timedelta(days=1)
    return first.toordinal() - DAY_ZERO, after.toordinal() - 1 - DAY_ZERO


def _moment(match: re.Match[str], tz: ZoneInfo) -> int:
    """Return the instant of a date with a time of day."""
    day, _ = _days(match)
    minute, second = int(match["minute"]), int(match["second"] or 0)
    micros = int((match["fraction"] or "").ljust(6, "0"))
    time = int(match["hour"]) * HOUR + minute * MINUTE + second * SECOND + micros
    if max(minute, second) >= _SIXTY or time > DAY:
        raise not_a_time(match[0], "hours run from 00:00 to 24:00, minutes and seconds to 59")
    if match["offset"] is not None:
        return day * DAY + time - _offset(match)
    if time == DAY:
        return day_start(tz, day + 1)
    return unique_moment(day * DAY + time, match[0], tz)


def _offset(match: re.Match[str]) -> int:
    """Return a written offset in microseconds."""
    if match["offset"] == "Z":
        return 0
    minute, second = int(match["ahead_m"]), int(match["ahead_s"] or 0)
    size = int(match["ahead_h"]) * HOUR + minute * MINUTE + second * SECOND
    if max(minute, second) >= _SIXTY or size >= WIDEST_OFFSET:
        raise not_a_time(match[0], "offsets stay within 16 hours of UTC, as in `+03:00`")
    return -size if match["sign"] == "-" else size


def _offset_hint(text: str, offsets: list[int]) -> str:
    choices = " or ".join(f"`{text}{write_offset(offset)}`" for offset in offsets)
    return f"add an offset: {choices}"
