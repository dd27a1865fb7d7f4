"""Locations said so that two rulebooks with different places both read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.program.casting import Caster
from ceasefire.program.cells import PlaceSlot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.program.program import Program

__all__ = ["Spot", "places_said", "spots_of"]

DIGITS: Final = 6
"""Decimals of a degree, about 0.1 m."""


class Spot(NamedTuple):
    """What a report says of the place, and the signs that this has on each side."""

    id: str
    raw: dict[str, Any]
    signs: Mapping[str, int]


def places_said(programs: Iterable[Program]) -> Iterator[dict[str, Any]]:
    """Yield ways to say where: every name and unit of a place, and points between outlines."""
    met = set()
    found = []
    for program in programs:
        for key, place in program.places.places.items():
            units = {
                "country": place.country,
                "admin1": place.admin1,
                "admin2": place.admin2,
                "pcode": place.pcode,
            }
            found += [{"name": name} for name in (key, place.name, *place.aliases)]
            found += [{k: v for k, v in units.items() if v}]
    for raw in [*found, *points(programs)]:
        known = tuple(raw.items())
        if raw and known not in met:
            met.add(known)
            yield raw


def points(programs: Iterable[Program]) -> Iterator[dict[str, Any]]:
    """Yield a point or more in every face that the outlines of both cut."""
    from shapely import to_wkb  # noqa: PLC0415  (heavy; loaded where it is used)

    from ceasefire.program.arrangement import Outlines  # noqa: PLC0415  (likewise)

    drawn = {
        to_wkb(place.geometry): place.geometry
        for program in programs
        for place in program.places.places.values()
        if place.geometry is not None
    }
    if drawn:
        arrangement = Outlines(dict(enumerate(drawn.values()))).arrangement
        for raw in sorted(arrangement.raws):
            for lon, lat in arrangement.spots(raw):
                yield {"lat": round(lat, DIGITS), "lon": round(lon, DIGITS)}


def spots_of(programs: Mapping[str, Program]) -> list[Spot]:
    """Return places said so that no test of either side is left open."""
    found: list[Spot] = []
    for raw in places_said(programs.values()):
        signs = {side: settled(program, raw) for side, program in programs.items()}
        known = {side: one for side, one in signs.items() if one is not None}
        if len(known) == len(signs):
            found.append(Spot(f"spot {len(found)}", raw, known))
    return found


def settled(program: Program, raw: dict[str, Any]) -> int | None:
    """Return signs of what is said, if all that it may mean pass the same tests."""
    caster = Caster(program)
    claim = caster.claim("where", raw)
    slot = program.slots[program.index["where"]] if "where" in program.index else None
    if slot is None:
        return 0
    assert isinstance(slot, PlaceSlot)  # noqa: S101  (how programs are made)
    cells = caster.cells("where", claim, 0)
    if len(cells) != 1:
        return None
    one: int = cells[0].values[0]
    return one
