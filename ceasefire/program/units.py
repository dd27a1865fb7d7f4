"""Countries and administrative units: when two descriptions mean one area.

A unit is described by a country, names of its levels, a P-code, or several of
these. Two descriptions may name the same area, one inside the other, areas
apart, or leave it open. Names tell units apart only where they can be compared:
where both are named in the same letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final

from ceasefire.terms.letters import comparable
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.rulebook.model import Place

__all__ = [
    "COUNTRY",
    "Relation",
    "Unit",
    "bare",
    "country_code",
    "read_pcode",
    "relate",
    "units_of",
]

TITLES: Final = frozenset(
    {"district", "governorate", "province", "state", "محافظة", "منطقة"}
    | {"muhafazat", "muhafazah", "muhafaza", "mohafazat", "mohafazah", "mohafaza"}
)
ARTICLES: Final = frozenset(
    {"ad", "adh", "al", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "el", "er", "es", "ez"}
)

PCODE: Final = re.compile(r"([A-Z]{2,3})([0-9]*)", re.ASCII)

ADMIN1_DIGITS: Final = 3
"""A P-code of the first level has two or three digits after its letters."""

COUNTRY, ADMIN1, ADMIN2 = 0, 1, 2


class Relation(Enum):
    """How the first of two units lies to the second."""

    SAME = "same"
    INSIDE = "inside"
    AROUND = "around"
    APART = "apart"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Unit:
    """A country or administrative unit; names are :func:`bare`, any one of them counts.

    ``ids`` are those names of its own level that nobody gave it: an id stands for the name
    where there is none, but is in Latin letters whatever the names are in. A unit is found
    by it, and told from no other.
    """

    country: str = ""
    admin1: frozenset[str] = frozenset()
    admin2: frozenset[str] = frozenset()
    pcode: str = ""
    ids: frozenset[str] = frozenset()

    @property
    def level(self) -> int:
        """0 for a country, 1 and 2 for the administrative levels."""
        if self.admin2:
            return ADMIN2
        if self.admin1:
            return ADMIN1
        digits = len(self.pcode) - 2
        return COUNTRY if digits <= 0 else ADMIN1 if digits <= ADMIN1_DIGITS else ADMIN2

    def names(self, level: int) -> frozenset[str]:
        """Return the names of one administrative level, 1 or 2."""
        return self.admin1 if level == ADMIN1 else self.admin2

    def given(self, level: int) -> frozenset[str]:
        """Return the same without a mere id."""
        names = self.names(level)
        return names - self.ids if level == self.level else names


@cache
def bare(name: str) -> str:
    """Return a unit's name without titles ("Governorate") and Arabic articles.

    "Ar-Raqqah Governorate" and "Raqqah" are one name. Words that tell units
    apart ("Rural", "City", "Oblast") stay, and something always remains.
    """
    words = normalise(name).split()
    core = [word for word in words if word not in TITLES] or words
    core = [word for word in core if word not in ARTICLES] or core
    return " ".join(core)


def read_pcode(text: str) -> tuple[str, str]:
    """Return the country and the P-code, either empty where there is none.

    A P-code begins with the two letters of its country; a code that is only
    letters is the country itself.
    """
    match = PCODE.fullmatch("".join(text.split()).upper())
    if match is None:
        return "", ""
    letters, digits = match.groups()
    country = letters if len(letters) == 2 else ""  # noqa: PLR2004  (ISO 3166 alpha-2)
    return country, letters + digits if digits else ""


# --- countries --------------------------------------------------------------------


@cache
def countries() -> Mapping[str, str]:
    """Return ISO 3166 codes by normalised code and English name."""
    from importlib.resources import files  # noqa: PLC0415  (loads much, for a rare need)

    try:
        table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    except (ImportError, OSError):  # pragma: no cover  (tzdata is a dependency)
        return {}
    found: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, name = line.split("\t")[:2]
            found |= dict.fromkeys(map(normalise, (code, name)), code)
    return found


def country_code(text: str, places: Mapping[str, Place]) -> str:
    """Return the two letters of a country, or nothing where it is not known.

    Names and aliases of the rulebook's own countries go first; then codes and
    English short names, with or without what stands in brackets.
    """
    wanted = normalise(text)
    for place in places.values():
        unit = plain_unit(place)
        if unit and unit.country and unit.level == COUNTRY:
            names = (place.id, place.name, *place.aliases, unit.country)
            if wanted in map(normalise, names):
                return unit.country
    outside = normalise(re.sub(r"\([^()]*\)", " ", text))
    return countries().get(wanted) or countries().get(outside, "")


# --- units of places --------------------------------------------------------------


def plain_unit(place: Place) -> Unit | None:
    """Return the unit that a place is, by itself; areas drawn freely are none."""
    if not (place.country or place.admin1 or place.admin2 or place.pcode):
        return None
    country, pcode = read_pcode(place.pcode)
    unit = Unit(
        place.country.upper() or country,
        names_of([place.admin1]),
        names_of([place.admin2]),
        pcode,
    )
    if unit.level == COUNTRY:
        return unit
    named = [] if place.name == place.id else [place.name]
    given = unit.names(unit.level) | names_of([*named, *place.aliases])
    ids = names_of([place.name]) - given
    if unit.level == ADMIN1:
        return replace(unit, admin1=given | ids, ids=ids)
    return replace(unit, admin2=given | ids, ids=ids)


def names_of(names: Iterable[str]) -> frozenset[str]:
    """Return the bare names, of those that are not empty."""
    return frozenset(bare(name) for name in names if name) - {""}


def units_of(places: Mapping[str, Place]) -> dict[str, Unit]:
    """Return the unit of each place that is one.

    Where a rulebook names one country only, units that state none lie in it. A
    unit that states its parent by one name has all names of that parent.
    """
    plain = {key: unit for key, place in places.items() if (unit := plain_unit(place))}
    stated = {unit.country for unit in plain.values() if unit.country}
    only = next(iter(stated)) if len(stated) == 1 else ""
    filled = {key: replace(unit, country=unit.country or only) for key, unit in plain.items()}
    parents = [unit for unit in filled.values() if unit.level == ADMIN1]
    return {key: with_parent(unit, parents) for key, unit in filled.items()}


def with_parent(unit: Unit, parents: Iterable[Unit]) -> Unit:
    """Return the unit with every name of its parent."""
    if unit.level != ADMIN2 or not unit.admin1:
        return unit
    known = (
        parent.given(ADMIN1)
        for parent in parents
        if parent.country == unit.country and parent.admin1 & unit.admin1
    )
    return replace(unit, admin1=unit.admin1.union(*known))


# --- how units lie to each other --------------------------------------------------


def relate(one: Unit, other: Unit, *, loose: bool = False) -> Relation:
    """Return how one unit lies to another.

    P-codes decide where both have them. ``loose`` lets what only one of them
    states (a country, a parent) agree with the other's silence.
    """
    if one.country and other.country and one.country != other.country:
        return Relation.APART
    by_code = relate_codes(one.pcode, other.pcode)
    if by_code is not Relation.OPEN:
        return by_code
    if COUNTRY in {one.level, other.level}:
        return relate_countries(one, other)
    return relate_names(one, other, loose=loose)


def relate_codes(one: str, other: str) -> Relation:
    """Return how two P-codes lie; codes of different schemes say nothing."""
    if not one or not other or one.rstrip("0123456789") != other.rstrip("0123456789"):
        return Relation.OPEN
    if one == other:
        return Relation.SAME
    if one.startswith(other):
        return Relation.INSIDE
    return Relation.AROUND if other.startswith(one) else Relation.APART


def relate_countries(one: Unit, other: Unit) -> Relation:
    """Return how two units lie of which one is a country."""
    if one.country != other.country or not one.country:
        return Relation.OPEN
    if one.level == other.level:
        return Relation.SAME
    return Relation.AROUND if one.level == COUNTRY else Relation.INSIDE


def relate_names(one: Unit, other: Unit, *, loose: bool) -> Relation:
    """Return how two administrative units lie, by the names of their levels.

    Names that cannot be compared leave it open.
    """
    if differ(one, other, ADMIN1) or differ(one, other, ADMIN2):
        return Relation.APART
    country = one.country == other.country or loose
    parent = not one.admin1.isdisjoint(other.admin1)
    if one.level == other.level == ADMIN2:
        named = not one.admin2.isdisjoint(other.admin2)
        stated = (one.admin1 and other.admin1) if loose else (one.admin1 or other.admin1)
        agree = parent or not stated
        return Relation.SAME if country and named and agree else Relation.OPEN
    if not (country and parent):
        return Relation.OPEN
    if one.level == other.level:
        return Relation.SAME
    return Relation.INSIDE if one.level == ADMIN2 else Relation.AROUND


def differ(one: Unit, other: Unit, level: int) -> bool:
    """Return whether two units have no name of a level in common, and some to compare."""
    alike = one.names(level) & other.names(level)
    return not alike and comparable(one.given(level), other.given(level))
