"""Rows of the same codes, so that what these come to is worked out once."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

__all__ = ["repeated"]

SAMPLE: Final = 1 << 9
FEW: Final = 0.6
"""So many rows are looked at to see whether more of them than this share are different."""

MOST_KEYS: Final = 1 << 62
"""Of more combinations of codes than this not each has a number."""


def repeated(
    columns: Sequence[NDArray[Any]], sizes: Sequence[int], rows: int
) -> tuple[Places, Places | None]:
    """Return the first of rows that are alike, and of which kind each row is.

    Each column holds numbers below its size. Of most tables of the field many rows are alike;
    where a look at a few shows that they are not, nothing is returned, as it takes time to
    find out.
    """
    whole = np.arange(rows)
    if prod(sizes) > MOST_KEYS:
        return whole, None
    for places in (whole[:SAMPLE], whole):
        keys = np.zeros(len(places), np.int64)
        stride = 1
        for column, size in zip(columns, sizes, strict=True):
            keys += column[: len(places)] * np.int64(stride)
            stride *= size
        _, first, kinds = np.unique(keys, return_index=True, return_inverse=True)
        if len(first) > len(places) * FEW:
            break
        if len(places) == rows:
            return first, kinds
    return whole, None
