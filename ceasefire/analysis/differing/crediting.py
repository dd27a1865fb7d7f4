"""Events whose stated facts differ between two books, as only one credits a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.differing.joint import VERDICTS
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.differing.comparison import Comparison
    from ceasefire.analysis.differing.model import Change
    from ceasefire.analysis.space import Found

__all__ = ["of_credits"]


def of_credits(comparison: Comparison) -> Iterator[Change]:
    """Yield events whose stated facts differ, as only one side credits a speaker."""
    old, new = (
        {normalise(name): name for name in book.setting.credit}
        for book in comparison.books.values()
    )
    for key in sorted(old.keys() ^ new.keys()):
        speaker = {**old, **new}[key]
        change = credited(comparison, speaker)
        if change is not None:
            yield change
        else:
            text = f"whether it changes what is told of an event that `{speaker}` is credited"
            comparison.unsettled[text] = None


def credited(comparison: Comparison, speaker: str) -> Change | None:
    """Return an event of which a speaker gives another account, with another verdict."""
    events = [found.event() for verdict in VERDICTS if (found := alike(comparison, verdict))]
    for one in events:
        for other in events:
            if one is not other:
                keys = [key for key in {**one, **other} if key != "id"]
                rival = {key: other.get(key, "unknown") for key in keys}
                event = {**one, "alternatives": [{**rival, "said_by": speaker}]}
                change = comparison.change(event, "credit", speaker)
                if change is not None:
                    return change
    return None


def alike(comparison: Comparison, verdict: str) -> Found | None:
    """Return worlds on which both sides give a verdict."""
    both = comparison.joint.forms.all(half.verdicts[verdict] for half in comparison.halves)
    return comparison.find(both, f"whether an event is {verdict} for both")
