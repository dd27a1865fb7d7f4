"""Rows that are taken apart, bound from the numbers of what they claim.

What :func:`~ceasefire.program.binding.bind` makes of an event is made here of claims that
were read before, so that no event has to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.bound import accounts_of
from ceasefire.engines.columnar.fields import Wheres
from ceasefire.program.binding import LATER, Account, Case, later
from ceasefire.program.boxes import BoxMaker, Scope
from ceasefire.program.casting import Caster

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.engines.columnar.core import Account as RowAccount
    from ceasefire.engines.columnar.plans import Telling

__all__ = ["Bound", "bound"]


class Bound(NamedTuple):
    """A row as an event is bound, its accounts in rows, and whether civilians were harmed."""

    case: Case
    accounts: tuple[RowAccount, ...]
    harm: bool


def bound(reading: Reading, said: Mapping[str, int], plan: int) -> Bound:
    """Return what a row comes to that has these claims and this plan.

    Raises :class:`~ceasefire.program.claims.ClaimError` where an event that says the same
    is at fault, and :class:`~ceasefire.engines.reference.search.Spent` where a field has
    more cells than rows can be laid out for.
    """
    fields, setting = reading.tables.fields, reading.setting
    caster = Caster(reading.program)
    told = reading.plans[plan]
    caster.notes.update(dict.fromkeys(told.notes))
    accounts = tuple(account(reading, caster, said, each) for each in told.tellings)
    if later(reading.program, accounts, setting.as_of):
        caster.notes[LATER] = None
    harm = told.harm or any(fields[name].said[number].harm for name, number in said.items())
    case = Case(accounts, tuple(sorted(caster.notes)))
    return Bound(case, accounts_of(case, reading.tables.code), harm)


def account(reading: Reading, caster: Caster, said: Mapping[str, int], telling: Telling) -> Account:
    """Return one account in cells."""
    fields = reading.tables.fields
    claims = {}
    for name, number in {**said, **dict(telling.claims)}.items():
        field = fields[name]
        item = field.said[number]
        claims[name] = item.claim
        if item.notes:
            caster.notes.update(dict.fromkeys(item.notes))
        if isinstance(field, Wheres):
            field.remind(number)
    facts = telling.facts
    if "kind" not in dict(telling.claims):
        kind = fields["kind"].raws[said["kind"]]
        facts = facts._replace(values={**facts.values, "kind": kind})
    scope = Scope(0, claims)
    maker = BoxMaker(caster, reading.setting.answers, [scope])
    if not maker.incident(scope):
        return Account(facts, (), incident=False)
    return Account(facts, tuple(maker.boxes()), incident=True)
