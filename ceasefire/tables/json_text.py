"""Columns as members of JSON objects, in bulk where no text needs care."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.findings.sinks import dumps
from ceasefire.tables.cells import Cells, each
from ceasefire.tables.csv_text import occurs

__all__ = ["members"]

CARE: Final = r'["\\\p{C}\p{Zl}\p{Zp}]'
UNSURE: Final = np.zeros(256, bool)
UNSURE[:32] = UNSURE[127:] = True
UNSURE[list(b'"\\')] = True


def members(name: str, column: Any) -> Any:  # noqa: ANN401  (Arrow has no types)
    """Return a column as JSON, each value behind its name."""
    return pc.binary_join_element_wise(pa.scalar(f"{dumps(name)}: "), json_text(column), "")


def json_text(column: Any) -> Any:  # noqa: ANN401
    """Return a column as JSON."""
    if isinstance(column, Cells):
        values = pa.array(map(dumps, column.dictionary.to_pylist()), pa.string())
        return values.take(column.indices)
    kind = column.type
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "true", "false").fill_null("null")
    if pa.types.is_integer(kind):
        return column.cast(pa.string()).fill_null("null")
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return each(column, dumps, pa.string())
    column = column.cast(pa.string())
    plain = pc.binary_join_element_wise('"', column, '"', "").fill_null("null")
    if not occurs(column, UNSURE):
        return plain
    care = pc.match_substring_regex(column, CARE).fill_null(False)  # noqa: FBT003  (a value)
    texts = column.filter(care).to_pylist()
    return pc.replace_with_mask(plain, care, pa.array(map(dumps, texts), pa.string()))
