"""People killed or wounded, as ranges, by verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.report.charts.style import TOLD, WIDTH, colour, framed, marked, room, titled, whole
from ceasefire.report.palette import ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.report.charts.style import Spec, Theme
    from ceasefire.report.figures import Casualties, Toll
    from ceasefire.report.wording import Words

__all__ = ["casualties"]

SURE: Final = {"settled": 1.0, "stated": 0.6, "possible": 0.3}
"""How opaque each sum is drawn: the surer, the more."""

STEP: Final = 18
LABEL: Final = 110
"""How wide the names of verdicts are, in pixels."""


def casualties(
    found: Mapping[Any, Casualties],
    *,
    words: Words,
    title: str = "",
    theme: Theme = "light",
    width: int = WIDTH,
) -> Spec:
    """Return a chart of the casualties by verdict: from the lowest to the highest sum.

    Each verdict has three: of events that are settled to have it, that have it as the facts
    are stated, and that may have it. Verdicts of which no event tells a number are left out.
    ``width`` is in pixels.
    """
    kept = [verdict for verdict in ORDER if verdict in found and found[verdict].possible.told]
    values = [
        value(verdict, sort, getattr(found[verdict], sort), words)
        for verdict in kept
        for sort in SURE
    ]
    end = max(room(((each["high"], each["told"]) for each in values), width - LABEL), 1.0)
    inks = {"domain": kept, "range": [colour(verdict, theme) for verdict in kept]}
    axis = {
        "title": words("head.number"),
        "format": "d",
        "values": whole(end, 6),
        "domain": False,
    }
    scale = {"domain": [0, end]}
    x: Spec = {"type": "quantitative", "scale": scale, "axis": axis}
    names = {"title": None, "ticks": False, "domain": False, "labelLimit": 200}
    shared: Spec = {
        "y": {"field": "name", "type": "nominal", "sort": None, "axis": names},
        "yOffset": {"field": "sort", "sort": list(SURE), "scale": {"paddingInner": 0.3}},
        "color": {"field": "verdict", "type": "nominal", "scale": inks, "legend": None},
    }
    opacity = {
        "field": "sort",
        "type": "nominal",
        "scale": {"domain": list(SURE), "range": list(SURE.values())},
        "legend": None,
    }
    chart = {
        "title": titled(title),
        "width": width,
        "height": {"step": STEP, "for": "offset"},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": values},
        "layer": [
            {
                # A range of which both ends are the same would be too thin to be seen.
                "mark": {"type": "bar", "strokeWidth": 2, "aria": True},
                "transform": [{"filter": "datum.drawn"}],
                "encoding": {
                    **shared,
                    "x": {**x, "field": "low"},
                    "x2": {"field": "high"},
                    "fillOpacity": opacity,
                    "stroke": shared["color"],
                    **TOLD,
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "baseline": "middle"},
                "encoding": {**shared, "x": {**x, "field": "high"}, "text": {"field": "told"}},
            },
        ],
    }
    return framed(chart, theme)


def value(verdict: str, sort: str, toll: Toll, words: Words) -> dict[str, Any]:
    """Return one sum with what it tells in words."""
    return {
        "name": marked(verdict, words),
        "verdict": verdict,
        "sort": sort,
        "low": toll.low,
        "high": toll.high,
        "drawn": toll.told > 0,
        "told": f"{words(f'casualties.{sort}')}: {summed(toll, words)}",
    }


def summed(toll: Toll, words: Words) -> str:
    """Return a sum in words, with how many events tell it and how many do not."""
    if not toll.events:
        return words("chart.no_event")
    if not toll.told:
        return words("number.none")
    if toll.open:
        number = words("number.people_open", low=toll.low)
    elif toll.low == toll.high:
        number = words("number.people_exact", low=toll.low)
    else:
        number = words("number.people", low=toll.low, high=toll.high)
    parts = [words("casualties.told", count=toll.told)]
    parts += [words("casualties.untold", count=toll.untold)] if toll.untold else []
    return f"{number}; {', '.join(parts)}"
