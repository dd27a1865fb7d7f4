"""GDELT 2 events: coded by a machine from news, with a direction, mostly without a header.

The kinds are in ``gdelt2.yaml``; ``docs/gdelt.md`` tells the choices made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.bundled import bundled, lacking
from ceasefire.events.cells import Cells, piece, written
from ceasefire.events.country_codes import alpha2
from ceasefire.events.mapping.people import Names
from ceasefire.events.rows import shown
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Collection

    from ceasefire.events.rows import Meaning, Piece
    from ceasefire.rulebook.model import Rulebook

__all__ = [
    "COLUMNS",
    "HOW",
    "LAYOUTS",
    "MAPPING",
    "TITLE",
    "header",
    "lacks",
    "matches",
    "no_table",
    "pieces",
]

TITLE: Final = "GDELT 2 events (and GDELT 1)"
HOW: Final = "by its columns, or without a header by 61 or 58 cells between tabs"
MAPPING: Final = "gdelt2"

ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
SECOND_LEVEL: Final = "ADM2Code"


def layout(*, second_level: bool) -> tuple[str, ...]:
    """Return the columns in their order; GDELT 1 has no second level of places."""
    places = [f"{who}Geo" for who in ("Actor1", "Actor2", "Action")]
    parts = [part for part in GEO if second_level or part != SECOND_LEVEL]
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor{number}{part}" for number in (1, 2) for part in ACTOR),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
        "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
        *(f"{place}_{part}" for place in places for part in parts),
        "DATEADDED", "SOURCEURL",
    )  # fmt: skip


LAYOUTS: Final = {
    len(columns): columns for columns in (layout(second_level=True), layout(second_level=False))
}
"""The columns of a table without a header, by how many cells its rows have."""

DAY_LENGTH: Final = 8

ZEROED: Final = frozenset(
    f"0{base}{number}"
    for most, bases in (
        (2, (84,)),
        (3, (86,)),
        (4, (21, 23, 24, 31, 33, 34, 81, 83, 87)),
        (6, (25, 35)),
    )
    for base in bases
    for number in range(1, most + 1)
)
"""The codes of CAMEO with four figures that begin with a zero (codebook 1.1b3)."""

PLACE: Final = ("Type", "FullName", "CountryCode", "Lat", "Long")
WHERE: Final = tuple(f"ActionGeo_{part}" for part in PLACE)
SIDES: Final = {"actor": "Actor1", "target": "Actor2"}
GROUP: Final = "KnownGroupCode"
TYPES: Final = ("Type1Code", "Type2Code", "Type3Code")
BOOKS: Final = ("cameo", "gdelt")
CIVILIAN: Final = frozenset({"CVL", "REF"})
"""Roles of actors that are no party: civilians, refugees."""

OFFICIAL: Final = frozenset({"GOV", "MIL", "SPY"})
"""Roles in which a state acts, so that its name is that of the actor."""

POLITICAL: Final = frozenset({"OPP", "PTY"})
"""Roles of those who oppose or govern by politics: their names are also those of fighters."""

SYLLABLE: Final = 3
"""Letters of each of the codes that make up an actor's."""

COUNTRY, US_STATE, US_CITY, CITY, STATE = "1", "2", "3", "4", "5"
POINTS, UNITS = frozenset({US_CITY, CITY}), frozenset({US_STATE, STATE})
WITHIN_KM: Final = 10
"""How far an event may lie from the middle of the town that the news name."""

MACHINE: Final = "coded by a machine from news: who, what and where may be wrong"

COLUMNS: Final = (
    "GLOBALEVENTID", "SQLDATE", "EventCode", "Actor1Code", "Actor1Name", "Actor2Code",
    "Actor2Name", *WHERE,
)  # fmt: skip
"""The columns without which a table is not GDELT's."""


def lacks(columns: Collection[str]) -> list[str]:
    """Return what a table lacks of the columns of GDELT."""
    return lacking(COLUMNS, columns)


def matches(columns: Collection[str]) -> bool:
    """Return whether a table with these columns is GDELT's."""
    return not lacks(columns)


def header(first: str) -> tuple[str, ...] | None:
    """Return the columns of a table without a header, told by its first line, or nothing.

    Its rows have as many cells between tabs as GDELT's, and begin with a number and a date.
    """
    cells = first.rstrip("\r\n").split("\t")
    columns = LAYOUTS.get(len(cells))
    if columns is None or not all(cell.isdecimal() for cell in cells[:2]):
        return None
    return columns if len(cells[1]) == DAY_LENGTH else None


def no_table(first: str) -> str:
    """Return why a first line that begins with a number is no row of GDELT, if it does so."""
    cells = first.rstrip("\r\n").split("\t")
    if not cells[0].strip().isdecimal():
        return ""
    if len(cells) not in LAYOUTS:
        known = " or ".join(map(str, sorted(LAYOUTS)))
        return f"the first row has {len(cells)} cells between tabs, not {known} as GDELT's have"
    return f"the second cell of the first row, `{shown(cells[1])}`, is no date such as 20160503"


