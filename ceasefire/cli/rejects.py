"""The rows of a feed that were not read or not decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import amount

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ceasefire.cli.terminal import Screen
    from ceasefire.errors import Problem

__all__ = ["Rejects", "placed"]

SHOWN: Final = 20
"""How much of what is written to a file as well is listed."""


def placed(problems: Iterable[Problem], feed: str, line: int) -> tuple[Problem, ...]:
    """Return problems that name an event with the place of its row in the feed as well."""
    return tuple(
        problem
        if problem.line or not line
        else replace(problem, file=feed, line=line, message=f"{problem.file}: {problem.message}")
        for problem in problems
    )


class Rejects:
    """The rows of a feed that have no finding."""

    def __init__(self) -> None:
        """Begin with none."""
        self.rows = 0
        self.problems: list[Problem] = []

    def add(self, problems: Iterable[Problem]) -> None:
        """Take the problems of a row."""
        self.rows += 1
        self.problems.extend(problems)

    def show(self, screen: Screen, total: int, file: Path | None = None) -> None:
        """List the problems, or the first of them where a file has all."""
        if not self.rows:
            return
        screen.line(f"{self.rows} of {amount(total, 'rows')} could not be read or decided:")
        shown = self.problems if file is None else self.problems[:SHOWN]
        for problem in shown:
            screen.line(str(problem))
        if len(shown) < len(self.problems):
            screen.line(f"... and {amount(len(self.problems) - len(shown), 'problems')} more")
        if file is not None:
            screen.line(f"all of these rows are in {file}")
