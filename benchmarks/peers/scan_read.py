"""The same limit for the columns that this engine reads: those that are asked about, and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers import scan

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "scan of the columns and ids (Polars)"
NEEDS = scan.NEEDS
WHOLE = True
DOUBTS = True


def prepare(task: Task) -> Run:
    """Return what scans the file."""
    return scan.prepare(task, ("id",))
