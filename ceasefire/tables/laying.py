"""Columns of few different values, laid out for many rows: what Arrow's `take` does, sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from ceasefire.engines.columnar.loops import compiled
from ceasefire.events import arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]

__all__ = ["Laid"]

MANY: Final = 1 << 10
"""Of fewer rows Arrow takes no longer."""

PLAIN: Final = 1
WHOLE: Final = 4
"""The bytes of an item: of a letter's octet, or of a number."""


class Items(NamedTuple):
    """Items of texts or lists: how long each is, where it starts, and what all consist of.

    One that is empty comes last, for rows that have none.
    """

    lengths: Codes
    starts: NDArray[np.int64]
    parts: NDArray[Any]

    @classmethod
    def of(cls, ends: NDArray[Any], parts: NDArray[Any]) -> Items:
        """Take where items end in what they consist of, with the beginning of the first."""
        starts = np.append(ends, ends[-1]).astype(np.int64)
        return cls(np.diff(starts).astype(np.int32), starts, np.ascontiguousarray(parts))


class Laid:
    """Values of one column, to be laid out for rows by their numbers."""

    def __init__(self, array: Any) -> None:  # noqa: ANN401  (of Arrow, which ships no types)
        """Take the values, of which each has a number by its place."""
        self.array = array
        self._none = ~arrays.valid(array) if array.null_count else None
        self._items: Items | None = None
        self._texts: Items | None = None
        if pa.types.is_string(array.type):
            self._texts = texts_of(array)
        elif array.type == pa.list_(pa.string()) and not array.values.null_count:
            ends = np.frombuffer(array.buffers()[1], np.int32, len(array) + 1, 4 * array.offset)
            self._items = Items.of(ends, np.arange(len(array.values), dtype=np.int32))
            self._texts = texts_of(array.values)

    def take(self, codes: Codes, absent: Flags | None) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
        """Return the values with some numbers; nothing for rows that are absent."""
        loop = compiled()
        found = None
        if loop is not None and self._texts is not None and len(codes) >= MANY:
            found = self._laid(loop, self._texts, codes, absent)
        return self.array.take(arrays.numbers(codes, absent)) if found is None else found

    def _laid(
        self,
        loop: Any,  # noqa: ANN401  (a module)
        words: Items,
        codes: Codes,
        absent: Flags | None,
    ) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
        none = absent
        if self._none is not None:
            none = self._none.take(codes)
            if absent is not None:
                none |= absent
        if none is not None:
            codes = np.where(none, np.int32(len(self.array)), codes)
        codes = np.ascontiguousarray(codes, np.int32)
        if self._items is None:
            return texts(loop, words, codes, arrays.held(none))
        ends = np.empty(len(codes) + 1, np.int32)
        total = loop.ends(codes, self._items.lengths, ends)
        if total < 0:
            return None
        inner = np.empty(total, np.int32)
        loop.lay(codes, self._items.starts, self._items.parts, ends, inner, WHOLE)
        values = texts(loop, words, inner, None)
        if values is None:
            return None
        held = [arrays.held(none), pa.py_buffer(ends)]
        return pa.Array.from_buffers(self.array.type, len(codes), held, children=[values])


def texts_of(array: Any) -> Items:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return texts as items of octets."""
    octets, ends = arrays.octets(array)
    return Items.of(ends, octets)


def texts(loop: Any, items: Items, codes: Codes, held: Any) -> Any:  # noqa: ANN401  (a module, and Arrow)
    """Return texts one behind the other; nothing if that is too long for Arrow."""
    ends = np.empty(len(codes) + 1, np.int32)
    total = loop.ends(codes, items.lengths, ends)
    if total < 0:
        return None
    found = np.empty(total, np.uint8)
    loop.lay(codes, items.starts, items.parts, ends, found, PLAIN)
    buffers = [held, pa.py_buffer(ends), pa.py_buffer(found)]
    return pa.Array.from_buffers(pa.string(), len(codes), buffers)
