"""Sets of worlds as rows, and exact answers about them.

A set of worlds is the rows that are alive in some of them, and *doubts*: for each field
or question that is open, the rows that each of its cells leaves alive. Worlds in which
the same rows are alive are one; so a question about a set of worlds is settled doubt by
doubt, and wherever the same rows are left, the answer is known.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.sheet import Gate, truth
from ceasefire.engines.reference.meaning import (
    EXCLUDED,
    NOTHING,
    VIOLATING,
    gravest,
    highest,
    several,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.acts import Acts, Segment
    from ceasefire.engines.columnar.code import LawCode
    from ceasefire.engines.reference.search import Budget

__all__ = ["Left", "Witness", "Worlds"]


class Witness(NamedTuple):
    """Worlds that are alike as far as was asked: rows alive in some, and in every one."""

    some: int
    every: int


class Left(NamedTuple):
    """What is left to be known of some worlds: which instruments of which acts may matter.

    ``floor`` is the gravest verdict that is sure. ``rows`` are those that may matter, and
    ``open`` has a bit for each of the pairs.
    """

    pairs: tuple[tuple[int, Segment, LawCode], ...]
    floor: int
    rows: int
    open: int


class Look(NamedTuple):
    """What can be seen at once of some worlds: verdicts, possibility, what is left."""

    verdicts: int
    feasible: bool | None
    left: Left

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be known."""
        return self.feasible is not None and (not self.feasible or not several(self.verdicts))


class Worlds:
    """The worlds of one box.

    ``alive`` are the rows left by all that is certain; ``doubts`` has, for each open
    variable, the sets of rows that its cells leave alive of these, each once.
    """

    def __init__(
        self, acts: Acts, alive: int, doubts: Sequence[tuple[int, ...]], laws: Sequence[LawCode]
    ) -> None:
        """Take a set of worlds, and the instruments that may matter."""
        self.acts = acts
        self.code = acts.code
        self.alive = alive
        touched = [reduce(or_, each) & ~reduce(and_, each) for each in doubts]
        order = sorted(range(len(doubts)), key=lambda n: -touched[n].bit_count())
        self.doubts = [doubts[number] for number in order]
        every = -1
        self.every = [every]
        for each in reversed(self.doubts):
            every &= reduce(and_, each)
            self.every.append(every)
        self.every.reverse()
        pairs = [(segment, law) for segment in acts.segments for law in laws]
        self.root = Left(tuple((1 << n, *pair) for n, pair in enumerate(pairs)), EXCLUDED, -1, -1)
        self.scope = acts.scope()
        self._masks: dict[tuple[int, ...], int] = {}
        self._same: set[tuple[int, ...]] = set()
        self._looks: dict[tuple[int, ...], Look] = {}

    # --- what may be the case ---

    def look(self, depth: int, alive: int, left: Left) -> Look:
        """Return what can be seen at once of worlds in which some doubts are settled."""
        key = depth, alive, left.floor, left.open
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self.seen(alive, alive & self.every[depth], left)
        return found

    def seen(self, some: int, every: int, left: Left) -> Look:
        """Return what rows alive in some and in every one of the worlds show."""
        told, feasible, decided = self._acts(some, every)
        if told is False or feasible is False:
            return Look(NOTHING, feasible, Left((), left.floor, 0, 0))
        mask = self.acts.mask
        total = floor = left.floor
        open_: list[tuple[int, Segment, LawCode, int]] = []
        for bit, segment, law in left.pairs:
            known = decided[segment.offset]
            if known is False:
                continue
            verdicts = law.verdicts(
                some >> segment.offset & mask, every >> segment.offset & mask, known
            )
            if verdicts & (verdicts - 1):
                open_.append((bit, segment, law, verdicts))
            elif verdicts > floor:
                floor = verdicts
            total = gravest(total, verdicts)
            if total == VIOLATING:
                open_ = []
                break
        rows = self.scope
        pairs = []
        bits = 0
        for bit, segment, law, verdicts in open_:
            if highest(verdicts) > floor:
                pairs.append((bit, segment, law))
                rows |= law.rows << segment.offset
                bits |= bit
        return Look(
            total if told else NOTHING | total,
            feasible,
            Left(tuple(pairs), floor, rows, bits),
        )

    def _acts(
        self, some: int, every: int
    ) -> tuple[bool | None, bool | None, dict[int, bool | None]]:
        """Return whether there is an incident, whether it is possible, which acts are decided."""
        acts, code = self.acts, self.code
        told: bool | None = False
        feasible: bool | None = True
        decided: dict[int, bool | None] = {}
        for part in acts.parts:
            best: bool | None = False
            for segment in part.acts:
                here, always = (
                    some >> segment.offset & acts.mask,
                    every >> segment.offset & acts.mask,
                )
                incident = truth(code.incident, here, always)
                if incident is False:
                    decided[segment.offset] = False
                    best = True
                    continue
                told = True if incident or told else None
                barred = truth(code.impossible, here, always) if code.impossible else False
                itself = truth(segment.itself, here, always) if segment.itself else False
                decided[segment.offset] = (
                    False if itself is True else True if incident and itself is False else None
                )
                if barred is False and itself is False:
                    best = True
                elif best is False and (
                    incident is None or (barred is not True and itself is not True)
                ):
                    best = None
            if best is False:
                return told, False, decided
            if best is None:
                feasible = None
        return told, feasible, decided

    # --- exactly ---

    def possible(self, budget: Budget) -> int:
        """Return exactly the verdicts that some of the worlds have."""
        return self._possible(0, self.alive, self.root, budget)

    def _possible(self, depth: int, alive: int, left: Left, budget: Budget) -> int:
        look = self.look(depth, alive, left)
        if look.feasible is False:
            return 0
        if look.settled:
            return look.verdicts
        alive &= look.left.rows
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
        key = depth, first, second, *ends
        if key in self._same:
            return False
        if depth == len(self.doubts):
            return True
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
        failed: set[tuple[int, ...]] = set()
        asked = self.code.asked(wanted)
        for gate in unless:
            asked |= self.code.asked(gate)
        rows = self.acts.spread(asked)

        def search(depth: int, alive: int, left: Left) -> Witness | None:  # noqa: PLR0911  (what tells at once)
            every = alive & self.every[depth]
            holds = self.holds(wanted, alive, every)
            if holds is False:
                return None
            spoilt = self.spoilt(unless, alive, every)
            if spoilt is True:
                return None
            look = self.look(depth, alive, left)
            if look.feasible is False or not look.verdicts & verdict:
                return None
            if holds and spoilt is False and look.settled:
                return Witness(alive, every)
            left = look.left
            key = depth, alive & (left.rows | rows), left.floor, left.open
            if key in failed:
                return None
            budget.spend()
            for some in dict.fromkeys(alive & mask for mask in self.doubts[depth]):
                witness = search(depth + 1, some, left)
                if witness is not None:
                    return witness
            failed.add(key)
            return None

        return search(0, self.alive, self.root)

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
