"""CSV tables, with commas, semicolons or tabs between the cells."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import FeedError, Problem
from ceasefire.events.csv_quotes import FEWEST_LINES, swallowed, unclosed
from ceasefire.events.rows import Row
from ceasefire.events.source import flawed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from ceasefire.events.source import Source

__all__ = ["CsvTable", "open_rows"]

DELIMITERS: Final = (",", ";", "\t")
KEPT: Final = 10_000


def open_rows(source: Source, columns: tuple[str, ...] | None = None) -> CsvTable:
    """Return the rows of a CSV table; ``columns`` name those of one without a header.

    Raises :class:`~ceasefire.errors.FeedError` where there is no header, or one
    that names a column twice.
    """
    return CsvTable(source, columns)


class CsvTable:
    """A CSV table: a header, unless it is ``bare``, and rows of text."""

    schema: Any = None

    def __init__(self, source: Source, columns: tuple[str, ...] | None = None) -> None:
        """Read the header, unless the columns are given."""
        self.source = source
        self._given = columns
        self._opened = Parser(source, columns)
        self.columns: tuple[str, ...] | None = self._opened.columns
        self.bare, self.delimiter = self._opened.bare, self._opened.delimiter
        if not source.once:
            self._opened.close()

    def rows(self) -> Iterator[Row]:
        """Yield a row for each line, or for several where a cell holds line ends."""
        parser = self._opened if self.source.once else Parser(self.source, self._given)
        try:
            yield from parser.rows()
        finally:
            parser.close()


class Parser:
    """One pass over a CSV table."""

    def __init__(
        self,
        source: Source,
        columns: tuple[str, ...] | None = None,
        *,
        bare: bool | None = None,
        delimiter: str = "",
    ) -> None:
        """Read the header, unless the columns are given; then the table is taken for ``bare``."""
        self.source = source
        self.number = 0
        self.flaws: list[tuple[int, str]] = []
        self.texts: list[str] = []
        self._lines = self._feed()
        first = next(self._lines, "")
        self._pending = first
        self.delimiter = delimiter or max(DELIMITERS, key=first.count)
        # Strict: a quote in the wrong place is reported, not guessed at.
        # Without a header nothing says that cells may be in quotes, and they stand as they are.
        self.bare = columns is not None if bare is None else bare
        quoting: Any = csv.QUOTE_NONE if self.bare else csv.QUOTE_MINIMAL
        self._cells = csv.reader(
            self._again(), delimiter=self.delimiter, strict=True, quoting=quoting
        )
        self._waiting = columns is not None
        self.columns = columns or self._header()

    def close(self) -> None:
        """Let go of the file."""
        self._lines.close()

    def _feed(self) -> Generator[str, None, None]:
        for line in self.source.lines():
            self.number = line.number
            text = "" if line.flaw == "line-too-long" else line.text
            if line.flaw:
                self.flaws.append((line.number, line.flaw))
            if line.flaw or len(self.texts) < KEPT:
                self.texts.append(line.text)
            yield text + "\n"

    def _again(self) -> Iterator[str]:
        yield self._pending
        yield from self._lines

    def _begin(self) -> None:
        self.flaws.clear()
        self.texts.clear()

    def _header(self) -> tuple[str, ...]:
        try:
            cells = next(self._cells, [])
        except csv.Error as error:
            found = self._unclosed(1, str(error))
            if found is not None:
                raise FeedError([found]) from error
            message = f"the header is not CSV: {error}"
            raise self.source.failure("bad-csv", message, line=1) from error
        if self.flaws or not any(cell.strip() for cell in cells):
            flaw = flawed("", 0, self.flaws[0][1]).message if self.flaws else "it is empty"
            raise self.source.failure("no-header", f"the table has no header: {flaw}", line=1)
        named = tuple(cell.strip() or f"column {n}" for n, cell in enumerate(cells, 1))
        twice = sorted({name for name in named if named.count(name) > 1})
        if twice:
            listed = ", ".join(f"`{name}`" for name in twice[:5])
            message = f"the header names {listed} more than once"
            raise self.source.failure("duplicate-column", message, line=1)
        return named

    def rows(self) -> Iterator[Row]:
        """Yield the rows after the header."""
        while True:
            # The first row of a table without a header was looked at already.
            start = self.number + (not self._waiting)
            if not self._waiting:
                self._begin()
            self._waiting = False
            try:
                cells = next(self._cells, None)
            except csv.Error as error:
                yield self._broken(start, str(error))
                continue
            if cells is None:
                return
            if cells or self.flaws:
                yield self._row(start, cells)

    def _unclosed(self, start: int, reason: str) -> Problem | None:
        row = start, self.number
        return unclosed(self.source.name, row, self.texts, self.delimiter, reason)

    def _broken(self, start: int, reason: str) -> Row:
        found = self._unclosed(start, reason)
        if found is None:
            lines = f" (lines {start} to {self.number})" if self.number > start else ""
            message = f"this is not CSV: {reason.lower()}{lines}"
            hint = 'a quote inside a cell is written twice, `""`, and the cell in quotes'
            found = Problem(self.source.name, start, 0, "bad-csv", message, hint)
        return self._text(start, found)

    def _text(self, start: int, *found: Problem) -> Row:
        """Return a row that cannot be taken apart."""
        return Row(start, {"text": "\n".join(self.texts)[:KEPT]}, found)

    def _row(self, start: int, cells: list[str]) -> Row:
        if self.flaws:
            return self._text(start, *(flawed(self.source.name, *flaw) for flaw in self.flaws))
        if self.number - start + 1 >= FEWEST_LINES and not self.bare:
            row = start, self.number
            found = swallowed(self.source.name, row, self.texts, self.delimiter, len(self.columns))
            if found is not None:
                return self._text(start, found)
        raw: dict[str, Any] = dict(zip(self.columns, cells, strict=False))
        if len(cells) == len(self.columns):
            return Row(start, raw)
        if len(cells) > len(self.columns):
            raw[""] = cells[len(self.columns) :]
        whole = "a row of this table" if self.bare else "the header"
        message = f"the row has {len(cells)} cells, {whole} {len(self.columns)}"
        return Row(start, raw, (Problem(self.source.name, start, 0, "wrong-columns", message),))
