"""Bound events as accounts of the columnar engine: cells become rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.acts import Acts, Segment
from ceasefire.engines.columnar.boxes import Box, Doubt
from ceasefire.engines.columnar.core import Account
from ceasefire.engines.reference.search import Spent
from ceasefire.program.formulas import AllOf, AnyOf, Atom
from ceasefire.program.sets import Lump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.engines.columnar.code import Code
    from ceasefire.program.binding import Act, Case
    from ceasefire.program.binding import Box as BoundBox
    from ceasefire.program.formulas import Formula
    from ceasefire.program.sets import AnyCell

__all__ = ["accounts_of"]


def accounts_of(case: Case, code: Code) -> tuple[Account, ...]:
    """Return the accounts of a bound event.

    Raises :class:`~ceasefire.engines.reference.search.Spent` where a field has more cells
    than rows can be laid out for.
    """
    numbers = {
        id(item): number
        for number, item in enumerate(
            {id(each): each for account in case.accounts for each in account.facts.told_by}.values()
        )
    }
    return tuple(
        Account(
            account.facts.stated,
            account.incident,
            tuple(box_of(box, code, several=len(account.boxes) > 1) for box in account.boxes),
            tuple(numbers[id(item)] for item in account.facts.told_by),
            account.facts.overrides,
        )
        for account in case.accounts
    )


def box_of(box: BoundBox, code: Code, *, several: bool) -> Box:
    """Return a box in rows; acts lie one behind the other.

    Where there are ``several``, what their variables may be is compared.
    """
    pairs = [list(pairs_of(act.itself)) for act in box.acts]
    width = code.width + max(map(len, pairs), default=0)
    segments = [
        Segment(
            number * width,
            act.part,
            sum(1 << code.width + place for place in range(len(own))),
        )
        for number, (act, own) in enumerate(zip(box.acts, pairs, strict=True))
    ]
    acts = Acts(code, segments, width)
    # Acts of one part differ in actor and target alone, and only these have tests of their own.
    whole = Told(acts.spread(1), {}) if len(acts.parts) == 1 else None
    roles = code.program.roles
    doubts = []
    for number, variable in enumerate(box.variables):
        name, owner, slot, cells = variable.name, variable.owner, variable.slot, variable.cells
        if not name.startswith("?"):
            told = whole
            if told is None or slot in roles:
                told = told_of(slot, number, box.acts, pairs, acts)
            values = tuple([cell.values for cell in cells]) if several else ()
            doubts.append(Doubt(name, owner, masks_of(slot, cells, acts, told), values))
    return Box(acts, acts.full, tuple(doubts), box.choices, not all(v.cells for v in box.variables))


def pairs_of(itself: Formula) -> Iterator[tuple[Atom, Atom]]:
    """Yield the tests that one party stands on both sides of an act."""
    parts = itself.parts if isinstance(itself, AnyOf) else (itself,)
    for part in parts:
        if isinstance(part, AllOf):
            one, other = part.parts
            assert isinstance(one, Atom)  # noqa: S101  (how such formulas are made)
            assert isinstance(other, Atom)  # noqa: S101  (likewise)
            yield one, other


class Told(NamedTuple):
    """Which acts a variable tells of: a bit at the offset of each, and their own rows by test."""

    acts: int
    tests: dict[int, int]

    def failing(self, signature: int) -> int:
        """Return the rows of acts that a cell of a signature rules out by their own tests."""
        found = 0
        for bit, rows in self.tests.items():
            if not bit & signature:
                found |= rows
        return found


def told_of(
    slot: int,
    number: int,
    bound: tuple[Act, ...],
    pairs: list[list[tuple[Atom, Atom]]],
    acts: Acts,
) -> Told:
    """Return what the variable of a number, which fills a slot, tells of."""
    offsets = 0
    found: dict[int, int] = {}
    for act, own, segment in zip(bound, pairs, acts.segments, strict=True):
        if act.variables[slot] != number:
            continue
        offsets |= 1 << segment.offset
        for place, tests in enumerate(own, segment.offset + acts.code.width):
            for test in tests:
                if test.slot == slot:
                    found[test.bit] = found.get(test.bit, 0) | 1 << place
    return Told(offsets, found)


def masks_of(slot: int, cells: tuple[AnyCell, ...], acts: Acts, told: Told) -> tuple[int, ...]:
    """Return the rows that each of the cells of a variable leaves alive."""
    left = acts.code.sheet.left_by(slot, cells, acts.full, told.acts)
    if left is None:
        raise Spent
    if not told.tests:
        return left
    masks = []
    for cell, rows in zip(cells, left, strict=True):
        assert not isinstance(cell, Lump)  # noqa: S101  (of lumps nothing is left)
        masks.append(rows & ~told.failing(cell.signature))
    return tuple(masks)
