"""``ceasefire compare``: the readings of a rulebook side by side, and where they differ."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ceasefire.cli.analysing.options import (
    FeedArgument,
    FeedForm,
    FeedOption,
    LayoutOption,
    Output,
    analysed,
)
from ceasefire.cli.options import AsOf, Rules, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.analysis.casework import Docket
    from ceasefire.cli.analysing.pages import Page

__all__ = ["compare"]

ALL = "all"


def compare(  # noqa: PLR0913  (each an option of its own)
    feed: FeedArgument = None,
    *,
    rules: Rules,
    feed_option: FeedOption = None,
    feed_format: FeedForm = None,
    readings: Annotated[
        str,
        typer.Option(metavar="NAMES", help="The readings, as in text,moscow; all by default."),
    ] = ALL,
    as_of: AsOf = None,
    form: LayoutOption = None,
    output: Output = None,
) -> None:
    """Set the verdicts of several readings side by side, and say on what they differ.

    Counts by reading and verdict, the verdicts of each two readings against each other, and
    the events that are disputed with the answers, or the speakers credited, that each
    dispute turns on: the smallest sets that must change for it to end.
    """
    from ceasefire.analysis.comparing import comparable  # noqa: PLC0415  (help must not wait for it)

    book = opened(rules, None, as_of)
    wanted = [name.strip() for name in readings.split(",") if name.strip()]
    names = comparable(book, book.readings if wanted == [ALL] else wanted)

    def page(
        events: "Docket", advance: "Callable[[int], None]"
    ) -> "tuple[Page, Mapping[str, Any]]":
        from ceasefire.analysis.comparing import compare as work_out  # noqa: PLC0415  (likewise)
        from ceasefire.cli.analysing.compared import page_of  # noqa: PLC0415  (likewise)

        found = work_out(book, events, names, advance=advance)
        return page_of(found), found.to_dict()

    analysed(book, (feed, feed_option), feed_format, page, (form, output))
