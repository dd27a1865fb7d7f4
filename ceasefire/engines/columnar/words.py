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

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.engines.columnar.groups import Groups
from ceasefire.engines.columnar.hashing import Known
from ceasefire.engines.columnar.packing import Layout
from ceasefire.engines.columnar.parts import REACHED, UNSURE, Part, opposite
from ceasefire.engines.reference.meaning import EXCLUDED, NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.code import Code
    from ceasefire.engines.columnar.groups import Coded
    from ceasefire.engines.columnar.splitting import Split
    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Bits = NDArray[np.uint64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

__all__ = ["OPEN", "Words"]

ALIVE: Final = np.uint64(1)
"""The row of each word that is always alive."""

OPEN: Final = 64
"""Not certain: others have to decide."""

CHUNK: Final = 1 << 15
"""So many rows are worked on at a time: their words stay in the processor's cache."""


class Words:
    """The instruments of a program under the answers of one reading."""

    def __init__(self, tables: Tables, answers: Mapping[str, str], *, asked: bool = False) -> None:
        """Lay out the rows of each instrument.

        If open questions are ``asked``, worlds are answers to them, too: :attr:`answers` has
        what each of these leaves.
        """
        self.tables = tables
        self.code: Code = tables.code
        killed = tables.engine.questions.answered(answers)
        self.alive = tables.acts.full & ~killed
        self.open = 0
        for question, ruled_out in tables.engine.questions.killed.items():
            if question not in answers:
                for rows in ruled_out.values():
                    self.open |= rows
        rows = self.alive | 1
        self.act = Part(None, self.code.always & rows | 1, self.open, asked=asked)
        self.parts = [
            Part(law, law.rows & rows | 1, self.open, asked=asked) for law in self.code.laws
        ]
        fields = [tables.program.index[name] for name in tables.walked]
        for part in self.parts:
            part.cut(self.code.sheet, self.alive, fields)
        parts = [self.act, *self.parts]
        self.layout = Layout([rows for part in parts for rows in part.words], self.code.width)
        ends = np.cumsum([len(part.words) for part in parts]).tolist()
        self.places = [slice(*pair) for pair in zip([0, *ends[:-1]], ends, strict=True)]
        self._codes: dict[str, Bits] = {}
        self.known = [Known() for _ in self.parts]
        self.groups = Groups(tables, self._columns)
        opened = tables.engine.questions.open(answers) if asked else ()
        self.answers = [self._answered(killed) for _, killed in opened]

    def _answered(self, killed: Sequence[int]) -> Bits:
        """Return what each answer to a question leaves, of which these rows are ruled out."""
        words = self.layout.packed([self.alive & ~rows for rows in killed])
        words[:, len(self.act.words) :] |= REACHED  # it is no field that keeps one away
        return words

    @property
    def whole(self) -> Bits:
        """The words of which nothing is ruled out."""
        found: Bits = self._answered([0])[0]
        return found

    # --- tables ---

    def of(self, name: str, size: int) -> Bits:
        """Return the words that so many codes of a field leave: a line for each code."""
        known = self._codes.get(name)
        count = 0 if known is None else len(known)
        if known is None or count < size:
            codes = range(count, min(size, len(self.tables.fields[name].codes)))
            lefts = [self.tables.left(name, code) & self.alive for code in codes]
            fresh = self._reached(name, self.layout.packed(lefts))
            known = fresh if known is None else np.concatenate([known, fresh])
            self._codes[name] = known
        return known[:size]

    def _reached(self, name: str, words: Bits) -> Bits:
        """Return words which say whether the field lets an instrument reach what it tells."""
        slot = self.tables.program.index[name]
        for part, at in zip(self.parts, self.places[1:], strict=True):
            own = words[:, at]
            reached = np.ones(len(words), bool)
            for gate in part.cuts.get(slot, ()):
                reached &= part.truth(gate, list(own.T))[1] if gate else False
            words[:, at] = np.where(reached[:, None], own | REACHED, own & ALIVE)
        return words

    def _columns(self, name: str, size: int) -> list[Bits]:
        """Return the words that the codes of a field leave, column by column."""
        found = self.of(name, size)
        if not len(found):
            found = np.zeros((size, self.layout.count), np.uint64)
        return list(np.ascontiguousarray(found.T))

    # --- what matters ---

    def some(self, codes: Mapping[str, Coded], rows: int) -> list[Bits]:
        """Return the rows that are alive in some world of each row of a table."""
        return list(self.groups.words(codes, slice(0, rows)))

    def mattering(
        self, some: Sequence[Bits], differ: Sequence[Bits], codes: Codes, rows: Places
    ) -> Iterator[Bits]:
        """Yield column by column for which rows of each event it matters which cell a field has.

        ``some`` has the rows that are alive in some world, and ``differ``, by code, those
        that not all cells of the field leave alike.
        """
        for number, at in enumerate(self.places):
            inside = (some[at][0].take(rows) & REACHED) != 0 if number else None
            for word, mask in zip(some[at], differ[at], strict=True):
                if not mask.any():
                    yield np.zeros(len(rows), np.uint64)
                    continue
                here = word.take(rows) & mask.take(codes)
                yield here if inside is None else here * inside

    # --- verdicts ---

    def verdicts(self, codes: Mapping[str, Coded], rows: int) -> NDArray[np.uint8]:
        """Return the verdict of each row, all of whose codes are certain, or :data:`OPEN`.

        0 is a world that is impossible.
        """
        return self._chunks(rows, lambda here: self.groups.words(codes, here))

    def of_worlds(self, split: Split, some: Sequence[Bits]) -> NDArray[np.uint8]:
        """Return the verdict of each world of rows, as :meth:`verdicts` does.

        ``some`` has the rows that are alive in some world of each row.
        """
        return self._chunks(len(split.owners), lambda here: split.words(some, here))

    def _chunks(self, rows: int, words: Callable[[slice], Iterable[Bits]]) -> NDArray[np.uint8]:
        found = np.empty(rows, np.uint8)
        for start in range(0, rows, CHUNK):
            here = slice(start, min(start + CHUNK, rows))
            found[here] = self._chunk(list(words(here)))
        return found

    def _chunk(self, words: Sequence[Bits]) -> NDArray[np.uint8]:
        total, found = self._acts(words[: len(self.act.words)])
        for part, known, at in zip(self.parts, self.known, self.places[1:], strict=True):
            verdicts(part, known, words[at], total)
        # What is open of an instrument does not matter where another one is breached.
        total[total == UNSURE] = OPEN
        return total if found is None else np.where(found == EXCLUDED, total, found)

    def verdict(self, number: int, words: Sequence[Bits]) -> NDArray[np.uint8]:
        """Return what one instrument says of some words; the first, what the act itself comes to.

        The act comes to what :func:`~ceasefire.engines.reference.meaning` has for no incident,
        to 0 if it is impossible, to :data:`OPEN`, or to *excluded* where instruments decide.
        """
        if number:
            total = np.full(len(words[0]), EXCLUDED, np.uint8)
            verdicts(self.parts[number - 1], self.known[number - 1], words, total)
            return total
        total, found = self._acts(words)
        return total if found is None else found

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
    found = (
        known(left[0], lambda rows: part.breached([left[0][rows]]))
        if len(left) == 1
        else part.breached(left)
    )
    if not part.steady:
        sure = np.broadcast_to(inside & opposite(perhaps), total.shape)[places]
        found[~sure & (found != EXCLUDED)] = UNSURE
    total[places] = np.maximum(total[places], found.astype(np.uint8))
