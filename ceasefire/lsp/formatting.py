"""A document in the canonical layout, as an edit of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from ceasefire.errors import RulebookError
from ceasefire.lsp.desk import of_rules
from ceasefire.lsp.diagnosing import as_range
from ceasefire.lsp.text import Text
from ceasefire.rulebook.layout import formatted
from ceasefire.rulebook.yaml import MAX_BYTES

if TYPE_CHECKING:
    from ceasefire.lsp.desk import Opened, Shelf

__all__ = ["layout"]


def layout(shelf: Shelf, document: Opened, encoding: str) -> list[types.TextEdit]:
    """Return the edit that lays a rule file out; there is none where nothing would change.

    Nor is there one where the file is no sound YAML, which its problems say already.
    """
    wanted = shelf.rules and (document.path is None or of_rules(document.path))
    if not wanted or len(document.content) > MAX_BYTES:
        return []
    try:
        found = formatted(document.text)
    except RulebookError:
        return []
    text = Text(document.text)
    if found == text.content:
        return []
    start, end = changed(text.content, found)
    span = as_range(text, start, len(text.content) - end, encoding)
    return [types.TextEdit(span, found[start : len(found) - end])]


def changed(old: str, new: str) -> tuple[int, int]:
    """Return how many characters of whole lines two texts share at their beginning and end."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    least = min(len(before), len(after))
    head = next((at for at in range(least) if before[at] != after[at]), least)
    rest = range(1, least - head + 1)
    tail = next((at for at in rest if before[-at] != after[-at]), least - head + 1) - 1
    end = sum(map(len, before[len(before) - tail :])) if tail else 0
    return sum(map(len, before[:head])), end
