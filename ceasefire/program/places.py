"""Where an event may have happened, told apart as far as the rulebook's places do.

A location is described by its *signs*: a bit mask over the *basic* places of a
rulebook (those that are no union or difference), bit ``k`` for ``order[k]``.
Unions and differences are worked out from these.
"""

from __future__ import annotations

from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Final

from ceasefire.program.narrowing import Gazetteer, shown
from ceasefire.program.ties import Ties
from ceasefire.program.where import WhereSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ceasefire.program.arrangement import Outlines
    from ceasefire.program.locating import Locator
    from ceasefire.program.narrowing import Narrowing
    from ceasefire.rulebook.model import Place

__all__ = ["Located", "PlaceDomain", "WhereSpec", "agreed"]

Located = tuple[tuple[int, ...], tuple[str, ...]]
"""The signs that a reported location may have, and notes."""

REMEMBERED: Final = 65536

KEYS: Final = ("pcode", "country", "admin1", "admin2", "name")
"""The keys of a report that name a place."""


class PlaceDomain:
    """The places of a rulebook, and every location they can tell apart.

    Outlines are laid over each other only when a location that is not an exact
    point is asked for. A combination that outlines show but ties forbid (an
    overlap of two provinces, where one outline is coarse) stands for those that
    the ties allow and that differ from it in the fewest outlines. A point as near to
    the edge of an outline as that may be off is taken to lie on either side of it.
    """

    def __init__(self, places: Mapping[str, Place]) -> None:
        """Take the places by id; order does not matter."""
        self.given = places
        self.places = {key: places[key] for key in sorted(places)}
        self.order: tuple[str, ...] = tuple(
            key for key, place in self.places.items() if not (place.union or place.difference)
        )
        self._bit = {key: 1 << number for number, key in enumerate(self.order)}
        self._drawn = sum(
            self._bit[key] for key in self.order if self.places[key].geometry is not None
        )
        self._settled: dict[int, tuple[int, ...]] = {}
        self._known: dict[WhereSpec, Located] = {}

    # --- places ---

    def member(self, place_id: str, signs: int) -> bool:
        """Return whether a location of these signs lies in the place.

        Raises :class:`KeyError` for a place that the rulebook does not have.
        """
        bit = self._bit.get(place_id)
        if bit is not None:
            return bool(signs & bit)
        place = self.places[place_id]
        if place.union:
            return any(self.member(part, signs) for part in place.union)
        whole, *taken = place.difference
        return self.member(whole, signs) and not any(self.member(part, signs) for part in taken)

    @cached_property
    def _ties(self) -> Ties:
        return Ties.of(self.places, self.order, self.member)

    @cached_property
    def _outlines(self) -> Outlines:
        from ceasefire.program.arrangement import Outlines  # noqa: PLC0415  (loads shapely)

        shapes = {
            number: geometry
            for number, key in enumerate(self.order)
            if (geometry := self.places[key].geometry) is not None
        }
        return Outlines(shapes)

    @cached_property
    def _locator(self) -> Locator:
        from ceasefire.program.locating import Locator  # noqa: PLC0415  (loads NumPy)

        return Locator(self, self._outlines if self._drawn else None, self._tolerances)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self.places, self._bit)

    # --- locations ---

    @cached_property
    def _everywhere(self) -> tuple[int, ...]:
        raws = self._outlines.arrangement.raws if self._drawn else {0}
        return tuple(sorted({signs for raw in raws for signs in self._settle(raw)}))

    def everywhere(self) -> tuple[int, ...]:
        """Return the signs of every location there is, in ascending order."""
        return self._everywhere

    def _settle(self, raw: int) -> tuple[int, ...]:
        """Return the signs that spots may have which the outlines place at ``raw``."""
        found = self._settled.get(raw)
        if found is None:
            found = self._ties.completions(raw, self._drawn) or self._mended(raw)
            self._settled[raw] = found
        return found

    def _mended(self, raw: int) -> tuple[int, ...]:
        """Return the signs of what exists and differs from ``raw`` in the fewest outlines."""
        others = self._outlines.arrangement.raws | {0}
        allowed = {raw: self._ties.completions(raw, self._drawn) for raw in others}
        steps = {other: (other ^ raw).bit_count() for other, signs in allowed.items() if signs}
        least = min(steps.values())
        return tuple(
            sorted(
                signs for other, far in steps.items() if far == least for signs in allowed[other]
            )
        )

    @cached_property
    def _tolerances(self) -> dict[int, float]:
        """How far the outlines may be off, by the number of their bit."""
        return {
            number: self.places[key].tolerance_km
            for number, key in enumerate(self.order)
            if self.places[key].tolerance_km and self.places[key].geometry is not None
        }

    def _around(self, point: tuple[float, float], km: float) -> tuple[int, ...]:
        """Return the signs of the spots nearer to a point than ``km``, or just there."""
        raws: Iterable[int] = (0,)
        if self._drawn and km > 0:
            raws = self._outlines.arrangement.near(*point, km)
        elif self._drawn:
            raw = self._outlines.raw_at(*point)
            raws = self._outlines.arrangement.touching(*point) if raw is None else (raw,)
        return self.signs(raws)

    def signs(self, raws: Iterable[int]) -> tuple[int, ...]:
        """Return the signs that spots may have which the outlines place at one of these."""
        return tuple(sorted({signs for raw in raws for signs in self._settle(raw)}))

    def _beyond(self, point: tuple[float, float], km: float) -> tuple[tuple[int, ...], list[str]]:
        """Return the signs on the other side of edges that may be off, and whose they are."""
        reach = {number: km + far for number, far in self._tolerances.items()}
        loose = self._outlines.astride(*point, reach) if reach and km < inf else 0
        if not loose:
            return (), []
        far = max(far for number, far in reach.items() if loose >> number & 1)
        near = self._outlines.arrangement.near
        return self.across(near(*point, km), loose, near(*point, far))

    def across(
        self, near: Iterable[int], loose: int, far: Iterable[int]
    ) -> tuple[tuple[int, ...], list[str]]:
        """Return the signs beyond edges that may be off, of raws in reach, and whose these are."""
        firm = {raw & ~loose for raw in near}
        names = [self.places[self.order[n]].name for n in self._tolerances if loose >> n & 1]
        return self.signs(raw for raw in far if raw & ~loose in firm), names

    def spots(self, signs: int) -> list[tuple[float, float]]:
        """Return some points, longitude and latitude, that outlines place where signs may be."""
        if not self._drawn:
            return []
        raws = [raw for raw in self._outlines.arrangement.raws if signs in self._settle(raw)]
        return [spot for raw in sorted(raws) for spot in self._outlines.arrangement.spots(raw)]

    # --- reports ---

    def wholly(self, where: WhereSpec) -> frozenset[int]:
        """Return the signs of which every spot lies where a report says.

        What a report denies rules these out, and no others: spots of the others may
        lie beside the place that is denied.
        """
        rules = {rule.key: rule for rule in self._gazetteer.narrowings(where)}
        keys = [key for key in KEYS if getattr(where, key)]
        found = set(self.everywhere())
        for key in keys:
            rule = rules.get(key)
            found = {s for s in found if rule is not None and rule.surely(s, self.member)}
        if where.point is None:
            return frozenset(found if keys else ())
        return frozenset(found.intersection(self._within(where.point, where.within_km or 0.0)))

    def _within(self, point: tuple[float, float], km: float) -> set[int]:
        """Return the signs of which every spot is nearer to a point than ``km``."""
        if not self._drawn:
            return set()
        arrangement = self._outlines.arrangement
        inside = arrangement.within(*point, km)
        return set(self.signs(inside)).difference(self.signs(arrangement.raws - inside))

    def locate(self, where: WhereSpec) -> Located:
        """Return the signs that the reported location may have, and notes.

        Never empty. Keys that contradict each other are taken in the order
        P-code, country, admin1, admin2, name, point: one that leaves nothing of
        what those before it allow is passed over with a note.
        """
        found = self._known.get(where)
        if found is None:
            found = self._locate(where)
            self.remember(where, found)
        return found

    def remember(self, where: WhereSpec, found: Located) -> None:
        """Keep what was found out about a report among many."""
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[where] = found

    def _locate(self, where: WhereSpec) -> Located:
        rules = self.narrowings(where)
        point = where.point
        if point is None:
            found, _, notes = self._narrowed(rules)
            odd = ("`within_km` without a point says nothing",)
            return found, notes if where.within_km is None else notes + odd
        km = where.within_km or 0.0
        return self.weighed(rules, self._around(point, km), *self._beyond(point, km))

    def locate_many(
        self,
        names: Sequence[WhereSpec],
        which: NDArray[np.int32],
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        km: NDArray[np.float64],
    ) -> tuple[NDArray[np.int32], list[Located]]:
        """Return a code for each report, and for each code what :meth:`locate` would return.

        Reports are columns of equal length: ``which`` of ``names`` (reports without
        a point) each repeats, its point in degrees, and ``within_km``; NaN where
        one is not given.
        """
        return self._locator.locate(names, which, lon, lat, km)

    def narrowings(self, where: WhereSpec) -> tuple[Narrowing, ...]:
        """Return what each key of a report says, the most trusted first."""
        return self._gazetteer.narrowings(where)

    def weighed(
        self,
        rules: Sequence[Narrowing],
        spots: tuple[int, ...],
        beyond: tuple[int, ...],
        edges: Sequence[str],
    ) -> Located:
        """Return the signs and notes of a point, by what is there, and beyond loose edges."""
        here, there = self.agreeing(spots, rules), self.agreeing(beyond, rules)
        if here or there:
            return agreed(rules, here, there, edges)
        named, kept, notes = self._narrowed(rules)
        found = self.agreeing((*spots, *beyond), kept)
        if found:
            return tuple(sorted(set(found))), notes
        name = next(
            rule.value
            for number, rule in enumerate(kept, 1)
            if not self.agreeing((*spots, *beyond), kept[:number])
        )
        return named, (*notes, f"the point lies outside `{shown(name)}`: the name decides")

    def agreeing(self, signs: Iterable[int], rules: Sequence[Narrowing]) -> tuple[int, ...]:
        """Return the locations that all of the names allow."""
        return tuple(s for s in signs if all(rule.holds(s, self.member) for rule in rules))

    def _narrowed(
        self, rules: Iterable[Narrowing]
    ) -> tuple[tuple[int, ...], list[Narrowing], tuple[str, ...]]:
        """Return what the names allow, the more trusted first; which were kept; and notes."""
        found = self.everywhere()
        kept: list[Narrowing] = []
        notes: list[str] = []
        for rule in rules:
            left = self.agreeing(found, (rule,))
            if left:
                found = left
                kept += [rule] if rule.narrows else []
                notes += [rule.note] if rule.note else []
            else:
                against = " and ".join(f"`{shown(other.value)}`" for other in kept)
                why = f"does not agree with {against}" if kept else "is nowhere"
                notes.append(f"`{rule.key}: {shown(rule.value)}` {why}: passed over")
        return found, kept, tuple(notes)


def agreed(
    rules: Iterable[Narrowing], here: Sequence[int], there: Sequence[int], edges: Sequence[str]
) -> Located:
    """Return the signs and notes of a point, by what names allow there and beyond loose edges."""
    found = set(here or there)
    others = found.union(there) - found
    notes = [rule.note for rule in rules if rule.note]
    return tuple(sorted(found | others)), (*notes, *([off_by(edges)] if others else []))


def off_by(edges: Sequence[str]) -> str:
    """Return that a point is as near to edges as these may be off."""
    which = " and ".join(f"`{shown(name)}`" for name in edges)
    return (
        f"the point is as near to the edge of {which} as that may be off: either side is possible"
    )
