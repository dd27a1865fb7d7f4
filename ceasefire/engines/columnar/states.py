"""States of rows for whole columns: what all fields together leave alive.

Each group of fields has, for each combination of its codes, the rows that are left, as a
few machine words. Their conjunction is looked up as a number: whatever number of events
there is, each set of rows that occurs is met once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.hashing import BITS, MIX
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.words import grouped, outgrown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.pairing import Registry
    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Bits = NDArray[np.uint64]

__all__ = ["States"]

WORD: Final = (1 << BITS) - 1


class Group(NamedTuple):
    """Fields whose codes are looked up together, and the words of each combination."""

    fields: tuple[str, ...]
    sizes: tuple[int, ...]
    words: list[Bits]


class States:
    """Finds the state of each row of a table."""

    def __init__(self, tables: Tables, states: Registry[int]) -> None:
        """Take what knows the codes, and the states that were met."""
        self.tables = tables
        self.states = states
        self.width = (tables.code.width + BITS - 1) // BITS
        self.groups: list[Group] = []

    def of(self, codes: Mapping[str, Codes], rows: int) -> Codes:
        """Return the number of the state of each row, whose fields have these codes."""
        if not self.tables.walked or not rows:
            return np.zeros(rows, np.int32)
        words: list[Bits] = []
        for group in self._groups():
            place = codes[group.fields[0]].astype(np.int64)
            for name, size in zip(group.fields[1:], group.sizes[1:], strict=True):
                place *= size
                place += codes[name]
            own = [table.take(place) for table in group.words]
            words = (
                own if not words else [one & other for one, other in zip(words, own, strict=True)]
            )
        return self._numbers(words)

    def _numbers(self, words: Sequence[Bits]) -> Codes:
        """Return the number of the state that each row's words are."""
        mixed = words[0].copy()
        for word in words[1:]:
            mixed *= MIX
            mixed ^= mixed >> np.uint64(29)
            mixed += word
        _, first, inverse = np.unique(mixed, return_index=True, return_inverse=True)
        back = first[inverse]
        if not all((word.take(back) == word).all() for word in words):  # two sets look alike
            stacked: Any = np.stack(words, axis=1)
            _, first, inverse = np.unique(stacked, axis=0, return_index=True, return_inverse=True)
            inverse = inverse.ravel()
        columns = [word[first].tolist() for word in words]
        with LOCK:
            numbers = [
                self.states.number(sum(word << BITS * place for place, word in enumerate(line)))
                for line in zip(*columns, strict=True)
            ]
        found: Codes = np.array(numbers, np.int32)[inverse]
        return found

    def _groups(self) -> list[Group]:
        """Return the fields in groups, with all codes that were met by now."""
        with LOCK:
            sizes = {
                name: max(len(self.tables.fields[name].codes), 1) for name in self.tables.walked
            }
            if not self.groups or outgrown(self.groups, sizes):
                self.groups = [self._group(names, sizes) for names in grouped(sizes)]
            return self.groups

    def _group(self, names: Sequence[str], sizes: Mapping[str, int]) -> Group:
        words: list[Bits] = []
        for name in names:
            left = [self._left(name, code) for code in range(sizes[name])]
            own = [
                np.array([rows >> BITS * place & WORD for rows in left], np.uint64)
                for place in range(self.width)
            ]
            words = (
                [
                    (one[:, None] & other[None, :]).ravel()
                    for one, other in zip(words, own, strict=True)
                ]
                if words
                else own
            )
        return Group(tuple(names), tuple(sizes[name] for name in names), words)

    def _left(self, name: str, code: int) -> int:
        """Return the rows that some cell of a code leaves."""
        found = 0
        if code < len(self.tables.fields[name].codes):
            for mask in self.tables.masks(name, code):
                found |= mask
        return found


def crossed(one: Bits, other: Bits) -> Bits:
    """Return the conjunction of each word of one table with each of another."""
    found: Bits = (one[:, None] & other[None, :]).ravel()
    return found
