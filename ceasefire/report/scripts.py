"""Which way texts are written: pieces of one direction, and that of a paragraph."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["direction", "pieces"]

LEFTWARD: Final = frozenset({"R", "AL"})
"""The classes of the Unicode bidirectional algorithm of letters that are read leftward."""

STRONG: Final = {"L": False} | dict.fromkeys(LEFTWARD, True)


def direction(text: str) -> str:
    """Return ``rtl`` for a text whose first letter is read leftward, else ``ltr``."""
    strong = (STRONG[kind] for kind in map(bidirectional, text) if kind in STRONG)
    return "rtl" if next(strong, False) else "ltr"


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text in their order, each with whether it is read leftward.

    What has no direction of its own, as spaces and digits, goes with what it stands between,
    and where that differs with the paragraph.
    """
    if text.isascii():
        yield text, False
        return
    base = direction(text) == "rtl"
    kinds = [STRONG.get(bidirectional(character)) for character in text]
    after = [base] * (len(kinds) + 1)
    for place in range(len(kinds) - 1, -1, -1):
        kind = kinds[place]
        after[place] = after[place + 1] if kind is None else kind
    settled, before = [], base
    for place, kind in enumerate(kinds):
        before = before if kind is None else kind
        settled.append(before if before == after[place] else base)
    for leftward, some in groupby(zip(settled, text, strict=True), key=lambda pair: pair[0]):
        yield "".join(character for _, character in some), leftward
