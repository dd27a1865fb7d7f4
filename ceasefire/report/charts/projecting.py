"""Where on a map a longitude and latitude lie, for any points, also a single one or a pole."""

from __future__ import annotations

from math import asinh, degrees, radians, tan
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.report.charts.style import Spec

__all__ = ["Point", "drawable", "projection"]

Point = tuple[float, float]

END: Final = 85.0
"""The latitude at which a map ends; a pole would lie infinitely far away."""

MARGIN: Final = 0.04
"""What part of a map is left free at each of its sides."""

LEAST: Final = 0.02
"""How many degrees a map shows at the least, however near to each other its points are."""


def drawable(point: Point) -> Point:
    """Return where a point of longitude and latitude is drawn: at the end of the map, if beyond."""
    lon, lat = point
    return lon, max(-END, min(END, lat))


def projection(points: Sequence[Point], width: float, height: float) -> Spec:
    """Return a projection that has all points on a map of so many pixels, and room about them.

    Vega-Lite would find one by itself, but for a single point or a pole there is none that it
    finds. Without a point it shows the whole world.
    """
    placed = [drawable(point) for point in points] or [(-180.0, -END), (180.0, END)]
    xs = [lon for lon, _ in placed]
    ys = [degrees(asinh(tan(radians(lat)))) for _, lat in placed]
    wide, high = (max(max(each) - min(each), LEAST) for each in (xs, ys))
    # Pixels for each degree of longitude, which is how Mercator's projection is scaled.
    unit = min(width / wide, height / high) * (1 - 2 * MARGIN)
    x, y = ((max(each) + min(each)) / 2 for each in (xs, ys))
    return {
        "type": "mercator",
        "scale": degrees(unit),
        "translate": [width / 2 - x * unit, height / 2 + y * unit],
    }
