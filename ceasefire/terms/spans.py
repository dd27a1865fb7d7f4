"""The time of an event as people write it: a time, or an interval from one to another."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ceasefire.terms.clocks import (
    DAY,
    HOUR,
    MICROSECOND,
    MINUTE,
    SECOND,
    TimeProblem,
    day_end,
    day_start,
    moments,
    offset_at,
    write_offset,
)
from ceasefire.terms.instants import DAY_ZERO, bounded, not_a_time, read_time, unique_moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from ceasefire.terms.instants import WrittenTime

__all__ = ["LONGEST", "checked_length", "describe", "end_of", "joined_up", "span"]

LONGEST = 36525 * DAY
"""The longest length of time that may be written: a hundred years."""

_ISO_DURATION = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d{1,6})W|(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,10})S)?)?)",
    re.ASCII,
)
_ISO_HINT = "write weeks `P1W`, days `P2D`, hours and minutes `PT1H30M`, or both `P1DT6H`"
_OTHER_DATE = re.compile(
    r"(?=.*(?<!\d)\d{1,2}(?!\d))\d{1,4}([/.])\d{1,4}(?:\1\d{1,4})?(?:[ T].*)?", re.ASCII
)
_DATE_HINT = "dates are written with hyphens, the year first, as in `2017-03-04`"
_HINT = (
    "write a year, a month, a date, a time such as `2016-05-04 18:00`, "
    "or two of these with a slash, `2016-05-04 18:00/2016-05-05 08:00`"
)
_ONE_HINT = "write a date such as `2016-05-04`, or a time such as `2016-05-04 18:00`"


def span(text: str, tz: ZoneInfo) -> tuple[int, int]:
    """Return the instants that the time of an event denotes, as ``[lo, hi)``.

    A year, month or date covers all of it in the zone's local time; a time of
    day is a single instant. ``A/B`` runs from A to B, a date at the end
    included and a time of day at the end not; either may be a duration such as
    ``PT2H`` or ``P1D``, where a day is a day of the local calendar.

    Raises :class:`TimeProblem` ``bad-time``, ``nonexistent-time``,
    ``ambiguous-time`` or ``bad-duration``.
    """
    whole = bounded(text)
    if _OTHER_DATE.fullmatch(whole):
        raise not_a_time(whole, _DATE_HINT)
    if "/" not in whole:
        found = read_time(whole, tz, _HINT)
        return found.lo, found.hi
    try:
        return _interval(whole, tz)
    except TimeProblem as problem:
        if whole in problem.message:
            raise
        message = f"`{whole}`: {problem.message}"
        raise TimeProblem(code=problem.code, message=message, hint=problem.hint) from problem


def end_of(text: str, tz: ZoneInfo) -> int:
    """Return the instant at which a year, month or date ends, or that after a time of day.

    Written as for :func:`span`, but for intervals. Raises :class:`TimeProblem`
    ``bad-time``, ``nonexistent-time`` or ``ambiguous-time``.
    """
    whole = bounded(text)
    if _OTHER_DATE.fullmatch(whole):
        raise not_a_time(whole, _DATE_HINT)
    if "/" in whole:
        raise TimeProblem("bad-time", f"`{whole}` is an interval", _ONE_HINT)
    return read_time(whole, tz, _ONE_HINT).hi


def _interval(text: str, tz: ZoneInfo) -> tuple[int, int]:
    """Return the instants of two times with a slash between them."""
    first, _, second = (part.strip() for part in text.partition("/"))
    if first.startswith("P") and second.startswith("P"):
        raise not_a_time(text, "an interval needs a time at one end at least")
    if second.startswith("P"):
        start = read_time(first, tz, _HINT)
        return start.lo, _after(start, _iso_duration(second), tz)
    end = read_time(second, tz, _HINT)
    hi = end.lo if end.days is None else end.hi
    if first.startswith("P"):
        return _before(end, hi, _iso_duration(first), tz), hi
    lo = read_time(first, tz, _HINT).lo
    if lo < hi or lo == hi == end.lo:
        return lo, max(hi, lo + 1)
    raise TimeProblem(
        code="bad-time",
        message=f"`{text}` ends before it begins",
        hint="write the earlier time first",
    )


def checked_length(length: int, text: str) -> int:
    """Return a length of time, written as ``text``, that is neither zero nor over a century.

    Raises :class:`TimeProblem` ``bad-duration``.
    """
    if 0 < length <= LONGEST:
        return length
    raise TimeProblem(
        code="bad-duration",
        message=f"`{text.strip()}` is {'over a hundred years' if length else 'no time at all'}",
        hint="write a length above zero, a hundred years at most",
    )


def describe(lo: int, hi: int, tz: ZoneInfo) -> str:
    """Write the interval ``[lo, hi)`` briefly, in the local time of a zone.

    Whole days are written as dates, the last one included. A time that the
    clocks show twice carries its offset.
    """
    if hi - lo <= MICROSECOND:
        return " ".join(_written(lo, tz))
    first = (lo + offset_at(tz, lo)) // DAY
    last = (hi - 1 + offset_at(tz, hi - 1)) // DAY
    if lo == day_start(tz, first) and hi == day_end(tz, last):
        days = [_date(day) for day in (first, last)]
        return days[0] if first == last else " to ".join(days)
    (from_date, from_time), (to_date, to_time) = _written(lo, tz), _written(hi, tz)
    end = to_time if from_date == to_date else f"{to_date} {to_time}"
    return f"{from_date} {from_time} to {end}"


def joined_up(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of stretches of time, sorted and disjoint."""
    result: list[tuple[int, int]] = []
    for lo, hi in sorted(spans):
        if result and lo <= result[-1][1]:
            result[-1] = (result[-1][0], max(hi, result[-1][1]))
        else:
            result.append((lo, hi))
    return result


