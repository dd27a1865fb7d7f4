"""A search for worlds that satisfy a formula, by boxes of cells.

A box leaves each field some of its cells. What a formula comes to in a box is worked out
first; where that is open, the box is split by a test it hangs on, and the part in which the
formula is nearer to holding is looked at first. What a box has settled is never looked at
again inside of it, so that of thousands of provisions only those that touch it cost anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.engines.reference.search import Budget, Spent
from ceasefire.program.formulas import ALWAYS, NEVER, AllOf, AnyOf, Atom, Formula, NotOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.reference.states import State

__all__ = ["STEPS", "Budget", "Spent", "search"]

STEPS: Final = 50_000  # pragma: no mutate
"""How many boxes one question may take; the same on every machine."""


def search(wanted: Formula, state: State, budget: Budget) -> tuple[State | None, int]:
    """Return worlds that all satisfy a formula, or ``None`` if none does, and the boxes it took.

    ``state`` has one variable for each slot. Raises :class:`Spent` where neither was found in
    the steps allowed.
    """
    if not all(state.cells):
        return None, 0
    todo = [(wanted, state)]
    taken = 0
    while todo:
        formula, box = todo.pop()
        budget.spend()
        taken += 1
        left = formula.given(box.masks)
        if left == NEVER:
            continue
        if left == ALWAYS:
            return box, taken
        atom, truth = pivot(left)
        passing, failing = box.split(atom.slot, atom.bit)
        parts = ((left, failing), (left, passing))
        todo += parts if truth else reversed(parts)
    return None, taken


def pivot(formula: Formula) -> tuple[Atom, bool]:
    """Return a test that an open formula hangs on, and the truth of it that helps.

    Of the parts of a conjunction all must hold, so one that is a test by itself goes first:
    it settles much, and its other side is empty.
    """
    truth = True
    while True:
        match formula:
            case Atom():
                return formula, truth
            case NotOf(part):
                formula, truth = part, not truth
            case AllOf(parts) | AnyOf(parts):
                formula = next(filter(single, parts), parts[0])
            case _:
                raise AssertionError(formula)


def single(formula: Formula) -> bool:
    """Return whether a formula is one test, or that it fails."""
    return isinstance(formula, Atom) or (
        isinstance(formula, NotOf) and isinstance(formula.part, Atom)
    )


def holds(formulas: Sequence[Formula], state: State) -> bool:
    """Return whether some formula is true in all worlds of a state, as far as is easily seen."""
    return any(formula.value(state.masks) is True for formula in formulas)
