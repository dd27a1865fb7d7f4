"""States of rows for whole columns: what all fields together leave alive.

Each group of fields has, for each combination of its codes, the rows that are left, as a
few machine words. Their conjunction is looked up as a number: whatever number of events
there is, each set of rows that occurs is met once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ceasefire.engines.columnar.groups import Groups, coded
from ceasefire.engines.columnar.hashing import BITS, together
from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.pairing import Registry
    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Bits = NDArray[np.uint64]

__all__ = ["States"]

WORD: Final = (1 << BITS) - 1


class States:
    """Finds the state of each row of a table."""

    def __init__(self, tables: Tables, states: Registry[int]) -> None:
        """Take what knows the codes, and the states that were met."""
        self.tables = tables
        self.states = states
        self.width = (tables.code.width + BITS - 1) // BITS
        self.groups = Groups(tables, self._columns)

    def of(self, codes: Mapping[str, Codes], rows: int) -> Codes:
        """Return the number of the state of each row, whose fields have these codes."""
        if not self.tables.walked or not rows:
            return np.zeros(rows, np.int32)
        return self._numbers(list(self.groups.words(coded(codes), slice(0, rows))))

    def _numbers(self, words: Sequence[Bits]) -> Codes:
        """Return the number of the state that each row's words are."""
        runs = together(words)
        columns = [word[runs.first].tolist() for word in words]
        with LOCK:
            numbers = [
                self.states.number(sum(word << BITS * place for place, word in enumerate(line)))
                for line in zip(*columns, strict=True)
            ]
        found: Codes = np.array(numbers, np.int32)[runs.numbers]
        return found

    def _columns(self, name: str, size: int) -> list[Bits]:
        """Return the words that the codes of a field leave, one after the other."""
        known = len(self.tables.fields[name].codes)
        lefts = [self.tables.left(name, code) if code < known else 0 for code in range(size)]
        return [
            np.array([rows >> BITS * place & WORD for rows in lefts], np.uint64)
            for place in range(self.width)
        ]