def _iso_duration(text: str) -> tuple[int, int]:
    """Return an ISO 8601 duration as calendar days and microseconds."""
    match = _ISO_DURATION.fullmatch(text)
    if match is None:
        raise TimeProblem(
            code="bad-duration", message=f"`{text}` is not a duration", hint=_ISO_HINT
        )
    counts = {name: int(value or 0) for name, value in match.groupdict().items()}
    days = counts["weeks"] * 7 + counts["days"]
    rest = counts["hours"] * HOUR + counts["minutes"] * MINUTE + counts["seconds"] * SECOND
    checked_length(days * DAY + rest, text)
    return days, rest


def _after(start: WrittenTime, length: tuple[int, int], tz: ZoneInfo) -> int:
    """Return the instant that lies some calendar days, then some time, after a start."""
    days, rest = length
    if not days:
        return start.lo + rest
    if start.days is None:
        return _moved(start.lo, days, tz) + rest
    return day_end(tz, start.days[0] + days - 1) + rest


def _before(end: WrittenTime, hi: int, length: tuple[int, int], tz: ZoneInfo) -> int:
    """Return the instant that lies some calendar days, then some time, before an end."""
    days, rest = length
    if not days:
        return hi - rest
    if end.days is None:
        return _moved(hi, -days, tz) - rest
    return day_start(tz, end.days[1] - days + 1) - rest


def _moved(moment: int, days: int, tz: ZoneInfo) -> int:
    """Return the instant at which the clocks read the same some days later."""
    reading = moment + offset_at(tz, moment) + days * DAY
    day, time = divmod(reading, DAY)
    return unique_moment(reading, f"{_date(day)} {_time(time)}", tz)


def _written(moment: int, tz: ZoneInfo) -> tuple[str, str]:
    """Write an instant as a local date and time, with the offset where these are not enough."""
    offset = offset_at(tz, moment)
    day, time = divmod(moment + offset, DAY)
    alone = len(moments(tz, moment + offset)) == 1
    return _date(day), _time(time) + ("" if alone else write_offset(offset))


def _date(day: int) -> str:
    return date.fromordinal(DAY_ZERO + day).isoformat()


def _time(time: int) -> str:
    """Write a time of day with no more digits than it needs."""
    seconds, micros = divmod(time, SECOND)
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    if micros:
        return f"{text}:{second:02}.{micros:06}"
    return f"{text}:{second:02}" if second else text
