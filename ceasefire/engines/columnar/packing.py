"""Sets of rows as machine words, for many sets at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceasefire.engines.columnar.hashing import BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]

__all__ = ["Layout"]


class Layout:
    """Words of which each has some rows, up to as many as it has bits."""

    def __init__(self, words: Sequence[Sequence[int]], width: int) -> None:
        """Take the rows of each word; ``width`` is how many rows there are at all."""
        self.count = len(words)
        self.size = (width + 7) // 8
        self.rows = np.zeros((len(words), BITS), np.int64)
        self.held = np.zeros((len(words), BITS), np.uint8)
        for number, rows in enumerate(words):
            self.rows[number, : len(rows)] = rows
            self.held[number, : len(rows)] = 1

    def packed(self, sets: Sequence[int]) -> Bits:
        """Return each set of rows as words: an array with a line for each set."""
        raw = b"".join(each.to_bytes(self.size, "little") for each in sets)
        bytes_ = np.frombuffer(raw, np.uint8).reshape(len(sets), self.size)
        bits = np.unpackbits(bytes_, axis=1, bitorder="little")
        # Line by line: a few words of all sets take more memory than they are worth.
        found = np.empty((len(sets), self.count), np.uint64)
        for number in range(self.count):
            chosen = bits.take(self.rows[number], axis=1) & self.held[number]
            word = np.ascontiguousarray(np.packbits(chosen, axis=1, bitorder="little"))
            found[:, number] = word.view("<u8")[:, 0]
        return found
