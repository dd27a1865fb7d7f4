"""The commands of the command line, of which each is a module of its own."""

import io
import sys
from collections.abc import Callable
from typing import Annotated, Final

import typer

from ceasefire.cli import (
    alerts,
    audit,
    check,
    classify,
    compare,
    diff,
    explain,
    feeds,
    fmt,
    history,
    lsp,
    prove,
    report,
    rules,
    schema,
    sensitivity,
    settle,
    studio,
    test,
    watch,
)
from ceasefire.cli.failures import guarded
from ceasefire.cli.parsing import Command
from ceasefire.version import __version__

__all__ = ["COMMANDS", "GROUPS", "app", "run"]

COMMANDS: Final[dict[str, Callable[..., None]]] = {
    "classify": classify.classify,
    "explain": explain.explain,
    "check": check.check,
    "fmt": fmt.fmt,
    "test": test.run,
    "prove": prove.prove,
    "watch": watch.watch,
    "alerts": alerts.alerts,
    "history": history.history,
    "audit": audit.audit,
    "compare": compare.compare,
    "diff": diff.diff,
    "sensitivity": sensitivity.sensitivity,
    "settle": settle.settle,
    "report": report.report,
    "schema": schema.schema,
    "studio": studio.studio,
    "lsp": lsp.lsp,
}
"""The commands; a new one is a module and a line here."""

GROUPS: Final[dict[str, typer.Typer]] = {
    "rules": rules.app,
    "feeds": feeds.app,
}
"""The commands that have commands of their own."""

# Plain help loads in a third of the time that a decorated one takes, and can be piped.
app = typer.Typer(
    name="ceasefire",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for name, function in COMMANDS.items():
    app.command(name, cls=Command)(guarded(function))
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


def version(wanted: bool) -> None:  # noqa: FBT001  (called by typer)
    """Print the version and stop."""
    if wanted:
        typer.echo(f"ceasefire {__version__}")
        raise typer.Exit


@app.callback()
def about(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Decide which reported incidents a ceasefire agreement covers, excludes or finds violating.

    Ends with 0 when done, 1 when the question asked has a bad answer, and 2 on
    bad usage or bad input.
    """


def run() -> None:
    """Run the command line; what the terminal cannot show is replaced, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="ceasefire")
