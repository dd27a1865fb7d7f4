"""Days, weeks and months, in which events are counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ceasefire.errors import UsageError
from ceasefire.terms.instants import FIRST_YEAR, LAST_YEAR
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "GRAINS",
    "ONE",
    "Grain",
    "Period",
    "before",
    "bounded",
    "day",
    "grain",
    "periods",
    "suited",
]

Grain: TypeAlias = Literal["day", "week", "month"]
"""How long a period is; weeks begin on Monday (ISO 8601), months are those of the calendar."""

GRAINS: Final[tuple[Grain, ...]] = ("day", "week", "month")

ONE: Final = timedelta(days=1)

BY_DAY: Final = 100
"""Up to so many days are best counted day by day."""

BY_WEEK: Final = 731
"""Up to so many days are best counted week by week, and more by month."""

MOST: Final = 5000
"""A report has no more periods: by month that is longer than feeds can reach."""

SHORTEST: Final[Mapping[Grain, int]] = {"day": 1, "week": 7, "month": 28}
"""How many days a period has at least."""


class Period(NamedTuple):
    """A stretch of local days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def grain(name: str) -> Grain:
    """Return the length of periods of that name.

    Raises :class:`~ceasefire.errors.UsageError` for a name that none has.
    """
    for known in GRAINS:
        if name == known:
            return known
    message = f"there is no period `{name}`; there are {', '.join(GRAINS)}"
    hint = did_you_mean(name, GRAINS)
    raise UsageError(f"{message}; {hint}" if hint else message)


def day(value: date | str | None, name: str) -> date | None:
    """Return a local day as it is given, also as text; ``name`` is what it is given for.

    Raises :class:`~ceasefire.errors.UsageError` for what is none, and for years in which no
    event can be. A moment is none either: which day it is of hangs on the time zone.
    """
    if value is None:
        return None
    found = value
    if not isinstance(found, date) or isinstance(found, datetime):
        try:
            found = date.fromisoformat(found if isinstance(found, str) else "")
        except ValueError:
            hint = "write one such as 2016-05-04"
            raise UsageError(f"{name}: `{value}` is no date ({hint})") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        hint = f"years run from {FIRST_YEAR} to {LAST_YEAR}; leave it out for no bound"
        raise UsageError(f"{name}: the year of `{value}` is out of range ({hint})")
    return found


def around(day: date, of: Grain) -> Period:
    """Return the period that a day lies in."""
    if of == "day":
        return Period(day, day)
    if of == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + min(timedelta(days=6), date.max - monday))
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def periods(first: date, last: date, of: Grain) -> Iterator[Period]:
    """Yield the periods from one day to another in order; the ends are cut to these days."""
    period = around(first, of)
    while period.first <= last:
        yield Period(max(period.first, first), min(period.last, last))
        if period.last >= last:
            return
        period = around(period.last + ONE, of)


def before(period: Period, of: Grain) -> Period | None:
    """Return the period before one that is whole, or as many days before any other.

    Nothing where the calendar does not reach so far back.
    """
    if period.days > (period.first - date.min).days:
        return None
    if period == around(period.first, of):
        return around(period.first - ONE, of)
    return Period(period.first - timedelta(days=period.days), period.first - ONE)


def bounded(span: Period, of: Grain) -> Period:
    """Return the days of a report, if there are not too many periods in them to be counted.

    Raises :class:`~ceasefire.errors.UsageError` where there are.
    """
    if span.days <= MOST * SHORTEST[of]:
        return span
    longer = "fewer days" if of == "month" else "longer ones, such as `month`, or fewer days"
    message = f"from {span.first} to {span.last} there are more than {MOST} periods of a {of}"
    raise UsageError(f"{message}; choose {longer}")


def suited(span: Period | None) -> Grain:
    """Return how long periods had best be, lest there be too many to look at."""
    if span is None or span.days <= BY_DAY:
        return "day"
    return "week" if span.days <= BY_WEEK else "month"
