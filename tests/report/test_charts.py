"""Charts: they show the counts that they are given, and obey nothing that a feed says."""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import pairwise
from math import log, pi, tan
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import altair as alt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import ceasefire
from ceasefire import Verdict
from ceasefire.errors import MissingExtraError
from ceasefire.findings.counts import COUNTED, Spread
from ceasefire.report.bands import Outline
from ceasefire.report.charts import Spec, bars, casualties, places, png, spots, svg, timeline
from ceasefire.report.charts.projecting import drawable, projection
from ceasefire.report.charts.style import moment, whole
from ceasefire.report.content import Content, content_of
from ceasefire.report.figures import Casualties, Toll
from ceasefire.report.palette import GRIDS, INKS, QUIETS, colours

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE: Final = '<script>alert("1")</script>\u202e&amp;'

RULES: Final = f"""
rulebook: valley
timezone: Asia/Damascus
parties: {{north: {{name: The North}}, south: {{name: '{HOSTILE}'}}, raiders: {{}}}}
places: {{upper: {{name: Upper, admin1: Upper, polygon: [[36, 37], [36, 38], [37, 38], [37, 37]]}}}}
questions: {{holds: {{ask: Does it hold?, answers: {{"yes": {{}}, "no": {{}}}}}}}}
readings: {{plain: {{answers: {{}}}}}}
default_reading: plain
instruments:
  truce:
    title: '{HOSTILE}'
    in_force: {{from: 2016-05-04 00:00, for: 72h}}
    binds: [north, south]
    prohibit: {{attacks: {{when: {{kind: attack}}}}}}
  perhaps:
    in_force: {{from: 2016-05-06 12:00, if: {{holds: "yes"}}}}
    binds: [raiders]
"""

WHERE: Final = {"lat": 36.5, "lon": 37.5, "admin1": "Upper"}

EVENTS: Final[list[dict[str, Any]]] = [
    {"id": "a", "actor": "north", "killed": [2, 4], "where": WHERE},
    {"id": "b", "actor": {"one_of": ["north", "raiders"]}, "killed": [1, None], "where": WHERE},
    {"id": "c", "actor": "south", "when": "2016-05-06", "where": WHERE},
    {"id": "d", "actor": "raiders"},
]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    path: Path = tmp_path_factory.mktemp("rules") / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    events = [{"kind": "shelling", "when": "2016-05-04", **event} for event in EVENTS]
    return content_of(ceasefire.load(path).findings(events))


@pytest.fixture(scope="module")
def specs(content: Content) -> dict[str, Spec]:
    words = content.words
    found = spots((entry.point, entry.verdict) for entry in content.entries)
    return {
        "timeline": timeline(content.timeline, content.bands, words=words, title=HOSTILE),
        "bars": bars(content.tables["actor"], words=words, title=HOSTILE),
        "casualties": casualties(content.casualties["killed"], words=words),
        "places": places(found, content.outlines, words=words),
    }


CHARTS: Final = ("timeline", "bars", "casualties", "places")


def plain(text: str) -> str:
    """Return a text with hyphens for dashes, which are hard to tell from them."""
    return text.replace("\N{EN DASH}", "-")


