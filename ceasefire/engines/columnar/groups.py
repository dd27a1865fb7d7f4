"""Fields in groups: what several of them leave together, looked up at once.

A group has a table of words for every combination of its fields' codes, so that a row
needs one look-up for each group and not for each field.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Bits = NDArray[np.uint64]

__all__ = ["Group", "Groups"]

MOST_COMBINATIONS: Final = 4096
"""So many combinations of codes a group of several fields may have."""


class Group(NamedTuple):
    """Fields whose codes are looked up together, and the words of each combination."""

    fields: tuple[str, ...]
    sizes: tuple[int, ...]
    words: list[Bits]

    def places(self, codes: Mapping[str, Codes]) -> NDArray[np.int64]:
        """Return where in the table the words of each row are."""
        found = codes[self.fields[0]].astype(np.int64)
        for name, size in zip(self.fields[1:], self.sizes[1:], strict=True):
            found *= size
            found += codes[name]
        return found


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

    def words(self, codes: Mapping[str, Codes]) -> Iterator[Bits]:
        """Yield word by word what the codes of rows leave together."""
        groups = self.prepared()
        places = [group.places(codes) for group in groups]
        for number in range(len(groups[0].words)):
            found = groups[0].words[number].take(places[0])
            for group, place in zip(groups[1:], places[1:], strict=True):
                found &= group.words[number].take(place)
            yield found

    def _group(self, names: Sequence[str], sizes: Mapping[str, int]) -> Group:
        words: list[Bits] = []
        for name in names:
            own = self.column(name, sizes[name])
            words = list(map(crossed, words, own)) if words else own
        return Group(tuple(names), tuple(sizes[name] for name in names), words)


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
