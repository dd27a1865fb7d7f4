"""A box of worlds in a search: the cells left of each slot, and by which choices the rest went."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.space.nodes import Maker, Narrow, Node, Thing, Wide
from ceasefire.engines.reference.states import State
from ceasefire.program.bundles import masks_of, parted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.analysis.space.propagating import Clause
    from ceasefire.program.bundles import Masks, Signature

__all__ = ["Box", "Odds"]

HALF: Final = 0.5


class Box:
    """The cells left of each slot: as a mask, or of a wide slot the cells and what they pass.

    ``why`` has for each slot, as bits, the choices of the search by which it was narrowed.
    """

    __slots__ = ("narrow", "why", "wide")

    def __init__(
        self,
        narrow: list[int],
        wide: dict[int, tuple[tuple[Signature, ...], Masks]],
        why: list[int],
    ) -> None:
        """Take what is left."""
        self.narrow = narrow
        self.wide = wide
        self.why = why

    @classmethod
    def of(cls, maker: Maker, state: State) -> Box:
        """Return the worlds of a state; its narrow slots have cells that the maker knows."""
        narrow = []
        wide = {}
        for slot, cells in enumerate(state.cells):
            if maker.wide[slot]:
                wide[slot] = (cells, state.masks[slot])
                narrow.append(0)
            else:
                narrow.append(sum(1 << maker.places[slot][cell] for cell in cells))
        return cls(narrow, wide, [0] * len(narrow))

    def state(self, maker: Maker) -> State:
        """Return the worlds as a state."""
        cells = tuple(
            self.wide[slot][0]
            if slot in self.wide
            else tuple(cell for at, cell in enumerate(each) if self.narrow[slot] >> at & 1)
            for slot, each in enumerate(maker.cells)
        )
        return State(cells, tuple(map(masks_of, cells)))

    def copy(self) -> Box:
        """Return the same box, to be narrowed by itself."""
        return Box(self.narrow[:], dict(self.wide), self.why[:])

    def reasons(self, slots: int, why: int) -> int:
        """Return the choices that narrowed some slots, besides others."""
        while slots:
            lowest = slots & -slots
            why |= self.why[lowest.bit_length() - 1]
            slots ^= lowest
        return why

    # --- what holds ---

    def passes(self, test: Wide) -> bool | None:
        """Return whether a wide slot is as a test says; ``None`` while its cells disagree."""
        every, some = self.wide[test.slot][1]
        if every & test.bit:
            return test.truth
        return None if some & test.bit else not test.truth

    def value(self, node: Node, known: dict[int, bool | None]) -> bool | None:
        """Return the truth of a node, or ``None`` while open; that of parts is remembered."""
        key = id(node)
        if key in known:
            return known[key]
        result = known[key] = self._value(node, known)
        return result

    def _value(self, node: Node, known: dict[int, bool | None]) -> bool | None:
        every = node.every
        result: bool | None = every
        narrow = self.narrow
        for slot, mask in node.tests:
            here = narrow[slot]
            if not here & mask:
                if every:
                    return False
            elif here & ~mask:
                result = None
            elif not every:
                return True
        for test in node.wides:
            truth = self.passes(test)
            if truth is (not every):
                return truth
            result = None if truth is None else result
        for part in node.parts:
            truth = self.value(part, known)
            if truth is (not every):
                return truth
            result = None if truth is None else result
        return result

    # --- narrowing ---

    def narrowed(self, test: Narrow | Wide, why: int) -> bool:
        """Leave only worlds that are as a test says, for such choices; return whether any are."""
        slot = test.slot
        if isinstance(test, Wide):
            if self.passes(test) is None:
                self._kept(test)
                self.why[slot] |= why
            return bool(self.passes(test))
        here = self.narrow[slot]
        left = here & test.mask
        if left and left != here:
            self.narrow[slot] = left
            self.why[slot] |= why
        return bool(left)

    def _kept(self, test: Wide) -> None:
        """Leave the cells of a wide slot that are as a test says."""
        failing = self.wide[test.slot][0]
        passing: list[Signature] = []
        # Of bundles of sets some may pass it by another choice than the one that was settled.
        while failing and masks_of(failing)[1] & test.bit:
            passed, failing = parted(failing, test.bit)
            passing += passed
        cells = tuple(passing) if test.truth else failing
        self.wide[test.slot] = cells, masks_of(cells)


class Odds:
    """How large a share of the worlds of a box may be as something says, as if at random."""

    def __init__(self, box: Box) -> None:
        """Take the box, which must not change meanwhile."""
        self.box = box
        self._known: dict[int, float] = {}

    def of(self, thing: Thing) -> float:
        """Return a number from 0 to 1."""
        if isinstance(thing, Node):
            known = self._known.get(id(thing))
            if known is None:
                known = self._known[id(thing)] = self._joint(thing)
            return known
        if isinstance(thing, Wide):
            truth = self.box.passes(thing)
            return HALF if truth is None else float(truth)
        here = self.box.narrow[thing.slot]
        return (here & thing.mask).bit_count() / here.bit_count()

    def hardest(self, clauses: Iterable[Clause]) -> Clause:
        """Return which of some alternatives are least likely to hold.

        They are at least as likely as the likeliest of their tests, which is soon known.
        """
        rated = [
            (max(map(self.of, each.node.tests), default=0.0), at, each)
            for at, each in enumerate(clauses)
        ]
        rated.sort(key=lambda each: each[:2])
        _, _, found = rated[0]
        least = inf
        for bound, _, clause in rated:
            if bound >= least:
                break
            share = self.of(clause.node)
            if share < least:
                found, least = clause, share
        return found

    def _joint(self, node: Node) -> float:
        share = 1.0
        for thing in node.things:
            share *= self.of(thing) if node.every else 1 - self.of(thing)
            if not share:
                break
        return share if node.every else 1 - share
