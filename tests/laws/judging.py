"""What one instrument says of one act in one world, sentence by sentence.

Part of the oracle: written from the meaning, sharing no code with any engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Instrument, Provision
    from tests.laws.truth import Act, Ground

__all__ = [
    "COVERED",
    "EXCLUDED",
    "GRAVITY",
    "NOTHING",
    "VIOLATING",
    "judge",
    "lifting",
    "provisions",
    "reached",
]

NOTHING: Final = "no incident"
EXCLUDED: Final = "excluded"
COVERED: Final = "covered"
VIOLATING: Final = "violating"
GRAVITY: Final = (NOTHING, EXCLUDED, COVERED, VIOLATING)


def provisions(item: Instrument, effect: str) -> list[Provision]:
    """Return the provisions of one effect."""
    return [each for each in item.provisions if each.effect == effect]


def lifting(ground: Ground, item: Instrument, prohibition: Provision, act: Act) -> list[Provision]:
    """Return the permits that lift a prohibition."""
    return [
        permit
        for permit in provisions(item, "permit")
        if (permit.lifts is None or prohibition.id in permit.lifts)
        and ground.holds(permit.condition, act)
    ]


def reached(ground: Ground, item: Instrument, act: Act) -> list[str]:
    """Return the grounds on which an instrument does not reach an act."""
    tests = {"time": item.time, "place": item.place, "actor": item.actor, "question": item.answers}
    return [name for name, test in tests.items() if not ground.holds(test, act)]


def judge(ground: Ground, item: Instrument, act: Act) -> str:
    """Return what one instrument says of one act in one world."""
    if reached(ground, item, act):
        return EXCLUDED
    if any(ground.holds(each.condition, act) for each in provisions(item, "exclude")):
        return EXCLUDED
    for each in provisions(item, "prohibit"):
        if ground.holds(each.condition, act) and not lifting(ground, item, each, act):
            return VIOLATING
    return COVERED
