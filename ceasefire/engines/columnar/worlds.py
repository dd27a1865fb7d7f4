"""Sets of worlds as rows, and exact answers about them.

A set of worlds is the rows that are alive in some of them, and *doubts*: for each field
or question that is open, the rows that each of its cells leaves alive. Worlds in which
the same rows are alive are one; so a question about a set of worlds is settled doubt by
doubt, and wherever the same rows are left, the answer is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.looking import looking
from ceasefire.engines.columnar.sheet import Gate, truth
from ceasefire.engines.reference.meaning import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.acts import Acts
    from ceasefire.engines.columnar.code import LawCode
    from ceasefire.engines.columnar.extents import Extent
    from ceasefire.engines.columnar.looking import Left, Look
    from ceasefire.engines.reference.search import Budget

__all__ = ["Witness", "Worlds"]


class Witness(NamedTuple):
    """Worlds that are alike as far as was asked: rows alive in some, and in every one."""

    some: int
    every: int


class Sought(NamedTuple):
    """What worlds are sought: of which verdict, with an act as wanted, and none as unwanted.

    ``rows`` are all that is asked of acts, and ``failed`` is where there are no such worlds.
    """

    verdict: int
    wanted: Gate
    unless: Sequence[Gate]
    rows: int
    failed: set[tuple[int, ...]]
    budget: Budget


class Worlds:
    """The worlds of one box.

    Of the doubts about them the cells that leave the same rows alive are one.
    """

    def __init__(self, acts: Acts, extent: Extent, laws: tuple[LawCode, ...]) -> None:
        """Take a set of worlds, and the instruments that may matter."""
        self.acts = acts
        self.code = acts.code
        self.alive = alive = extent.some
        # First the doubts of which settling one leaves little open.
        doubts = sorted(
            extent.doubts,
            key=lambda each: -(alive & ~each[0]).bit_count() / len(each[1].masks),
        )
        self.doubts = [doubt.masks for _, doubt in doubts]
        self.common = [common for common, _ in doubts]
        every = -1
        self.every = [every]
        for common, _ in reversed(doubts):
            every &= common
            self.every.append(every)
        self.every.reverse()
        self.looking = looking(acts, laws)
        self.root = self.looking.root
        self._masks: dict[tuple[int, ...], int] = {}
        self._same: set[tuple[int, ...]] = set()

    # --- what may be the case ---

    def look(self, depth: int, alive: int, left: Left) -> Look:
        """Return what can be seen at once of worlds in which some doubts are settled."""
        return self.looking(alive, self.every[depth], left)

    # --- exactly ---

    def possible(self, budget: Budget, left: int = -1) -> int:
        """Return exactly the verdicts that some of the worlds have, if no more rows are left."""
        return self._possible(0, self.alive & left, self.root, budget)

    def _possible(self, depth: int, alive: int, left: Left, budget: Budget) -> int:
        look = self.look(depth, alive, left)
        if look.feasible is False:
            return 0
        if look.settled:
            return look.verdicts
        alive &= look.left.rows
        while not alive & ~self.common[depth]:
            depth += 1  # a doubt that leaves all of these alive
        key = depth, alive, look.left.floor, look.left.open
        known = self._masks.get(key)
        if known is not None:
            return known
        budget.spend()
        found = 0
        for rows in {alive & mask for mask in self.doubts[depth]}:
            found |= self._possible(depth + 1, rows, look.left, budget)
            if found == look.verdicts:
                break
        self._masks[key] = found
        return found

    def differ(self, first: int, second: int, budget: Budget) -> bool:
        """Return whether settling all doubts alike can leave different verdicts."""
        return self._differ(0, first, second, self.root, self.root, budget)

    def _differ(  # noqa: PLR0911, PLR0913, PLR0917  (two sides, and what tells at once)
        self, depth: int, first: int, second: int, one: Left, other: Left, budget: Budget
    ) -> bool:
        here, there = self.look(depth, first, one), self.look(depth, second, other)
        if here.feasible is False or there.feasible is False:
            return False
        if not several(here.verdicts | there.verdicts):
            return False
        first &= here.left.rows
        second &= there.left.rows
        ends = here.left.floor, here.left.open, there.left.floor, there.left.open
        if first == second and ends[:2] == ends[2:]:
            return False
        while depth < len(self.doubts) and not (first | second) & ~self.common[depth]:
            depth += 1  # a doubt that leaves all of these alive
        if depth == len(self.doubts):
            return True
        key = depth, first, second, *ends
        if key in self._same:
            return False
        budget.spend()
        pairs = {(first & mask, second & mask) for mask in self.doubts[depth]}
        if any(self._differ(depth + 1, *pair, here.left, there.left, budget) for pair in pairs):
            return True
        self._same.add(key)
        return False

    def find(
        self, verdict: int, wanted: Gate, unless: Sequence[Gate], budget: Budget
    ) -> Witness | None:
        """Return worlds of a verdict that have an act as wanted, and none as ``unless`` says."""
        asked = self.code.asked(wanted)
        for gate in unless:
            asked |= self.code.asked(gate)
        sought = Sought(verdict, wanted, unless, self.acts.spread(asked), set(), budget)
        return self._find(0, self.alive, self.root, sought)

    def _find(self, depth: int, alive: int, left: Left, sought: Sought) -> Witness | None:  # noqa: PLR0911  (what tells at once)
        every = alive & self.every[depth]
        holds = self.holds(sought.wanted, alive, every)
        if holds is False:
            return None
        spoilt = self.spoilt(sought.unless, alive, every)
        if spoilt is True:
            return None
        look = self.look(depth, alive, left)
        if look.feasible is False or not look.verdicts & sought.verdict:
            return None
        if holds and spoilt is False and look.settled:
            return Witness(alive, every)
        left = look.left
        rows = left.rows | sought.rows
        key = depth, alive & rows, left.floor, left.open
        if key in sought.failed:
            return None
        sought.budget.spend()
        # Of cells that leave the same rows of those that are asked for, one is enough.
        for some in {alive & rows & mask: alive & mask for mask in self.doubts[depth]}.values():
            witness = self._find(depth + 1, some, left, sought)
            if witness is not None:
                return witness
        sought.failed.add(key)
        return None

    # --- what acts are like ---

    def holds(self, gate: Gate, some: int, every: int) -> bool | None:
        """Return whether a gate holds in some act that is one to decide."""
        acts, code = self.acts, self.code
        result: bool | None = False
        for segment in acts.segments:
            here, always = some >> segment.offset & acts.mask, every >> segment.offset & acts.mask
            found = code.truth(gate, here, always)
            if found is False:
                continue
            incident = truth(code.incident, here, always)
            itself = truth(segment.itself, here, always) if segment.itself else False
            if incident is False or itself is True:
                continue
            if found and incident and itself is False:
                return True
            result = None
        return result

    def spoilt(self, gates: Iterable[Gate], some: int, every: int) -> bool | None:
        """Return whether some of several gates holds in some act."""
        result: bool | None = False
        for gate in gates:
            found = self.holds(gate, some, every)
            if found is True:
                return True
            if found is None:
                result = None
        return result
