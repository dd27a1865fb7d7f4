"""The finding of a report, but for the words of its own values.

The definitions are those of the reference engine; what is asked of worlds is asked of
rows. What follows depends on cells alone, and so is worked out once for each
combination of cells that a feed has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.columnar.boxes import Settled
from ceasefire.engines.columnar.code import Code, rows_of
from ceasefire.engines.columnar.dependence import (
    Account,
    Told,
    choices,
    deciding,
    deciding_over,
    in_doubt,
)
from ceasefire.engines.columnar.questions import Questions
from ceasefire.engines.reference.deciding import Deciding, decide, ways_of
from ceasefire.engines.reference.meaning import NOTHING, VERDICTS, several, union
from ceasefire.engines.reference.search import Budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.engines.columnar.sheet import Gate
    from ceasefire.engines.columnar.worlds import Witness, Worlds
    from ceasefire.engines.reference.deciding import Ways
    from ceasefire.program.program import Program

__all__ = ["Account", "Core", "Engine"]

REACH: Final = ("time", "place", "actor", "question")
"""The grounds on which an instrument may not be reached at all."""

MOST_CORES: Final = 1 << 16  # pragma: no mutate
"""So many combinations are remembered."""

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
        self._cores: dict[Any, Core] = {}
        self._ranks = {name: number for number, name in enumerate(program.taxonomy.fields)}

    def core(self, accounts: Sequence[Account], answers: Mapping[str, str]) -> Core:
        """Return what accounts come to, worked out once for all that are alike.

        Raises :class:`~ceasefire.engines.reference.search.Spent` where that takes too long.
        """
        key = frozenset(answers.items()), tuple(account.shape for account in accounts)
        found = self._cores.get(key)
        if found is None:
            if len(self._cores) >= MOST_CORES:
                self._cores.clear()
            found = self._cores[key] = self._core(accounts, answers)
        return found

    def _core(self, accounts: Sequence[Account], answers: Mapping[str, str]) -> Core:
        budget = Budget(STEPS)
        sides = [
            [Settled(box, self.questions, answers) for box in account.boxes] for account in accounts
        ]
        masks = [[side.possible(budget) for side in group] for group in sides]
        totals = tuple(
            union(group) if account.incident else NOTHING
            for account, group in zip(accounts, masks, strict=True)
        )
        asserted = [
            Told(number, side, mask)
            for number, account in enumerate(accounts)
            if account.stated
            for side, mask in zip(sides[number], masks[number], strict=True)
            if mask
        ]
        stated = union(
            mask for account, mask in zip(accounts, totals, strict=True) if account.stated
        )
        names: set[str] = set()
        if several(stated):
            names |= self._fields(asserted, budget)
        names |= set(choices(asserted)) if several(stated) else set()
        names |= in_doubt(self.program, accounts, totals, stated)
        return Core(
            stated,
            union(totals),
            totals,
            self._deciding(asserted, stated, budget) if stated & VERDICTS else Deciding(),
            self.ranked(names),
            self._rests(accounts, sides, totals, answers, stated, budget),
            any(len(told.box.acts.segments) > 1 for told in asserted),
        )

    def ranked(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return fields and questions, which are marked by `?`, in their order."""
        return tuple(sorted(names, key=self._rank))

    def _rank(self, name: str) -> tuple[bool, int, str]:
        question = name.startswith("?")
        return question, 0 if question else self._ranks[name], name

    # --- what decides ---

    def _deciding(self, told: Sequence[Told], stated: int, budget: Budget) -> Deciding:
        arenas = [Arena(each.box.worlds(), budget) for each in told]
        return decide(self.ways, arenas, stated, 1)

    def _fields(self, told: Sequence[Told], budget: Budget) -> set[str]:
        """Return the fields and questions that decide, over the boxes of each account."""
        found: set[str] = set()
        for number in dict.fromkeys(each.account for each in told):
            boxes = [each for each in told if each.account == number]
            if len(boxes) == 1:
                found |= deciding(boxes[0].box, budget)
            else:
                found |= deciding_over(boxes, budget)
        return found

    # --- what it rests on ---

    def _rests(  # noqa: PLR0913, PLR0917  (all that is known)
        self,
        accounts: Sequence[Account],
        sides: Sequence[Sequence[Settled]],
        totals: Sequence[int],
        answers: Mapping[str, str],
        stated: int,
        budget: Budget,
    ) -> tuple[str, ...]:
        """Return the questions of which another answer would leave other verdicts."""
        aside = union(
            mask
            for account, mask in zip(accounts, totals, strict=True)
            if account.stated and not account.incident
        )
        boxes = [
            side
            for account, group in zip(accounts, sides, strict=True)
            if account.stated
            for side in group
            if not side.box.empty
        ]
        found = []
        for question in sorted(answers):
            answer = answers[question]
            for other in self.questions.killed.get(question, ()):
                changed = {**answers, question: other}
                if other != answer and self._tells(boxes, question, answer, other):
                    left = aside | union(side.under(changed).possible(budget) for side in boxes)
                    if left != stated:
                        found.append(question)
                        break
        return tuple(found)

    def _tells(self, sides: Sequence[Settled], question: str, answer: str, other: str) -> bool:
        """Return whether some row that may matter tells two answers apart."""
        killed = self.questions.killed[question]
        rows = killed[answer] ^ killed[other]
        return any(side.anyhow & side.acts.spread(rows) for side in sides)


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


class Arena:
    """The worlds of one box, as the definition of what decides asks for them."""

    def __init__(self, worlds: Worlds, budget: Budget) -> None:
        """Take the worlds, and the steps that may be taken."""
        self.worlds = worlds
        self.budget = budget

    def find(
        self, verdict: int, wanted: Gate, unless: Sequence[Gate] = (), budget: Budget | None = None
    ) -> Witness | None:
        """Return worlds with a verdict that have an act as wanted, and none as ``unless``."""
        del budget
        return self.worlds.find(verdict, wanted, unless, self.budget)

    def known(self, proposition: Gate, found: Witness) -> bool | None:
        """Return whether a gate holds in some act of the worlds that were found."""
        return self.worlds.holds(proposition, found.some, found.every)

    def may(self, proposition: Gate) -> bool:
        """Return whether a gate may hold in some act."""
        worlds = self.worlds
        some = worlds.alive
        return worlds.holds(proposition, some, some & worlds.every[0]) is not False
