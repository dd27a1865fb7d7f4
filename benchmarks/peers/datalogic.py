"""JSONLogic in Rust: datalogic-py, which compiles the document once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from peers.logic import document

if TYPE_CHECKING:
    from peers.task import Run, Task

NAME = "JSONLogic (datalogic-py)"
NEEDS = {"datalogic_py": "datalogic-py", "pyarrow": "pyarrow"}
WHOLE = False
DOUBTS = False


def prepare(task: Task) -> Run:
    """Return what evaluates the document on each event."""
    from datalogic_py import Engine  # noqa: PLC0415  (only in its own process)

    engine = Engine()
    rule = engine.compile(json.dumps(document(task.decision)))
    session = engine.session()
    return task.each(lambda record: session.evaluate(rule, record))
