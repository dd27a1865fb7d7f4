"""Rows that are taken apart: read like single events, once for all that are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.bound import accounts_of
from ceasefire.engines.columnar.outcomes import Outcome, finding_of, notes_of
from ceasefire.engines.columnar.pieces import ABSENT, APART, ASIDE
from ceasefire.engines.columnar.telling import ZERO
from ceasefire.engines.reference.search import Spent
from ceasefire.errors import EventError
from ceasefire.findings.because import civilian_harm
from ceasefire.program.binding import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.errors import Problem
    from ceasefire.events.rows import Record
    from ceasefire.findings.finding import Finding

    Codes = NDArray[np.int32]

__all__ = ["Rejected", "Singly"]

PLAIN_KEYS: Final = frozenset({"id", "sources", "notes", "alternatives"})
"""Keys of an event, besides fields, in which rows may differ and yet come to the same."""


class Rejected(NamedTuple):
    """A row that has no finding, with everything that is wrong with it."""

    row: int
    problems: tuple[Problem, ...]


class Decided(NamedTuple):
    """A finding, and its notes."""

    finding: Finding
    notes: tuple[str, ...]


class Singly:
    """Decides rows one by one, and remembers what they came to."""

    def __init__(self, reading: Reading) -> None:
        """Take the reading, of which all is known."""
        self.reading = reading
        self.known: dict[tuple[Any, ...], tuple[int, int]] = {}

    def decide(  # noqa: PLR0913, PLR0917  (all that is known of rows that are not decided yet)
        self,
        others: NDArray[np.int64],
        ways: NDArray[np.int8],
        cases: Sequence[Codes],
        said: Mapping[str, Codes],
        record: Callable[[int], Record],
        findings: Codes,
        noted: Codes,
    ) -> tuple[list[Rejected], list[tuple[int, str]]]:
        """Decide the rows that are not decided by columns, and return those that cannot be."""
        rejected: list[Rejected] = []
        aside: list[tuple[int, str]] = []
        alike = self._alike(others, {name: codes[others] for name, codes in said.items()})
        for place, number in enumerate(others.tolist()):
            if ways[number] == ASIDE:
                aside.append((number, self._aside(number, cases)))
                continue
            key = None
            if ways[number] == APART:
                key = self._whole(number, cases, alike[place])
            found = None if key is None else self.known.get(key)
            if found is None:
                answer = self._single(record(number))
                if isinstance(answer, str):
                    aside.append((number, answer))
                    continue
                if not isinstance(answer, Decided):
                    rejected.append(Rejected(number, answer))
                    continue
                found = self._kept(answer)
                if key is not None:
                    self.known[key] = found
            findings[number], noted[number] = found
        return rejected, aside

    def _aside(self, number: int, cases: Sequence[Codes]) -> str:
        for piece, codes in zip(self.reading.pieces, cases, strict=True):
            reason: str = piece.spoken[int(codes[number])].aside
            if reason:
                return reason
        return ""

    def _alike(self, others: NDArray[np.int64], said: Mapping[str, Codes]) -> list[tuple[int, ...]]:
        """Return for each row that is apart what rows have in common that come to the same.

        Names count as they are said, all else by the cells it falls in.
        """
        columns: list[Codes] = []
        times = self.reading.tables.times
        for name, field in self.reading.tables.fields.items():
            codes = said[name]
            if (codes == ABSENT).any() or field.dated or name == "kind":
                columns.append(codes)
                continue
            harms = np.array([item.harm for item in field.said.items], np.int32)
            columns.append(harms[codes])
            if name == "when":
                whens = [times.when(number) for number in range(len(times.said))]
                steady = np.array([item.epoch >= 0 for item in whens], bool)[codes]
                columns.append(np.array([item.epoch for item in whens], np.int32)[codes])
                cells = np.array([item.code for item in whens], np.int32)[codes]
                columns.append(np.where(steady, cells, codes).astype(np.int32))
            elif name in self.reading.tables.walked:
                columns.append(field.cells(codes, ZERO))
            else:
                notes = [self.reading.notes.number(item.notes) for item in field.said.items]
                columns.append(np.array(notes, np.int32)[codes])
        if not columns or not len(others):
            return [()] * len(others)
        return list(map(tuple, np.stack(columns, axis=1).tolist()))

    def _whole(
        self, number: int, cases: Sequence[Codes], alike: tuple[int, ...]
    ) -> tuple[Any, ...] | None:
        """Return what tells a row's finding, or nothing for a row that is by itself."""
        key: list[Any] = [alike]
        for piece, codes in zip(self.reading.pieces, cases, strict=True):
            spoken = piece.spoken[codes[number]]
            if not set(spoken.others) <= PLAIN_KEYS:
                return None
            key += [spoken.notes, repr(spoken.others.get("alternatives"))]
        return tuple(key)

    def _single(self, record: Record) -> Decided | tuple[Problem, ...] | str:
        """Return the finding of one row, its problems, or why it is left aside."""
        if record.aside:
            return record.aside
        if record.event is None:
            found = self.reading.book.faults(record.rest)
            return (*record.problems, *found)
        event = record.event
        try:
            finding = self.reading.book.early(event)
            if finding is not None:
                return Decided(finding, finding.notes)
            setting = self.reading.setting
            case = bind(
                event,
                self.reading.program,
                setting.answers,
                credit=setting.credit,
                as_of=setting.as_of,
            )
            try:
                accounts = accounts_of(case, self.reading.tables.code)
                core = self.reading.tables.engine.core(accounts, setting.answers)
            except Spent:
                whole = self.reading.book.engine.find(event, setting)
                return Decided(whole, whole.notes)
        except EventError as error:
            return tuple(error.problems)
        finding = finding_of(self.reading.program, case, core, setting)
        outcome = Outcome(finding, core)
        harm = civilian_harm(event)
        notes = notes_of(self.reading.tables.engine, event, case, accounts, outcome, harm)
        return Decided(finding, tuple(dict.fromkeys([*event.notes, *case.notes, *notes])))

    def _kept(self, decided: Decided) -> tuple[int, int]:
        self.reading.findings.append(decided.finding)
        return len(self.reading.findings) - 1, self.reading.notes.number(decided.notes)
