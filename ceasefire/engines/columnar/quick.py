"""Verdicts alone, for whole columns at once; rows that need more care are handed on.

Where only the verdict and what is possible are asked for, and a row is of one act of which
each field is certain, or one of few, its worlds are looked up as words. The rest (rival
accounts, several acts, a field that may be anything) is decided like all other columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.engines.columnar.batches import Batch
from ceasefire.engines.columnar.groups import Coded, coded
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.pieces import ABSENT, DECIDED
from ceasefire.engines.columnar.sayings import (
    NOTHING_SAID,
    UNDATED,
    Claims,
    Column,
    EpochRows,
    Epochs,
)
from ceasefire.engines.columnar.singly import Rejected
from ceasefire.engines.columnar.spans import spans_of
from ceasefire.engines.columnar.splitting import Splitting
from ceasefire.engines.columnar.swift import Swift
from ceasefire.engines.columnar.words import OPEN
from ceasefire.events import arrays

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.engines.columnar.fields import When
    from ceasefire.engines.columnar.pieces import PieceCodes
    from ceasefire.events.rows import Record

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]

__all__ = ["PLAIN", "Quick"]

PLAIN: Final = frozenset({"verdict", "possible", "settled"})
"""The columns of a finding that can be had so."""


WEIGHT: Final = 8
"""A world here is a few places in tables, and a step for each open field."""

MOST: Final = 0.7
"""Where more of the rows than this are plain, all of them are looked up: they lie together."""


UNMET: Final = -2
"""The number of a finding that was not asked for yet."""


class Quick:
    """The quick way through the columns of one feed under one reading."""

    def __init__(self, reading: Reading, loop: Any | None = None) -> None:  # noqa: ANN401  (a module)
        """Take what is known of the feed and the program, and the compiled loop if there is one."""
        self.reading = reading
        self.tables = reading.tables
        self.stretches = reading.tables.stretches
        # What others decide has more bits than sets of verdicts have.
        self._findings: Codes = np.where(np.arange(256) < OPEN, UNMET, -1).astype(np.int32)
        self.splitting = Splitting(reading.tables)
        answers = reading.setting.answers
        self.swift: Swift | None = None
        if loop is not None:
            swift = Swift(self.tables.words(answers, asked=True), self.splitting, loop)
            self.swift = swift if swift.fits else None
        if self.swift is None:
            self.words = self.tables.words(answers)

    def batch(self, table: Mapping[str, Any], rows: int, record: Callable[[int], Record]) -> Batch:
        """Return the findings of some rows, as :meth:`Reading.batch` does."""
        others = np.zeros(rows, bool)
        said, epochs = self._told(table, rows, others)
        crossing = epochs.crossing(others)
        masks = self._masks(self._coded(said, epochs), rows, others)
        if len(crossing):
            masks[crossing] = self._crossing(said, epochs, crossing)
            others[crossing] = masks[crossing] >= OPEN
        findings = self._numbers(masks)
        findings[others] = -1
        places = np.flatnonzero(others)
        if not len(places):
            return Batch(findings, np.zeros(rows, np.int32), [], [])
        with LOCK:
            rest = self._others(table, places, record)
        findings[places] = rest.findings
        back = places.tolist()
        return Batch(
            findings,
            np.zeros(rows, np.int32),
            [Rejected(back[number], problems) for number, problems in rest.rejected],
            [(back[number], reason) for number, reason in rest.aside],
        )

    def _others(
        self, table: Mapping[str, Any], places: NDArray[np.int64], record: Callable[[int], Record]
    ) -> Batch:
        """Hand on the rows that need more care."""
        chosen = arrays.numbers(places)
        some = {name: arrays.taken(array, chosen) for name, array in table.items()}
        back = places.tolist()
        return self.reading.batch(
            some, len(back), lambda number: record(back[number]), notes=False, plain=True
        )

    # --- columns ---

    def _told(
        self, table: Mapping[str, Any], rows: int, others: NDArray[np.bool_]
    ) -> tuple[dict[str, Claims], Epochs]:
        """Return what is said of fields and when rows were, and mark rows that others decide."""
        tables = self.tables
        said: dict[str, Claims] = {}
        stretches: tuple[list[When], Codes] | None = None
        for piece in self.reading.pieces:
            if piece.piece.timed and piece.own:
                stretches = self._whens(piece, table, others)
                if stretches is not None:
                    continue
            own = self.reading.own(piece, table)
            said |= self._said(piece, Column(*piece.entries(own, rows)), others)
        tables.locate()
        for name in ("kind", "when"):
            absent = said.get(name, NOTHING_SAID).claims == ABSENT
            if (name != "when" or stretches is None) and absent.any():
                where = said.get(name, NOTHING_SAID).indices
                others |= absent if where is None else absent[where]
        return said, self._times(said, stretches, rows)

    def _coded(self, said: Mapping[str, Claims], epochs: Epochs) -> dict[str, Coded]:
        """Return the codes of the fields."""
        distinct, numbers = np.unique(np.maximum(epochs.entries, 0), return_inverse=True)
        spoken = None
        if len(distinct) > 1:
            spoken = EpochRows(distinct, numbers.astype(np.int32).take(epochs.indices))
        first = distinct[:1] if len(distinct) else np.zeros(1, np.int32)
        codes = {"when": epochs.codes}
        for name in self.tables.walked:
            if name != "when":
                codes[name] = self._field(name, said.get(name), first, spoken)
        return codes

    def _whens(
        self, piece: PieceCodes, table: Mapping[str, Any], others: NDArray[np.bool_]
    ) -> tuple[list[When], Codes] | None:
        """Return when rows were, each time once, and which of them is where, if that shows at once.

        Times that have to be read with care are read one by one; rows that others decide are
        marked.
        """
        own = {name: table[name] for name in piece.piece.columns}
        spans = spans_of(own, self.reading.zone) if self.stretches.usable else None
        if spans is None:
            return None
        left = np.zeros(len(others), bool)
        whens, indices = self.stretches.whens_of(spans, left)
        rest = np.flatnonzero(left)
        if not len(rest):
            return whens, indices
        some = {name: arrays.taken(array, arrays.numbers(rest)) for name, array in own.items()}
        odd = np.zeros(len(rest), bool)
        column = Column(*piece.entries(some, len(rest)))
        claims = self._said(piece, column, odd)["when"].claims
        odd |= (claims == ABSENT)[column.indices]
        others[rest[odd]] = True
        indices = indices.copy()
        # Indices of few entries come in few bits, which have no room for more of them.
        indices[rest] = column.indices.astype(np.int32) + len(whens)
        return [*whens, *self._read(claims)], indices

    def _read(self, claims: Codes) -> list[When]:
        """Return when claims are of; those of nothing are of any time."""
        times = self.tables.times
        numbers = np.where(claims == ABSENT, times.silent, claims)
        with LOCK:
            return [times.when(number) for number in numbers.tolist()]

    def _said(
        self, piece: PieceCodes, column: Column, others: NDArray[np.bool_]
    ) -> dict[str, Claims]:
        """Return the claims of the fields of a piece, and mark rows that others decide."""
        way = self.reading.way(piece)[column.entries]
        if way.max(initial=0) > DECIDED:
            others |= way[column.indices] > DECIDED
        if "alternatives" in piece.others:
            told = piece.column("told", lambda item: "alternatives" in item.others, bool)
            rivals = told[column.entries]
            if rivals.any():
                others |= rivals[column.indices]
        found = {}
        for name in piece.own:
            claims = piece.claims(name)[column.entries]
            # What others decide has no cells that could be looked up here.
            found[name] = Claims(np.where(way > DECIDED, ABSENT, claims), column.indices)
        return found

    def _times(
        self,
        said: Mapping[str, Claims],
        stretches: tuple[list[When], Codes] | None,
        rows: int,
    ) -> Epochs:
        """Return the codes of the time of each row, and the epochs in which names are read."""
        if stretches is not None:
            whens, indices = stretches
        else:
            times: Claims = said.get("when", NOTHING_SAID)
            whens = self._read(times.claims)
            indices = np.zeros(rows, np.int32) if times.indices is None else times.indices
        of_codes = np.array([item.code for item in whens], np.int32)
        of_epochs = np.array([item.epoch for item in whens], np.int32)
        return Epochs(Coded(of_codes, indices), of_epochs, indices, whens)

    def _field(
        self, name: str, said: Claims | None, epoch: Codes, several: EpochRows | None
    ) -> Coded:
        """Return the codes of a field, of which names are read in one epoch or in several."""
        field = self.tables.fields[name]
        claims, indices = said or NOTHING_SAID
        claims = np.where(claims == ABSENT, field.silent, claims).astype(np.int32)
        if not field.dated or several is None:
            return Coded(field.cells(claims, epoch if field.dated else UNDATED), indices)
        # One table for each epoch, one after the other.
        stacked = np.concatenate(
            [
                field.cells(claims, several.epochs[number : number + 1])
                for number in range(len(several.epochs))
            ]
        )
        if indices is None:
            return Coded(stacked, several.rows)
        if self.swift is not None:
            return Coded(stacked, indices, (several.rows, len(claims)))
        return Coded(stacked, several.rows * np.int32(len(claims)) + indices)

    # --- worlds ---

    def _crossing(
        self, said: Mapping[str, Claims], epochs: Epochs, places: NDArray[np.int64]
    ) -> NDArray[np.uint8]:
        """Return the verdicts of some rows in whose time names change their meaning.

        Each is as many rows as there are times in between.
        """
        parts = [when.parts for when in epochs.whens]
        counts = np.array([len(each) for each in parts])
        codes, numbers = np.array([part for each in parts for part in each], np.int32).T
        entries = epochs.indices.take(places)
        several = counts.take(entries)
        starts = np.cumsum(several) - several
        firsts = (np.cumsum(counts) - counts).take(entries)
        which = np.arange(several.sum()) + np.repeat(firsts - starts, several)
        rows = np.repeat(places, several)
        own = {
            name: Claims(claims, None if indices is None else indices.take(rows))
            for name, (claims, indices) in said.items()
        }
        others = np.zeros(len(rows), bool)
        told = self._coded(own, Epochs(Coded(codes, which), numbers, which, []))
        masks = self._masks(told, len(rows), others)
        masks[others] = OPEN
        return np.bitwise_or.reduceat(masks, starts)

    def _masks(
        self, codes: Mapping[str, Coded], rows: int, others: NDArray[np.bool_]
    ) -> NDArray[np.uint8]:
        """Return the verdicts of the worlds of each row, and mark those that are not certain."""
        if self.swift is not None:
            masks = self.swift.verdicts(codes, rows)
            others |= masks >= OPEN
            return masks
        wide = self.splitting.wide(codes, rows)
        wide &= ~others
        plain = ~(wide | others)
        if np.count_nonzero(plain) > MOST * rows:
            masks = self.words.verdicts(codes, rows)
        else:
            masks = np.zeros(rows, np.uint8)
            places = np.flatnonzero(plain)
            some = {name: column.some(places) for name, column in codes.items()}
            masks[places] = self.words.verdicts(coded(some), len(places))
        if wide.any():
            self._several(codes, np.flatnonzero(wide), masks, others)
        others |= masks >= OPEN
        return masks

    def _several(
        self,
        codes: Mapping[str, Coded],
        places: NDArray[np.int64],
        masks: NDArray[np.uint8],
        others: NDArray[np.bool_],
    ) -> None:
        """Find the verdicts of rows of several worlds, each of which is looked at."""
        chosen = {name: column.some(places) for name, column in codes.items()}
        some = self.words.some(coded(chosen), len(places))

        def left(name: str) -> Bits:
            return self.words.of(name, len(self.tables.fields[name].codes))

        def matters(name: str, column: Codes, rows: NDArray[np.int64]) -> list[Bits]:
            differ = self.splitting.differ(name, left(name))
            return list(self.words.mattering(some, differ, column.take(rows), rows))

        others[places] = True
        for split in self.splitting.split(chosen, places, matters, left, weight=WEIGHT):
            others[split.rows] = False
            verdicts = self.words.of_worlds(split, [word.take(split.places) for word in some])
            masks[split.rows] = np.bitwise_or.reduceat(verdicts, split.starts)

    # --- findings ---

    def _numbers(self, masks: NDArray[np.uint8]) -> Codes:
        """Return the number of the finding of each set of verdicts; -1 where others decide."""
        found: Codes = self._findings.take(masks)
        if found.min(initial=0) == UNMET:
            for mask in np.unique(masks[found == UNMET]).tolist():
                self._findings[mask] = self.reading.found.seen(mask, mask)
            found = self._findings.take(masks)
        return found
