"""Which provisions change the verdict on some act: shown by worlds, or searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.analysis.checks.effects import changing, shown, telling
from ceasefire.analysis.checks.ground import Outcome
from ceasefire.analysis.checks.sample import drawn
from ceasefire.analysis.space import Spent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.analysis.checks.effects import Part
    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.engines.reference.states import State

__all__ = ["Changes", "changes"]

TOGETHER: Final = 64
"""So many provisions are looked at together, each in as many worlds in which it matters alone."""

Changes = dict[tuple[str, str], bool | None]
"""For provisions by key, whether one changes a verdict; ``None`` where that took too long."""


def changes(ground: Ground, parts: Sequence[Part], state: State, outcome: Outcome) -> Changes:
    """Return which of some provisions change the verdict on some act in a state.

    ``outcome`` is what comes of worlds drawn from it: most provisions show there. Of the
    others, some show in worlds in which their own instrument would find otherwise without
    them. For the rest all worlds are searched.
    """
    here = {part.key for part in parts}
    found: Changes = dict.fromkeys(here & shown(ground, outcome).keys(), True)
    left = [part for part in parts if part.key not in found]
    for start in range(0, len(left), TOGETHER):
        found |= near(ground, left[start : start + TOGETHER], state)
    for part in parts:
        if part.key not in found:
            found[part.key] = searched(ground, part, state)
    return found


def near(ground: Ground, parts: Sequence[Part], state: State) -> Changes:
    """Return what shows in worlds in which an instrument would find otherwise by itself."""
    found: Changes = {}
    states = []
    for part in parts:
        try:
            alone = ground.first(telling(part), state)
        except Spent:
            continue
        if alone is None:
            found[part.key] = False
        else:
            states.append(alone.state)
    if states:
        worlds = shown(ground, Outcome(ground, drawn(states, TOGETHER)))
        here = {part.key for part in parts}
        found |= dict.fromkeys(here & worlds.keys(), True)
    return found


def searched(ground: Ground, part: Part, state: State) -> bool | None:
    """Return whether some world shows it, of all that there are."""
    try:
        return ground.first(changing(part, ground), state) is not None
    except Spent:
        return None
