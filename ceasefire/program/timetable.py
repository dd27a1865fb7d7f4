"""Which tests of time an instant passes, looked up in tables that are made when asked for."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from operator import xor
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.program.cells import TimeTestLike

__all__ = ["Timetable"]

WIDTH: Final = 1 << 43
"""The length of time that a table is about: some hundred days."""

MOST_TABLES: Final = 512


class Table(NamedTuple):
    """The instants at which something changes, and which tests pass from there on."""

    starts: list[int]
    masks: list[int]


class Timetable:
    """Answers which tests hold throughout an interval that lies between two changes."""

    def __init__(self, tests: Sequence[TimeTestLike]) -> None:
        """Take the tests; later ones may be added to the list."""
        self._tests = tests
        self._number = len(tests)
        self._tables: dict[int, Table] = {}

    def signature(self, lo: int, hi: int) -> int | None:
        """Return the tests that ``[lo, hi)`` passes; nothing where it has to be split."""
        if self._number != len(self._tests):
            self._tables.clear()
            self._number = len(self._tests)
        number = lo // WIDTH
        if hi > (number + 1) * WIDTH:
            return None
        table = self._tables.get(number)
        if table is None:
            if len(self._tables) >= MOST_TABLES:
                self._tables.clear()
            table = self._tables[number] = self._made(number * WIDTH)
        place = bisect_right(table.starts, lo)
        if place < len(table.starts) and hi > table.starts[place]:
            return None
        return table.masks[place - 1]

    def _made(self, start: int) -> Table:
        """Return the table of the stretch that begins at an instant."""
        end = start + WIDTH
        turns = {start: 0}
        for number, test in enumerate(self._tests):
            for lo, hi in test.pieces(start, end):
                for edge in (lo, hi):
                    if edge < end:
                        turns[edge] = turns.get(edge, 0) ^ (1 << number)
        starts = sorted(edge for edge, mask in turns.items() if mask or edge == start)
        return Table(starts, list(accumulate((turns[edge] for edge in starts), xor)))
