"""What comes of a claim about every event: proved, refuted by one, or not worked out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.analysis.differing.told import Told
    from ceasefire.rulebook.law_model import Law

__all__ = ["Example", "Outcome", "Proof", "Result"]


class Outcome(StrEnum):
    """Whether something is so of every event; ``OPEN`` claims nothing either way."""

    PROVED = "proved"
    REFUTED = "refuted"
    OPEN = "not worked out"


@dataclass(frozen=True, slots=True)
class Example:
    """An event of which a claim is not so, in the native format.

    ``answers`` are those to questions that it takes beside the reading's. ``findings`` are
    what is found of it, by what it is found under; ``unsaid`` the fields that no report can
    state so exactly, which then stay open in it.
    """

    event: Mapping[str, Any]
    answers: Mapping[str, str]
    findings: Mapping[str, Told]
    unsaid: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "event": dict(self.event),
            "answers": dict(self.answers),
            "unsaid": list(self.unsaid),
            "findings": {name: found.to_dict() for name, found in self.findings.items()},
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """What comes of a claim under a reading, or under any answers where ``reading`` is empty.

    ``notes`` say what else was seen, or what was not worked out; ``steps`` how many boxes of
    worlds were looked at.
    """

    reading: str
    outcome: Outcome
    example: Example | None = None
    notes: tuple[str, ...] = ()
    steps: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "reading": self.reading or None,
            "outcome": str(self.outcome),
            "notes": list(self.notes),
            "steps": self.steps,
            "example": None if self.example is None else self.example.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of a claim under each reading that was asked for.

    There is one proof alone, of no reading, where it is so under any answers to questions,
    or where that was asked. ``id`` is the law's, or ``equivalent`` or ``stricter``.
    """

    id: str
    statement: str
    proofs: tuple[Proof, ...]
    title: str = ""
    because: str = ""

    @classmethod
    def of(cls, law: Law, proofs: Iterable[Proof]) -> Result:
        """Return what comes of a law."""
        return cls(law.id, law.statement, tuple(proofs), law.title, law.because)

    @property
    def outcome(self) -> Outcome:
        """The worst of the outcomes: refuted, not worked out, proved."""
        found = {proof.outcome for proof in self.proofs}
        ranked = (Outcome.REFUTED, Outcome.OPEN)
        return next((each for each in ranked if each in found), Outcome.PROVED)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "statement": self.statement,
            "because": self.because,
            "outcome": str(self.outcome),
            "proofs": [proof.to_dict() for proof in self.proofs],
        }
