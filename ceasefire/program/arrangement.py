"""Outlines laid over each other: which combinations of them exist, and where.

A *raw* is a bit mask: the outlines that a spot lies in. Wherever a spot is
farther than :data:`EDGE` from every outline's edge, whole surroundings share
its raw, so that the raws of such spots are among the arrangement's faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import cos, inf, radians
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceasefire.terms.geo import KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely import Geometry

    Floats = NDArray[np.float64]

__all__ = ["EDGE", "SLIVER", "Arrangement", "Outlines"]

EDGE: Final = 1e-6
"""Degrees (about 0.1 m): a point this near to an edge may lie on either side."""

SLIVER: Final = 1e-12
"""Square degrees: smaller faces are rounding noise. No disc of radius EDGE fits in one."""

DECIMALS: Final = 12
"""Places of a degree to which outlines are rounded, lest squares of tiny distances vanish."""

MOST_SPOTS: Final = 3
"""So many faces are enough to find a point that is nowhere near an edge."""

WORLD: Final = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Every edge of some shapes: its ends, its bounds and the number of its shape."""

    ends: Floats
    bounds: Floats
    shape: NDArray[np.intp]

    @classmethod
    def of(cls, shapes: NDArray[Any]) -> Edges:
        """Return the edges of polygons."""
        rings, shape = shapely.get_rings(shapes, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        joined = ring[1:] == ring[:-1]
        ends = np.hstack([points[:-1][joined], points[1:][joined]])
        bounds = np.hstack(
            [np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])]
        )
        return cls(ends, bounds, shape[ring[:-1][joined]])

    def near(self, lon: float, lat: float, km: float) -> set[int]:
        """Return the shapes with an edge nearer to a point than ``km``.

        Distances are those of a flat map with its centre at the point: a degree
        of latitude is :data:`KM_PER_DEGREE`, one of longitude that times the
        cosine of the point's latitude. East and west wrap around.
        """
        scale = eastward(lat)
        turns = (0.0, -360.0, 360.0) if abs(lon) + km / scale > WORLD[2] else (0.0,)
        return {shape for turn in turns for shape in self._reached(lon + turn, lat, km, scale)}

    def _reached(self, lon: float, lat: float, km: float, scale: float) -> list[int]:
        wide, high = km / scale, km / KM_PER_DEGREE
        west, south, east, north = self.bounds.T
        chosen = np.flatnonzero(
            (west < lon + wide) & (east > lon - wide) & (south < lat + high) & (north > lat - high)
        )
        far = distances((self.ends[chosen] - (lon, lat, lon, lat)) * ((scale, KM_PER_DEGREE) * 2))
        found: list[int] = np.unique(self.shape[chosen[far < km]]).tolist()
        return found


class Outlines:
    """The outlines of a rulebook's places; each has one bit of a raw."""

    def __init__(self, shapes: Mapping[int, Geometry]) -> None:
        """Take polygons in longitude and latitude by the number of their bit."""
        self.numbers = tuple(shapes)
        drawn = np.array(list(shapes.values()), dtype=object)
        self.shapes: NDArray[Any] = shapely.transform(drawn, lambda points: points.round(DECIMALS))
        self.edges: NDArray[Any] = shapely.boundary(self.shapes)
        shapely.prepare(self.shapes)
        shapely.prepare(self.edges)
        self.bounds = [
            (west - EDGE, south - EDGE, east + EDGE, north + EDGE)
            for west, south, east, north in shapely.bounds(self.shapes).tolist()
        ]

    def raw_at(self, lon: float, lat: float) -> int | None:
        """Return the raw of a point, or nothing where it lies on an edge."""
        near = [
            row
            for row, (west, south, east, north) in enumerate(self.bounds)
            if west <= lon <= east and south <= lat <= north
        ]
        if not near:
            return 0
        if shapely.dwithin(self.edges[near], shapely.Point(lon, lat), EDGE).any():
            return None
        inside = shapely.contains_xy(self.shapes[near], lon, lat).tolist()
        return sum(1 << self.numbers[row] for row, hit in zip(near, inside, strict=True) if hit)

    @cached_property
    def _lines(self) -> Edges:
        return Edges.of(self.shapes)

    def astride(self, lon: float, lat: float, km: Mapping[int, float]) -> int:
        """Return the outlines whose edge is nearer to a point than so many kilometres."""
        return sum(
            1 << number
            for far in set(km.values())
            for row in self._lines.near(lon, lat, far)
            if km.get(number := self.numbers[row]) == far
        )

    @cached_property
    def arrangement(self) -> Arrangement:
        """The faces into which the outlines cut the map; worked out when first needed."""
        lines = shapely.union_all([*self.edges, shapely.box(*WORLD).exterior])
        cut = shapely.get_parts(shapely.polygonize([lines]))
        faces = cut[shapely.area(cut) > SLIVER]
        spots = shapely.point_on_surface(faces)
        x, y = shapely.get_x(spots), shapely.get_y(spots)
        raws = [0] * len(faces)
        for number, shape in zip(self.numbers, self.shapes, strict=True):
            for face in np.flatnonzero(shapely.contains_xy(shape, x, y)).tolist():
                raws[face] |= 1 << number
        return Arrangement(faces, raws)


