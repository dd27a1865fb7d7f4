"""Rows counted by number, in the order in which numbers first occur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["distinct"]


def distinct(numbers: Any, some: NDArray[np.bool_]) -> list[tuple[int, int, int]]:  # noqa: ANN401  (of Arrow, or a value of any type)
    """Return each number of some rows, how many of them have it, and which is the first."""
    rows = np.flatnonzero(some)
    found, first, counts = np.unique(numbers[rows], return_index=True, return_counts=True)
    order = np.argsort(first, kind="stable")
    return list(
        zip(
            found[order].tolist(),
            counts[order].tolist(),
            rows[first[order]].tolist(),
            strict=True,
        )
    )
