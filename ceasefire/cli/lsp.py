"""``ceasefire lsp``: the language server that editors start by themselves."""

from typing import Annotated

import typer

from ceasefire.errors import MissingExtraError

__all__ = ["lsp"]


def lsp(
    *,
    tcp: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            min=1,
            max=65535,
            help="Wait for an editor on this port of this machine, not on the standard streams.",
        ),
    ] = None,
) -> None:
    """Serve an editor that speaks the Language Server Protocol.

    It shows problems of rule files as they are typed, completes names and keys,
    and finds and renames what they stand for. Editors start it by themselves. Ends
    with 1 where the editor went away without a word.
    """
    try:
        from ceasefire.lsp.server import serve  # noqa: PLC0415  (help must not wait for it)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        raise MissingExtraError("pygls", "lsp") from error
    if not serve(tcp):
        raise typer.Exit(1)
