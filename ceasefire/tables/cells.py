"""Columns of Python values by number, for what Arrow would change or cannot hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.events import arrays
from ceasefire.events.arrays import Cells, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Cells", "Values", "cells", "constant", "each", "flat", "one"]

VIEWS: Final = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
"""Types of views, and those of the same without."""


def cells(values: Iterable[Any]) -> Cells:
    """Return a column of values, told apart by their type and by what they look like."""
    seen: dict[tuple[type, Any], int] = {}
    items: list[Any] = []
    indices = []
    for value in values:
        key = (type(value), value if isinstance(value, (str, int)) else repr(value))
        number = seen.setdefault(key, len(seen))
        if number == len(items):
            items.append(value)
        indices.append(number)
    return Cells(Values(tuple(items)), arrays.numbers(np.array(indices, np.int32)))


def constant(value: object, rows: int) -> Cells:
    """Return a column that has one value in every row."""
    return Cells(Values((value,)), arrays.numbers(np.zeros(rows, np.int32)))


def each(column: Any, change: Callable[[Any], Any], kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return an Arrow column with every value changed, each value once if they repeat."""
    if pa.types.is_dictionary(column.type):
        values = several(map(change, arrays.pythonic(column.dictionary)), kind)
        empty = change(None)
        found = values.take(column.indices)
        return found if empty is None else found.fill_null(several([empty], kind)[0])
    if pa.types.is_nested(column.type):
        return several(map(change, arrays.pythonic(column)), kind)
    try:
        encoded = column.dictionary_encode()
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return several(map(change, arrays.pythonic(column)), kind)
    return each(encoded, change, kind)


def several(values: Iterable[Any], kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return values as an Arrow array of a type."""
    return arrays.column(list(values), kind)


def one(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)  # which Arrow would copy
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        # Arrow joins no more than it can count; an empty column has no piece at all.
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    return whole


def flat(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column with a value for each row, also where Arrow keeps runs or views of them.

    Of views it can take no rows.
    """
    kind = column.type
    if pa.types.is_run_end_encoded(kind):
        return flat(pc.run_end_decode(column))
    if pa.types.is_dictionary(kind) and kind.value_type in VIEWS:
        return pa.DictionaryArray.from_arrays(column.indices, flat(column.dictionary))
    return column.cast(VIEWS[kind]) if kind in VIEWS else column
