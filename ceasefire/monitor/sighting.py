"""What patterns see of one event: when, where, and which parts it plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference.engine import shape, too_open
from ceasefire.engines.reference.meaning import VIOLATING
from ceasefire.engines.reference.search import Spent
from ceasefire.errors import EventError
from ceasefire.monitor.looking import Look, Outlook
from ceasefire.monitor.sites import Site, sites_of
from ceasefire.program.alike import Sorter
from ceasefire.program.automaton import Automaton
from ceasefire.program.binding import bind
from ceasefire.program.told import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ceasefire.engines.reference.engine import Setting
    from ceasefire.events.event import Event
    from ceasefire.monitor.roles import Roles
    from ceasefire.program.binding import Case
    from ceasefire.program.told import Told

__all__ = ["POSSIBLY", "SURELY", "Sighter", "Sighting"]

POSSIBLY: Final = 1
SURELY: Final = 2

CACHE: Final = 4096
"""So many kinds of events are remembered: what is met no more than once is soon let go."""

Marks = tuple[tuple[int, int], ...]
"""Numbers of roles, each with how surely it is played: :data:`POSSIBLY` or :data:`SURELY`."""


class Sighting(NamedTuple):
    """What patterns see of an event.

    ``start`` and ``end`` bound its time in every account, in microseconds since 1970
    (half-open); both are nothing for what is no incident by any account. ``marks`` has the
    roles that it may play.
    """

    start: int | None
    end: int | None
    marks: Marks
    sites: tuple[Site, ...] = ()


class Sighter:
    """Sees events under one reading."""

    def __init__(self, roles: Roles, setting: Setting) -> None:
        """Take what patterns ask, and the reading."""
        self.roles = roles
        self.setting = setting
        self._outlook = Outlook(roles)
        self._sorter = Sorter(roles.program)
        self._automaton = Automaton(roles.program, roles.hinges(), setting.answers)
        self._marks: dict[object, Marks] = {}
        self._alike: dict[Hashable, Marks] = {}

    def see(self, event: Event, told: Told | None = None) -> Sighting:
        """Return what patterns see of an event.

        ``told`` is what :func:`~ceasefire.program.told.tell` makes of it, where the caller
        knows that. Raises :class:`~ceasefire.errors.EventError` for an event that cannot be
        read.
        """
        told = told or tell(event, self.roles.program)
        alike = told and self._sorter.sort(told, self.setting.as_of)
        if not told or not alike:
            return self._seen(event)
        key = self._sorter.key(alike, self._automaton)
        marks = self._alike.get(key)
        if marks is None:
            if len(self._alike) >= CACHE:
                self._alike.clear()
            case = self._sorter.case(alike, self.setting.answers)
            marks = self._alike[key] = self._asked(event, case, self._found)
        return Sighting(*told.span, marks, sites_of(event) if marks else ())

    def _seen(self, event: Event) -> Sighting:
        """Return what patterns see of an event, looked at by itself."""
        case = self._case(event)
        lo, hi = self._time(case)
        marks = self._asked(event, case, self.marks)
        return Sighting(lo, hi, marks, sites_of(event) if marks else ())

    def _case(self, event: Event) -> Case:
        setting = self.setting
        return bind(
            event,
            self.roles.program,
            setting.answers,
            credit=setting.credit,
            as_of=setting.as_of,
        )

    @staticmethod
    def _asked(event: Event, case: Case, ask: Callable[[Case], Marks]) -> Marks:
        try:
            return ask(case)
        except Spent:
            raise EventError([too_open(event)]) from None

    def _time(self, case: Case) -> tuple[int, int] | tuple[None, None]:
        slot = self.roles.program.time
        times = [
            piece
            for account in case.accounts
            for box in account.boxes
            for item in box.variables
            if item.slot == slot
            for cell in item.cells
            for piece in cell.values
        ]
        if not times:
            return None, None
        return min(lo for lo, _ in times), max(hi for _, hi in times)

    def marks(self, case: Case) -> Marks:
        """Return the roles that a case may play; cases of the same cells share the work."""
        key = shape(case)
        found = self._marks.get(key)
        if found is None:
            if len(self._marks) >= CACHE:
                self._marks.clear()
            found = self._marks[key] = self._found(case)
        return found

    def _found(self, case: Case) -> Marks:
        asked = Look(case, self._outlook).verdicts()
        marks = ((number, mark_of(verdicts)) for number, verdicts in asked)
        return tuple((number, mark) for number, mark in marks if mark)


def mark_of(verdicts: int) -> int:
    """Return how surely a role is played whose laws come to these verdicts."""
    if verdicts == VIOLATING:
        return SURELY
    return POSSIBLY if verdicts & VIOLATING else 0
