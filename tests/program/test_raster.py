"""Many reports located at once are located as they are one by one."""

from __future__ import annotations

import csv
from dataclasses import replace
from math import cos, inf, nan, radians
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

import ceasefire
from ceasefire.program import levels, raster
from ceasefire.program.arrangement import EDGE
from ceasefire.program.atlas import Atlas, around, disjoint
from ceasefire.program.borders import distinct_rows
from ceasefire.program.places import PlaceDomain, WhereSpec
from ceasefire.program.raster import LEFT
from ceasefire.rulebook.model import Place
from ceasefire.terms.geo import KM_PER_DEGREE, circle_polygon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hypothesis.strategies import DrawFn
    from shapely.geometry.base import BaseGeometry

Report = tuple[int, float, float, float]
"""Which name, longitude, latitude, within so many kilometres; NaN where not given."""


def domain(*places: dict[str, Any]) -> PlaceDomain:
    named = [
        {"id": f"p{number}", "name": f"p{number}"} | each for number, each in enumerate(places)
    ]
    return PlaceDomain({each["id"]: Place(**each) for each in named})


def assert_alike(
    places: PlaceDomain, names: Sequence[WhereSpec], reports: Sequence[Report]
) -> None:
    """Fail unless codes stand for what `locate` returns, report by report."""
    which, *numbers = zip(*reports, strict=True)
    lon, lat, km = (np.array(column, dtype=np.float64) for column in numbers)
    codes, answers = places.locate_many(names, np.array(which, dtype=np.int32), lon, lat, km)
    assert len(codes) == len(reports)
    assert len(answers) == len(set(answers))
    for code, (name, x, y, radius) in zip(codes.tolist(), reports, strict=True):
        where = replace(names[name], lon=stated(x), lat=stated(y), within_km=stated(radius))
        assert answers[code] == places.locate(where), where


def stated(number: float) -> float | None:
    return None if number != number else number  # noqa: PLR0124  (whether it is NaN)


# --- generated outlines ---------------------------------------------------------------

TOWNS = [(0.0, 0.0), (36.3, 33.5), (178.5, -17.0), (20.0, 78.0), (-179.0, 89.0), (5.0, -88.9)]
"""Corners of the squares in which outlines are drawn, east and north of them."""

TOLERANCES = st.sampled_from([0.0, 0.0, 0.5, 3.0, 3.0, 20.0])
STEPS = st.integers(0, 8)
NAMES = (
    WhereSpec(),
    WhereSpec(name="p0"),
    WhereSpec(name="p1", country="SY"),
    WhereSpec(country="SY", admin1="Alpha"),
    WhereSpec(country="TR"),
    WhereSpec(name="nowhere"),
)
UNITS: tuple[dict[str, str], ...] = (
    {},
    {},
    {"country": "SY"},
    {"country": "SY", "admin1": "Alpha"},
    {"country": "SY", "admin1": "Beta"},
    {"country": "TR"},
)


@st.composite
def outlines(draw: DrawFn, west: float, south: float) -> BaseGeometry:
    """Return an outline on a lattice of eighths of a degree, so that many touch or overlap."""

    def corner(x: float, y: float) -> tuple[float, float]:
        return min(west + x / 8, 180.0), min(south + y / 8, 90.0)

    kind = draw(st.sampled_from(["box", "box", "ring", "star", "two", "circle"]))
    x, y = draw(STEPS), draw(STEPS)
    wide, high = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    if kind == "circle" and abs(south) < 70 and abs(west) < 170:
        return circle_polygon(south + y / 8, west + x / 8, draw(st.floats(0.05, 60)))
    if kind == "star":
        corners = draw(st.lists(st.tuples(STEPS, STEPS), min_size=3, max_size=9, unique=True))
        hull = shapely.MultiPoint([corner(*each) for each in corners]).convex_hull
        if hull.geom_type == "Polygon":
            return hull
    area: BaseGeometry = shapely.box(*corner(x, y), *corner(x + wide, y + high))
    if kind == "ring":
        third = wide / 3, high / 3
        hole = shapely.box(
            *corner(x + third[0], y + third[1]), *corner(x + 2 * third[0], y + 2 * third[1])
        )
        area = area.difference(hole)
    if kind == "two":
        area = area.union(
            shapely.box(*corner(x + wide, y + high), *corner(x + wide + 1, y + high + 2))
        )
    return area


