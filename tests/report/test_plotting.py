"""Charts of findings in Altair: ``findings.plot``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import altair as alt
import pytest

import ceasefire
from ceasefire.errors import MissingExtraError, UsageError
from ceasefire.report.charts import Spot, places, svg
from ceasefire.report.plotting import layered
from ceasefire.report.wording import wording

if TYPE_CHECKING:
    from ceasefire.report.findings import Findings


@pytest.fixture(scope="module")
def findings() -> Findings:
    return ceasefire.load("syria-2016").findings("seeds/article.jsonl")


def rows(chart: alt.TopLevelMixin) -> list[dict[str, Any]]:
    """Return the rows of all data of a chart."""
    return [row for data in chart.to_dict()["datasets"].values() for row in data]


def test_a_timeline_is_of_the_figures(findings: Findings) -> None:
    chart = findings.plot.timeline("week")
    assert isinstance(chart, alt.VConcatChart)
    violating = [row for row in rows(chart) if "violating" in row.get("told", "")]
    figures = findings.figures("week").timeline
    shown = [line for line in figures if line.high.get("violating")]
    assert [row["high"] for row in violating] == [line.high["violating"] for line in shown]


@pytest.mark.parametrize("by", ["actor", "target", "kind", "place", "verification", "verdict"])
def test_counts_are_drawn_by_each_dimension(findings: Findings, by: str) -> None:
    chart = findings.plot.counts(by, most=100)
    assert isinstance(chart, alt.LayerChart)
    drawn = {(row["name"], row["verdict"]): row["high"] for row in rows(chart)}
    for name, count in findings.counts(by).items():
        assert drawn[f"{name} ({count.events})", "violating"] == count.most["violating"]


def test_readings_are_drawn_side_by_side(findings: Findings) -> None:
    names = [row["name"] for row in rows(findings.plot.readings())]
    assert {name.partition(" ")[0] for name in names} == set(findings.book.readings)


def test_casualties_and_places_are_drawn(findings: Findings) -> None:
    assert findings.plot.casualties("wounded").to_dict()["title"]["text"] == "Wounded"
    signs = [row for row in rows(findings.plot.map(coarsen=1)) if "lon" in row]
    assert signs
    assert all(round(sign["lon"], 1) == sign["lon"] for sign in signs)
    assert findings.plot.map(dark=True).to_dict()["background"] != "#ffffff"


def test_what_there_is_not_is_told(findings: Findings) -> None:
    for draw in (findings.plot.counts, findings.plot.casualties):
        with pytest.raises(UsageError, match="there are"):
            draw("wether")
    with pytest.raises(UsageError, match="there is no period"):
        findings.plot.timeline("hour")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chart", "wish", "told"),
    [
        ("map", {"coarsen": -1}, "coarsen: -1 is no number of decimals from 0 to 9"),
        ("map", {"coarsen": 99}, "coarsen: 99"),
        ("map", {"coarsen": 1.5}, r"coarsen: 1\.5"),
        ("map", {"width": 0}, "width: `0` cannot be; give a whole number of at least 240"),
        ("counts", {"width": -5}, "width: `-5`"),
        ("counts", {"most": 0}, "most: `0` cannot be; give a whole number of at least 1"),
        ("readings", {"width": 239}, "width: `239`"),
        ("timeline", {"width": 56}, "width: `56`"),
        ("casualties", {"width": "wide"}, "width: `wide`"),
    ],
)
def test_what_makes_no_chart_is_told(
    findings: Findings, chart: str, wish: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        getattr(findings.plot, chart)(**wish)


def test_the_narrowest_charts_are_drawn(findings: Findings) -> None:
    wishes: dict[str, dict[str, Any]] = {
        "timeline": {},
        "counts": {"most": 1},
        "casualties": {},
        "map": {"coarsen": 0},
    }
    for chart, wish in wishes.items():
        assert svg(getattr(findings.plot, chart)(width=240, **wish).to_dict(), chart)


def test_it_is_told_that_altair_is_missing(
    findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtraError, match=r"ceasefire\[report\]"):
        findings.plot.counts()


def test_without_a_day_a_timeline_is_empty() -> None:
    book = ceasefire.load("syria-2016")
    nothing = book.findings([{"id": "a", "kind": "shelling", "when": "unknown"}])
    assert rows(nothing.plot.timeline()) == []


def test_thousands_of_points_are_drawn_at_once() -> None:
    """Altair refuses tables of more than 5,000 rows."""
    found = [Spot(36 + number / 6000, 33, "excluded", 1) for number in range(6000)]
    assert len(rows(layered(places(found, words=wording())))) == 6000
