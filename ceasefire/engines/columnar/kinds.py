"""Rows of one kind: what one of them comes to, all others do, and it is worked out once.

Rows are of one kind that leave the same rows of the rule sheet alive, and of which the same
is open: however else they differ, nothing is asked about it. The compiled loop tells them
apart; many rows of a feed are of few kinds, which also come again in the next part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.solved import Solved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Places = NDArray[np.int64]
    Solve = Callable[[Places], Solved]

__all__ = ["Kinds", "Lines"]

MOST_BYTES: Final = 1 << 26
"""Kinds whose keys take so much are remembered; then one begins anew."""

MOST_KINDS: Final = 1 << 18
"""So many at the most."""

SOME: Final = 1 << 15
"""There is room for so many to begin with."""

MANY: Final = 1 << 15
LEAST: Final = 3
"""To tell kinds apart pays where of many rows the share of such as were met before, times the
words of a line, is more than this: the more words, the longer it takes to work a row out."""


class Lines(NamedTuple):
    """A field: the line of each row, what lines leave, and which have to be told apart besides."""

    rows: Codes
    words: Bits
    open: NDArray[np.uint8]


class Kinds:
    """The kinds of rows that were met, and what each comes to; not for several threads at once."""

    def __init__(self, loop: Any, width: int, fields: int) -> None:  # noqa: ANN401  (a module)
        """Begin with none; lines have so many words, and there are so many fields."""
        self.loop = loop
        self.width = width
        self.length = width + (fields + 1) // 2
        self.most = min(MOST_KINDS, max(MOST_BYTES // (8 * self.length), SOME))
        self.useful = True
        self._begin()

    def _begin(self) -> None:
        self.count = 0
        self.slots: Bits = np.zeros(1 << (2 * self.most).bit_length(), np.uint64)
        self.keys: Bits = np.empty((SOME, self.length), np.uint64)
        self.solved = Solved.none(SOME)

    def __call__(self, fields: Sequence[Lines], solve: Solve) -> Solved:
        """Return what rows come to; ``solve`` is given the places of such as are of new kinds."""
        rows, start, fresh = len(fields[0].rows), 0, 0
        found = Solved.none(rows)
        while True:
            left = [lines._replace(rows=lines.rows[start:]) for lines in fields]
            numbers, firsts = np.empty((2, rows - start), np.int32)
            before = self.count
            done, self.count = self.loop.kinds(
                tuple(left), self.width, self.slots, self.keys, before, numbers, firsts
            )
            if self.count > before:
                places = firsts[: self.count - before].astype(np.int64) + start
                self.solved.put(slice(before, self.count), solve(places))
                fresh += self.count - before
            found.put(slice(start, start + done), self.solved.take(numbers[:done]))
            start += done
            if start == rows:
                break
            self._make_room()
        self.useful = rows < MANY or (rows - fresh) * self.width > LEAST * rows
        return found

    def _make_room(self) -> None:
        """See to it that there is room for more kinds."""
        size = len(self.keys)
        if size >= self.most:
            self._begin()
            return
        size = min(4 * size, self.most)
        keys = np.empty((size, self.length), np.uint64)
        keys[: self.count] = self.keys
        solved = Solved.none(size)
        solved.put(slice(0, self.count), self.solved)
        self.keys, self.solved = keys, solved
