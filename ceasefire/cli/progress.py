"""How far a long feed has been read: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.feeds import Feed, Record

__all__ = ["watched"]

BY_LINE: Final = frozenset({"csv", "jsonl"})
CHUNK: Final = 1 << 20
SECONDS: Final = 10.0
"""How long nothing is said where nobody may be looking."""


def watched(feed: Feed) -> Iterator[Record]:
    """Yield the rows of a feed, and show on standard error how many there have been."""
    if not sys.stderr.isatty():
        yield from reported(feed)
        return
    from rich.console import Console  # noqa: PLC0415  (only where it is seen)
    from rich.progress import (  # noqa: PLC0415  (loaded when wanted)
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


def reported(feed: Feed) -> Iterator[Record]:
    """Yield the rows of a feed, with a line for every stretch of time that it takes."""
    due = monotonic() + SECONDS
    for number, record in enumerate(feed, 1):
        yield record
        if monotonic() >= due:
            due = monotonic() + SECONDS
            sys.stderr.write(f"{number} rows read so far\n")
            sys.stderr.flush()


def rows_of(feed: Feed) -> int | None:
    """Return about how many rows there are, where counting lines tells."""
    path = Path(feed.name)
    if feed.container not in BY_LINE or not path.is_file():
        return None
    with path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
    return lines - (feed.container == "csv")
