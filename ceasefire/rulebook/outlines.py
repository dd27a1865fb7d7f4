"""Outlines of places: circles, rings of coordinates and features of GeoJSON files.

Coordinates are longitude and latitude in degrees. An outline that crosses itself
has no inside, so it is refused rather than mended by guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.geojson import OutlineProblem, read, resolved
from ceasefire.rulebook.values import decimal
from ceasefire.terms.figures import figure
from ceasefire.terms.geo import circle_polygon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely import Geometry, Polygon

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.schema_parts import CircleDoc

__all__ = ["circle", "polygon", "radius", "stated"]

Ring = list[tuple[float, float]]

MAX_KM: Final = 2000.0
"""The largest radius of a circle, in kilometres."""

CORNERS: Final = 3
"""How many corners an area needs at least."""

PAIR: Final = 2

NUMBERS: Final = frozenset({int, float})

LON: Final = 180.0
LAT: Final = 90.0

HUGE: Final = 1e9
"""What is beyond it is not shown as a number of degrees."""


def circle(ctx: Context, doc: CircleDoc, path: Step) -> Polygon | None:
    """Return a circle as a polygon; what is wrong with it is reported."""
    lat = stated(ctx, doc.lat, (*path, "lat"), latitude)
    lon = stated(ctx, doc.lon, (*path, "lon"), longitude)
    km = stated(ctx, doc.km, (*path, "km"), radius)
    if lat is None or lon is None or km is None:
        return None
    try:
        return circle_polygon(lat, lon, km)
    except ValueError as error:
        ctx.report.add(path, "bad-coordinates", str(error))
        return None


def stated(ctx: Context, text: str, path: Step, reader: Callable[[float], str]) -> float | None:
    """Return the number that a text states, or report why it states none that will do."""
    value = decimal(text)
    message = f"`{text[:80]}` is no number" if value is None else reader(value)
    if message:
        ctx.report.add(path, "bad-coordinates", message, text=text)
    return None if message else value


def latitude(value: float) -> str:
    """Say what is wrong with a latitude, or nothing."""
    fault = f"`{figure(value)}` is no latitude, which is a number from -{LAT:g} to {LAT:g}"
    return "" if abs(value) <= LAT else fault


def longitude(value: float) -> str:
    """Say what is wrong with a longitude, or nothing."""
    fault = f"`{figure(value)}` is no longitude, which is a number from -{LON:g} to {LON:g}"
    return "" if abs(value) <= LON else fault


def radius(value: float) -> str:
    """Say what is wrong with a radius, or a distance, or nothing."""
    fault = f"`{figure(value)}` is no radius between 0 and {MAX_KM:g} km"
    return "" if 0 < value <= MAX_KM else fault


def polygon(ctx: Context, raw: object, path: Step) -> Geometry | None:
    """Return the outline that a text or a ring denotes; what is wrong with it is reported."""
    faults: list[OutlineProblem] = []
    try:
        parts = parts_of(ctx, raw, path, faults)
        if not faults:
            return area(parts)
    except OutlineProblem as fault:
        faults.append(fault)
    for found in faults:
        # What a file holds has no place in the rules: there its name is the place.
        text, at = (raw, ()) if isinstance(raw, str) else (found.text, found.at)
        ctx.report.add((*path, *at), found.code, found.message, hint=found.hint, text=text)
    return None


def parts_of(
    ctx: Context, raw: object, path: Step, faults: list[OutlineProblem]
) -> list[list[Ring]]:
    """Return the polygons of an outline, each an outer ring and its holes."""
    if isinstance(raw, list):
        return [[ring(raw, faults)]]
    if not isinstance(raw, str):
        message = "an outline is a GeoJSON file or a list of [longitude, latitude] pairs"
        raise OutlineProblem("wrong-type", message)
    geometry = from_file(ctx, raw, path).get("geometry")
    inner = geometry if isinstance(geometry, dict) else {}
    coordinates = inner.get("coordinates")
    if isinstance(coordinates, list) and inner.get("type") == "Polygon":
        return [rings(coordinates, faults)]
    if isinstance(coordinates, list) and inner.get("type") == "MultiPolygon":
        return [rings(part, faults) for part in coordinates]
    message = "an area is needed, a Polygon or a MultiPolygon"
    raise OutlineProblem("bad-polygon", message)


def from_file(ctx: Context, text: str, path: Step) -> dict[str, object]:
    """Return a feature of a GeoJSON file."""
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
    return content.pick(feature)


def area(parts: Sequence[Sequence[Ring]]) -> Geometry:
    """Return the area of polygons, each an outer ring and its holes."""
    import numpy as np  # noqa: PLC0415  (heavy)
    from shapely import MultiPolygon, Polygon, is_valid_reason  # noqa: PLC0415  (heavy)

    # As arrays, because shapely looks at every corner of a list by itself.
    drawn = [[np.array(ring) for ring in rings] for rings in parts if rings]
    polygons = [Polygon(shell, holes) for shell, *holes in drawn]
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


def rings(raw: object, faults: list[OutlineProblem]) -> list[Ring]:
    """Return the rings of a GeoJSON polygon."""
    if not isinstance(raw, list) or not raw:
        message = "a polygon is a list of rings"
        raise OutlineProblem("bad-polygon", message)
    return [ring(item, faults) for item in raw]


def ring(raw: object, faults: list[OutlineProblem]) -> Ring:
    """Return the corners of a ring, the first not repeated at the end; collect faults."""
    items = raw if isinstance(raw, list) else []
    if len(items) > 1 and items[0] == items[-1]:
        items = items[:-1]
    if len(items) < CORNERS:
        message = f"a ring needs {CORNERS} corners at least"
        faults.append(OutlineProblem("bad-polygon", message))
    sound = [(float(item[0]), float(item[1])) for item in items if on_the_globe(item)]
    if len(sound) == len(items):
        return sound
    return [corner(item, (at,), faults) for at, item in enumerate(items)]


def on_the_globe(item: object) -> bool:
    """Return whether a position needs no second look: numbers, and a place on the globe."""
    return (
        type(item) is list
        and len(item) >= PAIR
        and type(item[0]) in NUMBERS
        and type(item[1]) in NUMBERS
        and -LON <= item[0] <= LON
        and -LAT <= item[1] <= LAT
    )


def corner(raw: object, at: Step, faults: list[OutlineProblem]) -> tuple[float, float]:
    """Return longitude and latitude of a position; a height is left aside."""
    if not isinstance(raw, list) or len(raw) < PAIR:
        message = "a corner is a pair of longitude and latitude"
        faults.append(OutlineProblem("bad-coordinates", message, "write `[37.1, 36.2]`", at=at))
        return 0.0, 0.0
    lon, lat = (degree(item, (*at, place), faults) for place, item in enumerate(raw[:PAIR]))
    if abs(lon) > LON or abs(lat) > LAT:
        message = f"longitude {figure(lon)}, latitude {figure(lat)} is no place on the globe"
        hint = "longitude comes first, then latitude"
        faults.append(OutlineProblem("bad-coordinates", message, hint, at=at))
    return lon, lat


def degree(raw: object, at: Step, faults: list[OutlineProblem]) -> float:
    """Return a number of degrees, from text or JSON."""
    value = decimal(raw) if isinstance(raw, str) else raw
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= HUGE:
        shown = str(raw)[:80]
        message = f"`{shown}` is no number of degrees"
        faults.append(OutlineProblem("bad-coordinates", message, text=shown, at=at))
        return 0.0
    return float(value)
