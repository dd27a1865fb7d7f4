"""Times that stand for others, as nothing changes between them: one is read in place of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from ceasefire.engines.columnar.hashing import alike
from ceasefire.engines.columnar.pieces import encoded
from ceasefire.engines.columnar.spans import parted, spans_of
from ceasefire.events import arrays
from ceasefire.events.arrays import Cells, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.spans import Spans
    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Kinds = Callable[[Spans], tuple[NDArray[np.int64], list[Codes]]]
    """Tells among which times some come to the same, and what those have in common."""

__all__ = ["Standing"]

FEW: Final = 256
"""So many different times are read one by one."""


class Standing:
    """Gives rows, of all times that come to the same, the one that was met first."""

    def __init__(self, tables: Tables, tz: ZoneInfo, as_of: int | None) -> None:
        """Take what is known of the program, and the date as of which is asked, if there is one."""
        self.tables = tables
        self.zone = tz
        self.as_of = as_of
        self._first: dict[tuple[int, ...], tuple[Any, ...]] = {}

    def whens(self, columns: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the columns that tell when events were with times that stand for others."""
        return self._exchanged(columns, self._spells)

    def knowns(self, columns: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the column that tells since when events are known, likewise.

        Which time that is matters beside the date as of which is asked, and only there.
        """
        if self.as_of is not None:
            return columns
        (column,) = columns.values()
        found = self._exchanged({"when": column}, past)
        return dict.fromkeys(columns, found["when"])

    def _exchanged(self, columns: Mapping[str, Any], of: Kinds) -> Mapping[str, Any]:
        """Return columns with times that stand for others, if there are many."""
        if len(columns) > 1:
            return self._whole(columns, of) or columns
        ((name, column),) = columns.items()
        entries, indices = parted(column)
        found = self._whole({name: entries}, of)
        if found is None or indices is None:
            return found or columns
        (cells,) = found.values()
        return {name: cells._replace(indices=cells.indices.take(arrays.numbers(indices)))}

    def _whole(self, columns: Mapping[str, Any], of: Kinds) -> dict[str, Cells] | None:
        if min(map(size, columns.values())) < FEW:
            return None
        spans = spans_of(columns, self.zone)
        if spans is None:
            return None
        fine, words = of(spans)
        if not len(fine):
            return None
        begins, kinds = alike(words)
        keys = zip(*(each[begins].tolist() for each in words), strict=True)
        stand = [
            self._first.setdefault(key, values_at(columns, place))
            for key, place in zip(keys, fine[begins].tolist(), strict=True)
        ]
        return {
            name: exchanged(column, fine, kinds, [each[number] for each in stand])
            for number, (name, column) in enumerate(columns.items())
        }

    def _spells(self, spans: Spans) -> tuple[NDArray[np.int64], list[Codes]]:
        """Return the times among which some come to the same, and what they have in common then."""
        stretches = self.tables.stretches
        if not stretches.usable:
            return np.empty(0, np.int64), []
        first, last, outside = stretches.ends(spans)
        epochs = np.array([when.epoch for when in stretches.whens], np.int32)
        # Names that change in between are looked up at the very times.
        fine = np.flatnonzero(~outside & (epochs[first] == epochs[last]))
        later = np.zeros(len(fine), np.int32)
        if self.as_of is not None:
            later[spans.low[fine] > self.as_of] = 1
        return fine, [first[fine], last[fine], later]


def past(spans: Spans) -> tuple[NDArray[np.int64], list[Codes]]:
    """Return the times that are none but those, which all come to the same."""
    fine = np.flatnonzero(~spans.unread)
    return fine, [np.zeros(len(fine), np.int32)]


def size(column: Any) -> int:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return how many values a column has."""
    return len(column.items if isinstance(column, Values) else getattr(column, "indices", column))


def values_at(columns: Mapping[str, Any], place: int) -> tuple[Any, ...]:
    """Return the values that columns have in one place."""
    return tuple(value_at(column, place) for column in columns.values())


def value_at(column: Any, place: int) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the value that a column has in one place."""
    if isinstance(column, Cells):
        return column.dictionary.items[column.indices[place].as_py()]
    return column.items[place] if isinstance(column, Values) else arrays.one(column, place)


def exchanged(column: Any, places: NDArray[np.int64], kinds: Codes, stand: Sequence[Any]) -> Cells:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column with what stands for its values in some places."""
    rest = np.ones(size(column), bool)
    rest[places] = False
    others = np.flatnonzero(rest)
    indices = np.empty(len(rest), np.int32)
    indices[places] = kinds
    items, numbers = different(column, others)
    indices[others] = numbers + len(stand)
    return Cells(Values((*stand, *items)), arrays.numbers(indices))


def different(column: Any, places: NDArray[np.int64]) -> tuple[list[Any], NDArray[Any]]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the different values that a column has in some places, and which is where."""
    if isinstance(column, Values):
        return [column.items[place] for place in places.tolist()], np.arange(len(places))
    chosen = arrays.numbers(places)
    if isinstance(column, Cells):
        return list(column.dictionary.items), arrays.view(column.indices.take(chosen))
    part = column.take(chosen)
    if pa.types.is_dictionary(part.type):
        part = part.dictionary_decode()  # of which few of the values may be left
    part = encoded(part)
    items = [*arrays.pythonic(part.dictionary), None]
    numbers = arrays.filled(part.indices)
    return items, np.where(arrays.valid(part.indices), numbers, len(items) - 1)
