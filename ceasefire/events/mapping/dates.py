"""Dates and times as tables write them, and how long what they stand for may be."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DIRECTIVES", "WORDS", "Moment", "format_problem", "length", "moment", "stretch"]

Moment = date | datetime
"""A day, or an instant: with an offset, or in a zone that is still to be had."""

ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
EPOCH: Final = re.compile(r"-?\d{1,14}(?:\.\d{1,6})?", re.ASCII)
LENGTH: Final = re.compile(r"(\d{1,4}) days?", re.ASCII)

WORDS: Final = ("iso", "epoch-seconds", "epoch-milliseconds")
"""Formats that are written as a word."""

DAYS: Final = frozenset("djmbBYyaA")
CLOCK: Final = frozenset("HIMSfpz")
DIRECTIVES: Final = DAYS | CLOCK | {"%"}
"""What may stand behind a ``%``."""

LONGEST: Final = 60
LENGTHS: Final = ("exact", "day", "week", "month", "year")
LAST_MONTH: Final = 12
WEEK: Final = 6


def format_problem(form: str) -> str:
    """Return what is wrong with a format, or nothing."""
    if form in WORDS:
        return ""
    if len(form) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    used = set(directives(form))
    strange = sorted(each for each in used if each not in DIRECTIVES)
    if strange:
        return f"`%{strange[0]}` stands for nothing"
    year, month = used & set("Yy"), used & set("mbB")
    whole = year and ("j" in used or (month and "d" in used))
    return "" if whole else "it has no year, month and day"


def directives(form: str) -> Iterator[str]:
    """Yield what stands behind each ``%`` of a format."""
    rest = form
    while "%" in rest:
        _, _, rest = rest.partition("%")
        yield rest[:1]
        rest = rest[1:]


def moment(text: str, formats: tuple[str, ...]) -> Moment | None:
    """Return what a text says in the first of the formats that it fits, or nothing."""
    for form in formats:
        try:
            found = read(text, form)
        except (ValueError, OverflowError, OSError):
            continue
        if found is not None:
            return found
    return None


@lru_cache(maxsize=65536)
def read(text: str, form: str) -> Moment | None:
    """Return what a text says in a format; nothing, or :class:`ValueError`, if it does not."""
    if form == "iso":
        match = ISO.fullmatch(text)
        if match is None:
            return None
        day = date.fromisoformat(match[1])
        if match[2] is None:
            return day
        return datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
    if form in WORDS:
        if EPOCH.fullmatch(text) is None:
            return None
        return datetime.fromtimestamp(float(text) / (1000 if "milli" in form else 1), UTC)
    found = datetime.strptime(text, form)  # noqa: DTZ007  (the zone is the rulebook's)
    return found if CLOCK.intersection(directives(form)) else found.date()


def length(text: str) -> str:
    """Return how exact a date is, in the one form of it, or nothing where it says nothing."""
    word = text.strip().casefold()
    return word if word in LENGTHS or LENGTH.fullmatch(word) else ""


def stretch(found: Moment, exact: str) -> tuple[Moment, Moment]:
    """Return the first and the last day that are meant; an exact time is its own.

    A week is any seven days with the day in them; a number of days goes as far both ways.
    """
    if exact in {"", "exact"}:
        return found, found
    day = found.date() if isinstance(found, datetime) else found
    if exact == "day":
        return day, day
    if exact == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if exact == "year":
        return date(day.year, 1, 1), date(day.year, LAST_MONTH, 31)
    match = LENGTH.fullmatch(exact)
    around = timedelta(days=int(match[1]) if match else WEEK)
    return clamped(day, -around), clamped(day, around)


def clamped(day: date, step: timedelta) -> date:
    """Return a day some days on, or the end of the calendar."""
    try:
        return day + step
    except OverflowError:
        return date.min if step.days < 0 else date.max


def at(day: Moment, clock: str) -> Moment | None:
    """Return a time of day on a day, or nothing where it is none."""
    try:
        return datetime.combine(day, time.fromisoformat(clock.zfill(5)))
    except ValueError:
        return None
