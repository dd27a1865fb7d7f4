"""Verdicts of rows by the compiled inner loop, where the package was built with one.

It does what :mod:`~ceasefire.engines.columnar.words` and
:mod:`~ceasefire.engines.columnar.splitting` do with NumPy, a row at a time: what a row
leaves of each instrument is looked up among words that were met before, and its worlds are
gone through where some field or question is open. What is met for the first time is worked
out here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.hashing import BITS
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.parts import REACHED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.groups import Coded
    from ceasefire.engines.columnar.splitting import Splitting
    from ceasefire.engines.columnar.words import Words

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Verdicts = NDArray[np.uint8]

__all__ = ["Swift"]

MOST_FIELDS: Final = 64
MOST_PARTS: Final = 63
"""So many fields with questions, and instruments with the act itself, the loop takes."""

EMPTY: Final = 255
"""No verdict yet: of a row, or of words."""

CERTAIN: Final = np.uint64(1 << BITS - 1)
"""The bit, beside those of parts, that says that a code is of one cell."""

ROOM: Final = 1 << 12
"""So many different worlds of a row the compiled loop holds."""

UNKNOWN: Final = 1 << 15
"""So many unknown words are handed back at a time: as many as worlds of a row, or more."""

ROOMY: Final = 2
"""A table has at least so many times as many places as words."""

MOST_WORDS: Final = 1 << 19
"""So many words of an instrument are remembered; then it begins anew.

