"""What decides, told from the rules that fired."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ceasefire.engines.reference.deciding import COVERS, Deciding, decider, ground_of
from ceasefire.engines.reference.meaning import COVERED, VIOLATING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.durable.arbiter import Outcome, Stand
    from ceasefire.engines.durable.weighing import Weight
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.program.program import Text

__all__ = ["told"]


def told(laws: Sequence[Law], weight: Weight, verdict: int) -> Deciding | None:
    """Return what decides the verdict of a box, where that is plain from which rules fired.

    What leaves an event out is not: a rule tells of one ground where several may hold.
    """
    if weight.sure != verdict or verdict not in {COVERED, VIOLATING}:
        return None
    number = itemgetter(0)
    for place, group in groupby(sorted(weight.stands, key=number), key=number):
        stands = [stand for _, stand in group]
        if any(stand.outcome is None for stand in stands):
            return None
        found = [stand for stand in stands if stand.verdicts == verdict]
        if found:
            return decided(laws[place].text, verdict, found)
    return None


def decided(text: Text, verdict: int, stands: Sequence[Stand]) -> Deciding | None:
    """Return what decides of the first instrument that gives the verdict to some acts."""
    outcomes = [stand.outcome for stand in stands if stand.outcome is not None and stand.exact]
    if len(outcomes) < len(stands):
        return None
    return breach(text, outcomes) if verdict == VIOLATING else cover(text, outcomes)


def breach(text: Text, outcomes: Sequence[Outcome]) -> Deciding:
    """Return the gravest provision that is breached."""
    found = decider(text, text.prohibits[min(outcome.clause for outcome in outcomes)])
    return Deciding((found,), (found.provision,))


def cover(text: Text, outcomes: Sequence[Outcome]) -> Deciding:
    """Return the first permit, if some act has one, and why there is no breach."""
    permits = [outcome.clause for outcome in outcomes if outcome.clause >= 0]
    found = decider(text, text.permits[min(permits)] if permits else None)
    grounds = {outcome.ground for outcome in outcomes}
    return Deciding((found,), ground_of([name for name in COVERS if name in grounds]))
