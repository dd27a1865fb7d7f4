"""Charts of findings for notebooks, as Altair has them: ``findings.plot``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import MissingExtraError, UsageError
from ceasefire.findings.counts import Tally, told
from ceasefire.findings.redaction import Redaction, checked_decimals
from ceasefire.report.bands import bands, outlines
from ceasefire.report.charts import bars, casualties, places, spots, timeline
from ceasefire.report.periods import grain, suited
from ceasefire.report.stances import docket_of, sides
from ceasefire.report.tallies import TABLES, Row
from ceasefire.report.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from altair import LayerChart, VConcatChart

    from ceasefire.report.charts import Spec, Theme
    from ceasefire.report.findings import Findings
    from ceasefire.report.periods import Grain

__all__ = ["Plot"]

Point = tuple[float, float]

NARROW: Final = 640
"""How wide a chart is in a notebook by default, in pixels."""

NARROWEST: Final = 240
"""How wide a chart is at the least, in pixels, so that it has room for more than its texts."""


class Plot:
    """Draws charts of findings, made by ``findings.plot``; each count has its bounds.

    What is settled is filled, what is possible pale, and a line or tick is the count as the
    facts are stated. ``dark`` is for dark notebooks; charts have a ground of their own and can be
    read on any. ``width`` is in pixels, about, and at least 240. All raise
    :class:`~ceasefire.errors.MissingExtraError` where Altair is missing, and
    :class:`~ceasefire.errors.UsageError` for a width that is less.
    """

    def __init__(self, findings: Findings) -> None:
        """Take the findings."""
        self.findings = findings
        self.words = wording()

    def timeline(
        self, period: Grain | None = None, *, dark: bool = False, width: int = NARROW
    ) -> VConcatChart:
        """Return findings by ``day``, ``week`` or ``month``, below the instruments in force.

        Without a ``period`` it is the shortest that can be told apart. Raises
        :class:`~ceasefire.errors.UsageError` for any other.
        """
        span = self.findings.figures().span
        figures = self.findings.figures(grain(period) if period else suited(span))
        spec = timeline(
            figures.timeline,
            bands(self.findings.book, span),
            title=self.words("section.timeline"),
            **self._look(dark=dark, width=width),
        )
        return stacked(spec)

    def counts(
        self, by: str = "actor", *, most: int = 12, dark: bool = False, width: int = NARROW
    ) -> LayerChart:
        """Return findings by ``actor``, ``target``, ``kind``, ``place`` or ``verification``.

        Those of most events are drawn, at most ``most``, from 1 on. Raises
        :class:`~ceasefire.errors.UsageError` for what is not counted by, and for fewer.
        """
        bounded("most", most, least=1)
        counted = self.findings.counts(by)
        rows = [Row((name,), Tally.of(count)) for name, count in counted.items()]
        title = self.words(f"rows.{by}") if by in TABLES else ""
        look = self._look(dark=dark, width=width)
        return layered(bars(rows, title=title, most=most, **look))

    def readings(self, *, dark: bool = False, width: int = NARROW) -> LayerChart:
        """Return the findings under each reading of the rulebook, the default first.

        Every event is decided anew under each, which takes its time.
        """
        book = self.findings.book
        found = sides(self.findings, docket_of(self.findings), self.words).rows
        rows = [Row((side.reading,), side.tally) for side in found] or [
            Row((book.reading,), Tally.of(self.findings.figures().every))
        ]
        title = self.words("section.readings")
        look = self._look(dark=dark, width=width)
        return layered(bars(rows, title=title, most=len(rows), **look))

    def casualties(
        self, of: str = "killed", *, dark: bool = False, width: int = NARROW
    ) -> LayerChart:
        """Return the people ``killed``, ``civilians_killed`` or ``wounded``, by verdict.

        Raises :class:`~ceasefire.errors.UsageError` for any other number.
        """
        found = self.findings.figures().casualties(of)
        title = self.words(f"casualties.{of}")
        look = self._look(dark=dark, width=width)
        return layered(casualties(found, title=title, **look))

    def map(
        self, *, coarsen: int | None = None, dark: bool = False, width: int = NARROW
    ) -> LayerChart:
        """Return where events were, by verdict, on the outlines of the rulebook's places.

        ``coarsen`` rounds positions to so many decimals of a degree, from 0 to 9. Events
        without a position are left out. Nothing is asked of any network. Raises
        :class:`~ceasefire.errors.UsageError` for other decimals.
        """
        spec = places(
            spots(points(self.findings, Redaction(coarsen=checked_decimals(coarsen)))),
            outlines(self.findings.book),
            title=self.words("section.map"),
            **self._look(dark=dark, width=width),
        )
        return layered(spec)

    def _look(self, *, dark: bool, width: int) -> dict[str, Any]:
        bounded("width", width, least=NARROWEST)
        theme: Theme = "dark" if dark else "light"
        return {"words": self.words, "theme": theme, "width": width}


def bounded(name: str, value: object, *, least: int) -> None:
    """Refuse what is no whole number from the least on."""
    if not isinstance(value, int) or value < least:
        message = f"{name}: `{value}` cannot be; give a whole number of at least {least}"
        raise UsageError(message)


def points(findings: Findings, redaction: Redaction) -> Iterator[tuple[Point | None, str]]:
    """Yield where each event was, as it may be shown, and its verdict."""
    for case in findings.cases:
        point = case.facts.point
        if point is not None and redaction.coarsen is not None:
            lon, lat = map(redaction.rounded, point)
            point = lon, lat
        yield point, told(case.finding)


def stacked(spec: Spec) -> VConcatChart:
    """Return a chart of several parts, one below the other."""
    data: Spec = {}
    made: VConcatChart = altair().VConcatChart.from_dict(named(spec, data))
    made.datasets = data
    return made


def layered(spec: Spec) -> LayerChart:
    """Return a chart of one part."""
    data: Spec = {}
    made: LayerChart = altair().LayerChart.from_dict(named(spec, data))
    made.datasets = data
    return made


def named(spec: Any, data: Spec) -> Any:  # noqa: ANN401  (any part of a specification)
    """Return a specification that names its data, which is put into ``data``.

    Altair takes a thousand times as long to read a row of data as to hand it on.
    """
    if isinstance(spec, list):
        return [named(part, data) for part in spec]
    if not isinstance(spec, dict):
        return spec
    if "values" in spec.get("data", ()):
        name = f"data-{len(data) + 1}"
        data[name] = spec["data"]["values"]
        spec = {**spec, "data": {"name": name}}
    return {key: named(part, data) for key, part in spec.items()}


def altair() -> ModuleType:
    """Return Altair."""
    try:
        import altair as alt  # noqa: PLC0415  (loaded when wanted)
    except ModuleNotFoundError as error:
        raise MissingExtraError("Altair", "report") from error
    return alt
