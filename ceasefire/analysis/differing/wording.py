"""The search for events that say what means another thing to one book than to the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.differing.claims import wordings
from ceasefire.analysis.differing.joint import VERDICTS
from ceasefire.analysis.differing.sharing import PARTIES
from ceasefire.program.bundles import every
from ceasefire.program.formulas import ALWAYS
from ceasefire.program.parties import Epochs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.differing.claims import Wording
    from ceasefire.analysis.differing.comparison import Comparison
    from ceasefire.analysis.differing.joint import Half, Part
    from ceasefire.analysis.differing.model import Change
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula

__all__ = ["OTHER", "of_wordings"]

MOST_SHOWN: Final = 12
"""So many names that changed their meaning, and so on of each cause, are shown by events."""

MOST_TRIED: Final = 4  # pragma: no mutate
"""So many cells of a side are tried one by one."""

FEW_STEPS: Final = 500  # pragma: no mutate
"""How many boxes one question about a wording may take."""

OTHER: Final = "other"
"""The cause where a name, or the like, is said that changed, but is not all that makes it so."""

UNLIKE: Final = {
    "name": "the parties are not the same",
    "place": "the places are not the same",
    "word": "the vocabularies are not the same",
    "time": "the time zones are not the same",
    "presumption": "what is presumed is not the same",
}
"""What is said where no event was found for a cause, and none is proved not to exist."""


def of_wordings(comparison: Comparison) -> Iterator[Change]:
    """Yield changes by what reports say that does not mean the same to both."""
    shown: dict[str, set[str]] = {}
    unproved = set()
    for wording in wordings(comparison.sharing):
        subjects = shown.setdefault(wording.cause, set())
        if len(subjects) >= MOST_SHOWN or wording.subject in subjects:
            continue
        for change in worded(comparison, wording):
            if change.cause != OTHER:
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
    others: dict[str, Change] = {}
    what = f"whether `{wording.subject}` changes what is told of an event"
    for each in (likely, wanted):
        for formula in each(comparison, wording):
            for change in meeting(comparison, wording, formula, what):
                if change.kind in met:
                    break
                if comparison.explained(change):
                    met.add(change.kind)
                    yield change
                    break
                others.setdefault(change.kind, change)
        if met:
            # That one event differs is plain, and others of other kinds are not promised.
            comparison.unsettled.pop(f"{what}: the search was too long", None)
            return
    for change in others.values():
        yield replace(change, cause=OTHER, subject="")


def meeting(
    comparison: Comparison, wording: Wording, formula: Formula, what: str
) -> Iterator[Change]:
    """Yield events that say something for which a formula holds and that are told of otherwise.

    Another is looked for on which both sides agree where it is said in other words: what
    differs otherwise, too, may hide what the words change. That takes longer.
    """
    state, forms = when(comparison, wording), comparison.joint.forms
    alike = forms.any(
        forms.all(half.verdicts[verdict] for half in comparison.halves) for verdict in VERDICTS
    )
    for each in (formula, forms.all((formula, alike))):
        found = comparison.find(each, what, state, FEW_STEPS)
        if found is None:
            return
        change = comparison.shown(found, wording.cause, wording.subject, "", wording.event)
        if change is not None:
            yield change


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
