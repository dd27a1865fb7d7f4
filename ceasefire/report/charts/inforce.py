"""A band for each instrument, from when to when it is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.findings.escapes import on_one_line
from ceasefire.report.charts.style import TOLD, moment, titled
from ceasefire.report.palette import QUIETS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ceasefire.report.bands import Band
    from ceasefire.report.charts.style import Spec, Theme
    from ceasefire.report.wording import Words

__all__ = ["Force"]

BAND: Final = 28
"""How high a band is, with its title above it, in pixels."""

LATE: Final = 0.6
"""After this part of the time a title ends where its band does, so that it has room."""


class Force:
    """Draws bands under the axis of time of other charts."""

    def __init__(self, bands: Sequence[Band], x: Spec, words: Words, theme: Theme) -> None:
        """Take the bands, and the axis."""
        self.bands = bands
        self.x = x
        self.words = words
        self.quiet = QUIETS[theme]

    def part(self) -> Spec:
        """Return the part of a chart that has the bands, each below its title."""
        rows = [row for band in self.bands for row in self.stretches(band)]
        names = [self.label(band) for band in self.bands]
        unsure = any(not row["sure"] for row in rows)
        return {
            "title": titled(
                self.words("chart.in_force"), [self.words("chart.open")] if unsure else []
            ),
            "height": {"step": BAND},
            "data": {"values": rows},
            "layer": [
                self.drawn("!datum.sure", fillOpacity=0, stroke=self.quiet, strokeDash=[3, 2]),
                self.drawn("datum.sure", stroke=self.quiet),
                *(self.titles(names, align) for align in ("left", "right")),
            ],
        }

    @property
    def y(self) -> Spec:
        """The axis of instruments, in their order."""
        return {
            "field": "id",
            "type": "nominal",
            "sort": [band.id for band in self.bands],
            "axis": None,
        }

    def drawn(self, kept: str, **look: object) -> Spec:
        """Return the stretches of one sort."""
        bar = {"type": "bar", "height": 7, "yOffset": 7, "color": self.quiet, "aria": True}
        return {
            "mark": {**bar, **look},
            "transform": [{"filter": kept}],
            "encoding": {"x": self.x, "x2": {"field": "until"}, "y": self.y, **TOLD},
        }

    def titles(self, names: Sequence[Spec], align: str) -> Spec:
        """Return the titles that begin, or end, where their bands do."""
        return {
            "mark": {"type": "text", "yOffset": -4, "baseline": "middle", "align": align},
            "data": {"values": [each for each in names if each["align"] == align]},
            "encoding": {"x": self.x, "y": self.y, "text": {"field": "title"}},
        }

    def stretches(self, band: Band) -> list[dict[str, Any]]:
        """Return the stretches of an instrument, those that are unsure before the others."""
        unsure = [each for each in band.perhaps if each not in band.sure]
        return [
            *(self.stretch(band, each, "chart.perhaps") for each in unsure),
            *(self.stretch(band, each, "chart.stretch") for each in band.sure),
        ]

    def stretch(self, band: Band, span: tuple[datetime, datetime], key: str) -> dict[str, Any]:
        """Return one stretch, also in words."""
        first, last = (f"{end:%Y-%m-%d %H:%M}" for end in span)
        start, end = map(moment, span)
        told = self.words(key, title=on_one_line(band.title), first=first, last=last)
        sure = key == "chart.stretch"
        return {"id": band.id, "from": start, "until": end, "sure": sure, "told": told}

    def label(self, band: Band) -> dict[str, Any]:
        """Return where the title of an instrument stands, so that it is not cut off."""
        lo, hi = self.x["scale"]["domain"]
        begins, ends = moment(band.perhaps[0][0]), moment(band.perhaps[-1][1])
        late = begins - lo > (hi - lo) * LATE
        align, at = ("right", ends) if late else ("left", begins)
        return {"id": band.id, "from": at, "title": on_one_line(band.title), "align": align}
