"""What may be written at the cursor and what a word stands for, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol.types import CompletionItemKind, TextEdit

from ceasefire.lsp.completing import complete
from ceasefire.lsp.describing import describe
from ceasefire.lsp.diagnosing import as_range

if TYPE_CHECKING:
    from lsprotocol.types import CompletionItem

    from ceasefire.lsp.index import Index

__all__ = ["completions", "description"]

MOST = 300
"""How many suggestions a page can show at once."""


def completions(index: Index, number: int, offset: int) -> dict[str, Any]:
    """Return what may be written at an offset of a file."""
    found = complete(index, number, offset, "utf-16")
    return {"items": [suggestion(item) for item in found.items[:MOST]]}


def suggestion(item: CompletionItem) -> dict[str, Any]:
    """Return a suggestion: what it is called, and what it writes where."""
    edit = item.text_edit
    assert isinstance(edit, TextEdit)  # noqa: S101  (all of them are)
    start, end = edit.range.start, edit.range.end
    return {
        "label": item.label,
        "detail": item.detail or "",
        "kind": CompletionItemKind(item.kind or CompletionItemKind.Text).name,
        "filter": item.filter_text,
        "text": edit.new_text,
        "from": [start.line, start.character],
        "to": [end.line, end.character],
    }


def description(index: Index, number: int, offset: int) -> dict[str, Any]:
    """Return what the word at an offset stands for, in Markdown, and where it is."""
    found = describe(index, number, offset)
    if found is None:
        return {"told": ""}
    told, start, end = found
    span = as_range(index.files[number].text, start, end, "utf-16")
    return {
        "told": told,
        "from": [span.start.line, span.start.character],
        "to": [span.end.line, span.end.character],
    }
