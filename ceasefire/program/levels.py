"""Grids of cells, and which edges still matter where a cell is uncertain."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Indices = NDArray[np.intp]
    Codes = NDArray[np.int32]

__all__ = ["UNSEEN", "Level"]

UNSEEN: Final = -1
"""The code of cells not looked at yet; numbers below it stand for rows of uncertain cells."""

BATCH: Final = 1 << 15
"""About how many pairs are measured at a time: they should fit into the cache."""


class Level:
    """A grid of cells, and of those that are uncertain the edges that matter."""

    def __init__(self, depth: int) -> None:
        """Make a grid that has two to the power of ``depth`` cells each way."""
        self.depth = depth
        self.code: Codes = np.full(1 << 2 * depth, UNSEEN, dtype=np.int32)
        self.home: Indices = np.zeros(0, dtype=np.intp)
        self.stop: Indices = np.zeros(1, dtype=np.intp)
        self.edges: Codes = np.zeros(0, dtype=np.int32)

    def add(self, cells: Indices, home: Indices, sizes: Indices, edges: Indices) -> None:
        """Add uncertain cells: their homes, how many edges matter, and these, joined."""
        self.code[cells] = -2 - np.arange(len(self.home), len(self.home) + len(cells))
        self.home = np.concatenate([self.home, home])
        self.stop = np.concatenate([self.stop, self.stop[-1] + np.cumsum(sizes)])
        self.edges = np.concatenate([self.edges, edges.astype(np.int32)])

    def batches(self, code: Codes) -> Iterator[tuple[slice, Indices, Indices]]:
        """Yield, for stretches of uncertain codes, pairs of position and edge."""
        rows = -2 - code
        start = self.stop[rows]
        sizes = self.stop[rows + 1] - start
        ends = np.cumsum(sizes)
        for part in stretches(ends):
            low = part.start
            item = np.repeat(np.arange(part.stop - low), sizes[part])
            before = ends[part] - sizes[part] - (ends[low] - sizes[low])
            at = np.arange(len(item)) + (start[part] - before)[item]
            yield part, item, self.edges[at].astype(np.intp)


def stretches(ends: Indices) -> Iterator[slice]:
    """Yield slices of items that have about a batch of pairs, by how many there are up to each."""
    if len(ends):
        cuts = np.searchsorted(ends, np.arange(BATCH, ends[-1] + BATCH, BATCH))
        for low, high in pairwise(sorted({0, *cuts.tolist(), len(ends)})):
            yield slice(low, high)
