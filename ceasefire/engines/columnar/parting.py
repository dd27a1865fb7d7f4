"""Cells of open fields in parts: those that leave the same of what matters are one.

Which rows matter is told for each event, and so the cells of one code fall into other
parts there than elsewhere. Far fewer worlds are to be looked at then.
"""

from __future__ import annotations

from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.hashing import together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Places = NDArray[np.int64]

__all__ = ["Cells", "Parts", "parted", "stretches"]

MOST_TOGETHER: Final = 1 << 21
"""So many words of cells are compared at a time."""


class Cells(NamedTuple):
    """Of each code of a field, how many cells it has, and the codes of these."""

    counts: Codes
    starts: Codes
    singles: Codes


class Parts(NamedTuple):
    """Of each event, how many parts the cells of a field have, and where these begin.

    ``some`` has column by column the rows that some cell of each part leaves alive, and
    ``every`` those that each of them does.
    """

    counts: Codes
    starts: Places
    some: list[Bits]
    every: list[Bits]

    @classmethod
    def each(cls, words: Bits, events: int) -> Parts:
        """Return parts that are the same for so many events, a line of words for each."""
        columns = list(np.ascontiguousarray(words.T))
        counts = np.full(events, len(words), np.int32)
        return cls(counts, np.zeros(events, np.int64), columns, columns)


def parted(cells: Cells, codes: Codes, held: Sequence[Bits], words: Bits) -> Parts:
    """Return the parts of some codes of a field, of which other rows matter each time.

    ``held`` has column by column the rows that matter, and ``words`` a line with what is
    left for each code.
    """
    told = [(number, word) for number, word in enumerate(held) if word.any()]
    runs = together([codes.astype(np.uint64), *(word for _, word in told)])
    first, kinds = runs.first, runs.numbers
    columns = np.ascontiguousarray(words.T)
    kept = codes.take(first)
    masks = [(columns[number], word.take(first)) for number, word in told]
    weights = cells.counts.take(kept).astype(np.int64) * len(columns)
    found = [
        compared(cells, kept[here], [(left, mask[here]) for left, mask in masks])
        for here in stretches(weights, MOST_TOGETHER)
    ]
    counts = np.concatenate([each.counts for each in found])
    starts = np.cumsum(counts) - counts
    joined = [[[], []] for _ in columns]  # type: list[list[list[Bits]]]
    for each in found:
        for column, (some, every) in zip(columns, joined, strict=True):
            left = column.take(each.cells)
            some.append(np.bitwise_or.reduceat(left, each.begins))
            every.append(np.bitwise_and.reduceat(left, each.begins))
    return Parts(
        counts.take(kinds),
        starts.take(kinds),
        [np.concatenate(some) for some, _ in joined],
        [np.concatenate(every) for _, every in joined],
    )


class Compared(NamedTuple):
    """How many parts some codes have, and the cells of one part behind those of another."""

    counts: Codes
    cells: Codes
    begins: Places


def compared(cells: Cells, codes: Codes, masks: Sequence[tuple[Bits, Bits]]) -> Compared:
    """Return the parts of the cells of codes, by what is left of the rows that matter.

    ``masks`` has column by column what each code leaves, and what matters of each event.
    """
    lengths = cells.counts.take(codes)
    owners = np.repeat(np.arange(len(codes)), lengths)
    places = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    singles = cells.singles.take(cells.starts.take(codes).take(owners) + places)
    left = [word.take(singles) & mask.take(owners) for word, mask in masks]
    runs = together(left, owners)
    begins = np.flatnonzero(runs.begins)
    counts = np.bincount(owners.take(begins), minlength=len(codes)).astype(np.int32)
    return Compared(counts, singles.take(runs.order), begins)


def stretches(weights: Places, most: int) -> Iterator[slice]:
    """Return lines in stretches, each of which has about as much weight as there may be."""
    numbers = (np.cumsum(weights) - 1) // most
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(weights)]
    return starmap(slice, pairwise(edges if len(weights) else ()))
