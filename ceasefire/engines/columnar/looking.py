"""What can be seen at once of worlds, by the rows that are alive in some and in every one.

Whatever set of worlds is asked about, what instruments say of the same rows is worked out
once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.sheet import truth
from ceasefire.engines.reference.meaning import EXCLUDED, NOTHING, VIOLATING, several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.columnar.acts import Acts, Segment
    from ceasefire.engines.columnar.code import LawCode

__all__ = ["Left", "Look", "Looking", "looking"]


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


class Acted(NamedTuple):
    """Whether there is an incident, whether it is possible, which acts are to be decided."""

    told: bool | None
    feasible: bool | None
    decided: dict[int, bool | None]


class Looking:
    """Looks at acts that are decided together, under some instruments."""

    def __init__(self, acts: Acts, laws: Sequence[LawCode]) -> None:
        """Take the acts, and the instruments that may matter."""
        self.acts = acts
        self.code = acts.code
        pairs = [(segment, law) for segment in acts.segments for law in laws]
        rows = acts.scope
        for segment, law in pairs:
            rows |= law.rows << segment.offset
        self.root = Left(
            tuple([(1 << n, *pair) for n, pair in enumerate(pairs)]), EXCLUDED, rows, -1
        )
        self._number = next(self.code.numbers)

    def __call__(self, some: int, every: int, left: Left) -> Look:
        """Return what can be seen of worlds: rows alive in some and in every one of them."""
        some &= left.rows
        key = self._number, some, some & every, left.floor, left.open
        found = self.code.looks.get(key)
        if found is None:
            found = self.code.looks.keep(key, self._seen(some, some & every, left))
        return found

    def _seen(self, some: int, every: int, left: Left) -> Look:
        told, feasible, decided = self._acts(some, every)
        if told is False or feasible is False:
            return Look(NOTHING, feasible, Left((), left.floor, 0, 0))
        mask = self.acts.mask
        total = least = floor = left.floor
        pairs = []
        for pair in left.pairs:
            _, segment, law = pair
            known = decided[segment.offset]
            if known is False:
                continue
            here, always = some >> segment.offset & mask, every >> segment.offset & mask
            verdicts = law.verdicts(here, always, known)
            total |= verdicts
            least = max(least, verdicts & -verdicts)
            if verdicts & (verdicts - 1):
                pairs.append((pair, verdicts))
            elif verdicts > floor:
                floor = verdicts
                if floor == VIOLATING:
                    break
        total &= -least  # one world takes the gravest verdict
        rows, bits = self.acts.scope, 0
        kept = [pair for pair, verdicts in pairs if verdicts >> 1 >= floor]
        for bit, segment, law in kept:
            rows |= law.rows << segment.offset
            bits |= bit
        return Look(
            total if told else NOTHING | total, feasible, Left(tuple(kept), floor, rows, bits)
        )

    def _acts(self, some: int, every: int) -> Acted:
        acts = self.acts
        key = acts.shape, some & acts.scope, every & acts.scope
        found = self.code.acted.get(key)
        if found is None:
            found = self.code.acted.keep(key, self._acted(some, every))
        return found

    def _acted(self, some: int, every: int) -> Acted:
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
                return Acted(told, feasible=False, decided=decided)
            if best is None:
                feasible = None
        return Acted(told, feasible, decided)


def looking(acts: Acts, laws: tuple[LawCode, ...]) -> Looking:
    """Return what looks at acts under some instruments, once for all acts that are alike."""
    key = acts.shape, laws
    found = acts.code.looking.get(key)
    if found is None:
        found = acts.code.looking.keep(key, Looking(acts, laws))
    return found
