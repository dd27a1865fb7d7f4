"""What a server does as an editor begins and ends, and opens, changes and closes documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from ceasefire.lsp.desk import Opened

if TYPE_CHECKING:
    from ceasefire.lsp.server import Server

__all__ = ["documents", "session"]

WATCHED: Final = types.Registration(
    id="files",
    method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
    register_options=types.DidChangeWatchedFilesRegistrationOptions(
        watchers=[types.FileSystemWatcher("**/*.{yaml,geojson}")]
    ),
)
"""The files whose changes on disk, by whomever, an editor is asked to tell of."""


def session(server: Server) -> None:
    """Register what happens as an editor begins and ends."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        given = params.initialization_options
        options = given if isinstance(given, dict) else {}
        server.watch.pages = str(options.get("docs", ""))
        server.watch.thorough = options.get("analysis") is not False

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:  # noqa: ARG001  (as pygls calls it)
        server.watch.encoding = server.encoding
        workspace = server.client_capabilities.workspace
        watching = workspace and workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            server.client_register_capability(types.RegistrationParams([WATCHED]))

    @server.feature(types.SHUTDOWN)
    def stopping(params: None) -> None:  # noqa: ARG001  (as pygls calls it)
        server.stopping = True


def documents(server: Server) -> None:
    """Register what happens as documents are opened, changed and closed."""

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
