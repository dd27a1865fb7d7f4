"""``ceasefire rules``: lists the bundled rulebooks, and shows what a rulebook holds."""

from typing import Annotated

import typer

from ceasefire.cli.failures import guarded
from ceasefire.cli.options import opened

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="List the bundled rulebooks, or show one.",
)


@app.command("list")
@guarded
def listing() -> None:
    """List the bundled rulebooks."""
    from ceasefire.cli.terminal import Screen, amount  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.rulebook.load import bundled, check  # noqa: PLC0415  (loaded when wanted)

    rows = []
    for name, place in bundled().items():
        book, problems = check(name)
        if book is None:
            title, readings = f"{amount(len(problems), 'problems')}: ceasefire check {name}", ""
        else:
            title, readings = book.title, ", ".join(book.readings)
        rows.append((name, title, readings, str(place)))
    Screen().columns(("name", "title", "readings", "where"), rows)


@app.command("show")
@guarded
def show(
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES", help="A bundled rulebook's name, a rule file or a folder of them."
        ),
    ],
    *,
    instruments: Annotated[
        bool, typer.Option("--instruments", help="Only instruments, with their provisions.")
    ] = False,
    parties: Annotated[
        bool, typer.Option("--parties", help="Only parties, as a tree, with names and codes.")
    ] = False,
    patterns: Annotated[
        bool, typer.Option("--patterns", help="Only patterns: what several events show together.")
    ] = False,
    questions: Annotated[
        bool, typer.Option("--questions", help="Only open questions, with who holds what.")
    ] = False,
) -> None:
    """Show what a rulebook holds: readings, parties, instruments, patterns, questions, sources.

    Parties and provisions are only named; options show them in full.
    """
    from ceasefire.cli.portrait import Portrait  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (loaded when wanted)

    portrait = Portrait(opened(rules).rulebook)
    chosen = []
    if instruments:
        chosen.append(portrait.instruments(provisions=True))
    if parties:
        chosen.append(portrait.parties())
    if patterns:
        chosen.append(portrait.patterns())
    if questions:
        chosen.append(portrait.questions())
    screen = Screen()
    for number, section in enumerate(chosen or portrait.overview()):
        if number:
            screen.line()
        title, *lines = section
        screen.line(title, "bold")
        screen.lines(lines)
