"""Findings shared by events that a program cannot tell apart."""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from ceasefire.findings.because import harmful
from ceasefire.findings.finding import Finding
from ceasefire.program.alike import Sorter
from ceasefire.program.automaton import Automaton

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from ceasefire.engines.reference.assembly import Assembly, Remarks
    from ceasefire.engines.reference.engine import Setting
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import InstrumentReason
    from ceasefire.program.alike import Alike
    from ceasefire.program.automaton import Hinges
    from ceasefire.program.binding import Case
    from ceasefire.program.program import Program
    from ceasefire.program.told import Told

    Detail = Callable[[], tuple[InstrumentReason, ...]]

__all__ = ["Sharing"]

MOST_SHARED: Final = 16384
MOST_SETTINGS: Final = 64

FEW: Final = 4
"""What an automaton takes to make is worth while from so many different events on."""

PARTS: Final = [item for item in fields(Finding) if item.name not in {"event", "notes", "detail"}]
"""What events share; their own reasons would keep all that these are worked out from."""


class Shared(NamedTuple):
    """The fields of a finding, with what is noted of every event that it is the finding of."""

    fields: Mapping[str, Any]
    remarks: Remarks

    @classmethod
    def by(cls, finding: Finding, remarks: Remarks) -> Self:
        """Return what events share of a finding."""
        return cls({item.name: getattr(finding, item.name) for item in PARTS}, remarks)

    def of(self, told: Told, notes: tuple[str, ...], detail: Detail) -> Finding:
        """Return the finding of one of the events, with the notes on how it was read.

        ``detail`` gives its reasons where they are asked for.
        """
        # An event that is told of has no other account, nor part, that may tell of harm.
        remarks = self.remarks.of(harmed=harmful(told.facts))
        notes = tuple(dict.fromkeys((*told.event.notes, *notes, *remarks)))
        return Finding(event=told.event.id, notes=notes, detail=detail, **self.fields)


class Known:
    """What is known under a setting, which is kept so that none takes its identity."""

    def __init__(self, setting: Setting, make: Callable[[], Automaton]) -> None:
        """Take the setting; ``make`` makes the automaton of it."""
        self.setting = setting
        self.found: dict[Hashable, Shared] = {}
        self._make = make

    @cached_property
    def automaton(self) -> Automaton:
        """What tells events apart by what is left to ask of them."""
        return self._make()

    def key(self, alike: Alike, sorter: Sorter) -> Hashable:
        """Return what is equal for events of one finding: of the first few, their cells."""
        if len(self.found) < FEW:
            return alike.key
        return sorter.key(alike, self.automaton)


class Sharing:
    """Keeps the findings of events that others may share."""

    def __init__(self, program: Program, hinges: Callable[[], Hinges]) -> None:
        """Take the program; ``hinges`` gives what the findings under it hinge on."""
        self._program = program
        self._hinges = hinges
        self._sorter = Sorter(program)
        self._known: dict[int, Known] = {}

    def find(
        self, told: Told, setting: Setting, assemble: Callable[[Event, Setting, Case], Assembly]
    ) -> Finding | None:
        """Return the finding of an event, or nothing where it shares it with no other.

        ``assemble`` puts together what no event before was found to be.
        """
        alike = self._sorter.sort(told, setting.as_of)
        if alike is None:
            return None
        known = self._of(setting)
        found = known.found
        event = told.event

        def case() -> Case:
            return self._sorter.case(alike, setting.answers)

        key = known.key(alike, self._sorter)
        shared = found.get(key)
        if shared is None:
            assembly = assemble(event, setting, case())
            if len(found) >= MOST_SHARED:
                found.clear()
            shared = found[key] = Shared.by(assembly.finding(), assembly.remarks)
        return shared.of(
            told, alike.notes, lambda: assemble(event, setting, case()).finding().reasons
        )

    def _of(self, setting: Setting) -> Known:
        """Return what is known under a setting."""
        found = self._known.get(id(setting))
        if found is None:
            if len(self._known) >= MOST_SETTINGS:
                self._known.clear()
            make = partial(self._automaton, setting)
            found = self._known[id(setting)] = Known(setting, make)
        return found

    def _automaton(self, setting: Setting) -> Automaton:
        return Automaton(self._program, self._hinges(), setting.answers)
