"""What a report may say of a field that means one thing to one rulebook and another to the other.

A name that only one of them knows, a day in another zone, a field that is not stated and
that one of them presumes: each is a *wording*, with the cells that it comes to on each side.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.analysis.differing.sharing import PARTIES
from ceasefire.analysis.differing.spots import places_said
from ceasefire.program.casting import Caster
from ceasefire.program.claims import ANYTHING, ClaimError, presumed
from ceasefire.program.parties import FAR
from ceasefire.terms.times import MICROSECOND, MINUTE, describe, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.analysis.differing.sharing import Sharing
    from ceasefire.program.bundles import Signature
    from ceasefire.program.cells import Interval
    from ceasefire.program.program import Program
    from ceasefire.rulebook.model import Presumption

__all__ = ["UNSAID", "Wording", "name_edges", "wordings"]

UNSAID: Final = object()
"""What a report says that does not state a field."""

Cells = tuple["Signature", ...]


class Wording(NamedTuple):
    """What is said of a field, and the cells of each side; ``None`` where it is refused.

    ``times`` are the stretches in which it means this.
    """

    field: str
    raw: object
    cause: str
    subject: str
    old: Cells | None
    new: Cells | None
    times: tuple[Interval, ...] = ()

    @property
    def cells(self) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """The cells of each side; nothing where one refuses it, or some are bundles of many."""
        found = []
        for cells in (self.old, self.new):
            plain = tuple(cell for cell in cells or () if isinstance(cell, int))
            if cells is None or len(plain) != len(cells):
                return None
            found.append(plain)
        return found[0], found[1]

    @property
    def refused(self) -> bool:
        """Whether one side cannot read it."""
        return self.old is None or self.new is None

    def event(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return an event that says this of the field."""
        found = {key: value for key, value in event.items() if key != self.field}
        return found if self.raw is UNSAID else {**found, self.field: self.raw}


def wordings(sharing: Sharing) -> Iterator[Wording]:
    """Yield what may be said that does not mean the same on both sides.

    Of several that mean the same two things, one is yielded.
    """
    met = set()
    for wording in every_wording(sharing):
        key = (wording.field, wording.cause, wording.old, wording.new, wording.times)
        if key not in met:
            met.add(key)
            yield wording


def every_wording(sharing: Sharing) -> Iterator[Wording]:
    """Yield all wordings: presumptions, names, places, words and times."""
    yield from presumptions(sharing)
    if not sharing.same_parties:
        yield from names(sharing)
    if not sharing.same_places:
        yield from plain(sharing, "place", (("where", raw) for raw in places_said(both(sharing))))
    if not sharing.same_words:
        yield from plain(sharing, "word", words(sharing))
    yield from plain(sharing, "time", (("when", raw) for raw in times(sharing)))


def both(sharing: Sharing) -> tuple[Program, Program]:
    """Return both programs."""
    return sharing.old, sharing.new


# --- what is presumed ---


def presumptions(sharing: Sharing) -> Iterator[Wording]:
    """Yield the fields that one side takes otherwise where a report does not state them."""
    mine, theirs = (program.rulebook.presumptions for program in both(sharing))
    for field in sharing.presumed:
        # Who is part of whom, at the time, decides what a presumption of parties comes to.
        stretches = name_edges(sharing) if sharing.of_parties(field) else [None]
        for stretch in stretches:
            instant = 0 if stretch is None else stretch[0]
            before = unsaid(sharing.old, field, mine.get(field), instant)
            after = unsaid(sharing.new, field, theirs.get(field), instant)
            times = () if stretch is None else (stretch,)
            yield Wording(field, UNSAID, "presumption", field, before, after, times)


def unsaid(
    program: Program, field: str, presumption: Presumption | None, instant: int
) -> Cells | None:
    """Return the cells of a field that is not stated."""
    if field not in program.index:
        return (0,)
    caster = Caster(program)
    claim = ANYTHING
    if presumption is not None:
        claim = caster.claim(field, presumed(presumption.value))
    return signatures(caster.cells(field, claim, instant))


def signatures(cells: Iterable[Any]) -> Cells:
    """Return the signatures of cells, in order."""
    found: dict[Signature, None] = {cell.signature: None for cell in cells}
    return tuple(sorted(found, key=repr))


# --- names of parties ---


def name_edges(sharing: Sharing) -> list[Interval]:
    """Return the stretches in which no name changes its meaning on either side."""
    edges = {edge for program in both(sharing) for edge in program.parties.naming_edges}
    return list(pairwise((-FAR, *sorted(edges), FAR)))


