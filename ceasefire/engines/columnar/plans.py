"""Alternatives by number: the accounts that they make of any report.

Which accounts there are, and what each states otherwise, does not depend on what the
report itself states. So a feed's alternatives are taken apart once for each that occur.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.errors import EventError
from ceasefire.events.event import Event
from ceasefire.events.shape import ShapeError
from ceasefire.findings.because import harmful
from ceasefire.program.accounts import accounts_of
from ceasefire.program.binding import Binder
from ceasefire.program.claims import ClaimError
from ceasefire.terms.names import normalise
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.engines.columnar.fields import Field
    from ceasefire.engines.reference.engine import Setting
    from ceasefire.program.accounts import Facts
    from ceasefire.program.program import Program

__all__ = ["Plan", "Telling", "plan_of"]

STUB: Final = ("un", "known")


class Telling(NamedTuple):
    """One account: the claims that it states in place of the report's, by field."""

    facts: Facts
    claims: tuple[tuple[str, int], ...]
    told_by: tuple[int, ...]

    @property
    def stated(self) -> bool:
        """Whether it counts as stated."""
        return self.facts.stated


class Plan(NamedTuple):
    """The accounts of an event, and what is to be noted of its alternatives.

    Where some account is of several acts, the event is ``apart`` from others.
    """

    tellings: tuple[Telling, ...]
    notes: tuple[str, ...] = ()
    harm: bool = False
    apart: bool = False

    @property
    def overruled(self) -> frozenset[str]:
        """The fields that every account states in place of the report's."""
        each = [{name for name, _ in telling.claims} for telling in self.tellings]
        return frozenset(set.intersection(*each) if each else ())


def plan_of(
    alternatives: Any,  # noqa: ANN401  (raw data)
    program: Program,
    fields: Mapping[str, Field],
    setting: Setting,
) -> Plan | None:
    """Return the plan of some raw alternatives; ``None`` where they cannot be read alone."""
    local = zone(program.rulebook.timezone)
    # Texts of their own, so that what alternatives state can be told from what they do not.
    raw = {"id": "any", "kind": "".join(STUB), "when": "".join(STUB)}
    try:
        event = Event.read(
            raw if alternatives is None else raw | {"alternatives": alternatives}, zone=local
        )
        binder = Binder(event, program, setting.answers)
        binder.check_keys()
        binder.note_silent()
        if binder.problems:
            return None
        credit = set(map(normalise, setting.credit))
        every = tuple(accounts_of(event, program.taxonomy.fields, local, credit, setting.as_of))
        numbers = {id(item): number for number, item in enumerate(event.alternatives)}
        tellings = tuple(
            Telling(
                facts,
                tuple(
                    (name, fields[name].read(value))
                    for name, value in facts.values.items()
                    if name not in raw or value is not raw[name]
                ),
                tuple(numbers[id(item)] for item in facts.told_by),
            )
            for facts in every
        )
    except (ShapeError, EventError, ClaimError):
        return None
    apart = any(fields[name].joint(claim) for each in tellings for name, claim in each.claims)
    return Plan(
        tellings,
        tuple(
            dict.fromkeys(
                [
                    *binder.caster.notes,
                    *(
                        note
                        for each in tellings
                        for name, claim in each.claims
                        for note in fields[name].said[claim].notes
                    ),
                ]
            )
        ),
        any(harmful(item.facts) for item in event.alternatives),
        apart,
    )
