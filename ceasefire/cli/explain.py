"""``ceasefire explain``: says in words why events of a feed are decided as they are."""

from typing import TYPE_CHECKING, Annotated

import typer

from ceasefire.cli.options import (
    AnyReading,
    AsOf,
    FeedFormat,
    FeedPath,
    Reading,
    ReportFormat,
    Rules,
    opened,
)
from ceasefire.errors import FeedError, Problem, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.book import Book
    from ceasefire.events.feeds import Feed
    from ceasefire.findings.finding import Finding

__all__ = ["explain"]

FEW = 20
"""How many events are explained without being named."""


def explain(  # noqa: PLR0913  (each an option of its own)
    feed: FeedPath,
    *,
    rules: Rules,
    event: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="ID", help="An event to explain; may be given again."),
    ] = None,
    form: ReportFormat = "text",
    feed_format: Annotated[
        str | None,
        typer.Option("--feed-format", metavar="FORMAT", help="As --format of classify."),
    ] = None,
    reading: Reading = None,
    as_of: AsOf = None,
    any_reading: AnyReading = False,
) -> None:
    """Say why events are decided as they are: in words, or as data, a JSON object a line."""
    from ceasefire.cli.terminal import Screen, json_text  # noqa: PLC0415  (help must not wait)
    from ceasefire.events.feeds import read_feed  # noqa: PLC0415

    book = opened(rules, reading, as_of)
    source = read_feed(feed, feed_format, rulebook=book.rulebook)
