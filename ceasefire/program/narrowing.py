"""What the names in a report say about the location, as tests on its signs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from ceasefire.program.units import Relation, Unit, bare, country_code, read_pcode, relate, units_of
from ceasefire.terms.letters import comparable
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ceasefire.program.places import WhereSpec
    from ceasefire.rulebook.model import Place

__all__ = ["Gazetteer", "Narrowing", "shown"]

ALIKE: Final = 80.0
"""Names at least so alike (0 to 100) may be two spellings of one."""

NO_ANSWERS: Final = frozenset(
    {
        "n a", "na", "nan", "none", "null", "not applicable", "not available", "not known",
        "not stated", "unknown", "unclear", "unspecified", "undisclosed", "various", "multiple",
        "several", "tbd",
    }
)  # fmt: skip
"""What feeds write where they do not know a unit, in comparable form."""

SHOWN: Final = 60

REMEMBERED: Final = 16384

LEVELS: Final = {"admin1": 1, "admin2": 2}


def shown(text: str) -> str:
    """Return a text as notes show it, in at most 60 characters."""
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What one key of a report says.

    The location lies in some place of each mask of ``some``, in none of
    ``none``, and, where ``named`` is not empty, in one of those places. The places
    of ``whole`` lie wholly in the unit that is told. A key that says nothing narrows
    nothing; ``note`` then says why.
    """

    key: str
    value: str
    some: tuple[int, ...] = ()
    none: int = 0
    named: tuple[str, ...] = ()
    note: str = ""
    whole: int = 0

    @property
    def narrows(self) -> bool:
        """Whether it says anything."""
        return bool(self.some or self.none or self.named)

    def holds(self, signs: int, member: Callable[[str, int], bool]) -> bool:
        """Return whether a location of these signs agrees."""
        if signs & self.none or not all(signs & mask for mask in self.some):
            return False
        return not self.named or any(member(key, signs) for key in self.named)

    def surely(self, signs: int, member: Callable[[str, int], bool]) -> bool:
        """Return whether every location of these signs agrees."""
        return bool(signs & self.whole) or any(member(key, signs) for key in self.named)


