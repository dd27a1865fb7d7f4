"""Columns as members of JSON objects, in bulk where no text needs care."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.events import arrays
from ceasefire.findings.sinks import dumps
from ceasefire.tables.cells import Cells, each
from ceasefire.tables.csv_text import EMPTY, FALSE, TRUE, occurs

__all__ = ["members"]

CARE: Final = r'["\\\p{C}\p{Zl}\p{Zp}]'
UNSURE: Final = np.zeros(256, bool)
UNSURE[:32] = UNSURE[127:] = True
UNSURE[list(b'"\\')] = True
NULL, QUOTE = map(arrays.text, ("null", '"'))
NO: Final = arrays.flags([False])[0]


def members(name: str, column: Any) -> Any:  # noqa: ANN401  (Arrow has no types)
    """Return a column as JSON, each value behind its name."""
    return pc.binary_join_element_wise(arrays.text(f"{dumps(name)}: "), json_text(column), EMPTY)


def json_text(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column as JSON."""
    if isinstance(column, Cells):
        values = arrays.texts(map(dumps, column.dictionary.to_pylist()))
        return values.take(column.indices)
    kind = column.type
    if pa.types.is_boolean(kind):
        return pc.if_else(column, TRUE, FALSE).fill_null(NULL)
    if pa.types.is_integer(kind):
        return column.cast(pa.string()).fill_null(NULL)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return each(column, dumps, pa.string())
    column = column.cast(pa.string())
    plain = pc.binary_join_element_wise(QUOTE, column, QUOTE, EMPTY).fill_null(NULL)
    if not occurs(column, UNSURE):
        return plain
    care = pc.match_substring_regex(column, CARE).fill_null(NO)
    texts = column.filter(care).to_pylist()
    return pc.replace_with_mask(plain, care, arrays.texts(map(dumps, texts)))