They are more than are unknown at a time and a row has: else it might never be decided.
"""


class Lines(NamedTuple):
    """What each code of a field leaves, and its cells, as the compiled loop takes them.

    A line has a word with a bit for each part that is not kept away, then the words of all
    instruments. What not all cells of a code leave alike is told by ``differ``, likewise, and
    the parts for which it makes a difference by ``apart``. ``cells`` has the line of each
    cell, and ``asks`` says which words ask about the field at all.
    """

    lines: Bits
    apart: Bits
    differ: Bits
    counts: Codes
    starts: Codes
    cells: Bits
    asks: Verdicts

    def of(self, entries: Codes) -> Lines:
        """Return the lines of some codes."""
        return Lines(
            self.lines[entries],
            self.apart[entries],
            self.differ[entries],
            self.counts[entries],
            self.starts[entries],
            self.cells,
            self.asks,
        )


class Memo:
    """What the words of one instrument come to, as far as they were met."""

    def __init__(self, loop: Any, width: int) -> None:  # noqa: ANN401  (a module)
        """Begin with none; there are so many words to an entry."""
        self.loop = loop
        self.width = width
        self.count = 0
        self.entries = self._empty(1 << 10)

    def _empty(self, size: int) -> Bits:
        entries = np.zeros((size, self.width + 1), np.uint64)
        entries[:, self.width] = EMPTY
        return entries

    def put(self, words: Bits, verdicts: Verdicts) -> None:
        """Remember what some words come to, a line for each."""
        size = len(self.entries)
        if self.count > MOST_WORDS:
            self.entries, self.count = self._empty(size), 0
        while (self.count + len(words)) * ROOMY > size:
            size *= 2
        if size > len(self.entries):
            grown = self._empty(size)
            held = self.entries[self.entries[:, self.width] != EMPTY]
            own = np.ascontiguousarray(held[:, : self.width])
            self.loop.put(grown, self.width, own, held[:, self.width].astype(np.uint8))
            self.entries = grown
        self.count += self.loop.put(self.entries, self.width, words, verdicts)


class Swift:
    """Finds the verdicts of rows by the compiled loop; may be shared by threads."""

    def __init__(self, words: Words, splitting: Splitting, loop: Any) -> None:  # noqa: ANN401  (a module)
        """Take the words of instruments, and what takes codes apart into cells."""
        self.words = words
        self.splitting = splitting
        self.loop = loop
        # The first word of a line is that of the parts.
        spans = [(at.start + 1, at.stop - at.start) for at in words.places]
        self.spans = np.array(spans, np.int32)
        self.memos = [Memo(loop, width) for width in self.spans[:, 1].tolist()]
        self.whole = lines_of(np.array([~np.uint64(0)]), words.whole[None])[0]
        self._lines: dict[str, Lines] = {}
        self._questions: list[Lines] = []
        if self.fits:
            self._questions = [self._choice(answers) for answers in words.answers]

    @property
    def fits(self) -> bool:
        """Whether there are no more fields, instruments and words than the loop takes."""
        fields = len(self.words.tables.walked) + len(self.words.answers)
        widest = int(self.spans[:, 1].max())
        return fields <= MOST_FIELDS and max(len(self.memos), widest) <= MOST_PARTS

    def verdicts(self, codes: Mapping[str, Coded], rows: int) -> Verdicts:
        """Return the verdicts that each row may have, as bits; more than all where others decide.

        Questions that are open may have any answer. 0 is a row that is impossible.
        """
        alike = np.zeros(rows, np.int32)
        fields: list[tuple[Any, ...]] = []
        for name, (entries, places, besides) in codes.items():
            lines = self._known(name)
            if entries is not None:
                lines = lines.of(entries)
            columns = [(alike if places is None else places, 1)]
            if besides is not None:
                columns.append(besides)
            fields.append((counted(columns), *lines))
        fields += [(counted([(alike, 1)]), *lines) for lines in self._questions]
        found = np.full(rows, EMPTY, np.uint8)
        unknown = np.empty((UNKNOWN, int(self.spans[:, 1].max()) + 1), np.uint64)
        while missed := self._decide(tuple(fields), found, unknown):
            self._learn(unknown[:missed])
        return found

    def _decide(self, fields: tuple[Any, ...], found: Verdicts, unknown: Bits) -> int:
        """Decide the rows whose words are known; return how many words are not."""
        memos = tuple(memo.entries for memo in self.memos)
        missed: int = self.loop.decide(fields, memos, self.spans, self.whole, found, unknown)
        return missed

    def _learn(self, unknown: Bits) -> None:
        """Work out what words come to that were met for the first time."""
        for number in np.unique(unknown[:, 0]).tolist():
            memo = self.memos[number]
            chosen = unknown[unknown[:, 0] == number, 1 : memo.width + 1]
            own = np.unique(chosen, axis=0)
            columns = list(np.ascontiguousarray(own.T))
            with LOCK:
                memo.put(own, self.words.verdict(number, columns))

    # --- lines ---

    def _known(self, name: str) -> Lines:
        """Return the lines of all codes of a field that were met by now."""
        known = self._lines.get(name)
        if known is None or len(known.counts) < len(self.words.tables.fields[name].codes):
            with LOCK:
                known = self._lines[name] = self._read(name)
        return known

    def _read(self, name: str) -> Lines:
        cells = self.splitting.cells(name)
        words = self.words.of(name, len(cells.counts))
        differ = np.stack(self.splitting.differ(name, words), axis=1)
        return self._laid_out(words, differ, cells.counts, cells.starts, words[cells.singles])

    def _choice(self, answers: Bits) -> Lines:
        """Return the only line of a question, with what each of its answers leaves."""
        some, every = np.bitwise_or.reduce(answers), np.bitwise_and.reduce(answers)
        counts, starts = np.array([[len(answers)], [0]], np.int32)
        return self._laid_out(some[None], (some & ~every)[None], counts, starts, answers)

    def _laid_out(
        self, words: Bits, differ: Bits, counts: Codes, starts: Codes, cells: Bits
    ) -> Lines:
        """Return the lines of codes that leave these words, and of their cells."""
        parts = self._parts(words, REACHED) | np.uint64(1)  # the act itself is always asked
        asking = self._asking(words) | self._asking(cells)
        return Lines(
            lines_of(parts | np.where(counts == 1, CERTAIN, np.uint64(0)), words),
            self._parts(differ, ~np.uint64(0)),
            lines_of(self._parts(differ, REACHED), differ),
            counts.astype(np.int32),
            starts.astype(np.int32),
            lines_of(self._parts(cells, REACHED) | np.uint64(1), cells),
            lines_of(np.zeros(1, np.uint8), asking[None].astype(np.uint8))[0],
        )

    def _asking(self, words: Bits) -> NDArray[np.bool_]:
        """Return which words some line does not leave whole, of parts that it lets in."""
        away = (words & REACHED) == 0
        away[:, self.words.places[0]] = False
        found: NDArray[np.bool_] = (~away & (words != self.words.whole)).any(axis=0)
        return found

    def _parts(self, words: Bits, bits: np.uint64) -> Bits:
        """Return the parts of which some word has some of these bits, line by line."""
        found = np.zeros(len(words), np.uint64)
        for number, at in enumerate(self.words.places):
            told = ((words[:, at] & bits) != 0).any(axis=1)
            found |= told.astype(np.uint64) << np.uint64(number)
        return found


def counted(columns: Sequence[tuple[NDArray[Any], int]]) -> tuple[tuple[Codes, int], ...]:
    """Return columns of numbers, with how much each counts, as the compiled loop takes them."""
    return tuple((np.ascontiguousarray(rows, np.int32), stride) for rows, stride in columns)


def lines_of(parts: NDArray[Any], words: NDArray[Any]) -> NDArray[Any]:
    """Return lines of words with those of their parts before them, of an even number in all."""
    count, width = words.shape
    found = np.zeros((count, (width + 2) // 2 * 2), words.dtype)
    found[:, 0] = parts
    found[:, 1 : width + 1] = words
    return found
