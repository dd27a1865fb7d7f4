"""``ceasefire settle``: what to find out, that most findings may be settled."""

from typing import TYPE_CHECKING, Any

from ceasefire.cli.analysing.options import (
    FeedArgument,
    FeedForm,
    FeedOption,
    LayoutOption,
    Output,
    analysed,
)
from ceasefire.cli.options import AsOf, Reading, Rules, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.analysis.casework import Docket
    from ceasefire.cli.analysing.pages import Page

__all__ = ["settle"]


def settle(  # noqa: PLR0913  (each an option of its own)
    feed: FeedArgument = None,
    *,
    rules: Rules,
    feed_option: FeedOption = None,
    feed_format: FeedForm = None,
    reading: Reading = None,
    as_of: AsOf = None,
    form: LayoutOption = None,
    output: Output = None,
) -> None:
    """List the facts that would settle most findings, once they are established.

    A fact is a field of an event, a question that the reading leaves open, or whether an
    account is right; each comes with the events it settles, and to what. Facts that settle
    an event only two together are told as such.
    """
    book = opened(rules, reading, as_of)

    def page(
        events: "Docket", advance: "Callable[[int], None]"
    ) -> "tuple[Page, Mapping[str, Any]]":
        from ceasefire.analysis.settling import settle as work_out  # noqa: PLC0415  (help must not wait for it)
        from ceasefire.cli.analysing.inquired import page_of  # noqa: PLC0415  (likewise)

        found = work_out(book, events, advance=advance)
        return page_of(found), found.to_dict()

    analysed(book, (feed, feed_option), feed_format, page, (form, output))
