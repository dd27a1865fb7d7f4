"""The meaning over rows: what instruments say of worlds that rows describe.

The same sentences as in :mod:`ceasefire.engines.reference.meaning`, asked of two sets of
rows: those that are alive in some of the worlds, and those that are in each of them.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.columnar.remembering import Memory
from ceasefire.engines.columnar.sheet import Gate, Sheet, either, truth
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VIOLATING, laws_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.engines.columnar.looking import Acted, Look, Looking
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.program.program import Program

__all__ = ["Code", "LawCode", "Prohibition", "rows_of"]

MOST_KNOWN: Final = 1 << 16  # pragma: no mutate
"""So many answers an instrument remembers."""

MOST_LOOKING: Final = 1 << 10  # pragma: no mutate
"""For so many acts under so many instruments it is remembered what can be seen."""


class Prohibition(NamedTuple):
    """When a provision forbids an act, and when a permit lifts it."""

    matches: Gate
    lifted: Gate


class LawCode:
    """One instrument as gates."""

    def __init__(self, number: int, law: Law, sheet: Sheet) -> None:
        """Take the gates of its reach and of its provisions; instruments are numbered."""
        self.number = number
        self._known: Memory[tuple[int, int, bool | None], int] = Memory(MOST_KNOWN)
        self._breaches: Memory[tuple[int, int], bool | None] = Memory(MOST_KNOWN)
        text = law.text
        self.reach = tuple(
            sheet.gate(each) for each in (text.time, text.place, text.actor, text.answers)
        )
        self._needs = tuple([gate for gate in self.reach if isinstance(gate, int)])
        self._reach_trees = tuple([gate for gate in self.reach if not isinstance(gate, int)])
        self.excludes = [sheet.gate(clause.matches) for clause in text.excludes]
        self.excluded = either(self.excludes)
        self.prohibitions = [
            Prohibition(
                sheet.gate(clause.matches),
                either(sheet.gate(permit.matches) for permit in clause.lifted_by),
            )
            for clause in text.prohibits
        ]
        self._by_row: dict[int, list[Prohibition]] = {}
        self._trees = []
        self._simple = 0
        for item in self.prohibitions:
            if isinstance(item.matches, int):
                self._simple |= item.matches
                for row in bits(item.matches):
                    self._by_row.setdefault(row, []).append(item)
            else:
                self._trees.append(item)
        # Only where no gate is a tree does less that is alive never mean more that holds.
        self.branched = any(
            not isinstance(gate, int) for item in self.prohibitions for gate in item
        )
        self.scope = rows_of(self.excluded)
        for gate in self.reach:
            self.scope |= rows_of(gate)
        # Without these rows the instrument might come to more: what forbids may do so for others.
        self.needed = self.scope
        self._forbidden = 0
        for item in self.prohibitions:
            self.needed |= rows_of(item.lifted)
            self._forbidden |= rows_of(item.matches) | rows_of(item.lifted)
        self.rows = self.scope | self._forbidden

    def matters(self, views: Iterable[tuple[int, int]]) -> bool:
        """Return whether the instrument may give one of several acts more than *excluded*."""
        for some, every in views:
            for rows in self._needs:
                if not some & rows:
                    break  # it does not reach this one
            else:
                if self.verdicts(some, every) != EXCLUDED:
                    return True
        return False

    def verdicts(self, some: int, every: int, decided: bool | None = True) -> int:  # noqa: FBT001, FBT002  (asked millions of times, by place)
        """Return the verdicts that the instrument may give."""
        key = some & self.rows, every & self.rows, decided
        found = self._known.get(key)
        if found is None:
            found = self._known.keep(key, self._verdicts(*key))
        return found

    def _verdicts(self, some: int, every: int, decided: bool | None) -> int:  # noqa: FBT001  (likewise)
        inside = decided
        for rows in self._needs:
            if not every & rows:
                if not some & rows:
                    return EXCLUDED
                inside = None
        for gate in self._reach_trees:
            found = truth(gate, some, every)
            if found is False:
                return EXCLUDED
            if found is None:
                inside = None
        out = truth(self.excluded, some, every)
        if out is True:
            return EXCLUDED
        breach = self.breached(some & self._forbidden, every & self._forbidden)
        verdicts = EXCLUDED if inside is None or out is None else 0
        if breach is not False:
            verdicts |= VIOLATING
        if breach is not True:
            verdicts |= COVERED
        return verdicts

    def breached(self, some: int, every: int) -> bool | None:
        """Return whether some prohibition matches that no permit lifts."""
        key = some, every
        if key not in self._breaches:
            self._breaches.keep(key, self._breached(some, every))
        return self._breaches[key]

    def _breached(self, some: int, every: int) -> bool | None:
        result: bool | None = False
        for item in self.met(some):
            matches = truth(item.matches, some, every)
            if matches is False:
                continue
            lifted = truth(item.lifted, some, every)
            if lifted is False and matches:
                return True
            if not lifted:
                result = None
        return result

    def met(self, some: int) -> Iterator[Prohibition]:
        """Yield the prohibitions that may match."""
        for row in bits(some & self._simple):
            yield from self._by_row[row]
        yield from self._trees


class Code:
    """A program as rows and gates; ``laws`` follow the program's instruments."""

    def __init__(self, program: Program) -> None:
        """Lay out every condition."""
        self.program = program
        self.sheet = Sheet(program)
        self.formulas = laws_of(program)
        self.laws = [LawCode(n, law, self.sheet) for n, law in enumerate(self.formulas)]
        self.incident = self.sheet.gate(program.incident)
        self.compliant = self.sheet.gate(program.compliant)
        self.impossible = either(map(self.sheet.gate, program.impossible))
        # Only atoms ask about kinds of incident, and so they are never trees.
        self.always = rows_of(self.incident) | rows_of(self.impossible) | 1
        self.memory: Memory[Any, int] = Memory(MOST_KNOWN)
        self.numbers = count()
        self.looking: Memory[Any, Looking] = Memory(MOST_LOOKING)
        self.looks: Memory[tuple[int, ...], Look] = Memory(MOST_KNOWN)
        self.acted: Memory[Any, Acted] = Memory(MOST_KNOWN)
        self._asked: dict[int, tuple[Gate, int]] = {}
        self._truths: Memory[tuple[int, int, int], bool | None] = Memory(MOST_KNOWN)
        self.width = 0
        self.settle()

    def settle(self) -> None:
        """Take all rows there are as those there will be."""
        self.width = len(self.sheet.rows)

    def asked(self, gate: Gate) -> int:
        """Return every row that a gate of an instrument asks about."""
        if isinstance(gate, int):
            return gate
        known = self._asked.get(id(gate))
        if known is None:
            # The gate is kept as well, so that no other can take its identity.
            known = self._asked[id(gate)] = gate, rows_of(gate)
        return known[1]

    def truth(self, gate: Gate, some: int, every: int) -> bool | None:
        """Return whether a gate holds, as :func:`truth` does, worked out once."""
        if isinstance(gate, int):
            return True if every & gate else None if some & gate else False
        rows = self.asked(gate)
        key = id(gate), some & rows, every & rows
        if key not in self._truths:
            self._truths.keep(key, truth(gate, some, every))
        return self._truths[key]


def rows_of(gate: Gate) -> int:
    """Return every row that a gate asks about."""
    if isinstance(gate, int):
        return gate
    found = 0
    for part in gate[1]:
        found |= rows_of(part)
    return found


def bits(rows: int) -> Iterator[int]:
    """Yield the numbers of the rows of a set."""
    while rows:
        lowest = rows & -rows
        yield lowest.bit_length() - 1
        rows ^= lowest
