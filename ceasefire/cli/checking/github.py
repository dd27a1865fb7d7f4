"""Findings and problems as workflow commands, which GitHub shows beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.analysis.checks import Lint
    from ceasefire.errors import Problem

__all__ = ["commands"]

LEVELS: Final = {"warning": "warning", "note": "notice"}


def commands(problems: Iterable[Problem], lints: Iterable[Lint]) -> Iterator[str]:
    """Yield a command for each problem, and for each finding that is not accepted."""
    for problem in problems:
        yield command("error", problem, "")
    for lint in lints:
        if not lint.accepted:
            shown = "" if lint.witness is None else f"\nfor example: {json_text(lint.witness)}"
            yield command(LEVELS[lint.level], lint.problem, shown)


def command(level: str, problem: Problem, more: str) -> str:
    """Return one command, with what would end it or a part of it escaped."""
    places = {"file": problem.file, "line": problem.line, "col": problem.column}
    properties = [f"{key}={part(str(value))}" for key, value in places.items() if value]
    properties.append(f"title={part(problem.code)}")
    hint = f"\n{problem.hint}" if problem.hint else ""
    return f"::{level} {','.join(properties)}::{text(problem.message + hint + more)}"


def text(value: str) -> str:
    """Return a message as the format has it."""
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def part(value: str) -> str:
    """Return a property as the format has it."""
    return text(value).replace(":", "%3A").replace(",", "%2C")
