"""``ceasefire test``: tries the cases beside a rulebook, and tells what they leave untried."""

from typing import Annotated

import typer

from ceasefire.cli.options import Reading, opened
from ceasefire.cli.testing.forms import EXTENSIONS, Report

__all__ = ["run"]

FAILED = 1
"""The question asked has a bad answer."""


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
        Report | None,
        typer.Option(
            "--format",
            help="Words, JSON, or JUnit XML for a server; by default as the extension of FILE "
            "says, or words.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write the report to FILE: .txt, .json or .xml."
        ),
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Also what of the rules no case shows.")
    ] = False,
    mutation: Annotated[
        bool,
        typer.Option("--mutation", help="Also which small changes of the rules no case notices."),
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option(
            metavar="N", min=0, max=100, help="End with 1 if less than N % of conditions is shown."
        ),
    ] = None,
) -> None:
    """Try the cases of a rulebook: events, and what it should find of them.

    Ends with 1 if a case fails, if --mutation finds a change that no case notices and that
    is not accepted, or if coverage is under --fail-under; with 2 if cases or rules cannot be
    read.
    """
    from ceasefire.cli.extensions import form_of  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.testing.reporting import Told, show  # noqa: PLC0415  (likewise)
    from ceasefire.testing.cases.running import load_cases, tried  # noqa: PLC0415  (likewise)
    from ceasefire.testing.mutation.accepting import check_accepted  # noqa: PLC0415  (likewise)

    layout = form_of(form, output, EXTENSIONS, Report.TEXT)
    book = opened(rules)
    found = load_cases(book, rules, cases or ())
    check_accepted(book, found.accepted)
    outcome = tried(book, found, only=only, reading=reading)
    shares = None
    if coverage or fail_under is not None:
        from ceasefire.testing.coverage.measuring import coverage_of  # noqa: PLC0415  (if asked)

        shares = coverage_of(outcome)
    changes = None
    if mutation:
        from ceasefire.cli.testing.progress import Progress  # noqa: PLC0415  (if asked)
        from ceasefire.testing.mutation.surveying import mutation_of  # noqa: PLC0415  (if asked)

        changes = mutation_of(outcome, Progress())
    told = Told(outcome, shares, changes)
    show(told, layout, output)
    if told.bad or (shares is not None and shares.percent < (fail_under or 0)):
        raise typer.Exit(FAILED)
