"""Where the rows of a whole data set come from: a file, a stream, or a table in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import pyarrow as pa

from ceasefire.errors import UsageError
from ceasefire.events.feeds import read_feed
from ceasefire.tables.blocks import ROWS
from ceasefire.tables.cells import one
from ceasefire.tables.frames import arrow, part_of, plain
from ceasefire.tables.memory import feed_of
from ceasefire.tables.sources import tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.feeds import Feed
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.tables.blocks import Block

__all__ = ["Source", "source_of"]


class Source(NamedTuple):
    """A feed, and its rows in blocks, in order."""

    feed: Feed
    blocks: Iterator[Block]


def source_of(source: Any, form: str | None, rulebook: Rulebook) -> Source:  # noqa: ANN401  (a value of any type)
    """Return the rows of a path, a stream, or a table of any make.

    Raises :class:`~ceasefire.errors.FeedError` for what cannot be read at all,
    :class:`~ceasefire.errors.UsageError` for what is neither.
    """
    if isinstance(source, str) or hasattr(source, "__fspath__") or hasattr(source, "read"):
        feed = read_feed(source, form, rulebook=rulebook)
        wanted = None
        if feed.pieces is not None:
            wanted = {name for piece in feed.pieces for name in piece.columns}
        return Source(feed, (block for task in tasks(feed, wanted) for block in task.blocks()))
    columns = columns_of(source)
    schema = pa.schema([(name, pa.null()) for name in columns])
    return Source(feed_of(schema, form, rulebook), parts(columns))


def columns_of(source: Any) -> dict[str, Any]:  # noqa: ANN401  (a table of any make)
    """Return the columns of a table as Arrow has them, or as they are where it cannot."""
    frame = nw.from_native(source, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, nw.DataFrame) and not isinstance(source, pa.Table):
        names = [str(name) for name in frame.columns]
        return {name: arrow(frame[:, number]) for number, name in enumerate(names)}
    if not hasattr(source, "__arrow_c_stream__"):
        raise UsageError(f"{type(source).__name__} is neither a feed nor a table")
    table = pa.table(source)
    return {name: plain(one(table.column(name))) for name in table.column_names}


def parts(columns: dict[str, Any]) -> Iterator[Block]:
    """Yield the rows of a table in blocks."""
    rows = max((len(getattr(item, "indices", item)) for item in columns.values()), default=0)
    for start in range(0, rows, ROWS):
        yield part_of(columns, start, min(ROWS, rows - start), 1)