class Arrangement:
    """The faces between outlines, each with its raw."""

    def __init__(self, faces: NDArray[Any], raws: Sequence[int]) -> None:
        """Take polygons that cover the map without overlap."""
        self.raws = frozenset(raws)
        self._raws = tuple(raws)
        self._faces: NDArray[Any] = faces
        shapely.prepare(self._faces)

    @cached_property
    def _edges(self) -> Edges:
        return Edges.of(self._faces)

    def touching(self, lon: float, lat: float) -> frozenset[int]:
        """Return the raws of the faces that a point lies in or on the edge of."""
        point = shapely.Point(lon, lat)
        hits = np.flatnonzero(shapely.dwithin(self._faces, point, EDGE)).tolist()
        if not hits:
            hits = [int(shapely.distance(self._faces, point).argmin())]
        return frozenset(self._raws[face] for face in hits)

    def spots(self, raw: int) -> list[tuple[float, float]]:
        """Return a point well inside of each of the largest faces of a raw."""
        faces = self._faces[[number for number, each in enumerate(self._raws) if each == raw]]
        largest = faces[np.argsort(-shapely.area(faces))[:MOST_SPOTS]]
        points = shapely.point_on_surface(largest)
        return list(
            zip(shapely.get_x(points).tolist(), shapely.get_y(points).tolist(), strict=True)
        )

    def near(self, lon: float, lat: float, km: float) -> frozenset[int]:
        """Return the raws of the faces that come nearer to a point than ``km``."""
        if km == inf:
            return self.raws
        faces = self._edges.near(lon, lat, km)
        return self.touching(lon, lat).union(self._raws[face] for face in faces)

    def within(self, lon: float, lat: float, km: float) -> frozenset[int]:
        """Return the raws of which no face reaches farther from a point than ``km``."""
        scale = eastward(lat)
        ends = (self._edges.ends[:, :2] - (lon, lat)) * (scale, KM_PER_DEGREE)
        beyond = np.hypot(ends[:, 0], ends[:, 1]) >= km
        outside = {self._raws[face] for face in np.unique(self._edges.shape[beyond]).tolist()}
        return self.raws - outside


def eastward(lat: float) -> float:
    """Return how many kilometres a degree of longitude has at a latitude; never none."""
    return KM_PER_DEGREE * max(cos(radians(lat)), 1e-9)


def distances(segments: Floats) -> Floats:
    """Return how far the origin of the plane is from each segment ``x, y, x, y``."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    length = np.einsum("ij,ij->i", along, along)
    share = -np.einsum("ij,ij->i", start, along) / np.where(length > 0, length, 1.0)
    nearest = start + along * np.clip(share, 0.0, 1.0)[:, None]
    squared: Floats = np.einsum("ij,ij->i", nearest, nearest)
    return np.sqrt(squared)
