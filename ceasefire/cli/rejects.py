"""The rows of a feed that were not read or not decided, and those that are no events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import amount
from ceasefire.events.unknowns import Unknowns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ceasefire.cli.terminal import Screen
    from ceasefire.errors import Problem

__all__ = ["Rejects"]

SHOWN: Final = 20
"""How much of what is written to a file as well is listed."""


class Rejects:
    """The rows of a feed that have no finding."""

    def __init__(self) -> None:
        """Begin with none."""
        self.rows = self.more = 0
        self.problems: list[Problem] = []
        self.aside: Counter[str] = Counter()
        self.unknowns = Unknowns()

    def add(self, problems: Iterable[Problem]) -> None:
        """Take the problems of a row."""
        self.rows += 1
        self.problems.extend(problems)

    @property
    def any(self) -> bool:
        """Whether there is a row that could not be read, or a name that nobody knows."""
        return bool(self.rows or len(self.unknowns))

    def show(self, screen: Screen, total: int, file: Path | None = None) -> None:
        """List the problems, or the first of them where a file has all."""
        if self.rows:
            screen.line(f"{self.rows} of {amount(total, 'rows')} could not be read or decided:")
            shown = self.problems if file is None else self.problems[:SHOWN]
            for problem in shown:
                screen.line(str(problem))
            more = len(self.problems) + self.more - len(shown)
            if more:
                screen.line(f"... and {amount(more, 'problems')} more")
            if file is not None:
                screen.line(f"all of these rows are in {file}")
        for reason, count in self.aside.most_common():
            screen.line(f"{count} of {amount(total, 'rows')} left aside: {reason}")
        if len(self.unknowns) and file is not None:
            screen.line(listed(len(self.unknowns), file))
            if self.unknowns.beyond:
                screen.line(f"{self.unknowns.beyond} not known, and not listed")


def listed(names: int, file: Path) -> str:
    """Return where names and codes are that nobody knows."""
    if names == 1:
        return f"1 name or code that is not known is listed in {file}"
    return f"{names} names and codes that are not known are listed in {file}"
