"""Any feed as work to be done: stretches of it, each of which yields blocks of rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.tables import from_rows
from ceasefire.tables.blocks import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ceasefire.events.feeds import Feed
    from ceasefire.tables.blocks import Block

__all__ = ["Task", "tasks"]

OWN: Final = frozenset({"parquet", "csv"})
"""Containers of tables that are read by column."""


class Task(NamedTuple):
    """A stretch of a feed; one that is ``long`` has more blocks than may be held at a time."""

    blocks: Callable[[], Iterator[Block]]
    long: bool = False


def tasks(
    feed: Feed,
    columns: Collection[str] | None = None,
    groups: Sequence[int] | None = None,
    rows: int = ROWS,
) -> Iterator[Task]:
    """Yield the stretches of a feed in order.

    ``columns`` are those that are wanted of a table, all of them if nothing is said;
    more may come. ``groups`` are row groups of a Parquet file, of which a block has so many
    ``rows`` at most.
    """
    source = feed.opened.source
    if feed.container == "parquet":
        from ceasefire.tables.from_parquet import ParquetFile  # noqa: PLC0415  (only where it is used)

        names = None if columns is None else [n for n in feed.columns or () if n in columns]
        file = ParquetFile(feed.opened, names, rows)
        for stretch in file.stretches(groups):
            yield Task(partial(file.blocks, stretch))
    elif feed.container == "csv" and not source.once:
        from ceasefire.tables.from_csv import CsvFile  # noqa: PLC0415  (only where it is used)

        table = CsvFile(feed.opened)
        for piece in table.pieces():
            yield Task(partial(table.blocks, piece), long=piece.odd)
    else:
        read = feed.opened.rows
        text = feed.container == "csv"
        live = bool(source.once)
        yield Task(lambda: from_rows.blocks(read(), feed.columns, text=text, live=live), long=True)
