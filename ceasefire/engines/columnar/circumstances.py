"""When and where events were, as far as that tells them apart.

Of instruments that are not in force there and then, only what keeps them away matters; and
what keeps one away that comes before them, and is in force wherever and whenever they may be,
keeps them away as well. So they are never nearest, and need not be told apart.
"""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.columnar.code import rows_of
from ceasefire.engines.columnar.pairing import Pairing, Registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]

__all__ = ["BOTH", "Circumstances"]

BOTH: Final = ("when", "where")
"""The fields that say so."""


class Circumstance(NamedTuple):
    """The rows that a time and a place leave, and what each of their cells does."""

    rows: int
    cells: tuple[frozenset[int], ...]


class Circumstances:
    """What times and places leave of the instruments of a program."""

    def __init__(self, tables: Tables) -> None:
        """Take what knows the codes."""
        self.tables = tables
        self.asked = [name for name in BOTH if name in tables.walked]
        self.kept: Registry[int] = Registry()
        self._kept = Pairing(self._keep)
        self._met: Registry[Circumstance] = Registry()
        self._numbers = Pairing(self._number)
        code, engine = tables.code, tables.engine
        self._rows = [law.rows | whole for law, whole in zip(code.laws, engine.whole, strict=True)]
        self._scope = code.always | rows_of(code.compliant)
        self._reach = union(tuple(rows_of(gate) for law in code.laws for gate in law.reach))
        self._known: dict[tuple[int, int], int] = {}
        slots = {tables.program.index[name] for name in self.asked}
        self._free = tables.acts.full
        for slot in tables.program.index.values():
            if slot not in slots:
                self._free &= ~code.sheet.asked(slot)

    def rows(self, when: Codes, where: Codes) -> Codes:
        """Return the number of the rows that matter, for each pair of codes."""
        return self._kept(when, where)

    def numbers(self, when: Codes, where: Codes) -> Codes:
        """Return numbers that are the same where nothing tells the codes apart."""
        return self._numbers(when, where)

    def _masks(self, when: int, where: int) -> list[tuple[int, ...]]:
        codes: dict[str, Any] = dict(zip(BOTH, (when, where), strict=True))
        return [self.tables.masks(name, codes[name]) for name in self.asked]

    def _number(self, when: int, where: int) -> int:
        rows = self.kept[self._keep(when, where)]
        masks = self._masks(when, where)
        for each in masks:
            rows &= union(each)
        cells = tuple(frozenset([mask & rows for mask in each]) for each in masks)
        return self._met.number(Circumstance(rows, cells))

    def _keep(self, when: int, where: int) -> int:
        some, every = self.tables.acts.full, self._free
        for masks in self._masks(when, where):
            some &= union(masks)
            every &= reduce(and_, masks, -1)
        return self._reached(some & self._reach, some & every & self._reach)

    def _reached(self, some: int, every: int) -> int:
        """Return the number of the rows that matter, by those that tell what is in force."""
        found = self._known.get((some, every))
        if found is None:
            kept = self._scope
            for number, rows in enumerate(self._rows):
                if not self._needless(number, some, every):
                    kept |= rows
            found = self._known[some, every] = self.kept.number(kept)
        return found

    def _needless(self, number: int, some: int, every: int) -> bool:
        """Return whether an instrument is away, and another one before it is never further."""
        reach = self.tables.code.laws[number].reach
        if all(some & gate for gate in reach if isinstance(gate, int)):
            return False
        views = [(some, every)]
        return any(echo.reaches(views) for echo in self.tables.engine.echoes.followed(number))


def union(masks: tuple[int, ...]) -> int:
    """Return the rows that some cell leaves."""
    found = 0
    for mask in masks:
        found |= mask
    return found
