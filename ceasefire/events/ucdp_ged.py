"""The UCDP Georeferenced Event Dataset, in the columns of its releases since 2016.

What the columns mean is taken from general knowledge of the GED codebook
(evidence: known) and was held against two releases; ``docs/ged.md`` tells the
choices made here and their reasons. What GED does not say stays open: it names
a dyad and not who attacked, and it does not say by what means.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.cells import piece
from ceasefire.events.rows import shown
from ceasefire.events.ucdp_actors import LUMPED, LUMPED_NOTES, Names, any_of
from ceasefire.events.ucdp_cells import BEGINNING, UcdpCells, dated

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ceasefire.events.rows import Piece
    from ceasefire.rulebook.model import Rulebook

__all__ = ["COLUMNS", "HOW", "TITLE", "UNDIRECTED", "lacks", "matches", "pieces"]

TITLE: Final = "UCDP Georeferenced Event Dataset"
HOW: Final = "by its columns"

COLUMNS: Final = frozenset(
    {
        "id", "type_of_violence", "side_a", "side_a_new_id", "side_b", "side_b_new_id",
        "where_prec", "adm_1", "adm_2", "latitude", "longitude", "country",
        "date_start", "date_end", "deaths_civilians", "low", "best", "high",
    }
)  # fmt: skip
"""The columns that are read; all other columns are carried along."""

MORE: Final = frozenset({"deaths_unknown", "source_article", "event_clarity"})
"""Columns that are read as well, where a release has them."""

SIDES: Final = ("side_a", "side_b")
DATES: Final = ("date_start", "date_end")
VIOLENCE: Final = ("type_of_violence", *SIDES, "side_a_new_id", "side_b_new_id", *DATES)
PLACE: Final = ("where_prec", "country", "adm_1", "adm_2", "latitude", "longitude")
DEATHS: Final = ("low", "best", "high", "deaths_civilians", "type_of_violence")
RIVALS: Final = "alternatives"
ACCOUNT: Final = ("kind", "actor", "target", RIVALS)

ONE_SIDED: Final = 3
KINDS: Final[Mapping[int, Any]] = {
    1: "attack",
    2: "attack",
    ONE_SIDED: {"one_of": ["attack", "killing-of-civilians"]},
}
"""What happened, by type of violence: state-based, non-state, one-sided."""

UNDIRECTED: Final = "UCDP names the two sides, not which of them attacked"

RADIUS_KM: Final = {1: 1, 2: 25}
"""How far an event may lie from its point, by precision; beyond these it stands for an area."""

DISTRICT, LARGER_AREA = 3, 5

COUNTRIES: Final = {
    "Iraq": "IQ",
    "Israel": "IL",
    "Jordan": "JO",
    "Lebanon": "LB",
    "Syria": "SY",
    "Turkey": "TR",
}
"""Two-letter codes of Syria and its neighbours; of other countries the name is kept."""

SILENT: Final = {"held_by": "unknown", "present": "unknown", "verification": "reported"}
"""What every row is taken for; where it never tells, no rulebook may presume from silence."""

ERAS: Final = sorted(
    {day for lump in LUMPED.values() for each in lump for day in (each.since, each.until)}
    - {"", "9999"}
)
"""The days from which a label stands for other parties."""

MOST_SOURCES, LONGEST_SOURCE = 20, 300


def lacks(columns: Collection[str]) -> list[str]:
    """Return what a table lacks of the columns of GED."""
    return sorted(COLUMNS.difference(columns))


def matches(columns: Collection[str]) -> bool:
    """Return whether a table with these columns is GED."""
    return not lacks(columns)


def pieces(columns: tuple[str, ...] | None, rulebook: Rulebook | None = None) -> tuple[Piece, ...]:
    """Return what reads the columns of GED; without a table, every one that it may have.

    With a rulebook, an actor whose UCDP code it lacks is named by its label.
    """
    names = Names(rulebook)
    ged = partial(piece, kind=UcdpCells)
    violence = ged(VIOLENCE, partial(read_violence, names=names), *ACCOUNT)
    deaths = partial(read_deaths, lenient=columns is None)
    given = set(COLUMNS | MORE if columns is None else columns)
    unknown = ("deaths_unknown",) if "deaths_unknown" in given else ()
    found = [
        ged(("id",), read_id, "id"),
        violence._replace(coarse=dict.fromkeys(DATES, era)),
        ged(DATES, read_when, "when")._replace(day=sure_day),
        ged(PLACE, read_where, "where"),
        ged((*DEATHS, *unknown), deaths, "killed", "civilians_killed", "civilian_harm"),
        ged((), lambda _: SILENT, *SILENT),
    ]
    if "source_article" in given:
        sources = ged(("source_article",), read_sources, "sources")
        found.append(sources._replace(carried=True))
    if "event_clarity" in given:
        found.append(ged(("event_clarity",), read_clarity))
    return tuple(found)


def read_id(cells: UcdpCells) -> dict[str, Any]:
    """Read the id."""
    found = cells.code("id")
    if not found:
        cells.flaw("missing-value", "the row has no `id`")
    return {"id": found}


def read_violence(cells: UcdpCells, names: Names) -> dict[str, Any]:
    """Read what was done, by whom, to whom."""
    kind = cells.whole("type_of_violence")
    if kind is None:
        return {}
    if kind not in KINDS:
        cells.flaw("bad-type", f"`type_of_violence` is {kind}, not 1, 2 or 3")
        return {}
    # What is wrong with the dates is told where the time is read.
    first, last = (dated(cells.cell(key)) for key in DATES)
    codes = [cells.code(f"{side}_new_id") for side in SIDES]
    here, there = (
        any_of(names.side(cells.text(side), code, first, last))
        for side, code in zip(SIDES, codes, strict=True)
    )
    if kind == ONE_SIDED:
        return {"kind": KINDS[kind], "actor": here, "target": "civilians"}
    cells.notes += [LUMPED_NOTES[code] for code in sorted(LUMPED_NOTES.keys() & codes)]
    other = {"actor": there, "target": here, "stated": True, "note": UNDIRECTED}
    return {"kind": KINDS[kind], "actor": here, "target": there, RIVALS: [other]}


def read_when(cells: UcdpCells) -> dict[str, Any]:
    """Read the time."""
    start, end = map(cells.day, DATES)
    if start > end and end:
        cells.flaw("bad-time", f"the event ends ({end}) before it starts ({start})")
    return {"when": start if start == end else f"{start}/{end}"}


def read_where(cells: UcdpCells) -> dict[str, Any]:
    """Read the place, as far as its precision lets each part of it count."""
    precision = cells.whole("where_prec")
    country = cells.text("country")
    if precision is None:
        return {}
    if not 1 <= precision <= 7:  # noqa: PLR2004  (GED's scale)
        cells.flaw("bad-number", f"`where_prec` is {precision}, not 1 to 7")
    if precision > LARGER_AREA + 1:
        return {}  # at sea or in the air: the country column is only the nearest
    found: dict[str, Any] = {"country": COUNTRIES.get(country, country)}
    if precision <= LARGER_AREA:
        found["admin1"] = cells.text("adm_1")
    if precision <= DISTRICT:
        found["admin2"] = cells.text("adm_2")
    if precision in RADIUS_KM:
        found |= point(cells, RADIUS_KM[precision])
    return {"where": {key: value for key, value in found.items() if value != ""}}


def point(cells: UcdpCells, within_km: int) -> dict[str, float]:
    """Read the point."""
    numbers = []
    for key, limit in (("latitude", 90), ("longitude", 180)):
        text = cells.text(key)
        try:
            value = float(text)
        except ValueError:
            value = limit + 1.0
        if not -limit <= value <= limit:
            cells.flaw("bad-coordinates", f"`{key}` is no coordinate", "", shown(text))
        numbers.append(value)
    return {"lat": numbers[0], "lon": numbers[1], "within_km": within_km}


def read_deaths(cells: UcdpCells, *, lenient: bool) -> dict[str, Any]:
    """Read how many were killed, and how many of them were civilians.

    What a document, of which it cannot be told what columns it has, lacks is none.
    """
    low, best, high = (cells.count(key) for key in ("low", "best", "high"))
    if not low <= best <= high:
        estimates = f"low {low}, best {best}, high {high}"
        cells.notes.append(f"UCDP's estimates are out of order ({estimates})")
    civilians = cells.count("deaths_civilians")
    told = cells.raw.get("deaths_unknown") is not None or not lenient
    unknown = cells.count("deaths_unknown") if "deaths_unknown" in cells.raw and told else 0
    found: dict[str, Any] = {
        "killed": [min(low, best, high), max(low, best, high)],
        "civilians_killed": [civilians, civilians + unknown],
    }
    if civilians and civilians >= best and cells.text("type_of_violence") != str(ONE_SIDED):
        cells.notes.append(
            "all of the dead that UCDP counts are civilians; it does not say "
            "whether they were the target"
        )
    return found | ({"civilian_harm": True} if civilians else {})


def read_sources(cells: UcdpCells) -> dict[str, Any]:
    """Read where the event is from."""
    text = cells.text("source_article")
    each = (item.strip().strip('"') for item in text.split('";"'))
    return {"sources": [item[:LONGEST_SOURCE] for item in each if item][:MOST_SOURCES]}


def read_clarity(cells: UcdpCells) -> dict[str, Any]:
    """Note that a row stands for several events."""
    if cells.text("event_clarity") in {"2", "2.0"}:
        cells.notes.append("UCDP marks the event as a summary of several (event_clarity 2)")
    return {}


def sure_day(value: object) -> str:
    """Return the day of a cell in which there can be nothing wrong."""
    found = dated(value)
    return found if found >= BEGINNING else ""


def era(value: object) -> str:
    """Return the day from which labels stand for the same parties as on the day of a cell."""
    return max((each for each in ERAS if each <= dated(value)), default="")
