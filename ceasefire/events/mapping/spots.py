"""Rules for places: names of units, a point, and how far each of them counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.country_codes import alpha2
from ceasefire.events.mapping.context import Rule, first_of
from ceasefire.events.mapping.rules import text, unlisted
from ceasefire.events.mapping.values import UNKNOWN, Table
from ceasefire.events.rows import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.events.cells import Cells
    from ceasefire.events.mapping.context import Context
    from ceasefire.events.mapping.schema import AreaDoc, PlaceDoc, ReachDoc, RuleDoc
    from ceasefire.rulebook.documents import Step

__all__ = ["place_rule"]

NAMES: Final = ("country", "admin1", "admin2", "name", "pcode")
POINT: Final = {"lat": 90.0, "lon": 180.0}
COUNTING: Final = {
    "": NAMES,
    "name": NAMES,
    "admin2": ("country", "admin1", "admin2"),
    "admin1": ("country", "admin1"),
    "country": ("country",),
    "none": (),
}
"""The names that count down to a unit."""

Reach = tuple[str, "float | None"]
"""The smallest unit that counts, and how far off the point may be, if it counts."""

EVERYTHING: Final[Reach] = ("", 0.0)
VAGUE: Final[Reach] = ("country", None)
FARTHEST: Final = 20_038.0


def place_rule(context: Context, doc: PlaceDoc, path: Step) -> Rule:
    """Return what reads where it was."""
    parts = {
        key: part_rule(context, rule, (*path, key), key)
        for key in (*NAMES, *POINT, "within_km")
        if (rule := getattr(doc, key)) is not None
    }
    for key, other in (("lat", "lon"), ("lon", "lat")):
        if key in parts and other not in parts:
            context.report.add(
                path, "missing-key", f"the key `{other}` is missing: a point has both"
            )
    columns, reach = reach_of(context, doc.precision, (*path, "precision"))
    named = (*columns, *(name for rule in parts.values() for name in rule.columns))

    def read(cells: Cells) -> dict[str, Any]:
        area, off = reach(cells)
        found = {key: parts[key].read(cells) for key in COUNTING[area] if key in parts}
        if off is not None and "lat" in parts and "lon" in parts:
            found |= point(cells, parts, off)
        return {key: value for key, value in found.items() if value not in (None, "")}

    return Rule(tuple(dict.fromkeys(named)), read)


def part_rule(context: Context, doc: RuleDoc, path: Step, key: str) -> Rule:
    """Return what reads one key of a place."""
    if doc.is_ is not None:
        value = context.number(str(doc.is_), path) if key not in NAMES else str(doc.is_)
        return Rule((), lambda _: value)
    if key in NAMES:
        return coded(context, doc, path) if doc.codes else text(context, doc, path)
    columns = context.column(doc.column, (*path, "column"))
    limit = POINT.get(key, FARTHEST)

    def read(cells: Cells) -> float | None:
        column, cell = first_of(cells, columns)
        return number(cells, column, cell.replace(doc.decimal, "."), limit) if cell else None

    return Rule(columns, read)


def coded(context: Context, doc: RuleDoc, path: Step) -> Rule:
    """Return what reads a country by a code other than the two letters of ISO."""
    columns = context.column(doc.column, (*path, "column"))

    def read(cells: Cells) -> str | None:
        column, cell = first_of(cells, columns)
        found = alpha2(doc.codes, cell)
        if cell and not found:
            cells.note(unlisted(column, cell, doc.codes, Table({})))
        return found or None

    return Rule(columns, read)


def number(cells: Cells, column: str, cell: str, limit: float) -> float | None:
    """Return a number of degrees or kilometres."""
    try:
        found = float(cell)
    except ValueError:
        found = math.nan
    low = 0.0 if limit == FARTHEST else -limit
    if not low <= found <= limit:
        what = "coordinate" if limit in POINT.values() else "distance"
        cells.flaw("bad-coordinates", f"`{column}` is no {what}", "", shown(cell))
        return None
    return found


def point(cells: Cells, parts: dict[str, Rule], off: float) -> dict[str, Any]:
    """Return the point, and how far off it may be."""
    flaws = len(cells.flaws)
    found = {key: parts[key].read(cells) for key in POINT}
    if None in found.values():
        if len(cells.flaws) == flaws and any(value is not None for value in found.values()):
            cells.flaw("bad-coordinates", "a point needs both a latitude and a longitude")
        return {}
    own = parts["within_km"].read(cells) if "within_km" in parts else None
    within = max(off, own or 0.0)
    return found | ({"within_km": within} if within else {})


def reach_of(
    context: Context, doc: ReachDoc | None, path: Step
) -> tuple[tuple[str, ...], Callable[[Cells], Reach]]:
    """Return what says how exact a place is, and the columns that it reads."""
    if doc is None:
        return (), lambda _: EVERYTHING
    columns = context.column(doc.column, (*path, "column"))
    table = Table(
        {cell: area(context, item, (*path, "values", cell)) for cell, item in doc.values.items()}
    )
    other = None
    if doc.otherwise is not None:
        other = area(context, doc.otherwise, (*path, "otherwise"))

    def reach(cells: Cells) -> Reach:
        column, cell = first_of(cells, columns)
        found, value = table.find(cell)
        if found:
            reached: Reach = value
            return reached
        if other is not None:
            return other
        if cell:
            note = unlisted(column, cell, context.feed, table)
            cells.note(note.replace(f"taken as {UNKNOWN}", "only the country counts"))
        return VAGUE if columns else EVERYTHING

    return columns, reach


def area(context: Context, doc: AreaDoc, path: Step) -> Reach:
    """Return how far a place counts."""
    if not doc.within_km:
        return doc.area, None
    return doc.area, context.number(doc.within_km, (*path, "within_km")) or 0.0
