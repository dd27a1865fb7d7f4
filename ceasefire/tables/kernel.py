"""The kernel of larger machinery: record batches in and out, and row groups of Parquet.

A :class:`Kernel` can be pickled. What it takes to decide is made once in each process,
however many kernels of the same rulebook, reading and date arrive there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

from ceasefire.book import Book
from ceasefire.book import load as load_book
from ceasefire.engines.columnar.quick import PLAIN
from ceasefire.errors import EventError, Problem, UsageError, placed
from ceasefire.events.feeds import Feed, read_feed
from ceasefire.findings.replacement import Replacement
from ceasefire.tables.columns import Assembly, chosen
from ceasefire.tables.deciding import Decider
from ceasefire.tables.from_parquet import ParquetFile
from ceasefire.tables.memory import blocks_of, feed_of
from ceasefire.tables.own import decoded, kept, names
from ceasefire.tables.parquet import ParquetOutput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from ceasefire.rulebook.model import Rulebook
    from ceasefire.tables.blocks import Block
    from ceasefire.tables.deciding import Decided

__all__ = ["Kernel", "Part"]


class Part(NamedTuple):
    """What became of some row groups: rows in all, and those without a finding.

    ``problems`` says what is wrong with the first of the rejected.
    """

    path: str
    rows: int
    rejected: int
    aside: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Kernel:
    """Classifies Arrow record batches, and row groups of Parquet files.

    ``rules`` is a rulebook, or the name or path of one that every process can load;
    ``reading`` and ``as_of`` are those of :class:`~ceasefire.book.Book`. ``columns`` are the
    columns of findings that are added, ``keep`` those of the table that are kept; all of
    them if nothing is said. ``format`` is what :func:`~ceasefire.events.feeds.read_feed`
    takes.

    A row that cannot be read has no verdict, and what is wrong with it as its notes; with
    ``strict``, :class:`~ceasefire.errors.EventError` is raised instead. Of ids that were
    used before nothing is noted: a kernel does not see the whole table.
    """

    rules: Rulebook | str
    reading: str | None = None
    as_of: str | None = None
    format: str | None = None
    columns: tuple[str, ...] | None = None
    keep: tuple[str, ...] | None = None
    strict: bool = False

    @classmethod
    def of(
        cls,
        book: Book,
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
        columns: Sequence[str] | None = None,
        keep: Sequence[str] | None = None,
        strict: bool = False,
    ) -> Kernel:
        """Return the kernel of a book.

        Raises :class:`~ceasefire.errors.UsageError` for a column that no finding has.
        """
        return cls(
            book.rulebook,
            book.reading,
            book.known or None,
            format,
            None if columns is None else chosen(columns),
            None if keep is None else tuple(keep),
            strict,
        )

    # --- batches ---

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch with its findings."""
        table = self.classify(pa.Table.from_batches([batch]))
        batches = table.combine_chunks().to_batches()
        if not batches:
            return pa.RecordBatch.from_arrays(
                [pa.array([], field.type) for field in table.schema], schema=table.schema
            )
        return batches[0] if len(batches) == 1 else pa.concat_batches(batches)

    def classify(self, table: pa.Table) -> pa.Table:
        """Return a table with its findings."""
        shop = self._shop(table.schema)
        parts = [shop.table(block) for block in blocks_of(table)]
        return pa.concat_tables(parts) if parts else shop.schema.empty_table()

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the schema of what comes of a table with this one."""
        return self._shop(schema).schema

    # --- row groups ---

    def classify_row_groups(
        self, path: str | PathLike[str], row_groups: Sequence[int] | None = None
    ) -> pa.Table:
        """Return some row groups of a Parquet file with their findings, all by default.

        Raises :class:`~ceasefire.errors.UsageError` for a row group that the file does not
        have, or that is named twice.
        """
        shop, blocks = self._groups(path, row_groups)
        parts = [shop.table(block, str(path)) for block in blocks]
        return pa.concat_tables(parts) if parts else shop.schema.empty_table()

    def write_row_groups(
        self,
        path: str | PathLike[str],
        row_groups: Sequence[int] | None,
        target: str | PathLike[str],
    ) -> Part:
        """Write some row groups with their findings to a Parquet file of their own.

        The file appears once it is complete. Returns how many rows it has.
        """
        shop, blocks = self._groups(path, row_groups, dictionary=True)
        output = Replacement(Path(target))
        rows = rejected = aside = 0
        problems: list[Problem] = []
        try:
            sink = ParquetOutput(output.open(), shop.schema, shop.book.provenance)
            for block in blocks:
                arrays, decided = shop.arrays(block, str(path))
                sink.write(arrays)
                rows += block.rows
                rejected += len(decided.rejected)
                aside += len(decided.aside)
                problems += wrong(decided, str(path), max(TOLD - len(problems), 0))
            sink.close()
            output.commit()
        finally:
            output.discard()
        return Part(str(target), rows, rejected, aside, tuple(problems))

    def _groups(
        self,
        path: str | PathLike[str],
        row_groups: Sequence[int] | None,
        *,
        dictionary: bool = False,
    ) -> tuple[Shop, Iterator[Block]]:
        feed = read_feed(path, self.format, rulebook=self.book.rulebook)
        shop = self._shop(feed.schema, dictionary=dictionary)
        wanted = shop.own.keys() | shop.decider.columns
        file = ParquetFile(feed.opened, [name for name in feed.schema.names if name in wanted])
        count = file.metadata.num_row_groups
        for number in row_groups or ():
            if not 0 <= number < count:
                message = f"`{path}` has no row group {number}; it has {count}, numbered from 0"
                raise UsageError(message)
        if len(set(row_groups or ())) < len(row_groups or ()):
            raise UsageError("row_groups: some row group is named twice")
        return shop, (
            block for stretch in file.stretches(row_groups) for block in file.blocks(stretch)
        )

    # --- what it takes ---

    @property
    def book(self) -> Book:
        """The book, made once in each process."""
        mark = self.rules if isinstance(self.rules, str) else self.rules.digest
        with LOCK:
            found = BOOKS.get((mark, self.reading, self.as_of))
            if found is None:
                if isinstance(self.rules, str):
                    found = load_book(self.rules)
                else:
                    found = Book(self.rules, self.rules.default_reading)
                if self.reading is not None:
                    found = found.with_reading(self.reading)
                if self.as_of is not None:
                    found = found.as_of(self.as_of)
                BOOKS[mark, self.reading, self.as_of] = found
        return found

    def _shop(self, schema: pa.Schema, *, dictionary: bool = False) -> Shop:
        book = self.book
        plain = schema.remove_metadata()
        mark = (id(book), self.format, self.columns, self.keep, self.strict, dictionary, plain)
        with LOCK:
            found = SHOPS.get(mark)
            if found is None:
                while len(SHOPS) >= MOST:
                    SHOPS.pop(next(iter(SHOPS)))
                feed = feed_of(plain, self.format, book.rulebook)
                found = SHOPS[mark] = Shop(book, feed, self, dictionary=dictionary)
        return found


class Shop:
    """Where batches of one schema are classified."""

    def __init__(self, book: Book, feed: Feed, kernel: Kernel, *, dictionary: bool = False) -> None:
        """Take what is to be done."""
        self.book = book
        self.feed = feed
        self.strict = kernel.strict
        added = chosen(kernel.columns)
        self.any_reading = "possible_any_reading" in added
        self.own = names(kept(feed.schema.names, kernel.keep), added)
        self.dictionary = dictionary
        self.decider = Decider(
            book,
            feed,
            notes="notes" in added,
            any_reading=self.any_reading,
            plain=PLAIN.issuperset(added),
        )
        self.assembly = Assembly(added, dictionary=dictionary)
        plain = Assembly(added)
        fields = [feed.schema.field(old).with_name(new) for old, new in self.own.items()]
        self.schema = pa.schema([*fields, *plain.schema()])

    def arrays(self, block: Block, name: str = "table") -> tuple[list[Any], Decided]:
        """Return the columns of a block with its findings, and how these were decided."""
        decided = self.decider.decide(block)
        if self.strict and decided.rejected:
            raise EventError(wrong(decided, name))
        own = [block.columns[name] for name in self.own]
        with LOCK:
            added = self.assembly.columns(decided, self.decider)
        return [*own, *added], decided

    def table(self, block: Block, name: str = "table") -> pa.Table:
        """Return a block with its findings."""
        arrays, _ = self.arrays(block, name)
        fitted = [
            decoded(each, field.type) for each, field in zip(arrays, self.schema, strict=True)
        ]
        return pa.Table.from_arrays(fitted, schema=self.schema)


def wrong(decided: Decided, name: str, most: int | None = None) -> list[Problem]:
    """Return what is wrong with the rejected rows of a table, or the first of them."""
    line = decided.block.line
    found = (placed(problems, name, line(row)) for row, problems in decided.rejected[:most])
    return [problem for problems in found for problem in problems]


TOLD: Final = 100
"""Of so many rejected rows of a part is told what is wrong with them."""

MOST: Final = 16
LOCK: Final = RLock()
BOOKS: Final[dict[tuple[str, str | None, str | None], Book]] = {}
SHOPS: Final[dict[tuple[Any, ...], Shop]] = {}
"""What was made in this process, the latest of it."""
