"""``ceasefire sensitivity``: how far counts hang on each answer, and on whose accounts count."""

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
from ceasefire.errors import UsageError
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.analysis.casework import Docket
    from ceasefire.cli.analysing.pages import Page

__all__ = ["sensitivity"]


def sensitivity(  # noqa: PLR0913  (each an option of its own)
    feed: FeedArgument = None,
    *,
    rules: Rules,
    feed_option: FeedOption = None,
    feed_format: FeedForm = None,
    reading: Annotated[
        str | None,
        typer.Option(
            "--reading", metavar="BASE", help="The reading to start from; the default if not given."
        ),
    ] = None,
    verdict: Annotated[
        str, typer.Option(metavar="VERDICT", help="The verdict whose counts are drawn as bars.")
    ] = "violating",
    as_of: AsOf = None,
    form: LayoutOption = None,
    output: Output = None,
) -> None:
    """Say how counts by party and verdict move with each open question and each account.

    One thing at a time is otherwise than in the base reading: the answer to a question,
    which accounts count beside the stated facts, whose are taken as stated. What moves
    counts furthest comes first.
    """
    book = opened(rules, reading, as_of)
    drawn = known(verdict)

    def page(
        events: "Docket", advance: "Callable[[int], None]"
    ) -> "tuple[Page, Mapping[str, Any]]":
        from ceasefire.analysis.sensitivity import sensitivity as work_out  # noqa: PLC0415  (help must not wait for it)
        from ceasefire.cli.analysing.measured import page_of  # noqa: PLC0415  (likewise)

        found = work_out(book, events, advance=advance)
        return page_of(found, drawn), found.to_dict()

    analysed(book, (feed, feed_option), feed_format, page, (form, output))


def known(verdict: str) -> str:
    """Return a verdict whose counts can be drawn; raise ``UsageError`` for any other."""
    from ceasefire.findings.counts import COUNTED  # noqa: PLC0415  (help must not wait for it)

    verdicts = [str(each) for each in COUNTED]
    if verdict not in verdicts:
        message = (
            f"--verdict: `{verdict}` cannot be drawn; those that can are {', '.join(verdicts)}"
        )
        hint = did_you_mean(verdict, verdicts)
        raise UsageError(f"{message}; {hint}" if hint else message)
    return verdict
