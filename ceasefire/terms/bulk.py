"""Many times at once, as NumPy has them: what is plainly a time, and nothing else.

What is not read here is for :func:`~ceasefire.terms.times.span` to read or to refuse, in
its own words; what is read here comes to the same there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.terms.clocks import DAY, HOUR, MINUTE, SECOND, day_end, day_start, stretches
from ceasefire.terms.instants import FIRST_YEAR, LAST_YEAR, WIDEST_OFFSET, form_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    Many = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["WRITTEN", "Read", "Texts", "nothing", "read_days", "read_readings", "read_texts"]

SHORTEST: Final = len("2016-05-04")
LONGEST: Final = len("2016-05-04 00:01:02.123456 +03:00:00")

MOST_FORMS: Final = 32
"""So many forms of one length are told apart; texts beyond them are not read."""

ZERO: Final = ord("0")
KINDS: Final = np.arange(256, dtype=np.uint8)
KINDS[ZERO : ZERO + 10] = ZERO
"""What an octet is as part of a form, in which one figure is as good as another."""

SIXTY: Final = 60
MICROS: Final = 6

MONTHS: Final[Many] = (
    np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]")
    .astype("datetime64[D]")
    .astype(np.int64)
)
"""The first day of each month, counted from 1970-01-01, and of one after the last."""


WRITTEN: Final = (int(MONTHS[0] + 2) * DAY, int(MONTHS[-1] - 33) * DAY)
"""Between these instants, whatever the zone, years are such as can be written."""


class Texts(NamedTuple):
    """Texts as octets of UTF-8: each ends where the next one begins, the first at ``ends[0]``."""

    octets: NDArray[np.uint8]
    ends: Many


class Read(NamedTuple):
    """What times denote, each ``[low, high)`` as instants, and which of them were read."""

    low: Many
    high: Many
    fine: Flags


def nothing(count: int) -> Read:
    """Return so many times of which none was read."""
    return Read(np.zeros(count, np.int64), np.ones(count, np.int64), np.zeros(count, bool))


def read_texts(texts: Texts, tz: ZoneInfo) -> Read:
    """Return what texts denote that are dates, or dates with a time of day, of a known form."""
    found = nothing(len(texts.ends) - 1)
    sizes = np.diff(texts.ends)
    for size in np.flatnonzero(np.bincount(np.clip(sizes, 0, LONGEST + 1))).tolist():
        if not SHORTEST <= size <= LONGEST:
            continue
        places = np.flatnonzero(sizes == size)
        for rows, form, letters in forms(alike_in_size(texts, places, size), size):
            read = read_form(form, letters, tz)
            for column, values in zip(found, read, strict=True):
                column[places[rows]] = values
    return found


def alike_in_size(texts: Texts, places: Many, size: int) -> NDArray[np.uint8]:
    """Return texts of one size, a line for each of their octets."""
    if len(places) == len(texts.ends) - 1:
        first = int(texts.ends[0])
        whole = texts.octets[first : first + len(places) * size].reshape(-1, size)
        return np.ascontiguousarray(whole.T)
    starts = texts.ends[places]
    return np.stack([texts.octets.take(starts + number) for number in range(size)])


def forms(
    letters: NDArray[np.uint8], size: int
) -> Iterator[tuple[Many, re.Match[str], NDArray[np.uint8]]]:
    """Yield which texts are of the same form, the form, and the texts.

    Whether a text is a time, and where its parts are, hangs on nothing but its form.
    """
    kinds = KINDS.take(letters)
    left: Many = np.arange(letters.shape[1])
    for _ in range(MOST_FORMS):
        if not len(left):
            return
        first = kinds[:, left[0]]
        same = np.ones(len(left), bool)
        for number in range(size):
            same &= kinds[number].take(left) == first[number]
        form = form_of(first.tobytes().decode("latin-1"))
        if form is not None:
            rows = left[same]
            yield rows, form, letters[:, rows]
        left = left[~same]


def read_form(form: re.Match[str], letters: NDArray[np.uint8], tz: ZoneInfo) -> Read:
    """Return what texts of one form denote."""
    parts = Parts(form, letters)
    if form["day"] is None:
        return nothing(letters.shape[1])
    days, fine = parts.days()
    if form["hour"] is None:
        return read_days(days, tz, fine)
    time, sound = parts.time()
    fine &= sound
    if form["offset"] is None:
        # Midnight at the end of a day is where the next one begins, whatever the clocks show.
        return read_readings(days * DAY + time, tz, fine & (time < DAY))
    offset, sound = parts.offset()
    return moments(days * DAY + time - offset, fine & sound)


class Parts:
    """The parts of texts of one form as numbers."""

    def __init__(self, form: re.Match[str], letters: NDArray[np.uint8]) -> None:
        """Take the form, and the texts by octet."""
        self.form = form
        self.letters = letters

    def number(self, name: str) -> Any:  # noqa: ANN401  (a column, or 0 for all)
        """Return a part; 0 where the form has none."""
        begin, end = self.form.span(name)
        found: Any = 0
        for number in range(begin, end):
            found = found * 10 + (self.letters[number].astype(np.int64) - ZERO)
        return found

    def days(self) -> tuple[Many, Flags]:
        """Return dates as days from 1970-01-01, and which of them there are."""
        year, month, day = (self.number(name) for name in ("year", "month", "day"))
        fine = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12)  # noqa: PLR2004  (months)
        months = np.where(fine, (year - FIRST_YEAR) * 12 + month - 1, 0)
        first = MONTHS.take(months)
        fine &= (day >= 1) & (day <= MONTHS.take(months + 1) - first)
        return first + day - 1, fine

    def time(self) -> tuple[Many, Flags]:
        """Return times of day, and which of them there are."""
        minute, second = self.number("minute"), self.number("second")
        begin, end = self.form.span("fraction")
        micros = self.number("fraction") * 10 ** (MICROS - (end - begin))
        time = self.number("hour") * HOUR + minute * MINUTE + second * SECOND + micros
        return time, (minute < SIXTY) & (second < SIXTY) & (time <= DAY)

    def offset(self) -> tuple[Any, Any]:
        """Return offsets, and which of them there are."""
        if self.form["sign"] is None:
            return 0, True
        minute, second = self.number("ahead_m"), self.number("ahead_s")
        size = self.number("ahead_h") * HOUR + minute * MINUTE + second * SECOND
        fine = (minute < SIXTY) & (second < SIXTY) & (size < WIDEST_OFFSET)
        return (-size if self.form["sign"] == "-" else size), fine


# --- what the clocks of a zone show ---


def moments(instants: Many, fine: Flags) -> Read:
    """Return moments, of which some are sound."""
    low = np.where(fine, instants, 0)
    return Read(low, low + 1, fine)


def read_readings(readings: Many, tz: ZoneInfo, fine: Flags) -> Read:
    """Return the moments at which the clocks show readings: once, else they are not read.

    Only those that are ``fine`` are looked at.
    """
    if not fine.any():
        return nothing(len(readings))
    held = readings[fine]
    low, high = int(held.min()), int(held.max())
    edges, offsets, once = shown(tz, low, high)
    places = np.searchsorted(edges, np.where(fine, readings, low), side="right") - 1
    return moments(readings - offsets.take(places), fine & once.take(places))


def shown(tz: ZoneInfo, low: int, high: int) -> tuple[Many, Many, Flags]:
    """Return the edges of readings between which the clocks show all as often as each other.

    Of each piece that begins there, the offset is told, and whether it is shown just once.
    """
    pieces = np.array(stretches(tz, low - 2 * DAY, high + 2 * DAY), np.int64)
    offset = pieces[:, 2]
    starts, stops = pieces[:, 0] + offset, pieces[:, 1] + offset
    edges = np.unique(np.concatenate([starts, stops]))
    holds = (starts <= edges[:, None]) & (edges[:, None] < stops)
    offsets: Many = (holds * offset).sum(axis=1)
    return edges, offsets, holds.sum(axis=1) == 1


def read_days(days: Many, tz: ZoneInfo, fine: Flags) -> Read:
    """Return whole local days, counted from 1970-01-01, of those that are ``fine``."""
    if not fine.any():
        return nothing(len(days))
    distinct, inverse = np.unique(np.where(fine, days, days[fine][0]), return_inverse=True)
    low, steady = midnights(tz, distinct)
    high, still = midnights(tz, distinct + 1)
    for place in np.flatnonzero(~(steady & still)).tolist():
        day = int(distinct[place])
        low[place], high[place] = day_start(tz, day), day_end(tz, day)
    inverse = inverse.ravel()
    fine = fine & (low < high).take(inverse)
    return Read(np.where(fine, low.take(inverse), 0), np.where(fine, high.take(inverse), 1), fine)


def midnights(tz: ZoneInfo, days: Many) -> tuple[Many, Flags]:
    """Return when days begin, and near which of these the clocks are not changed."""
    readings = days * DAY
    low, high = int(readings[0]) - 2 * DAY, int(readings[-1]) + 2 * DAY
    pieces = np.array(stretches(tz, low, high), np.int64)
    first = np.searchsorted(pieces[:, 0], readings - 2 * DAY, side="right") - 1
    last = np.searchsorted(pieces[:, 0], readings + 2 * DAY, side="left") - 1
    return readings - pieces[:, 2].take(first), first == last