def panels(spec: Spec) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each part of a timeline by its title."""
    return {part["title"]["text"]: part["data"]["values"] for part in spec["vconcat"]}


def test_a_timeline_has_the_counts_of_each_day(specs: dict[str, Spec]) -> None:
    rows = panels(specs["timeline"])
    assert list(rows) == [
        "In force",
        "▲ violating",
        "■ excluded",
        "◊ undetermined, as the facts are stated",
    ]
    first, last = rows["▲ violating"]
    assert (first["from"], first["until"]) == (moment(date(2016, 5, 4)), moment(date(2016, 5, 5)))
    assert (first["stated"], first["low"], first["high"]) == (1, 1, 2)
    assert plain(first["told"]) == "2016-05-04: violating 1 (1-2)"
    assert last["told"] == "2016-05-06: violating 1"
    (open_,) = rows["◊ undetermined, as the facts are stated"]
    assert open_["told"] == "2016-05-04: undetermined 1"


def test_instruments_have_bands_that_say_whether_it_is_sure(specs: dict[str, Spec]) -> None:
    found = {row["id"]: row for row in panels(specs["timeline"])["In force"]}
    truce, perhaps = found["truce"], found["perhaps"]
    assert (truce["sure"], perhaps["sure"]) == (True, False)
    assert truce["from"] == moment(date(2016, 5, 4))
    assert truce["told"].endswith("from 2016-05-04 00:00 until 2016-05-07 00:00")
    assert perhaps["told"].startswith("perhaps: perhaps from 2016-05-06 12:00 until")


def test_an_event_is_as_high_in_every_part(specs: dict[str, Spec]) -> None:
    units = {
        part["height"] / part["layer"][0]["encoding"]["y"]["scale"]["domain"][1]
        for part in specs["timeline"]["vconcat"][1:]
    }
    assert max(units) == pytest.approx(min(units))


def test_without_a_day_a_timeline_is_empty(content: Content) -> None:
    spec = timeline((), words=content.words, title="Over time")
    assert spec["vconcat"] == [{"mark": "point", "data": {"values": []}}]
    assert "Over time" in svg(spec, "nothing")


def test_bars_have_bounds_and_say_what_is_left_out(content: Content) -> None:
    rows = content.tables["actor"]
    assert len(rows) == 3
    spec = bars(rows, words=content.words, most=1)
    assert spec["title"]["subtitle"][1] == "2 more rows, of fewer events, are left out."
    told = [plain(value["told"]) for value in spec["data"]["values"]]
    assert told == ["The North: violating 1 (1-2)", "The North: excluded 0 (0-1)"]
    assert bars((), words=content.words)["data"]["values"] == []


def test_casualties_tell_what_is_open_and_what_nobody_tells(specs: dict[str, Spec]) -> None:
    told = [plain(value["told"]) for value in specs["casualties"]["data"]["values"]]
    assert told == [
        "settled: 2-4; 1 event tells it, 1 does not",
        "as stated: 2-4; 1 event tells it, 1 does not",
        "possible: 3 or more; 2 events tell it, 1 does not",
        "settled: none told",
        "as stated: none told",
        "possible: 1 or more; 1 event tells it, 1 does not",
    ]


def test_a_toll_that_is_known_is_one_number(content: Content) -> None:
    toll = Toll(3, 3, 0, 0, 2)
    found = {Verdict.VIOLATING: Casualties(Toll(0, 0, 0, 0, 0), toll, toll)}
    told = [row["told"] for row in casualties(found, words=content.words)["data"]["values"]]
    assert told[:2] == ["settled: no event", "as stated: 3; 2 events tell it"]


def test_a_timeline_can_do_without_instruments(content: Content) -> None:
    spec = timeline(content.timeline, words=content.words)
    assert "In force" not in panels(spec)


def test_a_map_counts_the_events_of_a_verdict_at_a_point(specs: dict[str, Spec]) -> None:
    outlines, signs = specs["places"]["layer"]
    assert [(each["verdict"], each["events"]) for each in signs["data"]["values"]] == [
        ("violating", 2),
        ("undetermined", 1),
    ]
    assert outlines["data"]["values"][0]["properties"] == {"name": "Upper"}
    assert {"http", "url"}.isdisjoint(re.findall(r"\w+", str(specs["places"]["layer"])))


POINTS: Final = st.tuples(
    st.floats(-180, 180) | st.sampled_from([-180.0, 180.0]),
    st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, 85.1]),
)


@pytest.mark.no_cover
@given(points=st.lists(POINTS, max_size=4), outlined=st.sampled_from(["plain", "outlined"]))
@example(points=[(180.0, -90.0)], outlined="outlined")
@example(points=[(0.0, 90.0)], outlined="outlined")
@example(points=[(36.5, 36.5)], outlined="plain")
@example(points=[(-180.0, 90.0), (180.0, -90.0)], outlined="plain")
def test_a_map_has_every_point_on_it(
    content: Content, points: list[tuple[float, float]], outlined: str
) -> None:
    lines = content.outlines if outlined == "outlined" else ()
    found = spots((point, "violating") for point in points)
    spec = places(found, lines, words=content.words)
    drawn = svg(spec, "map")
    signs = re.findall(
        r'transform="translate\(([-\d.]+),([-\d.]+)\)" d="[^"]*"[^>]*><title>', drawn
    )
    assert len(signs) == len(found)
    for x, y in signs:
        assert 0 < float(x) < spec["width"]
        assert 0 < float(y) < spec["height"]


def test_a_point_lies_where_mercator_has_it() -> None:
    """The lengths that the sphere gives: an eighth of a turn north is 0.8814 of its radius up."""
    spec = projection([(0, 0), (45, 45)], 1000, 800)
    assert spec["type"] == "mercator"
    (x, y), unit = spec["translate"], spec["scale"]
    assert 500 - x == pytest.approx(unit * pi / 8)
    assert y - 400 == pytest.approx(unit * log(tan(pi * 3 / 8)) / 2)
    assert drawable((7, 90)) == (7, 85)


def test_a_place_may_reach_to_a_pole(content: Content) -> None:
    cap = Outline("cap", "Cap", (((0, 80), (90, 90), (90, 80), (0, 80)),))
    found = spots([((36.5, 82.0), "excluded")])
    assert "<title>excluded: 1 event</title>" in svg(
        places(found, [cap], words=content.words), "map"
    )


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_what_vega_lite_knows(specs: dict[str, Spec], name: str) -> None:
    alt.Chart.from_dict(specs[name]).to_dict()


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_stands_in_a_page_that_allows_nothing(specs: dict[str, Spec], name: str) -> None:
    drawn = svg(specs[name], HOSTILE)
    root = ET.fromstring(drawn)  # noqa: S314  (of our own making)
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert kinds <= {"svg", "g", "path", "line", "rect", "text", "title"}
    attributes = {key for element in root.iter() for key in element.attrib}
    assert attributes.isdisjoint({"style", "href", "class"})
    assert not any(key.startswith("on") for key in attributes)
    assert root.attrib["aria-label"] == HOSTILE
    inks = {element.get(key) for element in root.iter() for key in ("fill", "stroke")}
    known = {*colours().values(), INKS["light"], QUIETS["light"], GRIDS["light"]}
    assert inks - {None, "none", "transparent"} <= known


@pytest.mark.parametrize("most", [1, 2, 3, 7, 40])
def test_axes_have_whole_numbers_each_once(content: Content, most: int) -> None:
    violating = {"violating": most}
    line = content.timeline[0]._replace(stated=violating, low=violating, high=violating)
    (row,) = (row for row in content.tables["actor"] if row.names == ("The North",))
    counts = dict.fromkeys(map(str, COUNTED), Spread(0, 0, 0))
    counts["violating"] = Spread(most, most, most)
    toll = Toll(most, most, 0, 0, 1)
    specs = [
        timeline([line], words=content.words),
        bars([row._replace(tally=row.tally._replace(verdicts=counts))], words=content.words),
        casualties({Verdict.VIOLATING: Casualties(toll, toll, toll)}, words=content.words),
    ]
    for spec in specs:
        numbers = re.findall(r'transform="translate\([^"]*"[^>]*>(\d+)</text>', svg(spec, "chart"))
        marks = [int(number) for number in numbers]
        assert marks[:2] == [0, marks[1]]
        assert len({second - first for first, second in pairwise(marks)}) == 1


def test_an_axis_has_few_numbers() -> None:
    assert whole(1.0, 6) == [0, 1]
    assert whole(6.9, 6) == [0, 1, 2, 3, 4, 5, 6]
    assert whole(7, 6) == [0, 2, 4, 6]
    assert whole(3.9, 1) == [0, 2]
    assert whole(9e30, 6) == [0, 2 * 10**30, 4 * 10**30, 6 * 10**30, 8 * 10**30]


def test_what_a_rule_file_says_is_shown_and_not_obeyed(specs: dict[str, Spec]) -> None:
    for name in ("timeline", "bars"):
        drawn = svg(specs[name], "chart")
        assert "<script" not in drawn
        assert "\u202e" not in drawn
        texts = "".join(ET.fromstring(drawn).itertext())  # noqa: S314  (of our own making)
        assert '<script>alert("1")</script>' in texts


def test_what_looks_like_a_part_of_a_picture_is_a_text(content: Content) -> None:
    title = 'x class="y" d="1.23456" aria-label="z"'
    drawn = svg(timeline(content.timeline, words=content.words, title=title), "chart")
    texts = [element.text for element in ET.fromstring(drawn).iter()]  # noqa: S314  (our own)
    assert title in texts
    assert "<g></g>" not in drawn


def test_parts_of_a_picture_tell_their_figures(specs: dict[str, Spec]) -> None:
    drawn = plain(svg(specs["bars"], "chart"))
    assert "<title>The North: violating 1 (1-2)</title>" in drawn


def test_a_picture_for_documents_has_its_ground(specs: dict[str, Spec]) -> None:
    assert png(specs["bars"]).startswith(b"\x89PNG")


def test_it_is_told_what_is_not_installed(
    specs: dict[str, Spec], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match=r"ceasefire\[report\]"):
        svg(specs["bars"], "chart")
