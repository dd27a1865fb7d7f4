"""Times for generated rule files and events, drawn so that edges often meet."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

from ceasefire.terms.clocks import DAY, HOUR, MINUTE, moments, offset_at, zone
from ceasefire.terms.times import Window, instant, local, weekday
from ceasefire.testing.choosing import one, some

__all__ = ["DAYS", "INSTANTS", "ZONES", "hull", "windows", "write"]

ZONES: Final = ("Asia/Damascus", "UTC")

DAYS: Final = (
    "2016-03-24",
    "2016-03-25",  # Damascus skips the first hour of this day
    "2016-03-26",
    "2016-05-04",
    "2016-05-05",
    "2016-05-06",
    "2016-10-27",  # Damascus has the last hour of this day twice
    "2016-10-28",
)
"""The days on which everything happens: few, so that edges fall together."""

WEEKDAYS: Final = ("monday", "thursday", "friday", "saturday")
HOURS: Final = ("00:00-01:00", "09:00-14:00", "22:00-02:00", "23:00-24:00")

INSTANTS: Final = tuple(
    instant(day, zone("UTC")) + hour * HOUR + minute * MINUTE
    for day, (hour, minute) in product(DAYS, ((0, 0), (6, 30), (21, 0), (22, 1)))
)
"""Instants at which windows, memberships and names may begin or end."""

LONG: Final = 15 * DAY


@lru_cache(maxsize=4096)
def write(moment: int, name: str) -> str:
    """Write an instant as a rule file or feed would, in the local time of a zone.

    The offset is given where the local time alone does not tell.
    """
    tz = zone(name)
    unique = len(moments(tz, moment + offset_at(tz, moment))) == 1
    text = local(moment, tz).isoformat(sep=" ")
    return text[:-6] if unique and text[-6] in "+-" else text


def hull(documents: list[dict[str, Any]], name: str) -> tuple[int | None, int | None]:
    """Return the first start and the last end of windows, as instants."""
    ends = [edges(item, name) for item in documents]
    starts = [start for start, _ in ends]
    stops = [stop for _, stop in ends]
    return (
        None if None in starts else min(item for item in starts if item is not None),
        None if None in stops else max(item for item in stops if item is not None),
    )


def edges(document: dict[str, Any], name: str) -> tuple[int | None, int | None]:
    """Return the start and the end of one window, as instants."""
    tz = zone(name)
    start = instant(document["from"], tz) if "from" in document else None
    stop = instant(document["until"], tz) if "until" in document else None
    if "for" in document and start is not None:
        stop = start + int(document["for"].removesuffix("h")) * HOUR
    return start, stop


@lru_cache(maxsize=1024)
@st.composite
def windows(
    draw: st.DrawFn, name: str, inside: tuple[int | None, int | None] = (None, None)
) -> dict[str, Any]:
    """Draw a window of a zone that meets the stretch ``inside``.

    Days and hours that would leave nothing of it are left out, for a rule file
    may not have such a window.
    """
    low, high = inside
    within = [at for at in INSTANTS if (low is None or at >= low) and (high is None or at < high)]
    point = one(draw, within or [low or (high or 0) - HOUR])
    before = [at for at in INSTANTS if at <= point]
    after = [at for at in INSTANTS if at > point]
    found: dict[str, Any] = {}
    shape = one(draw, ("both", "for", "from", "from", "until", "until"))
    if shape in {"both", "for", "from"} and before:
        found["from"] = write(one(draw, before), name)
    if shape in {"both", "until"} and after:
        found["until"] = write(one(draw, after), name)
    if shape == "for" and "from" in found:
        start = instant(found["from"], zone(name))
        least = (point - start) // HOUR + 1
        found["for"] = f"{least + one(draw, (0, 24, 48))}h"
    days = some(draw, WEEKDAYS, 0, 2)
    hours = some(draw, HOURS, 0, 1)
    recurring = {**({"days": days} if days else {}), **({"hours": hours} if hours else {})}
    if recurring and reachable({**found, **recurring}, name):
        found |= recurring
    return found or {"from": write(INSTANTS[0], name)}


def reachable(document: dict[str, Any], name: str) -> bool:
    """Return whether days and hours leave something of a window."""
    start, stop = edges(document, name)
    if start is None or stop is None or stop - start >= LONG:
        return True
    days = document.get("days")
    window = Window(
        start,
        stop,
        frozenset(map(weekday, days)) if days else None,
        tuple(map(pair, document["hours"])) if "hours" in document else None,
        name,
    )
    return bool(window.pieces(start, stop))


def pair(text: str) -> tuple[int, int]:
    """Return the two times of day of ``09:00-14:00``."""
    begin, end = (int(part[:2]) * HOUR + int(part[3:]) * MINUTE for part in text.split("-"))
    return begin, end
