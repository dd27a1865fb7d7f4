"""A stretch of time with all that is in force in it, for a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.cli.wording import Wording
from ceasefire.errors import EventError
from ceasefire.findings.escapes import escaped
from ceasefire.program.binding import bind
from ceasefire.rulebook.logic import conjunction
from ceasefire.rulebook.stretches import held
from ceasefire.studio.picture import windows
from ceasefire.studio.ticks import ticks
from ceasefire.terms.times import DAY, MINUTE, describe, joined_up, zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.book import Book
    from ceasefire.events.event import Event
    from ceasefire.program.cells import Interval
    from ceasefire.rulebook.model import Instrument

__all__ = ["spread"]

Data = dict[str, Any]

FINENESS: Final = 2000
"""Into how many pieces a picture can show time at most."""

LEAST: Final = 5 * MINUTE
"""The least time that a picture shows."""

MOST: Final = 400 * 366 * DAY
"""The most time that a picture shows."""

MARGIN: Final = 20
"""What part of the picture lies free at either end."""

BEYOND: Final = 366 * DAY
"""How far off the windows an event may lie and still be shown at first."""


def spread(book: Book, event: Event | None, view: Interval | None) -> Data:
    """Return the instruments in a view of time, in microseconds since 1970."""
    spans = events(book, event)
    lo, hi = bounded(view or whole(book, [span for item in spans for span in item["spans"]]))
    tz = zone(book.rulebook.timezone)
    rows = [
        instrument(book, item, lo, hi)
        for item in sorted(book.program.rulebook.instruments.values(), key=order)
    ]
    return {
        "view": [lo, hi],
        "timezone": book.rulebook.timezone,
        "told": describe(lo, hi, tz),
        "ticks": ticks(lo, hi, tz),
        "rows": rows,
        "events": [
            {
                "label": item["label"],
                "spans": merged(item["spans"], lo, hi),
                "whole": (item["spans"][0][0], item["spans"][-1][1]),
                "told": words(book, item["spans"]),
            }
            for item in spans
        ],
    }


def order(item: Instrument) -> tuple[float, str]:
    """Return by what instruments are sorted: when they were announced, then their names."""
    return (float("inf") if item.announced is None else item.announced, item.id)


def whole(book: Book, spans: Iterable[Interval]) -> Interval:
    """Return a view of every window and announcement, and of the event if it is near."""
    edges: list[int] = []
    for item in book.program.rulebook.instruments.values():
        edges += [edge for window in windows(item.time) for edge in window.edges]
        edges += [] if item.announced is None else [item.announced]
    near = [
        edge
        for span in spans
        for edge in span
        if not edges or min(edges) - BEYOND < edge < max(edges) + BEYOND
    ]
    edges += near
    if not edges:
        return 0, 366 * DAY
    lo, hi = min(edges), max(edges)
    margin = max((hi - lo) // MARGIN, DAY)
    return lo - margin, hi + margin


def bounded(view: Interval) -> Interval:
    """Return a view that is neither too narrow nor too wide to be shown."""
    lo, hi = view
    middle = (lo + hi) // 2
    width = min(max(hi - lo, LEAST), MOST)
    return middle - width // 2, middle + width // 2


def instrument(book: Book, item: Instrument, lo: int, hi: int) -> Data:
    """Return when an instrument is in force, surely or perhaps, on the book's reading."""
    answers = book.rulebook.readings[book.reading].answers
    sure, perhaps = held(conjunction((item.time, item.answers)), lo, hi, answers)
    wording = Wording(book.rulebook)
    return {
        "id": escaped(item.id),
        "title": escaped(item.title or item.id),
        "told": escaped("; or ".join(wording.times(item.time))) or "at all times",
        "if": escaped(wording.condition(item.answers)),
        "announced": item.announced,
        "announced_told": escaped(wording.announced(item.announced)),
        "sure": merged(sure, lo, hi),
        "perhaps": merged(perhaps, lo, hi),
    }


def merged(spans: Iterable[Interval], lo: int, hi: int) -> list[Interval]:
    """Return stretches within a view; gaps too small to be seen are closed."""
    gap = (hi - lo) // FINENESS
    found: list[Interval] = []
    for start, end in joined_up(spans):
        if end <= lo or start >= hi:
            continue
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], min(end, hi))
        else:
            found.append((max(start, lo), min(end, hi)))
    return found


# --- the event ---


def events(book: Book, event: Event | None) -> list[Data]:
    """Return when an event may have been, by what is stated and by other accounts."""
    if event is None:
        return []
    setting = book.setting
    try:
        case = bind(event, book.program, {}, credit=setting.credit, as_of=setting.as_of)
    except EventError:
        return []
    when = book.program.slots[book.program.time].name
    found: dict[str, list[Interval]] = {"stated": [], "other accounts": []}
    for account in case.accounts:
        found["stated" if account.facts.stated else "other accounts"] += [
            span
            for box in account.boxes
            for item in box.variables
            if item.name == when
            for cell in item.cells
            for span in cell.values
        ]
    if set(found["other accounts"]) <= set(found["stated"]):
        found["other accounts"] = []
    return [{"label": key, "spans": joined_up(spans)} for key, spans in found.items() if spans]


def words(book: Book, spans: Iterable[Interval]) -> str:
    """Return when an event may have been, in words."""
    tz = zone(book.rulebook.timezone)
    first, last = book.program.horizon
    listed = joined_up(spans)
    if len(listed) == 1 and listed[0][0] <= first and listed[0][1] >= last:
        return "at a time that is not known"
    told = [describe(start, end, tz) for start, end in listed[:4]]
    return "; ".join([*told, "…"] if len(listed) > len(told) else told)
