"""A report as Markdown, for where people write together: a wiki, a repository, a mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ceasefire.report.document import (
    Explained,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
    document_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.report.content import Content
    from ceasefire.report.document import Block, Column

__all__ = ["markdown", "markdown_of"]

ACTIVE: Final = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]<>#|~!&$"})
"""What some reader of Markdown would act on."""

ADDRESS: Final = re.compile(r"(https?://[^\s<>\"`|\\^{}\[\]*$]+)")

SIGNS: Final = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~|&(?=#?[A-Za-z0-9]+;)")
"""What is acted on even in an address, where a backslash would be part of it."""


def markdown_of(content: Content) -> str:
    """Return a report as a text in GitHub's Markdown; it has no pictures.

    Texts of feeds and rule files stand in it as they are: nothing of them is markup.
    """
    return "\n".join(markdown(content)) + "\n"


def markdown(content: Content) -> Iterator[str]:
    """Yield the lines of a report."""
    document = document_of(content)
    yield f"# {plain(document.title)}"
    yield from ("", plain(document.subtitle), "")
    yield "\n>\n".join(f"> {plain(text)}" for text in document.cautions)
    for chapter in document.chapters:
        yield from ("", f"## {plain(chapter.title)}")
        for block in chapter.blocks:
            yield from written(block)
    yield from ("", plain(document.source))


def written(block: Block) -> Iterator[str]:
    """Yield a block, after a line that is blank."""
    match block:
        case Heading(text):
            yield from ("", f"### {plain(text)}")
        case Paragraph(text):
            yield from ("", begun(plain(text)))
        case Items(items):
            yield ""
            yield from (f"- {plain(item)}" for item in items)
        case Table(columns, rows, more):
            yield ""
            yield from table(columns, rows)
            yield from ("", plain(more)) if more else ()
        case Explained(lines):
            yield from explained(lines)
        case Picture():
            pass


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table."""
    yield row(plain(column.head) for column in columns)
    yield row("---:" if column.counts else "---" for column in columns)
    for cells in rows:
        yield row(map(plain, cells))


def row(cells: Iterable[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def explained(lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield the lines of an explanation: those of the top as paragraphs, others as lists."""
    above = -1
    for depth, text in lines:
        if not text:
            continue
        if not depth:
            yield from ("", begun(plain(text)))
        else:
            if not above:
                yield ""
            yield f"{'  ' * max(depth - 1 - (depth > 1), 0)}- {plain(text)}"
        above = depth


def plain(text: str) -> str:
    """Return a text in which nothing is markup, and addresses lead where they did."""
    pieces = ADDRESS.split(text)
    pieces[::2] = (piece.translate(ACTIVE) for piece in pieces[::2])
    pieces[1::2] = (SIGNS.sub(coded, piece) for piece in pieces[1::2])
    return "".join(pieces)


def coded(found: re.Match[str]) -> str:
    """Return a sign as an address may have it, too."""
    return f"%{ord(found[0]):02X}"


def begun(text: str) -> str:
    """Return a paragraph that does not begin like a list, a number or a rule of Markdown."""
    mark = text.lstrip("0123456789")
    if text.startswith(("-", "+", "=")) or (mark != text and mark[:1] in ".)"):
        at = len(text) - len(mark)
        return f"{text[:at]}\\{text[at:]}"
    return text
