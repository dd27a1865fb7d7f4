"""Which of many events lie at the same place, without comparing each with each.

Points are compared with those in the same cell of a grid around the Earth, or in one beside
it, so that neither the poles nor the antimeridian are an edge; what has no point with all.
"""

from __future__ import annotations

from itertools import product
from math import pi, sin
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from ceasefire.monitor.sites import Site
from ceasefire.monitor.tabular.ranges import Index, Windows
from ceasefire.terms.geo import EARTH_RADIUS_KM
from ceasefire.terms.letters import scripts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Places"]

FINEST: Final = 2.0**-19
"""The least side of a cell, in radii of the Earth (12 m): cells have numbers of 63 bits."""

SLACK: Final = 1e-9
"""Points so near to the edge of what is asked for are looked at as well."""

BITS: Final = 21

VAGUE, ANY = -1, -2
"""Where those lie of which no point is told, and where all do: no cell has such a number."""

NOWHERE: Final = Site("", "", None)
"""The site of an event of which none is told."""


class Sited(NamedTuple):
    """Events at their sites, one by one: the place of each event, and the number of its site."""

    rows: NDArray[np.int64]
    sites: NDArray[np.int64]


class Places:
    """The sites of events, by number."""

    def __init__(
        self, places: Sequence[Site], sites: tuple[NDArray[np.int64], NDArray[np.int64]]
    ) -> None:
        """Take the sites, and pairs of an event and the number of one of its sites."""
        names: dict[str, int] = {"": 0}
        places = [*places, NOWHERE]
        for site in places:
            for text in (site.name, site.admin1):
                names.setdefault(text, len(names))
        letters: dict[frozenset[str], int] = {}
        points = [site.point or (0.0, 0.0, 0.0) for site in places]
        self._sites = pl.DataFrame(
            {
                "name": [names[site.name] for site in places],
                "unit": [names[site.admin1] for site in places],
                "letters": [
                    letters.setdefault(scripts(site.admin1), len(letters)) for site in places
                ],
                "pointed": [site.point is not None for site in places],
                "lat": [point[0] for point in points],
                "lon": [point[1] for point in points],
                "km": [point[2] for point in points],
            },
            schema={
                "name": pl.Int64,
                "unit": pl.Int64,
                "letters": pl.Int64,
                "pointed": pl.Boolean,
                "lat": pl.Float64,
                "lon": pl.Float64,
                "km": pl.Float64,
            },
        )
        self._of = pl.DataFrame({"event": sites[0], "site": sites[1]}).with_columns(
            pl.all().cast(pl.Int64)
        )
        self._nowhere = len(places) - 1
        self._pointed = self._sites["pointed"].to_numpy()
        self._xyz = around(self._sites["lat"].to_numpy(), self._sites["lon"].to_numpy())

    # --- which may be ---

    def pairs(
        self, firsts: pl.DataFrame, thens: pl.DataFrame, within: int, within_km: float
    ) -> Iterator[pl.DataFrame]:
        """Yield pairs of events that meet in time and may lie at one place, and how surely.

        They are told by their places in either table; all pairs of one of ``thens`` come
        together. ``windows`` reach so far back from these.
        """
        here, there = self._at(thens), self._at(firsts)
        buckets, others = self._buckets(here, there, within_km)
        rows = others.rows
        starts, ends = (firsts[name].to_numpy() for name in ("start", "end"))
        index = Index(Windows(starts[rows], ends[rows], others.sites))
        begins, until = thens["start"].to_numpy() - within, thens["end"].to_numpy()
        for low in range(0, len(thens), CHUNK):
            some = (buckets.rows >= low) & (buckets.rows < low + CHUNK)
            mine = buckets.rows[some]
            found = [
                pairs.select(
                    then=pl.Series(mine[pairs["window"].to_numpy()]),
                    first=pl.Series(rows[pairs["row"].to_numpy()]),
                ).unique()
                for pairs in index.meeting(Windows(begins[mine], until[mine], buckets.sites[some]))
            ]
            if found:
                yield self._judged(pl.concat(found).unique(), firsts, thens, within_km)

    def _at(self, entries: pl.DataFrame) -> Sited:
        """Return the sites of events."""
        rows = self._sited(entries.select("event").with_row_index("row"), "event", "site")
        return Sited(rows["row"].to_numpy().astype(np.int64), rows["site"].to_numpy())

    def _sited(self, rows: pl.DataFrame, event: str, site: str) -> pl.DataFrame:
        """Return rows with every site of an event; those of none are nowhere."""
        sites = self._of.rename({"event": event, "site": site})
        return rows.join(sites, on=event, how="left").with_columns(
            pl.col(site).fill_null(self._nowhere)
        )

    def _buckets(self, here: Sited, there: Sited, within_km: float) -> tuple[Sited, Sited]:
        """Return where to look, and where to be found: by cells, and without a point anywhere."""
        km = self._sites["km"].to_numpy()
        reach = within_km + 2 * float(km.max(initial=0.0))
        size = max(2 * sin(min(reach / EARTH_RADIUS_KM, pi) / 2) + SLACK, FINEST)
        cells = np.floor((self._xyz + 1) / size).astype(np.int64) + 1
        vague, found = (chosen(each, ~self._pointed[each.sites]) for each in (here, there))
        looking = [everywhere(here, VAGUE), everywhere(vague, ANY)]
        lying = [everywhere(found, VAGUE), everywhere(there, ANY)]
        some, others = (chosen(each, self._pointed[each.sites]) for each in (here, there))
        lying.append(Sited(others.rows, packed(cells[others.sites])))
        looking += [
            Sited(some.rows, packed(cells[some.sites] + np.array(step)))
            for step in product((-1, 0, 1), repeat=3)
        ]
        return joined(looking), joined(lying)

    # --- which are ---

    def _judged(
        self, pairs: pl.DataFrame, firsts: pl.DataFrame, thens: pl.DataFrame, within_km: float
    ) -> pl.DataFrame:
        """Return pairs that may lie at one place: surely, if every site does with every other."""
        both = pairs.with_columns(
            one=firsts["event"].gather(pairs["first"]), other=thens["event"].gather(pairs["then"])
        ).filter(pl.col("one") != pl.col("other"))
        both = self._sited(self._sited(both, "one", "site"), "other", "with")
        told = self._sites[both["site"]].hstack(
            self._sites[both["with"]].select(pl.all().name.suffix("2"))
        )
        judged = both.hstack(told.select(**judgement(within_km)))
        return (
            judged.group_by("then", "first")
            .agg(pl.col("surely").all(), pl.col("possibly").any())
            .filter("possibly")
        )


