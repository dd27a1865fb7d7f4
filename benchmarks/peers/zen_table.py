"""GoRules ZEN: a decision table with a row for each rule, which collects those that match.

Each cell tests one column; a rule that is no conjunction of such tests takes several
rows. What the matching rows amount to is then told from their numbers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from peers.decision import Tally
from peers.expressions import In, conjunctions
from peers.task import key_of

if TYPE_CHECKING:
    from peers.expressions import Literal
    from peers.task import Run, Task

NAME = "GoRules ZEN table (zen-engine)"
NEEDS = {"zen": "zen-engine", "pyarrow": "pyarrow"}
WHOLE = False
DOUBTS = False


def prepare(task: Task) -> Run:
    """Return what looks each event up in the table."""
    import zen  # noqa: PLC0415  (only in its own process)

    decision = task.decision
    rows = [
        {"_id": f"row{number}-{place}", "fired": str(number)} | cells(term)
        for number, rule in enumerate(decision.rules)
        for place, term in enumerate(conjunctions(rule.when))
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": key_of(name), "field": key_of(name)} for name in decision.types],
        "outputs": [{"id": "fired", "field": "fired"}],
        "rules": [{key_of(name): "" for name in decision.types} | row for row in rows],
    }
    decide = zen.ZenEngine().create_decision(json.dumps(graph(table))).evaluate
    tally = Tally(decision)

    def verdict(record: dict[str, Any]) -> str:
        return tally.verdict([row["fired"] for row in decide(record)["result"]])

    return task.each(verdict)


def graph(table: dict[str, Any]) -> dict[str, Any]:
    """Return a decision that is one table."""
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}


def cells(term: tuple[Literal, ...]) -> dict[str, str]:
    """Return the cells of a row, by column."""
    found: dict[str, list[str]] = {}
    for holds, test in term:
        if isinstance(test, In):
            listed = json.dumps(list(test.values))
            written = [f"$ {'in' if holds else 'not in'} {listed}"]
        else:
            written = [] if test.low is None else [f"$ >= {test.low}"]
            written += [] if test.high is None else [f"$ < {test.high}"]
        found.setdefault(key_of(test.column), []).extend(written)
    return {name: " and ".join(parts) for name, parts in found.items()}
