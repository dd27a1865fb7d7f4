"""An event that names a party by a name, so that it matters whether the name is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.space import Spent
from ceasefire.program.cells import TimeSlot
from ceasefire.terms.times import MICROSECOND, MINUTE, describe, zone
from ceasefire.testing.mutation.catching import (
    VERDICTS,
    Caught,
    proposal,
    told_apart,
    with_verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.space import Found
    from ceasefire.program.cells import Interval
    from ceasefire.rulebook.model import Alias
    from ceasefire.testing.cases.books import Books
    from ceasefire.testing.cases.model import Case
    from ceasefire.testing.mutation.catching import Search
    from ceasefire.testing.mutation.mutants import AliasGone

__all__ = ["catch_name"]

ROLES: Final = ("actor", "target")


def catch_name(search: Search, mutant: AliasGone, others: Books) -> Caught:
    """Return an event that names a party as a mutant does not.

    It is put together from worlds of each verdict at a time at which the name is in use.
    Where the name stands for the same without it, by another of its names, nothing can tell.
    """
    books = search.books
    alias = books.plain.rulebook.parties[mutant.party].aliases[mutant.number]
    if known_all_the_same(alias, books, others):
        return Caught(equivalent=True)
    spent = False
    for verdict in VERDICTS:
        try:
            for case in cases_of(search, mutant, alias, verdict):
                if told_apart(case, books, others):
                    return Caught(with_verdict(case, books))
        except Spent:
            spent = True
    return Caught(spent=spent)


def known_all_the_same(alias: Alias, books: Books, others: Books) -> bool:
    """Return whether a name stands for the same parties at all times without an alias."""
    domains = [each.plain.program.parties for each in (books, others)]
    edges = {edge for domain in domains for edge in domain.naming_edges}
    instants = [min(edges, default=0) - 1, *sorted(edges)]
    one, other = ([domain.resolve(alias.name, at).party for at in instants] for domain in domains)
    return one == other


def cases_of(search: Search, mutant: AliasGone, alias: Alias, verdict: str) -> Iterator[Case]:
    """Yield cases of a verdict's worlds in which a party bears the name, as actor or target."""
    space = search.space
    slot = space.program.slots[space.program.time]
    assert isinstance(slot, TimeSlot)  # noqa: S101  (how programs are made)
    low, high = space.program.horizon
    start = low if alias.start is None else max(low, alias.start)
    end = high if alias.end is None else min(high, alias.end)
    cells = slot.cells([(start, end)]) if start < end else ()
    if not cells:
        return
    in_use = space.state.narrowed(space.program.time, tuple(cell.signature for cell in cells))
    found = space.find(space.verdicts.of(verdict), answers=search.answers, within=in_use)
    if found is None:
        return
    left = set(found.state.cells[space.program.time])
    spans = [span for cell in cells if cell.signature in left for span in cell.values]
    for role in ROLES:
        yield named(search, mutant, found, {role: alias.name, "when": moment(search, spans)})


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
