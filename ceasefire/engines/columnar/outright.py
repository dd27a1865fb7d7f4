"""Rows of one account and few worlds, decided as a whole: no step for each of them.

What the fields of a row leave alive are words; what these come to is looked up. Rows of
more worlds, or that hang on open questions, and all that are no incident for sure, are
handed on.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.core import Core
from ceasefire.engines.columnar.groups import Groups, coded
from ceasefire.engines.columnar.hashing import BITS, TOP, Folded, Known
from ceasefire.engines.columnar.outcomes import finding_of
from ceasefire.engines.columnar.pairing import LOCK, Pairing
from ceasefire.engines.columnar.parting import Parts
from ceasefire.engines.columnar.splitting import Open, Splitting
from ceasefire.engines.columnar.spread import Events, Spread, Variable
from ceasefire.engines.reference.meaning import VERDICTS
from ceasefire.engines.reference.telling import unlawful
from ceasefire.program.binding import Account as BoundAccount
from ceasefire.program.binding import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.engines.columnar.solving import Solved
    from ceasefire.engines.columnar.splitting import Split

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

__all__ = ["Decided", "Outright"]

CHUNK: Final = 1 << 15
"""So many rows are worked on at a time: their words stay in the processor's cache."""

SAMPLE: Final = 1 << 9
FEW: Final = 0.6
"""So many rows are looked at to see whether more of them than this share are different."""

MOST_KEYS: Final = 1 << 62
"""Of more combinations of codes than this not each has a number."""

NONE: Final = np.uint64(0)


class Decided(NamedTuple):
    """The findings of rows, by number; -1 of those that are handed on.

    ``names`` are the notes on names in the others, and ``own`` returns those on what they
    come to, from their kinds and from whether civilians were harmed.
    """

    findings: Codes
    names: list[Codes]
    own: Callable[[Codes, Flags], Codes]


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


