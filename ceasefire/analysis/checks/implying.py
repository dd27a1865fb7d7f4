"""Whether some formulas imply another, taken apart before anything is searched."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ceasefire.analysis.checks.effects import together
from ceasefire.program.formulas import AllOf, AnyOf, NotOf, not_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.program.formulas import Formula

__all__ = ["implied", "parts_of"]


def parts_of(formula: Formula, *, truth: bool = True) -> Iterator[Formula]:
    """Yield formulas that must all hold for a formula to have a truth."""
    match formula:
        case NotOf(part):
            yield from parts_of(part, truth=not truth)
        case AllOf(parts) if truth:
            yield from chain.from_iterable(parts_of(part, truth=True) for part in parts)
        case AnyOf(parts) if not truth:
            yield from chain.from_iterable(parts_of(part, truth=False) for part in parts)
        case _:
            yield formula if truth else not_of(formula)


def implied(ground: Ground, premises: frozenset[Formula], goal: Formula) -> bool:
    """Return whether every possible world in which premises hold fulfils a goal.

    Raises :class:`~ceasefire.analysis.space.Spent` where that takes too long.
    """
    return all(proved(ground, premises, part) for part in parts_of(goal))


def proved(ground: Ground, premises: frozenset[Formula], goal: Formula) -> bool:
    """Return whether premises imply a goal that is no conjunction."""
    if goal in premises:
        return True
    if isinstance(goal, AnyOf) and any(premises.issuperset(parts_of(each)) for each in goal.parts):
        return True
    # What speaks of the same fields is most often enough, and is soon looked through.
    slots = ground.slots(goal)
    near = [each for each in premises if ground.slots(each) & slots]
    if ground.find(together((*near, not_of(goal)))) is None:
        return True
    return ground.find(together((*premises, not_of(goal)))) is None