def pieces(columns: tuple[str, ...] | None, rulebook: Rulebook | None = None) -> tuple[Piece, ...]:
    """Return what reads the columns of GDELT.

    With a rulebook, an actor is named by its CAMEO code where it has one.
    """
    there = {name.casefold(): name for name in columns or LAYOUTS[max(LAYOUTS)]}
    names = Names(rulebook)
    mapped = bundled(MAPPING).pieces(columns, rulebook)
    return (
        *(recoded(each) if "kind" in each.keys else each for each in mapped),
        *(side(key, prefix, there, names) for key, prefix in SIDES.items()),
        place(there, units_of(rulebook)),
        piece((), machine),
    )


def machine(cells: Cells) -> dict[str, Any]:
    """Note what every row is."""
    cells.note(MACHINE)
    return {}


def recoded(kind: Piece) -> Piece:
    """Return the piece of kinds, for codes that lost their zeros where they became numbers."""

    def read(raw: tuple[Any, ...]) -> Meaning:
        return kind.read(tuple(map(cameo, raw)))

    return kind._replace(read=read)


def cameo(value: object) -> str:
    """Return a CAMEO code as text, with the zero that a number loses if it makes a code."""
    text = written(value)
    if isinstance(value, str) or not text.isdecimal():
        return text
    whole = text.zfill(3)
    return f"0{whole}" if f"0{whole}" in ZEROED else whole


def side(key: str, prefix: str, there: dict[str, str], names: Names) -> Piece:
    """Return what reads one of the two actors."""
    code, name, group, *types = (
        there.get(f"{prefix}{part}".casefold(), "") for part in ("Code", "Name", GROUP, *TYPES)
    )
    columns = tuple(column for column in (code, name, group, *types) if column)

    def read(cells: Cells) -> dict[str, Any]:
        if CIVILIAN.intersection(cells.text(each) for each in types if each):
            return {key: "civilians"}
        text, called = cells.text(code), cells.text(name)
        coded = next((found for book in BOOKS if (found := known(book, text))), "")
        if not coded and text and not (group and cells.text(group)) and not named(text):
            coded = f"{BOOKS[0]}:{text}"
        return {key: coded or called or text or None}

    def known(book: str, text: str) -> str:
        return names.code(book, text) if text else ""

    return piece(columns, read, key)


def named(code: str) -> bool:
    """Return whether the name beside a code may be that of the actor.

    It is mostly that of a country, whoever in it is meant: rebels or the media of Turkey are
    ``TURKEY`` as its army is. So beside a role that is not the state's it tells nothing.
    """
    parts = [code[at : at + SYLLABLE].upper() for at in range(0, len(code), SYLLABLE)]
    if alpha2("iso3", parts[0]):
        return OFFICIAL.issuperset(parts[1:])
    return POLITICAL.isdisjoint(parts)


def units_of(rulebook: Rulebook | None) -> frozenset[str] | None:
    """Return every name of a place that a rulebook has; nothing where there is none."""
    if rulebook is None:
        return None
    places = rulebook.places.values()
    return frozenset(
        normalise(name)
        for each in places
        for name in (each.id, each.name, *each.aliases, each.admin1)
        if name
    )


def place(there: dict[str, str], units: frozenset[str] | None) -> Piece:
    """Return what reads where it was, as finely as the news say.

    States and provinces have the names of FIPS, many of which are spelt otherwise
    elsewhere. To a rulebook, a name that it lacks is that of another unit, so only what it
    has among ``units`` is told.
    """
    columns = tuple(there.get(name.casefold(), name) for name in WHERE)

    def read(cells: Cells) -> dict[str, Any]:
        found = {} if cells.text(columns[0]) in {"", "0"} else spot(cells, columns)
        if units is not None and normalise(found.get("admin1", "")) not in units:
            found.pop("admin1", None)
        return {"where": {name: value for name, value in found.items() if value != ""}}

    return piece(columns, read, "where")


def spot(cells: Cells, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return the keys of a place: of a town its middle, of a unit its name."""
    kind, full, fips = (cells.text(column) for column in columns[:3])
    found: dict[str, Any] = {"country": alpha2("fips", fips)}
    if fips and not found["country"]:
        cells.note(f"{columns[2]}: `{shown(fips)}` is not listed by fips: taken as unknown")
    parts = [part.strip() for part in full.split(",") if part.strip()]
    if kind in UNITS and len(parts) > 1:
        found["admin1"] = parts[0]
    elif kind in POINTS:
        found |= {"admin1": parts[-2]} if len(parts) > 2 else {}  # noqa: PLR2004  (town, unit, country)
        found |= point(cells, columns[3:])
    elif kind != COUNTRY and kind not in UNITS:
        told = "is not listed by gdelt2: only the country counts"
        cells.note(f"{columns[0]}: `{shown(kind)}` {told}")
    return found


def point(cells: Cells, columns: tuple[str, ...]) -> dict[str, float]:
    """Return the middle of a town, and how far off the event may be."""
    texts = [cells.text(column) for column in columns]
    if not any(texts):
        return {}
    numbers = []
    for column, text, limit in zip(columns, texts, (90.0, 180.0), strict=True):
        try:
            number = float(text)
        except ValueError:
            number = limit + 1
        if not -limit <= number <= limit:
            cells.flaw("bad-coordinates", f"`{column}` is no coordinate", "", shown(text))
        numbers.append(number)
    return {"lat": numbers[0], "lon": numbers[1], "within_km": WITHIN_KM}
