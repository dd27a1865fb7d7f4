"""Boxes without the rows that cannot matter, whatever is answered.

What is left out are the rows of instruments that give *excluded* in every world of a box, and
of such as say no more than one before them in all that is stated. Far fewer boxes are
different then. On which grounds instruments leave a box out is not to be asked of what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.columnar.boxes import Box, living
from ceasefire.engines.columnar.extents import Extent
from ceasefire.engines.columnar.remembering import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.code import LawCode
    from ceasefire.engines.columnar.dependence import Account
    from ceasefire.engines.columnar.echoes import Echoes

__all__ = ["Narrowed", "Narrowing"]

MOST_SEEN: Final = 1 << 12  # pragma: no mutate
"""Of so many boxes it is remembered what is seen at once."""


class Narrowed(NamedTuple):
    """A box without what cannot matter, and the extent that it had before."""

    box: Box
    before: Extent


class Seen(NamedTuple):
    """A box, its extent, and the instruments that may give more than *excluded*.

    For each of these ``echoes`` has those before it than which it says no more.
    """

    box: Box
    extent: Extent
    laws: tuple[LawCode, ...]
    echoes: dict[int, frozenset[int]]


class Narrowing:
    """Narrows boxes under one program."""

    def __init__(self, rows: Sequence[int], ever: int, echoes: Echoes) -> None:
        """Take the rows that matter to each instrument, and those some answer rules out."""
        self.rows = rows
        self.ever = ever
        self.echoes = echoes
        self._known: Memory[int, Seen] = Memory(MOST_SEEN)

    def of(self, accounts: Sequence[Account]) -> list[list[Narrowed]]:
        """Return the boxes of each account, narrowed."""
        seen = [[self._seen(box) for box in account.boxes] for account in accounts]
        # What decides is asked of all that is stated together.
        stated = echoed(
            each
            for account, group in zip(accounts, seen, strict=True)
            if account.stated
            for each in group
        )
        return [
            [
                self._narrowed(
                    each, stated if account.stated else echoed([each]), several=len(group) > 1
                )
                for each in group
            ]
            for account, group in zip(accounts, seen, strict=True)
        ]

    def _seen(self, box: Box) -> Seen:
        """Return what is seen at once of a box."""
        known = self._known.get(id(box))
        # Another box may have got the place of one that is gone, but not of one that is kept.
        if known is None:
            known = self._known.keep(id(box), self._looked(box))
        return known

    def _looked(self, box: Box) -> Seen:
        acts, extent = box.acts, Extent.of(box.alive, box.doubts)
        if box.empty:
            return Seen(box, extent, (), {})
        some = extent.some
        every = some & extent.every & acts.left(self.ever)
        laws = living(acts, box.among(), some, every)
        views = [
            (some >> each.offset & acts.mask, every >> each.offset & acts.mask)
            for each in acts.segments
        ]
        numbers = [law.number for law in laws]
        echoes = {
            number: frozenset(
                [other for other in numbers[:place] if self.echoes.hold(number, other, views)]
            )
            for place, number in enumerate(numbers)
        }
        return Seen(box, extent, laws, echoes)

    def _narrowed(self, seen: Seen, echoed: set[int], *, several: bool) -> Narrowed:
        box, extent = seen.box, seen.extent
        acts = box.acts
        if box.empty:
            return Narrowed(Box(acts, 0, (), box.choices, empty=True, laws=()), extent)
        laws = tuple([law for law in seen.laws if law.number not in echoed])
        rows = 0
        for law in laws:
            rows |= self.rows[law.number]
        inner = extent.within(acts.spread(rows) | acts.scope)
        alive = inner.some
        if several:  # whose cells are compared, value by value
            doubts = [
                doubt._replace(masks=tuple([mask & alive for mask in doubt.masks]))
                for doubt in box.doubts
            ]
        else:
            doubts = [doubt for _, doubt in inner.doubts]
        return Narrowed(Box(acts, alive, tuple(doubts), box.choices, laws=laws), extent)


def echoed(boxes: Iterable[Seen]) -> set[int]:
    """Return the instruments that say no more than one and the same before them in all boxes."""
    found: dict[int, frozenset[int]] = {}
    for seen in boxes:
        for number, others in seen.echoes.items():
            known = found.get(number)
            found[number] = others if known is None else known & others
    return {number for number, others in found.items() if others}
