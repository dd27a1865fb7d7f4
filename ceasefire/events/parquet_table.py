"""Parquet tables, read in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.source import Source

__all__ = ["AGAIN", "ParquetTable", "open_rows"]

BATCH: Final = 4096

AGAIN: Final = "it may have been cut short on its way: write or copy it again"
"""What to do about a file that cannot be read."""


def open_rows(source: Source) -> ParquetTable:
    """Return the rows of a Parquet table; a stream is read whole first.

    Raises :class:`~ceasefire.errors.FeedError` where it is no Parquet file.
    """
    return ParquetTable(source)


class ParquetTable:
    """A Parquet table; nested columns keep their shape."""

    def __init__(self, source: Source) -> None:
        """Read the schema."""
        self.source = source
        self.content = source.content(text=False) if source.once else b""
        with self._open() as file:
            self.schema: Any = file.schema_arrow
            self.count: int = file.metadata.num_rows
        from ceasefire.events.zones import check_zones  # noqa: PLC0415  (it loads Arrow)

        check_zones(source, self.schema)
        names = tuple(self.schema.names)
        if len(set(names)) < len(names):
            raise source.failure("duplicate-column", "the table names a column more than once")
        self.columns: tuple[str, ...] | None = names

    def _open(self) -> Any:  # noqa: ANN401  (Arrow has no types)
        import pyarrow as pa  # noqa: PLC0415  (only where it is used)
        import pyarrow.parquet as pq  # noqa: PLC0415  (loaded when wanted)

        try:
            place = pa.BufferReader(self.content) if self.source.once else str(self.source.path)
            return pq.ParquetFile(place)
        # Names of columns need not be UTF-8 either.
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            message = f"this is no Parquet file: {reason_of(error)}"
            raise self.source.failure("bad-parquet", message, AGAIN) from error

    def rows(self) -> Iterator[Row]:
        """Yield the rows; ``line`` is the number of the row."""
        import pyarrow as pa  # noqa: PLC0415  (loaded when wanted)

        from ceasefire.events.arrays import rows_of  # noqa: PLC0415  (it loads Arrow)

        number = 0
        with self._open() as file:
            try:
                for batch in file.iter_batches(batch_size=BATCH):
                    for raw in rows_of(microseconds(batch)):
                        number += 1
                        yield Row(number, raw)
            except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
                message = f"the table cannot be read after row {number}: {reason_of(error)}"
                raise self.source.failure("bad-parquet", message, AGAIN) from error


def reason_of(error: Exception) -> str:
    """Return why a file cannot be read, in one line."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def microseconds(batch: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a batch without nanoseconds, which Python's times cannot hold."""
    import pyarrow as pa  # noqa: PLC0415  (loaded when wanted)

    fields = list(batch.schema)
    if not any(pa.types.is_timestamp(field.type) and field.type.unit == "ns" for field in fields):
        return batch
    columns = [
        column.cast(pa.timestamp("us", field.type.tz), safe=False)
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns"
        else column
        for field, column in zip(fields, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
