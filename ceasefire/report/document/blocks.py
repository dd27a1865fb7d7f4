"""What a report is made of: chapters, and the blocks in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Block",
    "Chapter",
    "Column",
    "Document",
    "Explained",
    "Heading",
    "Items",
    "Paragraph",
    "Picture",
    "Table",
]


class Heading(NamedTuple):
    """A heading within a chapter."""

    text: str


class Paragraph(NamedTuple):
    """A paragraph; a quiet one says how something was counted, and may be in small print."""

    text: str
    quiet: bool = False


class Items(NamedTuple):
    """A list of texts."""

    items: tuple[str, ...]


class Column(NamedTuple):
    """A column of a table: its head, and whether it holds counts."""

    head: str
    counts: bool = False


class Table(NamedTuple):
    """A table of short texts, each row as long as there are columns.

    ``more`` says how many rows are left out, if any are. The first column names the row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""


class Picture(NamedTuple):
    """A chart: what makes its specification of Vega-Lite, and what it shows in words."""

    make: Callable[[], dict[str, Any]]
    label: str


class Explained(NamedTuple):
    """The lines of an explanation, each with how deep it lies: 0 for those of the top.

    Lines at the top that end with a colon are titles of what follows.
    """

    lines: tuple[tuple[int, str], ...]


Block: TypeAlias = Heading | Paragraph | Items | Table | Picture | Explained


class Chapter(NamedTuple):
    """A chapter: ``key`` is the same in every language."""

    key: str
    title: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """A report as a whole; ``language`` is a code of ISO 639, ``direction`` ltr or rtl."""

    title: str
    subtitle: str
    cautions: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    source: str
    language: str
    direction: str
