"""CSV tables in blocks, by Arrow where that reads them exactly as Python's reader does."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from ceasefire.events.csv_quotes import FEWEST_LINES, swallowed
from ceasefire.events.csv_table import Parser
from ceasefire.events.source import MAX_LINE, Source, line_of
from ceasefire.tables.blocks import Block
from ceasefire.tables.cells import one
from ceasefire.tables.from_rows import blocks as row_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ceasefire.events.csv_table import CsvTable
    from ceasefire.events.source import Line

__all__ = ["CsvFile", "Piece"]

SIZE: Final = 1 << 23
"""Bytes that are read at a time."""

CHUNK: Final = 1 << 16
MARK: Final = b"\xef\xbb\xbf"
NONE: Final[NDArray[np.int64]] = np.empty(0, np.int64)
QUOTE, LINE_FEED, RETURN = b'"'[0], b"\n"[0], b"\r"[0]


class Piece(NamedTuple):
    """Whole rows of a CSV file as bytes; ``line`` is the number of the first line.

    ``starts`` are the numbers of the lines that rows begin in. Where these cannot be told,
    the piece is all that follows ``offset`` in the file.
    """

    content: bytes
    line: int
    lines: int
    starts: NDArray[np.int64]
    offset: int = -1
    headed: bool = False

    @property
    def odd(self) -> bool:
        """Whether the rows have to be told apart one by one, up to the end of the file."""
        return self.offset >= 0


class CsvFile:
    """A CSV file that is read in pieces, which threads can parse."""

    def __init__(self, opened: CsvTable) -> None:
        """Take the opened table."""
        assert opened.columns is not None  # noqa: S101  (tables have columns)
        self.source: Source = opened.source
        self.columns = opened.columns
        self.bare = opened.bare
        self.delimiter = opened.delimiter
        self.marks = (ord(self.delimiter), LINE_FEED, RETURN)

    # --- pieces ---

    def pieces(self) -> Iterator[Piece]:
        """Yield the rows after the header."""
        line, offset = 1, 0
        rest = b""
        first = True
        assert self.source.path is not None  # noqa: S101  (streams are read otherwise)
        with self.source.path.open("rb") as file:
            while True:
                more = file.read(SIZE)
                if first and not rest and more.startswith(MARK):
                    more, offset = more[len(MARK) :], len(MARK)
                content = rest + more
                if not content:
                    return
                last = not more
                if last and not content.endswith(b"\n"):
                    content += b"\n"
                piece, rest = self._piece(content, line, whole=last)
                if piece is None:
                    continue
                if piece.odd:
                    yield Piece(b"", line, 0, NONE, offset, headed=first and not self.bare)
                    return
                line += piece.lines
                offset += len(piece.content)
                yield self._headless(piece) if first and not self.bare else piece
                first = False
                if last:
                    return

    def _piece(self, content: bytes, line: int, *, whole: bool) -> tuple[Piece | None, bytes]:
        """Return the whole rows that some bytes begin with, and what is left."""
        data = np.frombuffer(content, np.uint8)
        feeds = np.flatnonzero(data == LINE_FEED)
        quotes = np.empty(0, np.int64) if self.bare else np.flatnonzero(data == QUOTE)
        odd = Piece(b"", line, 0, NONE, offset=0)
        inside = np.searchsorted(quotes, feeds) % 2 == 1
        ends = feeds[~inside]
        if not len(ends):
            # A row of this size is one that is not closed.
            return (odd, b"") if whole or len(content) > 4 * SIZE else (None, content)
        end = int(ends[-1]) + 1
        feeds = feeds[feeds < end]
        quotes = quotes[quotes < end]
        if whole and end < len(content):
            return odd, b""
        gaps = np.diff(feeds, prepend=-1)
        begins = np.concatenate([[0], ends[:-1] + 1])
        # Python's reader gives up on so long a cell, and goes on in the next line.
        long = int((ends - begins).max()) > csv.field_size_limit()
        if long or int(gaps.max()) > MAX_LINE or not self._sound(data[:end], quotes):
            return odd, b""
        lines = line + np.searchsorted(feeds, begins)
        # Python's reader and Arrow's both pass over empty lines.
        sizes = ends - begins
        filled = (sizes > 1) | ((sizes == 1) & (data[begins] != RETURN))
        piece = Piece(content[:end], line, len(feeds), lines[filled])
        return piece, content[end:]

    def _sound(self, data: NDArray[np.uint8], quotes: NDArray[np.int64]) -> bool:
        """Return whether quotes stand around whole cells, and line ends are the usual ones."""
        returns = np.flatnonzero(data == RETURN)
        if len(returns):
            loose = data[np.minimum(returns + 1, len(data) - 1)] != LINE_FEED
            # Inside quotes, a carriage return is a character like any other.
            if (loose & (np.searchsorted(quotes, returns) % 2 == 0)).any():
                return False
        if not len(quotes):
            return True
        opening, closing = quotes[::2], quotes[1::2]
        if len(opening) != len(closing):
            return False
        before = data[np.maximum(opening - 1, 0)]
        doubled = np.zeros(len(opening), bool)
        doubled[1:] = opening[1:] - closing[:-1] == 1
        if not (doubled | (opening == 0) | np.isin(before, self.marks[:2])).all():
            return False
        after = data[np.minimum(closing + 1, len(data) - 1)]
        again = np.zeros(len(closing), bool)
        again[:-1] = doubled[1:]
        return bool((again | np.isin(after, self.marks)).all())

    def _headless(self, piece: Piece) -> Piece:
        """Return a piece without its first row, which is the header."""
        data = np.frombuffer(piece.content, np.uint8)
        feeds = np.flatnonzero(data == LINE_FEED)
        if len(piece.starts) > 1:
            end = int(feeds[int(piece.starts[1]) - piece.line - 1]) + 1
        else:
            end = len(piece.content)
        skipped = int((feeds < end).sum())
        return Piece(
            piece.content[end:], piece.line + skipped, piece.lines - skipped, piece.starts[1:]
        )

    # --- rows ---

    def blocks(self, piece: Piece) -> Iterator[Block]:
        """Yield the blocks of a piece."""
        table = None if piece.odd or self._swallowed(piece) else self._parsed(piece)
        if table is None:
            yield from self._careful(piece)
            return
        columns = dict(zip(self.columns, map(one, table.columns), strict=True))

        def raw(number: int) -> dict[str, Any]:
            return {name: column[number].as_py() for name, column in columns.items()}

        lines = piece.starts
        yield Block(table.num_rows, columns, lambda number: int(lines[number]), raw)

    def _swallowed(self, piece: Piece) -> bool:
        """Return whether some row of several lines may have taken in others."""
        ends = np.append(piece.starts[1:], piece.line + piece.lines)
        many = np.flatnonzero(ends - piece.starts >= FEWEST_LINES)
        if self.bare or not len(many):
            return False
        lines = piece.content.decode("utf-8", "replace").split("\n")
        return any(
            swallowed("", (0, 0), lines[first:end], self.delimiter, len(self.columns))
            for first, end in zip(
                (piece.starts[many] - piece.line).tolist(),
                (ends[many] - piece.line).tolist(),
                strict=True,
            )
        )

    def _parsed(self, piece: Piece) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Return the rows by column; nothing where some row is not as all others."""
        if not len(piece.starts):
            return None
        if b"\0" in piece.content:
            return None
        names = [str(number) for number in range(len(self.columns))]
        try:
            table = pa_csv.read_csv(
                pa.BufferReader(piece.content),
                read_options=pa_csv.ReadOptions(
                    column_names=names, block_size=len(piece.content) + 1, use_threads=False
                ),
                parse_options=pa_csv.ParseOptions(
                    delimiter=self.delimiter,
                    quote_char=False if self.bare else '"',
                    newlines_in_values=True,
                ),
                convert_options=pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
                ),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError):
            return None
        return table if table.num_rows == len(piece.starts) else None

    def _careful(self, piece: Piece) -> Iterator[Block]:
        """Yield the rows of a piece one by one, broken ones too."""
        part = Part(self.source, piece)
        given = None if piece.headed else self.columns
        parser = Parser(part, given, bare=self.bare, delimiter=self.delimiter)
        try:
            yield from row_blocks(parser.rows(), self.columns, text=True)
        finally:
            parser.close()


class Part(Source):
    """Some lines of a file."""

    def __init__(self, source: Source, piece: Piece) -> None:
        """Take the lines."""
        assert source.path is not None  # noqa: S101  (streams are read otherwise)
        super().__init__(source.path)
        self.piece = piece

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes."""
        if not self.piece.odd:
            yield self.piece.content
            return
        assert self.path is not None  # noqa: S101  (see above)
        with self.path.open("rb") as file:
            file.seek(self.piece.offset)
            while piece := file.read(CHUNK):
                yield piece

    def texts(self) -> Iterator[bytes]:
        """Yield the bytes; that they are a text was seen when the feed was opened."""
        return self.chunks()

    def lines(self) -> Iterator[Line]:
        """Yield the lines, the unreadable ones too."""
        for number, content in enumerate(self._pieces(), self.piece.line):
            yield line_of(number, content)
