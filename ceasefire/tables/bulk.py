"""What tables are written to in bulk: CSV, JSON lines and Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.events import arrays
from ceasefire.events.parquet_table import microseconds
from ceasefire.findings.sinks import dumps, guarded
from ceasefire.tables.cells import Cells, each
from ceasefire.tables.columns import Assembly
from ceasefire.tables.csv_text import EMPTY, column_text, content, header, line_of
from ceasefire.tables.json_text import members
from ceasefire.tables.numbers import TYPES, Held, Kinds, as_numbers
from ceasefire.tables.parquet import ParquetOutput
from ceasefire.tables.tails import Tails

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from ceasefire.findings.redaction import Redaction
    from ceasefire.tables.deciding import Decided
    from ceasefire.tables.outputs import BlockWriter

    Rows = NDArray[np.int64]

__all__ = ["CsvBlocks", "JsonBlocks", "ParquetBlocks", "TextBlocks"]


class Blocks:
    """What sinks of blocks share."""

    def __init__(self, writer: BlockWriter) -> None:
        """Take the writer that they are of."""
        self.handle = writer.handle()
        self.decider = writer.decider
        self.redaction = writer.redaction
        self.added = writer.added
        self.own = writer.own_columns()
        self.writer = writer

    def columns(self, decided: Decided, rows: Rows) -> list[Any]:
        """Return the feed's own columns of some rows, without what is to be left out."""
        block = decided.block
        found = [shown(self.redaction, name, block.columns[name]) for name in self.own]
        if len(rows) == block.rows:
            return found
        some = arrays.numbers(rows)
        return [
            column._replace(indices=column.indices.take(some))
            if isinstance(column, Cells)
            else column.take(some)
            for column in found
        ]

    def finish(self) -> None:
        """Pass on what is buffered."""
        self.handle.flush()

    def abandon(self) -> None:
        """Do nothing: nothing is held back."""


class CsvBlocks(Blocks):
    """CSV that shows as what it is: no spreadsheet and no terminal obeys a text."""

    def __init__(self, writer: BlockWriter) -> None:
        """Write the header."""
        super().__init__(writer)
        self.handle.write(header([guarded(n) for n in (*self.own.values(), *self.added)]))
        self.tails = Tails(self.decider, self._tail)

    def _tail(self, row: Mapping[str, Any]) -> str:
        return line_of([row[name] for name in self.added])

    def write_block(self, decided: Decided, rows: Rows, before: Mapping[int, str]) -> None:
        """Write the rows of a block that have findings."""
        texts, places = self.tails.of(decided, rows, before)
        ends = arrays.texts(texts).take(arrays.numbers(places))
        own = [column_text(whole(column)) for column in self.columns(decided, rows)]
        self.handle.write(content(own, ends))


class JsonBlocks(Blocks):
    """One JSON object a line; sets are lists."""

    def __init__(self, writer: BlockWriter) -> None:
        """Begin."""
        super().__init__(writer)
        self.tails = Tails(self.decider, self._tail)

    def _tail(self, row: Mapping[str, Any]) -> str:
        told = dumps({name: row[name] for name in self.added}) + "\n"
        return told[1:] if self.own else told

    def write_block(self, decided: Decided, rows: Rows, before: Mapping[int, str]) -> None:
        """Write the rows of a block that have findings."""
        texts, places = self.tails.of(decided, rows, before)
        ends = arrays.texts(texts).take(arrays.numbers(places))
        columns = zip(self.own.values(), self.columns(decided, rows), strict=True)
        own = [members(name, whole(column)) for name, column in columns]
        if own:
            own[0] = pc.binary_join_element_wise(arrays.text("{"), own[0], EMPTY)
        self.handle.write(content(own, ends, ", "))


class ParquetBlocks(Blocks):
    """Parquet from a feed that has a schema, whose types are kept."""

    def __init__(self, writer: BlockWriter) -> None:
        """Settle the schema."""
        super().__init__(writer)
        self.assembly = Assembly(self.added, dictionary=True)
        self.output = self._begun()

    def _begun(self) -> ParquetOutput | None:
        schema = self.writer.feed.schema
        return self._output([schema.field(old).with_name(new) for old, new in self.own.items()])

    def _output(self, fields: list[Any]) -> ParquetOutput:
        fields = [*fields, *Assembly(self.added).schema()]
        return ParquetOutput(self.handle, pa.schema(fields), self.writer.origin)

    def write_block(self, decided: Decided, rows: Rows, before: Mapping[int, str]) -> None:
        """Write the rows of a block that have findings."""
        assert self.output is not None  # noqa: S101  (begun at once)
        self.output.write([*self.columns(decided, rows), *self._added(decided, rows, before)])

    def _added(self, decided: Decided, rows: Rows, before: Mapping[int, str]) -> list[Any]:
        only = None if len(rows) == decided.block.rows else rows
        return self.assembly.columns(decided, self.decider, before, only)

    def finish(self) -> None:
        """Write the footer."""
        assert self.output is not None  # noqa: S101  (begun at once)
        self.output.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        if self.output is not None:
            self.output.abandon()


class TextBlocks(ParquetBlocks):
    """Parquet from a table of texts, whose columns of numbers become such.

    What they are shows only in all of the rows, which wait until then.
    """

    def _begun(self) -> None:
        self.kinds = Kinds(tuple(self.own))
        self.held = Held()

    def write_block(self, decided: Decided, rows: Rows, before: Mapping[int, str]) -> None:
        """Keep the rows of a block that have findings."""
        own = [plain(column) for column in self.columns(decided, rows)]
        self.kinds.learn(own)
        self.held.add([*own, *self._added(decided, rows, before)])

    def finish(self) -> None:
        """Write everything."""
        kinds = self.kinds.kinds()
        fields = [
            pa.field(name, TYPES.get(kind, pa.string()))
            for name, kind in zip(self.own.values(), kinds, strict=True)
        ]
        self.output = self._output(fields)
        for part in self.held.all():
            own = [as_numbers(*pair) for pair in zip(part, kinds, strict=False)]
            self.output.write([*own, *part[len(own) :]])
        self.output.close()

    def abandon(self) -> None:
        """Let go of everything."""
        self.held.close()
        super().abandon()


def plain(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column of texts as Arrow has it."""
    if not isinstance(column, Cells):
        return column
    return arrays.texts(column.dictionary.to_pylist()).take(column.indices)


def whole(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column without nanoseconds, which Python's times cannot hold."""
    if isinstance(column, Cells) or not pa.types.is_timestamp(column.type):
        return column
    return microseconds(pa.RecordBatch.from_arrays([column], names=["time"])).column(0)


def shown(redaction: Redaction, name: str, column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column of the feed as it may be shown."""
    if not redaction.active or not touched(redaction, name, column):
        return column

    def change(value: Any) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        return redaction.value(name, value)

    if isinstance(column, Cells):
        values = tuple(map(change, column.dictionary.to_pylist()))
        return column._replace(dictionary=type(column.dictionary)(values))
    return each(column, change, column.type)


def touched(redaction: Redaction, name: str, column: Any) -> bool:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return whether a column may hold what is to be left out."""
    if isinstance(column, Cells) or pa.types.is_nested(column.type):
        return True
    return redaction.touches(name)
