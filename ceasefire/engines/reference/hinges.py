"""What a finding hinges on, as formulas: where the same is left of these, findings are the same.

Of worlds in which an instrument is surely breached, say, no finding tells what instruments
after it make of them, nor why others leave them out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.engines.reference.deciding import COVERS
from ceasefire.program.automaton import Hinges
from ceasefire.program.formulas import ALWAYS, AllOf, AnyOf, Formula, not_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.reference.deciding import Ways
    from ceasefire.program.program import Program

__all__ = ["hinges"]


def hinges(program: Program, ways: Sequence[Ways[Formula]]) -> Hinges:
    """Return what the findings of events under a program hinge on.

    Which verdicts other answers would give is asked whatever is answered; what decides, and
    on what ground, in worlds in which the answers are those of the reading.
    """
    breach = AnyOf(tuple(way.breach for way in ways))
    cover = AnyOf(tuple(way.cover for way in ways))
    verdicts = (program.incident, *program.impossible, breach, AllOf((not_of(breach), cover)))
    return Hinges(verdicts, (), (*deciding(ways, breach, cover),))


def deciding(
    ways: Sequence[Ways[Formula]], breach: Formula, cover: Formula
) -> Iterator[tuple[Formula, Formula]]:
    """Yield what tells which instrument and provision decide, and before it where it matters.

    An instrument that is breached, or reaches the event, matters where none before it surely
    is breached or does.
    """
    unbroken = not_of(breach)
    outside = AllOf((unbroken, not_of(cover)))
    before: Formula = ALWAYS
    above: Formula = unbroken
    for way in ways:
        yield before, way.breach
        yield from ((before, option.holds) for option in way.prohibits)
        yield above, way.cover
        yield from ((above, option.holds) for option in way.permits)
        for name, ground in way.grounds.items():
            yield above if name in COVERS else outside, ground
        yield outside, way.reached
        before = AllOf((before, not_of(way.breach)))
        above = AllOf((above, not_of(way.cover)))
