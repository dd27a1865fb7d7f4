"""Events spread out into their worlds, as machine words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

__all__ = ["Events", "Spread", "Variable"]


class Variable(NamedTuple):
    """Something that is open: the cell that each world has of it.

    ``first`` is the world that has the same cells but the first one of this. Where it is
    not open, all worlds have the first one.
    """

    digits: Codes
    first: Places


class Events(NamedTuple):
    """Events by the rows that are alive in some of their worlds, and in every one.

    Column by column, whatever is answered. ``live`` says of each instrument which of them
    some answers let it reach.
    """

    some: list[Bits]
    every: list[Bits]
    live: list[Flags]


class Spread(NamedTuple):
    """The worlds of events, those of one behind those of another from its start on.

    ``words`` has column by column the rows that are alive in each world, whatever is
    answered of what is answered at all; ``owners`` the number of each world's event. Fields
    and questions that do not matter are not gone through: of these some cell leaves the rows
    of ``words``, and every one those that ``shared`` returns of some worlds.
    """

    events: Events
    words: list[Bits]
    starts: Places
    owners: Places
    variables: tuple[Variable, ...]
    shared: Callable[[Places], list[Bits]]

    def groups(self, worlds: Places) -> tuple[Places, Places]:
        """Return of some worlds, in their order, where those of each event begin, and which."""
        held = self.owners.take(worlds)
        begins = np.flatnonzero(np.diff(held, prepend=-1))
        return begins, held.take(begins)
