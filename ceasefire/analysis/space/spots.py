"""Locations put into the words of a report."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.program.units import countries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.program.program import Program
    from ceasefire.rulebook.model import Place

__all__ = ["Spots"]

ELSEWHERE: Final = "elsewhere"
"""A unit that no rulebook has: it is taken as outside those that are named in Latin letters."""


class Spots:
    """Says where a location of some signs lies.

    By the name of the smallest place, without those that reach into it; by its unit; by a point.
    """

    def __init__(self, program: Program) -> None:
        """Take the program whose places are told apart."""
        self.program = program
        self.domain = program.places

    def ways(self, locations: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Yield ways to say one of the locations, the plainest first."""
        order = sorted(locations, key=lambda signs: (signs == 0, signs.bit_count(), signs))
        if not order[0]:
            yield from self._abroad
        for signs in order[:64]:
            inside = self._inside(signs)
            for key in inside:
                yield {"name": key}
                yield from self._unit(self.domain.places[key])
        for signs in order[:64]:
            yield from self._point(signs)
        yield from self._abroad
        for signs in order[:64]:
            yield from self._less(signs)

    def _inside(self, signs: int) -> list[str]:
        """Return the places that hold a location, the smallest first."""
        places = self.domain.places
        found = [key for key in places if self.domain.member(key, signs)]
        everywhere = self.domain.everywhere()
        size = {key: sum(self.domain.member(key, each) for each in everywhere) for key in found}
        return sorted(found, key=lambda key: (size[key], key))

    @staticmethod
    def _unit(place: Place) -> Iterator[dict[str, Any]]:
        """Yield the unit that a place is, alone and with another that no rulebook has in it."""
        keys = {
            "country": place.country,
            "admin1": place.admin1,
            "admin2": place.admin2,
            "pcode": place.pcode,
        }
        stated = {key: value for key, value in keys.items() if value}
        if stated:
            yield stated
            for below in ("admin1", "admin2"):
                if below not in stated:
                    yield {**stated, below: ELSEWHERE}

    @cached_property
    def _abroad(self) -> list[dict[str, Any]]:
        """Countries that the rulebook does not name."""
        own = {place.country.upper() for place in self.domain.places.values()}
        codes = sorted({code for code in countries().values() if code not in own})
        return [{"country": code} for code in ("CH", *codes[:3]) if code not in own]

    def _point(self, signs: int) -> Iterator[dict[str, Any]]:
        """Yield points with these signs, as far as outlines tell."""
        for lon, lat in self.domain.spots(signs):
            for digits in (2, 4, 9):
                yield {"lat": round(lat, digits), "lon": round(lon, digits)}

    def _less(self, signs: int) -> Iterator[dict[str, Any]]:
        """Yield the place that holds a location, less the places that do not."""
        places = self.domain.places
        inside = self._inside(signs)
        outside = [key for key in places if key not in inside]
        barred = [{"name": key} for key in outside]
        for key in inside:
            yield {"one_of": [{"name": key}], "not": barred[:64]}
        yield {"not": barred[:64]}
        points = list(self._point(signs))
        for point in points:
            for key in inside:
                yield {**point, "name": key}
            yield {"one_of": [point], "not": barred[:64]}
