"""What a rulebook can tell apart: the fields it tests and the words events may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceasefire.rulebook import model
from ceasefire.terms.taxonomy import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.rulebook.model import Condition, Party, Rulebook

__all__ = ["Lexicon", "conditions_of", "lexicon_of", "tests_of"]


@dataclass(frozen=True)
class Lexicon:
    """The words of one rulebook.

    ``fields`` are those that some test asks about. ``leaves`` are values without
    others below them, ``words`` any value or group; ``edges`` instants at which a
    window, a name or a membership begins or ends. ``members`` are, by party, those
    that are always part of it and have no members of their own.
    """

    zone: str
    fields: tuple[str, ...]
    types: Mapping[str, str]
    parties: tuple[str, ...]
    lone: tuple[str, ...]
    names: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    leaves: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    edges: tuple[int, ...]
    presumed: frozenset[str]


def tests_of(condition: Condition) -> Iterator[Condition]:
    """Yield every single test of a condition."""
    match condition:
        case model.All(parts) | model.Any(parts):
            for part in parts:
                yield from tests_of(part)
        case model.Not(part):
            yield from tests_of(part)
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


def lexicon_of(rulebook: Rulebook) -> Lexicon:
    """Return the words of a rulebook."""
    taxonomy = rulebook.taxonomy
    fields: dict[str, None] = {"kind": None, "when": None}
    edges: set[int | None] = set()
    for condition in conditions_of(rulebook):
        for test in tests_of(condition):
            if isinstance(test, model.TimeTest):
                edges |= {test.window.start, test.window.end}
            elif isinstance(test, model.PlaceTest):
                fields["where"] = None
            elif not isinstance(test, model.AnswerTest):
                fields[test.field] = None  # type: ignore[union-attr]  # all other tests have one
    for party in rulebook.parties.values():
        for dated in (*party.aliases, *party.memberships):
            edges |= {dated.start, dated.end}
    leaves, words = {}, {}
    for key in fields:
        if taxonomy.fields[key].vocabulary:
            leaves[key], words[key] = categories(rulebook, key)
    above = {item.parent for party in rulebook.parties.values() for item in party.memberships}
    return Lexicon(
        zone=rulebook.timezone,
        fields=tuple(fields),
        types={key: taxonomy.fields[key].type for key in fields},
        parties=tuple(rulebook.parties),
        lone=tuple(key for key in rulebook.parties if key not in above),
        names=tuple(name for party in rulebook.parties.values() for name in names_of(party)),
        members={key: members(rulebook, key, above) for key in above},
        leaves=leaves,
        words=words,
        edges=tuple(sorted(edge for edge in edges if edge is not None)),
        presumed=frozenset(rulebook.presumptions),
    )


def names_of(party: Party) -> Iterator[str]:
    """Yield every way in which a feed may name a party."""
    yield from (party.id, party.name)
    yield from (alias.name for alias in party.aliases)
    yield from (f"{book}:{code}" for book, codes in party.codes.items() for code in codes)


def members(rulebook: Rulebook, key: str, above: set[str]) -> tuple[str, ...]:
    """Return the parties that are always directly part of one, and have no members."""
    return tuple(
        other
        for other, party in rulebook.parties.items()
        if other not in above
        and any(
            item.parent == key and item.start is None and item.end is None
            for item in party.memberships
        )
    )


def categories(rulebook: Rulebook, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the leaves and all words of a category field that an event may have."""
    vocabulary = rulebook.taxonomy.of(key)
    above = {item.parent for item in vocabulary.categories.values()}
    values = [value for value in vocabulary.values() if value != OTHER]
    if key == "kind":
        values = [value for value in values if vocabulary.incident(value)]
    groups = [name for name, item in vocabulary.categories.items() if item.group and item.incident]
    return tuple(value for value in values if value not in above), (*values, *groups)
