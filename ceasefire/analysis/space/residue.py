"""What formulas come to in a box of cells: nothing but alternatives that are open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ceasefire.program.bundles import some
from ceasefire.program.formulas import ALWAYS, NEVER, AllOf, AnyOf, Atom, Constant, Formula, NotOf

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import View

__all__ = ["Odds", "Parts", "Truths", "settle", "taken_apart", "truth"]

Parts: TypeAlias = "tuple[Formula, ...]"
"""Formulas that have to hold together."""

Truths: TypeAlias = "dict[int, bool | None]"
"""Whether formulas hold in a view, by their identity."""

Test: TypeAlias = "tuple[Atom, bool]"
"""A test, and whether it is to be passed or failed."""

MANY: Final = 8  # pragma: no mutate
"""So many denials are not worth waiting with."""

COUNTED: Final = 64
"""Of so many cells at most it is counted how many pass a test."""


def settle(parts: Sequence[Formula], box: State) -> tuple[Parts, State] | None:
    """Return what is left to hold in a box, and the box narrowed to where the rest holds.

    What is left are alternatives, each of them open. Nothing is returned where the formulas
    cannot hold together. What is denied is looked at last: when thousands of things are, most
    of them lie outside of the box by then.
    """
    opened, tests = taken_apart(parts)
    first: list[Formula] = [atom if truth else NotOf(atom) for atom, truth in tests]
    denied = [part for part in opened if isinstance(part, NotOf)]
    if len(denied) <= MANY:
        return settled([*first, *opened], box)
    found = settled([*first, *(part for part in opened if not isinstance(part, NotOf))], box)
    if found is None:
        return None
    left, box = found
    known: Truths = {}
    touched = [part for part in denied if truth(part, box.masks, known) is not True]
    return settled([*left, *touched], box)


def settled(parts: Sequence[Formula], box: State) -> tuple[Parts, State] | None:
    """Return the same, of formulas that are all looked at together."""
    left = list(parts)
    while True:
        left, tests = taken_apart(left)
        narrowed = box
        for test in tests:
            narrowed = kept(narrowed, *test)
            if not narrowed.cells[test[0].slot]:
                return None
        box = narrowed
        found = residues(left, box.masks)
        if found is None:
            return None
        if not any(map(divisible, found)):
            return tuple(found), box
        left = found


def truth(formula: Formula, view: View, known: Truths) -> bool | None:
    """Return the truth of a formula; what others have in common with it is worked out once."""
    match formula:
        case NotOf(part):
            found = truth(part, view, known)
            return None if found is None else not found
        case AllOf(parts):
            end = False
        case AnyOf(parts):
            end = True
        case _:
            return formula.value(view)
    key = id(formula)
    if key not in known:
        result: bool | None = not end
        for part in parts:
            found = truth(part, view, known)
            if found is end:
                result = end
                break
            if found is None:
                result = None
        known[key] = result
    return known[key]


def divisible(formula: Formula) -> bool:
    """Return whether a formula is more than alternatives."""
    return not isinstance(formula, AnyOf)


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


def kept(box: State, atom: Atom, truth: bool) -> State:  # noqa: FBT001  (the truth of the test)
    """Return the worlds of a box that pass a test, or fail it."""
    slot, bit = atom.slot, atom.bit
    every, some_ = box.masks[slot]
    if every & bit or not some_ & bit:
        return box if truth == bool(every & bit) else box.narrowed(slot, ())
    found, failing = box.split(slot, bit)
    passed = list(found.cells[slot])
    # Of bundles of sets some may pass it by another choice than the one that was settled.
    while failing.cells[slot] and failing.masks[slot][1] & bit:
        found, failing = failing.split(slot, bit)
        passed += found.cells[slot]
    return box.narrowed(slot, tuple(passed)) if truth else failing


def residues(parts: Iterable[Formula], view: View) -> list[Formula] | None:
    """Return what is left of formulas in a view, or nothing where one of them is false in it."""
    residue = Residue(view)
    found = []
    for part in parts:
        left = residue.of(part, truth=True)
        if left is NEVER:
            return None
        if left is not ALWAYS:
            found.append(left)
    return found


class Residue:
    """Works out what formulas come to in a view; parts that several share, once.

    What is left has negations of tests only.
    """

    def __init__(self, view: View) -> None:
        """Take what all cells of each slot pass, and what some do."""
        self.view = view
        self.known: dict[tuple[int, bool], Formula] = {}

    def of(self, formula: Formula, *, truth: bool) -> Formula:
        """Return what is left to be so for a formula to hold, or to fail."""
        match formula:
            case Atom(slot, bit):
                every, some_ = self.view[slot]
                if every & bit:
                    return ALWAYS if truth else NEVER
                if not some_ & bit:
                    return NEVER if truth else ALWAYS
                return formula if truth else NotOf(formula)
            case NotOf(part):
                return self.of(part, truth=not truth)
            case Constant(value):
                return ALWAYS if value == truth else NEVER
        key = (id(formula), truth)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._joined(formula, truth=truth)
        return found

    def _joined(self, formula: AllOf | AnyOf, *, truth: bool) -> Formula:
        """Return what is left of several parts, of which all or some have to be so."""
        every = isinstance(formula, AllOf) == truth
        out, neutral = (NEVER, ALWAYS) if every else (ALWAYS, NEVER)
        kind = AllOf if every else AnyOf
        parts: dict[Hashable, Formula] = {}
        for part in formula.parts:
            left = self.of(part, truth=truth)
            if left is out:
                return out
            if isinstance(left, kind):
                parts |= {identity(each): each for each in left.parts}
            elif left is not neutral:
                parts[identity(left)] = left
        if not parts:
            return neutral
        return next(iter(parts.values())) if len(parts) == 1 else kind(tuple(parts.values()))


def identity(formula: Formula) -> Hashable:
    """Return what tells a formula from others as far as it is told quickly."""
    match formula:
        case Atom(slot, bit):
            return slot, bit, True
        case NotOf(Atom(slot, bit)):
            return slot, bit, False
    return id(formula)


class Odds:
    """How large a share of the worlds of a box may satisfy formulas, as if at random."""

    def __init__(self, box: State) -> None:
        """Take the box, of which no formula is asked that does not last as long."""
        self.box = box
        self.known: dict[int, float] = {}
        self.shares: dict[tuple[int, int], float] = {}

    def of(self, formula: Formula) -> float:
        """Return a number from 0 to 1."""
        match formula:
            case Atom(slot, bit):
                share = self.shares.get((slot, bit))
                if share is None:
                    share = self.shares[slot, bit] = self._share(slot, bit)
                return share
            case Constant(truth):
                return float(truth)
            case NotOf(part):
                return 1 - self.of(part)
        found = self.known.get(id(formula))
        if found is None:
            found = self.known[id(formula)] = self._counted(formula)
        return found

    def _share(self, slot: int, bit: int) -> float:
        """Return the share of cells that pass a test."""
        cells = self.box.cells[slot][:COUNTED]
        return sum(bool(some(cell) & bit) for cell in cells) / len(cells)

    def _counted(self, formula: AllOf | AnyOf) -> float:
        """Return what parts have together."""
        share = 1.0
        every = isinstance(formula, AllOf)
        for part in formula.parts:
            share *= self.of(part) if every else 1 - self.of(part)
        return share if every else 1 - share
