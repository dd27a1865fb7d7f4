"""Places of rule files: units, outlines, unions, and files that stay in their folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from shapely import Point, Polygon, area, bounds

from ceasefire.rulebook.geojson import MAX_GEOJSON
from ceasefire.rulebook.load import check
from ceasefire.terms.geo import VERTICES, circle_polygon, destination
from tests.rulebook.helpers import HEAD, book, places, problems

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.errors import Problem
    from ceasefire.rulebook.model import Rulebook

SQUARE = [[36, 36], [37, 36], [37, 37], [36, 37], [36, 36]]
HOLE = [[36.2, 36.2], [36.4, 36.2], [36.4, 36.4], [36.2, 36.2]]
FAR = [[40, 36], [41, 36], [41, 37], [40, 36]]


def feature(name: str, ring: object = None, **more: object) -> dict[str, object]:
    geometry = {"type": "Polygon", "coordinates": [ring or SQUARE]}
    return {"type": "Feature", "properties": {"name": name, **more}, "geometry": geometry}


def loaded(folder: Path, polygon: str, content: object) -> tuple[Rulebook | None, list[Problem]]:
    """Check a place whose outline is in the file ``a.geojson``."""
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "a.geojson").write_text(text, encoding="utf-8")
    (folder / "r.yaml").write_text(
        f"{HEAD}places:\n  p: {{polygon: {polygon}}}\n", encoding="utf-8"
    )
    return check(folder / "r.yaml")


def test_units() -> None:
    rules = book("""
    sources: {ocha: {title: Boundaries}}
    places:
      syria: {name: Syria, country: sy}
      aleppo: {admin1: Aleppo, country: SY, pcode: sy02, also: [Halab], cite: ocha, note: n}
      city: {admin2: Jebel Saman, within: aleppo}
    """)
    aleppo = rules.places["aleppo"]
    assert rules.places["syria"].country == "SY"
    assert (aleppo.admin1, aleppo.country, aleppo.pcode) == ("Aleppo", "SY", "SY02")
    assert (aleppo.name, aleppo.aliases, aleppo.note) == ("aleppo", ("Halab",), "n")
    assert aleppo.geometry is None
    assert rules.places["city"].within == "aleppo"


def test_unions_and_differences_keep_their_order() -> None:
    rules = book("""
    places:
      a: {country: SY}
      b: {country: TR}
      both: {union: [b, a]}
      less: {difference: [both, a]}
      again: {union: [less], within: both}
    """)
    assert rules.places["both"].union == ("b", "a")
    assert rules.places["less"].difference == ("both", "a")


def test_a_part_of_a_union_may_lie_within_it() -> None:
    assert problems("places: {a: {country: SY, within: u}, u: {union: [a]}}\n") == []


def test_an_inline_outline() -> None:
    rules = book("places: {p: {country: SY, polygon: [[36, 36], [37, 36.0], [37, '37']]}}\n")
    assert rules.places["p"].geometry == Polygon([(36, 36), (37, 36), (37, 37)])
    assert rules.places["p"].country == "SY"


def test_a_circle_is_the_polygon_that_all_engines_use() -> None:
    rules = book("places: {p: {circle: {lat: 36.2, lon: 37.15, km: 8}}}\n")
    assert rules.places["p"].geometry == circle_polygon(36.2, 37.15, 8)


def test_the_corners_of_a_circle() -> None:
    found = circle_polygon(0.0, 0.0, 111.19508)
    assert len(found.exterior.coords) == VERTICES + 1
    north = found.exterior.coords[0]
    assert north == pytest.approx((0.0, 1.0), abs=1e-6)
    assert destination(0.0, 0.0, 111.19508, 90.0) == pytest.approx((1.0, 0.0), abs=1e-6)
    assert circle_polygon(60.0, 10.0, 50).contains(Point(10, 60))


@pytest.mark.parametrize(
    ("lat", "lon", "km"),
    [(36, 37, 0), (36, 37, -1), (89.9, 0, 50), (0, 179.9, 50), (0, 0, float("nan"))],
)
def test_circles_that_are_no_area_of_the_map(lat: float, lon: float, km: float) -> None:
    with pytest.raises(ValueError, match="the"):
        circle_polygon(lat, lon, km)


BAD = [
    ("{}", "missing-area"),
    ("{name: Somewhere}", "missing-area"),
    ("{country: SY, union: [q]}", "two-areas"),
    ("{union: [q], difference: [q, q]}", "two-areas"),
    ("{polygon: [[1, 1], [2, 1], [2, 2]], union: [q]}", "two-areas"),
    ("{union: []}", "empty-list"),
    ("{difference: [q]}", "empty-list"),
    ("{difference: [q, q]}", "empty-area"),
    ("{union: [r]}", "unknown-place"),
    ("{country: SY, within: r}", "unknown-place"),
    ("{union: [p]}", "circular-place"),
    ("{country: SY, within: p}", "circular-place"),
    ("{country: SYR}", "bad-country"),
    ("{country: XX}", "bad-country"),
    ("{country: ß}", "bad-country"),
    ("{circle: {lat: 36, lon: 37}}", "missing-key"),
    ("{circle: {lat: north, lon: 37, km: 3}}", "bad-coordinates"),
    ("{circle: {lat: 36, lon: 200, km: 3}}", "bad-coordinates"),
    ("{circle: {lat: 36, lon: 37, km: 0}}", "bad-coordinates"),
    ("{circle: {lat: 36, lon: 37, km: 9000}}", "bad-coordinates"),
    ("{circle: {lat: 89.99, lon: 37, km: 30}}", "bad-coordinates"),
    ("{polygon: []}", "bad-polygon"),
    ("{polygon: [[36, 36], [37, 36], [36, 36]]}", "bad-polygon"),
    ("{polygon: [[36, 36], [37, 36], [38, 36]]}", "bad-polygon"),
    ("{polygon: [[36, 36], [37], [38, 36]]}", "bad-coordinates"),
    ("{polygon: [[36, 36], [37, x], [38, 36]]}", "bad-coordinates"),
    ("{polygon: [[36, 36], [37, 95], [38, 36]]}", "bad-coordinates"),
    ("{polygon: {file: x}}", "wrong-type"),
    ("{polygon: a.geojson}", "missing-file"),
    ("{name: Q, country: SY}", "alias-clash"),
    ("{country: SY, tolerance_km: 2}", "missing-area"),
    ("{circle: {lat: 1, lon: 1, km: 9}, tolerance_km: far}", "bad-coordinates"),
    ("{circle: {lat: 1, lon: 1, km: 9}, tolerance_km: -1}", "bad-coordinates"),
    ("{country: SY, cite: map}", "unknown-source"),
]


@pytest.mark.parametrize(("text", "code"), BAD)
def test_a_bad_place(text: str, code: str) -> None:
    found = problems(f"places:\n  q: {{country: TR}}\n  p: {text}\n")
    assert [item.code for item in found] == [code]


def test_a_country_by_letters_that_are_not_its_own() -> None:
    (found,) = problems("places: {p: {country: uk}}\n")
    assert (found.code, found.hint) == ("bad-country", "write `GB`")
    for code in ("gb", "XK", "YU"):
        assert problems(f"places: {{p: {{country: {code}}}}}\n") == []


def test_the_message_says_where_an_outline_crosses_itself() -> None:
    (found,) = problems("places: {p: {polygon: [[0, 0], [1, 1], [1, 0], [0, 1]]}}\n")
    assert found.message == "the outline is no valid area: self-intersection at 0.5, 0.5"


def test_a_circle_of_places_is_reported_where_it_closes() -> None:
    found = places("""
    places:
      a: {union: [b, d]}
      b: {union: [c]}
      c: {difference: [d, a]}
      d: {country: SY}
    """)
    assert found == [(4, 23, "circular-place")]


def test_places_nest_only_so_deep() -> None:
    links = "".join(f"  p{at}: {{union: [p{at + 1}]}}\n" for at in range(60))
    found = problems("places:\n  p60: {country: SY}\n" + links)
    assert {item.code for item in found} == {"too-deep"}
    assert len(found) == 11


def test_features_are_picked_by_id_pcode_or_name(tmp_path: Path) -> None:
    content = {
        "type": "FeatureCollection",
        "features": [
            feature("Aleppo", pcode="SY02"),
            feature("Far", FAR, id="SY99"),
            {**feature("Numbered", FAR), "id": 7},
            "no feature",
        ],
    }
    for name, west in (("SY02", 36), ("Aleppo", 36), ("SY99", 40), ("Far", 40), ("'7'", 40)):
        polygon = f"'a.geojson#{name.strip(chr(39))}'"
        rules, found = loaded(tmp_path, polygon, content)
        assert found == []
        assert rules is not None
        assert bounds(rules.places["p"].geometry)[0] == west


def test_one_feature_needs_no_name(tmp_path: Path) -> None:
    multi = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [FAR]]}
    for content in (
        feature("x"),
        {"type": "Polygon", "coordinates": [[*SQUARE[:4], [36, 36, 9]]]},
        multi,
    ):
        rules, found = loaded(tmp_path, "a.geojson", content)
        assert found == []
        assert rules is not None
        size = 1 + 0.5 - 0.02 if content is multi else 1
        assert area(rules.places["p"].geometry) == pytest.approx(size)


BAD_FILES = [
    ("a.geojson#Homs", feature("Aleppo", id="SY02"), "missing-file"),
    ("a.geojson#Homs", {"type": "FeatureCollection", "features": []}, "missing-file"),
    ("a.geojson", {"type": "FeatureCollection", "features": []}, "bad-polygon"),
    ("a.geojson#x", {"type": "FeatureCollection", "features": [feature("x")] * 2}, "bad-polygon"),
    ("a.geojson", "{", "bad-polygon"),
    ("a.geojson", "[" * 100_000, "bad-polygon"),
    ("a.geojson", "[]", "bad-polygon"),
    ("a.geojson", {"type": "Feature"}, "bad-polygon"),
    ("a.geojson", {"type": "Point", "coordinates": [36, 36]}, "bad-polygon"),
    ("a.geojson", {"type": "Polygon", "coordinates": []}, "bad-polygon"),
    ("a.geojson", {"type": "Polygon", "coordinates": [7]}, "bad-polygon"),
    ("a.geojson", {"type": "MultiPolygon", "coordinates": []}, "bad-polygon"),
    ("a.geojson", {"type": "MultiPolygon", "coordinates": [3]}, "bad-polygon"),
    ("a.geojson", {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, "bad-polygon"),
    (
        "a.geojson",
        '{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 2], [2, 2]]]}',
        "bad-polygon",
    ),
    (
        "a.geojson",
        '{"type": "Polygon", "coordinates": [[[1e999, 1], [1, 2], [2, 2]]]}',
        "bad-coordinates",
    ),
    (
        "a.geojson",
        '{"type": "Polygon", "coordinates": [[[true, 1], [1, 2], [2, 2]]]}',
        "bad-coordinates",
    ),
    (
        "a.geojson",
        f'{{"type": "Polygon", "coordinates": [[[1{"0" * 400}, 1], [1, 2], [2, 2]]]}}',
        "bad-coordinates",
    ),
    ("a.geojson", " " * (MAX_GEOJSON + 1), "too-large"),
    ("b.geojson", "{}", "missing-file"),
    (".", "{}", "missing-file"),
    ("../a.geojson", "{}", "bad-path"),
    ("/etc/passwd", "{}", "bad-path"),
    ("x/../../a.geojson", "{}", "bad-path"),
    ("'..\\a.geojson'", "{}", "bad-path"),
    ("'#x'", "{}", "bad-path"),
    ("https://example.org/a.geojson", "{}", "bad-path"),
]


@pytest.mark.parametrize(("polygon", "content", "code"), BAD_FILES)
def test_a_bad_file(polygon: str, content: object, code: str, tmp_path: Path) -> None:
    rules, found = loaded(tmp_path, polygon, content)
    assert rules is None
    assert [item.code for item in found] == [code]
    assert (found[0].line, found[0].column) == (4, 16)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.geojson").write_text(json.dumps(feature("x")), encoding="utf-8")
    (inside / "link.geojson").symlink_to(tmp_path / "secret.geojson")
    _, found = loaded(inside, "link.geojson", "{}")
    assert [item.code for item in found] == ["bad-path"]


def test_a_bad_file_is_reported_for_each_place_that_needs_it(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text("{", encoding="utf-8")
    text = f"{HEAD}places:\n  p: {{polygon: a.geojson}}\n  q: {{polygon: 'a.geojson#x'}}\n"
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    _, found = check(tmp_path / "r.yaml")
    assert [(item.line, item.code) for item in found] == [(4, "bad-polygon"), (5, "bad-polygon")]


def test_a_place_is_not_called_like_a_key_word() -> None:
    assert places("places: {unknown: {country: SY}}\n") == [(1, 10, "reserved-name")]


def test_an_outline_that_is_a_folder_is_told_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "b.geojson").mkdir()
    _, (problem,) = loaded(tmp_path, "b.geojson", "{}")
    assert (problem.code, problem.message) == ("missing-file", "`b.geojson` is a folder")
    assert problem.hint == "name a file in it"


def test_a_path_that_leads_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    _, found = loaded(tmp_path, "loop/a.geojson", "{}")
    assert [item.code for item in found] in (["bad-path"], ["missing-file"])
