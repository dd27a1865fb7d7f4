"""The reports that stand, each with what came before it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from ceasefire.errors import EventError, Problem
from ceasefire.monitor.sighting import Sighting
from ceasefire.monitor.sites import dumped, loaded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.events.event import Event

__all__ = ["Known", "Version", "canonical", "older", "over"]

WRITER: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)

Known = tuple[int, int] | None
"""The stretch of time in which a report became known, half-open, if it says."""


@dataclass(slots=True)
class Version:
    """The report that stands for an event, and the fingerprints of all that did."""

    text: str
    known: Known
    sighting: Sighting
    seen: int | None
    fingerprints: list[str] = field(default_factory=list)

    def dump(self) -> list[Any]:
        """Return the version as plain data."""
        start, end, marks, sites = self.sighting
        sighted = [start, end, [list(mark) for mark in marks], dumped(sites)]
        return [self.text, self.known, sighted, self.seen, self.fingerprints]

    @classmethod
    def load(cls, data: list[Any]) -> Self:
        """Return the version of plain data."""
        text, known, (start, end, marks, sites), seen, fingerprints = data
        numbers = tuple((role, mark) for role, mark in marks)
        dated = None if known is None else (known[0], known[1])
        return cls(text, dated, Sighting(start, end, numbers, loaded(sites)), seen, fingerprints)


def older(known: Known, standing: Known) -> bool:
    """Return whether a report was known before the one that stands, as both say.

    Where one gives the hour and the other the day, that may be so and may not: then the one
    that came later counts as the newer one.
    """
    return known is not None and standing is not None and known[1] <= standing[0]


def over(version: Version, bar: int) -> bool:
    """Return whether a report is so old that no other of its event is expected."""
    times = [time for time in (version.sighting.start, version.seen) if time is not None]
    return bool(times) and max(times) < bar


def canonical(event: Event | Mapping[str, Any]) -> str:
    """Return a report as JSON text that is the same for the same content.

    Raises :class:`~ceasefire.errors.EventError` for one that JSON cannot hold.
    """
    plain = event if isinstance(event, dict) else getattr(event, "to_dict", lambda: dict(event))()
    try:
        return WRITER.encode(plain)
    except (TypeError, ValueError):
        # Values of any type are written as texts, so that only these are left.
        message = "JSON cannot hold it: keys that are no texts, or what holds itself"
        raise EventError([Problem("event", 0, 0, "wrong-type", message)]) from None
