"""Which roles rows of a table play, each question asked once for all that it cannot tell apart.

A role asks several things of one act: its kind, who did it, where, and whether that breaches
a text. Each of these looks at few cells, so that few combinations of them occur in a table.
Where no more than one of them is in doubt, it decides. Where several are, whether they hold
together is asked of what all of them look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.meaning import NOTHING, VIOLATING, union
from ceasefire.engines.reference.search import Spent
from ceasefire.monitor.roles import Role, condition
from ceasefire.monitor.sighting import POSSIBLY, SURELY
from ceasefire.monitor.whole.accounts import by_accounts
from ceasefire.monitor.whole.search import Search
from ceasefire.program.cells import FiniteSlot
from ceasefire.program.formulas import AllOf, AnyOf, Atom, NotOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.tables import Tables
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.monitor.roles import Roles, RoleTest
    from ceasefire.monitor.whole.accounts import Kinds
    from ceasefire.program.binding import Case
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program

    Marks = NDArray[np.int8]

__all__ = ["Marker"]

UNSURE: Final = -1
"""What could not be worked out."""

ALONE: Final = Role("", "")
"""The role of a question that is no role of a pattern."""


Cells = tuple[tuple[int, ...], ...]


class Question:
    """Whether laws are violated, and what has to be known of an event to tell."""

    def __init__(self, tables: Tables, laws: tuple[Law, ...], answers: Mapping[str, str]) -> None:
        """Take the laws, and the answers of a reading."""
        self.laws = laws
        self.answers: dict[Cells, int] = {}
        program = tables.program
        bits: dict[int, int] = {}
        formulas = [each for law in laws for each in (law.reached, law.excluded, law.breached)]
        for slot, bit in atoms([program.incident, *program.impossible, *formulas]):
            bits[slot] = bits.get(slot, 0) | bit
        self._program = program
        self._fields = {
            name: (tables.fields[name].codes.items, bits[slot])
            for name, slot in program.field_slots
            if slot in bits
        }
        self._open = opened(program, bits, answers)
        self._search = Search(program, laws)
        self._slots: list[int] = []
        self._numbers: dict[frozenset[int], int] = {}
        self._signs: list[frozenset[int]] = []
        self._seen: dict[tuple[str, int], int] = {}
        self._known: dict[tuple[int, ...], int | None] = {}

    def cells(self, kinds: Kinds) -> NDArray[np.int64]:
        """Return what is to be known of the accounts of kinds, field by field."""
        columns = []
        self._slots = [self._program.index[name] for name in kinds.names if name in self._fields]
        for number, name in enumerate(kinds.names):
            if name in self._fields:
                codes, which = np.unique(kinds.cells[:, number], return_inverse=True)
                numbers = [self._number(name, code) for code in codes.tolist()]
                columns.append(np.array(numbers, np.int64)[which])
        return np.stack(columns, axis=1)

    def _number(self, name: str, code: int) -> int:
        """Return a number that is the same for codes whose cells are alike for the laws."""
        found = self._seen.get((name, code))
        if found is None:
            items, bits = self._fields[name]
            some = frozenset(sign & bits for sign in items[code].signatures)
            found = self._numbers.setdefault(some, len(self._numbers))
            if found == len(self._signs):
                self._signs.append(some)
            self._seen[name, code] = found
        return found

    def verdicts(self, account: tuple[int, ...]) -> int | None:
        """Return the verdicts of an account of one act; nothing where it takes too long.

        What does not violate is taken together. More than two verdicts are not looked for.
        """
        if account not in self._known:
            signs = dict(zip(self._slots, map(self._signs.__getitem__, account), strict=True))
            self._known[account] = self._search.verdicts({**signs, **self._open})
        return self._known[account]


def opened(
    program: Program, bits: Mapping[int, int], answers: Mapping[str, str]
) -> dict[int, frozenset[int]]:
    """Return the answers that there may be to questions that are asked, as tests they pass."""
    found = {}
    for slot in bits:
        question = program.slots[slot]
        if question.name.startswith("?") and isinstance(question, FiniteSlot):
            given = answers.get(question.name.removeprefix("?"))
            every = question.values if given is None else (given,)
            found[slot] = frozenset(question.signature(each) & bits[slot] for each in every)
    return found


class Asked(NamedTuple):
    """A role as questions: whether each thing holds by itself, and whether all do at once."""

    parts: tuple[Question, ...]
    whole: Question


class Marker:
    """Tells which roles kinds of rows play."""

    def __init__(self, roles: Roles, tables: Tables, answers: Mapping[str, str]) -> None:
        """Take the roles, the cells of their program, and the answers of a reading."""
        self._tables = tables
        self._answers = answers
        self._program = roles.program
        self._questions: dict[object, Question] = {}
        self._roles = [self._asked(test) for test in roles.tests]

    def _asked(self, test: RoleTest) -> Asked:
        """Return the questions of a role: of a condition, each thing that it asks for."""
        alone = test.breach is test.laws
        parts = [] if alone else [test.breach]
        needs = test.needs if alone else test.further
        parts += [condition(ALONE, (need,)).laws for need in needs]
        return Asked(tuple(map(self._question, parts or [test.laws])), self._question(test.laws))

    def _question(self, laws: tuple[Law, ...]) -> Question:
        key = tuple((law.text.id, law.reached, law.excluded, law.breached) for law in laws)
        found = self._questions.get(key)
        if found is None:
            found = self._questions[key] = Question(self._tables, laws, self._answers)
        return found

    def marks(self, kinds: Kinds, case: Callable[[int], Case]) -> Marks:
        """Return how surely each kind plays each role, a line for each kind.

        ``case`` returns a kind as the engine that decides single events is given it. What
        takes too long to find out is -1.
        """
        count = len(kinds.each.begins)
        known: dict[int, Marks] = {}
        found = np.zeros((count, len(self._roles)), np.int8)
        every = np.arange(count)

        def told(question: Question) -> Marks:
            column = known.get(id(question))
            if column is None:
                column = known[id(question)] = self._told(question, kinds, every, case)
            return column

        for number, (parts, whole) in enumerate(self._roles):
            if not whole.laws:
                continue
            column = np.full(count, SURELY, np.int8)
            doubts = np.zeros(count, np.int8)
            for part in parts:
                mark = told(part)
                doubts += mark % SURELY != 0
                column = np.where((column == 0) | (mark == 0), 0, np.minimum(column, mark))
            column = column.astype(np.int8)
            open_ = np.flatnonzero((column != 0) & ((doubts > 1) | (column == UNSURE)))
            if len(open_):
                column[open_] = self._told(whole, kinds.some(open_), open_, case)
            found[:, number] = column
        return found

    def _told(
        self,
        question: Question,
        kinds: Kinds,
        numbers: NDArray[np.int64],
        case: Callable[[int], Case],
    ) -> Marks:
        """Return the answers to a question for some kinds, which have these numbers."""
        cells = question.cells(kinds)
        alike, firsts = by_accounts(kinds.each, cells, len(numbers))
        found = []
        for first in firsts.tolist():
            key = tuple(sorted(set(map(tuple, cells[kinds.accounts(first)].tolist()))))
            answer = question.answers.get(key)
            if answer is None:
                masks = [question.verdicts(account) for account in key]
                if None in masks:
                    answer = self._answer(question, case(int(numbers[first])))
                else:
                    answer = marked(union(mask for mask in masks if mask is not None))
                question.answers[key] = answer
            found.append(answer)
        return np.array(found, np.int8)[alike]

    def _answer(self, question: Question, case: Case) -> int:
        """Return how surely laws are violated, over every account, as findings have it."""
        found = 0
        try:
            for account in case.accounts:
                if not account.incident:
                    found |= NOTHING
                for box in account.boxes:
                    found |= Arena.of(box, self._program, question.laws).verdicts()
        except Spent:
            return UNSURE
        return marked(found)


def marked(verdicts: int) -> int:
    """Return how surely an event plays a role, from the verdicts of its worlds."""
    if verdicts == VIOLATING:
        return SURELY
    return POSSIBLY if verdicts & VIOLATING else 0


def atoms(formulas: Iterable[Formula]) -> Iterator[tuple[int, int]]:
    """Yield the tests of formulas: slots and bits."""
    for formula in formulas:
        match formula:
            case Atom(slot, bit):
                yield slot, bit
            case NotOf(part):
                yield from atoms((part,))
            case AllOf(parts) | AnyOf(parts):
                yield from atoms(parts)
            case _:
                pass
