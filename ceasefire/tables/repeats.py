"""Ids that a feed has used before, found in memory that does not grow with it.

Where ids only ever rise, none can be one of before. Where they do not, they are kept, so
many of them; what comes after is not compared with more than these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.events import arrays
from ceasefire.events.dialects import NATIVE
from ceasefire.tables.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ceasefire.events.feeds import Feed
    from ceasefire.tables.deciding import Decided, Decider

__all__ = ["MOST", "Repeats", "note"]

NUMBER: Final = r"^(?:0|[1-9][0-9]{0,17})$"
MOST: Final = 2_000_000
"""So many ids are kept."""


def note(feed: Feed, line: int) -> str:
    """Return the note on an id that was in a line before."""
    return f"the id was used before, in {'row' if feed.container == 'parquet' else 'line'} {line}"


class Repeats:
    """The ids that a feed has used so far."""

    def __init__(self, feed: Feed) -> None:
        """Begin before the first row."""
        pieces = [piece for piece in feed.pieces or () if "id" in piece.keys]
        self.columns = pieces[0].columns if pieces else ("id",) if feed.columns is None else ()
        self.trimmed = feed.dialect == NATIVE and feed.columns is not None
        self.known: dict[Any, int] = {}
        self.full = False
        """Whether there were more ids than are kept, some of which were not compared."""
        self._rising = True
        self._last: Any = None
        self._held: list[tuple[Any, Sequence[int], Callable[[int], int]]] = []
        self._count = 0

    def of(self, decided: Decided, decider: Decider) -> dict[int, int]:
        """Return the rows of the next block whose id was used before, with the line where."""
        if len(self.columns) != 1 or self.columns[0] not in decided.block.columns:
            return {}
        block = decided.block
        column = block.columns[self.columns[0]]
        left = {number for number, _ in decided.aside}
        left |= {n for n, _ in decided.rejected if decider.record(block, n).event is None}
        rows: Sequence[int] = range(block.rows)
        if left:
            rows = [number for number in rows if number not in left]
        if not rows:
            return {}
        ids = None if isinstance(column, Cells) else plain(column, trimmed=self.trimmed)
        if ids is not None and left:
            ids = ids.take(arrays.numbers(np.array(rows)))
        if ids is not None and self._rising and self._rises(ids):
            self._hold(ids, rows, block.line)
            return {}
        self._settle()
        values = texts(column, rows) if ids is None else ids.to_pylist()
        return self._seen(values, rows, block.line)

    def _rises(self, ids: Any) -> bool:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Return whether some ids, and all before them, rise."""
        ids = ranked(ids)
        if ids.null_count:
            return False
        first = ids[0].as_py()
        if self._last is not None and (
            type(first) is not type(self._last) or not first > self._last
        ):
            return False
        if len(ids) > 1 and not pc.all(pc.greater(ids[1:], ids[:-1])).as_py():
            return False
        self._last = ids[-1].as_py()
        return True

    def _hold(self, ids: Any, rows: Sequence[int], line: Callable[[int], int]) -> None:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Keep ids that rise, in case that others do not."""
        self._count += len(ids)
        if self._count > MOST:
            self._held = []
        else:
            self._held.append((ids, rows, line))

    def _settle(self) -> None:
        """Keep each id by itself from now on."""
        if not self._rising:
            return
        self._rising = False
        self.full = self._count > MOST
        for ids, rows, line in self._held:
            self._seen(ids.to_pylist(), rows, line)
        self._held = []

    def _seen(
        self, values: list[Any], rows: Sequence[int], line: Callable[[int], int]
    ) -> dict[int, int]:
        known = self.known
        fresh = dict(zip(values, map(line, rows), strict=True))
        if (
            len(fresh) == len(values)
            and known.keys().isdisjoint(fresh)
            and len(known) + len(fresh) <= MOST
        ):
            known.update(fresh)
            return {}
        found = {}
        for value, number in zip(values, rows, strict=True):
            earlier = known.get(value)
            if earlier is not None:
                found[number] = earlier
            elif len(known) < MOST:
                known[value] = line(number)
            else:
                self.full = True
        return found


def texts(column: Any, rows: Sequence[int]) -> list[str]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return ids as events have them."""
    values = column.to_pylist() if not isinstance(column, Cells) else values_of(column)
    return [text_of(values[row]) for row in rows]


def values_of(column: Cells) -> list[Any]:
    """Return the values of a column of any."""
    items = column.dictionary.items
    return [items[number] for number in column.indices.to_pylist()]


def ranked(ids: Any) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
    """Return ids in a form whose order is that of most feeds: numbers by what they are."""
    if pa.types.is_integer(ids.type) or not pc.all(pc.match_substring_regex(ids, NUMBER)).as_py():
        return ids
    return ids.cast(pa.int64())


def plain(column: Any, *, trimmed: bool) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return ids that can be put in order, or nothing."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_integer(column.type):
        return column
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pc.utf8_trim_whitespace(column) if trimmed else column
    return None


def text_of(value: Any) -> str:  # noqa: ANN401  (of Arrow, or a value of any type)
    """Return an id as an event has it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