class Gazetteer:
    """The names of a rulebook's places.

    Administrative keys are matched to administrative units only, never to an
    area that someone drew and gave the same name; the key ``name`` is matched
    to every place.
    """

    def __init__(self, places: Mapping[str, Place], bit: Mapping[str, int]) -> None:
        """Take the places and the bit of each basic one."""
        self.places = places
        self.bit = bit
        self.units = units_of(places)
        self.named: dict[str, list[str]] = {}
        for key, place in places.items():
            for name in dict.fromkeys(map(normalise, (key, place.name, *place.aliases))):
                self.named.setdefault(name, []).append(key)
        self._units = lru_cache(maxsize=REMEMBERED)(self._unit_narrowings)
        # Many units lie in the same ones.
        self._country = lru_cache(maxsize=REMEMBERED)(partial(country_code, places=places))
        self._within = lru_cache(maxsize=REMEMBERED)(self._inside)

    def narrowings(self, where: WhereSpec) -> tuple[Narrowing, ...]:
        """Return what each key says, the most trusted first."""
        units = self._units(where.pcode, where.country, where.admin1, where.admin2)
        found = self.named.get(normalise(where.name)) if where.name else None
        if found:
            return (*units, Narrowing("name", where.name, named=tuple(found)))
        if not where.name:
            return units
        # Most villages are no places of a rulebook: beside other keys, that is no news.
        alone = not units and where.point is None
        hint = did_you_mean(
            where.name, [place.name for place in self.places.values()], whole=not alone
        )
        return (*units, self._unknown(where.name, hint)) if alone or hint else units

    @staticmethod
    def _unknown(name: str, hint: str) -> Narrowing:
        """Return that a name says nothing."""
        note = f"`{shown(name)}` is no place of this rulebook: it says nothing"
        return Narrowing("name", name, note=f"{note}; {hint}" if hint else note)

    def _unit_narrowings(
        self, pcode: str, country: str, admin1: str, admin2: str
    ) -> tuple[Narrowing, ...]:
        """Return what the administrative keys say; each is read in the light of those before."""
        found = []
        unit = Unit()
        if pcode:
            letters, digits = read_pcode(pcode)
            unit = Unit(country=letters)
            note = "" if letters or digits else f"`{shown(pcode)}` is no P-code: it says nothing"
            found.append(self._within("pcode", pcode, Unit(letters, pcode=digits), note))
        if country:
            code = self._country(country)
            unit = Unit(country=unit.country or code)
            note = "" if code else f"`{shown(country)}` is no known country: it says nothing"
            found.append(self._within("country", country, Unit(code), note))
        if admin1:
            usable, note = self._read("admin1", admin1, unit.country)
            unit = replace(unit, admin1=usable)
            found.append(self._within("admin1", admin1, unit if usable else Unit(), note))
        if admin2:
            usable, note = self._read("admin2", admin2, unit.country)
            unit = replace(unit, admin2=usable)
            found.append(self._within("admin2", admin2, unit if usable else Unit(), note))
        return tuple(found)

    def _inside(self, key: str, value: str, unit: Unit, note: str) -> Narrowing:
        """Return that the location lies in a unit."""
        some: dict[int, int] = {}
        none = whole = 0
        for place, other in self.units.items():
            relation = relate(unit, other, loose=True)
            if relation in {Relation.SAME, Relation.INSIDE}:
                some[other.level] = some.get(other.level, 0) | self.bit[place]
            elif relation is Relation.APART:
                none |= self.bit[place]
            if relation in {Relation.SAME, Relation.AROUND}:
                whole |= self.bit[place]
        masks = tuple(some[level] for level in sorted(some))
        return Narrowing(key, value, masks, none, note=note, whole=whole)

    def _read(self, key: str, value: str, country: str) -> tuple[frozenset[str], str]:
        """Return the names by which to look for a unit (none: it says nothing), and a note."""
        level, name = LEVELS[key], bare(value)
        named = [unit for unit in self.units.values() if unit.names(level)]
        here = [unit for unit in named if not country or unit.country in {"", country}]
        known = {other for unit in here for other in unit.names(level)}
        if not name:
            return frozenset(), f"`{key}: {shown(value)}` says nothing"
        if name in known or not named:
            return self._spellings(level, name, here), ""
        if normalise(value) in NO_ANSWERS:
            return frozenset(), f"`{key}: {shown(value)}` says nothing"
        similar = nearest(name, known) or contained(name, known)
        if similar:
            meant = shown(self._title(level, similar))
            return frozenset(), f"`{key}: {shown(value)}` says nothing; did you mean `{meant}`?"
        abroad = any(name in unit.names(level) for unit in named)
        read = [comparable({name}, unit.given(level)) for unit in here]
        note = elsewhere(key, value, country, abroad=abroad, read=read)
        return frozenset({name}), note

    @staticmethod
    def _spellings(level: int, name: str, here: Iterable[Unit]) -> frozenset[str]:
        """Return the name with the others of the unit that has it."""
        same = (unit for unit in here if unit.level == level and name in unit.names(level))
        return frozenset({name}).union(*(unit.given(level) for unit in same))

    def _title(self, level: int, name: str) -> str:
        """Return the name, as the rulebook writes it, of the unit that has this bare name."""
        found = (
            self.places[place].name
            for place, unit in self.units.items()
            if unit.level == level and name in unit.names(level)
        )
        return next(found, name)


def elsewhere(key: str, value: str, country: str, *, abroad: bool, read: Sequence[bool]) -> str:
    """Return what is to be noted of a unit that the rulebook does not have.

    ``abroad`` says that it has one of that name in another country; ``read``, of each that
    it has in this one, whether it is named in the same letters.
    """
    if not all(read):
        of = f"{key} of `{country}`" if country else key
        signs = "letters" if any(map(str.isalpha, value)) else "digits"
        some = "only some" if any(read) else "no"
        taken = "taken as outside these, and " if any(read) else ""
        others = "one of the others" if any(read) else "one of those it has"
        return (
            f"`{shown(value)}` is written in {signs} in which this rulebook names {some} {of}:"
            f" {taken}whether it is {others} is not known"
        )
    if abroad:
        return f"`{shown(value)}` is taken as a unit of `{country}`, not as the rulebook's"
    missing = f"`{shown(value)}` is no {key} of this rulebook: taken as outside those it has"
    return missing if read else ""


def contained(name: str, known: set[str]) -> str:
    """Return the longest of the known names that another has among its words."""
    found = (each for each in known if f" {each} " in f" {name} ")
    return max(found, key=lambda each: (len(each), each), default="")


def nearest(name: str, known: set[str]) -> str:
    """Return the most similar of the known names, if it may be a spelling of the same."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (loaded only for unknown names)

    found = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else ""
