"""Reads a feed, decides it and writes the report, and says how far it is."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from ceasefire.cli.extensions import form_of
from ceasefire.cli.notes import Notes
from ceasefire.cli.progress import Watch
from ceasefire.cli.rejects import Rejects
from ceasefire.cli.terminal import Screen, amount
from ceasefire.errors import UsageError
from ceasefire.findings.output import check
from ceasefire.report.collecting import Collector
from ceasefire.report.content import content_of
from ceasefire.report.periods import suited
from ceasefire.report.writing import FORMATS, ready, write_report, write_to

if TYPE_CHECKING:
    from datetime import date

    from ceasefire.book import Book
    from ceasefire.events.feeds import Feed
    from ceasefire.report.content import Content
    from ceasefire.report.findings import Findings

__all__ = ["REPEATED", "Target", "Wishes", "write"]

EXTENSIONS = {extension: name for name, each in FORMATS.items() for extension in each.extensions}


REPEATED: Final = (
    "the id was used before; each is counted, and `ceasefire watch` lets the latest of an id stand"
)
"""What is noted of events whose id the feed has for one before."""


class Wishes(NamedTuple):
    """What is to be reported, and how: the days, the periods, and what is not to be shown."""

    days: tuple[date | None, date | None]
    period: str | None
    coarsen: int | None
    no_sources: bool


class Target(NamedTuple):
    """Where a report goes: a file, or ``None`` for standard output, and its format."""

    path: Path | None
    form: str

    @classmethod
    def of(cls, form: str | None, place: str | None) -> Self:
        """Return the target of the options, once it is sure that it can be written.

        Raises :class:`~ceasefire.errors.UsageError` where there is no such format or place,
        and :class:`~ceasefire.errors.MissingExtraError` where a library is missing.
        """
        chosen = form_of(form and str(form), place, EXTENSIONS, "markdown")
        path = None if place in {None, "-"} else Path(str(place))
        if path is None and not FORMATS[chosen].text and sys.stdout.isatty():
            raise UsageError(f"a {chosen} is nothing for a terminal; name a file with -o FILE")
        ready(chosen)
        return cls(path, chosen)

    def check(self, feed: Feed) -> None:
        """Refuse a place that is the feed itself."""
        if self.path is not None:
            check(self.path, feed)


def write(book: Book, feed: Feed, target: Target, wishes: Wishes) -> None:
    """Write the report of a feed, and say what became of its rows."""
    with Watch(feed) as watch:
        whole = Collector(book, lambda _: watch.advance(1)).feed(feed)
    since, until = wishes.days
    findings = whole.between(since, until) if since or until else whole
    period = wishes.period or suited(findings.figures().span)
    stages = Stages(feed)
    content = content_of(
        findings,
        whole=whole,
        period=str(period),
        coarsen=wishes.coarsen,
        no_sources=wishes.no_sources,
        advance=stages.advance,
    )
    # Charts are drawn while the rest is worked out.
    with content.charts if target.form == "html" else nullcontext():
        stages.pass_through(content)
        deliver(content, target)
    screen = Screen(error=target.path is None)
    if target.path is not None:
        screen.line(f"a report of {amount(len(findings), 'events')} is in {target.path}")
    complain_of(whole, findings)


class Stages:
    """Works out beforehand what takes long, and shows how far each stage is."""

    def __init__(self, feed: Feed) -> None:
        """Take the feed, whose rows are told of."""
        self.feed = feed
        self.watch: Watch | None = None

    def pass_through(self, content: Content) -> None:
        """Work out the parts of a report that are of each event, one after the other."""
        for doing, done, part in (
            ("explaining", "explained", "entries"),
            ("comparing", "compared", "sides"),
            ("weighing", "weighed", "inquiry"),
        ):
            with Watch(self.feed, doing, done) as self.watch:
                getattr(content, part)

    def advance(self, rows: int) -> None:
        """Show that some more events have been dealt with."""
        if self.watch is not None:
            self.watch.advance(rows)


def deliver(content: Content, target: Target) -> None:
    """Put a report in its place."""
    if target.path is not None:
        write_report(content, target.path, format=target.form)
        return
    stream: Any = sys.stdout
    write_to(content, getattr(stream, "buffer", stream), target.form)


def complain_of(whole: Findings, findings: Findings) -> None:
    """Tell of rows that have no finding, and of ids that were used before, on standard error."""
    screen, feed = Screen(error=True), whole.feed
    rejects = Rejects()
    rejects.rows, rejects.problems, rejects.aside = feed.rejected, list(feed.problems), feed.aside
    rejects.show(screen, feed.rows)
    notes = Notes()
    if findings.repeated:
        notes.add([REPEATED], findings.repeated)
    notes.show(screen)
