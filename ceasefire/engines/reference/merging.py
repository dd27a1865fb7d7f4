"""Boxes that differ in their stretch of time alone, seen as one.

A name may change its meaning within the time of an event: who was of a coalition
before a date was not after it. Such an account has a box for each stretch. To find
what the verdict depends on, worlds of all of them must be compared, so their
variables are merged: each value gets, beside its signature, a bit for each box in
which the variable may have it. A world of box *k* has values with bit *k* only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.program.bundles import every, some
from ceasefire.program.sets import Lump, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.program.boxes import Box, Variable
    from ceasefire.program.bundles import Signature

__all__ = ["Merged", "groups", "merged"]


class Merged(NamedTuple):
    """Variables over several boxes.

    The bit of box *k* in the signatures of a variable is ``1 << (shift + k)``. Where it is
    not ``exact``, which values boxes share is not known of all.
    """

    variables: tuple[Variable, ...]
    shifts: tuple[int, ...]
    exact: bool = True

    def bits(self, box: int) -> list[tuple[int, int]]:
        """Return the variables that tell whether a world is of a box, with their bits."""
        found = []
        for number, (variable, shift) in enumerate(zip(self.variables, self.shifts, strict=True)):
            bit = 1 << (shift + box)
            if not all(every(cell.signature) & bit for cell in variable.cells):
                found.append((number, bit))
        return found


def groups(boxes: Iterable[Box]) -> list[list[int]]:
    """Return the numbers of the boxes that differ in time alone, group by group.

    Boxes whose variables are not the same ones stay apart.
    """
    found: dict[Any, list[int]] = {}
    for number, box in enumerate(boxes):
        roles = tuple(
            (item.name, item.said) for item in box.choices if not item.name.startswith("when")
        )
        variables = tuple((item.slot, item.name, item.owner) for item in box.variables)
        found.setdefault((roles, variables), []).append(number)
    return list(found.values())


def merged(boxes: Sequence[Box]) -> Merged:
    """Return the variables of a group of boxes as one set of variables."""
    if len(boxes) == 1:
        return Merged(boxes[0].variables, tuple(0 for _ in boxes[0].variables))
    columns = list(zip(*(box.variables for box in boxes), strict=True))
    shifts = tuple(
        max(some(cell.signature).bit_length() for item in column for cell in item.cells)
        for column in columns
    )
    return Merged(
        tuple(united(column, shift) for column, shift in zip(columns, shifts, strict=True)),
        shifts,
        all(map(alike, columns)),
    )


def alike(column: Sequence[Variable]) -> bool:
    """Return whether the same lumps are in the variables of all boxes."""
    lumps = {tuple(cell for cell in item.cells if isinstance(cell, Lump)) for item in column}
    return len(lumps) == 1


def united(column: Sequence[Variable], shift: int) -> Variable:
    """Return one variable for those of several boxes."""
    signatures: dict[Any, Signature] = {}
    for number, variable in enumerate(column):
        for cell in variable.cells:
            for value in cell.values:
                signatures[value] = joined(
                    signatures.get(value, 0), cell.signature, 1 << (shift + number)
                )
    cells: dict[Signature, list[Any]] = {}
    for value, signature in signatures.items():
        cells.setdefault(signature, []).append(value)
    return column[0]._replace(
        cells=tuple(cell_of(signature, tuple(values)) for signature, values in cells.items())
    )


def joined(known: Signature, more: Signature, bit: int) -> Signature:
    """Return the signature of a value that one more box has."""
    if isinstance(more, int):
        return every(known) | more | bit
    return more.passing(every(known) | bit)
