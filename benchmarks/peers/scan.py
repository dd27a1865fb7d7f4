"""The limit: Polars reads the columns that the rules ask about, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "scan of the columns (Polars)"
NEEDS = {"polars": "polars"}
WHOLE = True
DOUBTS = True


def prepare(task: Task, besides: tuple[str, ...] = ()) -> Run:
    """Return what scans the file, and some columns besides."""
    import polars as pl  # noqa: PLC0415  (only in its own process)

    asked = {*columns_of(task), *besides}

    def run(_: int | None) -> None:
        frame = pl.scan_parquet(task.events)
        names = [name for name in frame.collect_schema().names() if name in asked]
        frame.select(names).collect()

    return run


def columns_of(task: Task) -> list[str]:
    """Return the columns that the rules ask about, with those that hold doubts."""
    import ceasefire  # noqa: PLC0415  (only in its own process)

    book: Any = ceasefire.load(task.rules)
    fields = [name for name, _ in book.program.field_slots]
    parts = ("", ".country", ".admin1", ".from", ".until", ".low", ".high")
    return [name + part for name in fields for part in parts]
