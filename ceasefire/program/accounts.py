"""The accounts of an event: the stated facts, and the rivals to them.

Alternatives are rivals; those that name different disputes are independent and combine,
except where two alternatives override the same field, which makes them rivals
too: of accounts that count as stated, either then holds. An alternative that
supersedes, or whose speaker the reading credits, takes the place of the stated
facts; one marked ``stated`` stands beside them.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.errors import EventError, Problem
from ceasefire.terms.names import normalise
from ceasefire.terms.times import TimeProblem, span

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from ceasefire.events.event import Alternative, Event

__all__ = ["Facts", "accounts_of", "known_from", "known_span", "stated_of"]

MOST = 4096


class Facts(NamedTuple):
    """One account: its values by field, whether it is stated, and whose it is.

    ``overrides`` names the fields that it states otherwise than the report. ``taken``
    are the alternatives that stand in place of the report: those that supersede it and
    those of speakers whom the reading credits.
    """

    values: Mapping[str, Any]
    stated: bool
    told_by: tuple[Alternative, ...] = ()
    overrides: tuple[str, ...] = ()
    taken: tuple[Alternative, ...] = ()


def known_from(text: str | None, zone: ZoneInfo, where: str) -> int | None:
    """Return the first instant of a ``known`` date, or nothing where there is none.

    Raises :class:`~ceasefire.errors.EventError` on what is no date.
    """
    known = known_span(text, zone, where)
    return None if known is None else known[0]


def known_span(text: str | None, zone: ZoneInfo, where: str) -> tuple[int, int] | None:
    """Return the half-open stretch of a ``known`` date, or nothing where there is none.

    Raises :class:`~ceasefire.errors.EventError` on what is no date.
    """
    if text is None:
        return None
    try:
        return span(text, zone)
    except TimeProblem as problem:
        message = f"`known`: {problem.message}"
        raise EventError([Problem(where, 0, 0, problem.code, message, problem.hint)]) from problem


def accounts_of(
    event: Event, fields: Container[str], zone: ZoneInfo, credit: set[str], as_of: int | None
) -> Iterator[Facts]:
    """Yield the accounts: first the stated ones, then their rivals.

    Keys that are not among the ``fields`` state nothing, and an alternative that states
    nothing is left aside. ``credit`` has speakers in comparable form; what became known
    after the instant ``as_of`` is left out. Raises
    :class:`~ceasefire.errors.EventError` for alternatives that combine to too many
    accounts, or of which it is not clear which supersedes which.
    """
    where = f"event `{event.id}`"
    dated = [(known_from(item.known, zone, where), item) for item in event.alternatives]
    current = [
        (at, item)
        for at, item in dated
        if (as_of is None or at is None or at <= as_of) and stated_of(item, fields)
    ]
    superseding = sorted(
        (pair for pair in current if pair[1].supersedes), key=lambda pair: pair[0] or 0
    )
    check_order(superseding, fields, where)
    base = stated_of(event, fields)
    for _, item in superseding:
        base |= stated_of(item, fields)
    disputes: dict[str, list[Alternative]] = {}
    for _, item in current:
        if not item.supersedes:
            disputes.setdefault(item.dispute, []).append(item)
    lists = [options(items, credit) for items in disputes.values()]
    size = 1
    for choices in lists:
        size *= len(choices)
    if size > MOST:
        message = f"the alternatives combine to {size} accounts; at most {MOST} are read"
        raise EventError([Problem(where, 0, 0, "too-large", message, "name fewer disputes")])
    later = tuple(item for _, item in superseding)
    found: dict[tuple[int, ...], Facts] = {}
    for choice in product(*lists):
        said = tuple(item for stated, item in choice if item is not None and stated)
        rivals = tuple(item for stated, item in choice if item is not None and not stated)
        named = [field for item in rivals for field in stated_of(item, fields)]
        apart = len(rivals) > 1 and not all(item.dispute for item in rivals)
        if apart or len(named) != len(set(named)):
            continue
        for credited in agreeing(said, fields):
            told_by = (*credited, *rivals)
            changes: dict[str, Any] = {}
            for item in told_by:
                changes |= stated_of(item, fields)
            values = base | changes
            # Who is overruled in all that they state does not tell what is left.
            tellers = tuple(item for item in told_by if stands(stated_of(item, fields), values))
            taken = tuple(
                item
                for item in (*later, *(each for each in credited if not each.stated))
                if stands(stated_of(item, fields), values)
            )
            found[tuple(map(id, told_by))] = Facts(
                values, not rivals, tellers, tuple(changes), taken
            )
    yield from sorted(found.values(), key=lambda facts: not facts.stated)


def agreeing(
    items: tuple[Alternative, ...], fields: Container[str]
) -> Iterator[tuple[Alternative, ...]]:
    """Yield the largest sets of accounts that can hold together: of clashing ones, either."""
    facts = {id(item): stated_of(item, fields) for item in items}
    held: list[set[int]] = []
    for size in range(len(items), -1, -1):
        for some in combinations(items, size):
            ids = {id(item) for item in some}
            if not any(ids <= larger for larger in held) and not any(
                clash(facts[id(one)], facts[id(other)]) for one, other in combinations(some, 2)
            ):
                held.append(ids)
                yield some


def clash(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two accounts state a field differently."""
    return any(one[key] != other[key] for key in one.keys() & other.keys())


def check_order(
    superseding: list[tuple[int | None, Alternative]], fields: Container[str], where: str
) -> None:
    """Raise where two alternatives supersede each other at one time, and say different things."""
    for (at, one), (then, other) in combinations(superseding, 2):
        unclear = at == then or at is None or then is None
        if unclear and clash(stated_of(one, fields), stated_of(other, fields)):
            message = "two alternatives supersede the report, and it is not clear which comes last"
            hint = "give each a `known` date of its own, or leave out `supersedes` of rivals"
            raise EventError([Problem(where, 0, 0, "unclear-supersedes", message, hint)])


def stands(stated: Mapping[str, Any], final: Mapping[str, Any]) -> bool:
    """Return whether some of what an alternative states is not overruled."""
    return any(final[key] == value for key, value in stated.items())


def stated_of(record: Event | Alternative, fields: Container[str]) -> dict[str, Any]:
    """Return the fields that a record states."""
    return {key: value for key, value in record.facts.items() if key in fields}


def options(items: list[Alternative], credit: set[str]) -> list[tuple[bool, Alternative | None]]:
    """Return the rival accounts of one dispute, and which of them count as stated."""
    credited = [item for item in items if not credit.isdisjoint(map(normalise, item.said_by))]
    others = [(False, item) for item in items if item not in credited]
    if credited:
        return [*((True, item) for item in credited), *others]
    return [(True, None), *((item.stated, item) for item in items)]
