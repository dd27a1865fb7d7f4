"""``ceasefire test``: tries the cases beside a rulebook, and tells what they leave untried."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasefire.cli.options import Reading, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.testing.cases.running import Outcome

__all__ = ["run"]

FAILED = 1
"""The question asked has a bad answer."""


class Report(StrEnum):
    """How the outcome is told."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


def run(  # noqa: PLR0913  (each an option of its own)
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES", help="A bundled rulebook's name, a rule file or a folder of them."
        ),
    ],
    *,
    cases: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            help="A file of cases or a folder of them, instead of those beside the rules; "
            "may be given several times.",
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only cases of this name; * stands for anything."),
    ] = None,
    reading: Reading = None,
    form: Annotated[
        Report, typer.Option("--format", help="Words, JSON, or JUnit XML for a server.")
    ] = Report.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the report to FILE."),
    ] = None,
) -> None:
    """Try the cases of a rulebook: events, and what it should find of them.

    Ends with 1 if a case fails, and with 2 if cases or rules cannot be read.
    """
    from ceasefire.testing.cases.running import load_cases, tried  # noqa: PLC0415  (help must not wait)

    book = opened(rules)
    found = load_cases(book, rules, cases or ())
    outcome = tried(book, found, only=only, reading=reading)
    show(outcome, form, output)
    if outcome.failed:
        raise typer.Exit(FAILED)


def show(outcome: "Outcome", form: Report, output: Path | None) -> None:
    """Print the report, or write it to a file and print the summary."""
    from ceasefire.cli.alerts import written  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.terminal import Screen, safe  # noqa: PLC0415  (loaded when wanted)

    screen = Screen()
    lines = list(report(outcome, form))
    if output is not None:
        written(output, map(safe, lines) if form is Report.TEXT else iter(lines))
        screen.line([*report(outcome, Report.TEXT)][-1])
    elif form is Report.TEXT:
        screen.lines(lines)
    else:
        screen.data("\n".join(lines))


def report(outcome: "Outcome", form: Report) -> "Iterator[str]":
    """Yield the lines of the report."""
    from ceasefire.cli.terminal import json_text  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.cli.testing.junit import junit  # noqa: PLC0415  (likewise)
    from ceasefire.cli.testing.telling import outcome_lines  # noqa: PLC0415  (likewise)

    if form is Report.TEXT:
        yield from outcome_lines(outcome)
    elif form is Report.JSON:
        yield json_text(outcome.to_dict(), indent=2)
    else:
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield junit(outcome)
