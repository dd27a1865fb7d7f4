"""Counts by name, each verdict with its bounds, and readings side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.findings.counts import COUNTED
from ceasefire.findings.escapes import on_one_line
from ceasefire.report.charts.style import (
    PALE,
    TOLD,
    WIDTH,
    colour,
    framed,
    room,
    titled,
    whole,
)
from ceasefire.report.palette import INKS, LOOKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.findings.counts import Spread
    from ceasefire.report.charts.style import Spec, Theme
    from ceasefire.report.tallies import Row
    from ceasefire.report.wording import Words

__all__ = ["MOST", "bars"]

MOST: Final = 12
"""How many rows are drawn."""

STEP: Final = 16
"""How high a bar is, in pixels."""

LABEL: Final = 200
"""How wide the name of a row may be, in pixels."""


def bars(  # noqa: PLR0913  (each a choice of its own)
    rows: Sequence[Row],
    *,
    words: Words,
    title: str = "",
    most: int = MOST,
    theme: Theme = "light",
    width: int = WIDTH,
) -> Spec:
    """Return a chart of counts by name, a bar for each verdict that some event may have.

    Of many rows the first are drawn, ``most`` of them. ``words`` say what is what, and
    ``width`` is in pixels.
    """
    kept = rows[:most]
    verdicts = [v for v in COUNTED if any(row.tally.verdicts[v].high for row in kept)]
    verdicts = verdicts or [COUNTED[0]]
    values = [value(row, verdict, words) for row in kept for verdict in verdicts]
    left = len(rows) - len(kept)
    notes = [words("chart.bounds")]
    notes += [words("chart.left_out", count=left)] if left else []
    end = room(((each["high"], each["figure"]) for each in values), width - LABEL)
    chart = {
        "title": titled(title, notes),
        "width": width,
        "height": {"step": STEP, "for": "offset"},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": values},
        "layer": layers(verdicts, end, theme),
    }
    return framed(chart, theme)


def value(row: Row, verdict: str, words: Words) -> dict[str, Any]:
    """Return one bar: its bounds, its figures, and what it tells in words."""
    spread = row.tally.verdicts[verdict]
    name = on_one_line(", ".join(row.names))
    number = figure(spread, words)
    labels = {"what": name, "verdict": words(f"verdict.{verdict}"), "number": number}
    return {
        "name": words("chart.row", name=name, count=row.tally.events),
        "verdict": verdict,
        **spread._asdict(),
        "figure": f"{LOOKS[verdict].mark} {number}",
        "told": words("chart.told", **labels),
    }


def figure(spread: Spread, words: Words) -> str:
    """Return a count with its bounds where they differ."""
    exact = spread.low == spread.stated == spread.high
    return words(f"number.{'exact' if exact else 'range'}", **spread._asdict())


def layers(verdicts: Sequence[str], end: float, theme: Theme) -> list[Spec]:
    """Return what is drawn of each bar: what is possible, settled and stated, and figures."""
    inks = [colour(verdict, theme) for verdict in verdicts]
    end = max(end, 1.0)
    scale = {"domain": [0, end]}
    axis = {"title": None, "format": "d", "values": whole(end, 6), "domain": False}
    x: Spec = {"type": "quantitative", "scale": scale, "axis": axis}
    names = {"title": None, "labelLimit": LABEL, "ticks": False, "domain": False}
    both: Spec = {
        "y": {"field": "name", "type": "nominal", "sort": None, "axis": names},
        "yOffset": {"field": "verdict", "sort": verdicts, "scale": {"paddingInner": 0.15}},
    }
    ink = {
        "field": "verdict",
        "type": "nominal",
        "scale": {"domain": verdicts, "range": inks},
        "legend": None,
    }
    coloured = {**both, "color": ink}
    return [
        {
            "mark": {"type": "bar", "fillOpacity": PALE, "aria": True},
            "encoding": {**coloured, "x": {**x, "field": "low"}, "x2": {"field": "high"}, **TOLD},
        },
        {
            "mark": {"type": "bar", "aria": True},
            "transform": [{"filter": "datum.low > 0"}, {"calculate": "0", "as": "none"}],
            "encoding": {**coloured, "x": {**x, "field": "none"}, "x2": {"field": "low"}, **TOLD},
        },
        {
            "mark": {"type": "tick", "thickness": 2, "color": INKS[theme]},
            "transform": [{"filter": "datum.stated > 0"}],
            "encoding": {**both, "x": {**x, "field": "stated"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 5, "baseline": "middle"},
            "encoding": {**coloured, "x": {**x, "field": "high"}, "text": {"field": "figure"}},
        },
    ]
