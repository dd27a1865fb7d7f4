"""When each instrument is in force over the days of a report, and the outlines of its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.cli.wording import Wording
from ceasefire.findings.escapes import on_one_line
from ceasefire.report.inforce import whenever
from ceasefire.rulebook.logic import conjunction
from ceasefire.rulebook.stretches import held_by_answers
from ceasefire.terms.clocks import day_end, day_start, local
from ceasefire.terms.instants import DAY_ZERO
from ceasefire.terms.times import joined_up, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ceasefire.book import Book
    from ceasefire.program.cells import Interval
    from ceasefire.report.periods import Period
    from ceasefire.rulebook.model import Instrument

__all__ = ["Band", "Outline", "bands", "outlines"]

FINENESS: Final = 2000
"""Into how many pieces a picture of a place can be told apart, along its longer side."""

DECIMALS: Final = 4

Stretch = tuple["datetime", "datetime"]
Ring = tuple[tuple[float, float], ...]


class Band(NamedTuple):
    """An instrument, and when it is in force in the days of a report, on the reading in use.

    ``sure`` are stretches of local time in which it is, ``perhaps`` those in which it may be,
    as that hangs on a question that the reading leaves open; the latter include the former.
    ``told`` says in words when it is in force at all, on other days too; the questions that it
    names are those that the reading leaves open. ``announced`` says when it was announced.
    """

    id: str
    title: str
    told: str
    announced: str
    sure: tuple[Stretch, ...]
    perhaps: tuple[Stretch, ...]


class Outline(NamedTuple):
    """A place that the rulebook outlines, with closed rings of longitude and latitude."""

    id: str
    name: str
    rings: tuple[Ring, ...]


def bands(book: Book, span: Period | None) -> tuple[Band, ...]:
    """Return the instruments that are, or may be, in force in some days, the first announced first.

    Those that are not are left out.
    """
    if span is None:
        return ()
    tz = zone(book.rulebook.timezone)
    lo = day_start(tz, span.first.toordinal() - DAY_ZERO)
    hi = day_end(tz, span.last.toordinal() - DAY_ZERO)
    every = sorted(book.program.rulebook.instruments.values(), key=order)
    found = (band(book, item, lo, hi) for item in every)
    return tuple(item for item in found if item.perhaps)


def order(item: Instrument) -> tuple[float, str]:
    """Return by what instruments are sorted: when they were announced, then their names."""
    return (float("inf") if item.announced is None else item.announced, item.id)


def band(book: Book, item: Instrument, lo: int, hi: int) -> Band:
    """Return when an instrument is in force."""
    answers = book.rulebook.readings[book.reading].answers
    condition = conjunction((item.time, item.answers))
    sure, perhaps = held_by_answers(condition, lo, hi, answers, book.rulebook.questions)
    tz = zone(book.rulebook.timezone)

    def told(spans: Iterable[Interval]) -> tuple[Stretch, ...]:
        return tuple((local(start, tz), local(end, tz)) for start, end in joined_up(spans))

    return Band(
        on_one_line(item.id),
        on_one_line(item.title or item.id),
        on_one_line(whenever(item, answers, book.rulebook)),
        on_one_line(Wording(book.rulebook).announced(item.announced)),
        told(sure),
        told(perhaps),
    )


def outlines(book: Book) -> tuple[Outline, ...]:
    """Return the places that the rulebook has outlines of, as finely as a picture shows them."""
    found = []
    for key, place in book.rulebook.places.items():
        geometry: Any = place.geometry
        if geometry is None or geometry.is_empty:
            continue
        west, south, east, north = geometry.bounds
        fine = geometry.simplify(max(east - west, north - south) / FINENESS)
        rings = tuple(ring for part in parts(fine) for ring in rings_of(part))
        if rings:
            found.append(Outline(on_one_line(key), on_one_line(place.name), rings))
    return tuple(found)


def parts(geometry: Any) -> Iterator[Any]:  # noqa: ANN401  (a geometry of shapely's, of any type)
    """Yield the polygons of a geometry."""
    if geometry.geom_type == "Polygon":
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from parts(part)


def rings_of(polygon: Any) -> Iterator[Ring]:  # noqa: ANN401  (a polygon of shapely's)
    """Yield the outer ring of a polygon and those of its holes."""
    for ring in (polygon.exterior, *polygon.interiors):
        yield tuple((round(x, DECIMALS), round(y, DECIMALS)) for x, y, *_ in ring.coords)
