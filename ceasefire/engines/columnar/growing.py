"""What things with numbers have, as columns that grow with their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["Growing"]

Item = TypeVar("Item")


class Growing(Generic[Item]):
    """Something of each thing in a list that only grows, worked out once for each."""

    def __init__(
        self,
        items: Sequence[Item],
        of: Callable[[Item], int],
        dtype: Any = np.int32,  # noqa: ANN401  (NumPy's own name for it)
    ) -> None:
        """Take the list, and what is asked of each thing in it."""
        self.items = items
        self.of = of
        self._known: NDArray[Any] = np.empty(0, dtype)

    def column(self) -> NDArray[Any]:
        """Return it as a column to look numbers up in."""
        if len(self._known) < len(self.items):
            with LOCK:
                fresh = self.items[len(self._known) :]
                found = np.array([self.of(item) for item in fresh], self._known.dtype)
                self._known = np.concatenate([self._known, found])
        return self._known
