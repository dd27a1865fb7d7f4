"""``ceasefire classify``: decides every event of a feed, as a table or into a file."""

from typing import Annotated

import typer

from ceasefire.cli.failures import BAD_INPUT
from ceasefire.cli.options import AnyReading, AsOf, FeedFormat, FeedPath, Reading, Rules, opened

__all__ = ["classify"]


def classify(  # noqa: PLR0913  (each an option of its own)
    feed: FeedPath,
    *,
    rules: Rules,
    form: FeedFormat = None,
    reading: Reading = None,
    as_of: AsOf = None,
    any_reading: AnyReading = False,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to FILE, whose extension says the format: csv, jsonl, parquet or "
            "geojson; - writes JSONL to standard output.",
        ),
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary/--no-summary", help="Count by actor and verdict.")
    ] = True,
    bars: Annotated[
        bool | None,
        typer.Option(
            "--bars/--no-bars",
            help="Draw the counts as small bars too; by default on a terminal alone.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="End with 2 if any row could not be read, or any name is not known."
        ),
    ] = False,
    coarsen: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            max=9,
            help="Round positions in the output to N decimals of a degree.",
        ),
    ] = None,
    no_sources: Annotated[
        bool, typer.Option("--no-sources", help="Leave sources out of the output.")
    ] = False,
) -> None:
    """Decide every event of a feed: a table of findings, or a file of them.

    Rows that cannot be read are listed on standard error and, beside an output
    file, written to a file of rejects, with the names and codes that are not known.
    """
    from ceasefire.cli.feeding import Run, is_small  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.results import (  # noqa: PLC0415  (loaded when wanted)
        Wishes,
        print_findings,
        untouched,
        write_findings,
    )
    from ceasefire.events.feeds import read_feed  # noqa: PLC0415  (loaded when wanted)

    with untouched(output, feed):
        book = opened(rules, reading, as_of)
        opened_feed = read_feed(feed, form, rulebook=book.rulebook)
    wishes = Wishes(summary, coarsen, no_sources, bars)
    run = Run(book, opened_feed, any_reading=any_reading)
    rejects = run.rejects
    if output is None:
        print_findings(run, wishes)
    elif is_small(opened_feed):
        write_findings(run, output, wishes)
    else:
        from ceasefire.cli.bulk import write_blocks  # noqa: PLC0415  (only where there is much)

        rejects = write_blocks(book, opened_feed, output, wishes, any_reading=any_reading)
    if strict and rejects.any:
        raise typer.Exit(BAD_INPUT)
