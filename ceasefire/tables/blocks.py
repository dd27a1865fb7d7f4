"""Some rows of a feed, by column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from ceasefire.events.arrays import rows_of
from ceasefire.events.parquet_table import microseconds
from ceasefire.events.rows import Row
from ceasefire.tables.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["PLAIN_ROWS", "ROWS", "Block", "raws"]

ROWS: Final = 1 << 17
"""About how many rows are dealt with at a time."""

PLAIN_ROWS: Final = 1 << 18
"""The same where verdicts alone are wanted, which take less memory."""


@dataclass(slots=True)
class Block:
    """Rows that a container could read, by column, and those among them that it could not.

    ``columns`` are raw values, as Arrow has them or as :class:`~ceasefire.tables.cells.Cells`;
    ``line`` returns the line of a row and ``raw`` its values. ``faulty`` are rows with
    problems, each with the number of the row that follows it. Of documents, ``documents``
    has the rows as they stand.
    """

    rows: int
    columns: Mapping[str, Any]
    line: Callable[[int], int]
    raw: Callable[[int], dict[str, Any]]
    faulty: list[tuple[int, Row]] = field(default_factory=list)
    documents: list[dict[str, Any]] | None = None

    def row(self, number: int) -> Row:
        """Return a row as the feed has it."""
        return Row(self.line(number), self.raw(number))


def raws(block: Block) -> list[dict[str, Any]]:
    """Return all rows of a block as the feed has them."""
    if block.documents is not None:
        return block.documents
    names, columns = list(block.columns), list(block.columns.values())
    if any(isinstance(column, Cells) for column in columns):
        return [block.raw(number) for number in range(block.rows)]
    batch = pa.RecordBatch.from_arrays(columns, names=names)
    return rows_of(microseconds(batch))
