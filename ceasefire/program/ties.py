"""What ties places to each other: which combinations of them can hold of one spot.

A combination is a bit mask over the basic places (its *signs*). Ties come from
administrative identity (a unit lies in its country, two units of a level are
apart) and from what a rulebook declares with ``within``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from ceasefire.program.units import Relation, relate, units_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ceasefire.rulebook.model import Place

__all__ = ["Ties", "bits"]


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


@dataclass(frozen=True, slots=True)
class Ties:
    """What each basic place needs and bars, and declarations about composite places.

    ``needs[k]`` are the places that hold wherever place ``k`` does, ``bars[k]``
    those that hold nowhere in it. ``checks`` are pairs of places, the first
    declared to lie within the second.
    """

    needs: tuple[int, ...]
    bars: tuple[int, ...]
    checks: tuple[tuple[str, str], ...]
    member: Callable[[str, int], bool]

    @classmethod
    def of(
        cls,
        places: Mapping[str, Place],
        order: Sequence[str],
        member: Callable[[str, int], bool],
    ) -> Ties:
        """Return the ties of a rulebook; ``order`` gives the bits, ``member`` evaluates places."""
        number = {key: bit for bit, key in enumerate(order)}
        needs, bars = [0] * len(order), [0] * len(order)
        for one, other, relation in related(places):
            first, second = number[one], number[other]
            if relation in {Relation.SAME, Relation.INSIDE}:
                needs[first] |= 1 << second
            if relation in {Relation.SAME, Relation.AROUND}:
                needs[second] |= 1 << first
            if relation is Relation.APART:
                bars[first] |= 1 << second
                bars[second] |= 1 << first
        checks = []
        for key, place in places.items():
            if key in number and place.within in number:
                needs[number[key]] |= 1 << number[place.within]
            elif place.within in places:
                checks.append((key, place.within))
        close(needs, bars)
        return cls(tuple(needs), tuple(bars), tuple(checks), member)

    def feasible(self, signs: int) -> bool:
        """Return whether one spot can have these signs."""
        return not any(self.needs[k] & ~signs or self.bars[k] & signs for k in bits(signs)) and all(
            self.member(outer, signs) for inner, outer in self.checks if self.member(inner, signs)
        )

    def completions(self, raw: int, drawn: int) -> tuple[int, ...]:
        """Return every feasible combination that agrees with ``raw`` on the places ``drawn``."""
        needed, barred = raw, 0
        for k in bits(raw):
            needed |= self.needs[k]
            barred |= self.bars[k]
        if needed & barred or needed & drawn != raw:
            return ()
        free = [k for k in range(len(self.needs)) if not drawn >> k & 1]
        return tuple(sorted(filter(self.feasible, self._choices(free, needed, drawn & ~raw))))

    def _choices(self, free: Sequence[int], signs: int, clear: int) -> Iterator[int]:
        """Yield combinations that set or clear each of the free places."""
        stack = [(0, signs, clear)]
        while stack:
            depth, signs, clear = stack.pop()
            if depth == len(free):
                yield signs
                continue
            k = free[depth]
            wanted = signs | 1 << k | self.needs[k]
            if not signs >> k & 1:
                stack.append((depth + 1, signs, clear | 1 << k))
            if not wanted & clear and not any(self.bars[j] & wanted for j in bits(wanted & ~signs)):
                stack.append((depth + 1, wanted, clear))


def related(places: Mapping[str, Place]) -> Iterable[tuple[str, str, Relation]]:
    """Yield how each two units of the rulebook lie, where that is not open."""
    for (one, mine), (other, theirs) in combinations(units_of(places).items(), 2):
        relation = relate(mine, theirs)
        if relation is not Relation.OPEN:
            yield one, other, relation


def close(needs: list[int], bars: list[int]) -> None:
    """Draw every conclusion: what is inside a place lies in, and apart from, what that does."""
    settled = False
    while not settled:
        settled = True
        for k, mask in enumerate(needs):
            wider, apart = mask, bars[k]
            for j in bits(mask):
                wider |= needs[j]
                apart |= bars[j]
            if (wider, apart) != (mask, bars[k]):
                needs[k], settled = wider, False
                bars[k] = apart
                for j in bits(apart):
                    bars[j] |= 1 << k