class Outright:
    """Decides rows of one account whose worlds are few."""

    def __init__(self, reading: Reading) -> None:
        """Take the reading, of which all is known."""
        self.reading = reading
        self.tables = reading.tables
        self.answers = reading.setting.answers
        self.solver = self.tables.solver
        self.some = Groups(self.tables, self._columns)
        self.every = Groups(self.tables, self._shared)
        self.splitting = Splitting(self.tables)
        self._words: dict[str, Bits] = {}
        self.open = [
            Asked(f"?{name}", np.stack([self.solver.left(rows) for rows in killed.values()]))
            for name, killed in self.tables.engine.questions.killed.items()
            if name not in self.answers
        ]
        self._variables = [*self.tables.walked, *(question.variable for question in self.open)]
        # Grounds, fields and questions each have a bit of a word.
        named = [len(law.way.denied) for law in self.solver.laws]
        self._fits = max([len(self._variables), len(self.answers), *named]) < BITS - 1
        self._folded = Folded(3)
        self._findings = Known()
        self._notes = Pairing(self._note)

    def findings(self, said: Mapping[str, Codes], plans: Codes) -> Decided:
        """Return the findings of rows that have these claims and plans."""
        found = np.full(len(plans), -1, np.int32)
        plain = np.flatnonzero(plans == 0)
        if not (len(plain) and self._fits and len(self.reading.plans[0].tellings) == 1):
            return Decided(found, [], self._own(found))
        claims = said if len(plain) == len(plans) else {n: c[plain] for n, c in said.items()}
        codes, alone = self.reading.telling.codes(claims)
        some = np.flatnonzero(alone)
        if len(some) < len(plain):
            codes = {name: column[some] for name, column in codes.items()}
        found[plain[some]] = self._decided(codes, len(some))
        done = found[plain[some]] >= 0
        names = [numbers[done] for numbers in self.reading.telling.names(codes)]
        later = self.reading.telling.later(said["when"][found >= 0])
        return Decided(found, [*names, later], self._own(found[found >= 0]))

    def _decided(self, codes: Mapping[str, Codes], rows: int) -> Codes:
        found = np.full(rows, -1, np.int32)
        for start in range(0, rows, CHUNK):
            here = {name: each[start : start + CHUNK] for name, each in codes.items()}
            size = min(CHUNK, rows - start)
            first, kinds = self._alike(here, size)
            if kinds is None:
                found[start : start + size] = self._chunk(here, size)
            else:
                some = {name: each[first] for name, each in here.items()}
                found[start : start + size] = self._chunk(some, len(first)).take(kinds)
        return found

    def _alike(self, codes: Mapping[str, Codes], rows: int) -> tuple[Places, Places | None]:
        """Return the first of rows that are alike, and of which kind each row is.

        Of most tables of the field rows are; where a look at a few shows that they are
        not, nothing is returned, as it takes time to find out.
        """
        sizes = {name: len(self.tables.fields[name].codes) for name in codes}
        whole = np.arange(rows)
        if prod(sizes.values()) > MOST_KEYS:
            return whole, None
        for places in (whole[:SAMPLE], whole):
            keys = np.zeros(len(places), np.int64)
            stride = 1
            for name, column in codes.items():
                keys += column[: len(places)] * np.int64(stride)
                stride *= sizes[name]
            _, first, kinds = np.unique(keys, return_index=True, return_inverse=True)
            if len(first) > len(places) * FEW:
                break
            if len(places) == rows:
                return first, kinds
        return whole, None

    def _chunk(self, codes: Mapping[str, Codes], rows: int) -> Codes:
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
        found = np.full(rows, -1, np.int32)
        plain = np.flatnonzero(~wide)
        if len(plain):
            found[plain] = self._certain(chosen(events, plain))

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
            found[split.rows] = self._several(split, chosen(events, split.rows))
        return found

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

    def _certain(self, events: Events) -> Codes:
        rows = np.arange(len(events.some[0]))
        spread = Spread(
            events, events.some, rows, rows, (), lambda some: [w.take(some) for w in events.every]
        )
        return self._found(self.solver.solve(spread, self.answers), ())

    def _several(self, split: Split, events: Events) -> Codes:
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

        spread = Spread(
            events,
            split.words(events.some, slice(0, len(world))),
            split.starts,
            split.owners,
            tuple(variables),
            shared,
        )
        return self._found(self.solver.solve(spread, self.answers), tuple(split.changes))

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

    # --- findings ---

    def _found(self, solved: Solved, names: tuple[str, ...]) -> Codes:
        """Return the numbers of the findings of what was solved."""
        found = np.full(len(solved.possible), -1, np.int32)
        plain = (solved.possible & ~np.uint8(VERDICTS)) == 0
        rows = np.flatnonzero(plain & (solved.possible > 0) & (solved.deciding >= 0))
        if not len(rows):
            return found
        possible = solved.possible.take(rows).astype(np.uint64)
        deciding = solved.deciding.take(rows).astype(np.uint64) << np.uint64(8)
        depends = self._fields(solved.depends.take(rows), names)
        rests = solved.rests.take(rows).astype(np.uint64)
        words = [TOP | possible | deciding, TOP | depends, TOP | rests]

        def work_out(places: Places) -> Codes:
            lines = zip(*(word[places].tolist() for word in words), strict=True)
            return np.array([self._finding(*line) for line in lines], np.int32)

        found[rows] = self._findings(self._folded(words), work_out)
        return found

    def _fields(self, depends: Places, names: tuple[str, ...]) -> Bits:
        """Return variables by their places among all fields and questions that are asked."""
        found = np.zeros(len(depends), np.uint64)
        for number, name in enumerate(names):
            place = np.uint64(self._variables.index(name))
            found |= (depends >> number & 1).astype(np.uint64) << place
        return found

    def _finding(self, outcome: int, depends: int, rests: int) -> int:
        """Return the number of a finding, which is put together."""
        reading, engine = self.reading, self.tables.engine
        possible, deciding = outcome & 255, (outcome & ~int(TOP)) >> 8
        asked = sorted(self.answers)
        names = [name for place, name in enumerate(self._variables) if depends >> place & 1]
        core = Core(
            possible,
            possible,
            (possible,),
            self.solver.clauses.items[deciding],
            engine.ranked(names),
            tuple(name for place, name in enumerate(asked) if rests >> place & 1),
            joint=False,
        )
        account = BoundAccount(reading.plans[0].tellings[0].facts, (), incident=True)
        finding = finding_of(reading.program, Case((account,), ()), core, reading.setting)
        with LOCK:
            reading.findings.append(finding)
            return len(reading.findings) - 1

    # --- notes ---

    def _own(self, findings: Codes) -> Callable[[Codes, Flags], Codes]:
        def own(kinds: Codes, harm: Flags) -> Codes:
            del kinds  # which matters only of what is no incident
            return self._notes(findings, harm.astype(np.int32))

        return own

    def _note(self, finding: int, harm: int) -> int:
        """Return the number of the notes on a finding."""
        found = self.reading.findings[finding]
        notes = unlawful(found.possible, found.ground) if harm else ()
        return self.reading.notes.number(tuple(dict.fromkeys(notes)))


def chosen(events: Events, rows: Places) -> Events:
    """Return some of events."""
    some = [word.take(rows) for word in events.some]
    every = some
    if events.every is not events.some:
        every = [word.take(rows) for word in events.every]
    return Events(some, every, [flags.take(rows) for flags in events.live])
