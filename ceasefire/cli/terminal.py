"""What is printed: safe for a terminal, wrapped and coloured on one, plain lines elsewhere.

Texts of feeds and rule files are never trusted: they show as in a file of findings,
with escapes for what a terminal would obey, and nothing is read as markup.
"""

from __future__ import annotations

import json
import sys
import textwrap
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.cli.fitting import GAP, clipped, fitted
from ceasefire.findings.escapes import json_escaped, on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, JustifyMethod
    from rich.table import Table
    from rich.text import Text

__all__ = ["Cell", "Screen", "Share", "amount", "json_text", "safe"]

READABLE: Final = 120


def safe(text: object) -> str:
    """Return a text on one line, without anything that a terminal would obey."""
    return on_one_line(text)


def json_text(data: object, *, indent: int | None = None) -> str:
    """Return data as JSON, with escapes for whatever a terminal would obey."""
    return json_escaped(json.dumps(data, ensure_ascii=False, indent=indent))


def amount(number: int, plural: str) -> str:
    """Return a number of things, named in the plural."""
    if number != 1:
        return f"{number} {plural}"
    return f"1 {plural[:-3]}y" if plural.endswith("ies") else f"1 {plural[:-1]}"


def longest(texts: Iterable[str]) -> int:
    """Return how many characters the longest word has."""
    return max((len(word) for text in texts for word in text.split()), default=0)


class Cell(NamedTuple):
    """A cell of a table on a terminal: its lines, each with the name of a style or none."""

    lines: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, *lines: str | tuple[str, str]) -> Cell:
        """Return a cell of texts, and of texts with a style; empty ones are left out."""
        pairs = ((line, "") if isinstance(line, str) else line for line in lines)
        return cls(tuple((safe(text), style) for text, style in pairs if text))


class Share(NamedTuple):
    """How wide a column is: its part of the terminal, and how many characters at least."""

    ratio: int
    least: int | None = None


class Screen:
    """Standard output, or standard error."""

    def __init__(self, *, error: bool = False) -> None:
        """Take the stream as it is now."""
        self.file = sys.stderr if error else sys.stdout

    @cached_property
    def console(self) -> Console:
        """The terminal, or what stands in for one."""
        from rich.console import Console  # noqa: PLC0415  (help must not wait for it)

        return Console(file=self.file, highlight=False, markup=False, emoji=False)

    @cached_property
    def terminal(self) -> bool:
        """Whether somebody looks at it, so that it is worth wrapping and colouring."""
        return self.console.is_terminal

    @cached_property
    def width(self) -> int:
        """How much fits on a line; elsewhere than on a terminal, as much as is readable."""
        return self.console.width if self.terminal else READABLE

    def line(self, text: str = "", style: str = "") -> None:
        """Print a line; on a terminal it is wrapped under its own indentation."""
        text = safe(text)
        if not self.terminal:
            self.file.write(f"{text}\n")
            return
        from rich.text import Text  # noqa: PLC0415  (loaded when wanted)

        indent = " " * (len(text) - len(text.lstrip()) + 2)
        pieces = textwrap.wrap(
            text,
            max(self.width, len(indent) + 20),
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for piece in pieces or [""]:
            self.console.print(Text(piece, style), soft_wrap=True)

    def lines(self, texts: Iterable[str]) -> None:
        """Print lines."""
        for text in texts:
            self.line(text)

    def data(self, text: str) -> None:
        """Print a text for programs just as it is."""
        self.file.write(f"{text}\n")

    def columns(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[int] = ()
    ) -> None:
        """Print a table of short texts, those of some columns aligned to the right.

        On a terminal it is fitted to the width; elsewhere a row is a line, or where there
        are counts two, of which the first is a long label; any other line may be long.
        """
        numeric = set(right)
        if self.terminal:
            table = self._table()
            for index, title in enumerate(head):
                # Half a number would be another number.
                least = longest(row[index] for row in rows) if index in numeric else None
                side: JustifyMethod = "right" if index in numeric else "left"
                table.add_column(title, justify=side, min_width=least)
            if numeric:
                rows = [(clipped(safe(label)), *counts) for label, *counts in rows]
            for row in rows:
                table.add_row(*map(self._text, map(Cell.of, row)))
            self.console.print(table)
            return
        from rich.cells import cell_len  # noqa: PLC0415  (loaded when wanted)

        lines = [[safe(text) for text in row] for row in (head, *rows)]
        if numeric:
            lines = fitted(lines, numeric)
        full = (line for line in lines if len(line) == len(head))
        widths = [max(map(cell_len, column)) for column in zip(*full, strict=True)]
        for line in lines:
            padded = []
            # A line may be of a label alone.
            for index, (text, width) in enumerate(zip(line, widths, strict=False)):
                blank = " " * (width - cell_len(text))
                padded.append(blank + text if index in numeric else text + blank)
            self.file.write(GAP.join(padded).rstrip() + "\n")

    def grid(
        self, head: Sequence[str], rows: Iterable[Sequence[Cell]], shares: Sequence[Share]
    ) -> None:
        """Print a table of cells of several lines, its columns sharing the terminal's width."""
        table = self._table(leading=1, expand=True)
        for title, share in zip(head, shares, strict=True):
            # The least width of a column that has a ratio is what Rich calls its width.
            table.add_column(title, ratio=share.ratio, width=share.least, overflow="fold")
        for row in rows:
            table.add_row(*map(self._text, row))
        self.console.print(table)

    def _table(self, *, leading: int = 0, expand: bool = False) -> Table:
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415  (loaded when wanted)
        from rich.table import Table  # noqa: PLC0415  (loaded when wanted)

        return Table(box=SIMPLE_HEAD, leading=leading, pad_edge=False, expand=expand)

    def _text(self, cell: Cell) -> Text:
        from rich.text import Text  # noqa: PLC0415  (loaded when wanted)

        return Text("\n").join(Text(text, style) for text, style in cell.lines)
