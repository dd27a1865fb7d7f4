"""Whom an event names as actors, and in what way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.errors import EventError
from ceasefire.program.accounts import accounts_of
from ceasefire.program.casting import Caster
from ceasefire.program.claims import UNKNOWN, ClaimError
from ceasefire.terms.names import normalise
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ceasefire.events.event import Event
    from ceasefire.program.program import Program

__all__ = ["Actors", "Named", "Stated"]


class Named(NamedTuple):
    """Who is named: the party's name, or what the report has for one.

    ``standing`` is ``party``; ``umbrella`` for one that has members, of which some or an
    unnamed other acted; ``unlisted`` for a name that the rulebook does not know; or
    ``unknown``.
    """

    name: str
    standing: str

    def __str__(self) -> str:
        """Return it so that the four ways of being named are told apart."""
        extra = {"umbrella": " (some member)", "unlisted": " (no party of the rulebook)"}
        return self.name + extra.get(self.standing, "")


class Stated(NamedTuple):
    """The facts of an event as they are stated, and an instant at which names are read."""

    accounts: list[Mapping[str, Any]]
    instant: int


class Actors:
    """Reads the names that events have for actors as a rulebook has them."""

    def __init__(self, program: Program, credit: Collection[str], as_of: int | None) -> None:
        """Take the program, and what says which of the accounts count as stated."""
        self.parties = program.parties
        self.caster = Caster(program)
        self.zone = zone(program.rulebook.timezone)
        self.credit = set(map(normalise, credit))
        self.known = as_of

    def of(self, event: Event) -> AbstractSet[Named]:
        """Return whom an event names as actors, in any part, alone or with others."""
        stated = self.stated(event)
        return self.named(raws_of(event, stated.accounts), stated.instant)

    def raws(self, event: Event) -> list[object]:
        """Return what an event has for actors, as it is stated."""
        return raws_of(event, self.stated(event).accounts)

    def named(self, raws: Iterable[object], instant: int) -> AbstractSet[Named]:
        """Return whom some values name, where names are read as of an instant."""
        return {named for raw in raws for named in self._named(raw, instant)}

    def stated(self, event: Event) -> Stated:
        """Return the stated facts."""
        try:
            fields = self.caster.taxonomy.fields
            accounts = accounts_of(event, fields, self.zone, self.credit, self.known)
            stated = [facts.values for facts in accounts if facts.stated]
            return Stated(stated, self._instant(stated[0]))
        except (ClaimError, EventError):
            # An event that was not known yet is not decided, and may be unreadable.
            return Stated([event.facts], 0)

    def party(self, raw: object, instant: int) -> Named:
        """Return whom one name stands for."""
        name = str(raw).strip()
        if name.casefold() == UNKNOWN:
            return Named(UNKNOWN, UNKNOWN)
        party = self.parties.resolve(name, instant).party
        if party is None:
            return Named(name, "unlisted")
        above = self.parties.umbrella(party, self.parties.epoch(instant))
        return Named(self.parties.parties[party].name, "umbrella" if above else "party")

    def _named(self, raw: object, instant: int) -> Iterator[Named]:
        """Yield each party that a value names; who it was not is no such party."""
        if isinstance(raw, dict) and "one_of" in raw:
            raw = raw["one_of"]
        if raw is None or isinstance(raw, dict):
            yield Named(UNKNOWN, UNKNOWN)
        elif isinstance(raw, (list, tuple)):
            for item in raw:
                yield from self._named(item, instant)
        else:
            yield self.party(raw, instant)

    def _instant(self, values: Mapping[str, Any]) -> int:
        stretches = self.caster.intervals(self.caster.claim("when", values.get("when", UNKNOWN)))
        return stretches[0][0] if stretches else 0


def raws_of(event: Event, stated: Sequence[Mapping[str, Any]]) -> list[object]:
    """Return what an event has for actors in the stated facts, and in its parts."""
    raws = [facts.get("actor") for facts in stated]
    raws += [part["actor"] for part in event.parts if part.get("actor") is not None]
    if event.parts and all(part.get("actor") is not None for part in event.parts):
        raws = raws[len(stated) :]
    return raws
