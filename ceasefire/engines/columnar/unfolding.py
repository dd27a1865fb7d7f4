"""Events of one act and few worlds, unfolded into these and solved: no step for each of them.

What the fields of an event leave alive are words; what these come to is looked up. Events
of more worlds, and what is not to be told for sure, are left to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.groups import Groups, coded
from ceasefire.engines.columnar.hashing import BITS
from ceasefire.engines.columnar.kinds import Kinds, Lines
from ceasefire.engines.columnar.loops import compiled
from ceasefire.engines.columnar.parting import Parts
from ceasefire.engines.columnar.repeating import repeated
from ceasefire.engines.columnar.solved import Solved
from ceasefire.engines.columnar.splitting import Open, Splitting
from ceasefire.engines.columnar.spread import Events, Spread, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.splitting import Split
    from ceasefire.engines.columnar.tables import Tables

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]
    Solve = Callable[[Spread, tuple[str, ...]], Solved]

__all__ = ["Unfolding"]

CHUNK: Final = 1 << 15
"""So many events are worked on at a time: their words stay in the processor's cache."""

MOST_FIELDS: Final = 64
"""So many fields the compiled loop takes."""

NONE: Final = np.uint64(0)


class Asked(NamedTuple):
    """A question that is open, and the words that each of its answers leaves."""

    variable: str
    lefts: Bits

    @property
    def differ(self) -> Bits:
        """The rows that not all answers leave alike."""
        found: Bits = np.bitwise_or.reduce(self.lefts) & ~np.bitwise_and.reduce(self.lefts)
        return found

    def where(self, hangs: Flags) -> Open:
        """Return the question as open where events hang on it."""
        places = np.flatnonzero(hangs)
        return Open(places, Parts.each(self.lefts, len(places)))


