"""How wide the columns of a table are where that has to be said beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ceasefire.report.document import Column, Table

__all__ = ["widths"]

LETTERS: Final = 95
"""About how many letters of small print a line of the page has."""

LONGEST: Final = 16
"""A word, or a count, that is longer than this may be broken."""

MOST: Final = 60
"""A text that is longer than this is no reason to make its column wider."""

SPARE: Final = 2
"""How many letters the space beside a column takes, and how much wider a head is."""

LOOKED: Final = 400
"""So many rows are looked at."""


def widths(table: Table, whole: int) -> list[int]:
    """Return the widths of columns, which add up to ``whole``.

    Each has room for its words, or its counts; what is left goes to those with long texts.
    """
    texts = [[row[number] for row in table.rows[:LOOKED]] for number in range(len(table.columns))]
    needs = list(map(need, table.columns, texts))
    wants = [
        0 if column.counts else max(0, min(MOST, max(map(len, [column.head, *some]))) - least)
        for column, some, least in zip(table.columns, texts, needs, strict=True)
    ]
    left, longing = max(0, LETTERS - sum(needs)), sum(wants)
    if not longing:
        wants, longing = needs, sum(needs)
    shares = [least + left * want / longing for least, want in zip(needs, wants, strict=True)]
    found = [int(whole * share / sum(shares)) for share in shares]
    found[0] += whole - sum(found)
    return found


def need(column: Column, texts: list[str]) -> int:
    """Return how many letters a column needs, lest words or counts are broken."""
    words = column.head.split() + [
        word for text in texts for word in ([text] if column.counts else text.split())
    ]
    return min(LONGEST, max(map(len, words), default=1)) + SPARE
