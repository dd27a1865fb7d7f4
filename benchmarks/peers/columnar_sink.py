"""This project's columnar engine from one Parquet file to another, in bounded memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ceasefire
from peers import columnar
from peers.task import CannotExpress

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "ceasefire, columnar: to Parquet"
NEEDS = columnar.NEEDS
WHOLE = True
DOUBTS = True


def prepare(task: Task) -> Run:
    """Return what writes the feed with its findings to a file."""
    book: Any = ceasefire.load(task.rules)
    if not hasattr(book, "scan"):
        raise CannotExpress("not there yet: `Book.scan` is missing")
    out = Path(task.events).with_suffix(".findings.parquet")

    def run(_: int | None) -> Path:
        book.scan(task.events).sink_parquet(str(out))
        return out

    return run
