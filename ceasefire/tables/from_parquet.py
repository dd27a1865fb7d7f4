"""Parquet tables in blocks, a row group at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from ceasefire.events.arrays import rows_of
from ceasefire.events.parquet_table import AGAIN, microseconds
from ceasefire.tables.blocks import ROWS, Block
from ceasefire.tables.cells import flat, one

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.events.parquet_table import ParquetTable
    from ceasefire.events.source import Source

__all__ = ["ParquetFile", "Stretch", "block_of"]

LARGE: Final = 1 << 20
"""Row groups of more rows are read in parts."""

DENSE: Final = 4.0
"""Bytes of a row, beyond which the values of a column of texts hardly repeat."""


class Stretch(NamedTuple):
    """Rows of a Parquet file that are read together."""

    group: int
    first: int
    rows: int


class ParquetFile:
    """A Parquet file that can be read in stretches, from several threads."""

    def __init__(
        self, opened: ParquetTable, columns: Sequence[str] | None = None, rows: int = ROWS
    ) -> None:
        """Take the opened table and the columns that are wanted, of all if none are named.

        A block has so many ``rows`` at most.
        """
        self.rows = rows
        self.source: Source = opened.source
        self.content: bytes = opened.content
        self.columns = list(opened.schema.names if columns is None else columns)
        with self._open([]) as file:
            self.metadata: Any = file.metadata
        self.repeated = repeated(self.metadata, opened.schema, self.columns)

    def _open(self, repeated: list[str]) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        place = pa.BufferReader(self.content) if self.source.once else str(self.source.path)
        # Arrow would read a whole row group ahead, for the sake of stores that are far away.
        return pq.ParquetFile(
            place,
            read_dictionary=repeated,
            metadata=getattr(self, "metadata", None),
            pre_buffer=False,
        )

    def stretches(self, groups: Sequence[int] | None = None) -> Iterator[Stretch]:
        """Yield what is read together, in order; ``groups`` says of which row groups."""
        first = 1
        for group in range(self.metadata.num_row_groups):
            rows = self.metadata.row_group(group).num_rows
            if rows and (groups is None or group in groups):
                yield Stretch(group, first, rows)
            first += rows

    def blocks(self, stretch: Stretch) -> Iterator[Block]:
        """Yield the blocks of a stretch.

        Raises :class:`~ceasefire.errors.FeedError` where they cannot be read.
        """
        first = stretch.first
        try:
            with self._open(self.repeated) as file:
                for table in self._tables(file, stretch):
                    for start in range(0, table.num_rows, self.rows):
                        part = table.slice(start, self.rows)
                        yield block_of(part, first)
                        first += part.num_rows
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            reason = str(error).splitlines()[0]
            message = f"the table cannot be read after row {first - 1}: {reason}"
            raise self.source.failure("bad-parquet", message, AGAIN) from error

    def _tables(self, file: Any, stretch: Stretch) -> Iterator[Any]:  # noqa: ANN401  (of Arrow, which ships no types)
        if stretch.rows <= LARGE:
            yield file.read_row_group(stretch.group, columns=self.columns, use_threads=False)
            return
        read = partial(file.iter_batches, self.rows, [stretch.group], self.columns)
        for batch in read(use_threads=False):
            yield pa.Table.from_batches([batch])


def repeated(metadata: Any, schema: Any, columns: Sequence[str]) -> list[str]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the columns of texts that repeat, and are best read as dictionaries."""
    if not metadata.num_row_groups:
        return []
    group = metadata.row_group(0)
    dense: dict[str, bool] = {}
    for number in range(group.num_columns):
        column = group.column(number)
        size = column.total_uncompressed_size
        dense[column.path_in_schema] = size > DENSE * max(column.num_values, 1)
    return [
        name for name in columns if texts(schema.field(name).type) and not dense.get(name, True)
    ]


def texts(kind: Any) -> bool:  # noqa: ANN401  (Arrow has no types)
    """Return whether a type is that of texts; Polars and pandas write large ones."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def block_of(table: Any, first: int) -> Block:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return an Arrow table as a block; ``first`` is the number of its first row."""
    columns = {name: flat(one(table.column(name))) for name in table.column_names}

    def raw(number: int) -> dict[str, Any]:
        batch = pa.RecordBatch.from_arrays(
            [column.slice(number, 1) for column in columns.values()], names=list(columns)
        )
        (found,) = rows_of(microseconds(batch))
        return dict(found)

    return Block(table.num_rows, columns, partial(int.__add__, first), raw)
