"""``ceasefire feeds``: which formats there are, how one is read, and a draft for another."""

from typing import Annotated

import typer

from ceasefire.cli.failures import guarded
from ceasefire.cli.options import FeedPath, OutputFile
from ceasefire.errors import UsageError

__all__ = ["app"]

app = typer.Typer(
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="List the formats of feeds, show how one is read, or draft a mapping for another.",
)


@app.callback()
@guarded
def listing(context: typer.Context) -> None:
    """List the formats of feeds, show how one is read, or draft a mapping for another."""
    if context.invoked_subcommand is not None:
        return
    from importlib import import_module  # noqa: PLC0415  (help must not wait for these)

    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.events.dialects import DIALECTS, NATIVE  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.events.feeds import CONTAINERS  # noqa: PLC0415  (loaded when wanted)

    rows = [(NATIVE, "events in the words of this library", "where no other is", "id, kind, when")]
    for name, place in DIALECTS.items():
        module = import_module(place)
        rows.append((name, module.TITLE, module.HOW, ", ".join(sorted(module.COLUMNS))))
    rows.append(("FILE.yaml", "a table in columns of its own", "by naming its mapping file", ""))
    screen = Screen()
    screen.columns(("format", "what it is", "how it is known", "columns that it needs"), rows)
    screen.line()
    kept = ", ".join(f"{name} ({' '.join(each.extensions)})" for name, each in CONTAINERS.items())
    screen.line(f"Rows may be stored as {kept}.")
    screen.line("Standard input is known by its first bytes.")
    screen.line(
        "`ceasefire feeds infer FILE` drafts a mapping file for a table that is none of these."
    )


@app.command("show")
@guarded
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A format that the list names.")],
) -> None:
    """Print the mapping by which a format is read, as a mapping file."""
    from importlib import import_module  # noqa: PLC0415  (help must not wait for these)

    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.events.bundled import bundled  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.events.dialects import DIALECTS  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.events.feeds import formats  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.terms.likeness import did_you_mean  # noqa: PLC0415  (loaded when wanted)

    if name not in formats():
        hint = did_you_mean(name, formats())
        message = f"there is no format `{name}`; there are {', '.join(formats())}"
        raise UsageError(f"{message}; {hint}" if hint else message)
    mapping = getattr(import_module(DIALECTS[name]), "MAPPING", "") if name in DIALECTS else ""
    if not mapping:
        raise UsageError(f"`{name}` is read without a mapping; the documentation tells how")
    Screen().data(bundled(mapping).text.rstrip("\n"))


@app.command("infer")
@guarded
def infer(feed: FeedPath, *, output: OutputFile = None) -> None:
    """Draft a mapping file for a table: what its columns and values may mean, as guesses.

    The draft can be used as it is, with --format; every guess in it is marked as one.
    """
    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.events.inferring import drafted  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.findings.replacement import reason, vacancy  # noqa: PLC0415  (likewise)

    if output is not None:
        vacancy(output)
    text = drafted(feed)
    if output is None:
        Screen().data(text.rstrip("\n"))
        return
    try:
        # A mapping is worked on by hand, and must not be lost to a second draft.
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        message = f"`{output}` is there already; name another file, or remove it first"
        raise UsageError(message) from None
    except OSError as error:
        raise UsageError(f"`{output}` cannot be written: {reason(error)}") from error
