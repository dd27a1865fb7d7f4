"""Rows of few worlds, taken apart into these: a row for every combination of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.fields import Code
from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Places = NDArray[np.int64]

__all__ = ["Split", "Splitting"]

MOST_WORLDS: Final = 256
"""Rows of more worlds are not taken apart."""


class Cells(NamedTuple):
    """Of each code of a field, how many cells it has, and the codes of these."""

    counts: Codes
    starts: Codes
    singles: Codes


class Split(NamedTuple):
    """The worlds of rows, one row behind the other from its start on.

    ``rows`` are those that were taken apart and ``owners`` the place of each world's row
    among them. ``codes`` has the cells of worlds, ``digits`` which of those of its row each
    of them is, of fields that are open somewhere; worlds of which two digits differ by one
    are so many worlds apart as ``strides`` says of their row.
    """

    rows: Places
    starts: Places
    owners: Places
    codes: dict[str, Codes]
    digits: dict[str, Codes]
    strides: dict[str, Places]


class Splitting:
    """Takes rows apart by the cells of their codes."""

    def __init__(self, tables: Tables) -> None:
        """Take the tables that codes are of."""
        self.tables = tables
        self._cells: dict[str, Cells] = {}

    def wide(self, codes: Mapping[str, Codes], rows: int) -> NDArray[np.bool_]:
        """Return which rows have some field that is not of one cell."""
        found = np.zeros(rows, bool)
        for name, column in codes.items():
            several = self.cells(name).counts != 1
            if several.any():
                found |= several[column]
        return found

    def split(self, codes: Mapping[str, Codes], places: Places) -> Split:
        """Take some rows apart, those that have not too many worlds."""
        counts = {
            name: self.cells(name).counts.take(column[places]) for name, column in codes.items()
        }
        worlds = np.ones(len(places), np.int64)
        for each in counts.values():
            worlds = np.minimum(worlds * each, MOST_WORLDS + 1)
        fits = (worlds > 0) & (worlds <= MOST_WORLDS)
        places, worlds = places[fits], worlds[fits]
        starts = np.cumsum(worlds) - worlds
        owners = np.repeat(np.arange(len(places)), worlds)
        stride = np.ones(len(places), np.int64)
        split, digits, strides = {}, {}, {}
        for name, column in codes.items():
            whole, several = column[places], counts[name][fits]
            split[name] = whole.take(owners)
            wide = several > 1
            if not wide.any():
                continue
            # Each world of a row has a number, of which the cells of its fields are the digits.
            some = np.flatnonzero(wide.take(owners))
            held = owners.take(some)
            number = (some - starts.take(held)).astype(np.uint32)
            digit = number // stride.astype(np.uint32).take(held)
            digit %= several.astype(np.uint32).take(held)
            cells = self.cells(name)
            split[name][some] = cells.singles.take(cells.starts.take(whole).take(held) + digit)
            digits[name] = np.zeros(len(owners), np.int32)
            digits[name][some] = digit
            strides[name] = stride
            stride = stride * several
        return Split(places, starts, owners, split, digits, strides)

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
