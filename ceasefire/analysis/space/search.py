"""A search for worlds that satisfy a formula, by boxes of cells.

A box leaves each field some of its cells. What has to hold in it is a list of parts; those
that are a test by themselves narrow the box at once, and what the others come to in it is
worked out anew. Where alternatives are left, those of the part that is hardest to satisfy
are tried one by one. Parts that ask about different fields have nothing to do with each
other and are searched apart, so that what is impossible in one is not found out again for
each way to satisfy another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.analysis.space.residue import Odds, Parts, settle
from ceasefire.engines.reference.search import Budget, Spent
from ceasefire.engines.reference.states import State
from ceasefire.program.bundles import least, masks_of
from ceasefire.program.formulas import AnyOf, Atom, Formula, NotOf, slots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["STEPS", "Budget", "Spent", "search"]

STEPS: Final = 50_000  # pragma: no mutate
"""How many boxes one question may take; the same on every machine."""

GUESSES: Final = 4  # pragma: no mutate
"""So many worlds are tried before the search goes on."""

FEW: Final = 24  # pragma: no mutate
"""More parts than these are all but never independent of each other."""


def search(wanted: Formula, state: State, budget: Budget) -> tuple[State | None, int]:
    """Return worlds that all satisfy a formula, or ``None`` if none does, and the boxes it took.

    ``state`` has one variable for each slot. Raises :class:`Spent` where neither was found in
    the steps allowed.
    """
    before = budget.left
    found = solve((wanted,), state, budget) if all(state.cells) else None
    return found, before - budget.left


def solve(parts: Sequence[Formula], state: State, budget: Budget) -> State | None:
    """Return worlds that satisfy all of some formulas."""
    todo = [(parts, state)]
    while todo:
        budget.spend()
        settled = settle(*todo.pop())
        if settled is None:
            continue
        left, box = settled
        if len(left) > FEW:
            found = likely(left, box)
            if found is not None:
                return found
        apart = groups(left) if len(left) <= FEW else [left]
        if len(apart) > 1:
            found = together(apart, box, budget)
            if found is not None:
                return found
        elif left:
            todo += reversed(branches(left, box))
        else:
            return box
    return None


def likely(parts: Parts, box: State) -> State | None:
    """Return a world that satisfies formulas, if one of those that pass few tests does.

    Where much is denied, a world that passes few tests is where least of it can hold.
    """
    ranked = [sorted(map(least, cells), key=int.bit_count)[:GUESSES] for cells in box.cells]
    for guess in range(GUESSES):
        cells = tuple((each[guess % len(each)],) for each in ranked)
        world = State(cells, tuple(map(masks_of, cells)))
        if all(part.value(world.masks) for part in parts):
            return world
    return None


def together(apart: Sequence[Parts], box: State, budget: Budget) -> State | None:
    """Return worlds that satisfy groups of formulas, none of which asks what another does."""
    found = box
    for parts in sorted(apart, key=len):
        one = solve(parts, box, budget)
        if one is None:
            return None
        for slot in set().union(*map(slots_of, parts)):
            found = found.narrowed(slot, one.cells[slot])
    return found


def groups(parts: Sequence[Formula]) -> list[Parts]:
    """Return formulas, those together that share a slot, directly or by way of others."""
    found: list[tuple[set[int], list[Formula]]] = []
    for part in parts:
        slots = slots_of(part)
        touched = [group for group in found if not slots.isdisjoint(group[0])]
        if not touched:
            found.append((slots, [part]))
            continue
        first, *others = touched
        first[0].update(slots)
        first[1].append(part)
        for other in others:
            first[0].update(other[0])
            first[1].extend(other[1])
            found.remove(other)
    return [tuple(group) for _, group in found]


def branches(parts: Parts, box: State) -> list[tuple[Parts, State]]:
    """Return the ways to satisfy the part that is hardest to satisfy, the likeliest first.

    A test that was tried has failed in the ways that are tried after it.
    """
    odds = Odds(box)
    hardest = min(range(len(parts)), key=lambda number: odds.of(parts[number]))
    rest = parts[:hardest] + parts[hardest + 1 :]
    hard = parts[hardest]
    assert isinstance(hard, AnyOf)  # noqa: S101  (all else is worked out before)
    found: list[tuple[Parts, State]] = []
    failed: Parts = ()
    for way in sorted(hard.parts, key=odds.of, reverse=True):
        found.append(((*failed, way, *rest), box))
        if isinstance(way, Atom):
            failed = (*failed, NotOf(way))
        elif isinstance(way, NotOf):
            failed = (*failed, way.part)
    return found
