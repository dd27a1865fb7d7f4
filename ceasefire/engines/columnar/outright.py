"""Rows of one account and few worlds, decided as a whole: no step for each of them.

What the fields of a row leave alive are words; what these come to is looked up. Rows of
more worlds, or that hang on open questions, and all that are no incident for sure, are
handed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.core import Core
from ceasefire.engines.columnar.groups import Groups, coded
from ceasefire.engines.columnar.hashing import BITS, Folded, Known
from ceasefire.engines.columnar.outcomes import finding_of
from ceasefire.engines.columnar.pairing import LOCK, Pairing
from ceasefire.engines.columnar.solving import Spread, Variable
from ceasefire.engines.columnar.splitting import Splitting
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

TOP: Final = np.uint64(1 << BITS - 1)


class Decided(NamedTuple):
    """The findings of rows, by number; -1 of those that are handed on.

    ``names`` are the notes on names in the others, and ``own`` returns those on what they
    come to, from their kinds and from whether civilians were harmed.
    """

    findings: Codes
    names: list[Codes]
    own: Callable[[Codes, Flags], Codes]


class Outright:
    """Decides rows of one account whose worlds are few."""

    def __init__(self, reading: Reading) -> None:
        """Take the reading, of which all is known."""
        self.reading = reading
        self.tables = reading.tables
        self.answers = reading.setting.answers
        self.solver = self.tables.solver(self.answers)
        self.groups = Groups(self.tables, self._columns)
        self.splitting = Splitting(self.tables)
        self._words: dict[str, Bits] = {}
        self._folded = Folded(3)
        self._findings = Known()
        self._notes = Pairing(self._note)

    def findings(self, said: Mapping[str, Codes], plans: Codes) -> Decided:
        """Return the findings of rows that have these claims and plans."""
        found = np.full(len(plans), -1, np.int32)
        plain = np.flatnonzero(plans == 0)
        if not len(plain) or len(self.reading.plans[0].tellings) != 1:
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
        wide = self.splitting.wide(coded(codes), rows)
        certain = np.flatnonzero(~wide)
        for start in range(0, len(certain), CHUNK):
            some = certain[start : start + CHUNK]
            found[some] = self._certain({name: each[some] for name, each in codes.items()})
        several = np.flatnonzero(wide)
        open_ = {name: column[several] for name, column in codes.items()}
        for split in self.splitting.split(open_, several):
            found[split.rows] = self._several(split)
        return found

    # --- worlds ---

    def _columns(self, name: str, size: int) -> list[Bits]:
        """Return the words that the codes of a field leave, column by column."""
        known = self._words.get(name)
        count = 0 if known is None else len(known)
        if known is None or count < size:
            codes = range(count, min(size, len(self.tables.fields[name].codes)))
            lefts = [self.tables.left(name, code) for code in codes]
            fresh = self.solver.layout.packed(lefts)
            known = fresh if known is None else np.concatenate([known, fresh])
            self._words[name] = known
        return list(np.ascontiguousarray(known.T))

    def _certain(self, codes: Mapping[str, Codes]) -> Codes:
        rows = np.arange(len(next(iter(codes.values()))))
        words = list(self.groups.words(coded(codes), slice(0, len(rows))))
        return self._found(self.solver.solve(Spread(words, rows, rows), self.answers), ())

    def _several(self, split: Split) -> Codes:
        world = np.arange(len(split.owners))
        variables = []
        for change in split.changes.values():
            digits = np.zeros(len(world), np.int32)
            digits[change.worlds] = change.digits
            first = world - digits * change.strides.take(split.owners)
            variables.append(Variable(digits, first))
        words = list(self.groups.spread(split).words(slice(0, len(world))))
        spread = Spread(words, split.starts, split.owners, tuple(variables))
        return self._found(self.solver.solve(spread, self.answers), tuple(split.changes))

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
        """Return the fields of variables, by their places among those that are walked."""
        found = np.zeros(len(depends), np.uint64)
        for number, name in enumerate(names):
            place = np.uint64(self.tables.walked.index(name))
            found |= (depends >> number & 1).astype(np.uint64) << place
        return found

    def _finding(self, outcome: int, depends: int, rests: int) -> int:
        """Return the number of a finding, which is put together."""
        reading, engine = self.reading, self.tables.engine
        possible, deciding = outcome & 255, (outcome & ~int(TOP)) >> 8
        walked, asked = self.tables.walked, sorted(self.answers)
        names = [name for place, name in enumerate(walked) if depends >> place & 1]
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
