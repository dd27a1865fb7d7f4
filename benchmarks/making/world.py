"""The world of the generated feeds: what there is, and how often it is reported.

The shares are those of no real conflict. As in real feeds, a few values make up most
of the rows, and there are about thirty parties, twenty-five kinds and fourteen
governorates.
"""

from __future__ import annotations

from typing import Final

import numpy as np

__all__ = [
    "ALLIANCES",
    "COLUMNS",
    "FIRST",
    "GOVERNORATES",
    "GROUPS",
    "LAST",
    "MINUTES",
    "PARTIES",
    "QUESTIONS",
    "shares",
]

FIRST: Final = np.datetime64("2016-01-01T00:00", "us")
LAST: Final = np.datetime64("2017-01-01T00:00", "us")
MINUTES: Final = 366 * 24 * 60

GOVERNORATES: Final = (
    *("Aleppo", "Damascus", "Daraa", "Deir ez-Zor", "Hama", "Hasaka", "Homs"),
    *("Idlib", "Latakia", "Quneitra", "Raqqa", "Rif Dimashq", "Suwayda", "Tartus"),
)

PARTIES: Final = (*(f"party-{number:02}" for number in range(29)), "civilians")
ALLIANCES: Final = {
    f"alliance-{number}": PARTIES[5 * number : 5 * number + 5] for number in range(4)
}

KINDS: Final = (
    *("airstrike", "artillery", "mortar", "rocket", "clash", "small-arms", "sniping"),
    *("ground-assault", "ied", "vehicle-bomb", "mine", "guided-missile", "suicide-bombing"),
    *("territorial-gain", "reinforcement", "fortification", "overflight", "abduction"),
    *("arrest", "killing-of-civilians", "siege", "aid-obstruction", "aid-delivery"),
    *("release", "incitement"),
)
GROUPS: Final = {
    "attack": KINDS[:13],
    "shelling": KINDS[1:4],
    "bombing": ("ied", "vehicle-bomb", "mine", "suicide-bombing"),
    "posture": KINDS[13:17],
    "against-civilians": KINDS[17:20],
    "access": KINDS[20:22],
    "compliance": KINDS[22:24],
}

QUESTIONS: Final = tuple(f"question-{number}" for number in range(6))


def shares(count: int, decay: float = 0.7) -> np.ndarray:
    """Return how often each of so many values is reported, the first the most often."""
    weights = 1.0 / np.arange(1, count + 1) ** decay
    return weights / weights.sum()


def spread(*values: str) -> dict[str, float]:
    """Return values with their shares."""
    return dict(zip(values, map(float, shares(len(values))), strict=True))


COLUMNS: Final[dict[str, dict[str, float]]] = {
    "kind": spread(*KINDS),
    "actor": spread(*PARTIES[:29]),
    "target": spread("civilians", *PARTIES[:29]),
    "where.admin1": spread(*GOVERNORATES),
    "struck": spread(
        *("residential", "military", "infrastructure", "market", "hospital"),
        *("school", "worship", "camp", "aid-convoy", "monitors"),
    ),
    "response": spread("none", "source-of-fire", "immediate-threat", "reprisal"),
    "verification": spread(
        *("reported", "alleged", "corroborated", "verified", "rumour", "determined")
    ),
    "held_by": spread(*PARTIES[:29]),
}
"""The columns of text, each with its values and how often they are reported."""
