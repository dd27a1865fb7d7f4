"""This project's columnar engine, asked for verdicts alone, as the peers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ceasefire
from peers.task import CannotExpress

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "ceasefire, columnar: verdict"
NEEDS = {"ceasefire": "ceasefire"}
WHOLE = True
DOUBTS = True
COLUMNS: tuple[str, ...] | None = ("verdict",)


def prepare(task: Task, columns: tuple[str, ...] | None = COLUMNS) -> Run:
    """Return what scans and decides the file."""
    book: Any = ceasefire.load(task.rules)
    if not hasattr(book, "scan"):
        raise CannotExpress("not there yet: `Book.scan` is missing")
    if columns is not None and task.uncertain:
        columns = (*columns, "possible")
    wanted = {} if columns is None else {"columns": columns}
    # Verdicts alone, as the others hold them: the columns of the feed are read, not kept.
    return lambda _: book.scan(task.events, keep=(), **wanted).collect()
