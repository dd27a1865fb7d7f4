"""``ceasefire diff``: what changed in meaning between two rulebooks."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasefire.cli.options import AsOf, opened
from ceasefire.errors import UsageError
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from ceasefire.analysis.differing import Difference
    from ceasefire.analysis.differing.feeds import FeedDifference

__all__ = ["diff"]

DIFFERENT = 1


class DiffForm(StrEnum):
    """How a difference is told."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def diff(  # noqa: PLR0913  (each an option of its own)
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A bundled rulebook's name, a file or a folder.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The rulebook to compare it with.")],
    *,
    feed: Annotated[
        str | None,
        typer.Option(metavar="FEED", help="Also classify a feed under both, and say what moves."),
    ] = None,
    feed_format: Annotated[
        str | None,
        typer.Option(metavar="FORMAT", help="What the feed is, as --format of classify."),
    ] = None,
    reading: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A reading that both have; by default, that of each."),
    ] = None,
    any_answers: Annotated[
        bool, typer.Option("--any-answers", help="Compare under any answers to the questions.")
    ] = False,
    as_of: AsOf = None,
    wording: Annotated[
        bool, typer.Option("--wording", help="Also list what changed without changing a meaning.")
    ] = False,
    form: Annotated[
        DiffForm | None, typer.Option("--format", help="Words, the whole as data, or a page.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to FILE: .txt, .json or .md; or, of a feed, the events that are told of "
            "otherwise: .csv, .jsonl or .parquet.",
        ),
    ] = None,
) -> None:
    """Say what changed in meaning between two rulebooks, each difference by an event.

    Ends with 0, and prints nothing, where it is proved that nothing did; with 1 where
    something did, or not all could be worked out.
    """
    from ceasefire.analysis.differing import difference  # noqa: PLC0415  (help must not wait for it)

    books = opened(old, reading, as_of), opened(new, reading, as_of)
    table = is_table(output, feed)
    if any_answers and reading is not None:
        raise UsageError("--any-answers and --reading: under any answers there is no reading")
    found = difference(*books, any_answers=any_answers)
    fed = None
    if feed is not None:
        from ceasefire.analysis.differing.feeds import feed_difference  # noqa: PLC0415  (likewise)

        if feed == "-":
            raise UsageError("--feed: the feed is read twice: write it to a file first")
        fed = feed_difference(*books, feed, format=feed_format)
    if fed is not None and output is not None and table:
        from ceasefire.cli.differing.writing import write_events  # noqa: PLC0415  (likewise)

        # Before anything is told, as a file that cannot be written is all there is to tell.
        write_events(output, fed)
    tell(found, fed, form, None if table else output, wording=wording)
    if not found.same or (fed is not None and fed.moved):
        raise typer.Exit(DIFFERENT)


def is_table(output: str | None, feed: str | None) -> bool:
    """Return whether a file is to list events; raise where it says no format or cannot be."""
    from ceasefire.cli.differing.writing import PAGES, TABLES  # noqa: PLC0415  (help must not wait)
    from ceasefire.findings.replacement import vacancy  # noqa: PLC0415  (likewise)

    if output is None:
        return False
    extension = Path(output).suffix.casefold()
    known = {**PAGES, **TABLES}
    if extension not in known:
        hint = did_you_mean(extension, known) or f"use one of {', '.join(known)}"
        raise UsageError(f"`{output}`: the extension says no format; {hint}")
    if extension in TABLES and feed is None:
        raise UsageError(f"`{output}` lists events of a feed: name one by --feed")
    vacancy(Path(output))
    return extension in TABLES


def tell(
    found: "Difference",
    feed: "FeedDifference | None",
    form: DiffForm | None,
    output: str | None,
    *,
    wording: bool,
) -> None:
    """Print what was found, or write it to a file."""
    from ceasefire.cli.differing.writing import PAGES, show, write_page, written  # noqa: PLC0415
    from ceasefire.cli.failures import list_problems  # noqa: PLC0415
    from ceasefire.cli.terminal import Screen  # noqa: PLC0415

    screen = Screen()
    if output is not None:
        chosen = form or PAGES[Path(output).suffix.casefold()]
        write_page(output, written(chosen, found, feed, wording=wording))
    elif form in {None, DiffForm.TEXT}:
        show(screen, found, feed, wording=wording)
    else:
        screen.data(written(str(form), found, feed, wording=wording).rstrip("\n"))
    if feed is not None:
        problems = dict.fromkeys(each for some in feed.problems.values() for each in some)
        list_problems(problems)
