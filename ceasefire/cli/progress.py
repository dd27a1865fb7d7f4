"""How far a long feed has been read: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from ceasefire.events.feeds import Feed, Record

__all__ = ["Watch", "watched"]

BY_LINE: Final = frozenset({"csv", "jsonl"})
CHUNK: Final = 1 << 20
SECONDS: Final = 10.0
"""How long nothing is said where nobody may be looking."""


def watched(feed: Feed) -> Iterator[Record]:
    """Yield the rows of a feed, and show on standard error how many there have been."""
    if not sys.stderr.isatty():
        yield from reported(feed)
        return
    with Watch(feed) as watch:
        for record in feed:
            yield record
            watch.advance(1)


class Watch:
    """Shows on standard error how many rows of a feed have been dealt with."""

    def __init__(self, feed: Feed, doing: str = "deciding", done: str = "read") -> None:
        """Take the feed, and what is being done with its rows."""
        self.feed = feed
        self.doing, self.done = doing, done
        self.rows = 0
        self.due = monotonic() + SECONDS
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        """Show a bar, if somebody looks."""
        if not sys.stderr.isatty():
            return self
        from rich.console import Console  # noqa: PLC0415  (only where it is seen)
        from rich.progress import (  # noqa: PLC0415  (loaded when wanted)
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        self._bar = Progress(
            *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
        )
        self._bar.start()
        self._task = self._bar.add_task(self.doing, total=rows_of(self.feed))
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def advance(self, rows: int) -> None:
        """Show that some more rows have been dealt with."""
        self.rows += rows
        if self._bar is not None:
            self._bar.advance(self._task, rows)
        elif monotonic() >= self.due:
            self.due = monotonic() + SECONDS
            told(self.rows, self.done)


def told(rows: int, done: str = "read") -> None:
    """Say in a line how far a feed has been read, or whatever is done with it."""
    sys.stderr.write(f"{rows} rows {done} so far\n")
    sys.stderr.flush()


def reported(feed: Feed) -> Iterator[Record]:
    """Yield the rows of a feed, with a line for every stretch of time that it takes."""
    due = monotonic() + SECONDS
    for number, record in enumerate(feed, 1):
        yield record
        if monotonic() >= due:
            due = monotonic() + SECONDS
            told(number)


def rows_of(feed: Feed) -> int | None:
    """Return about how many rows there are, where counting lines tells."""
    path = Path(feed.name)
    if feed.container == "parquet":
        return sum_of(feed)
    if feed.container not in BY_LINE or not path.is_file():
        return None
    with path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
    return lines - (feed.container == "csv")


def sum_of(feed: Feed) -> int | None:
    """Return how many rows the metadata of a Parquet file tell of."""
    rows: int | None = getattr(feed.opened, "count", None)
    return rows
