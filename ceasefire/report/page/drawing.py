"""The charts of the page, and its small bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.findings.counts import Spread
    from ceasefire.report.charts import Spec
    from ceasefire.report.content import Content

__all__ = ["Bar", "Drawing"]

WHOLE: Final = 1000


class Bar(NamedTuple):
    """A small bar in thousandths of its width: what is settled, as stated, and possible."""

    low: int
    stated: int
    high: int


class Drawing:
    """Draws what the page shows."""

    def __init__(self, content: Content) -> None:
        """Take the content."""
        self.content = content

    def bar(self, spread: Spread, every: int) -> Bar:
        """Return the bar of a count among all events."""
        whole = max(every, 1)
        return Bar(*(round(WHOLE * n / whole) for n in (spread.low, spread.stated, spread.high)))

    def charts(self) -> Iterator[tuple[str, Spec, str]]:
        """Yield the charts, each with the part of the page that it belongs to and its label."""
        from ceasefire.report import charts  # noqa: PLC0415  (loaded when wanted)

        content, words = self.content, self.content.words
        if content.timeline:
            spec = charts.timeline(content.timeline, content.bands, words=words)
            yield "timeline", spec, words("page.chart_timeline")
        for field, by in content.casualties.items():
            spec = charts.casualties(by, words=words)
            yield field, spec, words("page.chart_casualties")
