"""Locations: every combination of places that exists, and what a report says of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import cos, hypot, inf, nan, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from ceasefire.program.places import PlaceDomain, WhereSpec
from ceasefire.rulebook.model import Place
from ceasefire.terms.geo import KM_PER_DEGREE, circle_polygon
from tests.laws.spelt import SPELT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from hypothesis.strategies import DrawFn

Signs = frozenset[str]
"""The basic places that hold a location."""


def domain(**places: dict[str, Any]) -> PlaceDomain:
    """Return the domain of places given by their keys; underscores in ids become hyphens."""
    named = {key.replace("_", "-"): keys for key, keys in places.items()}
    return PlaceDomain(
        {key: Place(**({"id": key, "name": key} | keys)) for key, keys in named.items()}
    )


def inside(places: PlaceDomain, signs: int) -> Signs:
    return frozenset(key for key in places.order if places.member(key, signs))


def everywhere(places: PlaceDomain) -> set[Signs]:
    found = [inside(places, signs) for signs in places.everywhere()]
    assert len(found) == len(set(found))
    return set(found)


def at(places: PlaceDomain, **keys: str | float) -> set[Signs]:
    found, _ = places.locate(spec_of(keys))
    assert found, "a location is somewhere"
    assert set(found) <= set(places.everywhere())
    return {inside(places, signs) for signs in found}


def notes(places: PlaceDomain, **keys: str | float) -> tuple[str, ...]:
    return places.locate(spec_of(keys))[1]


def spec_of(keys: Mapping[str, Any]) -> WhereSpec:
    return WhereSpec(**keys)


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(west, south, east, north)


def some(*groups: str) -> set[Signs]:
    return {frozenset(group.split()) for group in groups}


# --- outlines against a grid --------------------------------------------------------

SIZE = 6
Rectangle = tuple[int, int, int, int]


@st.composite
def rectangles(draw: DrawFn) -> Rectangle:
    edge = st.integers(0, SIZE)
    west, east = sorted(draw(st.lists(edge, min_size=2, max_size=2, unique=True)))
    south, north = sorted(draw(st.lists(edge, min_size=2, max_size=2, unique=True)))
    return west, south, east, north


Grid = dict[str, Rectangle]
grids = st.lists(rectangles(), min_size=1, max_size=6).map(
    lambda found: {f"r{number}": each for number, each in enumerate(found)}
)


def of_grid(grid: Grid) -> PlaceDomain:
    return domain(**{key: {"geometry": box(*bounds)} for key, bounds in grid.items()})


def cell_signs(grid: Grid, x: int, y: int) -> Signs:
    """Return the rectangles that hold the square whose south-western corner is x, y."""
    return frozenset(
        key
        for key, (west, south, east, north) in grid.items()
        if west <= x < east and south <= y < north
    )


SQUARES = list(product(range(-1, SIZE + 1), repeat=2))


@given(grids)
def test_everywhere_is_every_square_of_the_grid(grid: Grid) -> None:
    assert everywhere(of_grid(grid)) == {cell_signs(grid, x, y) for x, y in SQUARES}


@given(grids, st.sampled_from(SQUARES))
def test_a_point_is_where_its_square_is(grid: Grid, square: tuple[int, int]) -> None:
    x, y = square
    assert at(of_grid(grid), lon=x + 0.4, lat=y + 0.7) == {cell_signs(grid, x, y)}


@given(grids, st.integers(0, SIZE), st.integers(0, SIZE))
def test_a_point_on_an_edge_may_be_on_either_side(grid: Grid, x: int, y: int) -> None:
    around = {cell_signs(grid, x - dx, y - dy) for dx, dy in product((0, 1), repeat=2)}
    assert at(of_grid(grid), lon=x, lat=y) == around


@given(
    grids,
    st.floats(0.01, SIZE - 0.01),
    st.floats(0.01, SIZE - 0.01),
    st.floats(0.5, 700),
)
def test_a_disc_reaches_the_squares_nearer_than_its_radius(
    grid: Grid, lon: float, lat: float, km: float
) -> None:
    scale = cos(radians(lat)) * KM_PER_DEGREE
    expected = {frozenset[str]()} if km > KM_PER_DEGREE * SIZE else set()
    for x, y in SQUARES:
        # The outermost squares stand for all that lies outside.
        west = -inf if x < 0 else x
        south = -inf if y < 0 else y
        east = inf if x == SIZE else x + 1
        north = inf if y == SIZE else y + 1
        far = hypot(
            max(west - lon, lon - east, 0) * scale, max(south - lat, lat - north, 0) * KM_PER_DEGREE
        )
        assume(abs(far - km) > 1e-6)
        if far < km:
            expected.add(cell_signs(grid, x, y))
    assume(min(abs(lon - round(lon)), abs(lat - round(lat))) > 1e-5)
    assert at(of_grid(grid), lon=lon, lat=lat, within_km=km) == expected


circles = st.tuples(st.floats(-2, 2), st.floats(-2, 2), st.floats(20, 300))


@given(
    st.lists(circles, min_size=1, max_size=5),
    st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
    st.floats(1, 200),
)
def test_a_point_is_in_its_disc_and_a_disc_is_somewhere(
    drawn: list[tuple[float, float, float]], point: tuple[float, float], km: float
) -> None:
    shapes = {f"c{number}": circle_polygon(*each) for number, each in enumerate(drawn)}
    places = domain(**{key: {"geometry": shape} for key, shape in shapes.items()})
    lat, lon = point
    here = at(places, lat=lat, lon=lon)
    plain = frozenset(key for key, shape in shapes.items() if shape.covers(shapely.Point(lon, lat)))
    assert plain in here
    near = at(places, lat=lat, lon=lon, within_km=km)
    assert here <= near <= at(places, lat=lat, lon=lon, within_km=2 * km) <= everywhere(places)


def test_a_disc_wraps_around_the_antimeridian() -> None:
    places = domain(
        east={"geometry": box(179, -1, 180, 1)}, west={"geometry": box(-180, -1, -179, 1)}
    )
    assert at(places, lat=0, lon=179.9, within_km=30) == some("east", "west")
    assert at(places, lat=0, lon=-179.9, within_km=30) == some("east", "west")
    assert at(places, lat=0, lon=-179.9, within_km=5) == some("west")


def test_a_disc_without_bounds_is_everywhere() -> None:
    places = domain(a={"geometry": box(0, 0, 1, 1)}, b={"geometry": box(5, 5, 6, 6)})
    assert at(places, lat=0.5, lon=0.5, within_km=inf) == everywhere(places) == some("", "a", "b")
    assert at(places, lat=90, lon=0, within_km=30_000) == everywhere(places)


def test_a_point_off_the_map_is_where_the_map_ends() -> None:
    places = domain(a={"geometry": box(179, -1, 180, 1)}, b={"geometry": box(5, 5, 6, 6)})
    assert at(places, lat=0, lon=180.5, within_km=1) == some("a")


def test_numbers_next_to_nothing_do_no_harm() -> None:
    places = domain(
        a={"geometry": circle_polygon(0, 0, 20)}, b={"geometry": circle_polygon(0, 3e-265, 20)}
    )
    assert at(places, lat=0, lon=5e-324, within_km=1) == some("a b")
    assert everywhere(places) == some("", "a b")


def test_rounding_noise_is_no_place_of_its_own() -> None:
    third = 1 / 3
    ring = [(0, 0), (third, third / 7), (1, 1 / 7), (1, -1), (0, -1)]
    places = domain(
        below={"geometry": shapely.Polygon(ring)},
        above={"geometry": shapely.Polygon([(0, 0), (1, 1 / 7), (1, 1), (0, 1)])},
    )
    assert everywhere(places) == some("", "below", "above")


def test_a_point_in_a_dropped_sliver_is_beside_it() -> None:
    places = domain(a={"geometry": box(0, 0, 1, 1)}, b={"geometry": box(1 - 1e-13, 0, 2, 1)})
    assert everywhere(places) == some("", "a", "b")
    assert at(places, lat=0.5, lon=1 - 5e-14) == some("a", "b")


# --- countries and units against a list of all units ---------------------------------

COUNTRIES = ("SY", "TR", "JO")
FIRST = ("Alpha", "Brume", "Cobalt")
SECOND = ("Quartz", "Rubble", "Sienna")
Leaf = tuple[str, str, str]
Units = tuple[dict[str, Place], dict[str, tuple[str, ...]]]
LEAVES: list[Leaf] = list(product(COUNTRIES, (*FIRST, "Other"), (*SECOND, "Other")))


@st.composite
def nominal(draw: DrawFn) -> Units:
    """Return places that are units, and of each the path of the unit."""
    known: list[tuple[str, ...]] = [(country,) for country in COUNTRIES[:2]]
    known += product(COUNTRIES[:2], FIRST[:2])
    known += product(COUNTRIES[:2], FIRST[:2], SECOND[:2])
    paths = draw(st.lists(st.sampled_from(known), min_size=1, max_size=7))
    coded = draw(st.booleans())
    found = {f"p{number}": path for number, path in enumerate(paths)}
    places = {}
    for key, path in found.items():
        digits = [
            f"{names.index(name) + 1:02}"
            for name, names in zip(path[1:], (FIRST, SECOND), strict=False)
        ]
        pcode = "".join((path[0], *digits)) if coded else ""
        keys: dict[str, Any] = dict(zip(("country", "admin1", "admin2"), path, strict=False))
        places[key] = Place(id=key, name=path[-1], pcode=pcode, **keys)
    return places, found


def leaf_signs(paths: Mapping[str, tuple[str, ...]], leaf: Leaf) -> Signs:
    return frozenset(key for key, path in paths.items() if leaf[: len(path)] == path)


@given(nominal())
def test_everywhere_is_every_unit(
    book: Units,
) -> None:
    places, paths = book
    assert everywhere(PlaceDomain(places)) == {leaf_signs(paths, leaf) for leaf in LEAVES}


@given(nominal(), st.sampled_from(LEAVES), st.integers(1, 3))
def test_keys_narrow_to_the_unit_they_name(book: Units, leaf: Leaf, depth: int) -> None:
    places, paths = book
    path = leaf[:depth]
    keys = dict(zip(("country", "admin1", "admin2"), path, strict=False))
    expected = {leaf_signs(paths, each) for each in LEAVES if each[:depth] == path}
    assert at(PlaceDomain(places), **keys) == expected


@given(nominal(), st.randoms(use_true_random=False))
def test_the_order_of_places_is_irrelevant(book: Units, random: Random) -> None:
    places, _ = book
    mixed = list(places)
    random.shuffle(mixed)
    one, other = PlaceDomain(places), PlaceDomain({key: places[key] for key in mixed})
    assert one.order == other.order
    assert one.everywhere() == other.everywhere()


# --- names in several scripts against the units that they may be of -------------------


@given(
    st.lists(st.sets(st.sampled_from(["ARABIC", "CYRILLIC"])), min_size=1, max_size=3),
    st.sampled_from(sorted(SPELT)),
    st.integers(0, 3),
)
def test_a_name_in_letters_a_unit_has_no_name_in_may_be_of_it(
    others: list[set[str]], script: str, number: int
) -> None:
    places = domain(**{
        f"p{each}": {
            "country": "SY",
            "admin1": SPELT["LATIN"][each],
            "aliases": tuple(SPELT[one][each] for one in sorted(more)),
        }
        for each, more in enumerate(others)
    })  # fmt: skip
    named = [{"LATIN", *more} for more in others]
    if number < len(named) and script in named[number]:
        expected = {frozenset({f"p{number}"})}
        ruled = expected
    else:
        expected = {frozenset({f"p{each}"}) for each, one in enumerate(named) if script not in one}
        expected |= {frozenset()}
        ruled = set()
    name = SPELT[script][number]
    assert at(places, admin1=name) == at(places, admin1=name, country="SY") == expected
    assert bool(notes(places, admin1=name)) is (expected != ruled)
    assert ruled_out(places, admin1=name) == ruled
    assert everywhere(places) == {frozenset(), *(frozenset({key}) for key in places.order)}


VALLEY = domain(
    syria={"country": "SY", "geometry": box(0, 0, 6, 4)},
    valley={"country": "SY", "admin1": "Valley", "geometry": box(0, 0, 2, 4)},
    hills={
        "country": "SY", "admin1": "Hills", "aliases": ("التلال",), "geometry": box(2, 0, 4, 4),
    },
    town={"country": "SY", "admin1": "Valley", "admin2": "Old Town"},
)  # fmt: skip
NO_ADMIN1 = "in which this rulebook names no admin1: whether it is one of those it has is not known"
SOME_ADMIN1 = (
    "in which this rulebook names only some admin1: taken as outside these, and whether it is one"
    " of the others is not known"
)


@pytest.mark.parametrize(
    ("keys", "expected", "note"),
    [
        ({"admin1": "Долина"}, None, f"`Долина` is written in letters {NO_ADMIN1}"),
        (
            {"admin1": "Долина", "country": "SY"},
            ("syria", "syria valley", "syria valley town", "syria hills"),
            "`Долина` is written in letters "
            + NO_ADMIN1.replace("admin1", "admin1 of `SY`"),
        ),
        ({"admin1": "Долина", "country": "TR"}, ("",), ""),
        (
            {"admin1": "الوادي", "country": "SY"},
            ("syria", "syria valley", "syria valley town"),
            "`الوادي` is written in letters "
            + SOME_ADMIN1.replace("admin1", "admin1 of `SY`"),
        ),
        ({"admin1": "محافظة التلال"}, ("syria hills",), ""),
        ({"admin1": "7"}, None, f"`7` is written in digits {NO_ADMIN1}"),
        (
            {"admin1": "River النهر", "country": "SY"},
            ("syria", "syria valley", "syria valley town"),
            "`River النهر` is written in letters "
            + SOME_ADMIN1.replace("admin1", "admin1 of `SY`"),
        ),
        (
            {"admin1": "Valley الوادي"}, None,
            "`admin1: Valley الوادي` says nothing; did you mean `valley`?",
        ),
        (
            {"admin1": "Valley", "admin2": "المدينة"}, ("syria valley", "syria valley town"),
            f"`المدينة` is written in letters {NO_ADMIN1.replace('admin1', 'admin2')}",
        ),
        (
            {"admin1": "Долина", "admin2": "Old Town"}, None,
            f"`Долина` is written in letters {NO_ADMIN1}",
        ),
        (
            {"admin1": "Долина", "lat": 1, "lon": 3}, ("syria hills",),
            f"`Долина` is written in letters {NO_ADMIN1}",
        ),
        (
            {"admin1": "النهر", "lat": 1, "lon": 1}, ("syria valley", "syria valley town"),
            f"`النهر` is written in letters {SOME_ADMIN1}",
        ),
        (
            {"admin1": "Долина", "within_km": 5}, None,
            f"`Долина` is written in letters {NO_ADMIN1}",
        ),
        ({"name": "Долина"}, None, "`Долина` is no place of this rulebook: it says nothing"),
    ],
)  # fmt: skip
def test_names_in_other_letters_are_left_open_and_noted(
    keys: dict[str, Any], expected: tuple[str, ...] | None, note: str
) -> None:
    said = [text for text in notes(VALLEY, **keys) if not text.startswith("`within_km`")]
    assert said == ([note] if note else [])
    assert at(VALLEY, **keys) == (everywhere(VALLEY) if expected is None else some(*expected))


def test_an_id_stands_for_no_name_that_tells_units_apart() -> None:
    places = domain(
        valley={"country": "SY", "admin1": "الوادي"}, hills={"country": "SY", "admin1": "التلال"}
    )
    assert everywhere(places) == some("", "valley", "hills")
    assert at(places, admin1="Valley") == some("valley")
    assert at(places, admin1="التلال") == some("hills")
    assert at(places, admin1="النهر") == some("")
    assert at(places, admin1="River") == everywhere(places)


def test_units_without_letters_in_common_may_be_one() -> None:
    places = domain(
        valley={"country": "SY", "admin1": "Valley"}, wadi={"country": "SY", "admin1": "الوادي"}
    )
    assert everywhere(places) == some("", "valley", "wadi", "valley wadi")
    assert at(places, admin1="Valley") == some("valley", "valley wadi")
    named = PlaceDomain(
        {key: replace(place, name=key.title()) for key, place in places.places.items()}
    )
    assert everywhere(named) == some("", "valley", "wadi")


# --- ties between outlines and units ------------------------------------------------


def test_a_nominal_country_excludes_outlines_of_another() -> None:
    places = domain(
        syria={"country": "SY", "geometry": box(0, 0, 4, 4)},
        turkey={"country": "TR"},
        base={"geometry": box(3, 3, 5, 5)},
    )
    assert everywhere(places) == some("", "syria", "syria base", "base", "turkey", "turkey base")
    assert at(places, lat=1, lon=1) == some("syria")
    assert at(places, lat=4.5, lon=4.5) == some("base", "base turkey")
    assert at(places, country="TR") == some("turkey", "turkey base")
    assert at(places, country="Jordan") == some("", "base")


def test_overlaps_of_neighbours_are_one_or_the_other() -> None:
    syria = {"country": "SY"}
    places = domain(
        aleppo=syria | {"admin1": "Aleppo", "geometry": box(0, 0, 2, 1)},
        idlib=syria | {"admin1": "Idlib", "geometry": box(1.9, 0, 4, 1)},
    )
    assert everywhere(places) == some("", "aleppo", "idlib")
    assert at(places, lat=0.5, lon=1.95) == some("aleppo", "idlib")
    assert at(places, lat=0.5, lon=1.95, within_km=1) == some("aleppo", "idlib")
    assert at(places, lat=0.5, lon=1.95, admin1="Idlib") == some("idlib")


OFF = {"tolerance_km": 5}
"""Five kilometres are 0.045 degrees of latitude."""


def test_a_point_near_an_edge_that_may_be_off_may_lie_on_either_side() -> None:
    syria = {"country": "SY"}
    places = domain(
        aleppo=syria | {"admin1": "Aleppo", "geometry": box(0, 0, 2, 1)} | OFF,
        idlib=syria | {"admin1": "Idlib", "geometry": box(2, 0, 4, 1)} | OFF,
        camp={"geometry": box(1.9, 0.4, 1.99, 0.6)},
    )
    assert at(places, lat=0.5, lon=1) == some("aleppo")
    assert at(places, lat=0.96, lon=1) == some("aleppo", "")
    assert at(places, lat=1.04, lon=1) == some("aleppo", "")
    assert at(places, lat=1.05, lon=1) == some("")
    assert at(places, lat=0.5, lon=2.04) == some("idlib", "aleppo")
    assert at(places, lat=0.5, lon=1.95) == some("aleppo camp"), "the camp's own edge is firm"
    assert at(places, lat=0.99, lon=2) == some("idlib", "aleppo", "")
    assert at(places, lat=1.04, lon=1, admin1="Aleppo") == some("aleppo")
    assert at(places, lat=0.5, lon=2.04, country="SY") == some("idlib", "aleppo")
    assert at(places, lat=1.2, lon=1, within_km=15) == some("")
    assert at(places, lat=1.2, lon=1, within_km=18) == some("aleppo", "")
    assert at(places, lat=0.5, lon=1, within_km=inf) == everywhere(places)


def test_that_an_edge_may_be_off_is_noted_where_it_matters() -> None:
    places = domain(land={"country": "SY", "geometry": box(0, 0, 2, 1)} | OFF)
    note = "the point is as near to the edge of `land` as that may be off: either side is possible"
    assert notes(places, lat=1.01, lon=1) == (note,)
    assert notes(places, lat=0.5, lon=1) == ()
    assert notes(places, lat=1.01, lon=1, country="SY") == ()
    assert notes(places, lat=1.2, lon=1, country="SY") == (
        "the point lies outside `SY`: the name decides",
    )


def test_declared_containment_holds_where_outlines_stray() -> None:
    places = domain(
        aleppo={"admin1": "Aleppo", "geometry": box(0, 0, 2, 2)},
        city={"geometry": box(1, 1, 2.1, 1.5), "within": "aleppo"},
        centre={"geometry": box(1.2, 1.2, 1.3, 1.3), "within": "city"},
    )
    assert everywhere(places) == some("", "aleppo", "aleppo city", "aleppo city centre")
    assert at(places, lat=1.2, lon=2.05) == some("", "aleppo city")


def test_containment_in_a_composite_place() -> None:
    places = domain(
        a={"geometry": box(0, 0, 1, 1)},
        b={"geometry": box(1, 0, 2, 1)},
        c={"geometry": box(2, 0, 3, 1)},
        both={"union": ("a", "b")},
        camp={"geometry": box(0.5, 0, 2.5, 1), "within": "both"},
        rest={"difference": ("camp", "a"), "within": "b"},
    )
    assert everywhere(places) == some("", "a", "c", "a camp", "b camp")


def test_two_names_of_one_unit_are_one_area() -> None:
    places = domain(
        one={"country": "SY", "admin1": "Ar-Raqqah Governorate"},
        two={"country": "SY", "admin1": "Raqqah"},
    )
    assert everywhere(places) == some("", "one two")


def test_contradictory_outlines_that_cover_the_world_still_leave_somewhere() -> None:
    world = box(-180, -90, 180, 90)
    places = domain(
        sy={"country": "SY", "geometry": world}, tr={"country": "TR", "geometry": world}
    )
    assert everywhere(places) == some("")
    assert at(places, name="sy") == some("")
    assert notes(places, name="sy") == ("`name: sy` is nowhere: passed over",)


def test_codes_and_names_of_units_meet() -> None:
    places = domain(
        aleppo={"admin1": "Aleppo", "pcode": "SY02"},
        azaz={"pcode": "SY0204", "name": "A'zaz"},
        afrin={"admin1": "Halab", "admin2": "Afrin", "country": "SY"},
        halab={"admin1": "Aleppo", "country": "SY", "aliases": ("Halab",)},
    )
    both = "aleppo halab"
    assert everywhere(places) == some("", both, f"{both} azaz", f"{both} afrin")
    assert at(places, pcode="sy 0204") == some(f"{both} azaz")
    assert at(places, pcode="SY020401") == some(f"{both} azaz")
    assert at(places, admin1="Aleppo", admin2="Azaz District") == some(f"{both} azaz")
    assert at(places, admin1="Halab") == some(both, f"{both} azaz", f"{both} afrin")


# --- what places are ------------------------------------------------------------------


def test_unions_and_differences() -> None:
    places = domain(
        a={"geometry": box(0, 0, 2, 1)},
        b={"geometry": box(1, 0, 3, 1)},
        either={"union": ("a", "b")},
        only_a={"difference": ("a", "b")},
        nested={"difference": ("either", "only-a")},
    )
    (left,), _ = places.locate(WhereSpec(lat=0.5, lon=0.5))
    (middle,), _ = places.locate(WhereSpec(lat=0.5, lon=1.5))
    for place, expected in {"either": (1, 1), "only-a": (1, 0), "nested": (0, 1)}.items():
        assert (places.member(place, left), places.member(place, middle)) == expected
    assert at(places, name="Only A") == some("a")
    assert at(places, name="nested") == some("a b", "b")
    with pytest.raises(KeyError):
        places.member("c", left)


def test_no_places_leave_one_location() -> None:
    places = PlaceDomain({})
    assert places.everywhere() == (0,)
    assert places.locate(WhereSpec(country="SY", admin1="Aleppo", lat=1, lon=1)) == ((0,), ())


# --- what reports say -----------------------------------------------------------------


SYRIA = domain(
        syria={"country": "SY", "name": "Syria", "geometry": box(0, 0, 6, 4)},
        aleppo={
            "country": "SY", "admin1": "Aleppo", "pcode": "SY02", "name": "Aleppo",
            "aliases": ("Halab",), "geometry": box(0, 0, 2, 4),
        },
        idlib={
            "country": "SY", "admin1": "Idlib", "pcode": "SY07", "name": "Idlib",
            "geometry": box(2, 0, 4, 4),
        },
        city={"name": "Aleppo city", "geometry": box(0, 0, 1, 1), "within": "aleppo"},
        town={"name": "Homs", "geometry": box(4.5, 0, 5, 1)},
        turkey={"country": "TR", "name": "Türkiye"},
    )  # fmt: skip


ALEPPO = ("aleppo syria", "aleppo city syria")
ELSEWHERE = ("syria", "syria town")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"country": "sy"}, (*ALEPPO, "idlib syria", *ELSEWHERE)),
        ({"country": "Syria"}, (*ALEPPO, "idlib syria", *ELSEWHERE)),
        ({"country": "turkiye"}, ("turkey",)),
        ({"country": "Turkey"}, ("turkey",)),
        ({"country": "Iraq"}, ("",)),
        ({"admin1": "HALAB Governorate"}, ALEPPO),
        ({"pcode": "SY0203"}, ALEPPO),
        ({"pcode": "SY05"}, ELSEWHERE),
        ({"name": "aleppo-city"}, ("aleppo city syria",)),
        ({"name": "Aleppo City"}, ("aleppo city syria",)),
        ({"name": "Aleppo city centre", "admin1": "Aleppo"}, ALEPPO),
        ({"name": "Homs"}, ("syria town",)),
        ({"lat": 3, "lon": 3}, ("idlib syria",)),
        ({"lat": 9, "lon": 9}, ("", "turkey")),
        ({"lat": 9, "lon": 9, "country": "TR"}, ("turkey",)),
        ({"lat": 3, "lon": 2}, ("aleppo syria", "idlib syria")),
        ({"lat": 3, "lon": 1.9, "within_km": 20}, ("aleppo syria", "idlib syria")),
        ({"lat": 3, "lon": 1.9, "within_km": 20, "admin1": "Aleppo"}, ("aleppo syria",)),
        ({"lat": nan, "lon": 0.5, "name": "idlib"}, ("idlib syria",)),
        ({"lat": 0.5, "name": "idlib"}, ("idlib syria",)),
    ],
)
def test_keys_narrow_each_other(keys: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert at(SYRIA, **keys) == some(*expected)
    assert notes(SYRIA, **keys) == ()


def test_a_unit_of_the_same_name_as_a_drawn_area_is_not_that_area() -> None:
    assert at(SYRIA, country="SY", admin1="Homs") == some(*ELSEWHERE)


@pytest.mark.parametrize(
    ("keys", "expected", "note"),
    [
        (
            {"lat": 3, "lon": 3, "admin1": "Aleppo"}, ALEPPO,
            "the point lies outside `Aleppo`: the name decides",
        ),
        (
            {"lat": 3, "lon": 3, "admin1": "Aleppo", "country": "SY"}, ALEPPO,
            "the point lies outside `Aleppo`: the name decides",
        ),
        (
            {"country": "TR", "admin1": "Aleppo"}, ("turkey",),
            "`Aleppo` is taken as a unit of `TR`, not as the rulebook's",
        ),
        (
            {"pcode": "SY02", "country": "TR"}, ALEPPO,
            "`country: TR` does not agree with `SY02`: passed over",
        ),
        (
            {"pcode": "SY02", "country": "TR", "lat": 3, "lon": 1.5}, ("aleppo syria",),
            "`country: TR` does not agree with `SY02`: passed over",
        ),
        (
            {"admin1": "Idlib", "name": "Aleppo city"}, ("idlib syria",),
            "`name: Aleppo city` does not agree with `Idlib`: passed over",
        ),
        (
            {"admin1": "Idleb", "country": "SY"}, (*ALEPPO, "idlib syria", *ELSEWHERE),
            "`admin1: Idleb` says nothing; did you mean `Idlib`?",
        ),
        (
            {"admin1": "Tartus", "country": "SY"}, ELSEWHERE,
            "`Tartus` is no admin1 of this rulebook: taken as outside those it has",
        ),
        (
            {"admin1": "--", "name": "Homs"}, ("syria town",),
            "`admin1: --` says nothing",
        ),
        (
            {"admin1": "N/A", "country": "SY"}, (*ALEPPO, "idlib syria", *ELSEWHERE),
            "`admin1: N/A` says nothing",
        ),
        (
            {"admin1": "Idlib, northern Syria", "country": "SY"},
            (*ALEPPO, "idlib syria", *ELSEWHERE),
            "`admin1: Idlib, northern Syria` says nothing; did you mean `Idlib`?",
        ),
        (
            {"name": "Idlyb", "admin1": "Idlib"}, ("idlib syria",),
            "`Idlyb` is no place of this rulebook: it says nothing; did you mean `Idlib`?",
        ),
        (
            {"country": "SYR", "name": "Homs"}, ("syria town",),
            "`SYR` is no known country: it says nothing",
        ),
        (
            {"pcode": "02-1", "name": "Homs"}, ("syria town",),
            "`02-1` is no P-code: it says nothing",
        ),
        (
            {"name": "Homs", "within_km": 5}, ("syria town",),
            "`within_km` without a point says nothing",
        ),
    ],
)  # fmt: skip
def test_odd_reports_are_noted(keys: dict[str, Any], expected: tuple[str, ...], note: str) -> None:
    assert notes(SYRIA, **keys) == (note,)
    assert at(SYRIA, **keys) == some(*expected)


def test_a_village_beside_other_keys_is_no_news() -> None:
    assert notes(SYRIA, name="Kafr Nabl", admin1="Idlib") == ()


def test_a_name_alone_that_is_not_known_is_noted() -> None:
    assert at(SYRIA, name="Alepo city") == everywhere(SYRIA)
    (note,) = notes(SYRIA, name="Alepo city")
    assert note.endswith("it says nothing; did you mean `Aleppo city`?")
    assert notes(SYRIA, name="x" * 99) == (
        f"`{'x' * 57}...` is no place of this rulebook: it says nothing",
    )


def test_outlines_are_laid_over_each_other_only_when_needed() -> None:
    fresh = PlaceDomain(SYRIA.places)
    fresh.locate(WhereSpec(lat=3, lon=3, admin1="Idlib", country="SY"))
    assert "arrangement" not in vars(fresh._outlines)
    fresh.everywhere()
    assert "arrangement" in vars(fresh._outlines)


words = st.sampled_from(
    ["", "SY", "TR", "IQ", "Aleppo", "Idleb", "Idlib", "Hama", "SY02", "SY07", "city", "Homs", "?"]
)
specs = st.builds(
    WhereSpec,
    name=words,
    country=words,
    admin1=words,
    admin2=words,
    pcode=words,
    lat=st.none() | st.floats(-1, 5),
    lon=st.none() | st.floats(-1, 7),
    within_km=st.none() | st.floats(0, 500),
)


@given(specs)
def test_odd_input_never_fails_and_more_keys_never_widen(spec: WhereSpec) -> None:
    places = SYRIA
    found, said = places.locate(spec)
    assert found
    assert set(found) <= set(places.everywhere())
    for key in ("name", "country", "admin1", "admin2", "pcode"):
        without: dict[str, Any] = {key: ""}
        less, _ = places.locate(replace(spec, **without))
        trusted = key not in {"country", "admin1"}  # these change how later names are read
        if not said and trusted:
            assert set(found) <= set(less)
    if spec.lat is not None and spec.lon is not None and not said:
        assert set(found) <= set(
            places.locate(replace(spec, lat=None, lon=None, within_km=None))[0]
        )


# --- the rulebook that ships -----------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> PlaceDomain:
    """Load the places of syria-2016."""
    load = pytest.importorskip("ceasefire.rulebook.load")
    folder = Path(__file__).parents[2] / "rules" / "syria-2016"
    return PlaceDomain(load.load(folder).places)


def test_the_shipped_rulebook_has_few_locations(shipped: PlaceDomain) -> None:
    assert 15 <= len(shipped.everywhere()) <= 60
    governorates = [key for key, place in shipped.places.items() if place.admin1]
    for signs in everywhere(shipped):
        assert len(signs.intersection(governorates)) <= 1
        assert not signs or "syria" in signs


def test_the_places_of_the_seed_article(shipped: PlaceDomain) -> None:
    hospital = at(
        shipped, name="Al-Dabbeet hospital, Muhafaza", admin1="Aleppo", country="SY",
        lat=36.208, lon=37.135, within_km=1,
    )  # fmt: skip
    assert hospital == some("syria aleppo aleppo-city")
    assert at(shipped, admin1="Hamah Governorate", country="Syria") == some("syria hama")
    assert at(shipped, country="TR", admin1="Kilis", lat=36.72, lon=37.12) == some("")


def ruled_out(places: PlaceDomain, **keys: str | float) -> set[Signs]:
    return {inside(places, signs) for signs in places.wholly(spec_of(keys))}


def test_what_is_denied_rules_out_what_lies_wholly_in_it() -> None:
    syria = {"country": "SY"}
    places = domain(
        aleppo=syria | {"admin1": "Aleppo", "geometry": box(0, 0, 2, 1)},
        ring={"geometry": box(0.5, 0.4, 0.6, 0.5), "within": "aleppo"},
    )
    assert everywhere(places) == some("", "aleppo", "aleppo ring")
    assert ruled_out(places, country="SY") == some("aleppo", "aleppo ring")
    assert ruled_out(places, admin1="Aleppo", country="SY") == some("aleppo", "aleppo ring")
    assert ruled_out(places, name="ring") == some("aleppo ring")
    for part in (
        {"admin1": "Aleppo", "admin2": "Azaz"},
        {"name": "a village", "admin1": "Aleppo"},
        {"admin1": "n/a"},
        {"country": "TR"},
        {"country": "XX"},
        {"name": "nowhere"},
        {"lat": 0.45, "lon": 0.55},
        {"lat": 0.45, "lon": 0.55, "within_km": 5},
        {"admin1": "Aleppo", "lat": 0.45, "lon": 0.55},
        {},
    ):
        assert ruled_out(places, **part) == set(), part
    assert ruled_out(places, lat=0.45, lon=0.55, within_km=15) == some("aleppo ring")
    assert ruled_out(places, lat=0.5, lon=1, within_km=300) == some("aleppo", "aleppo ring")
    assert ruled_out(domain(land=syria), lat=1, lon=1, within_km=900) == set()
