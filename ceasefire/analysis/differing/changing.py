"""The search for events of which two books tell different things."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from ceasefire.analysis.differing.crediting import of_credits
from ceasefire.analysis.differing.joint import VERDICTS
from ceasefire.analysis.differing.kinds import queries
from ceasefire.analysis.differing.wording import OTHER, of_wordings
from ceasefire.program.formulas import ALWAYS, NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.analysis.differing.comparison import Comparison
    from ceasefire.analysis.differing.kinds import Query
    from ceasefire.analysis.differing.model import Change
    from ceasefire.analysis.space import Found
    from ceasefire.program.formulas import Formula

__all__ = ["changes", "told_once"]


def changes(comparison: Comparison) -> Iterator[Change]:
    """Yield an event for each way in which what is told of events differs.

    Where none comes and nothing is ``unsettled`` in the end, it is proved that there is none.
    """
    if comparison.hindrance:
        comparison.unsettled[comparison.hindrance] = None
        return
    if comparison.identical:
        return
    yield from of_worlds(comparison)
    yield from of_wordings(comparison)
    yield from of_credits(comparison)


def told_once(found: Iterable[Change]) -> Iterator[Change]:
    """Yield changes, each event once, and those of other causes only where they tell anything."""
    met = set()
    kinds: set[object] = set()
    clauses: dict[str, None] = {}
    for change in found:
        event = json.dumps((change.event, change.answers), sort_keys=True, default=str)
        other = change.cause == OTHER
        if event not in met and not (other and deciding(change) in kinds):
            met.add(event)
            kinds.add(deciding(change))
            yield replace(change, behind=tuple(clauses)) if other else change
        clauses |= dict.fromkeys(change.behind)


def deciding(change: Change) -> object:
    """Return what is told of an event, but for the words."""
    return tuple(
        (told.verdict, told.possible, told.instrument, told.provision, told.ground)
        for told in (change.old, change.new)
    )


# --- worlds ---


def of_worlds(comparison: Comparison) -> Iterator[Change]:
    """Yield changes of the verdict on what both take for the same world."""
    found = set()
    barren: Formula = NEVER
    for query in queries(*comparison.halves):
        key = (query.old, query.new, query.cause, query.subject)
        if key in found or query.first is barren:
            continue
        if query.first is not ALWAYS and comparison.nowhere(query.first):
            barren = query.first
            continue
        change = answered(comparison, query)
        if change is not None:
            found.add(key)
            yield change


def answered(comparison: Comparison, query: Query) -> Change | None:
    """Return an event that answers a query, if any does."""
    kind = f"{query.old} -> {query.new}"
    found = comparison.find(query.formula, f"whether an event is {kind} by {query.subject}")
    if found is None:
        return None
    change = comparison.shown(found, query.cause, query.subject, query.side)
    if change is None or not as_asked(query, change):
        # Open questions, or what no report can say, hide the difference.
        text = f"whether an event shows that worlds are {kind} by {query.subject}"
        comparison.unsettled[text] = None
    if change is None:
        return None
    return replace(change, behind=behind(comparison, query, found))


def as_asked(query: Query, change: Change) -> bool:
    """Return whether what is told of an event is graver, or milder, as its world is."""
    old, new = (
        [VERDICTS.index(verdict) for verdict in told.possible] for told in (change.old, change.new)
    )
    if not {query.old, query.new} <= {*VERDICTS} or not old or not new:
        return True
    if VERDICTS.index(query.old) > VERDICTS.index(query.new):
        old, new = new, old
    return min(old) < min(new) or max(old) < max(new)


def behind(comparison: Comparison, query: Query, found: Found) -> tuple[str, ...]:
    """Return the clauses of the other side that stand against what was found."""
    old, new = comparison.halves
    other = old if query.side == "new" else new
    masks = found.box.masks
    failing = [part for part in query.beyond if part.value(masks) is False]
    named = [other.labels.get((query.text, id(part)), "") for part in failing]
    return tuple(dict.fromkeys(filter(None, named))) or (
        (query.subject,) if query.cause != "impossible" else ()
    )
