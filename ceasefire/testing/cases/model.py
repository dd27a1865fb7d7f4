"""Cases as the runner sees them: every variant and reading by itself."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.rulebook.model import Span

__all__ = ["Acceptance", "AlertExpected", "Case", "Cases", "Expectation"]


@dataclass(frozen=True, slots=True)
class AlertExpected:
    """An alert that is expected; ``None`` is anything.

    ``when`` is a stretch of instants in microseconds since 1970, half-open, in which all of
    it lies.
    """

    pattern: str
    certainty: str | None = None
    state: str | None = None
    status: str | None = None
    when: tuple[int, int] | None = None
    party: str | None = None
    counterparty: str | None = None
    place: str | None = None
    instrument: str | None = None
    events: frozenset[str] | None = None
    low: int | None = None
    high: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case expects of a finding, or of alerts; ``None`` is anything.

    Of ``instrument``, ``provision`` and ``severity`` several are alternatives of which one
    decides, as ``a|b`` in a finding; ``note`` are texts that each stand in some note.
    """

    verdict: str | None = None
    possible: frozenset[str] | None = None
    possible_any_reading: frozenset[str] | None = None
    settled: bool | None = None
    instrument: frozenset[str] | None = None
    provision: frozenset[str] | None = None
    ground: frozenset[str] | None = None
    depends_on: frozenset[str] | None = None
    severity: frozenset[str] | None = None
    note: tuple[str, ...] | None = None
    alerts: tuple[AlertExpected, ...] | None = None

    @property
    def stated(self) -> tuple[str, ...]:
        """The names of what is expected."""
        return tuple(item.name for item in fields(self) if getattr(self, item.name) is not None)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to try: events under one reading, and what is expected.

    ``answers`` are those that differ from the reading's; ``None`` leaves a question open.
    ``event`` is that of a case of one; ``events`` are reports in order, for alerts.
    """

    name: str
    variant: str
    reading: str
    answers: Mapping[str, str | None]
    as_of: str
    event: Mapping[str, Any] | None
    events: tuple[Mapping[str, Any], ...]
    expect: Expectation
    span: Span
    several: bool = False

    @property
    def title(self) -> str:
        """The name with that of the variant."""
        return f"{self.name} / {self.variant}" if self.variant else self.name

    @property
    def label(self) -> str:
        """The title with the reading, where the case is tried under several."""
        return f"{self.title} ({self.reading})" if self.several else self.title


class Acceptance(NamedTuple):
    """A change that no case need notice, with the reason; ``name`` may be a pattern."""

    name: str
    reason: str
    span: Span


class Cases(NamedTuple):
    """What files of cases hold."""

    cases: tuple[Case, ...]
    accepted: tuple[Acceptance, ...]
    files: tuple[str, ...]
