"""The options of commands that analyse a feed, and how they open it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ceasefire.analysis.casework import Docket
    from ceasefire.book import Book
    from ceasefire.cli.analysing.pages import Page

__all__ = [
    "FeedArgument",
    "FeedForm",
    "FeedOption",
    "Layout",
    "LayoutOption",
    "Output",
    "analysed",
]


class Layout(StrEnum):
    """How a page is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


FeedArgument = Annotated[
    str | None, typer.Argument(metavar="FEED", help="A feed, or - for standard input.")
]

FeedOption = Annotated[
    str | None, typer.Option("--feed", metavar="FEED", help="The same as an option.")
]

FeedForm = Annotated[
    str | None,
    typer.Option(metavar="FORMAT", help="What the feed is, as --format of classify."),
]

LayoutOption = Annotated[
    Layout | None,
    typer.Option(
        "--format", help="How to write it; by default as the extension of FILE says, or as text."
    ),
]

Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE: .json, .csv, .md or .txt."),
]


def analysed(
    book: "Book",
    feeds: tuple[str | None, str | None],
    form: str | None,
    analyse: "Callable[[Docket, Callable[[int], None]], tuple[Page, Mapping[str, Any]]]",
    target: tuple[Layout | None, str | None],
) -> None:
    """Analyse a feed, named as an argument or as an option, and write what comes of it.

    ``analyse`` makes a page of the events, and the same for programs; it says how far it
    is. ``target`` is the format and the file that are asked for. Rows that cannot be read
    are listed on standard error.
    """
    from ceasefire.analysis.casework import Docket  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.analysing.writing import EXTENSIONS, write  # noqa: PLC0415  (likewise)
    from ceasefire.cli.extensions import form_of  # noqa: PLC0415  (likewise)
    from ceasefire.cli.progress import Watch, watched  # noqa: PLC0415  (likewise)
    from ceasefire.cli.results import untouched  # noqa: PLC0415  (likewise)
    from ceasefire.events.feeds import read_feed  # noqa: PLC0415  (likewise)
    from ceasefire.findings.output import check  # noqa: PLC0415  (likewise)

    place = one_of(feeds)
    layout = form_of(*target, EXTENSIONS, Layout.TEXT)
    with untouched(target[1], place):
        feed = read_feed(place, form, rulebook=book.rulebook)
        if target[1] not in {None, "-"}:
            check(Path(str(target[1])), feed)
        events = Docket(book, feed.name)
        for record in watched(feed):
            events.add(record)
        events.check()
        with Watch(feed, "weighing", "weighed") as watch:
            page, data = analyse(events, watch.advance)
    write(page, data, layout, target[1])
    complain_of(events)


def one_of(feeds: tuple[str | None, str | None]) -> str:
    """Return the feed, which is named once, either way."""
    named = [feed for feed in feeds if feed is not None]
    if len(named) != 1:
        problem = "the feed is named twice" if named else "no feed is named"
        raise UsageError(f"{problem}: write it once, as FEED or as --feed FEED")
    return named[0]


def complain_of(events: "Docket") -> None:
    """List the rows that could not be read or decided on standard error."""
    from ceasefire.cli.rejects import Rejects  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (loaded when wanted)

    rejects = Rejects()
    rejects.rows, rejects.problems, rejects.aside = events.rejected, events.problems, events.aside
    rejects.show(Screen(error=True), events.rows)
