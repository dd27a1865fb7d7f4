"""What decides in worlds that are told by the profiles of their instruments.

Most sets of worlds are decided by one profile of one instrument in all of them; what
that comes to is worked out once. The others are decided by the definition that every
engine follows, asked about each world by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.engines.columnar.hashing import TOP, Folded, Known, Numbers
from ceasefire.engines.columnar.pairing import LOCK, Pairing, Registry
from ceasefire.engines.columnar.profiles import HELD
from ceasefire.engines.reference.deciding import COVERS, Deciding, Option, Ways, decide
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VIOLATING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.profiles import Grounds, Profiles
    from ceasefire.engines.reference.search import Budget

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint8]

__all__ = ["NOT_GIVEN", "Clauses"]

LAW: Final = 1 << 32

MOST_KNOWN: Final = 1 << 18
"""So many sets of worlds are remembered."""

NOT_GIVEN: Final = -1
"""In place of the profile of an instrument that gives another verdict."""

FAR: Final = 1 << 60
"""Further than any instrument is."""

NONE: Final = (1 << 31) - 1
"""No instrument."""


class Clauses:
    """What decides, by number, and which of it decides in which worlds."""

    def __init__(self, laws: Sequence[Profiles]) -> None:
        """Take the profiles of each instrument."""
        self.laws = laws
        self.items: Registry[Deciding] = Registry()
        self._single = Pairing(self._alone)
        self._sets: dict[tuple[int, ...], int] = {}
        self._lines: dict[int, list[int]] = {}
        self._together = Folded(len(laws))
        self._numbers = Numbers()
        self._size = max([law.size for law in laws], default=1)
        self._folded = Folded(1 + 2 * self._size)
        self._excluded = Known()

    def leading(self, profiles: Sequence[Codes], size: int) -> NDArray[np.int64]:
        """Return which instrument is the first to give its verdict to each world.

        Its number is above the lower half, which has that of its profile there.
        """
        found = np.full(size, -1, np.int64)
        for number, numbers in enumerate(profiles):
            gives = (numbers != NOT_GIVEN) & (found < 0)
            np.copyto(found, numbers.astype(np.int64) + number * LAW, where=gives)
        return found

    # --- worlds that some instrument does not leave out ---

    def together(self, profiles: Sequence[Codes], starts: NDArray[np.int64]) -> Codes:
        """Return what decides in worlds that belong together, from each of the starts on.

        All of those that belong together have the same verdict, and none is left out.
        ``profiles`` are those of the instruments that give it, :data:`NOT_GIVEN` of others.
        """
        leading = self.leading(profiles, len(profiles[0]))
        first = leading.take(starts)
        alike = np.ones(len(starts), bool)
        if len(starts) < len(leading):
            alike = np.minimum.reduceat(leading, starts) == np.maximum.reduceat(leading, starts)
        found = np.empty(len(starts), np.int32)
        chosen = first[alike]
        found[alike] = self._single(
            (chosen // LAW).astype(np.int32), (chosen & LAW - 1).astype(np.int32)
        )
        others = np.flatnonzero(~alike)
        if len(others):
            found[others] = self._varied(profiles, starts, others)
        return found

    def _varied(
        self,
        profiles: Sequence[Codes],
        starts: NDArray[np.int64],
        cases: NDArray[np.int64],
    ) -> list[int]:
        """Return what decides in cases whose worlds are decided by one thing or another."""
        lengths = np.diff(starts, append=len(profiles[0]))[cases]
        ends = np.cumsum(lengths)
        worlds = np.arange(ends[-1]) + np.repeat(starts[cases] - ends + lengths, lengths)
        columns = [numbers.take(worlds) for numbers in profiles]
        kinds = self._kinds(columns)
        found = []
        with LOCK:
            for end, length in zip(ends.tolist(), lengths.tolist(), strict=True):
                key = tuple(sorted(set(kinds[end - length : end].tolist())))
                number = self._sets.get(key)
                if number is None:
                    worlds_ = [self._lines[kind] for kind in key]
                    number = self._sets[key] = self._decided(np.array(worlds_))
                found.append(number)
        return found

    def _kinds(self, columns: Sequence[Codes]) -> Codes:
        """Return the number of each line of profiles, and keep what it has."""
        words = [(column + 2).astype(np.uint64) for column in columns]
        kinds = self._numbers(self._together(words))
        with LOCK:
            for known in (self._lines, self._sets):
                if len(known) > MOST_KNOWN:
                    known.clear()
            fresh, first = np.unique(kinds, return_index=True)
            for kind, place in zip(fresh.tolist(), first.tolist(), strict=True):
                if kind not in self._lines:
                    self._lines[kind] = [int(column[place]) for column in columns]
        return kinds

    def _decided(self, worlds: NDArray[Any]) -> int:
        """Return what decides in worlds that are told by the profile of each instrument."""
        ways = []
        verdict = 0
        for law, profiles in zip(self.laws, worlds.T, strict=True):
            given = profiles != NOT_GIVEN
            if given.any():
                flags = law.flags[profiles] & given[:, None]
                verdicts = np.where(given, law.verdicts[profiles], EXCLUDED)
                verdict = int(verdicts.max())
                ways.append(ways_of(law, flags, verdicts))
        return self.items.number(decide(ways, [Explicit()], verdict, (1 << len(worlds)) - 1))

    def _alone(self, law: int, profile: int) -> int:
        """Return what decides where one instrument does."""
        worlds = np.full((1, len(self.laws)), NOT_GIVEN)
        worlds[0, law] = profile
        return self._decided(worlds)

    # --- worlds that every instrument leaves out ---

    def excluded(self, outside: Sequence[Grounds], size: int) -> Codes:
        """Return what decides in so many cases that every instrument leaves out.

        ``outside`` says of each instrument on what grounds. It is -1 where one that may
        come nearest is unsure.
        """
        law = np.full(size, NONE, np.uint64)
        found, certain = np.zeros((2, size, self._size), np.uint64)
        nearest = np.full(size, FAR, np.int64)
        least = np.full(size, FAR, np.int64)
        for number, each in enumerate(outside):
            sure = np.maximum(counted(each.certain), 1)
            own = distance(each.away, sure, counted(each.found))
            if each.unsure.any():
                bound = distance(each.away, sure, sure)
                np.minimum(least, np.where(each.unsure, bound, FAR), out=least)
                own[each.unsure] = FAR
            nearer = own < nearest
            np.copyto(nearest, own, where=nearer)
            np.copyto(law, np.uint64(number), where=nearer)
            for words, told in (found, each.found), (certain, each.certain):
                words[nearer] = 0
                words[nearer, : told.shape[1]] = told[nearer]
        columns = [law | TOP, *(word | TOP for told in (found, certain) for word in told.T)]

        def work_out(places: NDArray[np.int64]) -> Codes:
            lines = zip(*(each[places].tolist() for each in (law, found, certain)), strict=True)
            return np.array([self._left_out(*line) for line in lines], np.int32)

        numbers = self._excluded(self._folded(columns), work_out)
        numbers[(least < FAR) & (least <= nearest)] = -1
        return numbers

    def _left_out(self, law: int, found: Sequence[int], certain: Sequence[int]) -> int:
        """Return what decides where an instrument is nearest, on these grounds."""
        if law == NONE:
            return self.items.number(Deciding(ground=("no-instrument",)))
        chosen = self.laws[law]
        place = chosen.sections.denied
        flags = np.zeros((2, chosen.sections.size), bool)
        for line, grounds in zip(flags, (found, certain), strict=True):
            numbers = range(place.stop - place.start)
            line[place] = [grounds[n // HELD] >> n % HELD & 1 for n in numbers]
        ways = [ways_of(chosen, flags, np.full(2, EXCLUDED, np.uint8))]
        return self.items.number(decide(ways, [Explicit()], EXCLUDED, 3))


def ways_of(law: Profiles, flags: NDArray[np.bool_], verdicts: Masks) -> Ways[int]:
    """Return the ways of an instrument as sets of worlds, each told by its profile there."""
    way, at = law.way, law.sections
    every = (1 << len(verdicts)) - 1
    sets = {
        number: worlds_of(flags[:, number]) for number in np.flatnonzero(flags.any(axis=0)).tolist()
    }

    def held(names: Iterable[Any], place: slice) -> Iterator[tuple[Any, int]]:
        return ((name, sets[n]) for n, name in enumerate(names, place.start) if n in sets)

    denied = dict(held(way.denied, at.denied))
    return Ways(
        way.text,
        sets.get(at.reached, 0),
        worlds_of(verdicts == VIOLATING),
        worlds_of(verdicts == COVERED),
        tuple(Option(each.item, some) for each, some in held(way.prohibits, at.prohibits)),
        tuple(Option(each.item, some) for each, some in held(way.permits, at.permits)),
        dict.fromkeys(COVERS, 0) | denied | dict(held(COVERS, at.covers)),
        {name: every & ~some for name, some in denied.items()},
    )


def counted(words: Bits) -> NDArray[np.int64]:
    """Return how many bits the words of each line have."""
    found: NDArray[np.int64] = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return found


def distance(
    away: NDArray[np.bool_], certain: NDArray[np.int64], found: NDArray[Any]
) -> NDArray[np.int64]:
    """Return how far instruments are, by what keeps them away for sure and perhaps."""
    return away.astype(np.int64) << 40 | certain << 20 | found.astype(np.int64)


class Explicit:
    """Worlds of one verdict, of which propositions are sets."""

    def find(
        self, verdict: int, wanted: int, unless: Iterable[int] = (), budget: Budget | None = None
    ) -> int | None:
        """Return a world that is in one set, and in none of others."""
        del verdict, budget
        for each in unless:
            wanted &= ~each
        return wanted & -wanted or None

    def known(self, proposition: int, found: int) -> bool | None:
        """Return whether a world is in a set."""
        return bool(proposition & found)

    def may(self, proposition: int) -> bool:
        """Return whether some world is in a set."""
        return bool(proposition)


def worlds_of(flags: NDArray[np.bool_]) -> int:
    """Return the worlds for which a flag is set, as a set."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
