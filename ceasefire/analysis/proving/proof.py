"""What comes of a law: proved, refuted by an event, or not worked out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.findings.finding import Finding
    from ceasefire.rulebook.law_model import Law

__all__ = ["Example", "Outcome", "Proof", "Result"]


class Outcome(StrEnum):
    """Whether something is so of every event; ``OPEN`` claims nothing either way."""

    PROVED = "proved"
    REFUTED = "refuted"
    OPEN = "not worked out"


@dataclass(frozen=True, slots=True)
class Example:
    """An event of which a law is not so, in the native format.

    ``answers`` are those to questions that it takes beside the reading's. ``findings`` are
    what is found of it, by what it is found under; ``unsaid`` the fields that no report can
    state so exactly, which then stay open in it.
    """

    event: Mapping[str, Any]
    answers: Mapping[str, str]
    findings: Mapping[str, Finding]
    unsaid: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "event": dict(self.event),
            "answers": dict(self.answers),
            "unsaid": list(self.unsaid),
            "findings": {
                name: {**found.row(), "severity": found.severity}
                for name, found in self.findings.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """What comes of a law under a reading, or under any answers where ``reading`` is empty.

    ``idle`` says that no possible act is what the law is about, so that it says nothing;
    ``steps`` how many boxes of worlds were looked at.
    """

    reading: str
    outcome: Outcome
    example: Example | None = None
    idle: bool = False
    steps: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "reading": self.reading or None,
            "outcome": str(self.outcome),
            "idle": self.idle,
            "steps": self.steps,
            "example": None if self.example is None else self.example.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of a law under each reading that was asked for.

    There is one proof alone, of no reading, where it is so under any answers to questions,
    or where that was asked.
    """

    law: Law
    proofs: tuple[Proof, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of the outcomes: refuted, not worked out, proved."""
        found = {proof.outcome for proof in self.proofs}
        ranked = (Outcome.REFUTED, Outcome.OPEN)
        return next((each for each in ranked if each in found), Outcome.PROVED)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "law": self.law.id,
            "title": self.law.title,
            "statement": self.law.statement,
            "because": self.law.because,
            "outcome": str(self.outcome),
            "proofs": [proof.to_dict() for proof in self.proofs],
        }
