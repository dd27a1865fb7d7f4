"""Sequences: an event that follows another."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ceasefire.monitor.sites import same
from ceasefire.monitor.telling import MOST_NAMED
from ceasefire.monitor.trackers.entries import SURELY, Entry
from ceasefire.rulebook.pattern_model import Sequence

if TYPE_CHECKING:
    from ceasefire.monitor.telling import Teller
    from ceasefire.monitor.trackers.board import Board
    from ceasefire.monitor.trackers.entries import Parts
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["PairFinder", "SequenceTracker"]


DOUBTFUL: Final = itemgetter(0)
"""Whether a pair is certain."""


class PairFinder(Protocol):
    """Finds which events may follow which in time."""

    def add(  # noqa: PLR0913  (what a fact is)
        self, number: int, key: str, start: int, end: int, *, first: bool, then: bool
    ) -> list[tuple[int, int]]:
        """Add an event and return the pairs that it makes, first and follower."""

    def remove(self, number: int) -> None:
        """Take back an event."""

    def forget(self, before: int) -> None:
        """Forget what pairs with nothing that starts at an instant or later."""


class Pair(NamedTuple):
    """Whether a pair is doubtful, and what came first in it: its start, its id and all of it.

    Of several pairs the least is the one to tell of: a certain one, and the earliest, so
    that what comes later restates nothing.
    """

    doubtful: bool
    start: int
    name: str
    first: Entry

    @classmethod
    def of(cls, first: Entry, *, certain: bool) -> Pair:
        """Return the pair of what came first."""
        return cls(not certain, first.start, first.id, first)


class Part(NamedTuple):
    """An event with how surely it is a first, and how surely one that follows."""

    entry: Entry
    first: int
    then: int


class SequenceTracker:
    """Keeps which events follow which, for one pair of parties or for all."""

    due: int | None = None

    def __init__(
        self,
        pattern: Pattern,
        key: tuple[str, str],
        board: Board,
        teller: Teller,
        finder: PairFinder,
    ) -> None:
        """Start without any event."""
        shape = pattern.shape
        assert isinstance(shape, Sequence)  # noqa: S101  (who asks knows)
        self.pattern, self.key, self.board, self.teller = pattern, key, board, teller
        self.within, self.within_km = shape.within, shape.within_km
        self.finder = finder
        self.parts: dict[int, Part] = {}
        self.numbers: dict[str, int] = {}
        self.pairs: dict[int, dict[int, Pair]] = {}
        self.followers: dict[int, set[int]] = {}
        self.keys: dict[int, str] = {}
        self.said: dict[int, tuple[str, int, int]] = {}
        self._next = 0

    def add(self, parts: Parts) -> None:
        """Take in an event that may be a first, one that follows, or both."""
        entry = next(iter(parts.values()))
        first, then = parts.get("first"), parts.get("then")
        self._enter(Part(entry, first.mark if first else 0, then.mark if then else 0))

    def remove(self, parts: Parts) -> None:
        """Take an event out."""
        self._leave(self.numbers[next(iter(parts.values())).id])

    def tick(self) -> None:
        """Do nothing: time alone shows no sequence."""

    def _enter(self, part: Part) -> None:
        number, entry = self._next, part.entry
        self._next += 1
        self.numbers[entry.id] = number
        self.parts[number] = part
        found = self.finder.add(
            number, "", entry.start, entry.end, first=part.first > 0, then=part.then > 0
        )
        touched = set()
        for first, then in found:
            if first == then or first not in self.parts or then not in self.parts:
                continue
            pair = self._pair(self.parts[first], self.parts[then])
            if pair is not None:
                self.pairs.setdefault(then, {})[first] = pair
                self.followers.setdefault(first, set()).add(then)
                touched.add(then)
        for then in touched:
            self._tell(then)

    def _pair(self, first: Part, then: Part) -> Pair | None:
        place = SURELY
        if self.within_km is not None:
            place = same(first.entry.sites, then.entry.sites, self.within_km)
        if not place:
            return None
        one, other = first.entry, then.entry
        order = other.start >= one.end - 1 and other.end - 1 - one.start <= self.within
        certain = order and first.first == then.then == place == SURELY
        return Pair.of(one, certain=certain)

    def _tell(self, then: int) -> None:
        pairs = self.pairs.get(then)
        if not pairs:
            self.pairs.pop(then, None)
            self.said.pop(then, None)
            key = self.keys.pop(then, None)
            if key is not None:
                self.board.drop(key)
            return
        best, doubtful = min(pairs.values()), sum(map(DOUBTFUL, pairs.values()))
        said = best.name, min(len(pairs) - doubtful, MOST_NAMED), min(len(pairs), MOST_NAMED)
        if self.said.get(then) == said:
            return
        self.said[then] = said
        entry = self.parts[then].entry
        alert = self.teller.sequence(
            self.pattern,
            self.key,
            best.name,
            entry.id,
            (best.start, entry.end),
            certain=not best.doubtful,
            low=said[1],
            high=said[2],
        )
        self.board.put(alert)
        self.keys[then] = alert.key

    def _leave(self, number: int) -> None:
        del self.numbers[self.parts[number].entry.id]
        self.finder.remove(number)
        self._unpair(number)
        self._tell(number)
        for then in self.followers.pop(number, ()):
            del self.pairs[then][number]
            self._tell(then)
        del self.parts[number]

    def _unpair(self, then: int) -> None:
        """Forget what an event follows; of that, some may be forgotten already."""
        for first in self.pairs.pop(then, {}):
            self.followers.get(first, set()).discard(then)

    def prune(self, watermark: int) -> None:
        """Forget events that pair with none to come, and alerts that are final."""
        self.finder.forget(watermark)
        gone = [n for n, part in self.parts.items() if part.entry.end <= watermark]
        for number in gone:
            self._unpair(number)
            self.said.pop(number, None)
            key = self.keys.pop(number, None)
            if key is not None:
                self.board.settle(key)
            part = self.parts[number]
            if part.entry.end - 1 < watermark - self.within:
                self.followers.pop(number, None)
                del self.parts[number], self.numbers[part.entry.id]

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {
            "parts": [
                [number, part.entry.dump(), part.first, part.then]
                for number, part in self.parts.items()
            ],
            "pairs": [
                [then, [[n, pair.first.dump(), not pair.doubtful] for n, pair in pairs.items()]]
                for then, pairs in self.pairs.items()
            ],
            "keys": list(self.keys.items()),
        }

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        names = {}
        for number, dumped, first, then in data["parts"]:
            entry = Entry.load(dumped)
            names[number] = self._next
            self.numbers[entry.id] = self._next
            self.parts[self._next] = Part(entry, first, then)
            self.finder.add(self._next, "", entry.start, entry.end, first=first > 0, then=then > 0)
            self._next += 1
        for then, pairs in data["pairs"]:
            for first, dumped, certain in pairs:
                if first not in names:
                    # Nothing to come follows it any more, but what does is not final yet.
                    names[first] = self._next
                    self._next += 1
                pair = Pair.of(Entry.load(dumped), certain=certain)
                self.pairs.setdefault(names[then], {})[names[first]] = pair
                self.followers.setdefault(names[first], set()).add(names[then])
        self.keys = {names[number]: key for number, key in data["keys"]}
