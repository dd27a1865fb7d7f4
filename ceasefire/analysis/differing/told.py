"""What a rulebook tells of one event, as differences are told of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import EventError
from ceasefire.findings.finding import ordered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding

__all__ = ["CONTRADICTED", "REFUSED", "Told", "told_by"]

REFUSED: Final = "refused"
"""Told of an event that a rulebook cannot read."""

CONTRADICTED: Final = "impossible"
"""Told of an event that a rulebook declares impossible, whatever is not known of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict, all that is possible, and what it rests on.

    ``verdict`` is that of a finding, or :data:`REFUSED` or :data:`CONTRADICTED`.
    """

    verdict: str
    possible: tuple[str, ...] = ()
    instrument: str = ""
    provision: str = ""
    ground: tuple[str, ...] = ()
    because: str = ""

    def differs(self, other: Told) -> bool:
        """Return whether the verdicts, or those that are possible, are others."""
        return (self.verdict, self.possible) != (other.verdict, other.possible)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {key: listed(value) for key, value in asdict(self).items()}


def told_by(book: Book, event: Mapping[str, Any], answers: Mapping[str, str] | None = None) -> Told:
    """Return what a book tells of an event; ``answers`` stand in place of its reading's."""
    try:
        if answers is None:
            finding = book.classify(event)
        else:
            setting = book.setting._replace(answers=answers)
            finding = book.engine.find(book.read(event), setting)
    except EventError as error:
        return Told(REFUSED, because=error.problems[0].message)
    return told_of(finding)


def told_of(finding: Finding) -> Told:
    """Return what a finding tells."""
    verdict = CONTRADICTED if "contradiction" in finding.ground else str(finding.verdict)
    return Told(
        verdict,
        tuple(ordered(finding.possible)),
        finding.instrument,
        finding.provision,
        finding.ground,
        finding.because,
    )


def listed(value: object) -> object:
    """Return tuples as lists."""
    return list(value) if isinstance(value, tuple) else value
