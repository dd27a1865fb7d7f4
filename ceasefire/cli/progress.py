"""A bar on standard error while a long feed is read, where somebody can see it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.feeds import Feed, Record

__all__ = ["watched"]

BY_LINE: Final = frozenset({"csv", "jsonl"})
CHUNK: Final = 1 << 20


def watched(feed: Feed) -> Iterator[Record]:
    """Yield the rows of a feed, with a bar if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from feed
        return
    from rich.console import Console  # noqa: PLC0415  (only where it is seen)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as progress:
        task = progress.add_task("deciding", total=rows_of(feed))
        for record in feed:
            yield record
            progress.advance(task)


def rows_of(feed: Feed) -> int | None:
    """Return about how many rows there are, where counting lines tells."""
    path = Path(feed.name)
    if feed.container not in BY_LINE or not path.is_file():
        return None
    with path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
    return lines - (feed.container == "csv")
