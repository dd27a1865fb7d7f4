"""What one instrument says of certain worlds: its profile, for whole columns at once.

A *profile* is the verdict that an instrument gives, and all that what decides may be
told by: which prohibitions are breached, or what makes the act no breach, or what keeps
the instrument away. Whatever differs beside that is no difference.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.hashing import BITS, Folded, Known
from ceasefire.engines.columnar.pairing import Registry
from ceasefire.engines.columnar.parts import Part
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

__all__ = ["AWAY", "OPEN", "Profiles", "Sections"]

OPEN: Final = 64
"""The verdict of an instrument that hangs on an open question."""

AWAY: Final = 1 << 12
"""More than any number of grounds: what reaches comes nearer than what does not."""


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


class Profiles:
    """The profiles of one instrument, by number."""

    def __init__(self, law: LawCode, way: Ways[Gate], rows: int, open_: int) -> None:
        """Take the instrument; ``open_`` are the rows that hang on open questions."""
        self.way = way
        self.reach = law.reach
        self.part = Part(law, rows | 1, open_)
        self.sections = Sections.of(way)
        self.verdicts = np.empty(0, np.uint8)
        self.flags = np.empty((0, self.sections.size), bool)
        self.reaches = np.empty(0, bool)
        self.grounds = np.empty(0, np.uint64)
        self._seen: Registry[bytes] = Registry()
        self._known = Known()
        self._given = Known()
        self._folded = Folded(len(self.part.words))

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
            self._folded(words), lambda rows: self._verdicts([word[rows] for word in words])[0]
        )
        return found.astype(np.uint8)

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
            self.grounds = packed(self.flags[:, self.sections.denied])
        found: Codes = numbers[inverse.ravel()]
        return found

    # --- reading ---

    def _read(self, words: Sequence[Bits]) -> tuple[NDArray[np.uint8], Flags]:
        """Return the verdict of each of some words, and the flags that matter beside it."""
        size = len(words[0])
        way, at = self.way, self.sections
        told, unsure = self._verdicts(words)
        verdicts = told.astype(np.uint8)
        breach, cover, away = (told == each for each in (VIOLATING, COVERED, EXCLUDED))
        flags = np.zeros((size, at.size), bool)
        flags[:, at.reached], doubt = self._truth(way.reached, words)
        flags[:, at.reached] &= away
        unsure |= doubt & away
        permitted = flags[:, at.covers.start + COVERS.index("permitted")]
        for place, gates, rows in (
            (at.covers, [way.grounds[name] for name in COVERS], cover),
            (at.denied, [way.grounds[name] for name in way.denied], away),
            (at.prohibits, [each.holds for each in way.prohibits], breach),
            (at.permits, [each.holds for each in way.permits], permitted),
        ):
            unsure |= self._fill(flags, place, gates, words, rows & ~unsure)
        flags[unsure] = False
        verdicts[unsure] = OPEN
        return verdicts, flags

    def _verdicts(self, words: Sequence[Bits]) -> tuple[Codes, Flags]:
        """Return the verdict of each of some words, and where it is not certain."""
        breach, hanging = self._truth(self.way.breach, words)
        cover, doubt = self._truth(self.way.cover, words)
        unsure = hanging | doubt
        verdicts = np.where(breach, VIOLATING, np.where(cover, COVERED, EXCLUDED))
        return np.where(unsure, OPEN, verdicts).astype(np.int32), unsure

    def _fill(
        self,
        flags: Flags,
        place: slice,
        gates: Sequence[Gate],
        words: Sequence[Bits],
        rows: Flags,
    ) -> Flags:
        """Say for some rows which gates hold; return where that is not certain."""
        unsure = np.zeros(len(rows), bool)
        some = np.flatnonzero(rows)
        if not len(some):
            return unsure
        left = [word[some] for word in words]
        for number, gate in enumerate(gates, place.start):
            flags[some, number], doubt = self._truth(gate, left)
            unsure[some] |= doubt
        return unsure

    def _truth(self, gate: Gate, words: Sequence[Bits]) -> tuple[Flags, Flags]:
        """Return whether a gate holds in worlds, and where that is not certain."""
        sure, may = self.part.truth(gate, words)
        shape = len(words[0])
        held = np.broadcast_to(sure, shape)
        return held, np.broadcast_to(may, shape) & ~held


def packed(flags: Flags) -> Bits:
    """Return lines of flags as words, of as many as fit."""
    whole = np.zeros((len(flags), BITS), bool)
    whole[:, : flags.shape[1]] = flags
    return np.packbits(whole, axis=1, bitorder="little").view("<u8").ravel()
