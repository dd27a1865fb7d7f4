"""On which answers of a reading verdicts rest: others would leave other verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.boxes import Settled
    from ceasefire.engines.columnar.questions import Change
    from ceasefire.engines.reference.search import Budget

__all__ = ["resting"]


def resting(
    changes: Iterable[tuple[str, Sequence[Change]]],
    sides: Sequence[tuple[Settled, int]],
    stated: int,
    aside: int,
    budget: Budget,
) -> tuple[str, ...]:
    """Return the questions of which another answer would leave other verdicts than stated.

    ``sides`` are boxes of the stated facts, with the verdicts of each; ``aside`` is what
    the stated facts come to besides, whatever is answered.
    """
    return tuple(
        question
        for question, others in changes
        if any(aside | left(other, sides, budget) != stated for other in others)
    )


def left(change: Change, sides: Iterable[tuple[Settled, int]], budget: Budget) -> int:
    """Return the verdicts of some boxes under another answer to one question."""
    found = 0
    for side, mask in sides:
        touched = side.extent.some & side.acts.spread(change.differ)
        found |= side.changed(change.killed, budget) if touched else mask
    return found
