"""Data frames of any make, with findings as further columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import narwhals as nw
import pyarrow as pa

from ceasefire.engines.columnar.quick import PLAIN
from ceasefire.errors import EventError, UsageError, placed
from ceasefire.events import arrays
from ceasefire.events.zones import check_zones
from ceasefire.tables.blocks import ROWS, Block
from ceasefire.tables.cells import Cells, cells, flat, one
from ceasefire.tables.columns import Assembly, chosen, type_of
from ceasefire.tables.deciding import Decider
from ceasefire.tables.memory import Memory, feed_of
from ceasefire.tables.own import names
from ceasefire.tables.repeats import Repeats, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ceasefire.book import Book
    from ceasefire.errors import Problem

__all__ = ["classify_frame"]

Frame = TypeVar("Frame")


def classify_frame(
    book: Book,
    frame: Frame,
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
    columns: Sequence[str] | None = None,
    strict: bool = False,
) -> Frame:
    """Return a table with the findings of its rows; :meth:`Book.classify_frame` tells more."""
    counter = Counter(book, format, chosen(columns), strict=strict)
    given: Any = frame
    if isinstance(given, pa.Table):
        found: Any = counter.table(given)
    elif isinstance(given, pa.RecordBatch):
        table = counter.table(pa.Table.from_batches([given]))
        found = pa.RecordBatch.from_arrays(
            [one(each) for each in table.columns], schema=table.schema
        )
    elif isinstance(given, pa.RecordBatchReader):
        found = counter.reader(given)
    elif type(given).__name__ == "DuckDBPyRelation":
        import duckdb  # noqa: PLC0415  (whoever has a relation has it)

        found = duckdb.from_arrow(counter.table(pa.table(given)))
    else:
        found = framed(given, counter)
    result: Frame = found
    return result


def framed(given: Any, counter: Counter) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
    """Return a frame that narwhals knows, or whatever else Arrow can take, with findings."""
    frame = nw.from_native(given, pass_through=True)
    if isinstance(frame, nw.DataFrame):
        return counter.eager(frame)
    if isinstance(frame, nw.LazyFrame) and frame.implementation is nw.Implementation.POLARS:
        return counter.lazy(given)
    table = table_of(given)
    if table is not None:
        return counter.table(table)
    kinds = "Polars, pandas and PyArrow tables, DuckDB relations, and what has `__arrow_c_stream__`"
    raise UsageError(
        f"{type(given).__name__} is no table that can be classified; there are {kinds}"
    )


def table_of(given: Any) -> pa.Table | None:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the table that something hands to Arrow, if it does; a series is none."""
    if not hasattr(given, "__arrow_c_stream__"):
        return None
    try:
        return pa.table(given)
    except (pa.ArrowInvalid, TypeError):
        return None


