"""The charts of the page, and its small bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ceasefire.findings.counts import Spread
    from ceasefire.report.charts import Spec
    from ceasefire.report.charts.beside import Charts
    from ceasefire.report.content import Content

__all__ = ["Bar", "Drawing", "charts_of"]

WHOLE: Final = 1000

MANY: Final = 500
"""From so many events on, to write up takes longer than another process to begin."""


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


def charts_of(content: Content) -> Charts:
    """Return the charts of a page, by the parts that they belong to, as they are drawn."""
    from ceasefire.report import charts  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.report.charts.beside import Charts  # noqa: PLC0415  (likewise)

    words = content.words
    found: dict[str, tuple[Spec, str]] = {}
    if content.timeline:
        spec = charts.timeline(content.timeline, content.bands, words=words)
        found["timeline"] = spec, words("page.chart_timeline")
    for field, by in content.casualties.items():
        spec = charts.casualties(by, words=words)
        found[field] = spec, words("page.chart_casualties")
    return Charts(found, apart=len(content.findings) >= MANY)
