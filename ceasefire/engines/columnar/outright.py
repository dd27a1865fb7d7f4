"""Rows of which each account has few worlds, decided as a whole: no step for each of them.

What each account comes to is solved column by column; what accounts come to together is
put together once for each combination of that. Rows of more worlds, and such as several
accounts state, are handed on.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.core import Core
from ceasefire.engines.columnar.dependence import Account, in_doubt
from ceasefire.engines.columnar.growing import Growing
from ceasefire.engines.columnar.hashing import TOP, Folded, Known
from ceasefire.engines.columnar.outcomes import ANY
from ceasefire.engines.columnar.pairing import Registry
from ceasefire.engines.columnar.sparing import Sparing
from ceasefire.engines.columnar.unfolding import Unfolding
from ceasefire.engines.reference.meaning import NOTHING
from ceasefire.engines.reference.telling import account_notes, unlawful
from ceasefire.program.binding import Account as BoundAccount
from ceasefire.program.binding import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.engines.columnar.plans import Plan
    from ceasefire.engines.columnar.solved import Solved
    from ceasefire.engines.columnar.telling import Each

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

__all__ = ["Decided", "Outright"]

HALF: Final = np.uint64(32)


class Decided(NamedTuple):
    """The findings of rows, by number; -1 of those that are handed on.

    ``names`` are the notes on names in the others, and ``own`` returns those on what they
    come to, from their kinds and from whether civilians were harmed.
    """

    findings: Codes
    names: list[Codes]
    own: Callable[[Codes, Flags], Codes]


class Outcome(NamedTuple):
    """What one account comes to, its variables and questions and rules as bits of numbers."""

    possible: int
    deciding: int
    depends: int
    rests: int
    barred: int


class Keyed(NamedTuple):
    """What the accounts of a plan come to, by numbers; of all but the first what is possible."""

    plan: int
    outcomes: tuple[int, ...]


class Outright:
    """Decides rows whose accounts each have few worlds, and of which one is stated."""

    def __init__(self, reading: Reading, few: int) -> None:
        """Take the reading, of which all is known; ``few`` different rows are handed on."""
        self.reading = reading
        self.answers = reading.setting.answers
        self._sparing = Sparing(few)
        self.outcomes: Registry[Outcome] = Registry()
        self.keys: Registry[Keyed] = Registry()
        self._usable = Growing(reading.plans, usable, np.bool_)
        self._folded = Folded(len(Outcome._fields) - 1)
        self._outcomes = Known()
        self._first, self._next = Known(), Known()
        self._findings, self._notes = Known(), Known()
        self._wordy = Growing(self.keys.items, self._asks_kind, np.bool_)

    @cached_property
    def unfolding(self) -> Unfolding:
        """What unfolds rows into worlds."""
        return Unfolding(self.reading.tables, self.answers)

    def findings(self, said: Mapping[str, Codes], plans: Codes) -> Decided:
        """Return the findings of rows that have these claims and plans."""
        found = np.full(len(plans), -1, np.int32)
        rows = np.flatnonzero(self._usable.column()[plans])
        none = Decided(found, [], self._own(np.empty(0, np.int32), found[:0]))
        if not len(rows):
            return none
        if len(rows) < len(plans):
            said, plans = {name: codes[rows] for name, codes in said.items()}, plans[rows]
        each = self.reading.telling.each(said, plans)
        codes, alone = self.reading.telling.codes(each.said)
        if self._sparing.spares(codes, len(each.owners)) or not self.unfolding.fits:
            return none
        numbers = self._numbers(each, codes, alone)
        done = np.flatnonzero(np.minimum.reduceat(numbers, each.begins) >= 0)
        keys = self._keys(each, numbers, plans, done)
        findings = self._findings(
            TOP | keys.astype(np.uint64), lambda places: self._found(keys[places])
        )
        found[rows[done]] = findings
        incident = self._incidents(numbers)
        names = self._names(each, codes, incident, done)
        later = self.reading.telling.later(each.said["when"][each.begins[done]])
        names.append(np.where(incident[each.begins[done]], later, 0))
        return Decided(found, names, self._own(keys, findings))

    # --- accounts ---

    def _numbers(self, each: Each, codes: Mapping[str, Codes], alone: Flags) -> Codes:
        """Return the number of what each account comes to, or -1 where that is not told."""
        found = np.full(len(each.owners), -1, np.int32)
        whole = np.logical_and.reduceat(alone, each.begins)[each.owners]
        for stated, solve in (True, self.unfolding.solved), (False, self.unfolding.seen):
            some = np.flatnonzero(whole & (each.stated == stated))
            if not len(some):
                continue
            held = codes
            if len(some) < len(found):
                held = {name: column[some] for name, column in codes.items()}
            solved = solve(held, len(some))
            told = np.flatnonzero(solved.deciding >= 0)
            found[some[told]] = self._told(solved.take(told))
        return found

    def _told(self, solved: Solved) -> Codes:
        """Return the numbers of what was solved."""
        possible = solved.possible.astype(np.uint64)
        deciding = solved.deciding.astype(np.uint64) << np.uint64(8)
        others = [each.astype(np.uint64) for each in solved[2:]]
        words = self._folded([TOP | possible | deciding, *(TOP | each for each in others)])

        def work_out(places: Places) -> Codes:
            lines = zip(*(each.tolist() for each in solved.take(places).columns()), strict=True)
            return np.array([self.outcomes.number(Outcome(*line)) for line in lines], np.int32)

        return self._outcomes(words, work_out)

    def _keys(self, each: Each, numbers: Codes, plans: Codes, done: Places) -> Codes:
        """Return the key of each of some rows, by what each of their accounts comes to."""
        counts, begins = each.counts[done], each.begins[done]
        keys = self._joined(self._first, plans[done], numbers[begins], self._begun)
        for place in range(1, int(counts.max(initial=0))):
            some = np.flatnonzero(counts > place)
            other = numbers[begins[some] + place]
            keys[some] = self._joined(self._next, keys[some], other, self._continued)
        return keys

    @staticmethod
    def _joined(known: Known, left: Codes, right: Codes, join: Callable[[int, int], int]) -> Codes:
        """Return the number of each pair of two columns."""

        def work_out(places: Places) -> Codes:
            pairs = zip(left[places].tolist(), right[places].tolist(), strict=True)
            return np.array([join(*pair) for pair in pairs], np.int32)

        words = TOP | left.astype(np.uint64) << HALF | right.astype(np.uint64)
        return known(words, work_out)

    def _begun(self, plan: int, outcome: int) -> int:
        return self.keys.number(Keyed(plan, (outcome,)))

    def _continued(self, key: int, outcome: int) -> int:
        plan, outcomes = self.keys[key]
        return self.keys.number(Keyed(plan, (*outcomes, outcome)))

    # --- findings ---

    def _found(self, keys: Codes) -> Codes:
        return np.array([self._finding(self.keys[key]) for key in keys.tolist()], np.int32)

    def _finding(self, key: Keyed) -> int:
        """Return the number of a finding."""
        return self.reading.found.number(self._case(key), self._core(key))

    def _core(self, key: Keyed) -> Core:
        """Return what accounts come to together."""
        program, engine = self.reading.program, self.reading.tables.engine
        each = [self.outcomes[number] for number in key.outcomes]
        facts, *_ = each
        totals = [outcome.possible for outcome in each]
        tellings = self.reading.plans[key.plan].tellings
        accounts = [
            Account(telling.stated, True, (), telling.told_by, telling.facts.overrides)  # noqa: FBT003  (fields in order)
            for telling in tellings
        ]
        names = in_doubt(program, accounts, totals, facts.possible)
        names |= set(chosen(self.unfolding.variables, facts.depends))
        possible = 0
        for total in totals:
            possible |= total
        return Core(
            facts.possible,
            possible,
            tuple(totals),
            self.reading.tables.solver.clauses.items[facts.deciding],
            engine.ranked(names),
            tuple(chosen(sorted(self.answers), facts.rests)),
            joint=False,
        )

    def _case(self, key: Keyed, kind: object = None) -> Case:
        """Return what stands for the accounts as an event has them."""
        bound = []
        for telling, number in zip(
            self.reading.plans[key.plan].tellings, key.outcomes, strict=True
        ):
            facts = telling.facts
            if kind is not None and "kind" not in dict(telling.claims):
                facts = facts._replace(values={**facts.values, "kind": kind})
            incident = self.outcomes[number].possible != NOTHING
            bound.append(BoundAccount(facts, (), incident))
        return Case(tuple(bound), ())

    # --- notes ---

    def _incidents(self, numbers: Codes) -> Flags:
        """Return which accounts are of an incident, by the numbers of what they come to."""
        told = [outcome.possible != NOTHING for outcome in self.outcomes.items]
        return np.array([*told, False])[numbers]

    def _names(
        self, each: Each, codes: Mapping[str, Codes], incident: Flags, done: Places
    ) -> list[Codes]:
        """Return the numbers of the notes on names in some rows, account by account."""
        found = []
        counts, begins = each.counts[done], each.begins[done]
        noted = [np.where(incident, numbers, 0) for numbers in self.reading.telling.names(codes)]
        for place in range(int(counts.max(initial=0))):
            some = np.flatnonzero(counts > place)
            for numbers in noted:
                column = np.zeros(len(done), np.int32)
                column[some] = numbers[begins[some] + place]
                found.append(column)
        return found

    def _own(self, keys: Codes, findings: Codes) -> Callable[[Codes, Flags], Codes]:
        def own(kinds: Codes, harm: Flags) -> Codes:
            # How a kind is told matters only of what is no incident.
            words = np.where(self._wordy.column()[keys], kinds, 0)
            told = words.astype(np.int64) * 2 + harm

            def work_out(places: Places) -> Codes:
                lines = zip(
                    keys[places].tolist(),
                    findings[places].tolist(),
                    words[places].tolist(),
                    harm[places].tolist(),
                    strict=True,
                )
                return np.array([self._note(*line) for line in lines], np.int32)

            both = TOP | keys.astype(np.uint64) << HALF | told.astype(np.uint64)
            return self._notes(both, work_out)

        return own

    def _asks_kind(self, key: Keyed) -> bool:
        """Return whether some account is of no incident, of the kind that the report states."""
        tellings = self.reading.plans[key.plan].tellings
        return any(
            self.outcomes[number].possible == NOTHING and "kind" not in dict(telling.claims)
            for number, telling in zip(key.outcomes, tellings, strict=False)
        )

    def _note(self, key: int, finding: int, kind: int, harm: bool) -> int:  # noqa: FBT001  (the last of several)
        """Return the number of the notes on what a key comes to."""
        reading, keyed = self.reading, self.keys[key]
        case = self._case(keyed, reading.tables.fields["kind"].raws.get(kind, "unknown"))
        each = [self.outcomes[number] for number in keyed.outcomes]
        barred = {
            id(account): outcome.barred
            for account, outcome in zip(case.accounts, each, strict=True)
        }
        totals = [outcome.possible for outcome in each]
        notes = [
            *account_notes(
                reading.program, ANY, case, totals, lambda account: self._why(barred[id(account)])
            )
        ]
        if harm:
            found = reading.findings[finding]
            notes += unlawful(found.possible, found.ground)
        return reading.notes.number(tuple(dict.fromkeys(notes)))

    def _why(self, barred: int) -> Iterable[str]:
        """Return why what an account says is impossible, each reason once."""
        rules = self.reading.program.rulebook.impossible
        reasons = [rule.because for rule in rules if rule.because]
        return dict.fromkeys(chosen(reasons, barred))


def usable(plan: Plan) -> bool:
    """Return whether one account of a plan is stated, and so decides alone."""
    return [telling.stated for telling in plan.tellings].count(True) == 1


def chosen(names: Sequence[str], bits: int) -> list[str]:
    """Return the names that have a bit in a number."""
    return [name for place, name in enumerate(names) if bits >> place & 1]
