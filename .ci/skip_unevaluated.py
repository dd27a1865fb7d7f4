"""A filter for mutation sessions: skips mutants of code that never runs.

Annotations are not evaluated under ``from __future__ import annotations``, and what
stands under ``if TYPE_CHECKING`` is there for the type checker alone. No test can
kill a mutant there, so that counting them would only blur the rate.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from cosmic_ray.tools.filters.filter_app import FilterApp
from cosmic_ray.work_item import WorkerOutcome, WorkResult

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from cosmic_ray.work_db import WorkDB

__all__ = ["SkipUnevaluated", "unevaluated"]

Span: TypeAlias = tuple[tuple[int, int], tuple[int, int]]


def _never_run(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Yield the parts of one node that are not evaluated."""
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
        yield node.annotation
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
        yield node.returns
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield from (node.test, *node.body)


def unevaluated(source: str) -> list[Span]:
    """Return where the unevaluated parts of a module start and end (line, column)."""
    return [
        ((part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0))
        for node in ast.walk(ast.parse(source))
        for part in _never_run(node)
    ]


@cache
def _spans(path: Path) -> list[Span]:
    return unevaluated(path.read_text(encoding="utf-8"))


def _skipped(mutation: Any) -> bool:  # noqa: ANN401  (cosmic-ray ships no types)
    """Return whether a mutant lies wholly in code that is not evaluated."""
    return any(
        start <= mutation.start_pos and mutation.end_pos <= end
        for start, end in _spans(mutation.module_path)
    )


class SkipUnevaluated(FilterApp):  # type: ignore[misc]
    """Marks the mutants of a session that no test could ever kill as skipped."""

    def description(self) -> str:
        """Return what the filter does, for its help."""
        return __doc__ or ""

    def filter(self, work_db: WorkDB, _args: Namespace) -> None:
        """Mark the work items of a session."""
        for item in list(work_db.pending_work_items):
            if all(_skipped(mutation) for mutation in item.mutations):
                result = WorkResult(output="not evaluated", worker_outcome=WorkerOutcome.SKIPPED)
                work_db.set_result(item.job_id, result)


if __name__ == "__main__":
    sys.exit(SkipUnevaluated().main())
