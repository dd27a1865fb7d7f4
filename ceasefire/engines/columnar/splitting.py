"""Rows of few worlds, taken apart into these: a row for every combination of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.fields import Code
from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.groups import Coded
    from ceasefire.engines.columnar.tables import Tables

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Places = NDArray[np.int64]

__all__ = ["Split", "Splitting"]

MOST_WORLDS: Final = 1 << 10
"""Rows of more worlds are not taken apart."""

MOST_TOGETHER: Final = 1 << 22
"""Worlds of about so much weight are taken apart together."""


class Cells(NamedTuple):
    """Of each code of a field, how many cells it has, and the codes of these."""

    counts: Codes
    starts: Codes
    singles: Codes


class Change(NamedTuple):
    """What differs in worlds of a field that is open: these have not the code of their row.

    The code of each is that of the row and as much more as ``steps`` says; it is the cell
    of the row with the number that ``digits`` says. Worlds of a row of which one has the
    next cell, and all else in common, are so many worlds apart as ``strides`` says.
    """

    worlds: Places
    steps: Codes
    digits: Codes
    strides: Places


class Split(NamedTuple):
    """The worlds of rows, one row behind the other from its start on.

    ``rows`` are those that were taken apart, with their ``codes``, and ``owners`` the place
    of each world's row among them; ``changes`` says what differs in worlds, by field.
    """

    rows: Places
    starts: Places
    owners: Places
    codes: dict[str, Codes]
    changes: dict[str, Change]


class Splitting:
    """Takes rows apart by the cells of their codes."""

    def __init__(self, tables: Tables) -> None:
        """Take the tables that codes are of."""
        self.tables = tables
        self._cells: dict[str, Cells] = {}

    def wide(self, codes: Mapping[str, Coded], rows: int) -> NDArray[np.bool_]:
        """Return which rows have some field that is not of one cell."""
        found = np.zeros(rows, bool)
        for name, column in codes.items():
            several = self.cells(name).counts != 1
            told = column.told(several, rows) if several.any() else None
            if told is not None:
                found |= told
        return found

    def split(
        self,
        codes: Mapping[str, Codes],
        places: Places,
        matters: Callable[[str, Codes, NDArray[np.bool_]], NDArray[np.bool_]] | None = None,
        more: Mapping[str, Codes] | None = None,
        weight: int = 1,
    ) -> Iterator[Split]:
        """Take rows apart, at these places, of which all codes are given, some at a time.

        Those that have too many worlds are left out. ``matters`` may tell of which rows,
        of some, it makes a difference which cell of a field they have; ``more`` says of how
        many answers to other questions it does. The more memory a world needs, by its
        ``weight``, the fewer are taken together.
        """
        counts = {}
        worlds = np.ones(len(places), np.int64)
        for name, column in codes.items():
            each = self.cells(name).counts.take(column)
            wide = each > 1
            if matters is not None and wide.any():
                each[wide & ~matters(name, column, wide)] = 1
            counts[name] = each
            worlds = np.minimum(worlds * each, MOST_WORLDS + 1)
        for name, each in (more or {}).items():
            counts[name] = each
            worlds = np.minimum(worlds * each, MOST_WORLDS + 1)
        few = np.flatnonzero((worlds > 0) & (worlds <= MOST_WORLDS))
        portions = (np.cumsum(worlds[few]) - 1) * weight // MOST_TOGETHER
        for some in np.split(few, np.flatnonzero(np.diff(portions)) + 1):
            if len(some):
                yield self._split(
                    {name: column[some] for name, column in codes.items()},
                    {name: each[some] for name, each in counts.items()},
                    places[some],
                    worlds[some],
                )

    def _split(
        self,
        codes: dict[str, Codes],
        counts: Mapping[str, Codes],
        places: Places,
        worlds: Places,
    ) -> Split:
        starts = np.cumsum(worlds) - worlds
        owners = np.repeat(np.arange(len(places)), worlds)
        stride = np.ones(len(places), np.int64)
        changes = {}
        for name, several in counts.items():
            wide = several > 1
            if not wide.any():
                continue
            # Each world of a row has a number, of which the cells of its fields are the digits.
            some = np.flatnonzero(wide.take(owners))
            held = owners.take(some)
            number = (some - starts.take(held)).astype(np.uint32)
            digit = number // stride.astype(np.uint32).take(held)
            digit %= several.astype(np.uint32).take(held)
            steps = np.empty(0, np.int32)
            if name in codes:
                cells, code = self.cells(name), codes[name].take(held)
                steps = cells.singles.take(cells.starts.take(code) + digit) - code
            changes[name] = Change(some, steps, digit.astype(np.int32), stride)
            stride = stride * several
        return Split(places, starts, owners, codes, changes)

    def cells(self, name: str) -> Cells:
        """Return the cells of the codes of a field."""
        field = self.tables.fields[name]
        found = self._cells.get(name)
        if found is not None and len(found.counts) == len(field.codes):
            return found
        with LOCK:
            singles: list[int] = []
            counts: list[int] = []
            number = 0
            # Codes of single cells are added on the way, and are single themselves.
            while number < len(field.codes):
                signatures = field.codes[number].signatures
                counts.append(len(signatures))
                if len(signatures) == 1:
                    singles.append(number)
                else:
                    singles += [field.codes.number(Code((each,))) for each in signatures]
                number += 1
            lengths = np.array(counts, np.int32)
            starts = (np.cumsum(lengths) - lengths).astype(np.int32)
            found = self._cells[name] = Cells(lengths, starts, np.array(singles, np.int32))
        return found

    def differ(self, name: str, words: Bits) -> list[Bits]:
        """Return, column by column, what not all cells of each code of a field leave alike.

        ``words`` has a line with what is left for each code.
        """
        cells = self.cells(name)
        found = np.zeros((len(cells.counts), words.shape[1]), np.uint64)
        several = np.flatnonzero(cells.counts > 1)
        if len(several):
            each = words[cells.singles]
            starts = cells.starts[cells.counts > 0]
            apart = np.bitwise_or.reduceat(each, starts) & ~np.bitwise_and.reduceat(each, starts)
            found[cells.counts > 0] = apart
        return list(np.ascontiguousarray(found.T))
