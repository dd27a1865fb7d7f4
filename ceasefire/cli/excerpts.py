"""Problems of rule files with the line where they are, and a mark under it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.yaml import MAX_BYTES

if TYPE_CHECKING:
    from ceasefire.cli.terminal import Screen
    from ceasefire.errors import Problem

__all__ = ["Excerpts"]

BREAKS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where lines end by the count of YAML 1.1."""

MARGIN: Final = 8
"""What the number of a line takes."""


class Excerpts:
    """Shows problems on a screen; each file is read once."""

    def __init__(self, screen: Screen) -> None:
        """Begin with no file read."""
        self.screen = screen
        self.lines = lru_cache(maxsize=None)(lines)

    def show(self, problem: Problem) -> None:
        """Print a problem, the line where it is, and a hint."""
        numbers = (str(number) for number in (problem.line, problem.column) if number)
        place = ":".join([problem.file, *numbers])
        self.screen.line(f"{place}: {problem.code}: {problem.message}", "bold")
        known = self.lines(problem.file)
        if 0 < problem.line <= len(known):
            self.excerpt(problem, known[problem.line - 1])
        if problem.hint:
            self.screen.line(f"    hint: {problem.hint}")

    def excerpt(self, problem: Problem, line: str) -> None:
        """Print a line of a file, of a long one the part around the problem, and a mark."""
        from rich.cells import cell_len  # noqa: PLC0415  (only where there are problems)

        widest = max(self.screen.width - MARGIN, MARGIN)
        start, length = marked(line, problem)
        first = max(0, start - widest // 2) if start + length > widest else 0
        shown = line[first : first + widest]
        self.screen.data(f"{problem.line:>5} | {shown}".rstrip())
        if problem.column:
            before = " " * cell_len(shown[: start - first])
            mark = "^" * max(1, cell_len(shown[start - first : start - first + length]))
            self.screen.data(f"      | {before}{mark}")


def marked(line: str, problem: Problem) -> tuple[int, int]:
    """Return where the offending text begins, perhaps behind a quote, and how long it is."""
    start = min(max(problem.column - 1, 0), len(line))
    for begin in (start, start + 1):
        if problem.text and line.startswith(problem.text, begin):
            return begin, len(problem.text)
    return start, 1


def lines(file: str) -> list[str]:
    """Return the lines of a file, a space for each character that does not print."""
    try:
        with Path(file).open("rb") as stream:
            text = stream.read(MAX_BYTES).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return []
    return [
        "".join(character if character.isprintable() else " " for character in line)
        for line in BREAKS.split(text)
    ]
