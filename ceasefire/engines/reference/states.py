"""Sets of worlds: what is left of each variable, and what that passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.program.bundles import least, masks_of, parted

if TYPE_CHECKING:
    from ceasefire.program.binding import Act, Box
    from ceasefire.program.bundles import Masks, Signature

__all__ = ["State", "start"]


class State(NamedTuple):
    """Worlds: for each variable the signatures left, and what all or some pass."""

    cells: tuple[tuple[Signature, ...], ...]
    masks: tuple[Masks, ...]

    def split(self, variable: int, bit: int) -> tuple[State, State]:
        """Return the worlds that pass a test of a variable, and the others.

        Those fail it, but for the sets of bundles, which come to that in a few steps.
        """
        passing, others = parted(self.cells[variable], bit)
        return self.narrowed(variable, passing), self.narrowed(variable, others)

    def narrowed(self, variable: int, cells: tuple[Signature, ...]) -> State:
        """Return the worlds in which the variable falls in one of the cells."""
        return State(
            (*self.cells[:variable], cells, *self.cells[variable + 1 :]),
            (*self.masks[:variable], masks_of(cells), *self.masks[variable + 1 :]),
        )

    def world(self) -> State:
        """Return one of the worlds."""
        cells = tuple((least(every[0]),) for every in self.cells)
        return State(cells, tuple(map(masks_of, cells)))

    def view(self, act: Act) -> list[Masks]:
        """Return the worlds as one act sees them, slot by slot."""
        masks = self.masks
        return [masks[number] for number in act.variables]


def start(box: Box) -> State:
    """Return all worlds of a box."""
    cells = tuple([tuple([cell.signature for cell in item.cells]) for item in box.variables])
    return State(cells, tuple(map(masks_of, cells)))
