"""Where a thing is defined, and where it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceasefire.lsp.index import Index, Mention

__all__ = ["definitions", "references"]


def definitions(index: Index, number: int, offset: int) -> list[Mention]:
    """Return the definitions of what the word at an offset names."""
    here = index.at(number, offset)
    return [] if here is None else once(list(index.defined.get(here.thing, ())))


def references(index: Index, number: int, offset: int, *, declared: bool) -> list[Mention]:
    """Return every mention of what the word at an offset names, if ``declared`` its definition."""
    here = index.at(number, offset)
    found = [] if here is None else list(index.named.get(here.thing, ()))
    return once([item for item in found if declared or not item.defines])


def once(mentions: list[Mention]) -> list[Mention]:
    """Return mentions in order, each word once: an alias of YAML repeats them."""
    found = {(item.file, item.start): item for item in mentions}
    return [found[key] for key in sorted(found)]
