"""The accounts of an event, for the oracle: the stated facts and the rivals to them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.events.event import FIELD_KEYS
from ceasefire.terms.names import normalise
from ceasefire.terms.times import span, zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.rulebook.model import Rulebook

__all__ = ["Telling", "tellings"]


class Telling(NamedTuple):
    """One account: its values, whether it is stated, the alternatives it is made of."""

    values: dict[str, Any]
    stated: bool
    made_of: tuple[int, ...]
    overrides: frozenset[str]


def tellings(
    book: Rulebook, event: Mapping[str, Any], credit: Sequence[str], as_of: int | None
) -> list[Telling]:
    """Return the stated account (or accounts), then each rival and each combination."""
    fields = [*FIELD_KEYS, *book.taxonomy.fields]
    tz = zone(book.timezone)

    def facts(item: Mapping[str, Any]) -> dict[str, Any]:
        return {key: item[key] for key in fields if item.get(key) is not None}

    def known(item: Mapping[str, Any]) -> int:
        return span(item["known"], tz)[0] if item.get("known") else 0

    given = [
        item
        for item in event.get("alternatives", [])
        if (as_of is None or not item.get("known") or known(item) <= as_of) and facts(item)
    ]
    base = facts(event)
    for item in sorted((item for item in given if item.get("supersedes")), key=known):
        base |= facts(item)
    speakers = {normalise(name) for name in credit}
    disputes: dict[str, list[int]] = {}
    for number, item in enumerate(given):
        if not item.get("supersedes"):
            disputes.setdefault(item.get("dispute", ""), []).append(number)
    choices = []
    for numbers in disputes.values():
        credited = [n for n in numbers if normalise(given[n].get("said_by", "")) in speakers]
        choices.append(
            [(n, n in credited) for n in numbers]
            if credited
            else [(-1, True), *((n, bool(given[n].get("stated"))) for n in numbers)]
        )
    found: list[Telling] = []
    for choice in product(*choices):
        rivals = [number for number, stated in choice if number >= 0 and not stated]
        claimed = [key for number in rivals for key in facts(given[number])]
        unnamed = [number for number in rivals if not given[number].get("dispute")]
        if len(claimed) != len(set(claimed)) or (unnamed and len(rivals) > 1):
            continue
        asserted = [number for number, stated in choice if number >= 0 and stated]
        for kept in together([(number, facts(given[number])) for number in asserted]):
            told = told_by([*kept, *rivals], base, [facts(item) for item in given])
            told = told._replace(stated=not rivals)
            found += [] if told in found else [told]
    return found


def told_by(
    numbers: list[int], base: Mapping[str, Any], given: Sequence[Mapping[str, Any]]
) -> Telling:
    """Return the account of some alternatives together, the later ones over the earlier."""
    values = dict(base)
    for number in numbers:
        values |= given[number]
    overrides = frozenset(key for number in numbers for key in given[number])
    return Telling(values, stated=True, made_of=tuple(sorted(numbers)), overrides=overrides)


def together(items: list[tuple[int, dict[str, Any]]]) -> list[tuple[int, ...]]:
    """Return the sets of asserted accounts that agree and that no other could join."""
    agreeing = []
    for kept in product((True, False), repeat=len(items)):
        some = [item for item, keep in zip(items, kept, strict=True) if keep]
        said: dict[str, list[Any]] = {}
        for _, facts in some:
            for key, value in facts.items():
                said.setdefault(key, []).append(value)
        if all(value == values[0] for values in said.values() for value in values):
            agreeing.append(tuple(number for number, _ in some))
    return [one for one in agreeing if not any(set(one) < set(other) for other in agreeing)]
