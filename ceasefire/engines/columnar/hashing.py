"""A table of machine words and what each comes to, looked up for whole columns.

Threads may look words up while another one adds some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.pairing import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    WorkOut = Callable[[NDArray[np.int64]], Codes]

__all__ = ["BITS", "MIX", "TOP", "Folded", "Known", "Numbers", "Runs", "alike", "together"]

BITS: Final = 64

MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without pattern (the golden ratio), which spreads words over a table."""

SHIFT: Final = np.uint64(29)
"""By so much words are shifted onto themselves, so that high bits matter for low ones."""

TOP: Final = np.uint64(1 << BITS - 1)
"""A bit that keeps a word from being 0."""

HALF: Final = np.uint64(BITS // 2)

SPARE: Final = 4
"""So many times as many places as words a table has at least, so that few share one."""

AT_ONCE: Final = 1 << 12

MOST_WORDS: Final = 1 << 19
"""So many words are remembered; then one begins anew."""


class Table(NamedTuple):
    """Words and what they come to, each in the first free place from where its hash leads.

    What a word comes to is negative until it is known, so that others may look words up
    while some are added.
    """

    keys: Bits
    values: Codes
    shift: np.uint64

    @classmethod
    def of(cls, size: int) -> Table:
        """Return an empty table; ``size`` is a power of two."""
        shift = np.uint64(BITS - size.bit_length() + 1)
        return cls(np.zeros(size, np.uint64), np.full(size, -1, np.int32), shift)

    def places(self, words: Bits) -> NDArray[np.int64]:
        """Return the first place of each word."""
        return ((words * MIX) >> self.shift).view(np.int64)

    def find(self, words: Bits) -> Codes:
        """Return what words come to, or a negative number where that is not known."""
        places = self.places(words)
        met = self.keys.take(places)
        hit = met == words
        found = self.values.take(places)
        if hit.all():
            return found
        found[~hit] = -1
        left = np.flatnonzero(~hit & (met != 0))
        places = places[left]
        last = len(self.keys) - 1
        while len(left):
            places = (places + 1) & last
            met = self.keys.take(places)
            hit = met == words.take(left)
            found[left[hit]] = self.values.take(places[hit])
            on = ~hit & (met != 0)
            left, places = left[on], places[on]
        return found

    def grown(self, size: int) -> Table:
        """Return a table of this size with the same words."""
        table = Table.of(size)
        held = self.values >= 0
        table.put(self.keys[held], self.values[held])
        return table

    def put(self, words: Bits, values: Codes) -> None:
        """Put words in their places; of what is put for one word several times, one stays."""
        places = self.places(words)
        last = len(self.keys) - 1
        while len(words):
            free = self.keys.take(places) == 0
            self.keys[places[free]] = words[free]
            # Of several that lead to one place the last has got it; the others go on.
            held = self.keys.take(places) == words
            self.values[places[held]] = values[held]
            words, values, places = words[~held], values[~held], (places[~held] + 1) & last


class Known:
    """What each of the words that were met comes to; no word is 0."""

    def __init__(self, size: int = 1 << 12) -> None:
        """Begin with none."""
        self.table = Table.of(size)
        self.count = 0

    def __call__(self, words: Bits, work_out: WorkOut) -> Codes:
        """Return what each word comes to, which is no negative number.

        ``work_out`` is given the places of words that were not met before, each once.
        """
        found = self.table.find(words)
        absent = np.flatnonzero(found < 0)
        if len(absent):
            found[absent] = self._others(words[absent], absent, work_out)
        return found

    def _others(self, words: Bits, places: NDArray[np.int64], work_out: WorkOut) -> Codes:
        with LOCK:
            found = self.table.find(words)  # another thread may have been here first
            left = np.flatnonzero(found < 0)
            while len(left):
                # A few at a time, as most of them may be the same ones.
                some = left[:AT_ONCE]
                table = self._roomy(len(some))
                # For now a word comes to the number of a place where it is.
                table.put(words[some], (-2 - some).astype(np.int32))
                fresh = np.flatnonzero(table.values < -1)
                table.values[fresh] = work_out(places[-2 - table.values[fresh]])
                self.count += len(fresh)
                found[left] = table.find(words[left])
                left = left[found[left] < 0]
        return found

    def _roomy(self, more: int) -> Table:
        """Return the table, with room for some more words."""
        size = len(self.table.keys)
        if self.count > MOST_WORDS:
            self.table, self.count = Table.of(size), 0
        grown = size
        while (self.count + more) * SPARE > grown:
            grown *= 4
        if grown > size:
            self.table = self.table.grown(grown)
        return self.table


class Numbers:
    """Numbers of words, from 0 on, in no order; no word is 0."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known = Known()
        self._next = 0

    def __call__(self, words: Bits) -> Codes:
        """Return the number of each word."""
        return self._known(words, self._fresh)

    def _fresh(self, places: NDArray[np.int64]) -> Codes:
        first = self._next
        self._next += len(places)
        return np.arange(first, self._next, dtype=np.int32)


class Folded:
    """One word in place of several, another for each combination of them; no word is 0."""

    def __init__(self, count: int) -> None:
        """Take how many words are folded into one."""
        self._folds = [(Numbers(), Numbers()) for _ in range(count - 1)]

    def __call__(self, words: Sequence[Bits]) -> Bits:
        """Return the word that stands for some, line by line."""
        found = words[0]
        for word, (left, right) in zip(words[1:], self._folds, strict=True):
            found = TOP | left(found).astype(np.uint64) << HALF | right(word).astype(np.uint64)
        return found


class Runs(NamedTuple):
    """An order of lines in which some that are the same lie together, and where runs begin."""

    order: NDArray[np.int64]
    begins: NDArray[np.bool_]

    @property
    def first(self) -> NDArray[np.int64]:
        """One line of each run."""
        return self.order[self.begins]

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The number of each line's run."""
        found = np.empty(len(self.order), np.int64)
        found[self.order] = np.cumsum(self.begins) - 1
        return found


def together(words: Sequence[Bits], within: NDArray[np.int64] | None = None) -> Runs:
    """Return an order in which lines of words that are the same lie together.

    Of each number ``within`` that is given, one after the other. Where hashes of others
    are alike, lines that are the same may make several runs.
    """
    mixed = words[0] * MIX
    for word in words[1:]:
        mixed ^= mixed >> SHIFT
        mixed += word
        mixed *= MIX
    if within is not None:
        mixed >>= HALF
        mixed |= within.astype(np.uint64) << HALF
    order = np.argsort(mixed)
    begins = np.ones(len(order), bool)
    begins[1:] = differs(mixed, order)
    for word in words:
        begins[1:] |= differs(word, order)
    return Runs(order, begins)


def differs(word: Bits, order: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which lines but the first have another word than the one before them."""
    held = word.take(order)
    found: NDArray[np.bool_] = held[1:] != held[:-1]
    return found


def alike(columns: Sequence[Codes]) -> tuple[NDArray[np.int64], Codes]:
    """Return where the first line of each kind is, and of which kind each line is.

    The columns hold no negative numbers; lines are of one kind if they are the same.
    """
    words = [column.astype(np.uint64) + np.uint64(1) for column in columns]
    kinds = Numbers()(Folded(len(words))(words))
    first = np.empty(int(kinds.max(initial=-1)) + 1, np.int64)
    first[kinds[::-1]] = np.arange(len(kinds) - 1, -1, -1)
    return first, kinds
