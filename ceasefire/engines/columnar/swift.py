"""Verdicts of rows by the compiled inner loop, where the package was built with one.

It does what :mod:`~ceasefire.engines.columnar.words` and
:mod:`~ceasefire.engines.columnar.splitting` do with NumPy, a row at a time: what a row
leaves is looked up among words that were met before, and its worlds are gone through where
some field is open. What is met for the first time is worked out here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.hashing import BITS
from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.groups import Coded
    from ceasefire.engines.columnar.splitting import Splitting
    from ceasefire.engines.columnar.words import Words

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Verdicts = NDArray[np.uint8]
    Columns = tuple[tuple[Codes, int], ...]

__all__ = ["Swift"]

MOST: Final = 64
"""So many fields, words and instruments the compiled loop takes."""

EMPTY: Final = 255
"""No verdict yet: of a row, or of words."""

CERTAIN: Final = np.uint64(1 << BITS - 1)
"""The bit, of the first word that a code leaves, that says that it is of one cell."""

ROOM: Final = 1 << 12
"""So many different worlds of a row the compiled loop holds."""

UNKNOWN: Final = 1 << 13
"""So many worlds of unknown words are handed back at a time: those of a row at least."""

FEW: Final = 32
"""A field of so few lines is looked up together with others, if all of these are certain,"""

MOST_LINES: Final = 256
"""where that makes no more lines: they stay in the processor's cache,"""

MOST_COLUMNS: Final = 4
"""and are told by no more columns."""

ROOMY: Final = 2
"""A table has at least so many times as many places as words."""

MOST_WORDS: Final = 1 << 19
"""So many words of an instrument are remembered; then it begins anew.

They are more than are unknown at a time and a row has: else it might never be decided.
"""


class Lines(NamedTuple):
    """What each code of a field leaves, and its cells, as the compiled loop takes them."""

    words: Bits
    differ: Bits
    counts: Codes
    starts: Codes
    cells: Bits

    @classmethod
    def choice(cls, words: Bits) -> Lines:
        """Return the only line of what is one of several things, with what each leaves."""
        some, every = np.bitwise_or.reduce(words), np.bitwise_and.reduce(words)
        some[0] &= ~CERTAIN
        counts, starts = np.array([[len(words)], [0]], np.int32)
        return cls(some[None], (some & ~every)[None], counts, starts, words)

    def of(self, entries: Codes) -> Lines:
        """Return the lines of some codes."""
        return Lines(
            self.words[entries],
            self.differ[entries],
            self.counts[entries],
            self.starts[entries],
            self.cells,
        )


class Field(NamedTuple):
    """What rows say of a field: the columns that are the digits of its lines, and these."""

    columns: Columns
    lines: Lines

    def size(self) -> int:
        """Return how many lines there are."""
        return len(self.lines.counts)

    @property
    def certain(self) -> bool:
        """Whether there are few lines, each of one cell."""
        few = len(self.columns) == 1 and self.size() <= FEW
        return few and bool((self.lines.counts == 1).all())

    def with_(self, other: Field) -> Field:
        """Return two fields as one, both of which are certain."""
        words = (other.lines.words[:, None] & self.lines.words).reshape(
            -1, other.lines.words.shape[1]
        )
        ((column, _),) = other.columns
        counts = np.ones(len(words), np.int32)
        nothing = np.zeros_like(words)
        lines = Lines(words, nothing, counts, np.zeros_like(counts), nothing[:1])
        return Field((*self.columns, (column, self.size())), lines)


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
        self.spans = np.array([(at.start, at.stop - at.start) for at in words.places], np.int32)
        self.memos = [Memo(loop, width) for width in self.spans[:, 1].tolist()]
        self._lines: dict[str, Lines] = {}
        self._questions = [Lines.choice(answers) for answers in words.answers]

    @property
    def fits(self) -> bool:
        """Whether there are no more fields, words and instruments than the loop takes."""
        fields = len(self.words.tables.walked) + len(self._questions)
        sizes = fields, self.words.layout.count, len(self.memos)
        return max(sizes) <= MOST

    def verdicts(self, codes: Mapping[str, Coded], rows: int) -> Verdicts:
        """Return the verdicts that each row may have, as bits; more than all where others decide.

        Questions that are open may have any answer. 0 is a row that is impossible.
        """
        base = np.full(self.words.layout.count, np.iinfo(np.uint64).max, np.uint64)
        fields: list[Field] = []
        for name, (entries, places, besides) in codes.items():
            lines = self._known(name)
            if entries is not None:
                lines = lines.of(entries)
            if places is None and lines.counts[0] == 1:
                base &= lines.words[0]
                continue
            held = np.zeros(rows, np.int32) if places is None else places
            columns = [(held, 1), *([] if besides is None else [besides])]
            fields.append(Field(counted(columns), lines))
        alike = counted([(np.zeros(rows, np.int32), 1)])
        fields += [Field(alike, lines) for lines in self._questions]
        found = np.full(rows, EMPTY, np.uint8)
        unknown = np.empty((UNKNOWN, len(base)), np.uint64)
        given = tuple([(columns, *lines) for columns, lines in together(fields)])
        while missed := self._decide(given, base, found, unknown):
            self._learn(unknown[:missed])
        return found

    def _decide(self, fields: tuple[Any, ...], base: Bits, found: Verdicts, unknown: Bits) -> int:
        """Decide the rows whose words are known; return how many worlds have others."""
        memos = tuple(memo.entries for memo in self.memos)
        acts = self.spans[0, 1]
        missed: int = self.loop.decide(fields, memos, self.spans, base, acts, found, unknown)
        return missed

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
        marked = words.copy()
        marked[:, 0] |= np.where(cells.counts == 1, CERTAIN, np.uint64(0))
        counts, starts = (each.astype(np.int32) for each in cells[:2])
        return Lines(marked, np.ascontiguousarray(differ), counts, starts, words[cells.singles])

    def _learn(self, worlds: Bits) -> None:
        """Work out what words come to that were met for the first time."""
        for number, memo in enumerate(self.memos):
            own = np.unique(worlds[:, self.words.places[number]], axis=0)
            columns = list(np.ascontiguousarray(own.T))
            with LOCK:
                memo.put(own, self.words.verdict(number, columns))


def counted(columns: Sequence[tuple[NDArray[Any], int]]) -> Columns:
    """Return columns of numbers, with how much each counts, as the compiled loop takes them."""
    return tuple((np.ascontiguousarray(rows, np.int32), stride) for rows, stride in columns)


def together(fields: Sequence[Field]) -> list[Field]:
    """Return fields, with small ones that are certain in groups, each of which is one."""
    found = [field for field in fields if not field.certain]
    group: Field | None = None
    for field in sorted((field for field in fields if field.certain), key=Field.size):
        if group is None:
            group = field
        elif group.size() * field.size() <= MOST_LINES and len(group.columns) < MOST_COLUMNS:
            group = group.with_(field)
        else:
            found.append(group)
            group = field
    return found if group is None else [*found, group]
