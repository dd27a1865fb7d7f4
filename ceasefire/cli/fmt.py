"""``ceasefire fmt``: writes rule files in their canonical layout."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ceasefire.cli.options import OutputFile
from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.rulebook.layout.books import Relaid

__all__ = ["fmt"]

WOULD_CHANGE: Final = 1
STREAM: Final = "-"


def fmt(
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES",
            help="A rule file, a folder of them, or - for standard input; with --check or "
            "--diff also a bundled rulebook's name.",
        ),
    ],
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 if a file would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would change.")
    ] = False,
    output: OutputFile = None,
) -> None:
    """Write rule files in their canonical layout, which changes nothing of what they say.

    Comments are kept, and so is the digest. Where anything is wrong with the rulebook,
    nothing is written.
    """
    only = check or diff
    if output is not None and only:
        raise UsageError("-o says where to write, and with --check and --diff nothing is written")
    files = read(rules, own=output is None and not only)
    if output is not None and len(files) != 1:
        raise UsageError(f"-o takes the layout of one file, and `{rules}` is several")
    changed = [file for file in files if file.changed]
    if diff:
        show(changed)
    if not only and STREAM in {str(output), rules if output is None else ""}:
        send(files[0].after)
    elif not only:
        store(files if output else changed, output)
        tell(changed, len(files), output=output)
    elif check:
        tell(changed, len(files), would=True, error=diff)
        if changed:
            raise typer.Exit(WOULD_CHANGE)


def read(rules: str, *, own: bool) -> "list[Relaid]":
    """Return the files of a rulebook with their layout.

    Where they are to be replaced, they must be the user's ``own``.
    """
    from ceasefire.rulebook.layout.books import relaid, relaid_text  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.rulebook.load import bundled  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.rulebook.yaml import MAX_BYTES  # noqa: PLC0415  (loaded when wanted)

    if rules == STREAM:
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        return [relaid_text(content, name="standard input", folder=Path())]
    if own and rules in bundled():
        place = bundled()[rules]
        raise UsageError(f"`{rules}` is a bundled rulebook: to write there, give its path, {place}")
    return relaid(rules)


def show(changed: "Sequence[Relaid]") -> None:
    """Print what would change, as programs that apply it take it."""
    from difflib import unified_diff  # noqa: PLC0415  (loaded when wanted)

    from ceasefire.findings.escapes import escaped  # noqa: PLC0415  (loaded when wanted)

    for file in changed:
        before, after = (rows(each) for each in (file.before, file.after))
        for line in unified_diff(before, after, file.name, file.name):
            end = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            sys.stdout.write(escaped(line) + end)


def rows(content: bytes) -> list[str]:
    """Return the lines of a file with what ends them, which is a line feed only."""
    *whole, last = content.decode().split("\n")
    return [f"{row}\n" for row in whole] + ([last] if last else [])


def send(content: bytes) -> None:
    """Print a file as it would be written; on a terminal, with nothing that it would obey."""
    if sys.stdout.isatty():
        from ceasefire.findings.escapes import escaped  # noqa: PLC0415  (loaded when wanted)

        sys.stdout.write(escaped(content.decode()))
    else:
        sys.stdout.buffer.write(content)


def store(files: "Sequence[Relaid]", output: Path | None) -> None:
    """Put files in their place, or one in another, once all of them are written."""
    import shutil  # noqa: PLC0415  (loaded when wanted)

    from ceasefire.findings.replacement import Replacement  # noqa: PLC0415  (loaded when wanted)

    # A link stays one: what it leads to is replaced.
    pending = [(file, Replacement((output or Path(file.name)).resolve())) for file in files]
    try:
        for file, replacement in pending:
            handle = replacement.open()
            handle.write(file.after)
            if replacement.target.exists():
                shutil.copymode(replacement.target, handle.name)
        for file, replacement in pending:
            if output is None and replacement.target.read_bytes() != file.before:
                raise UsageError(f"`{file.name}` was changed meanwhile: nothing was written")
        for _, replacement in pending:
            replacement.commit()
    finally:
        for _, replacement in pending:
            replacement.discard()


def tell(
    changed: "Sequence[Relaid]",
    number: int,
    *,
    would: bool = False,
    output: Path | None = None,
    error: bool = False,
) -> None:
    """Print which files change, and how many of a ``number`` do."""
    from ceasefire.cli.terminal import Screen, amount  # noqa: PLC0415  (help must not wait for it)

    screen = Screen(error=error)
    if output is not None:
        screen.line(f"the canonical layout is in {output}")
        return
    for file in changed:
        screen.line(f"{file.name}: {'not in' if would else 'now in'} the canonical layout")
    verb = "would change" if would else "changed"
    screen.line(f"{len(changed)} of {amount(number, 'files')} {verb}")
