"""This project's columnar engine with every column of the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers import columnar

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "ceasefire, columnar: findings"
NEEDS = columnar.NEEDS
WHOLE = True
DOUBTS = True


def prepare(task: Task) -> Run:
    """Return what scans and decides the file, and says why."""
    return columnar.prepare(task, None)