class Unfolding:
    """Unfolds events under some answers."""

    def __init__(self, tables: Tables, answers: Mapping[str, str]) -> None:
        """Take the tables that codes are of."""
        self.tables = tables
        self.answers = answers
        self.solver = tables.solver
        self.some = Groups(tables, self._columns)
        self.every = Groups(tables, self._shared)
        self.splitting = Splitting(tables)
        self._words: dict[str, Bits] = {}
        self.open = [
            Asked(f"?{name}", np.stack([self.solver.left(rows) for rows in killed.values()]))
            for name, killed in tables.engine.questions.killed.items()
            if name not in answers
        ]
        self.variables = [*tables.walked, *(question.variable for question in self.open)]
        # Fields, questions and what is impossible each have a bit of a word.
        named = self.variables, answers, self.solver.barred
        self.fits = max(map(len, named)) < BITS - 1
        self._kinds: dict[str, Kinds] = {}
        self._open: dict[str, NDArray[np.uint8]] = {}

    def solved(self, codes: Mapping[str, Codes], size: int) -> Solved:
        """Return what so many events come to; what they depend on are variables by number."""
        return self._known("solved", codes, size, self._solve)

    def seen(self, codes: Mapping[str, Codes], size: int) -> Solved:
        """Return what is possible in so many events, and no more."""
        return self._known("seen", codes, size, self._seen)

    def _known(self, way: str, codes: Mapping[str, Codes], size: int, solve: Solve) -> Solved:
        """Return what events come to, of each kind of them once where these are told apart."""
        loop = compiled()
        kinds = self._kinds.get(way)
        if kinds is None and loop is not None and len(codes) <= MOST_FIELDS:
            kinds = self._kinds[way] = Kinds(loop, self.solver.layout.count, len(codes))
        if kinds is None or not kinds.useful:
            return self._each(codes, size, solve)

        def work_out(places: Places) -> Solved:
            some = {name: column[places] for name, column in codes.items()}
            return self._each(some, len(places), solve)

        fields = []
        for name, column in codes.items():
            open_ = self._opened(name)
            left = self._left(name, len(open_))
            fields.append(Lines(np.ascontiguousarray(column, np.int32), left, open_))
        return kinds(fields, work_out)

    def _opened(self, name: str) -> NDArray[np.uint8]:
        """Return which codes of a field have cells that do not leave the same, or none at all."""
        found = self._open.get(name)
        counts = self.splitting.cells(name).counts
        if found is None or len(found) < len(counts):
            differ = self.splitting.differ(name, self._left(name))
            apart = np.bitwise_or.reduce(differ) != 0
            found = self._open[name] = (apart | (counts == 0)).astype(np.uint8)
        return found

    def _solve(self, spread: Spread, names: tuple[str, ...]) -> Solved:
        solved = self.solver.solve(spread, self.answers)
        return solved._replace(depends=self._fields(solved.depends, names))

    def _seen(self, spread: Spread, names: tuple[str, ...]) -> Solved:
        del names  # which matter to what depends on them
        return self.solver.seen(spread, self.answers)

    def _each(
        self,
        codes: Mapping[str, Codes],
        size: int,
        solve: Solve,
    ) -> Solved:
        found = Solved.none(size)
        for start in range(0, size, CHUNK):
            here = {name: each[start : start + CHUNK] for name, each in codes.items()}
            sizes = [len(self.tables.fields[name].codes) for name in here]
            first, kinds = repeated([*here.values()], sizes, min(CHUNK, size - start))
            if kinds is not None:
                here = {name: each[first] for name, each in here.items()}
            told = Solved.none(len(first))
            for rows, spread, names in self._spreads(here, len(first)):
                told.put(rows, solve(spread, names))
            found.put(slice(start, start + CHUNK), told if kinds is None else told.take(kinds))
        return found

    def _spreads(
        self, codes: Mapping[str, Codes], rows: int
    ) -> Iterator[tuple[Places, Spread, tuple[str, ...]]]:
        """Yield worlds of some rows at a time, and what differs in them; not of too many."""
        whole = slice(0, rows)
        told = coded(codes)
        some = list(self.some.words(told, whole))
        wide = self.splitting.wide(told, rows)
        every = list(self.every.words(told, whole)) if wide.any() else some
        events = Events(some, every, self.solver.live(some))
        asked = {
            question.variable: self.solver.matters(events, question.differ)
            for question in self.open
        }
        for hangs in asked.values():
            wide |= hangs
        plain = np.flatnonzero(~wide)
        if len(plain):
            yield plain, certain(chosen(events, plain)), ()

        def matters(name: str, column: Codes, places: Places) -> list[Bits]:
            differ = self.splitting.differ(name, self._left(name))
            masks = [each.take(column[places]) if each.any() else NONE for each in differ]
            return list(self.solver.mattering(events, masks, several[places]))

        several = np.flatnonzero(wide)
        open_ = {name: column[several] for name, column in codes.items()}
        more = {
            question.variable: question.where(asked[question.variable][several])
            for question in self.open
        }
        weight = self.solver.layout.count
        for split in self.splitting.split(open_, several, matters, self._left, more, weight=weight):
            spread = self._several(split, chosen(events, split.rows))
            yield split.rows, spread, tuple(split.changes)

    # --- worlds ---

    def _left(self, name: str, size: int | None = None) -> Bits:
        """Return the words that the codes of a field leave, a line for each."""
        known = self._words.get(name)
        count = 0 if known is None else len(known)
        every = len(self.tables.fields[name].codes)
        if known is None or count < every:
            lefts = [self.tables.left(name, code) for code in range(count, every)]
            fresh = self.solver.layout.packed(lefts)
            known = fresh if known is None else np.concatenate([known, fresh])
            self._words[name] = known
        return known[:size]

    def _columns(self, name: str, size: int | None) -> list[Bits]:
        """Return the words that some cell of each code leaves, column by column."""
        left = self._left(name, size)
        found = np.zeros((size or len(left), self.solver.layout.count), np.uint64)
        found[: len(left)] = left
        return list(np.ascontiguousarray(found.T))

    def _shared(self, name: str, size: int | None) -> list[Bits]:
        """Return the words that every cell of each code leaves, column by column."""
        some = self._columns(name, size)
        differ = self.splitting.differ(name, self._left(name))
        return [left & ~apart[: len(left)] for left, apart in zip(some, differ, strict=True)]

    def _several(self, split: Split, events: Events) -> Spread:
        world = np.arange(len(split.owners))
        variables = []
        for change in split.changes.values():
            digits = np.zeros(len(world), np.int32)
            digits[change.worlds] = change.digits
            variables.append(Variable(digits, world - digits * change.strides.take(split.owners)))

        def shared(some: Places) -> list[Bits]:
            words = [word.take(split.owners) for word in self._unchanged(split)]
            for change in split.changes.values():
                change.narrow(words, change.every)
            return [word.take(some) for word in words]

        return Spread(
            events,
            split.words(events.some, slice(0, len(world))),
            split.starts,
            split.owners,
            tuple(variables),
            shared,
        )

    def _unchanged(self, split: Split) -> list[Bits]:
        """Return what every cell of the fields that are not taken apart leaves, row by row."""
        size = len(split.rows)
        words = [np.full(size, ~NONE) for _ in range(self.solver.layout.count)]
        for name, codes in split.codes.items():
            kept = np.ones(size, bool)
            change = split.changes.get(name)
            if change is not None:
                kept[split.owners.take(change.worlds)] = False
            lefts = self._shared(name, None)
            words = [
                np.where(kept, word & left.take(codes), word)
                for word, left in zip(words, lefts, strict=True)
            ]
        return words

    def _fields(self, depends: Places, names: tuple[str, ...]) -> Places:
        """Return variables by their places among all fields and questions that are asked."""
        found = np.zeros(len(depends), np.int64)
        for number, name in enumerate(names):
            place = self.variables.index(name)
            found |= (depends >> number & 1) << place
        return found


def certain(events: Events) -> Spread:
    """Return events as their only worlds."""
    rows = np.arange(len(events.some[0]))
    return Spread(
        events, events.some, rows, rows, (), lambda some: [w.take(some) for w in events.every]
    )


def chosen(events: Events, rows: Places) -> Events:
    """Return some of events."""
    some = [word.take(rows) for word in events.some]
    every = some
    if events.every is not events.some:
        every = [word.take(rows) for word in events.every]
    return Events(some, every, [flags.take(rows) for flags in events.live])
