"""What reported values stand for at an instant: every value, listed.

Part of the oracle: written from the meaning, sharing no code with any engine.
"""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hypothesis import assume

from ceasefire.program.places import WhereSpec
from ceasefire.terms.names import normalise
from ceasefire.terms.taxonomy import OTHER
from tests.laws.truth import epochs, held_at, lineage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.laws.truth import Ground

__all__ = ["UNLISTED", "Said", "incident", "resolved", "said", "signature", "values"]

UNLISTED: Final = "(a party without a name here)"
ANY: Final = "unknown"
MANY: Final = 7
"""Sets over more distinguishable elements than this are not enumerated."""

HALF: Final = 0.5


class Said(NamedTuple):
    """Rival options, each a list that holds together (``None``: anything), and what is not."""

    options: list[list[Any]] | None
    out: list[Any]


def said(raw: Any, *, pairs: bool) -> Said:  # noqa: ANN401  (what a feed may hold)
    """Return what a raw value says; ``pairs`` says that lists are ranges of numbers."""
    out: list[Any] = []
    rivals: list[Any] = [raw]
    if isinstance(raw, dict) and {"one_of", "not"} & set(raw):
        out, rivals = listed(raw.get("not", [])), listed(raw.get("one_of", ANY))
    if ANY in rivals or None in rivals:
        return Said(None, out)
    joint = [item if isinstance(item, list) and not pairs else [item] for item in rivals]
    return Said(joint, out)


def listed(raw: Any) -> list[Any]:  # noqa: ANN401  (what a feed may hold)
    """Return a list as it is, and anything else as a list of one."""
    return raw if isinstance(raw, list) else [raw]


# --- parties ------------------------------------------------------------------------


def resolved(ground: Ground, name: str, instant: int) -> str | None:
    """Return the one party that a name stands for at an instant."""
    wanted = normalise(name)
    now: set[str] = set()
    ever = False
    for key, party in ground.book.parties.items():
        if wanted in map(normalise, (key, party.name)):
            now.add(key)
        for alias in (*party.aliases, *party.coded):
            if normalise(alias.name) == wanted:
                ever = True
                if held_at(alias.start, alias.end, instant):
                    now.add(key)
    if not now and not ever:
        bare = [
            key
            for key, party in ground.book.parties.items()
            if any(
                normalise(code.name) == wanted and held_at(code.start, code.end, instant)
                for items in party.codes.values()
                for code in items
            )
        ]
        now = set(bare)
    return now.pop() if len(now) == 1 else None


def atoms(ground: Ground) -> list[str]:
    """Return every party there may be."""
    return [*ground.book.parties, UNLISTED]


def meant(ground: Ground, field: str, element: str, instant: int) -> list[str]:
    """Return every value that one element stands for."""
    kind = ground.book.taxonomy.fields[field].type
    if kind in {"party", "parties"}:
        party = None if element == ANY else resolved(ground, element, instant)
        if party is None:
            return atoms(ground)
        return [
            atom
            for atom in ground.book.parties
            if party in lineage(ground.book.parties, atom, instant)
        ]
    vocabulary = ground.book.taxonomy.of(field)
    plain = [key for key, item in vocabulary.categories.items() if not item.group]
    everything = [*plain, OTHER] if vocabulary.open else plain
    if element not in vocabulary.categories:
        return everything
    found = []
    for value in plain:
        above = value
        while above and above != element:
            above = vocabulary.categories[above].parent
        if above:
            found.append(value)
    return found


# --- values of a field -----------------------------------------------------------------


def values(ground: Ground, field: str, claim: Said, instant: int) -> list[Any]:
    """Return every value that a claim leaves a field at an instant, tellable ones at least."""
    kind = ground.book.taxonomy.fields[field].type
    match kind:
        case "place":
            return locations(ground, claim)
        case "flag":
            named = {flag(item[0]) for item in claim.options or []}
            return [
                value
                for value in (True, False)
                if (claim.options is None or value in named)
                and value not in {flag(item) for item in claim.out}
            ]
        case "count" | "number":
            return numbers(ground, field, claim, whole=kind == "count")
        case "parties" | "categories":
            return sets(ground, field, claim, instant)
    out = denied(ground, field, claim, instant)
    elements = [ANY] if claim.options is None else [option[0] for option in claim.options]
    inside = dict.fromkeys(
        value for element in elements for value in meant(ground, field, element, instant)
    )
    found = [value for value in inside if value not in out]
    if field == "kind" and claim.options is None and not claim.out:
        found = [value for value in found if incident(ground, value)]
    return found


def incident(ground: Ground, kind: str) -> bool:
    """Return whether a kind is an incident at all."""
    return not under(ground.book.taxonomy.kinds.categories, kind, "no-incident")


