"""A table of machine words and what each comes to, looked up for whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]

__all__ = ["BITS", "MIX", "Known"]

BITS: Final = 64

MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without pattern (the golden ratio), which spreads words over a table."""


class Table(NamedTuple):
    """Words and what they come to, each in the place where its hash leads."""

    keys: Bits
    values: NDArray[np.int32]
    shift: np.uint64

    @classmethod
    def of(cls, size: int) -> Table:
        """Return an empty table; ``size`` is a power of two."""
        shift = np.uint64(BITS - size.bit_length() + 1)
        return cls(np.zeros(size, np.uint64), np.zeros(size, np.int32), shift)

    def place(self, word: int) -> int:
        """Return the place of a word, or the free one where it belongs."""
        size = len(self.keys)
        place = ((word * int(MIX)) & (1 << BITS) - 1) >> int(self.shift)
        while int(self.keys[place]) not in {0, word}:
            place = (place + 1) % size
        return place

    def put(self, word: int, value: int) -> None:
        """Put a word in its place; its value first, as others may be reading."""
        place = self.place(word)
        self.values[place] = value
        self.keys[place] = word


class Known:
    """What each of the words that were met comes to, found by hashing."""

    def __init__(self, work_out: Callable[[Bits], NDArray[np.int32]], size: int = 1 << 12) -> None:
        """Take what works out words; no word is 0."""
        self.work_out = work_out
        self.table = Table.of(size)
        self.count = 0

    def __call__(self, words: Bits) -> NDArray[np.int32]:
        """Return what each word comes to."""
        table = self.table
        places = ((words * MIX) >> table.shift).view(np.int64)
        found = table.values.take(places)
        missed = table.keys.take(places) != words
        if missed.any():
            rows = np.flatnonzero(missed)
            found[rows] = self._others(words[rows])
        return found

    def _others(self, words: Bits) -> NDArray[np.int32]:
        """Return what words come to that are new, or not in their first place."""
        distinct, inverse = np.unique(words, return_inverse=True)
        with LOCK:
            table = self.table
            places = [table.place(word) for word in distinct.tolist()]
            fresh = table.keys[places] != distinct
            values = table.values[places]
            if fresh.any():
                values[fresh] = self.work_out(distinct[fresh])
                self._keep(distinct[fresh].tolist(), values[fresh].tolist())
        found: NDArray[np.int32] = values[inverse]
        return found

    def _keep(self, words: Sequence[int], values: Sequence[int]) -> None:
        self.count += len(words)
        table = self.table
        size = len(table.keys)
        while self.count * 4 >= size:
            size *= 4
        if size > len(table.keys):
            table = Table.of(size)
            for key, known in zip(
                self.table.keys.tolist(), self.table.values.tolist(), strict=True
            ):
                if key:
                    table.put(key, known)
        for word, value in zip(words, values, strict=True):
            table.put(word, value)
        self.table = table
