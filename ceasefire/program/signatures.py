"""What the distances of a spot from all borders say of it.

The *rank* of a border is how many thresholds its distance, less the radius of the disc
about the spot, is not below: the first threshold is none, the others are as far as some
outline may be off. Ranks and the spot's own raw tell its *signature*: the raws within
the disc, the outlines whose edge may be off by as much as the disc is away from it
(these are *loose*), and the raws to be found so far away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ceasefire.program.borders import WORD, bit_columns, distinct_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ceasefire.program.borders import Borders, Words

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Codes = NDArray[np.int32]

__all__ = ["Grouped", "Signatures"]


class Grouped:
    """Pairs of an item and a border, in order; several pairs may be of one group."""

    def __init__(self, item: Indices, border: Indices, count: int) -> None:
        """Take the item and the border of each pair, and how many items there are."""
        changed = np.ones(len(item), dtype=bool)
        changed[1:] = item[1:] != item[:-1]
        changed[1:] |= border[1:] != border[:-1]
        self.start = np.flatnonzero(changed)
        self.item, self.border = item[self.start], border[self.start]
        self.count = count
        self._first = np.flatnonzero(np.diff(self.item, prepend=-1))
        self._owner = self.item[self._first]

    def least(self, values: Floats) -> Floats:
        """Return the least of a number of each pair, for every group."""
        return np.minimum.reduceat(values, self.start) if len(values) else values

    def spread(self, values: NDArray[Any], pairs: int) -> NDArray[Any]:
        """Return, for each of so many pairs, the value of its group."""
        return np.repeat(values, np.diff(self.start, append=pairs))

    def per_item(self, ufunc: np.ufunc, values: NDArray[Any], nothing: float) -> NDArray[Any]:
        """Return the values of groups combined for every item; items may have none."""
        found = np.full(self.count, nothing, dtype=values.dtype)
        if len(values):
            found[self._owner] = ufunc.reduceat(values, self._first)
        return found


class Signatures:
    """All signatures met so far, each with a code; they are rows of words, in columns.

    Words are those of two sets of outlines and raws, numbered as the owners of borders
    are: first the raws at hand with the loose outlines, then the raws across their edges.
    """

    def __init__(self, borders: Borders, tolerances: Mapping[int, float]) -> None:
        """Take borders, and how many kilometres some outlines may be off, by number of bit.

        Code 0 is that of spots far from everything.
        """
        self.borders = borders
        off = np.array([tolerances.get(number, 0.0) for number in borders.numbers])
        self.thresholds: Floats = np.unique([0.0, *off.tolist()])
        self._size = len(off) + len(borders.raws)
        self._shapes = len(off)
        self._tabulate(np.where(off > 0, np.searchsorted(self.thresholds, off), -1))
        self._homes = bit_columns(self._shapes + np.arange(len(borders.raws)), self._size)
        self._codes: dict[tuple[int, ...], int] = {}
        empty = Grouped(np.zeros(0, np.intp), np.zeros(0, np.intp), 1)
        words, far = self.of(empty, empty.item)
        self.codes(words, far, np.array([borders.raws.index(0)]))

    def _tabulate(self, own: Indices) -> None:
        """Prepare tables of what a rank says, with a row for each border and rank.

        ``own`` is the threshold up to which each outline is loose, -1 for never.
        """
        ranks = len(self.thresholds) + 1
        owners = self.borders.owners
        far = np.full((len(owners[0]), ranks), -1)
        near = [np.zeros((len(owners[0]), ranks), dtype=np.uint64) for _ in owners]
        self._raws: list[Words] = [column.copy() for column in owners]
        for number, last in enumerate(own.tolist()):
            word, flag = number // WORD, np.uint64(1 << number % WORD)
            here = owners[word] & flag > 0
            self._raws[word] &= ~flag
            near[word][here, : last + 1] |= flag
            far[here, : last + 1] = np.maximum(far[here, : last + 1], last)
        for words, raws in zip(near, self._raws, strict=True):
            words[:, 0] |= raws
        self._near: list[Words] = [words.ravel() for words in near]
        self._far: Indices = far.ravel()

    def ranks(self, beyond: Floats) -> Indices:
        """Return the rank of each number of kilometres."""
        return np.searchsorted(self.thresholds, beyond, side="right")

    def of(self, groups: Grouped, rank: Indices) -> tuple[list[Words], Indices]:
        """Return the signature of every item, but for the raw it lies in, by ranks of borders.

        And the number of the threshold up to which there are raws across loose edges,
        -1 for none.
        """
        row = groups.border * (len(self.thresholds) + 1) + rank
        far = groups.per_item(np.maximum, self._far[row], -1)
        columns = [groups.per_item(np.bitwise_or, words[row], 0) for words in self._near]
        reached = rank <= far[groups.item]
        for words in self._raws:
            found = words[groups.border]
            found[~reached] = 0
            columns.append(groups.per_item(np.bitwise_or, found, 0))
        return columns, far

    def differ(
        self, groups: Grouped, ranks: tuple[Indices, Indices], far: tuple[Indices, Indices]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return for which groups it matters whether the first or the second rank holds.

        And for which the first says anything at all. The first is the lower one;
        ``far`` is, for both, what :meth:`of` says of items.
        """
        low, high = ranks
        most, least = (each[groups.item] for each in far)
        says: NDArray[np.bool_] = low <= most
        found = says & (high > least)
        row = groups.border * (len(self.thresholds) + 1)
        for words in self._near:
            here = words[row + low]
            found |= here != words[row + high]
            says |= here > 0
        return found, says

    def codes(self, columns: list[Words], far: Indices, home: Indices) -> Codes:
        """Return the codes of signatures, by what :meth:`of` says and each item's own raw.

        Raws are given by number; where that is below 0, the code means nothing.
        """
        own = [column[home] for column in self._homes]
        across = [np.where(far >= 0, column, np.uint64(0)) for column in own]
        whole = [one | other for one, other in zip(columns, [*own, *across], strict=True)]
        first, like = distinct_rows(whole)
        rows = zip(*(column[first].tolist() for column in whole), strict=True)
        found = [self._codes.setdefault(row, len(self._codes)) for row in rows]
        return np.array(found, dtype=np.int32)[like]

    def read(self, start: int = 0) -> list[tuple[frozenset[int], int, frozenset[int]]]:
        """Return the raws, loose outlines by bit and raws beyond of codes, from one on."""
        size = len(self._homes)
        return [
            (
                self.borders.raws_of(words[:size]),
                self.borders.raw(words[:size]),
                self.borders.raws_of(words[size:]),
            )
            for words in list(self._codes)[start:]
        ]
