"""Bound events as accounts of the columnar engine: cells become rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.engines.columnar.acts import Acts, Segment
from ceasefire.engines.columnar.boxes import Box, Doubt
from ceasefire.engines.columnar.core import Account
from ceasefire.engines.reference.search import Spent
from ceasefire.program.formulas import AllOf, AnyOf, Atom
from ceasefire.program.sets import Lump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.engines.columnar.code import Code
    from ceasefire.program.binding import Act, Case, Variable
    from ceasefire.program.binding import Box as BoundBox
    from ceasefire.program.formulas import Formula

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
            tuple(box_of(box, code) for box in account.boxes),
            tuple(numbers[id(item)] for item in account.facts.told_by),
            account.facts.overrides,
        )
        for account in case.accounts
    )


def box_of(box: BoundBox, code: Code) -> Box:
    """Return a box in rows; acts lie one behind the other."""
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
    doubts = tuple(
        doubt_of(variable, number, box.acts, pairs, acts)
        for number, variable in enumerate(box.variables)
        if not variable.name.startswith("?")
    )
    return Box(acts, acts.full, doubts, box.choices, not all(v.cells for v in box.variables))


def pairs_of(itself: Formula) -> Iterator[tuple[Atom, Atom]]:
    """Yield the tests that one party stands on both sides of an act."""
    parts = itself.parts if isinstance(itself, AnyOf) else (itself,)
    for part in parts:
        if isinstance(part, AllOf):
            one, other = part.parts
            assert isinstance(one, Atom)  # noqa: S101  (how such formulas are made)
            assert isinstance(other, Atom)  # noqa: S101  (likewise)
            yield one, other


def doubt_of(
    variable: Variable,
    number: int,
    bound: tuple[Act, ...],
    pairs: list[list[tuple[Atom, Atom]]],
    acts: Acts,
) -> Doubt:
    """Return a variable with the rows that each of its cells leaves alive."""
    masks = []
    for cell in variable.cells:
        if isinstance(cell, Lump):
            raise Spent
        killed = 0
        ruled_out = acts.code.sheet.killed(variable.slot, cell.signature)
        for act, own, segment in zip(bound, pairs, acts.segments, strict=True):
            if act.variables[variable.slot] == number:
                here = ruled_out
                for place, tests in enumerate(own):
                    if any(
                        test.slot == variable.slot and not cell.signature & test.bit
                        for test in tests
                    ):
                        here |= 1 << acts.code.width + place
                killed |= here << segment.offset
        masks.append(acts.full & ~killed)
    return Doubt(
        variable.name, variable.owner, tuple(masks), tuple(cell.values for cell in variable.cells)
    )
