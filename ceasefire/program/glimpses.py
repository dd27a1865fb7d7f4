"""What of a view decides some formulas: views that are alike in that share what is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from ceasefire.program.formulas import AllOf, AnyOf, Atom, Formula, NotOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ceasefire.program.formulas import View

__all__ = ["CACHE", "Glimpses", "bits_of"]

CACHE: Final = 4096
"""How much is remembered of each."""

T = TypeVar("T")


class Glimpses(Generic[T]):
    """Works something out of views, once for all in which the same tests are passed."""

    def __init__(self, formulas: Iterable[Formula], work: Callable[[View], T]) -> None:
        """Take how it is worked out, and formulas: no test but theirs makes a difference."""
        self._slots = tuple(bits_of(formulas).items())
        self._work = work
        self._met: dict[tuple[int, ...], T] = {}

    def of(self, view: View) -> T:
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
    todo = list(formulas)
    while todo:
        match todo.pop():
            case Atom(slot, bit):
                found[slot] = found.get(slot, 0) | bit
            case NotOf(part):
                todo.append(part)
            case AllOf(parts) | AnyOf(parts):
                todo += parts
            case _:
                pass
    return found
