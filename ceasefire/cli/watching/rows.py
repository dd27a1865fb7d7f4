"""The lines that ``ceasefire watch`` writes, and what is counted of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ceasefire.cli.terminal import amount
from ceasefire.findings.explain import DISCLAIMER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.errors import Problem
    from ceasefire.findings.finding import Finding
    from ceasefire.monitor.record.chain import Head

__all__ = ["WORDS", "Counts", "finding_data", "problem_data", "record_data"]

WORDS: Final = (
    f"{DISCLAIMER} An alert says that reports taken together meet a pattern of the rule "
    "file: it does not establish that anything happened, or who did it."
)
"""What every run says of its findings and alerts."""


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is written and recorded."""
    row = finding.row()
    # Watching never opens the questions that a reading answers.
    del row["possible_any_reading"]
    return {**row, "severity": finding.severity, "no_incident": finding.no_incident}


def problem_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as it is written and recorded."""
    return {"code": problem.code, "message": problem.message, "hint": problem.hint}


def record_data(head: Head | None) -> dict[str, Any]:
    """Return how far the record goes, to be noted elsewhere; nothing where there is none."""
    return {} if head is None else {"entries": head.number, "head": head.hash}


class Counts:
    """How many lines, findings, alerts and problems there have been in a run."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.lines = 0
        self.problems = 0
        self.statuses: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.alerts: Counter[str] = Counter()
        self.earlier: int | None = None
        """Where rules changed, how many findings stand as only earlier ones would have them."""

    def finding(self, status: str, data: Mapping[str, Any] | None) -> None:
        """Count a report and its finding."""
        self.statuses[status] += 1
        if data is not None:
            self.verdicts[data["verdict"] if data["possible"] else "nothing to classify"] += 1

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as plain data."""
        return {
            "lines": self.lines,
            "reports": dict(sorted(self.statuses.items())),
            "verdicts": dict(sorted(self.verdicts.items())),
            "alerts": dict(sorted(self.alerts.items())),
            "problems": self.problems,
            **({} if self.earlier is None else {"under_earlier_rules": self.earlier}),
        }

    def sentence(self) -> str:
        """Return the counts in words."""
        parts = [
            amount(self.lines, "lines"),
            listed(amount(self.statuses.total(), "reports"), self.statuses),
            listed(amount(self.alerts.total(), "alerts"), self.alerts),
            amount(self.problems, "problems"),
        ]
        if self.earlier is not None:
            stand = "stands" if self.earlier == 1 else "stand"
            parts.append(f"{amount(self.earlier, 'findings')} still {stand} under earlier rules")
        return "; ".join(parts)


def listed(total: str, counts: Counter[str]) -> str:
    """Return a total with what it consists of."""
    parts = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
    return f"{total} ({parts})" if parts else total
