"""Areas on the ground: a circle as the one polygon that every engine uses."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, isfinite, pi, radians, sin
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shapely import Polygon

__all__ = ["EARTH_RADIUS_KM", "KM_PER_DEGREE", "VERTICES", "circle_polygon", "destination"]

EARTH_RADIUS_KM: Final = 6371.0088
"""The mean radius of the Earth, in kilometres."""

KM_PER_DEGREE: Final = 111.195
"""Kilometres in a degree of a great circle."""

VERTICES: Final = 256
"""How many corners a circle has: at 100 km the outline errs by 8 metres."""

ROUND: Final = 360.0


def destination(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """Return longitude and latitude of the point so far away along a great circle.

    Angles are degrees, the bearing clockwise from north; longitudes are not
    wrapped, so that points near the antimeridian stay beside each other.
    """
    far, north, turn = km / EARTH_RADIUS_KM, radians(lat), radians(bearing)
    sine = sin(north) * cos(far) + cos(north) * sin(far) * cos(turn)
    reached = asin(min(1.0, max(-1.0, sine)))
    east = atan2(sin(turn) * sin(far) * cos(north), cos(far) - sin(north) * sin(reached))
    return lon + degrees(east), degrees(reached)


def circle_polygon(lat: float, lon: float, km: float) -> Polygon:
    """Return the circle of that radius about a point, as a polygon in longitude and latitude.

    Raises :class:`ValueError` where the circle has no radius, reaches a pole or
    crosses the antimeridian: there it is no simple area of the map.
    """
    from shapely import Polygon  # noqa: PLC0415  (heavy; loaded where it is used)

    if not all(map(isfinite, (lat, lon, km))) or km <= 0:
        message = "the radius must be above zero"
        raise ValueError(message)
    if abs(radians(lat)) + km / EARTH_RADIUS_KM >= pi / 2:
        message = "the circle reaches a pole"
        raise ValueError(message)
    ring = [destination(lat, lon, km, ROUND * corner / VERTICES) for corner in range(VERTICES)]
    if any(abs(x) > ROUND / 2 for x, _ in ring):
        message = "the circle crosses the antimeridian"
        raise ValueError(message)
    return Polygon(ring)
