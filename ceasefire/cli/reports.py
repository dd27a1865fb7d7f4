"""What a feed reports of an event, in a few words for a table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.reference.telling import spoken
from ceasefire.errors import EventError
from ceasefire.program.accounts import accounts_of
from ceasefire.program.casting import Caster
from ceasefire.program.claims import ClaimError
from ceasefire.terms.names import normalise
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ceasefire.book import Book
    from ceasefire.events.event import Event

__all__ = ["Teller", "Told"]

UNKNOWN = "unknown"


FURTHER: Final = {
    "struck": "struck: {}",
    "killed": "killed: {}",
    "civilians_killed": "of them civilians: {}",
    "wounded": "wounded: {}",
}
"""What else a line on an event tells where it is reported."""


class Told(NamedTuple):
    """The stated facts of an event in words."""

    kind: str
    when: str
    where: str
    actor: str
    target: str


class Teller:
    """Puts events into words, with the names that the rulebook gives to parties.

    Facts that are stated in several ways (as where a source names two sides and
    not which of them attacked) are joined by "or". ``coarsen`` is the number of
    decimals that coordinates keep.
    """

    def __init__(self, book: Book, coarsen: int | None = None) -> None:
        """Take the book whose reading says what counts as stated."""
        self.parties = book.program.parties
        self.caster = Caster(book.program)
        self.zone = zone(book.rulebook.timezone)
        self.credit = set(map(normalise, book.setting.credit))
        self.known = book.setting.as_of
        self.decimals = 3 if coarsen is None else min(coarsen, 3)

    def actors(self, event: Event) -> set[str]:
        """Return the parties that an event names as actors, in any part, alone or with others."""
        stated, instant = self._stated(event)
        raws = [facts.get("actor") for facts in stated]
        raws += [part["actor"] for part in event.parts if part.get("actor") is not None]
        if event.parts and all(part.get("actor") is not None for part in event.parts):
            raws = raws[len(stated) :]
        return {name for raw in raws for name in self._parties(raw, instant)}

    def _parties(self, raw: object, instant: int) -> Iterator[str]:
        """Yield each party that a value names; who it was not is no such party."""
        if isinstance(raw, dict) and "one_of" in raw:
            raw = raw["one_of"]
        if raw is None or isinstance(raw, dict):
            yield UNKNOWN
        elif isinstance(raw, (list, tuple)):
            for item in raw:
                yield from self._parties(item, instant)
        else:
            yield self._party(raw, instant)

    def _stated(self, event: Event) -> tuple[list[Mapping[str, Any]], int]:
        """Return the stated facts, and an instant at which their names are read."""
        try:
            fields = self.caster.taxonomy.fields
            accounts = accounts_of(event, fields, self.zone, self.credit, self.known)
            stated = [facts.values for facts in accounts if facts.stated]
            return stated, self._instant(stated[0])
        except (ClaimError, EventError):
            # An event that was not known yet is not decided, and may be unreadable.
            return [event.facts], 0

    def tell(self, event: Event) -> Told:
        """Return an event in words."""
        stated, instant = self._stated(event)
        return Told(
            kind=among(stated, "kind", str),
            when=among(stated, "when", moment),
            where=among(stated, "where", self._place),
            actor=among(stated, "actor", lambda raw: self._party(raw, instant)),
            target=among(stated, "target", lambda raw: self._party(raw, instant)),
        )

    def sentence(self, event: Event) -> str:
        """Return in a line what is reported of an event, as stated."""
        told = self.tell(event)
        stated, _ = self._stated(event)
        whom = "" if told.target == UNKNOWN else f" against {told.target}"
        place = "place unknown" if told.where == UNKNOWN else told.where
        parts = [told.kind, told.when, place]
        parts.append(f"actor {UNKNOWN}{whom}" if told.actor == UNKNOWN else told.actor + whom)
        for field, form in FURTHER.items():
            raws = [facts[field] for facts in stated if facts.get(field) is not None]
            said = dict.fromkeys(spoken(self.caster.program, field, raw) for raw in raws)
            parts += [form.format(" or ".join(said))] if said else []
        return f"Reported: {'; '.join(parts)}."

    def _instant(self, values: Mapping[str, Any]) -> int:
        stretches = self.caster.intervals(self.caster.claim("when", values.get("when", UNKNOWN)))
        return stretches[0][0] if stretches else 0

    def _party(self, raw: object, instant: int) -> str:
        name = str(raw).strip()
        if name.casefold() == UNKNOWN:
            return UNKNOWN
        party = self.parties.resolve(name, instant).party
        return name if party is None else self.parties.parties[party].name

    def _place(self, raw: object) -> str:
        if not isinstance(raw, dict):
            return str(raw)
        if raw.get("name"):
            return str(raw["name"])
        units = [str(raw[key]) for key in ("admin2", "admin1") if raw.get(key)]
        if units:
            return ", ".join(units)
        if raw.get("lat") is not None and raw.get("lon") is not None:
            return ", ".join(rounded(raw[key], self.decimals) for key in ("lat", "lon"))
        return str(raw.get("pcode") or raw.get("country") or UNKNOWN)


def among(stated: list[Mapping[str, Any]], field: str, word: Callable[[object], str]) -> str:
    """Return the values that a field is stated to have, one or the other."""
    return " or ".join(options(stated, field, word))


def options(
    stated: list[Mapping[str, Any]], field: str, word: Callable[[object], str]
) -> list[str]:
    """Return the values that a field is stated to have, each once."""
    found = (values(account.get(field), word) for account in stated)
    return list(dict.fromkeys(option for each in found for option in each))


def values(raw: object, word: Callable[[object], str]) -> list[str]:
    """Return the options of a value, each in words."""
    if raw is None:
        return [UNKNOWN]
    if isinstance(raw, dict) and "one_of" in raw:
        return [option for item in listed(raw["one_of"]) for option in values(item, word)]
    if isinstance(raw, dict) and "not" in raw:
        first, *others = (word(item) for item in listed(raw["not"]))
        return [f"neither {' nor '.join([first, *others])}" if others else f"not {first}"]
    if isinstance(raw, (list, tuple)):
        return [" and ".join(dict.fromkeys(map(word, raw)))]
    return [word(raw)]


def listed(raw: object) -> list[object]:
    """Return a list as it is and anything else as a list of one."""
    return list(raw) if isinstance(raw, (list, tuple)) else [raw]


def rounded(raw: object, decimals: int) -> str:
    """Return a coordinate; what is none stays as it is."""
    try:
        return f"{float(str(raw)):.{decimals}f}"
    except ValueError:
        return str(raw)


def moment(raw: object) -> str:
    """Return a time or an interval as it was reported.

    What an interval ends ``until`` lies outside it, and what it goes ``to`` lies inside.
    """
    if isinstance(raw, dict):
        first, last = (moment(raw.get(key) or "open") for key in ("from", "until"))
        return f"{first} until {last}"
    if isinstance(raw, datetime):
        return raw.isoformat(sep=" ", timespec="minutes")
    if isinstance(raw, date):
        return raw.isoformat()
    start, slash, end = str(raw).partition("/")
    times = (text.replace("T", " ", 1) if text[:1].isdigit() else text for text in (start, end))
    return " to ".join(times) if slash else next(times)
