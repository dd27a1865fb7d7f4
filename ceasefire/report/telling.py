"""What a feed reports of an event, in a few words for a table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.reference.telling import spoken
from ceasefire.findings.words import listed
from ceasefire.program.actors import Actors
from ceasefire.report.categories import by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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

LACKING: Final = {field: form.format("not reported") for field, form in FURTHER.items()}
"""What stands for each of these where a report lacks it, and an account in its place tells it."""


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
    decimals that coordinates keep. ``as_fed`` has kinds and what was struck as feeds have
    them; else they are told by the names of their categories.
    """

    def __init__(self, book: Book, coarsen: int | None = None, *, as_fed: bool = True) -> None:
        """Take the book whose reading says what counts as stated."""
        self.program = book.program
        self.named = Actors(book.program, book.setting.credit, book.setting.as_of)
        self.decimals = 3 if coarsen is None else min(coarsen, 3)
        self.as_fed = as_fed

    def actors(self, event: Event) -> set[str]:
        """Return the parties that an event names as actors, in any part, alone or with others."""
        return {named.name for named in self.named.of(event)}

    def tell(self, event: Event) -> Told:
        """Return an event in words."""
        return self._told(*self.named.stated(event))

    def _told(self, stated: list[Mapping[str, Any]], instant: int) -> Told:
        return Told(
            kind=among(stated, "kind", lambda raw: str(self._named("kind", raw))),
            when=among(stated, "when", moment),
            where=among(stated, "where", self.place),
            actor=among(stated, "actor", lambda raw: self._party(raw, instant)),
            target=among(stated, "target", lambda raw: self._party(raw, instant)),
        )

    def sentence(self, event: Event, taken: Sequence[str] = ()) -> str:
        """Return in a line what is reported of an event, as stated.

        ``taken`` are those whose accounts stand in place of the report, as a finding has them:
        then the line says so, and what the report itself has otherwise.
        """
        stated, instant = self.named.stated(event)
        shown = self._parts(stated, instant)
        line = "; ".join(filter(None, shown.values()))
        own = self._parts([event.facts], instant) if taken else shown
        if own == shown:
            return f"Reported: {line}."
        others = (
            said or LACKING.get(key, UNKNOWN) for key, said in own.items() if said != shown[key]
        )
        return (
            f"Reported, on the account of {listed(taken, 'or')}, taken in place of the report: "
            f"{line}. The report itself: {'; '.join(others)}."
        )

    def _parts(self, stated: list[Mapping[str, Any]], instant: int) -> dict[str, str]:
        """Return the parts of a line, by what they tell; what is not told is empty."""
        told = self._told(stated, instant)
        whom = "" if told.target == UNKNOWN else f" against {told.target}"
        who = f"actor {UNKNOWN}" if told.actor == UNKNOWN else told.actor
        place = "place unknown" if told.where == UNKNOWN else told.where
        parts = {"kind": told.kind, "when": told.when, "where": place, "who": who + whom}
        for field, form in FURTHER.items():
            raws = [facts[field] for facts in stated if facts.get(field) is not None]
            said = dict.fromkeys(self._spoken(field, raw) for raw in raws)
            parts[field] = form.format(" or ".join(said)) if said else ""
        return parts

    def _party(self, raw: object, instant: int) -> str:
        return self.named.party(raw, instant).name

    def _spoken(self, field: str, raw: object) -> str:
        return spoken(self.program, field, self._named(field, raw))

    def _named(self, field: str, raw: object) -> object:
        return raw if self.as_fed else by_name(self.program.taxonomy, field, raw)

    def place(self, raw: object) -> str:
        """Return a place that was reported, by its name or else as exactly as is allowed."""
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
        return [option for item in as_list(raw["one_of"]) for option in values(item, word)]
    if isinstance(raw, dict) and "not" in raw:
        first, *others = (word(item) for item in as_list(raw["not"]))
        return [f"neither {' nor '.join([first, *others])}" if others else f"not {first}"]
    if isinstance(raw, (list, tuple)):
        return [" and ".join(dict.fromkeys(map(word, raw)))]
    return [word(raw)]


def as_list(raw: object) -> list[object]:
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
