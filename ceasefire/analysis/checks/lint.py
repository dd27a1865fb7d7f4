"""What a check finds: a code, where, what, and where there is one an event that shows it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import Problem
from ceasefire.rulebook.lints import LEVELS, LINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.analysis.space import Found
    from ceasefire.rulebook.lints import Level
    from ceasefire.rulebook.model import Span

__all__ = ["NOT_WORKED_OUT", "Lint", "unsolved"]

NOT_WORKED_OUT: Final = "not-worked-out"


@dataclass(frozen=True, slots=True)
class Lint:
    """One finding about a rulebook that loads without problems.

    ``at`` is the path of the part it is about, such as
    ``instruments.truce.permit.self-defence``. ``witness`` is an event that shows what is
    claimed, in the native format, or ``None``; ``answers`` are those to questions under
    which it does, beside or in place of the reading's. ``accepted`` is the reason for
    which the rule file accepts the finding, or nothing.
    """

    code: str
    at: str
    span: Span
    message: str
    hint: str = ""
    witness: Mapping[str, Any] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    accepted: str = ""

    @property
    def level(self) -> Level:
        """How much weight it has: ``warning`` or ``note``."""
        return LINTS[self.code].level

    def counts(self, level: Level) -> bool:
        """Return whether it is of a level or a graver one, and not accepted."""
        return not self.accepted and LEVELS.index(self.level) <= LEVELS.index(level)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """What findings are sorted by: their place, and their code."""
        return self.span.file, self.span.line, self.span.column, self.code, self.at

    @property
    def problem(self) -> Problem:
        """The finding as a problem of a rule file has it, with its place and hint."""
        place = self.span
        name = self.at.rpartition(".")[2]
        return Problem(
            place.file, place.line, place.column, self.code, self.message, self.hint, name
        )

    def shown_by(self, found: Found | None) -> Lint:
        """Return the finding with an event that shows it, if what was found can be said."""
        if found is None or not found.exact:
            return self
        return replace(self, witness=found.event(), answers=found.answers)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as a plain mapping, for JSON."""
        return {
            "code": self.code,
            "level": self.level,
            "at": self.at,
            "file": self.span.file,
            "line": self.span.line,
            "column": self.span.column,
            "message": self.message,
            "hint": self.hint,
            "witness": None if self.witness is None else dict(self.witness),
            "answers": dict(self.answers),
            "accepted": self.accepted,
        }


def unsolved(at: str, span: Span, what: str) -> Lint:
    """Return that something takes too long to be worked out."""
    hint = "nothing is claimed of it either way"
    return Lint(NOT_WORKED_OUT, at, span, f"{what} takes too long to be worked out", hint)
