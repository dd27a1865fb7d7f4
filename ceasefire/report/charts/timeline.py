"""Findings by time, with bounds, below a band for each instrument that is in force."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ceasefire.findings.counts import COUNTED, Spread
from ceasefire.findings.finding import Verdict
from ceasefire.report.charts.inforce import Force
from ceasefire.report.charts.style import (
    PALE,
    TOLD,
    WIDTH,
    colour,
    framed,
    marked,
    moment,
    titled,
    whole,
)
from ceasefire.report.palette import INKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.report.bands import Band
    from ceasefire.report.charts.style import Spec, Theme
    from ceasefire.report.figures import Line
    from ceasefire.report.wording import Words

__all__ = ["timeline"]

SHOWN: Final = (*COUNTED, Verdict.UNDETERMINED)

AXIS: Final = 56
"""What the axis takes of a chart's width, in pixels."""

HEIGHT: Final = 110
LEAST: Final = 34
LABEL: Final = 96
"""How much room a date has, in pixels."""

DAY: Final = timedelta(days=1)


def timeline(  # noqa: PLR0913  (each a choice of its own)
    lines: Sequence[Line],
    bands: Sequence[Band] = (),
    *,
    words: Words,
    title: str = "",
    theme: Theme = "light",
    width: int = WIDTH,
) -> Spec:
    """Return a chart of the counts of each period, by verdict, one above the other.

    All parts have one scale: an event is as high in each. ``bands`` are drawn above, and
    ``words`` say what is what; ``width`` is in pixels. Without a period there is nothing to
    draw, and what comes back is empty.
    """
    if not lines:
        nothing = {"mark": "point", "data": {"values": []}}
        return framed({"title": titled(title), "vconcat": [nothing]}, theme)
    panels = Panels(lines, words, width - AXIS, theme)
    parts = [panels.panel(verdict) for verdict in panels.verdicts]
    parts[-1]["layer"][0]["encoding"]["x"] = panels.x(dates=True)
    if bands:
        force = Force(bands, panels.x(), words, theme)
        parts.insert(0, {"width": panels.width, **force.part()})
    chart = {
        "title": titled(title, [words("chart.bounds")]) | {"offset": 12},
        "vconcat": parts,
        "spacing": 32,
        "bounds": "flush",
    }
    return framed(chart, theme)


class Panels:
    """What the parts of a timeline share: the time, and how high an event is."""

    def __init__(self, lines: Sequence[Line], words: Words, width: int, theme: Theme) -> None:
        """Take the periods, in order."""
        self.lines = lines
        self.words = words
        self.width = width
        self.theme = theme
        self.rows = {verdict: [self.row(line, verdict) for line in lines] for verdict in SHOWN}
        self.most = {
            verdict: max(row["high"] for row in rows) for verdict, rows in self.rows.items()
        }
        self.verdicts = [verdict for verdict in SHOWN if self.most[verdict]] or [SHOWN[0]]
        self.unit = HEIGHT / max(*self.most.values(), 1)

    def row(self, line: Line, verdict: Verdict) -> dict[str, Any]:
        """Return the counts of a period and verdict, also in words.

        The stated facts alone say what is undetermined: it has no bounds, nor a line.
        """
        first, last = line.period
        stated = line.stated.get(verdict, 0)
        bounds = (line.low.get(verdict, 0), line.high.get(verdict, 0))
        spread = Spread(stated, *(bounds if verdict in COUNTED else (0, stated)))
        exact = verdict not in COUNTED or spread.low == spread.stated == spread.high
        number = self.words(f"number.{'exact' if exact else 'range'}", **spread._asdict())
        key = "period.one_day" if first == last else "period.days"
        told = {
            "what": self.words(key, first=first, last=last),
            "verdict": self.words(f"verdict.{verdict}"),
            "number": number,
        }
        return {
            "from": moment(first),
            "until": moment(last + DAY),
            **spread._asdict(),
            "told": self.words("chart.told", **told),
        }

    def x(self, *, dates: bool = False) -> Spec:
        """Return the axis of time, with dates or without."""
        step = max(1, -(-len(self.lines) // max(self.width // LABEL, 1)))
        axis = {
            "title": None,
            "values": [moment(line.period.first) for line in self.lines[::step]],
            "format": "%Y-%m-%d",
            "labels": dates,
            "ticks": dates,
            "labelFlush": True,
        }
        ends = [moment(self.lines[0].period.first), moment(self.lines[-1].period.last + DAY)]
        scale = {"type": "utc", "domain": ends}
        return {"field": "from", "type": "temporal", "scale": scale, "axis": axis}

    def panel(self, verdict: Verdict) -> Spec:
        """Return the part of one verdict: what is possible, settled, and stated."""
        ink = colour(verdict, self.theme)
        height = max(LEAST, round(self.most[verdict] * self.unit))
        end = height / self.unit
        axis = {"title": None, "format": "d", "values": whole(end, height // 25)}
        y = {"type": "quantitative", "scale": {"domain": [0, end]}, "axis": axis}
        time = {"x": self.x(), "x2": {"field": "until"}}
        bar = {"type": "bar", "color": ink, "aria": True}
        possible: Spec = {
            "mark": {**bar, "fillOpacity": PALE},
            "encoding": {**time, "y": {**y, "field": "low"}, "y2": {"field": "high"}, **TOLD},
        }
        settled: Spec = {
            "mark": bar,
            "transform": [{"filter": "datum.low > 0"}, {"calculate": "0", "as": "none"}],
            "encoding": {**time, "y": {**y, "field": "none"}, "y2": {"field": "low"}, **TOLD},
        }
        stated: Spec = {
            "mark": {"type": "rule", "color": INKS[self.theme], "strokeWidth": 1.5},
            "transform": [{"filter": "datum.stated > 0"}],
            "encoding": {**time, "y": {**y, "field": "stated"}},
        }
        named = marked(verdict, self.words)
        bounded = verdict in COUNTED
        return {
            "title": titled(
                named if bounded else self.words("chart.as_stated", verdict=named), ink=ink
            ),
            "width": self.width,
            "height": height,
            "data": {"values": [row for row in self.rows[verdict] if row["high"]]},
            "layer": [possible, settled, stated] if bounded else [possible],
        }
