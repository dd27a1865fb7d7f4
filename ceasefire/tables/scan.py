"""A feed of any size, classified as it is read."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ceasefire.engines.columnar.quick import PLAIN
from ceasefire.errors import EventError, UsageError
from ceasefire.events import arrays
from ceasefire.events.feeds import read_feed
from ceasefire.tables.columns import Assembly, chosen
from ceasefire.tables.outputs import BlockWriter
from ceasefire.tables.own import decoded, kept, names
from ceasefire.tables.passing import Pass, Summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike
    from typing import IO

    from ceasefire.book import Book
    from ceasefire.events.feeds import Feed
    from ceasefire.tables.deciding import Decided

__all__ = ["Scan"]

NO_NOTES: Final[Mapping[int, str]] = MappingProxyType({})


class Scan:
    """A feed that is classified when its findings are asked for; made by :meth:`Book.scan`.

    Rows that cannot be read are no part of what comes out; those of the last run, and all
    else that was counted in it, are in ``summary``.
    """

    def __init__(  # noqa: PLR0913  (each a choice of its own)
        self,
        book: Book,
        source: str | PathLike[str] | IO[Any],
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
        columns: Sequence[str] | None = None,
        keep: Sequence[str] | None = None,
        strict: bool = False,
        workers: int | None = None,
    ) -> None:
        """Open the feed; nothing is read of it but its beginning."""
        if workers is not None and (type(workers) is not int or workers < 1):
            raise UsageError(f"workers: {workers!r} is no number of threads")
        self.book = book
        self.feed: Feed = read_feed(source, format, rulebook=book.rulebook)
        self.columns = chosen(columns)
        self.keep = None if keep is None else tuple(keep)
        if self.feed.columns is not None:
            self.keep = kept(self.feed.columns, keep)
        self.strict = strict
        self.workers = workers
        self.summary: Summary = Summary()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows with their findings as Arrow record batches, in order.

        Raises :class:`~ceasefire.errors.FeedError` where the feed cannot be read, or has rows
        of which not one can be; with ``strict``, :class:`~ceasefire.errors.EventError` with
        all that is wrong as soon as one cannot.
        """
        if self.feed.columns is None:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "findings.parquet"
                self.sink_parquet(path)
                with pq.ParquetFile(path) as file:
                    yield from file.iter_batches()
            return
        run = self._run()
        own = names(self.keep or (), self.columns)
        assembly = Assembly(self.columns)
        schema = self._schema()

        def made(decided: Decided, before: Mapping[int, str] = NO_NOTES) -> pa.RecordBatch:
            rows = decided.findings >= 0
            only = None if rows.all() else rows.nonzero()[0]
            columns = [arrow(decided.block.columns[name]) for name in own]
            if only is not None:
                columns = [column.take(arrays.numbers(only)) for column in columns]
            columns += assembly.columns(decided, run.decider, before, only)
            fitted = [decoded(*pair) for pair in zip(columns, schema.types, strict=True)]
            return pa.RecordBatch.from_arrays(fitted, schema=schema)

        run.make = made
        for decided, before in run.blocks():
            self._check(run.summary)
            batch = made(decided, before) if decided.made is None else decided.made
            if len(batch):
                yield batch

    def collect(self) -> pa.Table:
        """Return all rows with their findings as an Arrow table; raises as ``batches`` does."""
        found = list(self.batches())
        return pa.Table.from_batches(found, found[0].schema if found else self._schema())

    def _schema(self) -> pa.Schema:
        """Return the types of what comes of a table; of documents, of what is added."""
        own = names(self.keep or (), self.columns) if self.feed.columns is not None else {}
        fields = [self._field(old).with_name(new) for old, new in own.items()]
        return pa.schema([*fields, *Assembly(self.columns).schema()])

    def sink_parquet(self, path: str | PathLike[str]) -> Summary:
        """Write a Parquet file; raises as ``batches`` does.

        The file appears once it is complete, and beside it ``NAME.rejects.csv`` with the
        rows that could not be read and the names that nobody knows, if there are any.
        """
        return self._sink(path, "parquet")

    def sink_csv(self, path: str | PathLike[str]) -> Summary:
        """Write a CSV file; otherwise as :meth:`sink_parquet`."""
        return self._sink(path, "csv")

    def sink_ndjson(self, path: str | PathLike[str]) -> Summary:
        """Write a file of JSON lines; otherwise as :meth:`sink_parquet`."""
        return self._sink(path, "jsonl")

    def _sink(self, path: str | PathLike[str], form: str) -> Summary:
        run = self._run()
        writer = BlockWriter(
            path,
            self.feed,
            run.decider,
            format=form,
            rulebook=self.book.rulebook,
            provenance=self.book.provenance,
            columns=self.columns,
            keep=self.keep,
        )
        with writer:
            for decided, before in run.blocks():
                self._check(run.summary)
                writer.write_block(decided, before)
                writer.reject_all(decided)
            writer.list_unknown(run.summary.unknowns)
        return run.summary

    def _run(self) -> Pass:
        run = Pass(
            self.book,
            self.feed,
            columns=self.keep if self.feed.columns is not None else None,
            notes="notes" in self.columns,
            plain=PLAIN.issuperset(self.columns),
            any_reading="possible_any_reading" in self.columns,
            workers=self.workers,
            empty=True,
        )
        self.summary = run.summary
        return run

    def _check(self, summary: Summary) -> None:
        if self.strict and summary.problems:
            raise EventError(summary.problems)

    def _field(self, name: str) -> pa.Field:
        schema = self.feed.schema
        return pa.field(name, pa.string()) if schema is None else schema.field(name)


def arrow(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column as Arrow has it."""
    if isinstance(column, pa.Array):
        return column
    return arrays.texts(column.dictionary.to_pylist()).take(column.indices)
