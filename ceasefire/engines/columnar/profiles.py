"""What one instrument says of certain worlds: its profile, for whole columns at once.

A *profile* is the verdict that an instrument gives, and all that what decides may be
told by: which prohibitions are breached, or what makes the act no breach, or what keeps
the instrument away. Whatever differs beside that is no difference.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.code import rows_of
from ceasefire.engines.columnar.hashing import BITS, Folded, Known
from ceasefire.engines.columnar.pairing import Registry
from ceasefire.engines.columnar.parts import Part, rows_in
from ceasefire.engines.columnar.sheet import ALL, NOT
from ceasefire.engines.reference.deciding import COVERS
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VIOLATING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.code import LawCode
    from ceasefire.engines.columnar.sheet import Gate
    from ceasefire.engines.reference.deciding import Ways

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]

__all__ = ["HELD", "Grounds", "Profiles", "Sections"]

ONE: Final = np.uint64(1)

HELD: Final = BITS - 1
"""So many grounds a word has bits for; one is left, by which no word is 0."""


class Sections(NamedTuple):
    """Where in a profile's flags those are that are told of each verdict."""

    reached: int
    covers: slice
    denied: slice
    prohibits: slice
    permits: slice

    @classmethod
    def of(cls, way: Ways[Gate]) -> Sections:
        """Lay out the flags of an instrument."""
        ends = [1]
        for each in (COVERS, way.denied, way.prohibits, way.permits):
            ends.append(ends[-1] + len(each))
        return cls(0, *(slice(*pair) for pair in pairwise(ends)))

    @property
    def size(self) -> int:
        """How many flags there are."""
        return int(self.permits.stop)


class Grounds(NamedTuple):
    """On what grounds an instrument leaves events out: for each a line of words.

    Those of some of their worlds, and of all; a word has bits for as many as :data:`HELD`.
    It is ``away`` where it reaches none of them, and ``unsure`` where more may hold in all
    than is told.
    """

    away: Flags
    found: Bits
    certain: Bits
    unsure: Flags

    def together(self, begins: NDArray[np.int64]) -> Grounds:
        """Return the same of worlds that belong together, from each beginning on."""
        return Grounds(
            np.logical_and.reduceat(self.away, begins),
            np.bitwise_or.reduceat(self.found, begins, axis=0),
            np.bitwise_and.reduceat(self.certain, begins, axis=0),
            np.logical_or.reduceat(self.unsure, begins),
        )


