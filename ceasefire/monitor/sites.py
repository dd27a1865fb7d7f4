"""Where events lie, as far as it tells whether two lie at the same place."""

from __future__ import annotations

from math import asin, cos, isfinite, radians, sin, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.terms.geo import EARTH_RADIUS_KM
from ceasefire.terms.letters import comparable
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.events.event import Event

__all__ = ["Point", "Site", "same", "sites_of"]

SURELY, POSSIBLY, NEVER = 2, 1, 0


class Point(NamedTuple):
    """Latitude and longitude in degrees, and how many kilometres they may be off."""

    lat: float
    lon: float
    km: float


class Site(NamedTuple):
    """A place as reported: its name and unit in normal form, and its point, if any."""

    name: str
    admin1: str
    point: Point | None


def sites_of(event: Event) -> tuple[Site, ...]:
    """Return every site that some account or part of an event gives it.

    Nothing, where some account leaves open where it was.
    """
    found: dict[Site, None] = {}
    for where in places_of(event):
        site = site_of(where)
        if site is None:
            return ()
        found[site] = None
    return tuple(found)


def places_of(event: Event) -> Iterator[Any]:
    """Yield what each account and part of an event says of the place."""
    parts = [part["where"] for part in event.parts if part.get("where") is not None]
    if len(parts) < len(event.parts) or not parts:
        yield event.where
        for item in event.alternatives:
            if item.where is not None:
                yield item.where
    yield from parts


def site_of(where: Any) -> Site | None:  # noqa: ANN401  (as reported)
    """Return the site of a place as reported, where it names one place."""
    if isinstance(where, str):
        where = {"name": where}
    if not isinstance(where, dict):
        return None
    name, admin1 = text(where.get("name")), text(where.get("admin1"))
    point = point_of(where)
    return Site(name, admin1, point) if name or point else None


def text(value: Any) -> str:  # noqa: ANN401  (as reported)
    """Return a name in its normal form, or nothing where it is none."""
    name = normalise(value) if isinstance(value, str) else ""
    return "" if name == "unknown" else name


def point_of(where: dict[str, Any]) -> Point | None:
    """Return the point of a place as reported, if it has one."""
    if where.get("lat") is None or where.get("lon") is None:
        return None
    try:
        point = Point(*(float(where.get(key) or 0) for key in ("lat", "lon", "within_km")))
    except (TypeError, ValueError, OverflowError):
        return None
    return point if all(map(isfinite, point)) else None


def same(some: Sequence[Site], others: Sequence[Site], within_km: float) -> int:
    """Return 2 if two events surely lie at the same place, 1 if possibly, 0 if not.

    Points are at one place if they are no further apart than ``within_km``, as far as their
    precision tells, and surely so if they have one name. Without two points, one name in one
    unit is one place; anything else may be, but for what lies in two units. Units that are
    named in different letters may be one. Of an event of which no site is told, nobody knows.
    """
    if not some or not others:
        return POSSIBLY
    found = [together(one, other, within_km) for one in some for other in others]
    return min(found) or min(1, max(found))


def together(one: Site, other: Site, within_km: float) -> int:
    """Return :func:`same` for two sites."""
    unit = one.admin1 == other.admin1 or not one.admin1 or not other.admin1
    called = unit and one.name == other.name != ""
    if one.point is None or other.point is None:
        maybe = unit or not comparable([one.admin1], [other.admin1])
        return SURELY if called else POSSIBLY if maybe else NEVER
    apart, off = distance_km(one.point, other.point), one.point.km + other.point.km
    if apart - off > within_km:
        return NEVER
    return SURELY if called or apart + off <= within_km else POSSIBLY


def distance_km(one: Point, other: Point) -> float:
    """Return the length of the great circle between two points (the haversine formula)."""
    north, south = radians(one.lat), radians(other.lat)
    high = sin((south - north) / 2) ** 2
    wide = sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(high + cos(north) * cos(south) * wide)))


def dumped(sites: Iterable[Site]) -> list[list[Any]]:
    """Return sites as plain data."""
    return [[item.name, item.admin1, item.point and list(item.point)] for item in sites]


def loaded(data: Iterable[Any]) -> tuple[Site, ...]:
    """Return the sites of plain data."""
    return tuple(Site(name, unit, point and Point(*point)) for name, unit, point in data)
