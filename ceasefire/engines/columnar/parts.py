"""One instrument as machine words: what rows that are left in them say, for whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.code import bits, rows_of
from ceasefire.engines.columnar.hashing import BITS
from ceasefire.engines.columnar.sheet import ALL, NOT
from ceasefire.engines.reference.meaning import COVERED, VIOLATING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.code import LawCode
    from ceasefire.engines.columnar.sheet import Gate, Sheet

    Bits = NDArray[np.uint64]

__all__ = ["REACHED", "UNSURE", "Part", "Truths", "opposite", "rows_in"]

UNSURE: Final = 5
"""The verdict of an instrument that hangs on a question: less grave than *violating* at most."""

REACHED: Final = np.uint64(1 << BITS - 1)
"""The bit of a word that says that no field keeps the instrument away."""

Truth = tuple[Any, Any]
"""Whether something holds for sure, and whether it may: for each row, or for all alike."""


class Truths(NamedTuple):
    """Whether something holds in every world for sure, and whether it may in some.

    It is ``vague`` where it could hold in all though that is not seen, as in each of them
    it is another row that is alive.
    """

    sure: NDArray[np.bool_]
    may: NDArray[np.bool_]
    vague: NDArray[np.bool_]


class Part:
    """One instrument (or what is asked of any act) as words: which rows they have."""

    def __init__(self, law: LawCode | None, rows: int, open_: int, *, asked: bool = False) -> None:
        """Lay out rows in words; ``open_`` are those that hang on open questions.

        If these are ``asked``, each of the worlds that are given has an answer to them.
        """
        self.law = law
        self.open = open_
        numbers = [number for number in bits(rows) if number]
        step = BITS - 2
        # The row that is always alive is in each word, so that none is 0; the last bit of
        # a word says that the instrument may be reached.
        self.words = tuple(
            (0, *numbers[at : at + step]) for at in range(0, max(len(numbers), 1), step)
        )
        self.unsure = [rows_in(word, 0 if asked else open_) for word in self.words]
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
                elif gate & self.open:
                    left.append(gate)
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

    def between(self, gate: Gate, some: Sequence[Bits], every: Sequence[Bits]) -> Truths:
        """Return whether a gate holds, of rows alive in some worlds and in every one of them."""
        if isinstance(gate, int):
            size = len(some[0])
            sure, may = np.zeros(size, bool), np.zeros(size, bool)
            rows = np.zeros(size, np.uint8)
            for mask, one, each in zip(self._masks(gate), some, every, strict=True):
                if mask:
                    alive = one & mask
                    may |= alive != 0
                    sure |= (each & mask) != 0
                    rows += np.bitwise_count(alive)
            return Truths(sure, may, ~sure & (rows > 1))
        kind, parts = gate
        first, *others = (self.between(part, some, every) for part in parts)
        if kind == NOT:
            return Truths(~first.may, ~first.sure, first.vague)
        sure, may = first.sure, first.may
        for also in others:
            sure = sure & also.sure if kind == ALL else sure | also.sure
            may = may & also.may if kind == ALL else may | also.may
        return Truths(sure, may, sure != may)

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
