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

    Accounts = tuple[RowAccount, ...]

__all__ = ["Remarks", "bound", "remarks"]


class Remarks(NamedTuple):
    """What is noted of how a row was read, and whether it tells of harm to civilians."""

    notes: tuple[str, ...]
    harm: bool


def bound(reading: Reading, said: Mapping[str, int], plan: int) -> tuple[Case, Accounts]:
    """Return what a row comes to that has these claims and this plan, as an event and in rows.

    Its notes are those on what claims come to, not on how they were read, which
    :func:`remarks` has. Raises :class:`~ceasefire.program.claims.ClaimError` where an event
    that says the same is at fault, and :class:`~ceasefire.engines.reference.search.Spent`
    where a field has more cells than rows can be laid out for.
    """
    caster = Caster(reading.program)
    accounts = tuple(account(reading, caster, said, each) for each in reading.plans[plan].tellings)
    if later(reading.program, accounts, reading.setting.as_of):
        caster.notes[LATER] = None
    case = Case(accounts, tuple(caster.notes))
    return case, accounts_of(case, reading.tables.code)


def remarks(reading: Reading, said: Mapping[str, int], plan: int) -> Remarks:
    """Return what is noted of how claims and a plan were read."""
    fields, told = reading.tables.fields, reading.plans[plan]
    found = dict.fromkeys(told.notes)
    for telling in told.tellings:
        for name, number in {**said, **dict(telling.claims)}.items():
            found.update(dict.fromkeys(fields[name].said[number].notes))
    harm = told.harm or any(fields[name].said[number].harm for name, number in said.items())
    return Remarks(tuple(found), harm)


def account(reading: Reading, caster: Caster, said: Mapping[str, int], telling: Telling) -> Account:
    """Return one account in cells."""
    fields = reading.tables.fields
    claims = {}
    for name, number in {**said, **dict(telling.claims)}.items():
        field = fields[name]
        claims[name] = field.said[number].claim
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
