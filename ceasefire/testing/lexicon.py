"""What a rulebook can tell apart: the fields it tests and the words events may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from shapely import point_on_surface

from ceasefire.program.domains import PLACES
from ceasefire.program.where import WhereSpec
from ceasefire.rulebook import logic
from ceasefire.terms.taxonomy import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Party, Rulebook

__all__ = ["AFAR", "Lexicon", "conditions_of", "lexicon_of", "single_tests"]


AFAR: Final = {"country": "FR", "lat": 10.0, "lon": -150.0}
"""A location that lies in no place of any rulebook about somewhere else."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one rulebook; it is equal to none but itself.

    ``fields`` are those that some test asks about. ``leaves`` are values without
    others below them, ``words`` any value or group; ``edges`` instants at which a
    window, a name or a membership begins or ends. ``lone`` parties never have
    members; ``below`` are, by party, those that ever are part of it, ``members``
    those lone ones that always are; ``tops`` are not always part of another.
    ``areas`` are reports of a place, ``spots`` those that leave no doubt.
    """

    zone: str
    fields: tuple[str, ...]
    types: Mapping[str, str]
    lone: tuple[str, ...]
    tops: tuple[str, ...]
    names: tuple[str, ...]
    below: Mapping[str, tuple[str, ...]]
    members: Mapping[str, tuple[str, ...]]
    leaves: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    edges: tuple[int, ...]
    presumed: frozenset[str]
    areas: tuple[dict[str, Any], ...]
    spots: tuple[dict[str, Any], ...]


def single_tests(condition: Condition) -> Iterator[Condition]:
    """Yield every single test of a condition."""
    match condition:
        case logic.All(parts) | logic.Any(parts):
            for part in parts:
                yield from single_tests(part)
        case logic.Not(part):
            yield from single_tests(part)
        case _:
            yield condition


def conditions_of(rulebook: Rulebook) -> Iterator[Condition]:
    """Yield every condition of a rulebook."""
    for item in rulebook.instruments.values():
        yield from (item.time, item.place, item.actor, item.answers)
        for provision in item.provisions:
            yield provision.condition
    for impossible in rulebook.impossible:
        yield impossible.condition
    for pattern in rulebook.patterns.values():
        yield from pattern.conditions


def asked(rulebook: Rulebook) -> tuple[dict[str, None], set[int | None]]:
    """Return the fields that a rulebook asks about, and the instants at which it changes."""
    fields: dict[str, None] = {"kind": None, "when": None}
    edges: set[int | None] = set()
    for condition in conditions_of(rulebook):
        for test in single_tests(condition):
            if isinstance(test, logic.TimeTest):
                edges |= {test.window.start, test.window.end}
            elif isinstance(test, logic.PlaceTest):
                fields["where"] = None
            elif not isinstance(test, logic.AnswerTest):
                fields[test.field] = None  # type: ignore[union-attr]  # all other tests have one
    for pattern in rulebook.patterns.values():
        edges |= {move.on for move in pattern.moves}
        if getattr(pattern.shape, "within_km", None) is not None:
            fields["where"] = None
    for party in rulebook.parties.values():
        edges |= {edge for item in party.aliases for edge in (item.start, item.end)}
        edges |= {edge for item in party.memberships for edge in (item.start, item.end)}
    return fields, edges


def lexicon_of(rulebook: Rulebook) -> Lexicon:
    """Return the words of a rulebook."""
    taxonomy = rulebook.taxonomy
    fields, edges = asked(rulebook)
    leaves, words = {}, {}
    for key in fields:
        if taxonomy.fields[key].vocabulary:
            leaves[key], words[key] = categories(rulebook, key)
    domain = PLACES.of(rulebook.places)
    reported = (AFAR, *areas(rulebook))
    above = {item.parent for party in rulebook.parties.values() for item in party.memberships}
    return Lexicon(
        zone=rulebook.timezone,
        fields=tuple(fields),
        types={key: taxonomy.fields[key].type for key in fields},
        lone=tuple(key for key in rulebook.parties if key not in above),
        tops=tuple(key for key, party in rulebook.parties.items() if not settled(party)),
        names=tuple(name for party in rulebook.parties.values() for name in names_of(party)),
        below={key: members(rulebook, key) for key in above},
        members={
            key: tuple(
                name
                for name in members(rulebook, key)
                if name not in above and settled(rulebook.parties[name])
            )
            for key in above
        },
        leaves=leaves,
        words=words,
        edges=tuple(sorted(edge for edge in edges if edge is not None)),
        presumed=frozenset(rulebook.presumptions),
        areas=reported,
        spots=tuple(raw for raw in reported if len(domain.locate(WhereSpec(**raw))[0]) == 1),
    )


def names_of(party: Party) -> Iterator[str]:
    """Yield every way in which a feed may name a party."""
    yield from (party.id, party.name)
    yield from (alias.name for alias in (*party.aliases, *party.coded))


def members(rulebook: Rulebook, key: str) -> tuple[str, ...]:
    """Return the parties that ever are directly part of one."""
    return tuple(
        other
        for other, party in rulebook.parties.items()
        if any(item.parent == key for item in party.memberships)
    )


def settled(party: Party) -> bool:
    """Return whether a party is always part of one and the same other."""
    return any(item.start is None and item.end is None for item in party.memberships)


def areas(rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    """Yield reports of a place: its names, its units, points in and near it."""
    for place in rulebook.places.values():
        yield {"name": place.name}
        keys = ("country", "admin1", "admin2")
        unit = {key: value for key in keys if (value := getattr(place, key))}
        if unit:
            yield unit
        if place.pcode:
            yield {"pcode": place.pcode}
        if place.geometry is not None:
            spot = point_on_surface(place.geometry)
            point = {"lat": round(spot.y, 6), "lon": round(spot.x, 6)}
            yield from (point, {**point, "within_km": 15}, {**unit, **point})


def categories(rulebook: Rulebook, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the leaves and all words of a category field that an event may have."""
    vocabulary = rulebook.taxonomy.of(key)
    above = {item.parent for item in vocabulary.categories.values()}
    values = [value for value in vocabulary.values() if value != OTHER]
    if key == "kind":
        values = [value for value in values if vocabulary.incident(value)]
    groups = [name for name, item in vocabulary.categories.items() if item.group and item.incident]
    return tuple(value for value in values if value not in above), (*values, *groups)
