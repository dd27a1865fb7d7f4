"""``ceasefire lsp``: the language server that editors start by themselves."""

import os
import signal
from types import FrameType
from typing import NoReturn

import typer

from ceasefire.cli.failures import INTERRUPTED, requests
from ceasefire.errors import MissingExtraError

__all__ = ["lsp"]


def lsp() -> None:
    """Serve an editor that speaks the Language Server Protocol, on the standard streams.

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
    for number in (*requests(), signal.SIGINT):
        signal.signal(number, leave)
    if not serve():
        raise typer.Exit(1)


def leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """End at once: a thread that waits for the editor's next word cannot be woken.

    Nothing is lost by it, since a server of this kind writes no files.
    """
    os.write(2, b"interrupted\n")
    os._exit(INTERRUPTED)
