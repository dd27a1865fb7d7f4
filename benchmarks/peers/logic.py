"""The rules as one JSONLogic document, for the engines that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peers.decision import COVERED, EXCLUDED, VIOLATING
from peers.expressions import AllOf, AnyOf, In, NotOf, Range
from peers.task import key_of

if TYPE_CHECKING:
    from peers.decision import Decision
    from peers.expressions import Expression

__all__ = ["document"]


def document(decision: Decision) -> dict[str, Any]:
    """Return the whole decision."""
    return {
        "if": [
            written(decision.violating),
            VIOLATING,
            written(decision.covered),
            COVERED,
            EXCLUDED,
        ]
    }


def written(expression: Expression) -> Any:  # noqa: ANN401, PLR0911  (JSON; one return for each)
    """Return an expression as JSONLogic."""
    match expression:
        case In(name, (bool(value),)):
            variable = {"var": key_of(name)}
            return variable if value else {"!": [variable]}
        case In(name, (value,)):
            return {"===": [{"var": key_of(name)}, value]}
        case In(name, values):
            return {"in": [{"var": key_of(name)}, list(values)]}
        case Range(name, low, high):
            variable = {"var": key_of(name)}
            sides = [] if low is None else [{">=": [variable, low]}]
            sides += [] if high is None else [{"<": [variable, high]}]
            return sides[0] if len(sides) == 1 else {"and": sides}
        case NotOf(part):
            return {"!": [written(part)]}
        case AllOf(parts):
            return {"and": list(map(written, parts))} if parts else True
        case AnyOf(parts):
            return {"or": list(map(written, parts))} if parts else False