class Profiles:
    """The profiles of one instrument, by number."""

    def __init__(self, law: LawCode, way: Ways[Gate], rows: int) -> None:
        """Take the instrument, and the rows that it asks about."""
        self.way = way
        self.reach = law.reach
        self.part = Part(law, rows | 1, 0)
        self.sections = Sections.of(way)
        self.verdicts = np.empty(0, np.uint8)
        self.flags = np.empty((0, self.sections.size), bool)
        self.reaches = np.empty(0, bool)
        self.size = max(-(-len(way.denied) // HELD), 1)
        self.grounds = np.empty((0, self.size), np.uint64)
        self._seen: Registry[bytes] = Registry()
        self._known = Known()
        self._given = Known()
        self._folded = Folded(len(self.part.words))
        self._outside = Known()
        self._pairs = Folded(2 * len(self.part.words))
        self._told: Registry[tuple[int, ...]] = Registry()
        denied = 1
        for name in way.denied:
            denied |= rows_of(way.grounds[name])
        self._denied = [rows_in(word, denied) for word in self.part.words]
        self._grounds = np.empty((0, 2 * self.size + 1), np.uint64)

    def __call__(self, words: Sequence[Bits]) -> Codes:
        """Return the number of the profile of each world, given as words."""
        return self._known(
            self._folded(words), lambda rows: self._profiles([word[rows] for word in words])
        )

    def reachable(self, words: Sequence[Bits]) -> Flags:
        """Return which worlds the instrument may reach, of whose rows all may be alive."""
        found: Flags = np.ones(len(words[0]), bool)
        for gate in self.reach:
            if isinstance(gate, int):
                found &= np.broadcast_to(self.part.truth(gate, words)[1], found.shape)
        return found

    def given(self, words: Sequence[Bits]) -> NDArray[np.uint8]:
        """Return the verdict on each world, given as words, without the rest of its profile."""
        found = self._given(
            self._folded(words), lambda rows: self._verdicts([word[rows] for word in words])
        )
        return found.astype(np.uint8)

    def outside(self, some: Sequence[Bits], every: Sequence[Bits]) -> Grounds:
        """Return on what grounds the instrument leaves events out that it cannot reach.

        Given are the rows that are alive in some of their worlds, and in every one.
        """
        # Whatever else it asks, an instrument that is not reached is asked for its grounds alone.
        alive, shared = (
            [word & mask for word, mask in zip(each, self._denied, strict=True)]
            for each in (some, every)
        )
        # A row that is alive in all worlds keeps a word from being 0.
        words = [*alive, *(word | ONE for word in shared)]
        numbers = self._outside(
            self._pairs(words), lambda rows: self._left_out([word[rows] for word in words])
        )
        lines = self._grounds.take(numbers, axis=0)
        found, certain, vague = np.split(lines, [self.size, 2 * self.size], axis=1)
        return Grounds(np.ones(len(numbers), bool), found, certain, vague[:, 0] > 0)

    def _left_out(self, words: Sequence[Bits]) -> Codes:
        size = len(self.part.words)
        found, certain = np.zeros((2, len(words[0]), self.size * HELD), bool)
        vague = np.zeros((len(words[0]), 1), bool)
        for number, name in enumerate(self.way.denied):
            truth = self.part.between(self.way.grounds[name], words[:size], words[size:])
            found[:, number], certain[:, number] = truth.may, truth.sure
            vague[:, 0] |= truth.vague
        lines = np.hstack([self._packed(found), self._packed(certain), vague]).tolist()
        numbers = np.array([self._told.number(tuple(line)) for line in lines], np.int32)
        if len(self._told) > len(self._grounds):
            self._grounds = np.array(self._told.items, np.uint64)
        return numbers

    def _profiles(self, words: Sequence[Bits]) -> Codes:
        """Return the numbers of the profiles of words that were not met before."""
        verdicts, flags = self._read(words)
        whole = np.hstack([verdicts[:, None], np.packbits(flags, axis=1)])
        lines = np.ascontiguousarray(whole).view(np.dtype((np.void, whole.shape[1]))).ravel()
        distinct, first, inverse = np.unique(lines, return_index=True, return_inverse=True)
        before = len(self._seen)
        numbers = np.array([self._seen.number(bytes(line)) for line in distinct], np.int32)
        fresh = np.argsort(numbers)[int((numbers < before).sum()) :]
        if len(fresh):
            rows = first[fresh]
            self.flags = np.concatenate([self.flags, flags[rows]])
            self.verdicts = np.concatenate([self.verdicts, verdicts[rows]])
            self.reaches = self.flags[:, self.sections.reached].copy()
            self.grounds = self._packed(self.flags[:, self.sections.denied])
        found: Codes = numbers[inverse.ravel()]
        return found

    def _packed(self, flags: Flags) -> Bits:
        """Return lines of flags, one for each ground at the most, as lines of words."""
        whole = np.zeros((len(flags), self.size, BITS), bool)
        filled = np.zeros((len(flags), self.size * HELD), bool)
        filled[:, : flags.shape[1]] = flags
        whole[:, :, :HELD] = filled.reshape(len(flags), self.size, HELD)
        return np.packbits(whole, axis=2, bitorder="little").view("<u8")[:, :, 0]

    # --- reading ---

    def _read(self, words: Sequence[Bits]) -> tuple[NDArray[np.uint8], Flags]:
        """Return the verdict of each of some words, and the flags that matter beside it."""
        way, at = self.way, self.sections
        told = self._verdicts(words)
        breach, cover, away = (told == each for each in (VIOLATING, COVERED, EXCLUDED))
        flags = np.zeros((len(told), at.size), bool)
        flags[:, at.reached] = Asked(self.part, words).holds(way.reached) & away
        permitted = flags[:, at.covers.start + COVERS.index("permitted")]
        for place, gates, rows in (
            (at.covers, [way.grounds[name] for name in COVERS], cover),
            (at.denied, [way.grounds[name] for name in way.denied], away),
            (at.prohibits, [each.holds for each in way.prohibits], breach),
            (at.permits, [each.holds for each in way.permits], permitted),
        ):
            some = np.flatnonzero(rows)
            if len(some):
                asked = Asked(self.part, [word[some] for word in words])
                for number, gate in enumerate(gates, place.start):
                    flags[some, number] = asked.holds(gate)
        return told.astype(np.uint8), flags

    def _verdicts(self, words: Sequence[Bits]) -> Codes:
        """Return the verdict of each of some words."""
        asked = Asked(self.part, words)
        breach, cover = asked.holds(self.way.breach), asked.holds(self.way.cover)
        verdicts = np.where(breach, VIOLATING, np.where(cover, COVERED, EXCLUDED))
        return verdicts.astype(np.int32)


class Asked:
    """Some worlds that are asked about many gates, which have much in common."""

    def __init__(self, part: Part, words: Sequence[Bits]) -> None:
        """Take the worlds as words."""
        self.part = part
        self.words = words
        self._known: dict[int, tuple[Gate, Flags]] = {}

    def holds(self, gate: Gate) -> Flags:
        """Return in which worlds a gate holds."""
        if isinstance(gate, int):
            return np.broadcast_to(self.part.truth(gate, self.words)[0], len(self.words[0]))
        known = self._known.get(id(gate))
        if known is None:
            # The gate is kept as well, so that no other can take its identity.
            known = self._known[id(gate)] = gate, self._tree(*gate)
        return known[1]

    def _tree(self, kind: str, parts: Sequence[Gate]) -> Flags:
        if kind == NOT:
            return ~self.holds(parts[0])
        # Rows are asked first, as they cost least and often settle it.
        rows, *trees = sorted(parts, key=lambda part: not isinstance(part, int))
        found = self.holds(rows)
        for part in trees:
            if not found.any() if kind == ALL else found.all():
                break
            found = found & self.holds(part) if kind == ALL else found | self.holds(part)
        return found
