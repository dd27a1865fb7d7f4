"""The search for events of which two books tell different things."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.differing.claims import wordings
from ceasefire.analysis.differing.crediting import of_credits
from ceasefire.analysis.differing.joint import VERDICTS
from ceasefire.analysis.differing.kinds import queries
from ceasefire.analysis.differing.sharing import PARTIES
from ceasefire.program.bundles import every
from ceasefire.program.formulas import ALWAYS, NEVER
from ceasefire.program.parties import Epochs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.differing.claims import Wording
    from ceasefire.analysis.differing.comparison import Comparison
    from ceasefire.analysis.differing.joint import Half, Part
    from ceasefire.analysis.differing.kinds import Query
    from ceasefire.analysis.differing.model import Change
    from ceasefire.analysis.space import Found
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula

__all__ = ["changes"]

MOST_SHOWN: Final = 12
"""So many names that changed their meaning, and so on of each cause, are shown by events."""

MOST_TRIED: Final = 4  # pragma: no mutate
"""So many cells of a side are tried one by one."""

FEW_STEPS: Final = 500  # pragma: no mutate
"""How many boxes one question about a wording may take."""

UNLIKE: Final = {
    "name": "the parties are not the same",
    "place": "the places are not the same",
    "word": "the vocabularies are not the same",
    "time": "the time zones are not the same",
    "presumption": "what is presumed is not the same",
}
"""What is said where no event was found for a cause, and none is proved not to exist."""


def changes(comparison: Comparison) -> Iterator[Change]:
    """Yield an event for each way in which what is told of events differs.

    Where none comes and nothing is ``unsettled`` in the end, it is proved that there is none.
    """
    if comparison.hindrance:
        comparison.unsettled[comparison.hindrance] = None
        return
    if comparison.identical:
        return
    met = set()
    for each in (of_worlds, of_wordings, of_credits):
        for change in each(comparison):
            key = (change.kind, repr(change.event), repr(change.answers))
            if key not in met:
                met.add(key)
                yield change


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


# --- wordings ---


def of_wordings(comparison: Comparison) -> Iterator[Change]:
    """Yield changes by what reports say that does not mean the same to both."""
    shown: dict[str, set[str]] = {}
    unproved = set()
    for wording in wordings(comparison.sharing):
        subjects = shown.setdefault(wording.cause, set())
        if len(subjects) >= MOST_SHOWN or wording.subject in subjects:
            continue
        for change in worded(comparison, wording):
            subjects.add(wording.subject)
            yield change
        if wording.cause == "presumption" and not paired(comparison, wording):
            unproved.add(wording.field)
    for cause in unlike(comparison, proved=not unproved):
        if not shown.get(cause):
            text = f"{UNLIKE[cause]}, and whether that alone changes what is told of an event"
            comparison.unsettled[text] = None


def worded(comparison: Comparison, wording: Wording) -> Iterator[Change]:
    """Yield the events in which a wording makes a difference, one of each kind."""
    met = set()
    state = when(comparison, wording)
    what = f"whether `{wording.subject}` changes what is told of an event"
    for each in (likely, wanted):
        for formula in each(comparison, wording):
            found = comparison.find(formula, what, state, FEW_STEPS)
            if found is None:
                continue
            change = comparison.shown(found, wording.cause, wording.subject, "", wording.event)
            if change is not None and change.kind not in met:
                met.add(change.kind)
                yield change
        if met:
            # That one event differs is plain, and others of other kinds are not promised.
            comparison.unsettled.pop(f"{what}: the search was too long", None)
            return


def likely(comparison: Comparison, wording: Wording) -> Iterator[Formula]:
    """Yield formulas that are soon searched, and mostly hold where a wording matters.

    They are of one cell on each side, and say nothing of what the others may leave possible.
    """
    if wording.refused:
        yield ALWAYS
    if wording.cells is None:
        return
    old, new = wording.cells
    known = [
        [half.given(wording.field, cell).verdicts for cell in cells[:MOST_TRIED]]
        for half, cells in zip(comparison.halves, (beyond(old, new), beyond(new, old)), strict=True)
    ]
    for before, after in permutations(VERDICTS, 2):
        for one, other in list(product(*known))[:MOST_TRIED]:
            yield comparison.joint.forms.all((one[before], other[after]))


def beyond(cells: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    """Return cells, those first that the other side does not have."""
    return tuple(sorted(cells, key=lambda cell: cell in others))


def wanted(comparison: Comparison, wording: Wording) -> Iterator[Formula]:
    """Yield formulas of which one holds wherever a wording leaves other verdicts possible."""
    if wording.cells is None:
        return
    old, new = (
        possible(half, wording.field, cells)
        for half, cells in zip(comparison.halves, wording.cells, strict=True)
    )
    for verdict in VERDICTS:
        yield from either(comparison, old[verdict], new[verdict])


def possible(half: Half, field: str, cells: tuple[int, ...]) -> dict[str, Formula]:
    """Return for each verdict that some cell of a field leads to it."""
    given = [half.given(field, cell).verdicts for cell in cells]
    forms = half.joint.forms
    return {verdict: forms.any(each[verdict] for each in given) for verdict in VERDICTS}


def either(comparison: Comparison, old: Formula, new: Formula) -> Iterator[Formula]:
    """Yield that one of two formulas holds and the other does not."""
    forms = comparison.joint.forms
    if old is not new:
        yield forms.all((old, forms.negated(new)))
        yield forms.all((new, forms.negated(old)))


def when(comparison: Comparison, wording: Wording) -> State:
    """Return the worlds in which a wording has its meaning."""
    state, joint = comparison.state, comparison.joint
    if not wording.times:
        return state
    bits = 0
    for stretch in wording.times:
        bits |= joint.test("when", Epochs((stretch,)))[1]
    kept = tuple(cell for cell in state.cells[joint.time] if every(cell) & bits)
    return state.narrowed(joint.time, kept)


def paired(comparison: Comparison, wording: Wording) -> bool:
    """Return whether each cell of one side is proved to have one that means the same.

    Only this holds of events of several acts, too, which share what is not stated.
    """
    if wording.cells is None:
        return False
    old, new = (
        [half.given(wording.field, cell) for cell in cells]
        for half, cells in zip(comparison.halves, wording.cells, strict=True)
    )
    state = when(comparison, wording)
    return all(any(equal(comparison, one, each, state) for each in new) for one in old) and all(
        any(equal(comparison, each, one, state) for each in old) for one in new
    )


def equal(comparison: Comparison, old: Part, new: Part, state: State) -> bool:
    """Return whether two sets of verdicts are proved to be the same in every world of a state."""
    return all(
        comparison.nowhere(formula, state)
        for verdict, one in old.verdicts.items()
        for formula in either(comparison, one, new.verdicts[verdict])
    )


def unlike(comparison: Comparison, *, proved: bool) -> Iterator[str]:
    """Yield the causes by which an event may differ although no world does.

    What is presumed is ``proved`` to change nothing, or not.
    """
    sharing, joint = comparison.sharing, comparison.joint
    fields = joint.taxonomy.fields
    asked = {fields[slot.name].type for slot in joint.slots if slot.tests and slot.name in fields}
    if not sharing.same_parties and asked & PARTIES:
        yield "name"
    if not sharing.same_places and "place" in asked:
        yield "place"
    if not sharing.same_words:
        yield "word"
    if sharing.old.rulebook.timezone != sharing.new.rulebook.timezone:
        yield "time"
    if not proved:
        yield "presumption"
