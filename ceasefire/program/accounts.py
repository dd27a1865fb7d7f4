"""The accounts of an event: the stated facts, and the rivals to them.

Alternatives of one dispute are rivals; disputes are independent and combine,
except where two alternatives override the same field, which makes them rivals
too. An alternative that supersedes, or whose speaker the reading credits, takes
the place of the stated facts; one marked ``stated`` stands beside them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.errors import EventError, Problem
from ceasefire.terms.names import normalise
from ceasefire.terms.times import TimeProblem, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from ceasefire.events.event import Alternative, Event

__all__ = ["Facts", "accounts_of", "known_from"]

MOST = 4096


class Facts(NamedTuple):
    """One account: its values by field, whether it is stated, and whose it is."""

    values: Mapping[str, Any]
    stated: bool
    told_by: tuple[Alternative, ...] = ()

    @property
    def overrides(self) -> tuple[str, ...]:
        """The fields that the account states otherwise than the report."""
        return tuple(dict.fromkeys(field for item in self.told_by for field in item.facts))


def known_from(text: str | None, zone: ZoneInfo, where: str) -> int | None:
    """Return the first instant of a ``known`` date, or nothing where there is none.

    Raises :class:`~ceasefire.errors.EventError` on what is no date.
    """
    if text is None:
        return None
    try:
        return span(text, zone)[0]
    except TimeProblem as problem:
        message = f"`known`: {problem.message}"
        raise EventError([Problem(where, 0, 0, problem.code, message, problem.hint)]) from problem


def accounts_of(
    event: Event, zone: ZoneInfo, credit: set[str], as_of: int | None
) -> Iterator[Facts]:
    """Yield the accounts: first the stated ones, then their rivals.

    ``credit`` has speakers in comparable form; what became known after the
    instant ``as_of`` is left out.
    """
    where = f"event `{event.id}`"
    dated = [(known_from(item.known, zone, where), item) for item in event.alternatives]
    current = [(at, item) for at, item in dated if as_of is None or at is None or at <= as_of]
    base = event.facts
    for _, item in sorted(
        (pair for pair in current if pair[1].supersedes), key=lambda pair: pair[0] or 0
    ):
        base |= item.facts
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
    found = []
    for choice in product(*lists):
        credited = tuple(item for stated, item in choice if item is not None and stated)
        rivals = tuple(item for stated, item in choice if item is not None and not stated)
        fields = [field for item in rivals for field in item.facts]
        if len(fields) != len(set(fields)):
            continue
        values = dict(base)
        for item in (*credited, *rivals):
            values |= item.facts
        found.append(Facts(values, not rivals, (*credited, *rivals)))
    yield from sorted(found, key=lambda facts: not facts.stated)


def options(items: list[Alternative], credit: set[str]) -> list[tuple[bool, Alternative | None]]:
    """Return the rival accounts of one dispute, and which of them count as stated."""
    credited = [item for item in items if not credit.isdisjoint(map(normalise, item.said_by))]
    others = [(False, item) for item in items if item not in credited]
    if credited:
        return [*((True, item) for item in credited), *others]
    return [(True, None), *((item.stated, item) for item in items)]
