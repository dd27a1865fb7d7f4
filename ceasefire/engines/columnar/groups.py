"""Fields in groups: what several of them leave together, looked up at once.

A group has a table of words for every combination of its fields' codes, so that a row
needs one look-up for each group and not for each field.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Bits = NDArray[np.uint64]

__all__ = ["Coded", "Group", "Groups", "coded"]

MOST_COMBINATIONS: Final = 4096
"""So many combinations of codes a group of several fields may have."""


class Coded(NamedTuple):
    """The codes of a field: those of a few entries, and which of these each row has.

    Without ``entries`` the rows have the codes themselves; without ``rows`` all of them
    have the first entry. What is ``besides`` counts so many times as it says for the entry
    of each row: the compiled loop sums it up by itself.
    """

    entries: Codes | None
    rows: NDArray[Any] | None
    besides: tuple[Codes, int] | None = None

    def every(self, size: int) -> Codes:
        """Return the code of each of so many rows."""
        if self.rows is None:
            assert self.entries is not None  # noqa: S101  (there is one or the other)
            return np.full(size, self.entries[0], np.int32)
        return self.rows if self.entries is None else self.entries.take(self.rows)

    def some(self, places: NDArray[np.int64]) -> Codes:
        """Return the codes of some rows."""
        if self.rows is None:
            return self.every(len(places))
        rows: Codes = self.rows.take(places)
        return rows if self.entries is None else self.entries.take(rows)

    def told(self, flags: NDArray[np.bool_], size: int) -> NDArray[np.bool_] | None:
        """Return of which of so many rows a code is flagged, or nothing if none is."""
        if self.entries is None or self.rows is None:
            found = flags.take(self.every(size))
            return found if found.any() else None
        flagged = flags.take(self.entries)
        return flagged.take(self.rows) if flagged.any() else None


class Group(NamedTuple):
    """Fields whose codes are looked up together, and the words of each combination."""

    fields: tuple[str, ...]
    sizes: tuple[int, ...]
    words: list[Bits]

    def places(self, codes: Mapping[str, Coded], here: slice) -> NDArray[np.int64]:
        """Return where in the table the words of each row of a stretch are."""
        stride = 1
        found: NDArray[np.int64] | None = None
        first = 0
        for name, size in zip(reversed(self.fields), reversed(self.sizes), strict=True):
            entries, rows, _ = codes[name]
            if rows is None:
                assert entries is not None  # noqa: S101  (there is one or the other)
                first += int(entries[0]) * stride
            else:
                own = (
                    rows[here] * np.int64(stride)
                    if entries is None
                    else (entries * np.int64(stride)).take(rows[here])
                )
                found = own if found is None else np.add(found, own, out=found)
            stride *= size
        if found is None:
            return np.full(here.stop - here.start, first, np.int64)
        return found if first == 0 else np.add(found, first, out=found)


class Groups:
    """The fields that are asked about, in groups that grow as codes are met."""

    def __init__(self, tables: Tables, column: Callable[[str, int], list[Bits]]) -> None:
        """Take what tells the words of so many codes of a field."""
        self.tables = tables
        self.column = column
        self._groups: list[Group] = []

    def prepared(self) -> list[Group]:
        """Return the groups, with all codes that were met by now, and never fewer."""
        fields = self.tables.fields
        with LOCK:
            sizes = {name: max(len(fields[name].codes), 1) for name in self.tables.walked}
            known = {
                name: size
                for group in self._groups
                for name, size in zip(group.fields, group.sizes, strict=True)
            }
            if sizes != known:
                self._groups = [self._group(names, sizes) for names in grouped(sizes)]
            return self._groups

    def words(self, codes: Mapping[str, Coded], here: slice) -> Iterator[Bits]:
        """Yield word by word what the codes of the rows of a stretch leave together."""
        groups = self.prepared()
        yield from together(groups, [group.places(codes, here) for group in groups])

    def _group(self, names: Sequence[str], sizes: Mapping[str, int]) -> Group:
        words: list[Bits] = []
        for name in names:
            own = self.column(name, sizes[name])
            words = list(map(crossed, words, own)) if words else own
        return Group(tuple(names), tuple(sizes[name] for name in names), words)


def together(groups: Sequence[Group], places: Sequence[NDArray[np.int64]]) -> Iterator[Bits]:
    """Yield word by word what is left at some places of all groups together."""
    for number in range(len(groups[0].words)):
        found = groups[0].words[number].take(places[0])
        for group, place in zip(groups[1:], places[1:], strict=True):
            found &= group.words[number].take(place)
        yield found


def crossed(one: Bits, other: Bits) -> Bits:
    """Return the conjunction of each word of one table with each of another."""
    found: Bits = (one[:, None] & other[None, :]).ravel()
    return found


def grouped(sizes: Mapping[str, int]) -> list[list[str]]:
    """Return fields in groups of few combinations, those of most codes first."""
    groups: list[list[str]] = []
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        for group in groups:
            if prod(sizes[each] for each in group) * sizes[name] <= MOST_COMBINATIONS:
                group.append(name)
                break
        else:
            groups.append([name])
    return groups


def coded(codes: Mapping[str, Codes]) -> dict[str, Coded]:
    """Return columns of codes as what is looked up."""
    return {name: Coded(None, column) for name, column in codes.items()}
