"""Boxes without the rows that cannot matter, whatever is answered.

What is left out are the rows of instruments that give *excluded* in every world of a box.
Far fewer boxes are different then. On which grounds such instruments leave a box out is not
to be asked of what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.boxes import Box, living
from ceasefire.engines.columnar.extents import Extent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.columnar.dependence import Account

__all__ = ["Narrowed", "Narrowing"]


class Narrowed(NamedTuple):
    """A box without what cannot matter, and the extent that it had before."""

    box: Box
    before: Extent


class Narrowing:
    """Narrows boxes under one program."""

    def __init__(self, rows: Sequence[int], ever: int) -> None:
        """Take the rows that matter to each instrument, and those some answer rules out."""
        self.rows = rows
        self.ever = ever

    def of(self, account: Account) -> list[Narrowed]:
        """Return the boxes of an account, narrowed."""
        several = len(account.boxes) > 1
        return [self._of(box, several=several) for box in account.boxes]

    def _of(self, box: Box, *, several: bool) -> Narrowed:
        acts, extent = box.acts, Extent.of(box.alive, box.doubts)
        if box.empty:
            return Narrowed(Box(acts, 0, (), box.choices, empty=True, laws=()), extent)
        every = extent.some & extent.every & acts.left(self.ever)
        laws = living(acts, box.among(), extent.some, every)
        rows = 0
        for law in laws:
            rows |= self.rows[law.number]
        inner = extent.within(acts.spread(rows) | acts.scope)
        alive = inner.some
        if several:  # whose cells are compared, value by value
            doubts = [
                doubt._replace(masks=tuple([mask & alive for mask in doubt.masks]))
                for doubt in box.doubts
            ]
        else:
            doubts = [doubt for _, doubt in inner.doubts]
        return Narrowed(Box(acts, alive, tuple(doubts), box.choices, laws=laws), extent)