class Counter:
    """Where frames of one kind are classified."""

    def __init__(
        self, book: Book, form: str | None, added: tuple[str, ...], *, strict: bool
    ) -> None:
        """Take what is to be done."""
        self.book = book
        self.form = form
        self.added = added
        self.strict = strict

    # --- each kind of frame ---

    def table(self, table: pa.Table, session: Session | None = None) -> pa.Table:
        """Return an Arrow table with findings."""
        columns = table.column_names
        session = session or Session(self, columns)
        added = session.findings(lambda name: plain(one(table.column(name))), table.num_rows)
        fields = [
            field.with_name(new)
            for field, new in zip(table.schema, names(columns, self.added).values(), strict=True)
        ]
        fields += [pa.field(name, type_of(name)) for name in self.added]
        schema = pa.schema(fields, metadata=table.schema.metadata)
        return pa.Table.from_arrays([*table.columns, *added], schema=schema)

    def reader(self, reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
        """Return a stream of batches with findings, each made when it is asked for."""
        session = Session(self, reader.schema.names)
        empty = self.table(reader.schema.empty_table(), session)

        def batches() -> Iterator[pa.RecordBatch]:
            for batch in reader:
                yield from self.table(pa.Table.from_batches([batch]), session).to_batches()

        return pa.RecordBatchReader.from_batches(empty.schema, batches())

    def eager(self, frame: nw.DataFrame[Any]) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Return a frame with findings."""
        columns = [str(name) for name in frame.columns]
        free = names(columns, self.added)

        def column(name: str) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
            return arrow(frame[:, columns.index(name)])

        found = self.findings(columns, column, len(frame))
        table = pa.Table.from_arrays(found, names=list(self.added))
        native: Any = frame.to_native()
        changed = {old: new for old, new in free.items() if old != new}
        if frame.implementation is nw.Implementation.PANDAS:
            import pandas as pd  # noqa: PLC0415  (whoever has a frame has it)

            extra = table.to_pandas()
            extra.index = native.index
            return pd.concat([native.rename(columns=changed), extra], axis=1)
        if frame.implementation is nw.Implementation.POLARS:
            import polars as pl  # noqa: PLC0415  (likewise)

            extra = pl.from_arrow(table, schema=polars_schema(self.added))
            return pl.concat([native.rename(changed), extra], how="horizontal")
        more = nw.from_arrow(table, backend=frame.implementation)
        return nw.concat([frame.rename(changed), more], how="horizontal").to_native()

    def lazy(self, frame: Any) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Return a lazy frame of Polars, whose findings are worked out when it is collected."""
        schema = frame.collect_schema()
        free = names(schema.names(), self.added)
        feed_of(
            pa.schema([(name, pa.null()) for name in schema.names()]), self.form, self.book.rulebook
        )
        return frame.map_batches(
            lambda part: self.eager(nw.from_native(part, eager_only=True)),
            schema={free[name]: kind for name, kind in schema.items()} | polars_schema(self.added),
            predicate_pushdown=False,
            projection_pushdown=False,
            slice_pushdown=False,
        )

    # --- what they share ---

    def findings(
        self, columns: Sequence[str], column: Callable[[str], Any], rows: int
    ) -> list[Any]:
        """Return the columns that are added; ``column`` returns one of the frame's own."""
        return Session(self, columns).findings(column, rows)


class Session:
    """One pass over a table: what it has found out so far."""

    def __init__(self, counter: Counter, columns: Sequence[str]) -> None:
        """Take the columns of the table.

        Raises :class:`~ceasefire.errors.FeedError` for one that lacks what events need.
        """
        schema = pa.schema([(name, pa.null()) for name in columns])
        self.added, self.strict = counter.added, counter.strict
        self.feed = feed_of(schema, counter.form, counter.book.rulebook)
        self.decider = Decider(
            counter.book,
            self.feed,
            notes="notes" in self.added,
            any_reading="possible_any_reading" in self.added,
            plain=PLAIN.issuperset(self.added),
        )
        self.repeats = Repeats(self.feed)
        self.assembly = Assembly(self.added)
        self.rows = 0

    def findings(self, column: Callable[[str], Any], rows: int) -> list[Any]:
        """Return the columns that are added to the next rows."""
        own = {
            name: column(name) for name in self.feed.columns or () if name in self.decider.columns
        }
        typed = [(name, each.type) for name, each in own.items()]
        check_zones(Memory(self.feed.name), pa.schema(typed))
        problems: list[Problem] = []
        parts = []
        for start in range(0, rows, ROWS):
            block = part_of(own, start, min(ROWS, rows - start), self.rows + 1)
            decided = self.decider.decide(block)
            for number, found in decided.rejected:
                problems += placed(found, self.feed.name, block.line(number))
            before = {}
            if self.decider.notes:
                seen = self.repeats.of(decided, self.decider)
                before = {row: note(self.feed, line) for row, line in seen.items()}
            parts.append(self.assembly.columns(decided, self.decider, before))
        self.rows += rows
        if self.strict and problems:
            raise EventError(problems)
        if not parts:
            return [pa.array([], type_of(name)) for name in self.added]
        return [pa.concat_arrays(each) for each in zip(*parts, strict=True)]


def part_of(own: Mapping[str, Any], start: int, rows: int, first: int) -> Block:
    """Return some rows as a block; ``first`` is the number of the table's first row."""
    columns = {
        name: column._replace(indices=column.indices.slice(start, rows))
        if isinstance(column, Cells)
        else column.slice(start, rows)
        for name, column in own.items()
    }

    def raw(number: int) -> dict[str, Any]:
        return {name: value_of(column, number) for name, column in columns.items()}

    return Block(rows, columns, lambda number: first + start + number, raw)


def value_of(column: Any, number: int) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a value of a column."""
    if isinstance(column, Cells):
        return column.dictionary.items[column.indices[number].as_py()]
    return arrays.one(column, number)


def arrow(series: Any) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
    """Return a column as Arrow has it; if its values are of several kinds, as they are."""
    try:
        column = one(series.to_arrow())
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return cells(series.to_list())
    return plain(column)


def plain(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column whose texts are of the usual type, and times no finer than Python's."""
    column = flat(column)
    kind = column.type
    if kind == pa.string_view():
        return column.cast(pa.string())
    if pa.types.is_dictionary(kind) and kind.value_type == pa.string_view():
        return pa.DictionaryArray.from_arrays(column.indices, column.dictionary.cast(pa.string()))
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return column.cast(pa.timestamp("us", kind.tz), safe=False)
    return column


def polars_schema(added: Sequence[str]) -> dict[str, Any]:
    """Return the types that Polars has for the columns that are added."""
    import polars as pl  # noqa: PLC0415  (only for its frames)

    def kind(name: str) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        found = type_of(name)
        if pa.types.is_list(found):
            return pl.List(pl.String)
        return pl.Boolean if pa.types.is_boolean(found) else pl.String

    return {name: kind(name) for name in added}
