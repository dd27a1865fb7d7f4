"""The rules as one SQL ``CASE`` for DuckDB, written as one would by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers.decision import COVERED, EXCLUDED, VIOLATING
from peers.expressions import AllOf, AnyOf, In, NotOf, Range

if TYPE_CHECKING:
    from peers.expressions import Expression
    from peers.task import Run, Task

NAME = "DuckDB CASE"
NEEDS = {"duckdb": "duckdb", "pyarrow": "pyarrow"}
WHOLE = True
DOUBTS = False


def prepare(task: Task) -> Run:
    """Return what scans and decides the file."""
    import duckdb  # noqa: PLC0415  (only in its own process)

    decision = task.decision
    sql = f"""
        SELECT CASE WHEN {written(decision.violating)} THEN '{VIOLATING}'
                    WHEN {written(decision.covered)} THEN '{COVERED}'
                    ELSE '{EXCLUDED}' END AS verdict
        FROM read_parquet('{task.events}')
    """  # noqa: S608  (rules and file are our own)
    connection = duckdb.connect()
    # It would make joins of longer lists, which is no quicker and loses the rows' order.
    connection.execute("SET disabled_optimizers = 'in_clause'")
    return lambda _: connection.sql(sql).to_arrow_table()


def written(expression: Expression) -> str:
    """Return an expression as SQL."""
    match expression:
        case In(name, (bool(value),)):
            return f'"{name}"' if value else f'NOT "{name}"'
        case In(name, values):
            listed = ", ".join(f"'{value}'" for value in values)
            return f'"{name}" IN ({listed})' if len(values) > 1 else f'"{name}" = {listed}'
        case Range(name, low, high):
            sides = [] if low is None else [f'"{name}" >= {literal(name, low)}']
            sides += [] if high is None else [f'"{name}" < {literal(name, high)}']
            return " AND ".join(sides)
        case NotOf(part):
            return f"NOT ({written(part)})"
        case AllOf(parts):
            return " AND ".join(f"({written(part)})" for part in parts) or "TRUE"
        case AnyOf(parts):
            return " OR ".join(f"({written(part)})" for part in parts) or "FALSE"


def literal(name: str, value: int) -> str:
    """Return a number, or a time as one, as SQL."""
    return f"make_timestamptz({value})" if name == "when" else str(value)
