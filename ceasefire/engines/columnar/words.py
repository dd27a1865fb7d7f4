"""The verdicts of certain worlds, for whole columns at once.

The rows of one instrument fit into a word of 64 bits or a few. Each field (or group of
fields) has, for each of its codes, the rows that it leaves alive; the conjunction of
these words is what an act leaves of the instrument, and the verdict on each word that
occurs is worked out once. What is left of a few dozen provisions are few words, however
many events there are.

Where questions are open, or an instrument hangs on one, the verdict may not be certain;
such rows are told apart, for others to decide.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.code import bits, rows_of
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.sheet import ALL, NOT
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, NOTHING, VIOLATING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.code import Code, LawCode
    from ceasefire.engines.columnar.sheet import Gate, Sheet
    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Bits = NDArray[np.uint64]

__all__ = ["OPEN", "Words"]

OPEN: Final = 64
"""Not certain: others have to decide."""

UNSURE: Final = 5
"""The verdict of an instrument that hangs on a question: less grave than *violating* at most."""

BITS: Final = 64
GROUP: Final = 4096
"""So many combinations of codes a group of fields may have."""

REACHED: Final = np.uint64(1 << BITS - 1)
"""The bit of a word that says that no field keeps the instrument away."""

CHUNK: Final = 1 << 15
"""So many rows are worked on at a time: their words stay in the processor's cache."""

MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without pattern (the golden ratio), which spreads words over a table."""


class Table(NamedTuple):
    """Words and what they come to, each in the place where its hash leads."""

    keys: Bits
    values: NDArray[np.int32]
    shift: np.uint64

    @classmethod
    def of(cls, size: int) -> Table:
        """Return an empty table; ``size`` is a power of two."""
        shift = np.uint64(BITS - size.bit_length() + 1)
        return cls(np.zeros(size, np.uint64), np.zeros(size, np.int32), shift)

    def place(self, word: int) -> int:
        """Return the place of a word, or the free one where it belongs."""
        size = len(self.keys)
        place = ((word * int(MIX)) & (1 << BITS) - 1) >> int(self.shift)
        while int(self.keys[place]) not in {0, word}:
            place = (place + 1) % size
        return place

    def put(self, word: int, value: int) -> None:
        """Put a word in its place; its value first, as others may be reading."""
        place = self.place(word)
        self.values[place] = value
        self.keys[place] = word


class Known:
    """What each of the words that were met comes to, found by hashing."""

    def __init__(self, work_out: Callable[[Bits], NDArray[np.int32]], size: int = 1 << 12) -> None:
        """Take what works out words; no word is 0."""
        self.work_out = work_out
        self.table = Table.of(size)
        self.count = 0

    def __call__(self, words: Bits) -> NDArray[np.int32]:
        """Return what each word comes to."""
        table = self.table
        places = ((words * MIX) >> table.shift).view(np.int64)
        found = table.values.take(places)
        missed = table.keys.take(places) != words
        if missed.any():
            rows = np.flatnonzero(missed)
            found[rows] = self._others(words[rows])
        return found

    def _others(self, words: Bits) -> NDArray[np.int32]:
        """Return what words come to that are new, or not in their first place."""
        distinct, inverse = np.unique(words, return_inverse=True)
        with LOCK:
            table = self.table
            places = [table.place(word) for word in distinct.tolist()]
            fresh = table.keys[places] != distinct
            values = table.values[places]
            if fresh.any():
                values[fresh] = self.work_out(distinct[fresh])
                self._keep(distinct[fresh].tolist(), values[fresh].tolist())
        found: NDArray[np.int32] = values[inverse]
        return found

    def _keep(self, words: Sequence[int], values: Sequence[int]) -> None:
        self.count += len(words)
        table = self.table
        size = len(table.keys)
        while self.count * 4 >= size:
            size *= 4
        if size > len(table.keys):
            table = Table.of(size)
            for key, known in zip(
                self.table.keys.tolist(), self.table.values.tolist(), strict=True
            ):
                if key:
                    table.put(key, known)
        for word, value in zip(words, values, strict=True):
            table.put(word, value)
        self.table = table


Truth = tuple[Any, Any]
"""Whether something holds for sure, and whether it may: for each row, or for all alike."""


class Part:
    """One instrument (or what is asked of any act) as words: which rows they have."""

    def __init__(self, law: LawCode | None, rows: int, open_: int) -> None:
        """Lay out rows in words; ``open_`` are those that hang on open questions."""
        self.law = law
        numbers = [number for number in bits(rows) if number]
        step = BITS - 2
        # The row that is always alive is in each word, so that none is 0; the last bit of
        # a word says that the instrument may be reached.
        self.words = tuple(
            (0, *numbers[at : at + step]) for at in range(0, max(len(numbers), 1), step)
        )
        self.unsure = [rows_in(word, open_) for word in self.words]
        self.steady = not any(mask & ~np.uint64(1) for mask in self.unsure)
        if law is not None:
            acted = 1
            for item in law.prohibitions:
                acted |= rows_of(item.matches) | rows_of(item.lifted)
            self.acted = [rows_in(word, acted | 1) for word in self.words]
        self._places: dict[int, list[np.uint64]] = {}
        self.cuts: dict[int, list[int]] = {}
        self.gates: tuple[Gate, ...] = ()

    def cut(self, sheet: Sheet, alive: int, fields: Sequence[int]) -> None:
        """Let fields that keep an instrument away say so by themselves.

        A gate of its reach whose rows ask about one field alone needs no test of its own.
        """
        assert self.law is not None  # noqa: S101  (asked of instruments only)
        slots = {number: {slot for slot, _, _ in row} for row, number in sheet.rows.items()}
        left: list[Gate] = []
        for gate in self.law.reach:
            asked = (
                {slot for row in bits(gate) for slot in slots[row]}
                if isinstance(gate, int)
                else None
            )
            if gate == 1 or (isinstance(gate, int) and gate & 1):
                continue
            if self.steady and asked is not None and len(asked) == 1 and isinstance(gate, int):
                slot = asked.pop()
                if slot in fields:
                    self.cuts.setdefault(slot, []).append(gate & alive)
                elif not gate & alive:  # the answers put it out of force
                    self.cuts.setdefault(fields[0], []).append(0)
            else:
                left.append(gate)
        self.gates = tuple(left)

    def truth(self, gate: Gate, words: Sequence[Bits]) -> Truth:
        """Return whether a gate holds in worlds given as words."""
        if isinstance(gate, int):
            sure: Any = False
            may: Any = False
            for mask, unsure, word in zip(self._masks(gate), self.unsure, words, strict=True):
                if mask:
                    may = may | ((word & mask) != 0)
                    if not self.steady:
                        sure = sure | ((word & (mask & ~unsure)) != 0)
            return (may, may) if self.steady else (sure, may)
        kind, parts = gate
        first, *others = (self.truth(part, words) for part in parts)
        sure, may = first
        if kind == NOT:
            return opposite(may), opposite(sure)
        for also, perhaps in others:
            sure = sure & also if kind == ALL else sure | also
            may = may & perhaps if kind == ALL else may | perhaps
        return sure, may

    def _masks(self, rows: int) -> list[np.uint64]:
        """Return the places of some rows in each word."""
        found = self._places.get(rows)
        if found is None:
            found = self._places[rows] = [rows_in(word, rows) for word in self.words]
        return found

    def breached(self, words: Sequence[Bits]) -> NDArray[np.int32]:
        """Return the verdicts on worlds that the instrument reaches and does not leave out."""
        assert self.law is not None  # noqa: S101  (asked of instruments only)
        sure: Any = np.zeros(len(words[0]), bool)
        may: Any = np.zeros(len(words[0]), bool)
        for item in self.law.prohibitions:
            matches, might = self.truth(item.matches, words)
            lifted, perhaps = self.truth(item.lifted, words)
            sure = sure | (matches & opposite(perhaps))
            may = may | (might & opposite(lifted))
        return np.where(sure, VIOLATING, np.where(may, UNSURE, COVERED)).astype(np.int32)


def opposite(truth: Any) -> Any:  # noqa: ANN401  (of one or of many)
    """Return the negation, of one truth or of many."""
    return not truth if isinstance(truth, bool) else ~truth


def rows_in(numbers: Sequence[int], rows: int) -> np.uint64:
    """Return the places, in a word of some rows, of those of a set."""
    return np.uint64(sum(1 << place for place, row in enumerate(numbers) if rows >> row & 1))


class Group(NamedTuple):
    """Fields whose codes are looked up together."""

    fields: tuple[str, ...]
    sizes: tuple[int, ...]
    tables: list[Bits]


class Words:
    """The instruments of a program under the answers of one reading."""

    def __init__(self, tables: Tables, answers: Mapping[str, str]) -> None:
        """Lay out the rows of each instrument."""
        self.tables = tables
        self.code: Code = tables.code
        killed = tables.engine.questions.answered(answers)
        self.alive = tables.acts.full & ~killed
        self.open = 0
        for _, masks in tables.engine.questions.open(answers):
            for mask in masks:
                self.open |= mask
        rows = self.alive | 1
        self.act = Part(None, self.code.always & rows | 1, self.open)
        self.parts = [Part(law, law.rows & rows | 1, self.open) for law in self.code.laws]
        fields = [tables.program.index[name] for name in tables.walked]
        for part in self.parts:
            part.cut(self.code.sheet, self.alive, fields)
        self.columns = [(part, word) for part in (self.act, *self.parts) for word in part.words]
        self.known = [Known(self._breached(part)) for part in self.parts]
        self.groups: list[Group] = []
        self._left: dict[tuple[str, int], int] = {}

    def _breached(self, part: Part) -> Callable[[Bits], NDArray[np.int32]]:
        return lambda words: part.breached([words])

    # --- tables ---

    def prepared(self) -> list[Group]:
        """Return the fields in groups, with the codes that were met by now."""
        fields = self.tables.fields
        sizes = {name: max(len(fields[name].codes), 1) for name in self.tables.walked}
        if (
            any(
                sizes[name] != size
                for group in self.groups
                for name, size in zip(group.fields, group.sizes, strict=True)
            )
            or not self.groups
        ):
            with LOCK:
                self.groups = [self._group(names, sizes) for names in grouped(sizes)]
        return self.groups

    def _group(self, names: Sequence[str], sizes: Mapping[str, int]) -> Group:
        columns = []
        for part, rows in self.columns:
            table: Bits | None = None
            for name in names:
                own = self._column(name, part, rows, sizes[name])
                table = own if table is None else (table[:, None] & own[None, :]).ravel()
            assert table is not None  # noqa: S101  (a group has fields)
            columns.append(table)
        return Group(tuple(names), tuple(sizes[name] for name in names), columns)

    def _column(self, name: str, part: Part, rows: Sequence[int], size: int) -> Bits:
        """Return the word that each code of a field leaves of some rows."""
        found = np.zeros(size, np.uint64)
        cuts = part.cuts.get(self.tables.program.index[name], ())
        for code in range(size if len(self.tables.fields[name].codes) else 0):
            left = self.left(name, code) & self.alive
            if all(left & gate for gate in cuts):
                found[code] = rows_in(rows, left) | REACHED
            else:
                found[code] = left & 1
        return found

    def left(self, name: str, code: int) -> int:
        """Return the rows that some cell of a code leaves."""
        known = self._left.get((name, code))
        if known is None:
            known = 0
            for mask in self.tables.masks(name, code):
                known |= mask
            self._left[name, code] = known
        return known

    # --- verdicts ---

    def verdicts(self, codes: Mapping[str, Codes], rows: int) -> NDArray[np.uint8]:
        """Return the verdict of each of some certain worlds, or :data:`OPEN`.

        0 is a world that is impossible.
        """
        groups = self.prepared()
        found = np.empty(rows, np.uint8)
        for start in range(0, rows, CHUNK):
            here = slice(start, min(start + CHUNK, rows))
            found[here] = self._chunk(groups, {name: each[here] for name, each in codes.items()})
        return found

    def _chunk(self, groups: Sequence[Group], codes: Mapping[str, Codes]) -> NDArray[np.uint8]:
        places = []
        for group in groups:
            place = codes[group.fields[0]].astype(np.int64)
            for name, size in zip(group.fields[1:], group.sizes[1:], strict=True):
                place *= size
                place += codes[name]
            places.append(place)
        words = []
        for column in range(len(self.columns)):
            word = groups[0].tables[column].take(places[0])
            for group, place in zip(groups[1:], places[1:], strict=True):
                word &= group.tables[column].take(place)
            words.append(word)
        total, found = self._acts(words[: len(self.act.words)])
        at = len(self.act.words)
        for part, known in zip(self.parts, self.known, strict=True):
            own = words[at : at + len(part.words)]
            at += len(part.words)
            verdicts(part, known, own, total)
        # What is open of an instrument does not matter where another one is breached.
        total[total == UNSURE] = OPEN
        return total if found is None else np.where(found == EXCLUDED, total, found)

    def _acts(self, words: Sequence[Bits]) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
        """Return the mildest verdict for each act, and what other than that it may come to.

        An act that is no incident, or impossible, or may be, does not come to a verdict.
        """
        total = np.full(len(words[0]), EXCLUDED, np.uint8)
        code = self.code
        incident, perhaps = self.act.truth(code.incident, words)
        barred, maybe = (
            self.act.truth(code.impossible, words) if code.impossible else (False, False)
        )
        alive = np.uint64(1)
        gone = (words[0] & alive) == 0
        if np.all(incident) and not np.any(maybe) and not gone.any():
            return total, None
        found = total.copy()
        found[np.broadcast_to(maybe, found.shape)] = OPEN
        found[np.broadcast_to(barred, found.shape)] = 0
        found[np.broadcast_to(opposite(incident), found.shape)] = OPEN
        found[np.broadcast_to(opposite(perhaps), found.shape)] = NOTHING
        found[gone] = 0
        return total, found


def verdicts(part: Part, known: Known, words: Sequence[Bits], total: NDArray[np.uint8]) -> None:
    """Let one instrument make the verdicts on some worlds graver."""
    law = part.law
    assert law is not None  # noqa: S101  (the act is no instrument)
    within: Any = (words[0] & REACHED) != 0
    inside: Any = within
    for gate in part.gates:
        sure, may = part.truth(gate, words)
        inside, within = inside & sure, within & may
    out, perhaps = part.truth(law.excluded, words)
    may = within & opposite(out)
    places = np.flatnonzero(np.broadcast_to(may, total.shape))
    if not len(places):
        return
    left = [word[places] & acted for word, acted in zip(words, part.acted, strict=True)]
    found = known(left[0]) if len(left) == 1 else part.breached(left)
    if not part.steady:
        sure = np.broadcast_to(inside & opposite(perhaps), total.shape)[places]
        found[~sure & (found != EXCLUDED)] = UNSURE
    total[places] = np.maximum(total[places], found.astype(np.uint8))


def grouped(sizes: Mapping[str, int]) -> list[list[str]]:
    """Return fields in groups of few combinations, those of most codes first."""
    groups: list[list[str]] = []
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        for group in groups:
            if prod(sizes[each] for each in group) * sizes[name] <= GROUP:
                group.append(name)
                break
        else:
            groups.append([name])
    return groups
