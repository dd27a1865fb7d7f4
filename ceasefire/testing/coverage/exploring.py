"""Which goals an event shows, over all worlds of its stated facts.

The worlds are searched as the reference engine does it: evaluate in three values, and where
the answer is open split on a test it hangs on. So it is exact however many worlds there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.engines.reference.search import (
    EITHER,
    NO,
    YES,
    Budget,
    Feasible,
    Spent,
    answers,
    some_holds,
    start,
)
from ceasefire.program.binding import bind
from ceasefire.program.formulas import NEVER, all_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.book import Book
    from ceasefire.engines.reference.search import Pivot, State, Tests
    from ceasefire.events.event import Event
    from ceasefire.program.formulas import Formula
    from ceasefire.program.variables import Act, Box
    from ceasefire.testing.coverage.goals import Goal, Goals

__all__ = ["shown"]

STEPS: Final = 20_000
"""How many sets of worlds may be looked at to show one thing by one event."""


class Some:
    """Asks whether some act is as wanted."""

    every = EITHER

    def __init__(self, tests: Tests) -> None:
        """Take formulas, each asked of an act."""
        self.tests = tests

    def ask(self, state: State) -> tuple[int, Pivot | None]:
        """Return whether it is so in the worlds, and a test that hangs on."""
        truth, pivot = some_holds(self.tests, state)
        return (EITHER if truth is None else YES if truth else NO), pivot


class Worlds:
    """The worlds of one box of an event's stated facts."""

    def __init__(self, box: Box, goals: Goals) -> None:
        """Take the box."""
        self.state = start(box)
        self.feasible = Feasible(box, goals.program.impossible)
        self.box = box
        self._asked: dict[tuple[int, int], Formula] = {}

    def show(self, asked: Formula, wanted: Formula) -> bool:
        """Return whether some possible world has an act that is asked, and as wanted."""
        tests = [
            (act, all_of((before, wanted.given(self.state.view(act)))))
            for act in self.box.acts
            if (before := self._before(act, asked)) != NEVER
        ]
        tests = [(act, formula) for act, formula in tests if formula != NEVER]
        if not tests:
            return False
        try:
            found = answers(Some(tests), [self.state], self.feasible, Budget(STEPS))
            return any(outcome == YES for outcome, _ in found)
        except Spent:
            return False

    def _before(self, act: Act, asked: Formula) -> Formula:
        """Return what is left of that an act is asked; many goals share it."""
        key = id(act), id(asked)
        if key not in self._asked:
            whole = all_of((act.decided, asked))
            self._asked[key] = whole.given(self.state.view(act))
        return self._asked[key]


def shown(event: Event, book: Book, goals: Goals, wanted: Iterable[Goal]) -> Iterator[Goal]:
    """Yield those of some goals that an event shows under a book."""
    case = bind(
        event,
        book.program,
        book.setting.answers,
        credit=book.setting.credit,
        as_of=book.setting.as_of,
    )
    worlds = [
        Worlds(box, goals)
        for account in case.accounts
        if account.facts.stated
        for box in account.boxes
    ]
    worlds = [each for each in worlds if all(each.state.cells)]
    for goal in wanted:
        ways = goals.ways(goal)
        if any(each.show(way.asked, way.wanted) for each in worlds for way in ways):
            yield goal
