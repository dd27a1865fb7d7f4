"""Instruments that another outdoes: wherever the one speaks, the other finds the same or worse.

They change no verdict, so that whatever is asked of verdicts can do without them.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from ceasefire.analysis.checks.implying import implied, parts_of
from ceasefire.analysis.space import Spent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.analysis.checks.ground import Ground, Own
    from ceasefire.program.formulas import Formula

__all__ = ["Spoken", "dominated", "may", "surely", "without"]

ENOUGH: Final = 2


class Spoken(Protocol):
    """What an instrument says, as formulas."""

    @property
    def inside(self) -> Formula:
        """That it reaches an act and excludes it by no provision."""
        ...

    @property
    def violated(self) -> Formula:
        """That an act inside of it breaches it."""
        ...

    @property
    def breached(self) -> Formula:
        """That some prohibition of it is breached, by whoever."""
        ...

    @property
    def breaches(self) -> Mapping[str, Formula]:
        """That each prohibition is."""
        ...


Dominated = dict[str, list[str]]
"""For instruments, those that outdo them."""


def dominated(ground: Ground) -> Dominated:
    """Return the instruments that others outdo, as far as that is soon shown.

    Two others are enough: where one of them is left out, there is another.
    """
    found: Dominated = {}
    for own in ground.owns:
        others = (other for other in ground.owns if other is not own and may(ground, own, other))
        outdoing = (other.id for other in others if surely(ground, own, other))
        names = list(islice(outdoing, ENOUGH))
        if names:
            found[own.id] = names
    return found


def may(ground: Ground, own: Spoken, other: Spoken) -> bool:
    """Return whether no sampled world shows that one instrument does not outdo another."""
    sample, real = ground.sample, ground.real
    beyond = sample.truth(own.inside) & ~sample.truth(other.inside)
    worse = sample.truth(own.violated) & ~sample.truth(other.violated)
    return not real & (beyond | worse)


def surely(ground: Ground, own: Spoken, other: Spoken) -> bool:
    """Return whether no world does; ``False`` where that takes too long."""
    inside = frozenset(parts_of(own.inside))
    try:
        return implied(ground, inside, other.inside) and all(
            implied(ground, inside.union(parts_of(breach)), other.breached)
            for breach in own.breaches.values()
        )
    except Spent:
        return False


def without(owns: Sequence[Own], found: Mapping[str, Sequence[str]]) -> tuple[Own, ...]:
    """Return instruments without those that another one of them outdoes.

    Of two that outdo each other, one is kept.
    """
    kept = {own.id: own for own in owns}
    for own in owns:
        if any(name in kept and name != own.id for name in found.get(own.id, ())):
            del kept[own.id]
    return tuple(kept.values())
