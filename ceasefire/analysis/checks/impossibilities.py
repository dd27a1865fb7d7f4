"""Conditions declared impossible that nothing could meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.checks.lint import Lint, unsolved
from ceasefire.analysis.space import Spent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.checks.ground import Ground

__all__ = ["impossibilities"]


def impossibilities(ground: Ground) -> Iterator[Lint]:
    """Yield the conditions under `impossible` that no incident could meet."""
    sample = ground.everywhere.sample
    pairs = zip(ground.rulebook.impossible, ground.program.impossible, strict=True)
    for number, (item, formula) in enumerate(pairs):
        path = f"impossible.{number}"
        if sample.truth(formula):
            continue
        try:
            met = ground.conceivable(formula)
        except Spent:
            yield unsolved(path, item.span, "whether anything meets this condition")
            continue
        if not met:
            message = "no incident could meet what is declared impossible here"
            hint = "compare its tests with each other"
            yield Lint("impossible-never-met", path, item.span, message, hint)