CHUNK: Final = 1 << 15
"""So many events are looked at together."""


def judgement(within_km: float) -> dict[str, pl.Expr]:
    """Return how two sites are surely, and possibly, the same."""
    unit = (pl.col("unit") == pl.col("unit2")) | (pl.col("unit") == 0) | (pl.col("unit2") == 0)
    called = (pl.col("name") == pl.col("name2")) & (pl.col("name") > 0) & unit
    pointed = pl.col("pointed") & pl.col("pointed2")
    north, south = pl.col("lat").radians(), pl.col("lat2").radians()
    high = ((south - north) / 2).sin() ** 2
    wide = ((pl.col("lon2") - pl.col("lon")).radians() / 2).sin() ** 2
    half = (high + north.cos() * south.cos() * wide).sqrt().clip(upper_bound=1.0)
    far, off = 2 * EARTH_RADIUS_KM * half.arcsin(), pl.col("km") + pl.col("km2")
    near = far - off <= within_km
    return {
        "surely": pl.when(pointed)
        .then((far + off <= within_km) | (near & called))
        .otherwise(called),
        "possibly": pl.when(pointed)
        .then(near)
        .otherwise(unit | (pl.col("letters") != pl.col("letters2"))),
    }


def around(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on a ball of radius one."""
    north, east = np.radians(lat), np.radians(lon)
    level = np.cos(north)
    return np.stack([level * np.cos(east), level * np.sin(east), np.sin(north)], axis=1)


def packed(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return cells as numbers."""
    found: NDArray[np.int64] = (cells[:, 0] << 2 * BITS) | (cells[:, 1] << BITS) | cells[:, 2]
    return found


def chosen(some: Sited, which: NDArray[np.bool_]) -> Sited:
    """Return some of what lies at sites."""
    return Sited(some.rows[which], some.sites[which])


def everywhere(some: Sited, bucket: int) -> Sited:
    """Return what lies at sites as though all of it were in one cell."""
    return Sited(some.rows, np.full(len(some.rows), bucket, np.int64))


def joined(parts: list[Sited]) -> Sited:
    """Return several as one."""
    return Sited(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.sites for part in parts]),
    )
