"""Findings shared by events that a program cannot tell apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.findings.because import harmful
from ceasefire.program.alike import Sorter

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ceasefire.engines.reference.assembly import Assembly
    from ceasefire.engines.reference.engine import Setting
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Finding, InstrumentReason
    from ceasefire.program.binding import Case
    from ceasefire.program.program import Program
    from ceasefire.program.told import Told

    Detail = Callable[[], tuple[InstrumentReason, ...]]

__all__ = ["Sharing"]

MOST_SHARED: Final = 16384
MOST_SETTINGS: Final = 64


class Shared(NamedTuple):
    """A finding, with what is noted of every event that it is the finding of."""

    finding: Finding
    remarks: tuple[str, ...]

    def of(self, event: Event, notes: tuple[str, ...], detail: Detail) -> Finding:
        """Return the finding of one of the events, with the notes on how it was read.

        ``detail`` gives its reasons where they are asked for.
        """
        own = (*event.notes, *notes, *self.remarks)
        return replace(self.finding, event=event.id, notes=tuple(dict.fromkeys(own)), detail=detail)


class Sharing:
    """Keeps the findings of events that others may share."""

    def __init__(self, program: Program) -> None:
        """Take the program."""
        self._sorter = Sorter(program)
        self._known: dict[int, tuple[Setting, dict[Hashable, Shared]]] = {}

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
        event = told.event

        def case() -> Case:
            return self._sorter.case(alike, setting.answers)

        # An event that is told of has no other account, nor part, that may tell of harm.
        key = (alike.key, harmful(told.facts))
        shared = known.get(key)
        if shared is None:
            assembly = assemble(event, setting, case())
            if len(known) >= MOST_SHARED:
                known.clear()
            # Without its own reasons, which would keep all that they are worked out from.
            finding = replace(assembly.finding(), detail=tuple)
            shared = known[key] = Shared(finding, assembly.remarks)
        return shared.of(
            event, alike.notes, lambda: assemble(event, setting, case()).finding().reasons
        )

    def _of(self, setting: Setting) -> dict[Hashable, Shared]:
        """Return what is known under a setting, which is kept so that none takes its identity."""
        found = self._known.get(id(setting))
        if found is None:
            if len(self._known) >= MOST_SETTINGS:
                self._known.clear()
            found = self._known[id(setting)] = setting, {}
        return found[1]
