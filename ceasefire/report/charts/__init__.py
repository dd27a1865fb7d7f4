"""Charts of findings, as specifications of Vega-Lite made of plain data, and as pictures."""

from ceasefire.report.charts.bars import bars
from ceasefire.report.charts.casualties import casualties
from ceasefire.report.charts.places import Spot, places, spots
from ceasefire.report.charts.rendering import png, svg
from ceasefire.report.charts.style import Spec, Theme
from ceasefire.report.charts.timeline import timeline

__all__ = [
    "Spec",
    "Spot",
    "Theme",
    "bars",
    "casualties",
    "places",
    "png",
    "spots",
    "svg",
    "timeline",
]
