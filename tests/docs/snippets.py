"""The fenced blocks of a page of documentation, and what it takes to try them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Block", "blocks", "commands", "missing"]

FENCE: Final = re.compile(
    r'^```(?P<language>\w*)(?: title="(?P<title>[\w.-]+)")?\n(?P<text>.*?)^```$',
    re.DOTALL | re.MULTILINE,
)
GAP: Final = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file name it bears, its text and its line."""

    language: str
    title: str
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [
        Block(
            found["language"],
            found["title"] or "",
            found["text"],
            page.count("\n", 0, found.start()) + 1,
        )
        for found in FENCE.finditer(page)
    ]


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a console block, with the lines that it should print."""
    command, printed = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, printed
            command, printed = line.removeprefix("$ "), []
        else:
            printed.append(line)
    yield command, printed


def missing(expected: Sequence[str], output: str) -> str:
    """Return the first expected line that the output lacks, or nothing.

    Lines follow each other as written, except where a line of its own, ``…``,
    stands for any lines. White space counts as one space.
    """
    lines = [squeezed(line) for line in output.splitlines()]
    at, loose = 0, True
    for text in map(squeezed, expected):
        if text == GAP:
            loose = True
            continue
        places = range(at, len(lines)) if loose else range(at, min(at + 1, len(lines)))
        found = next((place for place in places if lines[place] == text), None)
        if found is None:
            return text
        at, loose = found + 1, False
    return ""


def squeezed(text: str) -> str:
    """Return a text with every stretch of white space as one space."""
    return " ".join(text.split())