@st.composite
def maps(draw: DrawFn) -> tuple[PlaceDomain, list[tuple[float, float]]]:
    """Return a domain, and corners of what is drawn in it."""
    chosen = draw(st.lists(st.sampled_from(TOWNS), min_size=1, max_size=2, unique=True))
    places: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(1, 5))):
        area = draw(outlines(*draw(st.sampled_from(chosen))))
        if area.geom_type in {"Polygon", "MultiPolygon"} and area.is_valid and area.area > 1e-6:
            extra = draw(st.sampled_from(UNITS))
            places.append({"geometry": area, "tolerance_km": draw(TOLERANCES)} | extra)
    places += draw(st.lists(st.sampled_from([{"country": "SY"}, {"country": "TR"}]), max_size=1))
    drawn = [each["geometry"] for each in places if "geometry" in each]
    corners = shapely.get_coordinates(drawn).tolist() if drawn else [[0.0, 0.0]]
    return domain(*places), [(x, y) for x, y in corners]


@st.composite
def reports(draw: DrawFn, corners: list[tuple[float, float]]) -> Report:
    """Return a report near what is drawn, or right on an edge, or anywhere."""
    tiny = st.sampled_from([0.0, 1e-10, EDGE / 2, EDGE, 1.5 * EDGE, 2.1 * EDGE, 1e-5, 0.01])
    (x, y), (far_x, far_y) = draw(st.sampled_from(corners)), draw(st.sampled_from(corners))
    share = draw(st.sampled_from([0.0, 0.25, 0.5]) | st.floats(0, 1))
    lon, lat = x + share * (far_x - x), y + share * (far_y - y)
    match draw(st.sampled_from(["edge", "off", "near", "near", "near", "world", "odd"])):
        case "off":
            lon, lat = lon + draw(tiny), lat - draw(tiny)
        case "near":
            lon, lat = lon + draw(st.floats(-1, 1)), lat + draw(st.floats(-1, 1))
        case "world":
            lon, lat = draw(st.floats(-180, 180)), draw(st.floats(-90, 90))
        case "odd":
            lon = draw(st.sampled_from([lon, nan, inf, 180.0, -180.0, 180.5]))
            lat = draw(st.sampled_from([lat, nan, 90.0, -90.0]))
    radii = st.sampled_from([nan, nan, 0.0, 1e-9, 1.0, 1.0, 5.0, 25.0, inf, 30000.0])
    return draw(st.integers(0, len(NAMES) - 1)), lon, lat, draw(radii | st.floats(0, 300))


@st.composite
def scenes(draw: DrawFn) -> tuple[PlaceDomain, list[Report]]:
    places, corners = draw(maps())
    return places, draw(st.lists(reports(corners), min_size=1, max_size=25))


@given(scenes())
def test_many_are_located_as_one_by_one(scene: tuple[PlaceDomain, list[Report]]) -> None:
    assert_alike(scene[0], NAMES, scene[1])


@given(scenes(), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 2.0, 40.0]))
def test_crowds_are_located_as_one_by_one(
    scene: tuple[PlaceDomain, list[Report]], seed: int, km: float
) -> None:
    places, _ = scene
    drawn = [each.geometry for each in places.places.values() if each.geometry is not None]
    west, south, east, north = shapely.total_bounds(drawn) if drawn else (0.0, 0.0, 1.0, 1.0)
    random = np.random.default_rng(seed)
    lon = np.clip(random.uniform(west - 0.3, east + 0.3, 120), -180, 180).tolist()
    lat = np.clip(random.uniform(south - 0.3, north + 0.3, 120), -90, 90).tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raster, "CROWD", 0)  # that grids be as fine as they may be
        patch.setattr(raster, "FINEST", 7)
        patch.setattr(levels, "BATCH", 64)
        assert_alike(places, NAMES, [(0, x, y, km) for x, y in zip(lon, lat, strict=True)])


# --- special cases --------------------------------------------------------------------


def test_no_reports_have_no_codes() -> None:
    none = np.zeros(0)
    for places in (domain(), domain({"geometry": shapely.box(0, 0, 1, 1)})):
        codes, answers = places.locate_many(NAMES, none.astype(np.int32), none, none, none)
        assert (len(codes), answers) == (0, [])


def test_places_without_outlines_are_told_by_their_names() -> None:
    reports = [
        (name, lon, 1.0, km) for name in (0, 3, 5) for lon in (1.0, nan) for km in (nan, 2.0)
    ]
    assert_alike(domain({"country": "SY"}, {"country": "SY", "admin1": "Beta"}), NAMES, reports)
    assert_alike(domain(), NAMES, reports)


def test_discs_wrap_around_and_reach_poles() -> None:
    places = domain(
        {"geometry": shapely.box(179, -1, 180, 1), "tolerance_km": 2},
        {"geometry": shapely.box(-180, -1, -179, 1)},
        {"geometry": shapely.box(-180, 89, 180, 90), "tolerance_km": 1},
    )
    assert_alike(
        places,
        NAMES,
        [
            (0, lon, lat, km)
            for lon in (179.9, -179.9, 180.0, -180.0, 177.0, 30.0)
            for lat in (0.0, 0.99, 88.9, 89.999, 90.0, -90.0)
            for km in (0.0, 5.0, 30.0, 300.0, 25000.0)
        ],
    )


