"""Alerts: what a pattern of a rulebook shows in several events."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from ceasefire.rulebook.model import Citation

__all__ = [
    "EPOCH",
    "Alert",
    "Certainty",
    "Change",
    "Shape",
    "What",
    "alert_data",
    "alert_key",
    "alert_of",
    "utc",
]

Certainty = Literal["certain", "possible"]
"""Whether it holds however open facts turn out, or cannot be ruled out."""

Shape = Literal["sequence", "threshold", "lull", "calm", "series"]
"""What a pattern looks for, by the key that says so in a rule file."""

What = Literal["raised", "restated", "retracted"]
"""What becomes of an alert: it is new, has other content, or does not hold any more."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Alert:
    """What a pattern shows, under one reading of a rulebook; it is no legal finding.

    ``key`` is its identity: the same alert, restated, has the same key. ``start`` and ``end``
    are instants in microseconds since 1970-01-01T00:00Z (half-open; ``None`` is open).
    ``party``, ``counterparty``, ``place`` and ``instrument`` are ids of the rulebook or empty,
    ``events`` the ids of the events that show it, the deciding one last. ``low`` counts what
    is so in any case, ``high`` what may be so. ``state`` is ``lasting`` or ``ended`` (lulls),
    ``held`` or ``broken`` (calms), the state reached (series), and otherwise empty.
    """

    key: str
    pattern: str
    shape: Shape
    certainty: Certainty
    start: int | None
    end: int | None
    events: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    state: str = ""
    party: str = ""
    counterparty: str = ""
    place: str = ""
    instrument: str = ""
    title: str = ""
    because: str = ""
    cite: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the alert as plain data; instants are ISO 8601 in UTC."""
        return {
            "key": self.key,
            "pattern": self.pattern,
            "shape": self.shape,
            "title": self.title,
            "certainty": self.certainty,
            "state": self.state,
            "start": None if self.start is None else utc(self.start),
            "end": None if self.end is None else utc(self.end),
            "party": self.party,
            "counterparty": self.counterparty,
            "place": self.place,
            "instrument": self.instrument,
            "events": list(self.events),
            "low": self.low,
            "high": self.high,
            "because": self.because,
            "cite": [f"{item.source} {item.where}".strip() for item in self.cite],
        }


def alert_data(alert: Alert) -> dict[str, Any]:
    """Return an alert as plain data, from which :func:`alert_of` makes it again."""
    return asdict(alert)


def alert_of(data: dict[str, Any]) -> Alert:
    """Return the alert of plain data."""
    cite = tuple(Citation(**item) for item in data["cite"])
    return Alert(**{**data, "events": tuple(data["events"]), "cite": cite})


class Change(NamedTuple):
    """An alert that is raised, restated with other content, or retracted."""

    what: What
    alert: Alert


def alert_key(*parts: str) -> str:
    """Return the key of an alert: its parts, joined so that no two lists give the same text."""
    return "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)


def utc(instant: int) -> str:
    """Return an instant in microseconds since 1970 as ISO 8601 text in UTC.

    Years beyond those of Python are given as the microseconds themselves.
    """
    try:
        moment = EPOCH + timedelta(microseconds=instant)
    except OverflowError:
        return f"{instant} us"
    return moment.isoformat().replace("+00:00", "Z")
