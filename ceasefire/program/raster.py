"""Grids over the outlines that tell, for most cells, what every point in them has in common.

A cell is certain where the least and the greatest distances that its points can have
from each border have one signature, which all between then share. Points of other
cells are measured, but only from the edges that may be nearest to some point there.
Nothing is approximate: points too near to an edge or to a threshold for that to be
beyond doubt are left to who asks.

Grids are refined where points are, and as far as there are points enough to pay for it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from ceasefire.program.arrangement import WORLD
from ceasefire.program.borders import GUARD, NEAR, distinct_rows, eastwards
from ceasefire.program.levels import UNSEEN, Level
from ceasefire.program.signatures import Grouped
from ceasefire.terms.geo import KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ceasefire.program.signatures import Signatures

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Codes = NDArray[np.int32]

__all__ = ["LEFT", "Raster"]

LEFT: Final = -1
"""The code of points that are left to who asks."""

CROSSED: Final = -1
"""The home of cells that an edge may cross: none."""

COARSEST, FINEST = 4, 10
"""How often grids are halved, each way: at least, and at most."""

CROWD: Final = 4
"""A grid is refined while there are more points than this for each of its cells."""

EPSILON: Final = 1e-12
"""By what share positions in a box are less than they are, so that the last cell has its edge."""

PAD: Final = 1e-8
"""Degrees by which cells are wider than drawn: points are rounded, and so are sums."""

DENSE: Final = 1 << 20
"""About how many pairs of a cell and an edge are looked at one by one at a time."""

SHORT: Final = 1 << 15
"""So many numbers fit into the cache."""

SAMPLE: Final = 1000
"""Points by which to judge whether many are repeated."""


class Raster:
    """A grid over a box, for discs of a range of radii about points."""

    def __init__(
        self,
        signatures: Signatures,
        box: tuple[float, float, float, float],
        km: tuple[float, float],
    ) -> None:
        """Take a box in degrees and the least and greatest radius in kilometres."""
        self.signatures, self.borders = signatures, signatures.borders
        self.west, self.south, self.east, self.north = box
        self.km = km
        self.reach = max(km[1] + float(self.signatures.thresholds[-1]), NEAR) + GUARD
        self.asked = 0
        self._levels: dict[int, Level] = {}

    # --- points ---

    def inside(self, lon: Floats, lat: Floats) -> Indices | slice:
        """Return which points lie in the box."""
        if self.west <= lon.min() and lon.max() <= self.east:
            found = np.ones(len(lon), dtype=bool)
        else:
            found = lon >= self.west
            found &= lon <= self.east
        if not (self.south <= lat.min() and lat.max() <= self.north):
            found &= lat >= self.south
            found &= lat <= self.north
        return slice(None) if found.all() else np.flatnonzero(found)

    def codes(self, lon: Floats, lat: Floats, km: Floats) -> Codes:
        """Return the code of the signature of discs about points in the box, or LEFT."""
        self.asked += len(lon)
        depth = COARSEST
        while depth < FINEST and self.asked > CROWD << 2 * depth:
            depth += 1
        level = self._level(depth)
        cell = self._cells(depth, lon, lat)
        found = level.code[cell]
        open_ = np.flatnonzero(found < 0)
        unseen = cell[open_[found[open_] == UNSEEN]]
        if len(unseen):
            self._look(depth, unseen)
            found[open_] = level.code[cell[open_]]
            open_ = open_[found[open_] < 0]
        if repetitive(lon[open_[:SAMPLE]]):
            words = [each[open_].view(np.uint64) for each in (lon, lat, km)]
            first, like = distinct_rows(words)
            rows = open_[first]
            found[open_] = self._measured(level, found[rows], lon[rows], lat[rows], km[rows])[like]
        elif len(open_):
            found[open_] = self._measured(level, found[open_], lon[open_], lat[open_], km[open_])
        return found

    def _cells(self, depth: int, lon: Floats, lat: Floats) -> Codes:
        """Return the numbers of the cells that points in the box lie in."""
        side = 1 << depth
        east = side * (1 - EPSILON) / (self.east - self.west)
        north = side * (1 - EPSILON) / (self.north - self.south)
        found = np.empty(len(lon), dtype=np.int32)
        for start in range(0, len(lon), SHORT):
            part = slice(start, start + SHORT)
            row = ((lat[part] - self.south) * north).astype(np.int32)
            row <<= depth
            row += ((lon[part] - self.west) * east).astype(np.int32)
            found[part] = row
        return found

    def _level(self, depth: int) -> Level:
        if depth not in self._levels:
            self._levels[depth] = Level(depth)
        return self._levels[depth]

    def _measured(self, level: Level, code: Codes, lon: Floats, lat: Floats, km: Floats) -> Codes:
        """Return the codes of discs about points in uncertain cells, or LEFT."""
        scale = eastwards(lat)
        result = np.empty(len(lon), dtype=np.int32)
        homes = level.home[-2 - code]
        crossed = np.flatnonzero(homes == CROSSED)
        homes[crossed] = self.borders.homes(lon[crossed], lat[crossed])
        thresholds = np.concatenate([[-np.inf], self.signatures.thresholds, [np.inf]])
        for part, item, edge in level.batches(code):
            x, y, home = lon[part], lat[part], homes[part]
            far = self.borders.distances(edge, item, x, y, scale[part])
            groups = Grouped(item, self.borders.border[edge], len(x))
            least = groups.least(far)
            beyond = least - km[part][groups.item]
            rank = self.signatures.ranks(beyond)
            doubt = np.minimum(beyond - thresholds[rank], thresholds[rank + 1] - beyond) <= GUARD
            left = np.zeros(len(x), dtype=bool)
            left[groups.item[doubt | (least < NEAR)]] = True
            found = self.signatures.codes(*self.signatures.of(groups, rank), home)
            found[left | (home < 0)] = LEFT
            result[part] = found
        return result

    # --- cells ---

    def _look(self, depth: int, cells: Indices) -> None:
        """Make out cells of a level, given by number, some of them more than once."""
        wanted = np.zeros(1 << 2 * depth, dtype=bool)
        wanted[cells] = True
        cells = np.flatnonzero(wanted)
        level = self._level(depth)
        if depth == COARSEST:
            self._first(level, cells)
            return
        above = self._level(depth - 1)
        parent = (cells >> depth + 1 << depth - 1) + (cells % (1 << depth) >> 1)
        unseen = above.code[parent] == UNSEEN
        if unseen.any():
            self._look(depth - 1, parent[unseen])
        code = above.code[parent]
        level.code[cells] = np.where(code >= 0, code, UNSEEN)
        cells, code = cells[code < 0], code[code < 0]
        self._settle_all(level, cells, above.home[-2 - code], above.batches(code))

    def _first(self, level: Level, cells: Indices) -> None:
        """Make out cells of the coarsest level, by all edges within reach of each."""
        lon, lat, wide, high = self._frames(level.depth, cells)
        width = (wide + self.reach / eastwards(np.abs(lat) + high))[:, None]
        high += self.reach / KM_PER_DEGREE
        edges = self._edges
        (west, south), (east, north) = self.borders.low[:, edges], self.borders.high[:, edges]
        homes = np.full(len(cells), CROSSED)
        step = max(1, DENSE // max(1, len(edges)))
        for start in range(0, len(cells), step):
            part = slice(start, start + step)
            x, y, far = lon[part, None], lat[part, None], width[part]
            near = (west < x + far) & (east > x - far)
            near &= (south < y + high) & (north > y - high)
            item, edge = np.nonzero(near)
            self._settle_all(level, cells[part], homes[part], [(slice(None), item, edges[edge])])

    @cached_property
    def _edges(self) -> Indices:
        """The edges that may be within reach of points in the box."""
        lat = min(max(-self.south, self.north) + PAD, WORLD[3])
        wide = self.reach / float(eastwards(np.array(lat))) + PAD
        high = self.reach / KM_PER_DEGREE + PAD
        (west, south), (east, north) = self.borders.low, self.borders.high
        near = (west < self.east + wide) & (east > self.west - wide)
        near &= (south < self.north + high) & (north > self.south - high)
        return np.flatnonzero(near)

    def _frames(self, depth: int, cells: Indices) -> tuple[Floats, Floats, float, float]:
        """Return the centres of cells, and half of how wide and high each is, in degrees."""
        side = 1 << depth
        wide, high = (self.east - self.west) / side, (self.north - self.south) / side
        lon: Floats = self.west + (cells % side + np.float64(0.5)) * wide
        lat: Floats = self.south + (cells // side + np.float64(0.5)) * high
        return lon, lat, wide / 2 + PAD, high / 2 + PAD

    def _settle_all(
        self,
        level: Level,
        cells: Indices,
        home: Indices,
        batches: Iterable[tuple[slice, Indices, Indices]],
    ) -> None:
        """Make out cells by what is known of their parents: their homes and edges in reach."""
        fresh = np.flatnonzero(home == CROSSED)
        lon, lat, *_ = self._frames(level.depth, cells[fresh])
        home[fresh] = self.borders.homes(lon, lat)
        for part, item, edge in batches:
            self._settle(level, cells[part], home[part], item, edge)

    def _settle(
        self, level: Level, cells: Indices, home: Indices, item: Indices, edge: Indices
    ) -> None:
        """Mark the cells that are certain, and add the others with the edges that matter.

        ``home`` is where the centres of the cells are.
        """
        signatures = self.signatures
        lon, lat, wide, high = self._frames(level.depth, cells)
        scale = eastwards(lat)
        # A degree of longitude is shorter or longer than at the centre by these shares.
        slim = eastwards(np.minimum(np.abs(lat) + high, WORLD[3])) / scale
        broad = eastwards(np.maximum(np.abs(lat) - high, 0.0)) / scale
        slack = np.hypot(scale * wide, KM_PER_DEGREE * high) * (1 + 1e-9) + GUARD
        far = self.borders.distances(edge, item, lon, lat, scale)
        groups = Grouped(item, self.borders.border[edge], len(cells))
        least, own = groups.least(far), groups.item
        slack, slim, broad = slack[own], slim[own], broad[own]
        nearest = np.maximum((least - slack) * slim, 0.0)
        farthest = (least + slack) * broad
        low = signatures.ranks(nearest - self.km[1] - GUARD)
        top = signatures.ranks(farthest - self.km[0] + GUARD)
        (one, most), (other, fewest) = signatures.of(groups, low), signatures.of(groups, top)
        crossed = groups.per_item(np.minimum, nearest, np.inf) < NEAR
        sure = (home >= 0) & ~crossed
        for column, same in zip(one, other, strict=True):
            sure &= column == same
        chosen = np.flatnonzero(sure)
        columns = [column[chosen] for column in one]
        level.code[cells[chosen]] = signatures.codes(columns, most[chosen], home[chosen])
        # Of a border on which nothing hangs any more, one edge is enough to say what it says.
        hangs, says = signatures.differ(groups, (low, top), (most, fewest))
        hangs |= nearest < NEAR
        limit = np.where(hangs, (farthest / slim + slack) * (1 + 1e-9), least)
        limit[~(hangs | says) | sure[own]] = -1.0
        kept = far <= groups.spread(limit, len(far))
        sizes = np.bincount(item[kept], minlength=len(cells))[~sure]
        level.add(cells[~sure], np.where(crossed, CROSSED, home)[~sure], sizes, edge[kept])


def repetitive(values: Floats) -> bool:
    """Return whether at least half of some numbers repeat others."""
    return len(values) > 0 and 2 * len(set(values.tolist())) <= len(values)