def test_reports_off_the_map_and_odd_radii() -> None:
    places = domain({"geometry": shapely.box(5, 5, 6, 6), "tolerance_km": 1})
    assert_alike(
        places,
        NAMES,
        [
            (0, lon, 5.5, km)
            for lon in (5.5, 180.5, -200.0, 7.0)
            for km in (0.0, inf, 1e-12, 1e-300, 0.125, 1.0, 3.0, 64.0, 1e6)
        ],
    )


def test_outlines_that_leave_the_map_are_left_to_the_scalar_path() -> None:
    places = domain({"geometry": shapely.box(170, 0, 190, 5)})
    assert_alike(places, NAMES, [(0, lon, 1.0, 9.0) for lon in (-175.0, 175.0, 179.99, 185.0)])


def test_more_places_than_a_word_has_bits() -> None:
    squares = [
        {"geometry": shapely.box(x, y, x + 1.2, y + 1), "tolerance_km": (x + y) % 4}
        for x in range(10)
        for y in range(9)
    ]
    random = np.random.default_rng(1)
    points = random.uniform(-0.5, 10.5, (400, 2)).tolist()
    assert_alike(domain(*squares), NAMES, [(0, x, y, 0.0) for x, y in points])
    assert_alike(domain(*squares), NAMES, [(1, x, y, 12.0) for x, y in points])


def test_points_that_are_repeated_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    places = domain({"geometry": shapely.box(0, 0, 1, 1), "tolerance_km": 3})
    measured: list[int] = []
    original = raster.Raster._measured

    def counted(self: raster.Raster, level: levels.Level, code: Any, *columns: Any) -> Any:  # noqa: ANN401
        measured.append(len(code))
        return original(self, level, code, *columns)

    monkeypatch.setattr(raster.Raster, "_measured", counted)
    assert_alike(places, NAMES, [(0, 0.5, 0.0271, nan), (0, 0.026, 0.5, nan)] * 20)
    assert sum(measured) <= 2


def test_points_on_an_edge_may_be_repeated() -> None:
    places = domain({"geometry": shapely.box(0, 0, 1, 1)})
    assert_alike(places, NAMES, [(0, 1.0, 0.5, nan), (0, 1.0, 0.5, nan), (1, 1.0, 0.5, nan)])


def test_old_rasters_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.program.atlas.KEPT", 2)
    places = domain({"geometry": shapely.box(0, 0, 1, 1), "tolerance_km": 3})
    for km in (0.0, 1.0, 2.0, 1.0, 3.0, 0.0):
        assert_alike(places, NAMES, [(0, 0.9, 0.5, km), (0, 1.05, 0.5, km)])
    atlas = places._locator._atlas
    assert isinstance(atlas, Atlas)
    assert set(atlas._rasters) == {(3.0, 3.0), (0.0, 0.0)}


def test_many_names_with_many_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.program.locating.SMALL", 0)
    places = domain({"geometry": shapely.box(0, 0, 1, 1), "tolerance_km": 3})
    names = [WhereSpec(name=f"somewhere {number}") for number in range(20)]
    assert_alike(places, names, [(19, 0.9, 0.5, 2.0), (7, 1.01, 0.5, 2.0), (7, 0.99, 0.5, nan)])


def test_rows_that_share_a_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.program.borders.MIX", np.uint64(0))
    columns = [np.array([1, 2, 1, 1], dtype=np.uint64), np.array([5, 5, 6, 5], dtype=np.uint64)]
    first, code = distinct_rows(columns)
    rows = [tuple(int(column[row]) for column in columns) for row in first]
    assert sorted(rows) == [(1, 5), (1, 6), (2, 5)]
    assert [rows[each] for each in code] == [(1, 5), (2, 5), (1, 6), (1, 5)]


Corner = tuple[int, int, int, int]
boxes = st.tuples(*[st.integers(0, 20)] * 2, *[st.integers(1, 6)] * 2).map(
    lambda each: (each[0], each[1], each[0] + each[2], each[1] + each[3])
)


@given(st.lists(boxes, max_size=8))
def test_boxes_are_joined_until_none_meet(drawn: list[Corner]) -> None:
    found = disjoint(iter(drawn))
    areas = [shapely.box(*each) for each in found]
    for number, one in enumerate(areas):
        assert not any(one.intersects(other) for other in areas[number + 1 :])
    for each in drawn:
        assert any(area.covers(shapely.box(*each)) for area in areas)


