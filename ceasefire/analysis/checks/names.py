"""Parties, places and sources that nothing uses, and names that add nothing or clash."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ceasefire.analysis.checks.asking import conditions_of, tests_of
from ceasefire.analysis.checks.citations import cited
from ceasefire.analysis.checks.lint import Lint
from ceasefire.program.places import PlaceDomain
from ceasefire.program.units import COUNTRY, Relation, relate, units_of
from ceasefire.rulebook.logic import PartyTest, PlaceTest
from ceasefire.rulebook.model import Alias
from ceasefire.rulebook.parties import meet
from ceasefire.terms.letters import comparable
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.program.units import Unit
    from ceasefire.rulebook.model import Party, Rulebook

__all__ = ["names"]

Test = TypeVar("Test", PartyTest, PlaceTest)


class Bearer(NamedTuple):
    """A party with a name or code that stands for it; codes say of which code book they are."""

    party: str
    scheme: str
    alias: Alias

    def clashes(self, party: str, code: Alias) -> bool:
        """Return whether it is another party, at some time when the code stands for one."""
        mine = self.alias
        return self.party != party and meet((mine.start, mine.end), (code.start, code.end))


def names(book: Rulebook) -> Iterator[Lint]:
    """Yield what is odd about the names of a rulebook."""
    yield from unused_parties(book)
    yield from unused_places(book)
    yield from unused_sources(book)
    for party in book.parties.values():
        yield from idle_aliases(party)
    yield from clashing_codes(book)
    yield from unreadable_units(book)


# --- unused -------------------------------------------------------------------------


def unused_parties(book: Rulebook) -> Iterator[Lint]:
    """Yield the parties that no test tells from one that is not listed."""
    asked = {name for test in every(book, PartyTest) for name in test.names}
    asked |= presumed(book, {"party", "parties"})
    above = {key: lineage(book, key) for key in book.parties}
    # A report that names an umbrella means some member of it.
    used = asked.union(*(line for line in above.values() if line & asked))
    used.update(key for key, line in above.items() if line & asked)
    for key, party in book.parties.items():
        if key not in used and party.span.line:
            message = f"no rule asks about `{key}`, or about a party that it is part of"
            hint = "reports that name it are decided like those of a party that is not listed"
            yield Lint("unused-party", f"parties.{key}", party.span, message, hint)


def lineage(book: Rulebook, key: str) -> set[str]:
    """Return a party and all that it is ever part of."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [item.parent for item in book.parties[here].memberships]
    return found


def unused_places(book: Rulebook) -> Iterator[Lint]:
    """Yield the places that nothing asks about and that lie within no other."""
    used = {name for test in every(book, PlaceTest) for name in test.names}
    used |= presumed(book, {"place"})
    for place in book.places.values():
        used.update((*place.union, *place.difference, place.within))
    for key, place in book.places.items():
        if key not in used and not place.within:
            message = f"no rule asks about `{key}`, and no other place is made of it"
            hint = "remove it, unless its name helps to place reports"
            yield Lint("unused-place", f"places.{key}", place.span, message, hint)


def unused_sources(book: Rulebook) -> Iterator[Lint]:
    """Yield the sources that nothing cites."""
    used = cited(book)
    for key, source in book.sources.items():
        if key not in used:
            message = f"nothing cites `{key}`"
            hint = "cite it where it is relied on, or remove it"
            yield Lint("unused-source", f"sources.{key}", source.span, message, hint)


def every(book: Rulebook, kind: type[Test]) -> Iterator[Test]:
    """Yield all tests of a kind."""
    for condition in dict.fromkeys(conditions_of(book)):
        for test in tests_of(condition):
            if isinstance(test, kind):
                yield test


def presumed(book: Rulebook, types: set[str]) -> set[str]:
    """Return the values that are presumed, or presumed not to be, of fields of some types."""
    fields = book.taxonomy.fields
    return {
        value
        for key, item in book.presumptions.items()
        if fields[key].type in types
        for value in (*item.value.one_of, *item.value.none_of)
    }


# --- names --------------------------------------------------------------------------


def idle_aliases(party: Party) -> Iterator[Lint]:
    """Yield the further names of a party that are another name of it."""
    known: dict[str, tuple[str, Alias | None]] = {
        normalise(name): (name, None) for name in (party.id, party.name)
    }
    for alias in party.aliases:
        other, dates = known.setdefault(normalise(alias.name), (alias.name, alias))
        if dates is alias or (dates is not None and not holds(dates, alias)):
            continue
        message = f"`{alias.name}` adds nothing: `{other}` is known to be a name of `{party.id}`"
        hint = "case, accents, hyphens and apostrophes do not count; leave it out"
        path = f"parties.{party.id}.also.{alias.name}"
        yield Lint("idle-alias", path, alias.span, message, hint)


def holds(one: Alias, other: Alias) -> bool:
    """Return whether a name holds whenever another does."""
    begun = one.start is None or (other.start is not None and one.start <= other.start)
    return begun and (one.end is None or (other.end is not None and other.end <= one.end))


def clashing_codes(book: Rulebook) -> Iterator[Lint]:
    """Yield codes that, without their code book, stand for two parties or are another's name."""
    bearers: dict[str, list[Bearer]] = {}
    for key, party in book.parties.items():
        for alias in (Alias(key), Alias(party.name), *party.aliases):
            bearers.setdefault(normalise(alias.name), []).append(Bearer(key, "", alias))
    for key, party in book.parties.items():
        for scheme, codes in party.codes.items():
            for code in codes:
                others = bearers.setdefault(normalise(code.name), [])
                clash = next((each for each in others if each.clashes(key, code)), None)
                if clash is not None:
                    yield clashing(party, scheme, code.name, clash)
                others.append(Bearer(key, scheme, code))


def clashing(party: Party, scheme: str, code: str, other: Bearer) -> Lint:
    """Return that a code stands for another party too."""
    what = f"in `{other.scheme}`" if other.scheme else "by name"
    message = f"`{code}`, for `{scheme}` a code of `{party.id}`, is `{other.party}` {what}"
    hint = f"feeds that mean this code had better write `{scheme}:{code}`"
    return Lint("code-clash", f"parties.{party.id}.codes.{scheme}", party.span, message, hint)


def unreadable_units(book: Rulebook) -> Iterator[Lint]:
    """Yield the units that may be another, as no name of theirs is in its letters."""
    found: dict[str, list[str]] = {}
    for (one, mine), (other, theirs) in combinations(units_of(book.places).items(), 2):
        if unreadable(mine, theirs):
            found.setdefault(other, []).append(one)
    locations = PlaceDomain(book.places) if found else None
    for key, others in found.items():
        met = [each for each in others if locations and meets(locations, key, each)]
        if met:
            more = f" or {len(met) - 1} more" if len(met) > 1 else ""
            message = f"`{key}` may be `{met[0]}`{more}: no names of theirs are in the same letters"
            hint = "give both a `name` or `also` in letters that the other has"
            yield Lint("units-alike", f"places.{key}", book.places[key].span, message, hint)


def unreadable(one: Unit, other: Unit) -> bool:
    """Return whether nothing tells two units of a level apart, for want of names to compare."""
    level = one.level
    return (
        level == other.level != COUNTRY
        and relate(one, other) is Relation.OPEN
        and one.names(level).isdisjoint(other.names(level))
        and not comparable(one.given(level), other.given(level))
    )


def meets(locations: PlaceDomain, one: str, other: str) -> bool:
    """Return whether some location lies in both of two places."""
    return any(
        locations.member(one, signs) and locations.member(other, signs)
        for signs in locations.everywhere()
    )
