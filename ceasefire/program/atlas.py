"""Rasters for discs of all radii, wherever some outlines are."""

from __future__ import annotations

from math import frexp
from typing import TYPE_CHECKING, Final

import numpy as np

from ceasefire.program.arrangement import WORLD
from ceasefire.program.borders import NEAR, Borders, eastwards
from ceasefire.program.raster import LEFT, Raster
from ceasefire.program.signatures import Signatures
from ceasefire.terms.geo import KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.program.arrangement import Outlines

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Codes = NDArray[np.int32]
    Box = tuple[float, float, float, float]

__all__ = ["Atlas"]

FEW: Final = 6
"""So many different radii have rasters of their own; of more, those of a range share them."""

KEPT: Final = 32
"""Ranges of radii whose rasters are kept."""

LEAST: Final = -6
"""Radii below two to the power of this many kilometres are one range."""

MARGIN: Final = 1e-6
"""Degrees by which boxes are larger than they need be."""


class Atlas:
    """The rasters of some outlines, made when they are first needed."""

    def __init__(self, outlines: Outlines, tolerances: Mapping[int, float]) -> None:
        """Take outlines, and by how many kilometres some may be off, by number of bit."""
        self.borders = Borders(outlines)
        self.signatures = Signatures(self.borders, tolerances)
        self._rasters: dict[tuple[float, float], list[Raster]] = {}

    def codes(self, lon: Floats, lat: Floats, km: Floats) -> Codes:
        """Return the code of the signature of each disc about a point, or LEFT."""
        if not self.borders.on_the_map:
            return np.full(len(lon), LEFT, dtype=np.int32)
        if len(km) and (km == km[0]).all():
            return self._alike(lon, lat, km, (float(km[0]), float(km[0])))
        found = np.full(len(lon), LEFT, dtype=np.int32)
        for span, rows in spans(km):
            found[rows] = self._alike(lon[rows], lat[rows], km[rows], span)
        return found

    def _alike(self, lon: Floats, lat: Floats, km: Floats, span: tuple[float, float]) -> Codes:
        """Return the codes of discs whose radii lie in a range."""
        if not 0 <= span[0] <= span[1] < np.inf:
            return np.full(len(lon), LEFT, dtype=np.int32)
        found = np.zeros(len(lon), dtype=np.int32)
        for raster in self._of(span):
            rows = raster.inside(lon, lat)
            found[rows] = raster.codes(lon[rows], lat[rows], km[rows])
        west, south, east, north = WORLD
        if lon.min() < west or lon.max() > east or lat.min() < south or lat.max() > north:
            found[(lon < west) | (lon > east) | (lat < south) | (lat > north)] = LEFT
        return found

    def _of(self, span: tuple[float, float]) -> list[Raster]:
        found = self._rasters.pop(span, None)
        if found is None:
            reach = max(span[1] + float(self.signatures.thresholds[-1]), NEAR)
            boxes = disjoint(
                box for shape in self.borders.bounds.tolist() for box in around(shape, reach)
            )
            found = [Raster(self.signatures, box, span) for box in boxes]
            if len(self._rasters) >= KEPT:
                del self._rasters[next(iter(self._rasters))]
        self._rasters[span] = found
        return found


def spans(km: Floats) -> Iterator[tuple[tuple[float, float], Indices]]:
    """Yield ranges of radii, and where there are some of each."""
    different, code = np.unique(km, return_inverse=True)
    many = len(different) > FEW
    ranges = [rounded(each) if many else (each, each) for each in different.tolist()]
    numbers = {span: number for number, span in enumerate(dict.fromkeys(ranges))}
    group = np.array([numbers[span] for span in ranges])[code]
    for span, number in numbers.items():
        yield span, np.flatnonzero(group == number)


def rounded(km: float) -> tuple[float, float]:
    """Return the range, between powers of two, that a radius belongs to."""
    if not 0 < km < np.inf:
        return km, km
    power = max(frexp(km)[1], LEAST)
    return (2.0 ** (power - 1) if power > LEAST else 0.0), 2.0**power


# --- boxes ------------------------------------------------------------------------


def around(bounds: Sequence[float], km: float) -> Iterator[Box]:
    """Yield boxes with all points that may be nearer than ``km`` to something within bounds."""
    west, south, east, north = bounds
    high = km / KM_PER_DEGREE + MARGIN
    south, north = max(south - high, WORLD[1]), min(north + high, WORLD[3])
    wide = km / float(eastwards(np.array(max(-south, north)))) + MARGIN
    for turn in (0.0, -360.0, 360.0):
        low, top = max(west - wide + turn, WORLD[0]), min(east + wide + turn, WORLD[2])
        if low < top:
            yield low, south, top, north


def disjoint(boxes: Iterator[Box]) -> list[Box]:
    """Return boxes that cover the same and more, and do not meet."""
    found: list[Box] = []
    for box in boxes:
        west, south, east, north = box
        apart: list[Box] | None = None
        while apart is None or len(apart) < len(found):
            found = found if apart is None else apart
            apart = []
            for other in found:
                if other[0] > east or other[2] < west or other[1] > north or other[3] < south:
                    apart.append(other)
                else:
                    west, south = min(west, other[0]), min(south, other[1])
                    east, north = max(east, other[2]), max(north, other[3])
        found = [*apart, (west, south, east, north)]
    return found
