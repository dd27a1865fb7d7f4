"""What an event says, read once for all programs of a rulebook that sort it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.program.casting import Caster
from ceasefire.program.claims import ClaimError
from ceasefire.program.sides import ROLES

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from ceasefire.events.event import Event
    from ceasefire.program.cells import Interval
    from ceasefire.program.program import Program

__all__ = ["Told", "UnlikeError", "tell"]

SCALARS: Final = frozenset({int, bool, float, type(None)})
APART: Final = frozenset({"when", *ROLES})
"""Fields that are not told of one by one."""


class UnlikeError(Exception):
    """An event must be looked at by itself."""


class Told(NamedTuple):
    """What an event says, and keys that are equal where what is said is the same.

    ``span`` is its time, ``epoch`` the number of the stretch in which names mean the same;
    keys hold within one epoch each. ``fields`` are all that tests may ask about but time and
    roles: for each its key, its name and its raw value. ``plain`` says that every key of the
    event is that of a field.
    """

    event: Event
    facts: Mapping[str, Any]
    span: Interval
    epoch: int
    stated: Hashable
    sides: Hashable
    fields: tuple[tuple[Hashable, str, object], ...]
    plain: bool


def tell(event: Event, program: Program) -> Told | None:
    """Return what an event says, or nothing where it must be looked at by itself.

    That is so of events with rival accounts or parts, at several times or across a change of
    names, and of those whose values are no plain data. Any program of the rulebook will do.
    """
    if event.alternatives or event.parts:
        return None
    try:
        return told_of(event, program)
    except (ClaimError, UnlikeError):
        return None


def told_of(event: Event, program: Program) -> Told:
    """Return what an event says, or raise that it must be looked at by itself."""
    fields = program.taxonomy.fields
    facts = event.facts
    lo, hi = time = time_of(facts, program)
    edges = program.parties.naming_edges
    epoch = bisect_right(edges, lo)
    if bisect_right(edges, hi - 1) != epoch:
        raise UnlikeError
    return Told(
        event,
        facts,
        time,
        epoch,
        (tuple(facts), epoch),
        (ROLES, *[frozen(facts.get(role)) for role in ROLES], epoch),
        tuple(
            [
                ((field, frozen(raw), epoch), field, raw)
                for field, raw in facts.items()
                if field in fields and field not in APART
            ]
        ),
        fields.keys() >= (event.model_extra or {}).keys(),
    )


def time_of(facts: Mapping[str, Any], program: Program) -> Interval:
    """Return the one stretch of time that is stated."""
    if "when" not in facts:
        raise UnlikeError
    caster = Caster(program)
    found = caster.intervals(caster.claim("when", facts["when"]))
    if len(found) != 1:
        raise UnlikeError
    return found[0]


def frozen(raw: object) -> Hashable:
    """Return plain data as a key; what is no plain data has none.

    The type goes with it: a rulebook may tell 1 from true.
    """
    kind = type(raw)
    if kind is str:
        return raw
    if kind in SCALARS:
        return kind, raw
    if isinstance(raw, dict) and kind is dict:
        return (dict, *[(frozen(key), frozen(value)) for key, value in raw.items()])
    if isinstance(raw, (list, tuple)) and kind in {list, tuple}:
        return (kind, *map(frozen, raw))
    raise UnlikeError
