"""How long it takes to locate many points, beside testing each against every outline.

A million random points, over Syria and over the world, against the outlines of
syria-2016: with ``shapely.contains_xy`` for each of the outlines, which tells neither
edges nor what may be off, and then with `PlaceDomain.locate_many`, which tells both:
with nothing prepared, with the same points again (as points add up, grids are refined
once more), with others, and with these again. Each round is a new domain. Run it as
``python benchmarks/geo.py``; it prints milliseconds, and in brackets the share of what
the plain test takes.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

import ceasefire
from ceasefire.program.places import PlaceDomain, WhereSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from ceasefire.rulebook.model import Place

    Points = tuple[NDArray[np.float64], NDArray[np.float64]]

ROUNDS: Final = 5
POINTS: Final = 1_000_000
SEED: Final = 2016
AREAS: Final = {
    "Syria": (35.62, 32.31, 42.38, 37.32),
    "the world": (-180.0, -90.0, 180.0, 90.0),
}


def took(work: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def plain(shapes: NDArray[np.object_], points: Points) -> None:
    """Test every point against every outline."""
    for shape in shapes:
        shapely.contains_xy(shape, *points)


def located(domain: PlaceDomain, points: Points) -> None:
    """Locate every point."""
    count = len(points[0])
    domain.locate_many(
        [WhereSpec()], np.zeros(count, dtype=np.int32), *points, np.full(count, np.nan)
    )


def once(places: Mapping[str, Place], one: Points, other: Points) -> dict[str, float]:
    """Return the milliseconds that each task takes."""
    shapes = np.array([p.geometry for p in places.values() if p.geometry is not None])
    shapely.prepare(shapes)
    fresh = PlaceDomain(places)
    nowhere = (np.array([0.0]), np.array([0.0]))
    tasks: dict[str, Callable[[], object]] = {
        "contains_xy, outline by outline": lambda: plain(shapes, one),
        "outlines laid over each other": fresh.everywhere,
        "a point far off": lambda: located(fresh, nowhere),
        "points, and rasters for them": lambda: located(fresh, one),
        "the same points again": lambda: located(fresh, one),
        "other points": lambda: located(fresh, other),
        "other points again": lambda: located(fresh, other),
    }
    return {task: took(work) for task, work in tasks.items()}


def main() -> None:
    """Run every task in turn, round by round, and print the medians."""
    places = ceasefire.load("syria-2016").program.places.places
    random = np.random.default_rng(SEED)
    for name, (west, south, east, north) in AREAS.items():
        rounds = []
        for _ in range(ROUNDS):
            one, other = (
                (random.uniform(west, east, POINTS), random.uniform(south, north, POINTS))
                for _ in range(2)
            )
            rounds.append(once(places, one, other))
        times = {task: median(each[task] for each in rounds) for task in rounds[0]}
        base = next(iter(times.values()))
        print(f"{POINTS:,} points over {name}")
        for task, each in times.items():
            print(f"  {task:33} {each:7.1f} ms ({each / base:.3f})")


if __name__ == "__main__":
    main()
