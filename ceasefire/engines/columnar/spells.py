"""Spells of time between edges: an interval comes to what those do that it meets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from ceasefire.program.cells import TimeSlot

if TYPE_CHECKING:
    from ceasefire.program.program import Program

__all__ = ["Spells"]

MOST_EDGES: Final = 4096
"""Where time has more edges, as where windows recur by the hour, intervals are few beside them."""


class Spells:
    """The spells within the horizon of a program in which nothing changes."""

    def __init__(self, program: Program) -> None:
        """Find the edges: those of tests, and those of names."""
        slot = program.slots[program.time]
        assert isinstance(slot, TimeSlot)  # noqa: S101  (how programs are made)
        self.slot = slot
        self.names = program.parties.naming_edges
        low, high = program.horizon
        starts = {lo for cell in self.slot.cells([(low, high)]) for lo, _ in cell.values}
        starts.update(edge for edge in self.names if low < edge < high)
        self.edges = sorted({low, high, *starts})
        self.usable = len(self.edges) <= MOST_EDGES
        self._known: dict[tuple[int, int], tuple[tuple[int, ...], int]] = {}

    def met(self, lo: int, hi: int) -> tuple[tuple[int, ...], int] | None:
        """Return the signatures of the spells that an interval meets, and its epoch of names.

        The epoch is -1 where names change in between. Nothing is told of intervals that are
        not within the horizon.
        """
        if not self.usable or not self.edges[0] <= lo < hi <= self.edges[-1]:
            return None
        spells = bisect_right(self.edges, lo) - 1, bisect_left(self.edges, hi)
        found = self._known.get(spells)
        if found is None:
            found = self._known[spells] = self._met(*spells)
        return found

    def whole(self, lo: int, hi: int) -> int | None:
        """Return the number of the spell that all of an interval lies in, if there is one."""
        if not self.usable or not self.edges[0] <= lo < hi <= self.edges[-1]:
            return None
        spell = bisect_right(self.edges, lo)
        return spell if hi <= self.edges[spell] else None

    def _met(self, first: int, last: int) -> tuple[tuple[int, ...], int]:
        signatures: set[int] = set()
        epochs: set[int] = set()
        for edge in self.edges[first:last]:
            signatures.update(cell.signature for cell in self.slot.cells([(edge, edge + 1)]))
            epochs.add(bisect_right(self.names, edge))
        return tuple(sorted(signatures)), epochs.pop() if len(epochs) == 1 else -1
