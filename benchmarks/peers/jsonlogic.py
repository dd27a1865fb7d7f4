"""JSONLogic in plain Python: json-logic-qubit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers.logic import document

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "JSONLogic (json-logic-qubit)"
NEEDS = {"json_logic": "json-logic-qubit", "pyarrow": "pyarrow"}
WHOLE = False
DOUBTS = False


def prepare(task: Task) -> Run:
    """Return what evaluates the document on each event."""
    from json_logic import jsonLogic  # noqa: PLC0415  (only in its own process)

    rule = document(task.decision)
    return task.each(lambda record: jsonLogic(rule, record))
