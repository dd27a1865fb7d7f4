"""``ceasefire report``: the findings of a feed written up, for people to read."""

from enum import StrEnum
from typing import Annotated

import typer

from ceasefire.cli.options import AsOf, FeedPath, Reading, Rules, opened
from ceasefire.errors import UsageError

__all__ = ["report"]


class Form(StrEnum):
    """How a report is written."""

    HTML = "html"
    PDF = "pdf"
    MARKDOWN = "markdown"
    DOCX = "docx"


class Length(StrEnum):
    """How long the periods are in which events are counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def report(  # noqa: PLR0913  (each an option of its own)
    feed: FeedPath,
    *,
    rules: Rules,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to FILE, whose extension says the format: html, pdf, md or docx; "
            "without it, or as -, Markdown to standard output.",
        ),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="How to write it; by default as the extension says."),
    ] = None,
    feed_format: Annotated[
        str | None,
        typer.Option(metavar="FORMAT", help="What the feed is, as --format of classify."),
    ] = None,
    period: Annotated[
        Length | None,
        typer.Option(help="How long the periods are; by default as suits the days."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only events from this day on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only events up to this day.")
    ] = None,
    reading: Reading = None,
    as_of: AsOf = None,
    coarsen: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=9, help="Round positions to N decimals of a degree."),
    ] = None,
    no_sources: Annotated[
        bool, typer.Option("--no-sources", help="Leave sources out of the report.")
    ] = False,
) -> None:
    """Write up the findings of a feed: figures with bounds, charts, a map and every event.

    A page of HTML is one file that needs nothing beside it and asks no network. With --from
    or --until the days before are compared with, as far as the feed goes. Rows that cannot
    be read are listed on standard error, and in the report.
    """
    from ceasefire.cli.reporting import Target, Wishes, write  # noqa: PLC0415  (help must not wait)
    from ceasefire.cli.results import untouched  # noqa: PLC0415  (likewise)
    from ceasefire.events.feeds import read_feed  # noqa: PLC0415  (likewise)
    from ceasefire.report.periods import day  # noqa: PLC0415  (likewise)

    days = day(since, "--from"), day(until, "--until")
    if days[0] and days[1] and days[0] > days[1]:
        raise UsageError(f"--from {days[0]} is later than --until {days[1]}")
    target = Target.of(form, output)
    with untouched(output, feed):
        book = opened(rules, reading, as_of)
        source = read_feed(feed, feed_format, rulebook=book.rulebook)
        target.check(source)
        write(book, source, target, Wishes(days, period, coarsen, no_sources))
