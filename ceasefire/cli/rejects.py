"""What a feed could not tell: rows that were not read, and names that were not known."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import amount

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ceasefire.cli.terminal import Screen
    from ceasefire.errors import Problem

__all__ = ["Names", "Rejects", "placed"]

SHOWN: Final = 20
"""How much of what is written to a file as well is listed."""

UNRESOLVED: Final = re.compile(
    r"(?:\w+: )?(`.*` (?:is no party of|names several parties|is not a name of|is not listed).*)",
    re.DOTALL,
)


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


class Names:
    """Names in a feed that the rulebook could not resolve, counted."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts: Counter[str] = Counter()

    def add(self, notes: Iterable[str]) -> None:
        """Take the notes of a finding; a name counts once for each row."""
        found = (UNRESOLVED.fullmatch(note) for note in notes)
        self.counts.update({match[1] for match in found if match})

    def show(self, screen: Screen) -> None:
        """List the names, the most frequent first, each with the nearest known one."""
        if not self.counts:
            return
        screen.line(f"{amount(len(self.counts), 'names')} could not be resolved:")
        for note, count in self.counts.most_common(SHOWN):
            screen.line(f"{amount(count, 'rows')}: {note}")
        if len(self.counts) > SHOWN:
            screen.line(f"... and {amount(len(self.counts) - SHOWN, 'names')} more")
