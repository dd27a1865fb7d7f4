"""Findings as a table: on a terminal four broad columns, elsewhere one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.cli.terminal import Cell, Share
from ceasefire.findings.finding import Verdict, ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.cli.terminal import Screen
    from ceasefire.findings.finding import Finding
    from ceasefire.report.telling import Told

__all__ = ["Entry", "show"]

# Those of the report as far as terminals have them: no red and green, which would speak of
# guilt and innocence.
STYLES: Final = {
    Verdict.EXCLUDED: "bold magenta",
    Verdict.COVERED: "bold cyan",
    Verdict.VIOLATING: "bold yellow",
    Verdict.UNDETERMINED: "bold",
}

HEAD: Final = (
    *("id", "kind", "when", "where", "actor", "target", "verdict", "possible"),
    *("clause", "because"),
)

SHARES: Final = (Share(32), Share(24), Share(18, max(map(len, Verdict))), Share(46))
"""How the columns share a terminal; no verdict is broken in two."""


class Entry(NamedTuple):
    """One finding with what was reported."""

    told: Told
    finding: Finding


def show(screen: Screen, entries: Sequence[Entry], *, any_reading: bool = False) -> None:
    """Print findings as a table; ``any_reading`` adds what is possible under any reading."""
    if screen.terminal:
        rows = (broad(entry) for entry in entries)
        screen.grid(("event", "who against whom", "verdict", "why"), rows, SHARES)
        return
    head = (*HEAD[:8], "any reading", *HEAD[8:]) if any_reading else HEAD
    screen.columns(head, [line(entry) for entry in entries])


def line(entry: Entry) -> list[str]:
    """Return an entry as the cells of one line."""
    finding = entry.finding
    possible = [joined(finding.possible) or "-"]
    if finding.possible_any_reading is not None:
        possible.append(joined(finding.possible_any_reading) or "-")
    because = reason(finding)
    return [finding.event, *entry.told, verdict(finding), *possible, clause(finding), because]


def broad(entry: Entry) -> list[Cell]:
    """Return an entry as four cells of several lines."""
    told, finding = entry.told, entry.finding
    others = "settled" if finding.settled else f"possible: {joined(finding.possible)}"
    return [
        Cell.of((f"{finding.event} {told.kind}", "bold"), told.when, told.where),
        Cell.of(told.actor, f"against {told.target}"),
        Cell.of(
            (verdict(finding).upper(), STYLES[finding.verdict] if finding.possible else "dim"),
            others if finding.possible else "",
            anything(finding),
        ),
        Cell.of((clause(finding), "dim"), reason(finding)),
    ]


def anything(finding: Finding) -> str:
    """Return what is possible under any reading, if that was asked."""
    possible = finding.possible_any_reading
    if possible is None or possible == finding.possible == frozenset():
        return ""
    return f"any reading: {'the same' if possible == finding.possible else joined(possible)}"


def verdict(finding: Finding) -> str:
    """Return the verdict, or that there is none to be had."""
    return str(finding.verdict) if finding.possible else "nothing to classify"


def joined(possible: frozenset[Verdict]) -> str:
    """Return verdicts joined by "or"."""
    return " or ".join(ordered(possible))


def clause(finding: Finding) -> str:
    """Return the instrument and the provision or grounds that decide."""
    deciding = finding.provision or ", ".join(finding.ground)
    return " / ".join(filter(None, (finding.instrument, deciding))).replace("|", " or ")


def reason(finding: Finding) -> str:
    """Return the first sentence of why, and the names of the doubts that decide."""
    first = finding.because.partition("; ")[0]
    doubts = ", ".join(finding.depends_on)
    return f"{first} (hangs on: {doubts})" if doubts else first
