"""The map of the page: outlines, and where on it each spot lies."""

from __future__ import annotations

from collections import Counter
from math import cos, radians, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.report.palette import LOOKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ceasefire.report.bands import Outline
    from ceasefire.report.entries import Entry

__all__ = ["SHAPES", "Atlas", "Drawn", "Mark", "atlas", "marks"]

WIDTH: Final = 860.0
TALLEST: Final = 1.25
"""How much higher than wide a map may be."""

MARGIN: Final = 0.04
APART: Final = 0.5
"""So far beyond the outlines, as a part of their extent, a spot is still on the map."""

LEAST: Final = 0.02
"""What a map shows of degrees at the least."""

SPOTS: Final = 1200
"""So many spots a map can hold; where there are more, those near each other become one."""

FINEST: Final = 0.5
"""How far apart spots are at the least, in pixels."""

NAMED_FROM: Final = 45.0
"""A place narrower than this is not named on the map, as names would overlap."""

SHAPES: Final = {
    "violating": "M0,-1.25L1.08,.63H-1.08Z",
    "covered": "M-1,0A1,1 0 1 1 1,0A1,1 0 1 1 -1,0Z",
    "excluded": "M-.89,-.89H.89V.89H-.89Z",
    "undetermined": "M0,-1.25L1.05,0L0,1.25L-1.05,0Z",
    "nothing": "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z",
}
"""The sign of each verdict on the map, of about one unit, around nought."""

Point = tuple[float, float]


class Drawn(NamedTuple):
    """A place as the path of its outline; ``at`` is where its name stands, if it is named.

    One that is ``inner`` is no unit of its own, and lies in others or across them.
    """

    name: str
    path: str
    at: Point | None
    inner: bool


class Mark(NamedTuple):
    """How many events of a verdict lie at a spot; ``size`` goes by their number."""

    slug: str
    verdict: str
    x: float
    y: float
    size: float
    events: int


class Atlas(NamedTuple):
    """A map, as high as its outlines and spots need.

    ``spots`` are where on it events lie; ``numbers`` has for each point of the feed that of
    its spot, and -1 for one that is off the map.
    """

    height: float
    outlines: tuple[Drawn, ...]
    spots: tuple[Point, ...]
    numbers: tuple[int, ...]


class Frame:
    """Where on the map a longitude and latitude lie: equally far apart at its middle."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        """Take the extent in degrees: west, south, east, north."""
        west, south, east, north = box
        self.narrow = max(cos(radians((south + north) / 2)), 0.05)
        wide, high = max((east - west) * self.narrow, LEAST), max(north - south, LEAST)
        wide = max(wide, high / TALLEST)
        self.scale = WIDTH / (wide * (1 + 2 * MARGIN))
        self.west = (west + east) / 2 - WIDTH / self.scale / 2 / self.narrow
        self.north = north + high * MARGIN
        self.height = round(high * (1 + 2 * MARGIN) * self.scale, 1)

    def at(self, point: Point) -> Point:
        """Return where a longitude and latitude lie."""
        x = (point[0] - self.west) * self.narrow * self.scale
        return round(x, 1), round((self.north - point[1]) * self.scale, 1)


def atlas(
    outlines: Sequence[Outline],
    points: Sequence[Point],
    named: AbstractSet[str],
    inner: AbstractSet[str],
) -> Atlas | None:
    """Return a map of outlines and spots, or nothing where there is no spot to be seen.

    Places of which the id is ``named`` have their names on it, if they are wide enough.
    """
    box = extent([each for outline in outlines for ring in outline.rings for each in ring], points)
    if box is None or not points:
        return None
    frame = Frame(box)
    drawn = tuple(
        outlined(frame, each, named=each.id in named, inner=each.id in inner) for each in outlines
    )
    spots, numbers = gathered([frame.at(point) for point in points], frame.height)
    return Atlas(frame.height, drawn, spots, numbers) if spots else None


def gathered(places: Sequence[Point], height: float) -> tuple[tuple[Point, ...], tuple[int, ...]]:
    """Return spots that are few enough to be drawn, and which of them each place belongs to."""
    step = FINEST
    while True:
        cells: dict[tuple[int, int], int] = {}
        found: list[Point] = []
        numbers = []
        for x, y in places:
            if not (0 <= x <= WIDTH and 0 <= y <= height):
                numbers.append(-1)
                continue
            number = cells.setdefault((round(x / step), round(y / step)), len(found))
            if number == len(found):
                found.append((x, y))
            numbers.append(number)
        if len(found) <= SPOTS:
            return tuple(found), tuple(numbers)
        step *= 2


def extent(
    edge: Sequence[Point], points: Sequence[Point]
) -> tuple[float, float, float, float] | None:
    """Return what a map must show: the outlines, and the spots that are not far from them."""
    near = points
    if edge:
        west, south, east, north = bounds(edge)
        wide, high = (east - west) * APART, (north - south) * APART
        near = [
            (x, y)
            for x, y in points
            if west - wide <= x <= east + wide and south - high <= y <= north + high
        ]
    every = [*edge, *near]
    return bounds(every) if every else None


def bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return the least and the most of both coordinates."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def outlined(frame: Frame, outline: Outline, *, named: bool, inner: bool) -> Drawn:
    """Return a place as it is drawn."""
    rings = [[frame.at(point) for point in ring] for ring in outline.rings]
    west, south, east, north = bounds(max(rings, key=len))
    wide = east - west > NAMED_FROM
    middle = (round((west + east) / 2, 1), round((south + north) / 2, 1))
    return Drawn(outline.name, "".join(map(path, rings)), middle if named and wide else None, inner)


def path(ring: Sequence[Point]) -> str:
    """Return a ring as a path, without points that lie at the same place."""
    kept = [point for at, point in enumerate(ring) if not at or point != ring[at - 1]]
    return f"M{'L'.join(f'{x:g},{y:g}' for x, y in kept)}Z"


def marks(entries: Iterable[Entry], drawn: Atlas, points: dict[Point, int]) -> Iterator[Mark]:
    """Yield the marks of events, the largest first so that none hides another.

    ``points`` are those of the feed, with their numbers.
    """
    counts = Counter(
        (drawn.numbers[points[entry.point]], entry.verdict)
        for entry in entries
        if entry.point is not None
    )
    for (spot, verdict), count in counts.most_common():
        if spot >= 0:
            size = round(min(3.2 + 1.6 * sqrt(count), 26.0), 2)
            yield Mark(LOOKS[verdict].slug, verdict, *drawn.spots[spot], size, count)
