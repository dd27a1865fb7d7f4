"""Standards of attribution: which accounts of an event count beside what is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.events.event import Alternative, Event

__all__ = ["ALL", "STATED", "Standard", "standards"]

ALL: Final = "all accounts"
STATED: Final = "stated facts only"


class Standard(NamedTuple):
    """Which rival accounts count: all, those of a level or above, or none.

    The level of an account is its ``verification``, or else its ``basis`` where that is one
    of the words for it. ``levels`` are those that count; with none given, all accounts do.
    """

    name: str
    levels: frozenset[str] | None

    def kept(self, event: Event, credit: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the accounts of an event that count.

        What counts as stated does so by any standard: accounts that supersede the report,
        stand beside it, or are of those whom the reading credits.
        """
        if self.levels is None:
            return tuple(range(len(event.alternatives)))
        taken = set(map(normalise, credit))
        return tuple(
            number
            for number, item in enumerate(event.alternatives)
            if item.supersedes
            or item.stated
            or not taken.isdisjoint(map(normalise, item.said_by))
            or level_of(item) in self.levels
        )


def level_of(item: Alternative) -> str:
    """Return how well an account is said to be established, as far as one word says."""
    stated = item.facts.get("verification")
    return (stated if isinstance(stated, str) else item.basis).strip().casefold()


def standards(levels: Sequence[str], events: Iterable[Event]) -> tuple[Standard, ...]:
    """Return the standards that may tell accounts of some events apart.

    ``levels`` go from the least established to the most.
    """
    met = {level_of(item) for event in events for item in event.alternatives}
    if not met:
        return ()
    graded = (
        Standard(f"accounts at least {levels[place]}", frozenset(levels[place:]))
        for place in reversed(range(len(levels)))
        if levels[place] in met
    )
    return (Standard(STATED, frozenset()), *graded, Standard(ALL, None))
