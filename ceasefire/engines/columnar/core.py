"""The finding of a report, but for the words of its own values.

The definitions are those of the reference engine; what is asked of worlds is asked of
rows. What follows depends on cells alone, and so is worked out once for each
combination of cells that a feed has.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.columnar.asking import ALWAYS, Arena, Asked
from ceasefire.engines.columnar.boxes import Settled
from ceasefire.engines.columnar.code import Code, rows_of
from ceasefire.engines.columnar.dependence import (
    Account,
    Told,
    choices,
    deciding_over,
    in_doubt,
)
from ceasefire.engines.columnar.echoes import Echoes
from ceasefire.engines.columnar.leaving import Leaving, Stretch
from ceasefire.engines.columnar.narrowing import Narrowing
from ceasefire.engines.columnar.questions import Questions
from ceasefire.engines.columnar.remembering import Memory
from ceasefire.engines.columnar.resting import resting
from ceasefire.engines.reference.deciding import Deciding, decide, ways_of
from ceasefire.engines.reference.meaning import (
    EXCLUDED,
    NOTHING,
    VERDICTS,
    highest,
    several,
    union,
)
from ceasefire.engines.reference.search import Budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.engines.columnar.boxes import Box
    from ceasefire.engines.columnar.narrowing import Narrowed
    from ceasefire.engines.columnar.sheet import Gate
    from ceasefire.engines.reference.deciding import Ways
    from ceasefire.program.program import Program

__all__ = ["Account", "Core", "Engine"]

REACH: Final = ("time", "place", "actor", "question")
"""The grounds on which an instrument may not be reached at all."""

MOST_CORES: Final = 1 << 16  # pragma: no mutate
"""So many combinations are remembered."""

MOST_BOXES: Final = 1 << 12  # pragma: no mutate
"""So many boxes are remembered, with all that was asked of them."""

STEPS: Final = 200_000  # pragma: no mutate
"""How long it is tried to find what a combination of cells comes to: some seconds."""


class Core(NamedTuple):
    """What a combination of cells comes to; sets of verdicts are bit masks.

    ``accounts`` are the verdicts of each account, ``rests`` the questions on whose
    answers of the reading it rests, and ``joint`` says that several acts were decided.
    """

    stated: int
    possible: int
    accounts: tuple[int, ...]
    deciding: Deciding
    depends_on: tuple[str, ...]
    rests: tuple[str, ...]
    joint: bool


class Seen(NamedTuple):
    """The verdicts that the stated accounts of an event may have, and those of each account."""

    stated: int
    totals: tuple[int, ...]


class Found(NamedTuple):
    """What a combination of cells comes to, as far as that hangs on what matters of it alone.

    Where every instrument leaves out what is stated, ``out`` has the boxes that it is left out
    in, by account and number: what decides is to be asked of all that is known of them.
    """

    core: Core
    out: tuple[tuple[int, int], ...] = ()


class Engine:
    """Decides combinations of cells under one program."""

    def __init__(self, program: Program) -> None:
        """Lay the program out in rows."""
        self.program = program
        self.code = Code(program)
        gate = self.code.sheet.gate
        self.ways: list[Ways[Gate]] = [
            ways_of(law).map(self.code.sheet.compose) for law in self.code.formulas
        ]
        self.barred: list[Gate] = [gate(each) for each in program.impossible]
        self.code.settle()
        self.reach = [rows_of_all(way, REACH) for way in self.ways]
        self.whole = [rows_of_all(way) for way in self.ways]
        self.questions = Questions(self.code)
        rows = [law.rows | whole for law, whole in zip(self.code.laws, self.whole, strict=True)]
        self.echoes = Echoes(self.code.laws)
        self._narrowing = Narrowing(rows, self.questions.ever, self.echoes)
        self._leaving = Leaving(self.code, self.ways, self.echoes)
        self._asked = [way.map(partial(Asked, number)) for number, way in enumerate(self.ways)]
        self._cores: Memory[Any, Found] = Memory(MOST_CORES)
        self._boxes: Memory[Any, Settled] = Memory(MOST_BOXES)
        self._ranks = {name: number for number, name in enumerate(program.taxonomy.fields)}

    def core(self, accounts: Sequence[Account], answers: Mapping[str, str]) -> Core:
        """Return what accounts come to, worked out once for all that are alike.

        Raises :class:`~ceasefire.engines.reference.search.Spent` where that takes too long.
        """
        narrowed = self._narrowing.of(accounts)
        found = self._found(accounts, narrowed, answers)
        if not found.out:
            return found.core
        boxes = [narrowed[account][number] for account, number in found.out]
        return found.core._replace(deciding=self._left_out(boxes, answers))

    def _found(
        self,
        accounts: Sequence[Account],
        narrowed: Sequence[Sequence[Narrowed]],
        answers: Mapping[str, str],
    ) -> Found:
        """Return what is found out of what matters of accounts."""
        key = (
            frozenset(answers.items()),
            tuple(
                [
                    (*account.facts, *[each.box.shape for each in group])
                    for account, group in zip(accounts, narrowed, strict=True)
                ]
            ),
        )
        found = self._cores.get(key)
        if found is None:
            found = self._cores.keep(key, self._find(less(accounts, narrowed), answers))
        return found

    def seen(self, accounts: Sequence[Account], answers: Mapping[str, str]) -> Seen:
        """Return what verdicts accounts may have, and no more: that is soon found.

        Raises as :meth:`core` does.
        """
        narrowed = self._narrowing.of(accounts)
        return self._seen(less(accounts, narrowed), answers, Budget(STEPS))[0]

    def _seen(
        self, accounts: Sequence[Account], answers: Mapping[str, str], budget: Budget
    ) -> tuple[Seen, list[list[Settled]], list[list[int]]]:
        sides = [[self._settled(box, answers) for box in account.boxes] for account in accounts]
        masks = [[side.possible(budget) for side in group] for group in sides]
        totals = tuple(
            union(group) if account.incident else NOTHING
            for account, group in zip(accounts, masks, strict=True)
        )
        stated = union(
            mask for account, mask in zip(accounts, totals, strict=True) if account.stated
        )
        return Seen(stated, totals), sides, masks

    def _find(self, accounts: Sequence[Account], answers: Mapping[str, str]) -> Found:
        budget = Budget(STEPS)
        (stated, totals), sides, masks = self._seen(accounts, answers, budget)
        told = [
            Told(account, number, side, mask)
            for account, group in enumerate(sides)
            if accounts[account].stated
            for number, (side, mask) in enumerate(zip(group, masks[account], strict=True))
        ]
        asserted = [each for each in told if each.mask]
        names = self._fields(asserted, budget) if several(stated) else set()
        core = Core(
            stated,
            union(totals),
            totals,
            Deciding(),
            self.ranked(names | in_doubt(self.program, accounts, totals, stated)),
            self._rests(accounts, told, answers, stated, budget),
            any(len(each.box.acts.segments) > 1 for each in asserted),
        )
        if not stated & VERDICTS:
            return Found(core)
        if highest(stated) == EXCLUDED:
            return Found(core, tuple([each[:2] for each in told if each.mask & EXCLUDED]))
        return Found(core._replace(deciding=self._deciding(asserted, stated, budget)))

    def _settled(self, box: Box, answers: Mapping[str, str]) -> Settled:
        """Return a box under some answers, once for all that are alike."""
        key = frozenset(answers.items()), box.shape
        found = self._boxes.get(key)
        if found is None:
            found = self._boxes.keep(key, Settled.of(box, self.questions, answers))
        return found

    def ranked(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return fields and questions, which are marked by `?`, in their order."""
        return tuple(sorted(names, key=self._rank))

    def _rank(self, name: str) -> tuple[bool, int, str]:
        question = name.startswith("?")
        return question, 0 if question else self._ranks[name], name

    # --- what decides ---

    def _deciding(self, told: Sequence[Told], stated: int, budget: Budget) -> Deciding:
        """Return what decides events that some instrument does not leave out."""
        arenas = [Arena(each.box, budget) for each in told]
        numbers = frozenset().union(*[arena.laws for arena in arenas])
        ways = [way for number, way in enumerate(self._asked) if number in numbers]
        return decide(ways, arenas, stated, ALWAYS)

    def _left_out(self, boxes: Sequence[Narrowed], answers: Mapping[str, str]) -> Deciding:
        """Return what decides events that every instrument leaves out, of all rows of theirs."""
        killed = self.questions.answered(answers)
        stretches = []
        for box, before in boxes:
            whole = before.also(self.questions.asked(box.acts, answers))
            stretches.append(Stretch(box.acts, whole.only(box.acts.left(killed))))
        return self._leaving.deciding(stretches, Budget(STEPS))

    def _fields(self, told: Sequence[Told], budget: Budget) -> set[str]:
        """Return the fields and questions that decide, over the boxes of each account."""
        found = set(choices(told))
        for number in dict.fromkeys(each.account for each in told):
            boxes = [each for each in told if each.account == number]
            if len(boxes) == 1:
                found |= boxes[0].box.deciding(budget)
            else:
                found |= deciding_over(boxes, budget)
        return found

    def _rests(
        self,
        accounts: Iterable[Account],
        told: Iterable[Told],
        answers: Mapping[str, str],
        stated: int,
        budget: Budget,
    ) -> tuple[str, ...]:
        """Return the questions of which another answer would leave other verdicts."""
        aside = union(NOTHING for each in accounts if each.stated and not each.incident)
        sides = [(each.box, each.mask) for each in told if not each.box.box.empty]
        return resting(self.questions.changes(answers), sides, stated, aside, budget)


def less(accounts: Sequence[Account], narrowed: Sequence[Sequence[Narrowed]]) -> list[Account]:
    """Return accounts with what matters of their boxes."""
    return [
        account._replace(boxes=tuple([each.box for each in group]))
        for account, group in zip(accounts, narrowed, strict=True)
    ]


def rows_of_all(way: Ways[Gate], names: Iterable[str] = ()) -> int:
    """Return the rows that an instrument's ways to decide ask about, or some of its grounds."""
    grounds = {**way.grounds}, {**way.denied}
    gates = [each[name] for each in grounds for name in names or each if name in each]
    if not names:
        gates += [way.reached, way.breach, way.cover]
        gates += [option.holds for option in (*way.prohibits, *way.permits)]
    found = 0
    for gate in gates:
        found |= rows_of(gate)
    return found
