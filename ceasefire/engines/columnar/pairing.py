"""Functions of two small numbers, worked out once for each pair and looked up for whole columns."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

__all__ = ["LOCK", "Pairing", "Registry"]

MOST_CELLS: Final = 1 << 22
"""So many pairs have a place in a table; beyond, they are looked up by hash."""

LOCK: Final = RLock()
"""Held while something new is worked out, so that threads may share what is known."""

Item = TypeVar("Item", bound="Hashable")


class Registry(Generic[Item]):
    """Things by number, each once, in the order in which they were met."""

    def __init__(self) -> None:
        """Begin with none."""
        self.items: list[Item] = []
        self._numbers: dict[Item, int] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.items)

    def __getitem__(self, number: int) -> Item:
        """Return the thing of a number."""
        return self.items[number]

    def number(self, item: Item) -> int:
        """Return the number of a thing, which is added when first met."""
        found = self._numbers.get(item)
        if found is None:
            with LOCK:
                found = self._numbers.get(item)
                if found is None:
                    found = len(self.items)
                    self.items.append(item)
                    self._numbers[item] = found
        return found


class Pairing:
    """A function of two numbers as a table that fills as pairs are met."""

    def __init__(self, work_out: Callable[[int, int], int]) -> None:
        """Take the function."""
        self.work_out = work_out
        # One more than the values, so that what is not known yet costs no memory.
        self._table: Codes = np.zeros((16, 16), np.int32)
        self._known: dict[int, int] | None = None

    def __call__(self, left: Codes, right: Codes) -> Codes:
        """Return the value for each pair of two columns; ``right`` may be one number for all."""
        if not len(left):
            return np.empty(0, np.int32)
        table = self._table
        if self._known is None and (
            int(left.max()) >= table.shape[0] or int(np.max(right)) >= table.shape[1]
        ):
            with LOCK:
                self._grow(int(left.max()) + 1, int(np.max(right)) + 1)
            table = self._table
        if self._known is not None:
            return self._hashed(left, right)
        flat = left.astype(np.int64)
        flat *= table.shape[1]
        flat += right
        found: Codes = table.ravel().take(flat)
        if found.min() < 1:
            with LOCK:
                for place in np.unique(flat[found < 1]).tolist():
                    row, column = divmod(place, table.shape[1])
                    table[row, column] = self.work_out(row, column) + 1
            found = table.ravel().take(flat)
        found -= 1
        return found

    def _grow(self, rows: int, columns: int) -> None:
        old = self._table
        rows = grown(old.shape[0], rows)
        columns = grown(old.shape[1], columns)
        if rows * columns > MOST_CELLS:
            self._known = {
                int(row) << 32 | int(column): int(old[row, column]) - 1
                for row, column in zip(*np.nonzero(old), strict=True)
            }
            return
        table: Codes = np.zeros((rows, columns), np.int32)
        table[: old.shape[0], : old.shape[1]] = old
        self._table = table

    def _hashed(self, left: Codes, right: Codes) -> Codes:
        keys, inverse = np.unique(left.astype(np.int64) << 32 | right, return_inverse=True)
        known: Any = self._known
        with LOCK:
            values = []
            for key in keys.tolist():
                value = known.get(key)
                if value is None:
                    value = known[key] = self.work_out(key >> 32, key & 0xFFFFFFFF)
                values.append(value)
        found: Codes = np.array(values, np.int32)[inverse]
        return found


def grown(size: int, needed: int) -> int:
    """Return a size that is large enough, and some more than before if it has to be more."""
    while size < needed:
        size *= 2
    return size
