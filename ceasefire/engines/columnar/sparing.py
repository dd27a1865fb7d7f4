"""Rows that say few different things, of which each is sooner worked out by itself.

To lay worlds out in columns pays where many are. Before that, what instruments say of them
has to be found out for every column anew, which takes as long as to decide some hundred
combinations one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.engines.columnar.hashing import alike

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

__all__ = ["FEW", "Sparing"]

FEW: Final = 1 << 9  # pragma: no mutate
"""So many different combinations of cells are decided one by one, and no more."""

MOST_ROWS: Final = 1 << 15  # pragma: no mutate
"""Of more rows it is not looked how many are different."""


class Sparing:
    """Tells whether rows, with those before them, are of few combinations of cells."""

    def __init__(self, few: int) -> None:
        """Take how many are few."""
        self.few = few
        self._met: set[tuple[int, ...]] = set()

    def spares(self, codes: Mapping[str, Codes], rows: int) -> bool:
        """Return whether rows are to be decided one by one; of each field these are the codes.

        Where they are too many, no others ever are but such as were met before.
        """
        if not self.few or rows > MOST_ROWS:
            return False
        columns = list(codes.values())
        first, _ = alike(columns)
        if len(first) > self.few:
            return False
        fresh = {*zip(*(column[first].tolist() for column in columns), strict=True)} - self._met
        if len(self._met) + len(fresh) > self.few:
            return not fresh
        self._met |= fresh
        return True