def names(sharing: Sharing) -> Iterator[Wording]:
    """Yield the names of parties that stand for others on one side, for each field of parties."""
    found: dict[tuple[str, str, Cells, Cells], list[Interval]] = {}
    known = [
        name
        for name in dict.fromkeys(n for program in both(sharing) for n in every_name(program))
        if sharing.changed(name)
    ]
    fields = party_fields(sharing)
    for lo, hi in name_edges(sharing):
        for name in known:
            if alike(sharing, name, lo):
                continue
            for field in fields:
                before = name_cells(sharing.old, field, name, lo)
                after = name_cells(sharing.new, field, name, lo)
                found.setdefault((field, name, before, after), []).append((lo, hi))
    for (field, name, before, after), stretches in found.items():
        yield Wording(field, name, "name", name, before, after, tuple(stretches))


def every_name(program: Program) -> Iterator[str]:
    """Yield all that parties are called: ids, names, aliases and codes."""
    yield from program.parties.known_names
    for party in program.parties.parties.values():
        for alias in party.coded:
            yield alias.name
            yield alias.name.partition(":")[2]


def party_fields(sharing: Sharing) -> list[str]:
    """Return the fields of parties about which some test asks, those of all reports first."""
    found = [
        name
        for program in both(sharing)
        for name, slot in program.field_slots
        if program.taxonomy.fields[name].type in PARTIES and program.slots[slot].tests
    ]
    return sorted(dict.fromkeys(found), key=lambda name: name not in {"actor", "target"})


def alike(sharing: Sharing, name: str, instant: int) -> bool:
    """Return whether a name stands for the same parties on both sides."""
    found = []
    for program in both(sharing):
        parties = program.parties
        party = parties.resolve(name, instant).party
        if party is None:
            found.append(frozenset(parties.atoms))
        else:
            found.append(parties.below(frozenset({party}), parties.epoch(instant)))
    shared = sharing.parties
    return found[0] == {shared.get(key, ("new", key)) for key in found[1]}


def name_cells(program: Program, field: str, name: str, instant: int) -> Cells:
    """Return the cells of a name."""
    if field not in program.index:
        return (0,)
    caster = Caster(program)
    return signatures(caster.cells(field, caster.claim(field, name), instant))


# --- all else ---


def plain(sharing: Sharing, cause: str, said: Iterable[tuple[str, object]]) -> Iterator[Wording]:
    """Yield wordings by what both sides make of them."""
    for field, raw in said:
        before, after = any_cells(sharing.old, field, raw), any_cells(sharing.new, field, raw)
        if before is not None or after is not None:
            yield Wording(field, raw, cause, in_words(raw), before, after)


def in_words(raw: object) -> str:
    """Return what is said of a field as a text: one as it is, all else as in a feed."""
    return raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)


def any_cells(program: Program, field: str, raw: object) -> Cells | None:
    """Return the cells of what is said, or nothing where it is refused."""
    if field not in program.taxonomy.fields:
        return (0,)
    caster = Caster(program)
    try:
        claim = caster.claim(field, raw)
        if field not in program.index:
            return (0,)
        return signatures(caster.cells(field, claim, 0))
    except ClaimError:
        return None


def words(sharing: Sharing) -> Iterator[tuple[str, object]]:
    """Yield categories that are not the same on both sides, and fields that only one has."""
    old, new = sharing.old.taxonomy, sharing.new.taxonomy
    for field, spec in {**new.fields, **old.fields}.items():
        if field not in old.fields or field not in new.fields:
            yield field, {"not read": True}
        if spec.vocabulary:
            lists = [
                each.vocabularies[spec.vocabulary].categories
                for each in (old, new)
                if spec.vocabulary in each.vocabularies
            ]
            for key in dict.fromkeys(key for each in lists for key in each):
                items = [each.get(key) for each in lists]
                if len(items) == 1 or items[0] != items[1]:
                    for item in filter(None, items):
                        yield from ((field, said) for said in (key, item.name, item.code) if said)


def times(sharing: Sharing) -> Iterator[object]:
    """Yield times that may mean another time on the other side, or be refused there."""
    old, new = both(sharing)
    zones = [program.rulebook.timezone for program in (old, new)]
    if zones[0] == zones[1]:
        return
    edges = {
        edge
        for program in (old, new)
        for test in program.slots[program.time].tests
        for lo, hi in test.pieces(*program.horizon)[:64]
        for edge in (lo, hi)
    }
    for edge in sorted(edges)[:512]:
        for name in zones:
            local = zone(name)
            text = describe(edge, edge + MICROSECOND, local)
            yield from dict.fromkeys((text, text[:10], describe(edge - MINUTE, edge, local)[:16]))
