"""Where the words of a text begin and end, by the signs around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["blank", "closing", "flow_end", "gap", "key_end", "lines", "unquoted"]

ENDS: Final = re.compile("\r\n|[\n\r]")
LONGEST_KEY: Final = 1024
"""How long a key on one line may be, by the rules of YAML."""

BARRED: Final = frozenset("\"'#[]{},&*!|>%@`")
"""What no plain word begins with."""

BRACKETS: Final = frozenset("[]{},")


def lines(text: str, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each line's first character and of its end, up to an offset."""
    begin = 0
    for found in ENDS.finditer(text, 0, stop):
        yield begin, found.start()
        begin = found.end()
    yield begin, stop


def blank(text: str, at: int, end: int) -> int:
    """Return where the white space at an offset ends."""
    while at < end and text[at] in " \t":
        at += 1
    return min(at, end)


def gap(text: str, at: int, end: int) -> int:
    """Return where the next white space is."""
    while at < end and text[at] not in " \t":
        at += 1
    return at


def key_end(text: str, at: int, end: int) -> int:
    """Return where the colon of a key is that begins at an offset, or -1."""
    if at >= end:
        return -1
    if text[at] in {'"', "'"}:
        close = closing(text, at + 1, end, text[at])
        colon = blank(text, close, end) if close >= 0 else end
        return colon if text[colon : colon + 1] == ":" and colon < end else -1
    if text[at] in BARRED:
        return -1
    limit = min(end, at + LONGEST_KEY)
    colon = text.find(":", at, limit)
    while colon >= 0:
        if colon + 1 >= end or text[colon + 1] in " \t":
            return -1 if " #" in text[at:colon] else colon
        colon = text.find(":", colon + 1, limit)
    return -1


def closing(text: str, at: int, end: int, quote: str) -> int:
    """Return the offset behind the quote that closes a text, or -1."""
    while at < end:
        if text[at] == "\\" and quote == '"':
            at += 2
        elif text[at] == quote:
            if quote == "'" and text[at + 1 : at + 2] == "'" and at + 1 < end:
                at += 2
                continue
            return at + 1
        else:
            at += 1
    return -1


def flow_end(text: str, at: int, end: int) -> int:
    """Return where a word in brackets ends that has no quotes."""
    while at < end:
        here, follows = text[at], text[at + 1 : at + 2] if at + 1 < end else " "
        if here in BRACKETS or (here == ":" and (follows in " \t" or follows in BRACKETS)):
            return at
        if here in " \t" and follows == "#":
            return at
        at += 1
    return at


def unquoted(text: str, at: int, end: int) -> tuple[int, int, bool]:
    """Return where a word begins and ends without quotes, and whether it had some."""
    word = text[at:end].rstrip()
    if word[:1] in {'"', "'"} and len(word) > 1:
        return at + 1, at + len(word) - 1, True
    return at, at + len(word), False