@given(
    st.floats(-180, 179), st.floats(-90, 89), st.floats(0, 500), st.floats(0, 1), st.floats(0, 1)
)
@example(179.0, 89.0, 1.0, 0.0, 0.0)
def test_a_box_holds_all_points_nearer_than_its_margin(
    west: float, south: float, km: float, x: float, y: float
) -> None:
    # The point and the spot in the outline that is as near as can be.
    lat = max(-90.0, min(90.0, south + y - (km / KM_PER_DEGREE if y < 0.5 else 0.0)))
    reach = km / (KM_PER_DEGREE * max(cos(radians(lat)), 1e-9))
    lon = west + x + (reach if x > 0.5 else -reach)
    if abs(lon) <= 180:
        found = list(around((west, south, west + 1, south + 1), km))
        assert any(w <= lon <= e and s <= lat <= n for w, s, e, n in found)


# --- the outlines that ship -----------------------------------------------------------


@pytest.fixture(scope="module")
def syria() -> PlaceDomain:
    return ceasefire.load("syria-2016").program.places


COUNTRY = (WhereSpec(), WhereSpec(country="SY", admin1="Aleppo"), WhereSpec(name="Idlib"))


def test_random_points_in_syria(syria: PlaceDomain) -> None:
    random = np.random.default_rng(7)
    lon, lat = random.uniform(35, 43, 200).tolist(), random.uniform(32, 38, 200).tolist()
    for km in (nan, 1.0, 25.0):
        assert_alike(syria, COUNTRY, [(n % 3, lon[n], lat[n], km) for n in range(200)])
    various = random.gamma(0.5, 40, 200).tolist()
    assert_alike(syria, COUNTRY, list(zip([0] * 200, lon, lat, various, strict=True)))


def test_points_beside_edges_in_syria(syria: PlaceDomain) -> None:
    random = np.random.default_rng(8)
    shapes = [each.geometry for each in syria.places.values() if each.geometry is not None]
    corners = random.choice(shapely.get_coordinates(shapes), 150)
    off = random.choice([0.0, EDGE, -EDGE, 3 * EDGE, -1e-5, 0.01, 0.05, -0.09], (150, 2))
    points = (corners + off).tolist()
    assert_alike(syria, COUNTRY, [(n % 3, x, y, nan) for n, (x, y) in enumerate(points)])
    assert_alike(syria, COUNTRY, [(n % 3, x, y, 1.0) for n, (x, y) in enumerate(points)])


def test_points_beside_edges_of_cells(syria: PlaceDomain) -> None:
    atlas = syria._locator._atlas
    assert isinstance(atlas, Atlas)
    atlas.codes(np.array([37.0]), np.array([35.0]), np.zeros(1))
    (box,) = atlas._rasters[0.0, 0.0]
    random = np.random.default_rng(9)
    shares = random.integers(0, 257, (200, 2)) / 256
    lon = box.west + shares[:, 0] * (box.east - box.west)
    lat = box.south + shares[:, 1] * (box.north - box.south)
    off = random.choice([0.0, 1e-9, -1e-9, 1e-12], 200)
    points = np.stack([lon + off, lat - off], axis=1).tolist()
    assert_alike(syria, COUNTRY, [(0, x, y, nan) for x, y in points])


def test_few_points_are_left_to_be_located_one_by_one(syria: PlaceDomain) -> None:
    atlas = syria._locator._atlas
    assert isinstance(atlas, Atlas)
    random = np.random.default_rng(10)
    lon, lat = random.uniform(35, 43, 20_000), random.uniform(32, 38, 20_000)
    for km in (0.0, 1.0, 25.0):
        assert (atlas.codes(lon, lat, np.full(20_000, km)) == LEFT).sum() <= 20


def ged(folder: Path) -> list[WhereSpec]:
    """Return where the events of the feed took place, as its reader tells it."""
    codes = {"Syria": "SY", "Turkey": "TR", "Iraq": "IQ", "Lebanon": "LB"}
    found = []
    with (folder / "ged_syria_2016_2019.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            precise = int(row["where_prec"])
            where = WhereSpec(
                country=codes.get(row["country"], row["country"]),
                admin1=row["adm_1"] if precise <= 5 else "",
                admin2=row["adm_2"] if precise <= 3 else "",
            )
            if precise <= 2:
                lat, lon = float(row["latitude"]), float(row["longitude"])
                where = replace(where, lat=lat, lon=lon, within_km=1.0 if precise == 1 else 25.0)
            found.append(where)
    return found


@pytest.mark.slow
def test_a_whole_feed_is_located_as_report_by_report(shared_data: Path, syria: PlaceDomain) -> None:
    wheres = ged(shared_data)
    names: dict[WhereSpec, int] = {}
    reports: list[Report] = []
    for where in wheres:
        name = replace(where, lat=None, lon=None, within_km=None)
        number = names.setdefault(name, len(names))
        numbers = (nan if n is None else n for n in (where.lon, where.lat, where.within_km))
        reports.append((number, *numbers))  # type: ignore[arg-type]  # three of them
    assert len(reports) > 16_000
    assert_alike(syria, list(names), reports)
