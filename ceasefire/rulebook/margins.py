"""What is wrong with the column in which a line begins, or with a colon and no space after it.

These are the mistakes of people who are new to YAML, and what the parser says of them
is about itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Margin", "glued", "misplaced"]

GLUED: Final = re.compile(r"\s*(?:- +)*[\w.-]+(?P<colon>:)(?=[^\s:/])")
"""A key whose colon is part of a word; not that of an address on the web."""

KEY: Final = re.compile(r"(?P<margin> *)(?:(?P<items>(?:- +)+)|[\w.-]+:(?:\s|$))")
"""A line that begins with a key of one word, or with an item."""


class Margin(NamedTuple):
    """A line and the column in which it begins, counted from 1, or an item of a list in it."""

    line: int
    column: int
    item: bool = False


def glued(lines: Sequence[str], number: int) -> Margin | None:
    """Return the place of a colon with no space after it, if a line begins with such a key."""
    found = GLUED.match(lines[number - 1]) if 0 < number <= len(lines) else None
    return found and Margin(number, found.start("colon") + 1)


def misplaced(lines: Sequence[str], number: int) -> Margin | None:
    """Return the line whose column a line that belongs to no other was most likely to have.

    That is the nearest column of those that lines above still leave open. There is none
    if the line begins in such a column, or with no key.
    """
    found = KEY.match(lines[number - 1]) if 0 < number <= len(lines) else None
    if found is None:
        return None
    column = len(found["margin"]) + 1
    item = found["items"] is not None
    open_ = [each for each in columns(lines[: number - 1]) if each.item or not item]
    if not open_ or any(each.column == column for each in open_):
        return None
    open_ = [each for each in open_ if each.item == item] or open_
    return min(open_, key=lambda each: (abs(each.column - column), -each.column))


def columns(lines: Sequence[str]) -> Iterator[Margin]:
    """Yield the columns in which a line may begin after some others, each with the last of them."""
    found: list[Margin] = []
    for number, line in enumerate(lines, 1):
        key = KEY.match(line)
        if key is None:
            continue
        begin = len(key["margin"]) + 1
        found = [each for each in found if each.column < begin]
        found.append(Margin(number, begin, item=key["items"] is not None))
        if key["items"]:
            found.append(Margin(number, key.end("items") + 1))
    yield from found
