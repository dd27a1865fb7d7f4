"""Worlds that have what is wanted, widened to all others that can be seen to have it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ceasefire.program.formulas import AllOf, AnyOf, Atom, Formula, NotOf, slots_of, truth_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Truths

__all__ = ["Slots", "Widening"]

Test: TypeAlias = "tuple[Atom, bool]"
"""A test, and whether it is to be passed or failed."""

MOST: Final = 1 << 18
"""So many formulas are remembered."""


class Slots:
    """The slots that formulas ask about; those of formulas that last are worked out once."""

    def __init__(self) -> None:
        """Start with none known."""
        self._known: dict[int, tuple[Formula, frozenset[int]]] = {}

    def of(self, formula: Formula) -> frozenset[int]:
        """Return the slots of a formula."""
        if isinstance(formula, NotOf):
            return self.of(formula.part)
        known = self._known.get(id(formula))
        if known is None:
            if len(self._known) >= MOST:
                self._known.clear()
            # The formula is kept as well, so that no other can take its identity.
            known = self._known[id(formula)] = formula, frozenset(slots_of(formula))
        return known[1]


class Widening:
    """Widens one slot at a time; of what is wanted only that is asked again which it touches."""

    def __init__(self, wanted: Formula, unless: Formula, whole: State, slots: Slots) -> None:
        """Take what must hold ``unless`` something else does, and all worlds there are."""
        parts, tests = taken_apart([wanted])
        every = [*parts, *(atom if truth else NotOf(atom) for atom, truth in tests)]
        self.parts = [(part, slots.of(part)) for part in every]
        self.unless = unless
        self.asked_unless = slots.of(unless)
        self.whole = whole

    def widened(self, found: State, number: int) -> State:
        """Return worlds with all that a slot may have, if what is wanted is seen to hold."""
        if found.cells[number] == self.whole.cells[number]:
            return found
        wider = found.narrowed(number, self.whole.cells[number])
        known: Truths = {}
        anyway = number in self.asked_unless
        for part, slots in self.parts:
            if (
                (anyway or number in slots)
                and truth_of(part, wider.masks, known) is not True
                and truth_of(self.unless, wider.masks, known) is not True
            ):
                return found
        return wider


def taken_apart(parts: Iterable[Formula]) -> tuple[list[Formula], list[Test]]:
    """Return formulas, conjunctions opened out, and apart from them those that are a test."""
    tests: list[Test] = []
    found: list[Formula] = []
    waiting = [*parts][::-1]
    while waiting:
        formula = waiting.pop()
        match formula:
            case AllOf(inner):
                waiting += reversed(inner)
            case NotOf(AnyOf(inner)):
                waiting += map(NotOf, reversed(inner))
            case NotOf(NotOf(inner)):
                waiting.append(inner)
            case Atom():
                tests.append((formula, True))
            case NotOf(Atom() as atom):
                tests.append((atom, False))
            case _:
                found.append(formula)
    return found, tests
