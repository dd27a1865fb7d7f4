"""Fields whose value is a set of elements: its cells, or bundles where these are many."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ceasefire.program.bundles import Bundle, bundled
from ceasefire.program.cells import Cell, FiniteSlot, group

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.program.bundles import Signature

__all__ = ["NOBODY", "SEVERAL", "AnyCell", "Element", "Lump", "SetSlot", "cell_of"]

Element: TypeAlias = str | tuple[str, ...]
"""An element of a set, or those of which it is one."""

NOBODY: Final = ""
"""Among those of which an element is one: that it is missing."""

SEVERAL: Final = "+"
"""What stands for two elements or more, whichever they are."""

MOST_CELLS: Final = 1024
"""So many cells of a set are told one by one; what would be more is told in bundles."""


class Lump(NamedTuple):
    """A bundle of sets, and what stands for them: many cells in one."""

    signature: Bundle
    values: tuple[Any, ...]


AnyCell: TypeAlias = Cell | Lump
"""A cell, or many in one."""


def cell_of(signature: Signature, values: tuple[Any, ...]) -> AnyCell:
    """Return what some values share: a signature, or that they are the sets of a bundle."""
    if isinstance(signature, int):
        return Cell(signature, values)
    return Lump(signature, values)


class SetSlot(FiniteSlot):
    """A field whose value is a set of elements; a test asks for some element.

    The values of its cells are tuples: an element that is known stands for itself, and
    one that may be any of several that no test tells apart is the tuple of these.
    """

    def __init__(self, name: str, values: Sequence[str], *, empty: bool) -> None:
        """Take the elements; ``empty`` says whether the value may be no element."""
        super().__init__(name, values)
        self.empty = empty

    def cells_of_sets(self, options: Iterable[Sequence[Iterable[str]]]) -> tuple[AnyCell, ...]:
        """Return the cells of rival sets, each given by the choices for its elements.

        Where they would be many, all sets of an option are in one lump.
        """
        rivals = [[group(choices, self.signature) for choices in option] for option in options]
        whole = sum(prod(map(len, elements)) for elements in rivals) <= MOST_CELLS
        found: dict[Signature, dict[tuple[Element, ...], None]] = {}
        for elements in rivals:
            if not whole and all(elements):
                choices = [[cell.signature for cell in cells] for cells in elements]
                labels = [label_of(cell.values for cell in cells) for cells in elements]
                found.setdefault(bundled(0, choices), {})[unlike(labels)] = None
                continue
            for choice in product(*elements):
                signature = 0
                for cell in choice:
                    signature |= cell.signature
                label = unlike(label_of([cell.values]) for cell in choice)
                found.setdefault(signature, {})[label] = None
        return tuple(cell_of(key, tuple(labels)) for key, labels in found.items())

    def cells_of_any_set(self, values: Iterable[str]) -> tuple[AnyCell, ...]:
        """Return the cells of every set of the elements.

        The reachable signatures are the closure of the elements' under union;
        each is shown by one smallest set that has it. Where they would be many, only the
        sets of one element or none are shown, and all others are in one lump.
        """
        elements = group(values, self.signature)
        fresh: dict[int, tuple[Element, ...]] = {
            cell.signature: (label_of([cell.values]),) for cell in elements
        }
        if self.empty or not elements:
            untested = next((cell.values for cell in elements if not cell.signature), ())
            fresh[0] = ((*untested, NOBODY),) if untested else ()
        found = closure(fresh, elements)
        if found is not None:
            return tuple(Cell(key, (label,)) for key, label in found.items())
        # Of values that no test tells apart, two are as many as it takes to be several.
        each = (cell.signature for cell in elements for _ in cell.values[:2])
        lump = cell_of(bundled(0, (), each, 2), ((SEVERAL,),))
        return (*(Cell(key, (label,)) for key, label in fresh.items()), lump)


def closure(
    smallest: dict[int, tuple[Element, ...]], elements: Sequence[Cell]
) -> dict[int, tuple[Element, ...]] | None:
    """Return some sets with all that more elements make of them; nothing if they are many."""
    found: dict[int, tuple[Element, ...]] = {}
    labels = [(cell.signature, label_of([cell.values])) for cell in elements]
    fresh = smallest
    while fresh:
        found |= fresh
        if len(found) > MOST_CELLS:
            return None
        reached: dict[int, tuple[Element, ...]] = {
            key | signature: (*label, more)
            for key, label in fresh.items()
            for signature, more in labels
        }
        fresh = {key: label for key, label in reached.items() if key not in found}
    return found


def label_of(groups: Iterable[Sequence[str]]) -> Element:
    """Return the one value there is, or all of them where it is not known which."""
    values = tuple(value for each in groups for value in each)
    return values[0] if len(values) == 1 else values


def unlike(labels: Iterable[Element]) -> tuple[Element, ...]:
    """Return labels, each once."""
    return tuple(dict.fromkeys(labels))
