"""The rules as Polars expressions, written as one would by hand.

Texts are cast to enumerations first, which makes membership a comparison of numbers.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from peers.decision import COVERED, EXCLUDED, VIOLATING
from peers.expressions import AllOf, AnyOf, In, NotOf, Range

if TYPE_CHECKING:
    from peers.expressions import Expression
    from peers.task import Run, Task

NAME = "Polars expressions"
NEEDS = {"polars": "polars"}
WHOLE = True
DOUBTS = False


def prepare(task: Task) -> Run:
    """Return what scans and decides the file."""
    import polars as pl  # noqa: PLC0415  (only in its own process)

    decision = task.decision
    enums = {name: pl.Enum(values) for name, values in decision.values.items()}
    verdicts = pl.Enum([EXCLUDED, COVERED, VIOLATING])

    def written(expression: Expression) -> Any:  # noqa: ANN401  (a Polars expression)
        match expression:
            case In(name, values) if name in enums:
                return pl.col(name).is_in(pl.Series(values, dtype=enums[name]).implode())
            case In(name, (value,)):
                return pl.col(name) if value else ~pl.col(name)
            case Range(name, low, high):
                sides = [] if low is None else [pl.col(name) >= low]
                sides += [] if high is None else [pl.col(name) < high]
                return reduce(and_, sides)
            case NotOf(part):
                return ~written(part)
            case AllOf(parts):
                return reduce(and_, map(written, parts), pl.lit(value=True))
            case AnyOf(parts):
                return reduce(or_, map(written, parts), pl.lit(value=False))
        raise ValueError(expression)

    columns = [pl.col(name).cast(kind) for name, kind in enums.items()]
    columns += [
        pl.col(name).to_physical() if kind == "time" else pl.col(name)
        for name, kind in decision.types.items()
        if kind != "text"
    ]
    verdict = (
        pl.when(written(decision.violating))
        .then(pl.lit(VIOLATING, verdicts))
        .when(written(decision.covered))
        .then(pl.lit(COVERED, verdicts))
        .otherwise(pl.lit(EXCLUDED, verdicts))
        .alias("verdict")
    )
    query = pl.scan_parquet(task.events).select(columns).select(verdict)
    return lambda _: query.collect().to_arrow()
