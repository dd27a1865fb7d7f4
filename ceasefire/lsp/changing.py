"""What changes of documents a server proposes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

from ceasefire.errors import CeasefireError
from ceasefire.lsp.diagnosing import as_range
from ceasefire.lsp.fixing import fix
from ceasefire.lsp.formatting import layout
from ceasefire.lsp.renaming import renamable, renamed
from ceasefire.lsp.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ceasefire.lsp.desk import Shelf
    from ceasefire.lsp.server import Server

__all__ = ["changes"]

T = TypeVar("T")

REQUEST_FAILED: Final = int(types.LSPErrorCodes.RequestFailed)


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
    async def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        shelf, _, _ = server.reading(params.text_document.uri)
        document = server.desk.open[params.text_document.uri]
        # A large file takes a while, in which other questions can be answered.
        edits = await asyncio.to_thread(refused, lambda: layout(shelf, document, server.encoding))
        if not server.desk.current(shelf):
            raise JsonRpcContentModified("the document has changed since")
        return edits

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
