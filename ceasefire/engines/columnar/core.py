"""The finding of a report, but for the words of its own values.

The definitions are those of the reference engine; what is asked of worlds is asked of
rows. What follows depends on cells alone, and so is worked out once for each
combination of cells that a feed has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.columnar.boxes import Apart, Questions, Settled
from ceasefire.engines.columnar.code import Code, rows_of
from ceasefire.engines.reference.deciding import Deciding, decide, ways_of
from ceasefire.engines.reference.meaning import NOTHING, VERDICTS, several, union
from ceasefire.engines.reference.search import Budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.engines.columnar.boxes import Box, Doubt
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


class Account(NamedTuple):
    """One account in boxes, of which there are none where it tells of no incident.

    ``told_by`` numbers the alternatives that it is made of; ``overrides`` are the fields
    that it states otherwise than the report.
    """

    stated: bool
    incident: bool
    boxes: tuple[Box, ...]
    told_by: tuple[int, ...] = ()
    overrides: tuple[str, ...] = ()

    @property
    def shape(self) -> Any:  # noqa: ANN401  (only to be compared)
        """What of an account the finding depends on."""
        several = len(self.boxes) > 1
        boxes = tuple(box.shape(several=several) for box in self.boxes)
        return self.stated, self.incident, boxes, self.told_by, self.overrides


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


class Told(NamedTuple):
    """A box of the stated facts that some world is left of."""

    account: int
    box: Settled
    mask: int


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
            tuple(sorted(names, key=self._rank)),
            self._rests(accounts, sides, totals, answers, stated, budget),
            any(len(told.box.acts.segments) > 1 for told in asserted),
        )

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


# --- what it depends on -------------------------------------------------------------------


def deciding(box: Settled, budget: Budget) -> set[str]:
    """Return the doubts of one box that decide."""
    found: set[str] = set()
    for number, doubt in enumerate(box.told):
        if doubt.name in found:
            continue
        masks = set(box.by_mask(number, budget).values()) - {0}
        if len(masks) > 1 or box.flips(number, budget):
            found.add(doubt.name)
    return found


def deciding_over(boxes: Sequence[Told], budget: Budget) -> set[str]:
    """Return the doubts that decide over the boxes of one account, which are rivals.

    Where boxes have the same variables, these are compared one by one; else those that
    are called the same.
    """
    found = {
        doubt.name
        for told in boxes
        for number, doubt in enumerate(told.box.told)
        if told.box.flips(number, budget)
    }
    groups = alike(boxes)
    for key in dict.fromkeys(called(told, n, groups) for told in boxes for n in every(told)):
        if key[0] in found:
            continue
        numbers = {
            id(told): [n for n in every(told) if called(told, n, groups) == key] for told in boxes
        }
        if not any(
            len({value for told in group for value in values_of(told, numbers[id(told)])}) > 1
            for group in groups
        ):
            continue
        left: dict[Any, int] = {}
        for told in boxes:
            for value, mask in left_by(told, numbers[id(told)], budget):
                left[value] = left.get(value, 0) | mask
        if len(set(left.values()) - {0}) > 1 or any(
            apart(group, number, budget) for group in groups for number in numbers[id(group[0])]
        ):
            found.add(key[0])
    return found


def every(told: Told) -> range:
    """Return the numbers of the variables of a box, open questions last."""
    return range(len(told.box.box.doubts) + len(told.box.asked))


def variable(told: Told, number: int) -> Doubt:
    """Return a variable of a box, open or not."""
    doubts = told.box.box.doubts
    return doubts[number] if number < len(doubts) else told.box.asked[number - len(doubts)]


def called(told: Told, number: int, groups: Sequence[Any]) -> tuple[str, str, int]:
    """Return what tells a variable from others, in whichever box."""
    doubt = variable(told, number)
    return doubt.name, doubt.owner, number if len(groups) == 1 else 0


def left_by(told: Told, numbers: Sequence[int], budget: Budget) -> Iterable[tuple[Any, int]]:
    """Yield each value of some variables of a box, with the verdicts that it leaves."""
    for number in numbers:
        doubt = variable(told, number)
        for mask, values in zip(doubt.masks, doubt.values, strict=True):
            verdicts = told.box.with_cell(number, mask, budget)
            yield from ((value, verdicts) for value in values)
    if not numbers:
        yield None, told.mask


def values_of(told: Told, numbers: Sequence[int]) -> Iterable[Any]:
    """Yield the values of some variables of a box."""
    for number in numbers:
        for values in variable(told, number).values:
            yield from values


def alike(boxes: Sequence[Told]) -> list[list[Told]]:
    """Return the boxes in groups that differ in their stretch of time alone."""
    found: dict[Any, list[Told]] = {}
    for told in boxes:
        box = told.box.box
        roles = tuple(
            (item.name, item.said) for item in box.choices if not item.name.startswith("when")
        )
        variables = tuple((item.name, item.owner) for item in box.doubts)
        found.setdefault((roles, variables), []).append(told)
    return list(found.values())


def apart(group: Sequence[Told], number: int, budget: Budget) -> bool:
    """Return whether worlds of two boxes differ in one variable alone, and in verdict."""
    return number < len(group[0].box.box.doubts) and any(
        Apart(one.box, other.box, number).differ(budget)
        for place, one in enumerate(group)
        for other in group[place + 1 :]
    )


def choices(told: Sequence[Told]) -> Iterable[str]:
    """Return the fields of rival boxes of which settling one changes what is possible."""
    grouped: dict[Any, tuple[bool, int]] = {}
    for number in dict.fromkeys(each.account for each in told):
        for place, group in enumerate(alike([each for each in told if each.account == number])):
            labelled = any(
                len(group) == 1 or not item.name.startswith("when")
                for each in group
                for item in each.box.box.choices
            )
            grouped[number, place] = labelled, union(each.mask for each in group)
    if len({mask for labelled, mask in grouped.values() if labelled}) < 2:  # noqa: PLR2004  (nothing differs)
        return
    for number in dict.fromkeys(each.account for each in told):
        left: dict[str, dict[str, int]] = {}
        for each in told:
            if each.account == number:
                for item in each.box.box.choices:
                    masks = left.setdefault(item.name, {})
                    masks[item.label] = masks.get(item.label, 0) | each.mask
        for name, masks in left.items():
            if len(set(masks.values())) > 1:
                yield name.partition("@")[0]


def in_doubt(
    program: Program, accounts: Sequence[Account], totals: Sequence[int], stated: int
) -> set[str]:
    """Return the fields in which accounts differ that leave something else possible."""
    alone = {
        account.told_by[0]: mask
        for account, mask in zip(accounts, totals, strict=True)
        if len(account.told_by) == 1
    }
    told = [
        (account, mask)
        for account, mask in zip(accounts, totals, strict=True)
        if len(account.told_by) < 2  # noqa: PLR2004  (no combination)
        or all(alone.get(item) != mask for item in account.told_by)
    ]
    agreed = len({mask for account, mask in told if account.stated}) == 1
    return {
        field
        for account, mask in told
        if mask and not (mask == stated and agreed)
        for field in account.overrides
        if field in program.index
    }
