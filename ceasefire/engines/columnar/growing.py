"""What things with numbers have, as columns that grow with their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Sized

    from numpy.typing import NDArray

__all__ = ["Growing", "Lazy"]

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


class Lazy:
    """A number for each thing in a list that only grows, worked out when it is first asked for."""

    def __init__(self, items: Sized, work_out: Callable[[int], int]) -> None:
        """Take the list, and what works out the number of a thing by its place there."""
        self.items = items
        self.work_out = work_out
        self._known: NDArray[np.int32] = np.empty(0, np.int32)

    def __call__(self, places: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the numbers, none of which is negative, of the things in some places."""
        known = self._known
        if len(known) < len(self.items):
            with LOCK:
                more = np.full(len(self.items) - len(self._known), -1, np.int32)
                known = self._known = np.concatenate([self._known, more])
        found = known[places]
        if len(found) and found.min() < 0:
            with LOCK:
                for place in np.unique(places[found < 0]).tolist():
                    known[place] = self.work_out(place)
            found = known[places]
        return found
