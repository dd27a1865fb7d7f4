"""An event that names a party by a name, so that it matters whether the name is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.space import Spent
from ceasefire.program.cells import TimeSlot
from ceasefire.program.parties import FAR
from ceasefire.terms.times import MICROSECOND, MINUTE, describe, zone
from ceasefire.testing.mutation.catching import (
    VERDICTS,
    Caught,
    proposal,
    told_apart,
    with_verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.space import Found
    from ceasefire.program.cells import Interval
    from ceasefire.testing.cases.books import Books
    from ceasefire.testing.cases.model import Case
    from ceasefire.testing.mutation.catching import Search
    from ceasefire.testing.mutation.mutants import AliasGone

__all__ = ["catch_name"]

ROLES: Final = ("actor", "target")


def catch_name(search: Search, mutant: AliasGone, others: Books) -> Caught:
    """Return an event that names a party as a mutant does not.

    It is put together from worlds of each verdict at a time at which the name stands for
    another without it, or for nobody. Where it always stands for the same, by another of the
    party's names, nothing can tell.
    """
    books = search.books
    alias = books.plain.rulebook.parties[mutant.party].aliases[mutant.number]
    times = apart(alias.name, books, others)
    if not times:
        return Caught(equivalent=True)
    spent = False
    for verdict in VERDICTS:
        try:
            for case in cases_of(search, mutant, times, verdict):
                if told_apart(case, books, others):
                    return Caught(with_verdict(case, books))
        except Spent:
            spent = True
    return Caught(spent=spent)


def apart(name: str, books: Books, others: Books) -> list[Interval]:
    """Return the stretches of time at which a name does not stand for the same in both."""
    domains = [each.plain.program.parties for each in (books, others)]
    edges = sorted({edge for domain in domains for edge in domain.naming_edges})
    found = []
    for lo, hi in pairwise((-FAR, *edges, FAR)):
        one, other = (domain.resolve(name, lo).party for domain in domains)
        if one != other:
            found.append((lo, hi))
    return found


def cases_of(
    search: Search, mutant: AliasGone, times: Sequence[Interval], verdict: str
) -> Iterator[Case]:
    """Yield cases of a verdict's worlds in which a party bears the name, as actor or target."""
    space = search.space
    time = space.program.time
    slot = space.program.slots[time]
    assert isinstance(slot, TimeSlot)  # noqa: S101  (how programs are made)
    low, high = space.program.horizon
    clipped = [(max(low, lo), min(high, hi)) for lo, hi in times]
    cells = slot.cells([(lo, hi) for lo, hi in clipped if lo < hi])
    if not cells:
        return
    then = space.state.narrowed(time, tuple(cell.signature for cell in cells))
    found = space.find(space.verdicts.of(verdict), answers=search.answers, within=then)
    if found is None:
        return
    left = set(found.state.cells[time])
    spans = [span for cell in cells if cell.signature in left for span in cell.values]
    name = search.books.plain.rulebook.parties[mutant.party].aliases[mutant.number].name
    for role in ROLES:
        yield named(search, mutant, found, {role: name, "when": moment(search, spans)})


def named(search: Search, mutant: AliasGone, found: Found, facts: dict[str, object]) -> Case:
    """Return a case of some worlds in which some facts are otherwise."""
    case = proposal(mutant, found, search.books, search.answers)
    return replace(case, event={**(case.event or {}), **facts})


def moment(search: Search, spans: list[Interval]) -> str:
    """Return an instant in some stretch of time, at a full minute if there is one."""
    local = zone(search.joint.rulebook.timezone)
    for lo, hi in sorted(spans):
        whole = -(-lo // MINUTE) * MINUTE
        at = whole if whole < hi else lo
        return describe(at, at + MICROSECOND, local)
    raise AssertionError(spans)
