"""What events come to whose worlds are all looked at, and on what that hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceasefire.engines.columnar.spread import Spread

    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Masks = NDArray[np.uint8]
    Places = NDArray[np.int64]

__all__ = ["SEVERAL", "Solved", "depends"]

SEVERAL: Final = np.array([mask.bit_count() > 1 for mask in range(256)], bool)


class Solved(NamedTuple):
    """What events come to.

    ``possible`` are the verdicts of each, ``deciding`` the number of what decides, or -1
    where that is not told. ``depends`` has a bit for each variable on which it hangs which
    verdict is given, ``rests`` one for each answered question, in the order of their names,
    and ``barred`` one for each rule for which an event is impossible that has no world.
    """

    possible: Masks
    deciding: Codes
    depends: Places
    rests: Places
    barred: Places

    @classmethod
    def none(cls, size: int) -> Solved:
        """Return so many events of which nothing is told."""
        bits = np.zeros((3, size), np.int64)
        return cls(np.zeros(size, np.uint8), np.full(size, -1, np.int32), *bits)

    def take(self, events: NDArray[Any]) -> Solved:
        """Return some of the events."""
        return Solved._make(column.take(events) for column in self.columns())

    def put(self, events: Places | slice, told: Solved) -> None:
        """Tell what some of the events come to."""
        for column, each in zip(self.columns(), told.columns(), strict=True):
            column[events] = each

    def columns(self) -> tuple[NDArray[Any], ...]:
        """Return what is told, column by column."""
        return tuple(self)


def depends(spread: Spread, verdicts: Masks, doubtful: Flags) -> Places:
    """Return the variables on which it hangs which verdict is given."""
    found = np.zeros(len(doubtful), np.int64)
    chosen = np.flatnonzero(doubtful.take(spread.owners))
    if not len(chosen):
        return found
    told, owners = verdicts.take(chosen), spread.owners.take(chosen)
    for number, variable in enumerate(spread.variables):
        digits = variable.digits.take(chosen)
        if not digits.any():
            continue
        matters = np.zeros(len(doubtful), bool)
        # Worlds that have all else in common, but not the verdict.
        first = variable.first.take(chosen)
        alike = np.zeros(len(verdicts), np.uint8)
        np.bitwise_or.at(alike, first, told)
        matters[owners[SEVERAL[alike.take(first)]]] = True
        # Cells that leave other verdicts possible than others do.
        span = int(digits.max()) + 1
        cells = np.zeros(len(doubtful) * span, np.uint8)
        np.bitwise_or.at(cells, owners * span + digits, told)
        lines = cells.reshape(-1, span)
        matters |= lines.max(axis=1) > np.where(lines == 0, 255, lines).min(axis=1)
        found |= (matters & doubtful).astype(np.int64) << number
    return found
