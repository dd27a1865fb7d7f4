"""Blocks of a feed decided: the number of each row's finding, and what has none."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ceasefire.engines.columnar.pairing import LOCK, Registry
from ceasefire.errors import EventError
from ceasefire.events.dialects import NATIVE
from ceasefire.tables.cells import constant
from ceasefire.tables.columns import Values
from ceasefire.tables.knowing import known_of
from ceasefire.tables.shaping import document_pieces, eased

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.book import Book
    from ceasefire.engines.columnar.batches import Batch
    from ceasefire.engines.columnar.quick import Quick
    from ceasefire.errors import Problem
    from ceasefire.events.feeds import Feed, Record
    from ceasefire.events.rows import Piece
    from ceasefire.findings.finding import Finding
    from ceasefire.tables.blocks import Block

    Codes = NDArray[np.int32]

__all__ = ["Decided", "Decider"]


class Decided(NamedTuple):
    """The findings of a block, by number; -1 where a row has none.

    ``rejected`` are rows with what is wrong with them, ``aside`` those that are no event,
    with the reason. ``batch`` is what the engine says of the rows, unless each was decided
    by itself, and ``made`` what was made of them at once, if anything was.
    """

    block: Block
    findings: Codes
    notes: Codes
    rejected: list[tuple[int, tuple[Problem, ...]]]
    aside: list[tuple[int, str]]
    batch: Any = None
    made: Any = None


class Decider:
    """Decides the blocks of one feed under one reading; may be shared by threads.

    What is known of a program grows as it is asked, and all threads share it; so but for
    verdicts alone one of them decides at a time, while others read and write.
    """

    def __init__(
        self,
        book: Book,
        feed: Feed,
        *,
        notes: bool = True,
        any_reading: bool = False,
        plain: bool = False,
    ) -> None:
        """Take the book and the feed; ``notes`` says whether they are wanted.

        With ``plain`` nothing is wanted but verdicts and what is possible.
        """
        self.book = book
        self.feed = feed
        self.notes = notes
        self.any_reading = any_reading
        documents = feed.columns is None
        self.by_row = any_reading or (documents and feed.dialect != NATIVE)
        self._findings: Registry[Finding] = Registry()
        self._notes: Registry[tuple[str, ...]] = Registry()
        self._notes.number(())
        self._values: dict[str, Values] = {}
        self.quick: Quick | None = None
        if self.by_row:
            return
        self.known = known_of(book, feed)
        self.reading = self.known.reading
        self._keys: set[str] = set()
        if plain and not documents:
            self.quick = self.known.quick
        if documents:
            self._learn({"id": None})

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings by number; there may be more of them after the next block."""
        return self._findings.items if self.by_row else self.reading.findings

    @property
    def note_texts(self) -> Sequence[tuple[str, ...]]:
        """The notes by number; there may be more of them after the next block."""
        return self._notes.items if self.by_row else self.reading.notes.items

    def values(self, name: str) -> Values:
        """Return the values that findings have in a column."""
        if self.by_row:
            return self._values.setdefault(name, Values(name))
        return self.known.column(name)

    @property
    def columns(self) -> frozenset[str]:
        """The columns of a table that findings are made from."""
        pieces: Iterable[Piece] = self.feed.pieces or ()
        if not self.by_row:
            pieces = (coded.piece for coded in self.reading.pieces)
        return frozenset(column for piece in pieces for column in piece.columns)

    def decide(self, block: Block) -> Decided:
        """Return the findings of a block."""
        if self.by_row:
            return self._row_by_row(block)
        if self.quick is not None:
            batch = self.quick.batch(self._table(block), block.rows, partial(self.record, block))
            return self._decided(block, batch)
        with LOCK:
            if block.documents is not None:
                self._learn(block.columns)
            batch = self.reading.batch(
                self._table(block), block.rows, partial(self.record, block), notes=self.notes
            )
        return self._decided(block, batch)

    def _decided(self, block: Block, batch: Batch) -> Decided:
        rejected = [(number, tuple(problems)) for number, problems in batch.rejected]
        return Decided(block, batch.findings, batch.notes, rejected, batch.aside, batch)

    def record(self, block: Block, number: int) -> Record:
        """Return a row of a block as the feed reads it."""
        return self.feed.record(block.row(number))

    # --- by column ---

    def _learn(self, columns: Mapping[str, Any]) -> None:
        """Take note of keys of documents that were not met before."""
        fresh = [key for key in columns if key not in self._keys]
        self._keys.update(fresh)
        self.reading.pieces += document_pieces(self.reading, fresh)

    def _table(self, block: Block) -> dict[str, Any]:
        found: dict[str, Any] = {}
        absent = None
        for coded in self.reading.pieces:
            for name in coded.piece.columns:
                column = block.columns.get(name)
                if column is None:
                    absent = constant(None, block.rows) if absent is None else absent
                    found[name] = absent
                elif name not in found:
                    found[name] = eased(column, name, coded.piece, self.feed.dialect)
        return found

    # --- by row ---

    def _row_by_row(self, block: Block) -> Decided:
        findings: Codes = np.full(block.rows, -1, np.int32)
        notes: Codes = np.zeros(block.rows, np.int32)
        rejected: list[tuple[int, tuple[Problem, ...]]] = []
        aside: list[tuple[int, str]] = []
        for number in range(block.rows):
            record = self.record(block, number)
            if record.aside:
                aside.append((number, record.aside))
                continue
            if record.event is None:
                rejected.append((number, (*record.problems, *self.book.faults(record.rest))))
                continue
            try:
                finding = self.book.classify(record.event, any_reading=self.any_reading)
            except EventError as error:
                rejected.append((number, error.problems))
                continue
            with LOCK:
                findings[number] = self._findings.number(light(finding))
                notes[number] = self._notes.number(finding.notes)
        return Decided(block, findings, notes, rejected, aside)


def light(finding: Finding) -> Finding:
    """Return a finding with what tables tell of it, and no more."""
    return replace(
        finding,
        event="",
        notes=(),
        doubts=(),
        accounts=(),
        participants=(),
        taken=(),
        detail=tuple,
    )
