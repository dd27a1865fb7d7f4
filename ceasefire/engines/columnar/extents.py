"""How far doubts about fields and questions reach: which rows they leave alive, and which not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Doubt", "Extent"]


class Doubt(NamedTuple):
    """A field, or a question, whose cells are several.

    ``masks`` has for each cell the rows that it leaves alive; ``values`` the values of
    the cells, where boxes have to be compared.
    """

    name: str
    owner: str
    masks: tuple[int, ...]
    values: tuple[tuple[Any, ...], ...] = ()


class Extent(NamedTuple):
    """How far a product of doubts reaches.

    ``some`` are the rows that are alive in some of its worlds, ``every`` those that no
    doubt rules out. Each doubt is told with the rows that all of its cells leave alive.
    """

    some: int
    every: int
    doubts: tuple[tuple[int, Doubt], ...]

    @classmethod
    def of(cls, alive: int, doubts: Iterable[Doubt]) -> Extent:
        """Return the extent of doubts, where some rows are alive at all."""
        every, found = -1, []
        for doubt in doubts:
            some, common = 0, -1
            for mask in doubt.masks:
                some |= mask
                common &= mask
            alive &= some
            every &= common
            found.append((common, doubt))
        return cls(alive, every, tuple(found))

    def also(self, other: Extent) -> Extent:
        """Return the extent of these doubts and others about the same acts."""
        return Extent(self.some & other.some, self.every & other.every, self.doubts + other.doubts)

    def only(self, rows: int) -> Extent:
        """Return the extent where no other than some rows are alive."""
        return Extent(self.some & rows, self.every, self.doubts)

    def within(self, rows: int) -> Extent:
        """Return the extent among some rows, of the doubts that matter to these.

        Of each doubt the cells that leave the same rows are one.
        """
        alive = self.some & rows
        found = []
        for common, doubt in self.doubts:
            if alive & ~common:
                masks = tuple(sorted({mask & alive for mask in doubt.masks}))
                found.append((common & alive, Doubt(doubt.name, doubt.owner, masks)))
        return Extent(alive, self.every, tuple(found))

    def without(self, number: int) -> Extent:
        """Return the extent of all doubts but one."""
        left = self.doubts[:number] + self.doubts[number + 1 :]
        every = -1
        for common, _ in left:
            every &= common
        return Extent(self.some, every, left)
