"""Columns of text that hold nothing but numbers, told by column; the rest waits on disk."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.events import arrays
from ceasefire.findings.numerals import Numerals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Held", "Kinds", "as_numbers"]

WHOLE: Final = r"^(?:0|-?[1-9][0-9]{0,17})?$"
FIRST: Final = 64
LARGE: Final = 1 << 26
"""Bytes of columns that are kept in memory."""

TYPES: Final = {"whole": pa.int64(), "number": pa.float64()}


class Kinds:
    """What the columns of a table of texts hold."""

    def __init__(self, columns: Sequence[str]) -> None:
        """Take the names of the columns."""
        self.numerals = {name: Numerals() for name in columns}

    def learn(self, columns: Sequence[Any]) -> None:
        """Take note of what columns hold."""
        for numerals, column in zip(self.numerals.values(), columns, strict=True):
            if not numerals.text:
                learn(numerals, column)

    def kinds(self) -> list[str]:
        """Return ``whole``, ``number`` or ``text`` for each column."""
        return [numerals.kind for numerals in self.numerals.values()]


def learn(numerals: Numerals, column: Any) -> None:  # noqa: ANN401  (of Arrow, which ships no types)
    """Take note of what one column holds."""
    for text in column[:FIRST].to_pylist():
        numerals.add(text)
    if numerals.text or len(column) <= FIRST:
        return
    if pc.all(pc.match_substring_regex(column, WHOLE)).as_py():
        ends = pc.min_max(as_numbers(column, "whole")).as_py()
        for end in ends.values():
            numerals.add(None if end is None else str(end))
        return
    for text in column.unique().to_pylist():
        numerals.add(text)


def as_numbers(column: Any, kind: str) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column of texts as one of numbers, if it is of such a kind."""
    if kind == "text":
        return column
    empty = pc.equal(column, arrays.text(""))
    return pc.if_else(empty, arrays.nothing(pa.string()), column).cast(TYPES[kind])


class Held:
    """Columns that wait until the types of all are known."""

    def __init__(self) -> None:
        """Begin with none."""
        self.parts: list[list[Any]] = []
        self.size = 0
        self.file: Any = None
        self.stream: Any = None

    def add(self, columns: Sequence[Any]) -> None:
        """Keep columns."""
        self.parts.append(list(columns))
        self.size += sum(column.nbytes for column in columns)
        if self.size > LARGE:
            self._spill()

    def _spill(self) -> None:
        for part in self.parts:
            texts = [
                each.dictionary_decode() if pa.types.is_dictionary(each.type) else each
                for each in part
            ]
            batch = pa.RecordBatch.from_arrays(texts, names=[str(n) for n in range(len(texts))])
            if self.stream is None:
                self.file = TemporaryFile()  # noqa: SIM115  (closed when all is read)
                self.stream = pa.ipc.new_stream(self.file, batch.schema)
            self.stream.write_batch(batch)
        self.parts, self.size = [], 0

    def all(self) -> Iterator[list[Any]]:
        """Yield everything that was kept, in order."""
        if self.stream is not None:
            self._spill()
            self.stream.close()
            self.file.seek(0)
            with pa.ipc.open_stream(self.file) as reader:
                for batch in reader:
                    yield list(batch.columns)
            self.close()
        else:
            yield from self.parts
            self.parts = []

    def close(self) -> None:
        """Let go of everything."""
        if self.file is not None:
            self.file.close()
