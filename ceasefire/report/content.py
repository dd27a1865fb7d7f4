"""Everything that a report shows, as plain data that each format writes in its own way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ceasefire.findings.counts import Tally
from ceasefire.findings.escapes import on_one_line
from ceasefire.findings.finding import Verdict
from ceasefire.findings.redaction import checked_decimals
from ceasefire.program.binding import LATER
from ceasefire.report.bands import Band, Outline, bands, outlines
from ceasefire.report.discretion import Discretion
from ceasefire.report.entries import Entries, Entry
from ceasefire.report.facts import CASUALTIES
from ceasefire.report.figures import is_open
from ceasefire.report.method import Method, method_of
from ceasefire.report.periods import bounded, grain
from ceasefire.report.stances import Inquiry, Open, Sides, docket_of, inquiry, sides
from ceasefire.report.tallies import Comparison, Row, comparison, cross, tables
from ceasefire.report.wording import ENGLISH, Words, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from ceasefire.analysis.casework import Docket
    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding
    from ceasefire.report.charts.beside import Charts
    from ceasefire.report.figures import Casualties, Figures, Line
    from ceasefire.report.findings import Findings
    from ceasefire.report.periods import Grain, Period

__all__ = ["Content", "content_of"]


@dataclass(frozen=True)
class Content:
    """What a report shows of some findings, made by :func:`content_of`.

    Each part is worked out when it is asked for, and then kept. Texts of feeds and rule
    files are safe to show and never markup: a format escapes what it would act on itself.
    Events go by their number, which is their place in ``entries`` from 0.

    ``whole`` are the findings of the whole feed, where ``findings`` are of some of its days.
    ``coarsen`` is how many decimals of a degree positions keep (``None`` for all), and with
    ``no_sources`` sources are left out.
    """

    findings: Findings
    whole: Findings
    grain: Grain
    words: Words
    coarsen: int | None = None
    no_sources: bool = False
    advance: Callable[[int], None] | None = field(default=None, repr=False, compare=False)

    @property
    def book(self) -> Book:
        """The book whose findings they are."""
        return self.findings.book

    @property
    def title(self) -> str:
        """What the rulebook is called."""
        return on_one_line(self.book.rulebook.title or self.book.id)

    @property
    def feed(self) -> str:
        """The name of the feed, without the folders of whoever made the report."""
        return on_one_line(Path(self.whole.feed.name).name)

    @property
    def reading(self) -> str:
        """What the reading in use is called."""
        reading = self.book.rulebook.readings[self.book.reading]
        return on_one_line(reading.title or reading.id)

    @cached_property
    def figures(self) -> Figures:
        """What is counted."""
        return self.findings.figures(self.grain)

    @cached_property
    def later(self) -> int:
        """How many events are later than what is known, and decided as though known."""
        return sum(LATER in finding.notes for finding in self.findings)

    @cached_property
    def _discretion(self) -> Discretion:
        return Discretion(self.findings.cases, self.coarsen, no_sources=self.no_sources)

    @cached_property
    def charts(self) -> Charts:
        """The charts of a page; another process begins to draw them once this is asked for."""
        from ceasefire.report.page.drawing import charts_of  # noqa: PLC0415  (loaded when wanted)

        return charts_of(self)

    # --- counts ---

    @property
    def span(self) -> Period | None:
        """The days that the report is of."""
        return self.figures.span

    @cached_property
    def headline(self) -> Tally:
        """The counts of every event."""
        return Tally.of(self.figures.every)

    @cached_property
    def elsewhere(self) -> int:
        """How many events have an id that the feed also has for one outside the report."""
        here, every = (
            Counter(case.event.id for case in found.cases) for found in (self.findings, self.whole)
        )
        return sum(count for name, count in here.items() if every[name] > count)

    @cached_property
    def comparison(self) -> Comparison | None:
        """A period beside the one before it, if the feed reaches so far back."""
        return comparison(self.figures, self.whole)

    @property
    def ended(self) -> date | None:
        """The last day of which the feed has an event, if the report begins after it."""
        ends, since = self.whole.ends, self.findings.since
        return ends if ends is not None and since is not None and ends < since else None

    @property
    def timeline(self) -> tuple[Line, ...]:
        """The counts of each period in order."""
        return self.figures.timeline

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """The instruments that are, or may be, in force in these days."""
        return bands(self.book, self.span)

    @cached_property
    def tables(self) -> Mapping[str, tuple[Row, ...]]:
        """The counts by each of :data:`~ceasefire.report.tallies.TABLES`."""
        found = tables(self.figures)
        return {key: tuple(map(self._named, rows)) for key, rows in found.items()}

    @cached_property
    def cross(self) -> tuple[Row, ...]:
        """The counts by kind, party named as actor and place together."""
        return tuple(map(self._named, cross(self.figures)))

    def _named(self, row: Row) -> Row:
        return row._replace(names=self._discretion.shown(tuple(map(on_one_line, row.names))))

    @cached_property
    def casualties(self) -> Mapping[str, Mapping[Verdict, Casualties]]:
        """People killed and wounded by verdict, of the numbers that some event tells."""
        every = {name: self.figures.casualties(name) for name in CASUALTIES}
        return {
            name: found
            for name, found in every.items()
            if any(case.facts.casualties[name].told for case in self.findings.cases)
        }

    # --- places ---

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """The places that the rulebook has outlines of."""
        return outlines(self.book)

    # --- events ---

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every event with its finding, in the order of the feed."""
        made = Entries(self.book, coarsen=self.coarsen, no_sources=self.no_sources)
        found = []
        for case in self.findings.cases:
            found.append(self._discretion.shown(made.entry(self._discretion.case(case))))
            if self.advance is not None:
                self.advance(1)
        return tuple(found)

    @cached_property
    def undetermined(self) -> tuple[int, ...]:
        """The events of which more than one thing is possible."""
        return self._numbers(is_open)

    @cached_property
    def excluded(self) -> tuple[int, ...]:
        """The events that the agreement does not reach, on the facts as stated."""
        return self._numbers(lambda finding: finding.verdict is Verdict.EXCLUDED)

    def _numbers(self, wanted: Callable[[Finding], bool]) -> tuple[int, ...]:
        return tuple(n for n, finding in enumerate(self.findings) if wanted(finding))

    # --- under other answers ---

    @cached_property
    def _docket(self) -> Docket:
        return docket_of(self.findings)

    @cached_property
    def sides(self) -> Sides:
        """The readings side by side, and the events on which they differ."""
        found = sides(self.findings, self._docket, self.words, self.advance)
        return self._discretion.shown(found)

    @cached_property
    def inquiry(self) -> Inquiry:
        """What to find out first, and what would settle each event."""
        return self._discretion.shown(inquiry(self.book, self._docket, self.advance))

    def settling(self, number: int) -> Open | None:
        """Return what would settle an event, by its number; nothing of one that is settled."""
        return self.inquiry.cases.get(number)

    # --- method ---

    @cached_property
    def method(self) -> Method:
        """How the report was made, and what became of the rows without a finding."""
        discreet = self._discretion.redaction.active
        return method_of(self.findings, self.whole, self.words, discreet=discreet)


def content_of(  # noqa: PLR0913  (each a choice of its own)
    findings: Findings,
    *,
    whole: Findings | None = None,
    period: str = "day",
    language: str = ENGLISH,
    coarsen: int | None = None,
    no_sources: bool = False,
    advance: Callable[[int], None] | None = None,
) -> Content:
    """Return what a report shows of findings.

    ``whole`` are those of the whole feed where ``findings`` were narrowed to some days: the
    days before are compared with. ``period`` is ``day``, ``week`` or ``month``. Positions
    keep so many decimals of a degree as ``coarsen`` says, and with ``no_sources`` sources
    are left out. ``advance`` is told of each event that is explained, or weighed under other
    answers.

    Raises :class:`~ceasefire.errors.UsageError` for a period, a language or decimals that
    there are not, and for more periods than can be counted.
    """
    content = Content(
        findings,
        findings if whole is None else whole,
        grain(period),
        wording(language),
        checked_decimals(coarsen),
        no_sources,
        advance,
    )
    if content.span is not None:
        bounded(content.span, content.grain)
    return content
