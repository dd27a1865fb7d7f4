"""The verdicts of all worlds of an act, by a decision diagram.

What is open of an act is a product of doubts, and its verdict hangs on few of them. The states
of an automaton to which the cells of one doubt after another lead are far fewer than worlds,
and the same for events that differ in nothing that matters.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final

from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, NOTHING, VIOLATING
from ceasefire.program.automaton import Automaton, Hinges
from ceasefire.program.bundles import every, some
from ceasefire.program.formulas import NEVER, AnyOf, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.reference.deciding import Ways
    from ceasefire.engines.reference.search import State
    from ceasefire.program.automaton import State as Left
    from ceasefire.program.binding import Box
    from ceasefire.program.bundles import Signature
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program

__all__ = ["Diagram"]

MOST_WORLDS: Final = 1 << 14
"""So many worlds are looked at; a search of as many ends in the steps that it is allowed."""

FEW_WORLDS: Final = 1024
"""The same where many searches are allowed the steps together."""

MOST_MET: Final = 65536

INCIDENT, IMPOSSIBLE, BREACH, COVER = range(4)
"""The formulas by number."""


class Diagram:
    """Answers which verdicts the worlds of boxes have that are of one act."""

    def __init__(self, program: Program, ways: Sequence[Ways[Formula]]) -> None:
        """Take the instruments as the ways in which they may decide."""
        asked = (
            program.incident,
            any_of(program.impossible),
            AnyOf(tuple(way.breach for way in ways)),
            AnyOf(tuple(way.cover for way in ways)),
        )
        self._automaton = Automaton(program, Hinges(asked, ()), {}, questions=True)
        self._met: dict[object, int] = {}

    def verdicts(self, box: Box, state: State, most: int | None = None) -> int | None:
        """Return exactly the verdicts of the possible worlds of a state.

        Returns ``None`` where that is not looked at: for several acts, and for more worlds
        than are to be looked at, ``most`` or :data:`MOST_WORLDS`.
        """
        if not all(state.cells):
            return 0
        left = self._left(box, state)
        if left is None:
            return None
        if not left.asks:
            return verdict_of(left)
        (act,) = box.acts
        classes = []
        for _, slot, bits in left.asks:
            found = seen_of(state.cells[act.variables[slot]], bits)
            if found is None:
                return None
            classes.append(found)
        key = left.number, *classes
        reached = self._met.get(key)
        if reached is None:
            if prod(map(len, classes)) > (most or MOST_WORLDS):
                return None
            if len(self._met) >= MOST_MET:
                self._met.clear()
            reached = self._met[key] = self._reached(left, classes)
        return reached

    def asked(self, box: Box, state: State) -> set[int] | None:
        """Return the slots on which the verdicts may hang, likewise."""
        left = self._left(box, state) if all(state.cells) else None
        return None if left is None else {slot for _, slot, _ in left.asks}

    def _left(self, box: Box, state: State) -> Left | None:
        """Return what is left to ask of a state of one act that is to be decided."""
        if len(box.acts) != 1 or box.acts[0].itself != NEVER:
            return None
        return self._automaton.walk(state.view(box.acts[0]))

    def _reached(self, left: Left, classes: Sequence[frozenset[int]]) -> int:
        """Return the verdicts that are reached by one cell of each open slot or another."""
        states = {left}
        for (place, slot, _), signatures in zip(left.asks, classes, strict=True):
            states = {
                self._automaton.step(state, place, slot, (signature, signature))
                for state in states
                for signature in signatures
            }
        found = 0
        for state in states:
            found |= verdict_of(state)
        return found


def seen_of(cells: Sequence[Signature], bits: int) -> frozenset[int] | None:
    """Return what some tests see of cells; nothing where a bundle leaves one of them open."""
    try:
        return frozenset([cell & bits for cell in cells])  # type: ignore[operator]  # see below
    except TypeError:
        # Some are bundles, which are few: to look at each of many cells first takes longer.
        if any(some(cell) & bits & ~every(cell) for cell in cells):
            return None
        return frozenset([every(cell) & bits for cell in cells])


def verdict_of(left: Left) -> int:
    """Return the verdict where nothing is left to ask; none of what is impossible."""
    held = left.held
    if INCIDENT not in held:
        return NOTHING
    if IMPOSSIBLE in held:
        return 0
    return VIOLATING if BREACH in held else COVERED if COVER in held else EXCLUDED
