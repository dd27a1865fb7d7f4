"""Many reports located at once: what `PlaceDomain.locate` returns for each, as a code.

Points are made out by rasters; what is said of them is worked out once for every name
and signature that occur together. Few points are left to `PlaceDomain.locate` itself:
those on an edge, and those as far from one, to the millimetre, as makes a difference.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import isnan
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.program.atlas import Atlas
from ceasefire.program.places import agreed
from ceasefire.program.raster import LEFT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.program.arrangement import Outlines
    from ceasefire.program.narrowing import Narrowing
    from ceasefire.program.places import PlaceDomain, WhereSpec

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Numbers = NDArray[np.int32] | NDArray[np.int64]
    Answer = tuple[tuple[int, ...], tuple[str, ...]]
    Side = tuple[tuple[int, ...], tuple[int, ...], Sequence[str]]

__all__ = ["Locator"]

POINTLESS, ODD = -3, -2
"""The codes of reports without a point, and of those that give a radius all the same."""

SMALL: Final = 1 << 16
"""A table of so many numbers costs nothing."""

MANY: Final = 1 << 31
"""A number that does not fit into 32 bits."""


class Named(NamedTuple):
    """What the named part of a report says beside a point, and the signs that it allows."""

    rules: tuple[Narrowing, ...]
    allowed: frozenset[int]


class Locator:
    """Locates the reports of one domain; what was worked out is kept."""

    def __init__(
        self, domain: PlaceDomain, outlines: Outlines | None, tolerances: Mapping[int, float]
    ) -> None:
        """Take a domain, its outlines, and how many kilometres some may be off, by bit."""
        self._domain = domain
        self._atlas = Atlas(outlines, tolerances) if outlines else None
        self._sides: list[Side] = []
        self._lock = Lock()
        self._named = cache(self._name)

    def locate(
        self,
        names: Sequence[WhereSpec],
        which: NDArray[np.int32],
        lon: Floats,
        lat: Floats,
        km: Floats,
    ) -> tuple[Codes, list[Answer]]:
        """See :meth:`PlaceDomain.locate_many`."""
        with self._lock:
            codes = self._signed(lon, lat, km)
            self._catch_up()
        width = int(codes.max(initial=LEFT)) + 1 - POINTLESS
        size = len(names) * width
        pair: Numbers = which * np.int32(width) if size < MANY else which * np.int64(width)
        pair += codes - np.int32(POINTLESS)
        answers: dict[Answer, int] = {}

        def answer(pair: int) -> int:
            name, code = names[pair // width], pair % width + POINTLESS
            return 0 if code == LEFT else number(answers, self._answer(name, code))

        found = mapped(pair, size, answer)
        known: dict[tuple[int, float, float, float | None], int] = {}
        for row in np.flatnonzero(codes == LEFT).tolist():
            radius = None if isnan(km[row]) else float(km[row])
            report = name, x, y, _ = int(which[row]), float(lon[row]), float(lat[row]), radius
            if report not in known:
                where = replace(names[name], lon=x, lat=y, within_km=radius)
                known[report] = number(answers, self._domain.locate(where))
            found[row] = known[report]
        return found, list(answers)

    def _signed(self, lon: Floats, lat: Floats, km: Floats) -> Codes:
        """Return the codes of the signatures of reports, or LEFT, POINTLESS or ODD."""
        missing = np.isnan(km)
        radius = np.where(missing, 0.0, km)
        points = np.isfinite(lon)
        points &= np.isfinite(lat)
        if points.all() and self._atlas:
            return self._atlas.codes(lon, lat, radius)
        found = np.where(missing, np.int32(POINTLESS), np.int32(ODD))
        rows = np.flatnonzero(points)
        found[rows] = self._atlas.codes(lon[rows], lat[rows], radius[rows]) if self._atlas else 0
        return found

    def _catch_up(self) -> None:
        """Work out what new signatures mean; where nothing is drawn, there is but one."""
        if self._atlas is None:
            self._sides = [(self._domain.signs([0]), (), ())]
            return
        for near, loose, far in self._atlas.signatures.read(len(self._sides)):
            beyond, edges = self._domain.across(near, loose, far)
            self._sides.append((self._domain.signs(near), beyond, edges))

    def _name(self, name: WhereSpec) -> Named:
        # Whether there is a point matters to what a name says; which it is, does not.
        rules = self._domain.narrowings(replace(name, lat=0.0, lon=0.0))
        everywhere = self._domain.everywhere()
        return Named(rules, frozenset(self._domain.agreeing(everywhere, rules)))

    def _answer(self, name: WhereSpec, code: int) -> Answer:
        """Return what `locate` does for a name and a code."""
        if code < LEFT:
            return self._domain.locate(replace(name, within_km=1.0 if code == ODD else None))
        spots, beyond, edges = self._sides[code]
        rules, allowed = self._named(name)
        here = [signs for signs in spots if signs in allowed]
        there = [signs for signs in beyond if signs in allowed]
        if here or there:
            return agreed(rules, here, there, edges)
        return self._domain.weighed(rules, spots, beyond, edges)


def number(answers: dict[Answer, int], answer: Answer) -> int:
    """Return the number of an answer, which is a new one if it is new."""
    return answers.setdefault(answer, len(answers))


def mapped(values: Numbers, size: int, meaning: Callable[[int], int]) -> Codes:
    """Return what numbers below ``size`` mean; each of them is asked once."""
    if size > SMALL + 4 * len(values):
        different, code = np.unique(values, return_inverse=True)
        return np.array([meaning(each) for each in different.tolist()], dtype=np.int32)[code]
    there = np.zeros(size, dtype=bool)
    there[values] = True
    table = np.zeros(size, dtype=np.int32)
    rows = np.flatnonzero(there)
    table[rows] = [meaning(each) for each in rows.tolist()]
    return table[values]
