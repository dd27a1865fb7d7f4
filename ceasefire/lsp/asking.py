"""What a server tells of a place in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from ceasefire.lsp.completing import complete
from ceasefire.lsp.describing import describe
from ceasefire.lsp.diagnosing import as_range
from ceasefire.lsp.finding import definitions, references
from ceasefire.lsp.outlining import outline

if TYPE_CHECKING:
    from ceasefire.lsp.server import Server

__all__ = ["questions"]

TRIGGERS: Final = (":", " ", "[", "{", ",")
"""The signs after which an editor asks what may follow."""


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
