"""Times for generated rule files and events, drawn so that edges often meet."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.terms.clocks import DAY, HOUR, MINUTE, moments, offset_at, zone
from ceasefire.terms.times import Window, instant, local, weekday

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["DAYS", "INSTANTS", "ZONES", "dates", "instants", "windows", "write"]

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


def write(moment: int, name: str) -> str:
    """Write an instant as a rule file or feed would, in the local time of a zone.

    The offset is given where the local time alone does not tell.
    """
    tz = zone(name)
    unique = len(moments(tz, moment + offset_at(tz, moment))) == 1
    text = local(moment, tz).isoformat(sep=" ")
    return text[:-6] if unique and text[-6] in "+-" else text


def instants(name: str) -> SearchStrategy[str]:
    """Draw the text of one of the few instants."""
    return st.sampled_from(INSTANTS).map(lambda moment: write(moment, name))


def dates() -> SearchStrategy[str]:
    """Draw the text of one of the few days."""
    return st.sampled_from(DAYS)


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
    point = draw(st.sampled_from(within or [low or (high or 0) - HOUR]))
    before = [at for at in INSTANTS if at <= point]
    after = [at for at in INSTANTS if at > point]
    found: dict[str, Any] = {}
    shape = draw(st.sampled_from(("both", "for", "from", "from", "until", "until")))
    if shape in {"both", "for", "from"} and before:
        found["from"] = write(draw(st.sampled_from(before)), name)
    if shape in {"both", "until"} and after:
        found["until"] = write(draw(st.sampled_from(after)), name)
    if shape == "for" and "from" in found:
        start = instant(found["from"], zone(name))
        least = (point - start) // HOUR + 1
        found["for"] = f"{least + draw(st.sampled_from((0, 24, 48)))}h"
    days = draw(st.lists(st.sampled_from(WEEKDAYS), max_size=2, unique=True))
    hours = draw(st.lists(st.sampled_from(HOURS), max_size=1))
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
