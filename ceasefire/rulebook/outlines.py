"""Outlines of places: circles, rings of coordinates and features of GeoJSON files.

Coordinates are longitude and latitude in degrees. An outline that crosses itself
has no inside, so it is refused rather than mended by guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.geojson import OutlineProblem, read, resolved
from ceasefire.rulebook.values import decimal
from ceasefire.terms.geo import circle_polygon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import Geometry, Polygon

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.schema_parts import CircleDoc

__all__ = ["circle", "polygon"]

Ring = list[tuple[float, float]]

MAX_KM: Final = 2000.0
"""The largest radius of a circle, in kilometres."""

CORNERS: Final = 3
"""How many corners an area needs at least."""

PAIR: Final = 2

LON: Final = 180.0
LAT: Final = 90.0


def circle(doc: CircleDoc) -> Polygon:
    """Return a circle as a polygon, or raise :class:`OutlineProblem`."""
    lat, lon, km = (degree(text) for text in (doc.lat, doc.lon, doc.km))
    placed(lon, lat)
    if not 0 < km <= MAX_KM:
        message = f"`{doc.km[:80]}` is no radius between 0 and {MAX_KM:g} km"
        raise OutlineProblem("bad-coordinates", message, text=doc.km)
    try:
        return circle_polygon(lat, lon, km)
    except ValueError as error:
        raise OutlineProblem("bad-coordinates", str(error)) from None


def polygon(ctx: Context, raw: object, path: Step) -> Geometry:
    """Return the outline that a text or a ring denotes, or raise :class:`OutlineProblem`."""
    if isinstance(raw, str):
        return from_file(ctx, raw, path)
    if not isinstance(raw, list):
        message = "an outline is a GeoJSON file or a list of [longitude, latitude] pairs"
        raise OutlineProblem("wrong-type", message)
    return area([[ring(raw)]])


def from_file(ctx: Context, text: str, path: Step) -> Geometry:
    """Return the outline of a feature of a GeoJSON file."""
    name, _, feature = text.partition("#")
    folder = ctx.report.document.folder(path)
    if folder is None:
        message = f"`{text[:80]}` cannot be found: the rules were not read from a file"
        raise OutlineProblem("missing-file", message, "write the outline as a list of pairs")
    place = resolved(folder, name)
    key = str(place)
    if key not in ctx.geofiles:
        ctx.geofiles[key] = None
        ctx.geofiles[key] = read(place, name)
    content = ctx.geofiles[key]
    if content is None:
        # Its fault is reported where the file was first named.
        raise OutlineProblem("bad-polygon", f"`{name[:80]}` cannot be used", "")
    return shape(content.pick(feature))


def shape(feature: dict[str, object]) -> Geometry:
    """Return the outline of a feature."""
    geometry = feature.get("geometry")
    inner = geometry if isinstance(geometry, dict) else {}
    coordinates = inner.get("coordinates")
    if isinstance(coordinates, list) and inner.get("type") == "Polygon":
        return area([rings(coordinates)])
    if isinstance(coordinates, list) and inner.get("type") == "MultiPolygon":
        return area([rings(part) for part in coordinates])
    message = "an area is needed, a Polygon or a MultiPolygon"
    raise OutlineProblem("bad-polygon", message)


def area(parts: Sequence[Sequence[Ring]]) -> Geometry:
    """Return the area of polygons, each an outer ring and its holes."""
    from shapely import MultiPolygon, Polygon, is_valid_reason  # noqa: PLC0415  (heavy)

    polygons = [Polygon(rings[0], rings[1:]) for rings in parts if rings]
    if not polygons:
        message = "the outline has no coordinates"
        raise OutlineProblem("bad-polygon", message)
    whole = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    if not whole.is_valid:
        reason = is_valid_reason(whole)
        what, _, where = reason.partition("[")
        at = f" at {where.rstrip(']').replace(' ', ', ')}" if where else ""
        message = f"the outline is no valid area: {what.strip().lower()}{at}"
        raise OutlineProblem("bad-polygon", message, "the line may not cross or touch itself")
    if whole.area == 0:
        message = "the outline encloses nothing"
        raise OutlineProblem("bad-polygon", message)
    return whole


def rings(raw: object) -> list[Ring]:
    """Return the rings of a GeoJSON polygon."""
    if not isinstance(raw, list) or not raw:
        message = "a polygon is a list of rings"
        raise OutlineProblem("bad-polygon", message)
    return [ring(item) for item in raw]


def ring(raw: object) -> Ring:
    """Return the corners of a ring, the first not repeated at the end."""
    corners = [corner(item) for item in raw] if isinstance(raw, list) else []
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < CORNERS:
        message = f"a ring needs {CORNERS} corners at least"
        raise OutlineProblem("bad-polygon", message)
    return corners


def corner(raw: object) -> tuple[float, float]:
    """Return longitude and latitude of a position; a height is left aside."""
    if not isinstance(raw, list) or len(raw) < PAIR:
        message = "a corner is a pair of longitude and latitude"
        raise OutlineProblem("bad-coordinates", message, "write `[37.1, 36.2]`")
    lon, lat = (degree(item) for item in raw[:PAIR])
    return placed(lon, lat)


def degree(raw: object) -> float:
    """Return a number of degrees, from text or JSON."""
    value = decimal(raw) if isinstance(raw, str) else raw
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2 * LON:
        shown = str(raw)[:80]
        message = f"`{shown}` is no number of degrees"
        raise OutlineProblem("bad-coordinates", message, "", shown)
    return float(value)


def placed(lon: float, lat: float) -> tuple[float, float]:
    """Return a position that lies on the globe."""
    if abs(lon) > LON or abs(lat) > LAT:
        message = f"longitude {lon:g}, latitude {lat:g} is no place on the globe"
        raise OutlineProblem("bad-coordinates", message, "longitude comes first, then latitude")
    return lon, lat
