"""The things of a file as a tree, for an editor's outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from ceasefire.findings.escapes import escaped
from ceasefire.lsp.diagnosing import as_range
from ceasefire.lsp.markdown import shortened
from ceasefire.lsp.roles import of_key

if TYPE_CHECKING:
    from ceasefire.lsp.index import Index
    from ceasefire.lsp.word import Word
    from ceasefire.rulebook.documents import Step

__all__ = ["outline"]

KINDS: Final = {
    "party": types.SymbolKind.Class,
    "place": types.SymbolKind.Module,
    "source": types.SymbolKind.File,
    "question": types.SymbolKind.Variable,
    "answer": types.SymbolKind.EnumMember,
    "reading": types.SymbolKind.Object,
    "instrument": types.SymbolKind.Interface,
    "provision": types.SymbolKind.Method,
    "pattern": types.SymbolKind.Event,
    "category": types.SymbolKind.Enum,
    "field": types.SymbolKind.Field,
}

DEEPEST: Final = 5
"""How far down there are things."""

GROUPS: Final = frozenset({"answers", "exclude", "prohibit", "permit", "values"})
"""Keys that hold things and are no things themselves."""


def outline(index: Index, number: int, encoding: str) -> list[types.DocumentSymbol]:
    """Return the sections of a file, what they define, and what that defines."""
    file = index.files[number]
    ends = extents(file.words)
    below: dict[Step, list[types.DocumentSymbol]] = {(): []}
    for word in file.words:
        role = of_key(word.path) if word.key else None
        if not word.key or not (len(word.path) == 1 or (role is not None and role.defines)):
            continue
        title = index.titles.get(word.path, "") if len(word.path) > 1 else ""
        inner = below.setdefault(word.path, [])
        symbol = types.DocumentSymbol(
            name=escaped(word.text) or "?",
            kind=KINDS.get(role.kind if role else "", types.SymbolKind.Namespace),
            range=as_range(file.text, word.start, max(ends[word.path], word.end), encoding),
            selection_range=as_range(file.text, word.start, word.end, encoding),
            detail=escaped(shortened(title)) or None,
            children=inner,
        )
        below.get(holder(word.path), below[()]).append(symbol)
    return below[()]


def holder(path: Step) -> Step:
    """Return the path of the thing that holds another, without the keys between them."""
    above = path[:-1]
    return above[:-1] if above and above[-1] in GROUPS and len(above) > 1 else above


def extents(words: tuple[Word, ...]) -> dict[Step, int]:
    """Return where whatever stands at each path, or below it, ends."""
    ends: dict[Step, int] = {}
    for word in words:
        for length in range(1, min(len(word.path), DEEPEST) + 1):
            path = word.path[:length]
            ends[path] = max(ends.get(path, 0), word.end)
    return ends
