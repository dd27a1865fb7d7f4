"""Times, lengths of time and windows: the one place to import them from.

An instant is a whole number of microseconds since 1970-01-01 00:00 UTC, and an
interval is ``[lo, hi)``: its first instant is in, its last bound is out.
"""

from __future__ import annotations

import re

from ceasefire.terms.clocks import (
    DAY,
    HOUR,
    MICROSECOND,
    MINUTE,
    SECOND,
    TimeCode,
    TimeProblem,
    local,
    zone,
)
from ceasefire.terms.instants import bounded, instant, not_a_time
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.spans import checked_length, describe, end_of, joined_up, span
from ceasefire.terms.windows import Window

__all__ = [
    "DAY",
    "HOUR",
    "MICROSECOND",
    "MINUTE",
    "SECOND",
    "TimeCode",
    "TimeProblem",
    "Window",
    "clock",
    "describe",
    "duration",
    "end_of",
    "instant",
    "joined_up",
    "local",
    "span",
    "weekday",
    "zone",
]

_DURATION = re.compile(r"(?P<count>\d{1,12}) ?(?P<unit>[a-z]+)", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"(?P<hour>\d{2}):(?P<minute>[0-5]\d)", re.ASCII)

_UNITS = {
    name: size
    for names, size in (
        ("s sec secs second seconds", SECOND),
        ("m min mins minute minutes", MINUTE),
        ("h hr hrs hour hours", HOUR),
        ("d day days", DAY),
        ("w week weeks", 7 * DAY),
    )
    for name in names.split()
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def duration(text: str) -> int:
    """Return a length of time such as ``48h``, ``30 minutes`` or ``2 days``, in microseconds.

    A day is 24 hours and a week seven of those. Raises :class:`TimeProblem`
    ``bad-duration`` where it is not understood, is zero, or exceeds a century.
    """
    match = _DURATION.fullmatch(bounded(text, "bad-duration"))
    if match and (size := _UNITS.get(match["unit"].lower())):
        return checked_length(int(match["count"]) * size, text)
    raise TimeProblem(
        code="bad-duration",
        message=f"`{text.strip()}` is not a length of time",
        hint="write a whole number and a unit, as in `48h`, `90 minutes`, `2 days` or `1w`",
    )


def clock(text: str) -> int:
    """Return a time of day, ``00:00`` to ``24:00``, in microseconds since midnight.

    Raises :class:`TimeProblem` ``bad-time``.
    """
    match = _CLOCK.fullmatch(bounded(text))
    if match and (time := int(match["hour"]) * HOUR + int(match["minute"]) * MINUTE) <= DAY:
        return time
    hint = "write hours and minutes with two digits each, `00:00` to `24:00`"
    raise not_a_time(text, hint, "a time of day")


def weekday(text: str) -> int:
    """Return the number of a weekday, Monday being 0, from its name or the first three letters.

    Raises :class:`TimeProblem` ``bad-time``.
    """
    name = bounded(text).lower()
    for number, full in enumerate(_WEEKDAYS):
        if name in {full, full[:3]}:
            return number
    hint = did_you_mean(name, _WEEKDAYS) or f"write one of {', '.join(_WEEKDAYS)}"
    raise not_a_time(text, hint, "a day of the week")
