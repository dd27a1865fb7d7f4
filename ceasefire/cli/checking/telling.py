"""Findings of a check in words, each with its line, a hint and an event that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.cli.terminal import amount, json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.analysis.checks import Lint
    from ceasefire.cli.excerpts import Excerpts
    from ceasefire.cli.terminal import Screen
    from ceasefire.rulebook.lints import Level

__all__ = ["tell"]


def tell(
    screen: Screen, excerpts: Excerpts, lints: Sequence[Lint], level: Level, *, everything: bool
) -> None:
    """Print the findings of a level, or all, and how many there are of each kind."""
    for lint in lints:
        if everything or lint.counts(level):
            excerpts.show(lint.problem)
            screen.lines(further(lint))
    if lints:
        screen.line(summary(lints, level, everything=everything))


def further(lint: Lint) -> list[str]:
    """Return what is to be said of a finding beside its line and hint."""
    found = [f"    at: {lint.at}"]
    if lint.witness is not None:
        found.append(f"    for example{answered(lint)}: {json_text(lint.witness)}")
    if lint.accepted:
        found.append(f"    accepted: {lint.accepted}")
    return found


def answered(lint: Lint) -> str:
    """Return under which answers the example shows what is found."""
    told = ", ".join(f"{question} is {answer}" for question, answer in lint.answers.items())
    return f", where {told}" if told else ""


def summary(lints: Sequence[Lint], level: Level, *, everything: bool) -> str:
    """Return how many findings there are, and how those that are not shown can be."""
    open_ = [lint for lint in lints if not lint.accepted]
    counts = {
        "warnings": sum(lint.level == "warning" for lint in open_),
        "notes": sum(lint.level == "note" for lint in open_),
    }
    parts = [amount(number, name) for name, number in counts.items()]
    parts.append(f"{len(lints) - len(open_)} accepted")
    hidden = not everything and any(not lint.counts(level) for lint in lints)
    return ", ".join(parts) + (" (`--all` shows the rest)" if hidden else "")
