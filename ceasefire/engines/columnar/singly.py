"""Rows that are taken apart: read like single events, once for all that are alike."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from ceasefire.engines.columnar.bound import accounts_of
from ceasefire.engines.columnar.circumstances import BOTH
from ceasefire.engines.columnar.claimed import bound, remarks
from ceasefire.engines.columnar.growing import Growing
from ceasefire.engines.columnar.outcomes import ANY, Outcome, notes_of
from ceasefire.engines.columnar.pieces import ABSENT, APART, ASIDE
from ceasefire.engines.columnar.remembering import Memory
from ceasefire.engines.columnar.telling import ZERO
from ceasefire.engines.reference.search import Spent
from ceasefire.errors import EventError
from ceasefire.findings.because import civilian_harm
from ceasefire.program.binding import bind
from ceasefire.program.claims import ClaimError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.engines.columnar.core import Account
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.events.rows import Record
    from ceasefire.findings.finding import Finding
    from ceasefire.program.binding import Case

    Codes = NDArray[np.int32]

__all__ = ["Rejected", "Singly"]

MOST_FOUND: Final = 1 << 12  # pragma: no mutate
"""Of so many combinations of cells it is remembered what they come to."""

PLAIN_KEYS: Final = frozenset({"id", "sources", "notes", "alternatives"})
"""Keys of an event, besides fields, in which rows may differ and yet come to the same."""


class Rejected(NamedTuple):
    """A row that has no finding, with everything that is wrong with it."""

    row: int
    problems: tuple[Problem, ...]


class Decided(NamedTuple):
    """The number of a finding, and its notes."""

    finding: int
    notes: tuple[str, ...]


class Row(NamedTuple):
    """What matters of a row: the numbers of its claims and of its plan, its reader's notes.

    Rows of equal ``cells`` and plan come to the same, whatever is noted of them.
    """

    cells: tuple[int, ...]
    claims: Mapping[str, int]
    plan: int
    notes: Sequence[str]


class Found(NamedTuple):
    """What an event comes to: its accounts, and the number of its finding."""

    case: Case
    accounts: tuple[Account, ...]
    finding: int
    outcome: Outcome


class Alike(NamedTuple):
    """What rows have in common that come to the same, and that the same is noted of."""

    cells: tuple[int, ...]
    noted: tuple[int, ...]


Answer: TypeAlias = "Decided | tuple[Problem, ...] | str"
"""The finding of a row, its problems, or why it is left aside."""


class Singly:
    """Decides rows one by one, and remembers what they came to."""

    def __init__(self, reading: Reading) -> None:
        """Take the reading, of which all is known."""
        self.reading = reading
        fields = reading.tables.fields
        self._notes = {name: self._noted(field.said.items) for name, field in fields.items()}
        self._names = self._noted(fields["where"].codes.items)
        self.known: dict[tuple[Any, ...], tuple[int, int]] = {}
        self._found: Memory[tuple[tuple[int, ...], int], Found] = Memory(MOST_FOUND)

    def decide(  # noqa: PLR0913, PLR0917  (all that is known of rows that are not decided yet)
        self,
        others: NDArray[np.int64],
        ways: NDArray[np.int8],
        cases: Sequence[Codes],
        said: Mapping[str, Codes],
        plans: Codes,
        record: Callable[[int], Record],
        findings: Codes,
        noted: Codes,
    ) -> tuple[list[Rejected], list[tuple[int, str]]]:
        """Decide the rows that are not decided by columns, and return those that cannot be."""
        rejected: list[Rejected] = []
        aside: list[tuple[int, str]] = []
        claims = {name: codes[others] for name, codes in said.items()}
        alike = self._alike(others, claims, plans[others])
        for place, number in enumerate(others.tolist()):
            if ways[number] == ASIDE:
                aside.append((number, self._aside(number, cases)))
                continue
            key = None
            if ways[number] == APART:
                key = self._whole(number, cases, alike[place])
            found = None if key is None else self.known.get(key)
            if found is None:
                if key is None:
                    answer = self._single(record(number))
                else:
                    told = {name: int(codes[place]) for name, codes in claims.items()}
                    plan, notes = int(plans[number]), self._read(number, cases)
                    row = Row(alike[place].cells, told, plan, notes)
                    answer = self._apart(row, partial(record, number))
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

    def _noted(self, items: Sequence[Any]) -> Growing[Any]:
        """Return the numbers of the notes on things."""
        return Growing(items, lambda item: self.reading.notes.number(item.notes))

    def _alike(
        self, others: NDArray[np.int64], said: Mapping[str, Codes], plans: Codes
    ) -> list[Alike]:
        """Return for each row that is apart what rows have in common that come to the same.

        Names count as they are said, all else by the cells it falls in.
        """
        if not len(others):
            return []
        cells, noted = self._circumstances(said, plans), []
        for name, field in self.reading.tables.fields.items():
            codes = said[name]
            if (codes == ABSENT).any() or field.dated or name == "kind":
                cells.append(codes)
                continue
            noted += [
                field.harms.column()[codes].astype(np.int32),
                self._notes[name].column()[codes],
            ]
            if name in self.reading.tables.walked and name not in BOTH:
                cells.append(field.cells(codes, ZERO))
        lines = (map(tuple, np.stack(each, axis=1).tolist()) for each in (cells, noted))
        return list(map(Alike, *lines))

    def _circumstances(self, said: Mapping[str, Codes], plans: Codes) -> list[Codes]:
        """Return what rows have in common that were there and then, as far as that matters.

        Where not all that is stated is of one time and place, cells are told by themselves.
        """
        reading = self.reading
        tables, (when, where) = reading.tables, (said[name] for name in BOTH)
        if (when == ABSENT).any():
            return [when, where]
        whens, field = tables.times.columns(), tables.fields["where"]
        epochs = whens.epochs[when]
        moments = np.where(epochs >= 0, whens.codes[when], when).astype(np.int32)
        spots = np.zeros(len(where), np.int32)
        found = [epochs, reading.telling.later(when)]
        if field.name in tables.walked:
            spots = field.cells(where, ZERO)
            found.append(self._names.column()[spots])
        steady = (epochs >= 0) & reading.telling.steady.column()[plans]
        some = np.flatnonzero(steady)
        moments[some] = tables.circumstances.numbers(moments[some], spots[some])
        spots = np.where(steady, np.int32(ABSENT), spots)
        return [*found, moments, spots]

    def _whole(self, number: int, cases: Sequence[Codes], alike: Alike) -> tuple[Any, ...] | None:
        """Return what tells a row's finding, or nothing for a row that is by itself."""
        key: list[Any] = [alike]
        for piece, codes in zip(self.reading.pieces, cases, strict=True):
            spoken = piece.spoken[codes[number]]
            if not set(spoken.others) <= PLAIN_KEYS:
                return None
            key += [spoken.notes, repr(spoken.others.get("alternatives"))]
        return tuple(key)

    def _read(self, number: int, cases: Sequence[Codes]) -> list[str]:
        """Return what the reader of a row notes."""
        return [
            note
            for piece, codes in zip(self.reading.pieces, cases, strict=True)
            for note in piece.spoken[codes[number]].notes
        ]

    def _apart(self, row: Row, record: Callable[[], Record]) -> Answer:
        """Return what a row comes to of which nothing but its claims matters."""
        reading, key = self.reading, (row.cells, row.plan)
        try:
            found = self._found.get(key)
            if found is None:
                found = self._found.keep(key, self._come(*bound(reading, row.claims, row.plan)))
            notes, harm = remarks(reading, row.claims, row.plan)
            own = self._own(found, ANY, harm=harm)
            noted = sorted({*notes, *found.case.notes})
            return Decided(found.finding, tuple(dict.fromkeys([*row.notes, *noted, *own])))
        except ClaimError:
            return self._single(record())
        except Spent:
            read = record()
            return self._single(read) if read.event is None else self._sought(read.event)

    def _single(self, record: Record) -> Answer:
        """Return the finding of one row, its problems, or why it is left aside."""
        if record.aside:
            return record.aside
        if record.event is None:
            return (*record.problems, *self.reading.book.faults(record.rest))
        event = record.event
        try:
            finding = self.reading.book.early(event)
            if finding is not None:
                return self._alone(finding)
            setting = self.reading.setting
            case = bind(
                event,
                self.reading.program,
                setting.answers,
                credit=setting.credit,
                as_of=setting.as_of,
            )
            try:
                found = self._come(case, accounts_of(case, self.reading.tables.code))
                own = self._own(found, event, harm=civilian_harm(event))
                notes = dict.fromkeys([*event.notes, *case.notes, *own])
                return Decided(found.finding, tuple(notes))
            except Spent:
                return self._sought(event)
        except EventError as error:
            return tuple(error.problems)

    def _come(self, case: Case, accounts: tuple[Account, ...]) -> Found:
        """Return what an event comes to."""
        reading = self.reading
        core = reading.tables.engine.core(accounts, reading.setting.answers)
        finding = reading.found.number(case, core)
        return Found(case, accounts, finding, Outcome(reading.findings[finding], core))

    def _own(self, found: Found, event: Event, *, harm: bool) -> Iterator[str]:
        """Return what is to be noted of what an event comes to."""
        engine = self.reading.tables.engine
        return notes_of(engine, event, found.case, found.accounts, found.outcome, harm)

    def _sought(self, event: Event) -> Decided:
        """Return the finding of an event as the reference engine searches for it."""
        return self._alone(self.reading.book.engine.find(event, self.reading.setting))

    def _alone(self, finding: Finding) -> Decided:
        """Return a finding that is like no other."""
        return Decided(self.reading.found.add(finding), finding.notes)

    def _kept(self, decided: Decided) -> tuple[int, int]:
        return decided.finding, self.reading.notes.number(decided.notes)
