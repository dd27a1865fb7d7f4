"""Columns as the text of CSV, in bulk where no cell needs care, and the same as row by row."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.events import arrays
from ceasefire.findings.sinks import cell, line_cell
from ceasefire.tables.cells import Cells, each

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["EMPTY", "FALSE", "TRUE", "column_text", "content", "header", "line_of", "occurs"]

TRUE, FALSE, EMPTY = map(arrays.text, ("true", "false", ""))

CARE: Final = r'^[=+\-@]|[",\p{C}\p{Zl}\p{Zp}]'
"""What has to be looked at: what a spreadsheet, a terminal or CSV itself would act on."""

FORMULA: Final = np.zeros(256, bool)
FORMULA[list(b"=+-@")] = True
UNSURE: Final = np.zeros(256, bool)
UNSURE[:32] = UNSURE[127:] = True
UNSURE[list(b'",')] = True


class Line:
    """Takes what a CSV writer writes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.text = ""

    def write(self, text: str) -> None:
        """Take a line."""
        self.text = text


def header(names: Iterable[str]) -> bytes:
    """Return the first line of a table."""
    line = Line()
    csv.writer(line, lineterminator="\n").writerow(list(names))
    return line.text.encode("utf-8", "backslashreplace")


def line_of(values: Iterable[Any]) -> str:
    """Return a line of CSV, with its end, in which values have no line breaks."""
    return joined(map(line_cell, values))


def joined(cells: Iterable[str]) -> str:
    """Return cells as a line of CSV, with its end."""
    line = Line()
    csv.writer(line, lineterminator="\n").writerow(list(cells))
    return line.text.encode("utf-8", "backslashreplace").decode("utf-8")


def quoted(value: Any) -> str:  # noqa: ANN401  (of Arrow, or a value of any type)
    """Return a value as it stands in a line of several."""
    return joined((cell(value), "true"))[: -len(",true\n")]


def column_text(column: Any) -> Any:  # noqa: ANN401  (Arrow has no types)
    """Return a column as cells of CSV."""
    if isinstance(column, Cells):
        values = arrays.texts(map(quoted, column.dictionary.to_pylist()))
        return values.take(column.indices)
    kind = column.type
    if pa.types.is_boolean(kind):
        return pc.if_else(column, TRUE, FALSE).fill_null(EMPTY)
    if pa.types.is_integer(kind):
        return column.cast(pa.string()).fill_null(EMPTY)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return each(column, quoted, pa.string())
    column = column.cast(pa.string()).fill_null(EMPTY)
    if not unsure(column):
        return column
    care = pc.match_substring_regex(column, CARE)
    texts = column.filter(care).to_pylist()
    return pc.replace_with_mask(column, care, arrays.texts(map(quoted, texts)))


def unsure(column: Any) -> bool:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return whether some text of a column may need care."""
    if occurs(column, UNSURE):
        return True
    ends, octets = octets_of(column)
    starts = ends[:-1][ends[:-1] < ends[1:]]
    return bool(FORMULA[octets[starts]].any())


def occurs(column: Any, octets: NDArray[np.bool_]) -> bool:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return whether some octets occur in a column of texts."""
    ends, data = octets_of(column)
    return bool(octets[data[int(ends[0]) : int(ends[-1])]].any())


def octets_of(column: Any) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return where the texts of a column end, and their octets."""
    _, offsets, data = column.buffers()
    if data is None or not len(column):
        return np.zeros(1, np.int32), np.empty(0, np.uint8)
    first = column.offset
    ends: NDArray[np.int32] = np.frombuffer(offsets, np.int32)[first : first + len(column) + 1]
    return ends, np.frombuffer(data, np.uint8)


def content(columns: Sequence[Any], ends: Any, between: str = ",") -> memoryview:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return lines of cells, each closed by one of the ``ends``, as bytes."""
    lines = pc.binary_join_element_wise(*columns, ends, arrays.text(between)) if columns else ends
    _, offsets, data = lines.buffers()
    if data is None:
        return memoryview(b"")
    places = np.frombuffer(offsets, np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(data)[int(places[0]) : int(places[-1])]
