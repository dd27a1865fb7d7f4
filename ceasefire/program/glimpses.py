"""What is found of views once: of alike ones together, and of one for all who ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from ceasefire.program.formulas import (
    AllOf,
    AnyOf,
    Atom,
    Formula,
    NotOf,
    View,
    left_of,
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Residues, Truths

__all__ = ["CACHE", "Glimpses", "Sight", "bits_of"]

CACHE: Final = 4096
"""How much is remembered of each."""

T = TypeVar("T")
V = TypeVar("V", bound=View)


class Sight(list["Masks"]):
    """A view that keeps what formulas were found to be in it.

    Instruments inherit from each other, so that most of what one asks others ask as well.
    The formulas must outlive it.
    """

    __slots__ = ("_left", "truths")

    def __init__(self, view: Iterable[Masks]) -> None:
        """Take the view."""
        super().__init__(view)
        self.truths: Truths = {}
        self._left: Residues = {}

    def truth(self, formula: Formula) -> bool | None:
        """Return the truth of a formula, or ``None`` while it is open."""
        return truth_of(formula, self, self.truths)

    def left(self, formula: Formula) -> Formula:
        """Return what is left of a formula once the view is known."""
        return left_of(formula, self, self.truths, self._left)


class Glimpses(Generic[V, T]):
    """Works something out of views, once for all in which the same tests are passed."""

    def __init__(self, formulas: Iterable[Formula], work: Callable[[V], T]) -> None:
        """Take how it is worked out, and formulas: no test but theirs makes a difference."""
        self._slots = tuple(bits_of(formulas).items())
        self._work = work
        self._met: dict[tuple[int, ...], T] = {}

    def of(self, view: V) -> T:
        """Return what is worked out of a view."""
        key = tuple([mask & bits for slot, bits in self._slots for mask in view[slot]])
        met = self._met
        if key in met:
            return met[key]
        if len(met) >= CACHE:
            met.clear()
        found = met[key] = self._work(view)
        return found


def bits_of(formulas: Iterable[Formula]) -> dict[int, int]:
    """Return the tests that formulas ask, by slot."""
    found: dict[int, int] = {}
    # All are kept till the end, so that none takes the identity of one that was met.
    kept = list(formulas)
    todo = list(kept)
    met: set[int] = set()
    while todo:
        formula = todo.pop()
        if id(formula) in met:
            continue
        met.add(id(formula))
        match formula:
            case Atom(slot, bit):
                found[slot] = found.get(slot, 0) | bit
            case NotOf(part):
                todo.append(part)
            case AllOf(parts) | AnyOf(parts):
                todo += parts
            case _:
                pass
    return found