def under(categories: Any, name: str, top: str) -> bool:  # noqa: ANN401  (a mapping of categories)
    """Return whether a category lies below another."""
    while name:
        if name == top:
            return True
        name = categories[name].parent
    return False


def flag(raw: object) -> bool:
    """Return a flag as feeds write them."""
    return raw is True or raw == "yes"


def locations(ground: Ground, claim: Said) -> list[int]:
    """Return every location, by its signs."""

    def spec(raw: object) -> WhereSpec:
        return WhereSpec(name=raw) if isinstance(raw, str) else WhereSpec(**raw)  # type: ignore[arg-type]

    def located(raw: object) -> set[int]:
        return set(ground.domain.locate(spec(raw))[0])

    found = set(ground.domain.everywhere())
    if claim.options is not None:
        found = {signs for option in claim.options for signs in located(option[0])}
    return sorted(found.difference(*(ground.domain.wholly(spec(item)) for item in claim.out)))


def numbers(ground: Ground, field: str, claim: Said, *, whole: bool) -> list[float]:
    """Return numbers on both sides of everything that is said or asked."""
    ranges = [bounds(option[0]) for option in claim.options or [[[None, None]]]]
    removed = [bounds(item) for item in claim.out]
    marks = {0.0}
    for test in ground.tests.get(field, []):
        marks |= {mark for mark in (test.low, test.high) if mark is not None}  # type: ignore[union-attr]
    marks |= {mark for pair in (*ranges, *removed) for mark in pair if mark is not None}
    steps = (-1, 0, 1) if whole else (-1, -HALF, 0, HALF, 1)
    near = {mark + step for mark in marks for step in steps}
    near |= {(one + other) / 2 for one in near for other in near}
    if whole:
        near = {value for value in near if value >= 0 and float(value).is_integer()}
    return sorted(
        value
        for value in near
        if any(between(value, pair) for pair in ranges)
        and not any(between(value, pair) for pair in removed)
    )


def bounds(raw: Any) -> tuple[float | None, float | None]:  # noqa: ANN401  (a number or a pair)
    """Return a range; presumptions state numbers as text."""
    if isinstance(raw, list):
        low, high = raw
        return low, high
    return float(raw), float(raw)


def between(value: float, pair: tuple[float | None, float | None]) -> bool:
    """Return whether a number lies in a closed range."""
    low, high = pair
    return (low is None or value >= low) and (high is None or value <= high)


def denied(ground: Ground, field: str, claim: Said, instant: int) -> set[str]:
    """Return every value that a claim says it is not; a name that says nothing denies none."""
    party = ground.book.taxonomy.fields[field].type in {"party", "parties"}
    return {
        value
        for item in claim.out
        if item != ANY and not (party and resolved(ground, item, instant) is None)
        for value in meant(ground, field, item, instant)
    }


def sets(ground: Ground, field: str, claim: Said, instant: int) -> list[frozenset[str]]:
    """Return every set of elements, of those that some test tells apart."""
    out = denied(ground, field, claim, instant)

    def kept(element: str) -> list[str]:
        return [value for value in meant(ground, field, element, instant) if value not in out]

    if claim.options is None:
        elements = distinct(ground, field, kept(ANY))
        assume(len(elements) <= MANY)
        some = chain.from_iterable(
            combinations(elements, size) for size in range(1, len(elements) + 1)
        )
        found = [frozenset(each) for each in some]
        return [frozenset(), *found] if field == "present" or not elements else found
    named = [
        [
            item
            for position, item in enumerate(option)
            if item == ANY or item not in option[:position]
        ]
        for option in claim.options
    ]
    every = [
        frozenset(choice)
        for option in named
        for choice in product(*(distinct(ground, field, kept(item)) for item in option))
    ]
    return list(dict.fromkeys(every))


def distinct(ground: Ground, field: str, elements: Iterable[str]) -> list[str]:
    """Return one element for each way in which the tests of a field go, at all times."""
    table: dict[Any, str] = {}
    for element in elements:
        table.setdefault(signature(ground, field, element), element)
    return list(table.values())


def signature(ground: Ground, field: str, value: Any) -> tuple[bool, ...]:  # noqa: ANN401  (of any type)
    """Return how every test of a field goes for a value, at every time that matters."""
    kind = ground.book.taxonomy.fields[field].type
    moments = epochs(ground) if kind in {"party", "parties"} else [0]
    if field == "kind":
        kinds = ground.book.taxonomy.kinds.categories
        compliant = under(kinds, value, "compliance")
        return (
            incident(ground, value),
            compliant,
            *(ground.passes(test, value, 0) for test in ground.tests.get(field, [])),
        )
    if field == "where":
        return tuple(
            any(ground.domain.member(name, value) for name in test.names)  # type: ignore[union-attr]
            for test in ground.tests.get(field, [])
        )
    return tuple(
        ground.passes(test, value, moment)
        for test in ground.tests.get(field, [])
        for moment in moments
    )
