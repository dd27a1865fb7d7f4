"""cedarpy: one Cedar policy for each rule, all of them permits.

The policies that an event satisfies come back as the reasons of an answer; what they
amount to is then told from their numbers, since Cedar's own "a forbid overrides" knows
of neither several instruments nor permits that lift some prohibitions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from peers.decision import Tally
from peers.expressions import FALSE, AllOf, AnyOf, In, NotOf, Range
from peers.task import chunks, key_of

if TYPE_CHECKING:
    from peers.expressions import Expression
    from peers.task import Run, Task

NAME = "Cedar (cedarpy)"
NEEDS = {"cedarpy": "cedarpy", "pyarrow": "pyarrow"}
WHOLE = False
DOUBTS = False
BATCH: Final = 500
HEAD: Final = {"principal": 'Feed::"feed"', "action": 'Action::"decide"', "resource": 'Event::"-"'}


def prepare(task: Task) -> Run:
    """Return what asks which policies each event satisfies."""
    import cedarpy  # noqa: PLC0415  (only in its own process)

    rules = [(n, rule) for n, rule in enumerate(task.decision.rules) if rule.when != FALSE]
    numbers = {f"policy{place}": n for place, (n, _) in enumerate(rules)}
    policies = cedarpy.PolicySet.from_str(
        "\n".join(
            f"permit(principal, action, resource) when {{ {written(rule.when)} }};"
            for _, rule in rules
        )
    )
    entities = cedarpy.Entities.from_json_str("[]")
    tally = Tally(task.decision)

    def verdict(result: Any) -> str:  # noqa: ANN401  (an answer of Cedar's)
        return tally.verdict([numbers[name] for name in result.diagnostics.reasons])

    def run(limit: int | None) -> list[str]:
        found: list[str] = []
        for records in chunks(task.records(limit), BATCH):
            requests = [HEAD | {"context": json.dumps(record)} for record in records]
            answers = cedarpy.is_authorized_batch(requests, policies, entities)
            found += map(verdict, answers)
        return found

    return run


def written(expression: Expression) -> str:
    """Return an expression in Cedar's language."""
    match expression:
        case In(name, (bool(value),)):
            return f"context.{key_of(name)} == {str(value).lower()}"
        case In(name, values):
            listed = ", ".join(f'"{value}"' for value in values)
            return f"[{listed}].contains(context.{key_of(name)})"
        case Range(name, low, high):
            sides = [] if low is None else [f"context.{key_of(name)} >= {low}"]
            sides += [] if high is None else [f"context.{key_of(name)} < {high}"]
            return " && ".join(sides)
        case NotOf(part):
            return f"!({written(part)})"
        case AllOf(parts):
            return " && ".join(f"({written(part)})" for part in parts) or "true"
        case AnyOf(parts):
            return " || ".join(f"({written(part)})" for part in parts) or "false"
