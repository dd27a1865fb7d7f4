"""Where events were: signs on the outlines of the rulebook's places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.findings.escapes import on_one_line
from ceasefire.report.charts.projecting import drawable, projection
from ceasefire.report.charts.style import TOLD, WIDTH, colour, framed, titled
from ceasefire.report.palette import LOOKS, ORDER, QUIETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.report.bands import Outline
    from ceasefire.report.charts.style import Spec, Theme
    from ceasefire.report.wording import Words

__all__ = ["Spot", "places", "spots"]

SMALL: Final = 28
LARGE: Final = 900
"""How many square pixels the sign of one event has, and that of the most."""

ASPECT: Final = 0.8


class Spot(NamedTuple):
    """How many events of a verdict were at a point, in degrees (WGS84)."""

    lon: float
    lat: float
    verdict: str
    events: int


def spots(found: Iterable[tuple[tuple[float, float] | None, str]]) -> tuple[Spot, ...]:
    """Return the spots of points with verdicts, the most events first; no point, no spot."""
    counts = Counter((point, verdict) for point, verdict in found if point is not None)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Spot(*point, verdict, count) for (point, verdict), count in ranked)


def places(  # noqa: PLR0913  (each a choice of its own)
    found: Sequence[Spot],
    outlines: Sequence[Outline] = (),
    *,
    words: Words,
    title: str = "",
    theme: Theme = "light",
    width: int = WIDTH,
) -> Spec:
    """Return a map, drawn from nothing but what it is given: no tiles are asked for.

    The larger signs lie below the smaller ones. ``width`` is in pixels.
    """
    verdicts = [verdict for verdict in ORDER if any(each.verdict == verdict for each in found)]
    names = {verdict: words(f"verdict.{verdict}") for verdict in verdicts}
    most = max((each.events for each in found), default=1)
    values = [
        {
            **spot._asdict(),
            "lat": drawable(spot[:2])[1],
            "name": names[spot.verdict],
            "told": words("chart.spot", verdict=names[spot.verdict], count=spot.events),
        }
        for spot in found
    ]
    # A legend of nothing would be infinitely wide.
    legend = {"title": None, "orient": "top", "symbolSize": 90} if found else None
    domain = list(names.values())
    inks = [colour(verdict, theme) for verdict in verdicts]
    shapes = [LOOKS[verdict].shape for verdict in verdicts]
    signs: Spec = {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "fillOpacity": 0.45, "aria": True, "clip": False},
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
            "size": {
                "field": "events",
                "type": "quantitative",
                "scale": {"type": "linear", "domain": [0, most], "range": [SMALL, LARGE]},
                "legend": None,
            },
            "color": scaled(domain, inks, legend),
            "stroke": scaled(domain, inks, legend),
            "shape": scaled(domain, shapes, legend),
            **TOLD,
        },
    }
    height = round(width * ASPECT)
    edges = [point for outline in outlines for ring in outline.rings for point in ring]
    whole = {
        "title": titled(title, [words("chart.spots")]),
        "width": width,
        "height": height,
        "projection": projection([*edges, *(spot[:2] for spot in found)], width, height),
        "layer": [ground(outlines, theme), signs] if outlines else [signs],
    }
    return framed(whole, theme)


def scaled(domain: Sequence[str], range_: Sequence[str], legend: Spec | None) -> Spec:
    """Return how verdicts are told apart, by name."""
    scale = {"domain": domain, "range": range_}
    return {"field": "name", "type": "nominal", "scale": scale, "legend": legend}


def ground(outlines: Sequence[Outline], theme: Theme) -> Spec:
    """Return the outlines of places, unfilled."""
    lines = [feature(outline) for outline in outlines]
    return {
        "data": {"values": lines},
        "mark": {
            "type": "geoshape",
            "filled": False,
            "clip": False,
            "stroke": QUIETS[theme],
            "strokeWidth": 0.7,
        },
    }


def feature(outline: Outline) -> dict[str, Any]:
    """Return an outline as lines: as areas, their winding would say which side is inside."""
    rings = [[list(drawable(point)) for point in ring] for ring in outline.rings]
    return {
        "type": "Feature",
        "properties": {"name": on_one_line(outline.name)},
        "geometry": {"type": "MultiLineString", "coordinates": rings},
    }
