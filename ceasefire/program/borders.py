"""The edges of all outlines as borders, and how far spots are from them.

A *border* is all of the edges that belong to the same outlines and to faces of the
same raws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ceasefire.program.arrangement import EDGE, WORLD, Edges
from ceasefire.terms.geo import KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceasefire.program.arrangement import Outlines

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Words = NDArray[np.uint64]

__all__ = ["GUARD", "NEAR", "WORD", "Borders", "bit_columns", "distinct_rows", "eastwards"]

NEAR: Final = 2 * EDGE * KM_PER_DEGREE
"""Kilometres from an edge within which a point may count as lying on it."""

GUARD: Final = 1e-6
"""Kilometres by which rounding, of points too, may change a distance (at most 0.5e-6)."""

WORD: Final = 64
"""Bits in a word of a set."""

MIX, SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
TURN: Final = 360.0


class Borders:
    """The borders of some outlines, with edges in order of their border.

    ``owners`` are the sets, a row for each border, of the outlines (their rows first)
    and raws (by number, thereafter) that it belongs to.

    ``border`` is the number of the border of each edge, ``corner`` are columns of
    degrees of its first end, ``along`` of the way to its other end. Every edge is there
    three times, a turn east and a turn west of itself too, so that discs need not wrap
    around.
    """

    def __init__(self, outlines: Outlines) -> None:
        """Take outlines; they are laid over each other."""
        arrangement = outlines.arrangement
        self.raws = tuple(sorted(arrangement.raws | {0}))
        self.numbers = outlines.numbers
        self.shapes, self.bounds = outlines.shapes, shapely.bounds(outlines.shapes)
        self._index = {raw: number for number, raw in enumerate(self.raws)}
        lines, faces = Edges.of(outlines.shapes), arrangement._edges  # noqa: SLF001  (one package)
        raw_of_face = np.array([self._index[raw] for raw in arrangement._raws])  # noqa: SLF001  (of one house)
        first_raw = len(self.numbers)
        owner = np.concatenate([lines.shape, first_raw + raw_of_face[faces.shape]])
        ends, owners = merged(
            np.vstack([lines.ends, faces.ends]), bit_columns(owner, first_raw + len(self.raws))
        )
        first, border = distinct_rows(owners)
        self.owners = [column[first] for column in owners]
        self._lay(ends, border)

    def _lay(self, ends: Floats, border: Indices) -> None:
        order = np.argsort(border, kind="stable").repeat(3)
        self.border: Indices = border[order]
        self.corner: Floats = np.ascontiguousarray(ends[order, :2].T)
        self.corner[0] += np.tile([0.0, TURN, -TURN], len(ends))
        self.along: Floats = np.ascontiguousarray((ends[order, 2:] - ends[order, :2]).T)
        other = self.corner + self.along
        self.low, self.high = np.minimum(self.corner, other), np.maximum(self.corner, other)

    @property
    def on_the_map(self) -> bool:
        """Whether no outline leaves the map."""
        west, south, east, north = self.bounds.T
        low = (west < WORLD[0]) | (south < WORLD[1])
        return not (low | (east > WORLD[2]) | (north > WORLD[3])).any()

    def distances(
        self, edge: Indices, item: Indices, lon: Floats, lat: Floats, scale: Floats
    ) -> Floats:
        """Return the kilometres from items to edges, a number for each pair.

        ``lon``, ``lat`` and ``scale`` (kilometres in a degree of longitude) belong to
        the items. As everywhere, maps are flat, with their centre at the item.
        """
        wide = scale[item]
        x: Floats = (lon[item] - self.corner[0][edge]) * wide
        y = (lat[item] - self.corner[1][edge]) * KM_PER_DEGREE
        wide *= self.along[0][edge]
        high = self.along[1][edge] * KM_PER_DEGREE
        length = wide * wide
        length += high * high
        length[length == 0] = 1.0
        share = x * wide
        share += y * high
        share /= length
        np.maximum(share, 0.0, out=share)
        np.minimum(share, 1.0, out=share)
        wide *= share
        high *= share
        x -= wide
        y -= high
        x *= x
        y *= y
        x += y
        np.sqrt(x, out=x)
        return x

    def homes(self, lon: Floats, lat: Floats) -> Indices:
        """Return the number of the raw of points on no edge; -1 for one that exists nowhere."""
        columns: list[Words] = [np.zeros(len(lon), dtype=np.uint64) for _ in self.owners]
        for row, (west, south, east, north) in enumerate(self.bounds.tolist()):
            near = (lon >= west) & (lon <= east)
            near &= lat >= south
            near &= lat <= north
            rows = np.flatnonzero(near)
            if len(rows):
                inside = rows[shapely.contains_xy(self.shapes[row], lon[rows], lat[rows])]
                columns[row // WORD][inside] |= np.uint64(1 << row % WORD)
        first, code = distinct_rows(columns)
        sets = zip(*(column[first].tolist() for column in columns), strict=True)
        found = [self._index.get(self.raw(each), -1) for each in sets]
        return np.array(found, dtype=np.intp)[code]

    def raw(self, words: Sequence[int]) -> int:
        """Return the outlines of a set, each with its bit."""
        mask = joined(words)
        return sum(1 << number for row, number in enumerate(self.numbers) if mask >> row & 1)

    def raws_of(self, words: Sequence[int]) -> frozenset[int]:
        """Return the raws of a set."""
        mask = joined(words) >> len(self.numbers)
        return frozenset(raw for number, raw in enumerate(self.raws) if mask >> number & 1)


def eastwards(lat: Floats) -> Floats:
    """Return how many kilometres a degree of longitude has at latitudes; never none."""
    return KM_PER_DEGREE * np.maximum(np.cos(np.radians(lat)), 1e-9)


# --- sets ---------------------------------------------------------------------------


def merged(ends: Floats, owners: Sequence[Words]) -> tuple[Floats, list[Words]]:
    """Return every edge once, whichever way it runs, with the owners of all its copies."""
    back = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends = np.where(back[:, None], ends[:, [2, 3, 0, 1]], ends)
    order = np.lexsort(ends.T)
    ends = ends[order]
    changed = np.ones(len(ends), dtype=bool)
    changed[1:] = (ends[1:] != ends[:-1]).any(axis=1)
    start = np.flatnonzero(changed)
    return ends[start], [np.bitwise_or.reduceat(column[order], start) for column in owners]


def bit_columns(number: Indices, size: int) -> list[Words]:
    """Return for each number below ``size`` the set of it alone; a set is a row of words."""
    word, bit = np.divmod(number, WORD)
    flag = np.uint64(1) << bit.astype(np.uint64)
    return [np.where(word == place, flag, np.uint64(0)) for place in range(-(-size // WORD))]


def joined(words: Sequence[int]) -> int:
    """Return the mask that words make up, the lowest first."""
    return sum(word << WORD * place for place, word in enumerate(words))


def distinct_rows(columns: Sequence[Words]) -> tuple[Indices, Indices]:
    """Return where each distinct row is found first, and for every row the number of its like.

    Rows are told apart by a hash. It is checked: where two that differ share one, they
    are told apart by all columns.
    """
    mixed = columns[0] * MIX
    for column in columns[1:]:
        mixed ^= mixed >> SHIFT
        mixed ^= column
        mixed *= MIX
    order = np.argsort(mixed)
    first, code = numbered(order, [mixed])
    if all((column[first][code] == column).all() for column in columns):
        return first, code
    return numbered(np.lexsort(columns), columns)


def numbered(order: Indices, columns: Sequence[Words]) -> tuple[Indices, Indices]:
    """Return one row of each kind, and for every row the number of its kind, by sorted rows."""
    changed = np.ones(len(order), dtype=bool)
    changed[1:] = False
    for column in columns:
        changed[1:] |= column[order[1:]] != column[order[:-1]]
    code = np.empty(len(order), dtype=np.intp)
    code[order] = np.cumsum(changed) - 1
    return order[changed], code
