"""Tables in memory as feeds: what their columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.errors import FeedError, Problem
from ceasefire.events.dialects import DIALECTS, NATIVE, dialect_of, pieces_of
from ceasefire.events.feeds import CONTAINERS, Feed, mapping_of
from ceasefire.events.rows import together
from ceasefire.events.zones import check_zones
from ceasefire.tables.blocks import ROWS
from ceasefire.tables.from_parquet import block_of
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.rows import Row
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.tables.blocks import Block

__all__ = ["Memory", "blocks_of", "feed_of"]


class Memory:
    """What stands for the source of a table that is in memory already."""

    once = True
    path = None

    def __init__(self, name: str) -> None:
        """Take a name for messages."""
        self.name = name

    def failure(self, code: str, message: str, hint: str = "", line: int = 0) -> FeedError:
        """Return the error that the table as a whole cannot be read."""
        return FeedError([Problem(self.name, line, 0, code, message, hint)])


class NoRows:
    """What stands for an opened container."""

    def __init__(self, source: Memory, schema: Any) -> None:  # noqa: ANN401  (of Arrow, which ships no types)
        """Take the schema."""
        self.source = source
        self.schema = schema
        self.columns: tuple[str, ...] | None = tuple(schema.names)

    def rows(self) -> Iterator[Row]:
        """Yield no row: they are given in batches."""
        return iter(())


def feed_of(
    schema: Any,  # noqa: ANN401  (Arrow has no types)
    form: str | None,
    rulebook: Rulebook | None,
    name: str = "table",
) -> Feed:
    """Return a feed without rows, whose columns are those of an Arrow schema.

    ``form`` is one of :func:`~ceasefire.events.feeds.formats` that tables may have, or the
    path of a mapping file. Raises :class:`~ceasefire.errors.FeedError` for a table that
    lacks what events need, :class:`~ceasefire.errors.UsageError` for an unknown format.
    """
    source: Any = Memory(name)
    columns = tuple(schema.names)
    if len(set(columns)) < len(columns):
        raise source.failure("duplicate-column", "the table names a column more than once")
    check_zones(source, schema)
    mapping = mapping_of(form)
    if form in CONTAINERS:
        form = None
    dialect = form if form in DIALECTS or form == NATIVE else dialect_of(columns)
    if mapping is None:
        pieces = pieces_of(source, dialect, columns, rulebook)
    else:
        pieces = mapping.pieces(columns, rulebook)
        dialect = mapping.name
    assert pieces is not None  # noqa: S101  (of tables there always are)
    return Feed(
        name=name,
        container="parquet",
        dialect=dialect,
        columns=columns,
        schema=schema,
        pieces=pieces,
        bare=False,
        mapped=mapping is not None,
        _rows=NoRows(source, schema),
        _reader=together(pieces),
        _zone=None if rulebook is None else zone(rulebook.timezone),
    )


def blocks_of(table: Any, first: int = 1) -> Iterator[Block]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Yield the rows of an Arrow table in blocks; ``first`` is the number of the first."""
    for start in range(0, table.num_rows, ROWS):
        yield block_of(table.slice(start, ROWS), first + start)
