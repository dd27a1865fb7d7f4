"""Rows of few worlds, taken apart into these: a row for every combination of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.fields import Code
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.parting import Cells, Parts, parted, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.groups import Coded
    from ceasefire.engines.columnar.tables import Tables

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Places = NDArray[np.int64]
    Mattering = Callable[[str, Codes, Places], Sequence[Bits]]

__all__ = ["Change", "Open", "Split", "Splitting"]

MOST_WORLDS: Final = 1 << 10
"""Rows of more worlds are not taken apart."""

MOST_TOGETHER: Final = 1 << 22
"""Worlds of about so much weight are taken apart together."""


MOST_HELD: Final = 1 << 24
"""Cells of about so much weight are put into parts together."""


class Change(NamedTuple):
    """What differs in worlds of a field that is open: these have not what their row has.

    What is left in each is told by ``some`` and ``every``, column by column, at the place
    that ``parts`` says; it is the part of the row with the number that ``digits`` says.
    Worlds of a row of which one has the next part, and all else in common, are so many
    worlds apart as ``strides`` says.
    """

    worlds: Places
    parts: Places
    digits: Codes
    strides: Places
    some: list[Bits]
    every: list[Bits]

    def narrow(self, words: Sequence[Bits], left: Sequence[Bits], start: int = 0) -> None:
        """Take from the words of worlds, from one on, what is not left in them."""
        first, last = np.searchsorted(self.worlds, [start, start + len(words[0])])
        worlds, parts = self.worlds[first:last] - start, self.parts[first:last]
        for word, column in zip(words, left, strict=True):
            word[worlds] &= column.take(parts)


class Open(NamedTuple):
    """What is open of some rows, by their ``places``, and the parts it falls into in each."""

    places: Places
    parts: Parts


class Split(NamedTuple):
    """The worlds of rows, one row behind the other from its start on.

    ``rows`` are those that were taken apart, with their ``codes`` and their ``places`` among
    all that were to be, and ``owners`` the number of each world's row; ``changes`` says
    what differs in worlds, by field.
    """

    rows: Places
    places: Places
    starts: Places
    owners: Places
    codes: dict[str, Codes]
    changes: dict[str, Change]

    def words(self, events: Sequence[Bits], here: slice) -> list[Bits]:
        """Return what is left in the worlds of a stretch, by what is left of their rows."""
        owners = self.owners[here]
        found = [word.take(owners) for word in events]
        for change in self.changes.values():
            change.narrow(found, change.some, here.start)
        return found


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

    def split(  # noqa: PLR0913  (what is known of rows)
        self,
        codes: Mapping[str, Codes],
        places: Places,
        matters: Mattering,
        words: Callable[[str], Bits],
        more: Mapping[str, Open] | None = None,
        *,
        weight: int = 1,
    ) -> Iterator[Split]:
        """Take rows apart, at these places, of which all codes are given, some at a time.

        Those that have too many worlds are left out. ``matters`` tells of some rows which
        of all that is asked it makes a difference for that a field may rule out; ``words``
        what each code leaves. ``more`` are other questions that are open. The more memory a
        world needs, by its ``weight``, the fewer are taken together.
        """
        counts = {name: self.cells(name).counts.take(column) for name, column in codes.items()}
        held, none = np.zeros(len(places), np.int64), np.zeros(len(places), bool)
        for each in counts.values():
            held += np.where(each > 1, each, 0)
            none |= each == 0
        for here in stretches(held * weight, MOST_HELD):
            opened: dict[str, Open] = {}
            for name, column in codes.items():
                rows = here.start + np.flatnonzero(counts[name][here] > 1)
                found = self._opened(name, column, rows, matters, words) if len(rows) else None
                if found is not None:
                    opened[name] = found
            opened |= more or {}
            worlds = np.where(none, MOST_WORLDS + 1, 1)
            for open_ in opened.values():
                worlds[open_.places] *= open_.parts.counts
                np.minimum(worlds, MOST_WORLDS + 1, out=worlds)
            few = here.start + np.flatnonzero(worlds[here] <= MOST_WORLDS)
            for part in stretches(worlds[few] * weight, MOST_TOGETHER):
                some = few[part]
                kept = {name: column[some] for name, column in codes.items()}
                yield split_of(kept, opened, some, places, worlds[some])

    def _opened(
        self,
        name: str,
        column: Codes,
        rows: Places,
        matters: Mattering,
        words: Callable[[str], Bits],
    ) -> Open | None:
        """Return in which of some rows a field leaves open what matters, and its parts there."""
        held = matters(name, column, rows)
        some = np.zeros(len(rows), bool)
        for word in held:
            some |= word != 0
        chosen = np.flatnonzero(some)
        if not len(chosen):
            return None
        kept = rows[chosen]
        masks = [word.take(chosen) for word in held]
        return Open(kept, parted(self.cells(name), column.take(kept), masks, words(name)))

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


def split_of(
    codes: dict[str, Codes],
    opened: Mapping[str, Open],
    rows: Places,
    places: Places,
    worlds: Places,
) -> Split:
    """Return so many worlds of each of some rows, of which these fields are open."""
    starts = np.cumsum(worlds) - worlds
    owners = np.repeat(np.arange(len(rows)), worlds)
    stride = np.ones(len(rows), np.int64)
    changes = {}
    for name, (held, parts) in opened.items():
        several = np.ones(len(places), np.int32)
        several[held] = parts.counts
        first = np.zeros(len(places), np.int64)
        first[held] = parts.starts
        count = several.take(rows)
        wide = count > 1
        if not wide.any():
            continue
        # Each world of a row has a number, of which the parts of its fields are the digits.
        some = np.flatnonzero(wide.take(owners))
        owned = owners.take(some)
        digit = (some - starts.take(owned)).astype(np.uint32)
        digit //= stride.astype(np.uint32).take(owned)
        digit %= count.astype(np.uint32).take(owned)
        part = first.take(rows).take(owned) + digit
        digits = digit.astype(np.int32)
        changes[name] = Change(some, part, digits, stride, parts.some, parts.every)
        stride = stride * count
    return Split(places[rows], rows, starts, owners, codes, changes)
