"""The server: what an editor asks, and who answers."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from ceasefire.errors import CeasefireError
from ceasefire.lsp.completing import complete
from ceasefire.lsp.describing import describe
from ceasefire.lsp.desk import Desk, Opened
from ceasefire.lsp.diagnosing import as_range
from ceasefire.lsp.finding import definitions, references
from ceasefire.lsp.fixing import fix
from ceasefire.lsp.formatting import layout
from ceasefire.lsp.outlining import outline
from ceasefire.lsp.renaming import renamable, renamed
from ceasefire.lsp.text import Text
from ceasefire.lsp.watching import Watch
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ceasefire.lsp.desk import Shelf
    from ceasefire.lsp.index import Index, Mention

__all__ = ["Server", "answer", "serve"]

TRIGGERS: Final = (":", " ", "[", "{", ",")
"""The signs after which an editor asks what may follow."""

REQUEST_FAILED: Final = int(types.LSPErrorCodes.RequestFailed)


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


def start(server: Server) -> None:
    """Register what the server answers."""
    documents(server)
    questions(server)
    changes(server)


def documents(server: Server) -> None:
    """Register what happens as documents are opened, changed and closed."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        given = params.initialization_options
        options = given if isinstance(given, dict) else {}
        server.watch.pages = str(options.get("docs", ""))
        server.watch.thorough = options.get("analysis") is not False

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:  # noqa: ARG001  (as pygls calls it)
        server.watch.encoding = server.encoding

    @server.feature(types.SHUTDOWN)
    def stopping(params: None) -> None:  # noqa: ARG001  (as pygls calls it)
        server.stopping = True

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        server.desk.open[item.uri] = Opened(item.uri, item.version, item.text)
        server.watch.changed(item.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        item = params.text_document
        text = params.content_changes[-1].text if params.content_changes else None
        if item.uri in server.desk.open and text is not None:
            server.desk.open[item.uri] = Opened(item.uri, item.version, text)
            server.watch.changed(item.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:  # noqa: ARG001  (as pygls calls it)
        server.watch.saved()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def elsewhere(params: types.DidChangeWatchedFilesParams) -> None:  # noqa: ARG001  (the same)
        server.watch.saved()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.desk.open.pop(params.text_document.uri, None)
        server.watch.changed(params.text_document.uri)


def questions(server: Server) -> None:
    """Register what is told of a place in a document."""

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=list(TRIGGERS))
    )
    def completion(params: types.CompletionParams) -> types.CompletionList:
        _, index, number, offset = server.place(params)
        return complete(index, number, offset, server.encoding)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        _, index, number, offset = server.place(params)
        found = describe(index, number, offset)
        if found is None:
            return None
        told, start, end = found
        span = as_range(index.files[number].text, start, end, server.encoding)
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told), span)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        shelf, index, number, offset = server.place(params)
        return [server.location(shelf, index, item) for item in definitions(index, number, offset)]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def named(params: types.ReferenceParams) -> list[types.Location]:
        shelf, index, number, offset = server.place(params)
        declared = params.context.include_declaration
        found = references(index, number, offset, declared=declared)
        return [server.location(shelf, index, item) for item in found]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        _, index, number = server.reading(params.text_document.uri)
        return outline(index, number, server.encoding)


def changes(server: Server) -> None:
    """Register what proposes changes to documents."""

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def renaming(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder:
        shelf, index, number, offset = server.place(params)
        found = refused(lambda: renamable(index, number, offset))
        return types.PrepareRenamePlaceholder(
            server.location(shelf, index, found).range, found.thing.id
        )

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(params: types.RenameParams) -> types.WorkspaceEdit:
        shelf, index, number, offset = server.place(params)
        new = params.new_name
        found = refused(lambda: renamed(shelf, index, number, offset, new))
        edits: dict[str, list[types.TextEdit]] = {}
        for item in found:
            where = server.location(shelf, index, item)
            edits.setdefault(where.uri, []).append(types.TextEdit(where.range, new))
        return server_edit(server, shelf, edits)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        shelf, _, _ = server.reading(params.text_document.uri)
        document = server.desk.open[params.text_document.uri]
        return refused(lambda: layout(shelf, document, server.encoding))

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return list(fixes(server, params))


def server_edit(
    server: Server, shelf: Shelf, edits: dict[str, list[types.TextEdit]]
) -> types.WorkspaceEdit:
    """Return edits for the versions that were read, where the editor knows how to take that."""
    workspace = server.client_capabilities.workspace
    knows = workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes
    if not knows:
        return types.WorkspaceEdit(changes=edits)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, shelf.versions.get(uri)),
                list(listed),
            )
            for uri, listed in edits.items()
        ]
    )


T = TypeVar("T")


def refused(ask: Callable[[], T]) -> T:
    """Return an answer; why something cannot be done is told to the user."""
    try:
        return ask()
    except CeasefireError as error:
        raise JsonRpcException(str(error), REQUEST_FAILED) from None


def fixes(server: Server, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    """Yield the edits that hints propose for problems within a range."""
    uri = params.text_document.uri
    found = server.watch.found.get(uri)
    if found is None or not server.desk.current(found.shelf):
        return
    names = {address: name for name, address in found.shelf.uris.items()}
    text = Text(server.desk.open[uri].text)
    for problem in found.problems:
        edit = fix(text, problem) if problem.file == names[uri] else None
        if edit is None:
            continue
        span = as_range(text, edit[0], edit[1], server.encoding)
        if span.end < params.range.start or params.range.end < span.start:
            continue
        yield types.CodeAction(
            title=f"Write `{edit[2]}`",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[item for item in params.context.diagnostics if item.code == problem.code],
            edit=server_edit(server, found.shelf, {uri: [types.TextEdit(span, edit[2])]}),
        )


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
    start(server)
    server.start_io(incoming, outgoing)
    server.watch.pool.shutdown()
    return server.stopping
