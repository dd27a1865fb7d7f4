"""What the columns of a table say of its rows: claims of fields, and when rows were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.pieces import ABSENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceasefire.engines.columnar.fields import When
    from ceasefire.engines.columnar.groups import Coded

    Codes = NDArray[np.int32]

__all__ = ["NOTHING_SAID", "UNDATED", "Claims", "Column", "EpochRows", "Epochs"]


class Column(NamedTuple):
    """A column of few different entries: what each comes to, and which is where."""

    entries: Codes
    indices: NDArray[Any]


class Claims(NamedTuple):
    """What is said of a field: each claim once, and which is where; none, if all say the same."""

    claims: Codes
    indices: NDArray[Any] | None


class EpochRows(NamedTuple):
    """Several epochs in which names are read, and the number of that of each row."""

    epochs: Codes
    rows: Codes


UNDATED: Final = np.zeros(1, np.int32)
"""The epoch of what always means the same."""

NOTHING_SAID: Final = Claims(np.array([ABSENT], np.int32), None)


class Epochs(NamedTuple):
    """The time of rows: their codes, the epoch of each entry, and which of these is where.

    An epoch is -1 where names change their meaning in between; ``whens`` tells more then.
    """

    codes: Coded
    entries: Codes
    indices: NDArray[Any]
    whens: list[When]

    def crossing(self, others: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the rows in whose time names change their meaning, but for some others."""
        changing = self.entries < 0
        if not changing.any():
            return np.empty(0, np.int64)
        return np.flatnonzero(changing.take(self.indices) & ~others)
