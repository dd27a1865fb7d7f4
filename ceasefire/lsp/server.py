"""The server: what it keeps of a session, and where a request points at."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, BinaryIO, Protocol

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from ceasefire.lsp.asking import questions
from ceasefire.lsp.changing import changes
from ceasefire.lsp.desk import Desk
from ceasefire.lsp.diagnosing import as_range
from ceasefire.lsp.opening import documents, session
from ceasefire.lsp.watching import Watch
from ceasefire.version import __version__

if TYPE_CHECKING:
    from ceasefire.lsp.desk import Shelf
    from ceasefire.lsp.index import Index, Mention

__all__ = ["Server", "answer", "serve"]


class Place(Protocol):
    """What points at a position in a document."""

    text_document: types.TextDocumentIdentifier
    position: types.Position


class Server(LanguageServer):
    """A language server for rule files."""

    def __init__(self) -> None:
        """Begin with no document open."""
        super().__init__(
            "ceasefire", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.stopping = False
        self.desk = Desk()
        self.watch = Watch(self.desk, self.text_document_publish_diagnostics, self.failed)

    @property
    def encoding(self) -> str:
        """The encoding whose code units positions count."""
        return types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value

    def failed(self, error: Exception) -> None:
        """Tell the editor's log of an error of our own."""
        self.window_log_message(
            types.LogMessageParams(types.MessageType.Error, f"{type(error).__name__}: {error}")
        )

    def report_server_error(self, error: Exception, source: object) -> None:
        """Tell the editor's log of an error, unless it is told in answer to a request."""
        if source is not FeatureRequestError:
            self.failed(error)

    # --- where a request points at ----------------------------------------------------

    def reading(self, uri: str) -> tuple[Shelf, Index, int]:
        """Return the rulebook of a document, what it defines, and the document's number in it."""
        if uri not in self.desk.open:
            raise JsonRpcInvalidParams("the document is not open")
        shelf = self.desk.shelf(uri)
        return shelf, self.desk.index(shelf), shelf.number(self.desk.open[uri].name)

    def place(self, params: Place) -> tuple[Shelf, Index, int, int]:
        """Return the same, and the offset of a position in the document."""
        shelf, index, number = self.reading(params.text_document.uri)
        here = params.position
        offset = index.files[number].text.offset(here.line, here.character, self.encoding)
        return shelf, index, number, offset

    def location(self, shelf: Shelf, index: Index, item: Mention) -> types.Location:
        """Return where a word is."""
        file = index.files[item.file]
        span = as_range(file.text, item.start, item.end, self.encoding)
        return types.Location(shelf.uris[file.name], span)


def serve() -> bool:
    """Answer an editor on the standard streams until it goes away.

    Return whether it asked the server to shut down before that.
    """
    # Only messages may reach the editor, and whoever ends may still flush the stream.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, redirect_stdout(sys.stderr):
        return answer(sys.stdin.buffer, out)


def answer(incoming: BinaryIO, outgoing: BinaryIO) -> bool:
    """Answer an editor on two streams, as :func:`serve` does."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = Server()
    for register in (session, documents, questions, changes):
        register(server)
    server.start_io(incoming, outgoing)
    server.watch.pool.shutdown()
    return server.stopping
