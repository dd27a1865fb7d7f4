"""All worlds of a box tried at once, where a search among them would try one after the other.

Cells that no test tells apart which is left in a formula count as one. What is left of the
box is then tried as a whole, a bit for each world; where that would be too many worlds, by
parts.
"""

from __future__ import annotations

from collections import Counter
from math import prod
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.checks.sample import Sample
from ceasefire.analysis.space import Spent
from ceasefire.program.bundles import least, masks_of, parted
from ceasefire.program.formulas import ALWAYS, NEVER, AllOf, AnyOf, Atom, NotOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.engines.reference.states import State
    from ceasefire.program.bundles import Signature
    from ceasefire.program.formulas import Formula

__all__ = ["Patience", "exhausted"]

TOGETHER: Final = 1 << 18  # pragma: no mutate
"""So many worlds are tried at once."""

MOST_PARTS: Final = 64
"""A bundle of sets that falls into more than so many is too much."""


class Patience:
    """How many parts of boxes may be tried; the same on every machine."""

    def __init__(self, parts: float) -> None:
        """Take how many; a search may take a fraction of one."""
        self.left = float(parts)

    def spend(self) -> None:
        """Take one, or raise :class:`~ceasefire.analysis.space.Spent`."""
        if self.left <= 0:
            raise Spent
        self.left -= 1


def exhausted(wanted: Formula, state: State, patience: Patience) -> State | None:
    """Return worlds that all satisfy a formula, or ``None`` if none does, all being tried.

    Raises :class:`~ceasefire.analysis.space.Spent` where there are too many.
    """
    todo = [(wanted, state)]
    while todo:
        patience.spend()
        formula, box = todo.pop()
        settled = narrowed(formula, box)
        if settled is None:
            continue
        formula, box = settled
        if formula == ALWAYS:
            return box
        classes = {slot: merged(box.cells[slot], bits) for slot, bits in tests(formula).items()}
        if prod(map(len, classes.values())) <= TOGETHER:
            found = tried(formula, box, classes)
            if found is not None:
                return found
            continue
        slot = busiest(formula, classes)
        todo += [(formula, box.narrowed(slot, cells)) for cells in classes[slot].values()]
    return None


def narrowed(formula: Formula, box: State) -> tuple[Formula, State] | None:
    """Return what is left of a formula in a box that tests of it alone have narrowed."""
    while True:
        formula = formula.given(box.masks)
        if formula == NEVER:
            return None
        before = box
        for atom, truth in literals(formula, truth=True):
            every, some = box.masks[atom.slot]
            if (some & ~every) & atom.bit:
                box = box.split(atom.slot, atom.bit)[not truth]
            elif bool(every & atom.bit) is not truth:
                return None
        if box is before:
            return formula, box


def literals(formula: Formula, *, truth: bool) -> Iterator[tuple[Atom, bool]]:
    """Yield the tests that must pass, or fail, for a formula to have a truth."""
    match formula:
        case Atom():
            yield formula, truth
        case NotOf(part):
            yield from literals(part, truth=not truth)
        case AllOf(parts) if truth:
            for part in parts:
                yield from literals(part, truth=True)
        case AnyOf(parts) if not truth:
            for part in parts:
                yield from literals(part, truth=False)
        case _:
            pass


def atoms(formula: Formula) -> Counter[Atom]:
    """Return the tests of a formula, with how often each is met."""
    found: Counter[Atom] = Counter()
    waiting = [formula]
    while waiting:
        match waiting.pop():
            case Atom() as atom:
                found[atom] += 1
            case NotOf(part):
                waiting.append(part)
            case AllOf(parts) | AnyOf(parts):
                waiting += parts
            case _:
                pass
    return found


def tests(formula: Formula) -> dict[int, int]:
    """Return the bits that a formula asks about, by slot."""
    found: dict[int, int] = {}
    for atom in atoms(formula):
        found[atom.slot] = found.get(atom.slot, 0) | atom.bit
    return found


def busiest(formula: Formula, classes: Mapping[int, Mapping[int, object]]) -> int:
    """Return the slot that most of a formula hangs on, of those with several classes."""
    count: Counter[int] = Counter()
    for atom, number in atoms(formula).items():
        count[atom.slot] += number
    open_ = [slot for slot, found in classes.items() if len(found) > 1]
    return max(open_, key=lambda slot: (count[slot] / len(classes[slot]), -slot))


def merged(cells: Iterable[Signature], bits: int) -> dict[int, tuple[Signature, ...]]:
    """Return cells by those tests that they pass of some."""
    found: dict[int, list[Signature]] = {}
    for cell in cells:
        for part in told(cell, bits):
            found.setdefault(least(part) & bits, []).append(part)
    return {key: tuple(each) for key, each in found.items()}


def told(cell: Signature, bits: int) -> list[Signature]:
    """Return the parts of a cell on which tests agree; there is more than one of bundles alone."""
    done: list[Signature] = []
    waiting = [cell]
    while waiting:
        if len(done) + len(waiting) > MOST_PARTS:
            raise Spent
        part = waiting.pop()
        every, some = masks_of((part,))
        undecided = some & ~every & bits
        if undecided:
            for side in parted((part,), undecided & -undecided):
                waiting += side
        else:
            done.append(part)
    return done


def tried(
    formula: Formula, box: State, classes: Mapping[int, Mapping[int, tuple[Signature, ...]]]
) -> State | None:
    """Return worlds of a box that satisfy a formula, or ``None`` if none does."""
    total = prod(map(len, classes.values()))
    sample = Sample((), total)
    stride = 1
    for slot, found in classes.items():
        columns = [spread(place, stride, len(found), total) for place in range(len(found))]
        for bit in bits_of(found):
            worlds = 0
            for signature, column in zip(found, columns, strict=True):
                if signature & bit:
                    worlds |= column
            sample.know(slot, bit, worlds)
        stride *= len(found)
    worlds = sample.truth(formula)
    if not worlds:
        return None
    number = (worlds & -worlds).bit_length() - 1
    for slot, found in classes.items():
        number, place = divmod(number, len(found))
        box = box.narrowed(slot, list(found.values())[place])
    return box


def bits_of(signatures: Iterable[int]) -> list[int]:
    """Return each test that some of the signatures pass."""
    every = 0
    for signature in signatures:
        every |= signature
    return [1 << place for place in range(every.bit_length()) if every >> place & 1]


def spread(place: int, stride: int, count: int, total: int) -> int:
    """Return the worlds, of so many, in which one of so many classes is at hand."""
    period = stride * count
    pattern = ((1 << stride) - 1) << (place * stride)
    width = period
    while width < total:
        pattern |= pattern << width
        width *= 2
    return pattern & ((1 << total) - 1)
