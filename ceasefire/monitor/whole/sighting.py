"""What patterns see of the rows of a table: once for all that no test tells apart.

Rows whose accounts fall in the same cells play the same roles. When and where each was is
read from its columns. Rows of several acts, and others that columns do not tell all of, are
looked at one by one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.compiled import Compiled
from ceasefire.engines.reference.engine import too_open
from ceasefire.errors import EventError
from ceasefire.monitor.roles import Roles
from ceasefire.monitor.sighting import Sighter
from ceasefire.monitor.sites import sites_of
from ceasefire.monitor.whole.accounts import Accounts, accounts_of
from ceasefire.monitor.whole.columns import Places, Times
from ceasefire.monitor.whole.marks import Marker
from ceasefire.program.binding import bind
from ceasefire.rulebook.pattern_model import Sequence
from ceasefire.tables.deciding import Decider

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.events.feeds import Feed
    from ceasefire.monitor.sighting import Marks, Sighting
    from ceasefire.monitor.sites import Site
    from ceasefire.program.binding import Case
    from ceasefire.tables.blocks import Block

__all__ = ["Seen", "Seer"]

SKIPPED: Final = -1
"""The number of what plays no role since it is no event, or was not known yet."""


class Seen(NamedTuple):
    """What is seen of the rows of a block.

    ``kinds`` are the numbers of the roles that rows play together, or -1 of rows that are
    not taken in; ``starts`` and ``ends`` bound the time of each of which it is ``timed``.
    ``sites`` are pairs of a row and the number of a site of it.
    """

    kinds: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    timed: NDArray[np.bool_]
    sites: list[tuple[NDArray[np.int64], NDArray[np.int64]]]
    rejected: list[tuple[int, tuple[Problem, ...]]]


class Seer:
    """Sees the rows of one feed under one reading."""

    def __init__(self, book: Book, feed: Feed) -> None:
        """Take the book whose patterns ask, and the feed."""
        self.book = book
        self.roles = Roles(book.program.rulebook)
        self.sighter = Sighter(self.roles, book.setting)
        self.decider = Decider(asking(book, self.roles), feed, notes=False)
        self.times = None if self.decider.by_row else Times(self.decider)
        self.places = Places(self.decider)
        self.marker = Marker(self.roles, self.decider.book.tables, book.setting.answers)
        self.marks: list[Marks] = []
        self._kinds: dict[Marks, int] = {}
        self.near = frozenset(
            number
            for number, test in enumerate(self.roles.tests)
            if isinstance(shape := self.roles.patterns[test.role.pattern].shape, Sequence)
            and shape.within_km is not None
        )

    def see(self, block: Block) -> Seen:
        """Return what is seen of the rows of a block."""
        decided = self.decider.decide(block)
        none = np.zeros(block.rows, np.int64)
        seen = Seen(none - 1, none.copy(), none.copy(), none > 0, [], [*decided.rejected])
        left = decided.findings >= 0
        if decided.batch is not None and decided.batch.said is not None and self.times is not None:
            accounts = accounts_of(self.decider.reading, decided.batch, left)
            self._together(block, accounts, seen)
            left[accounts.rows] = False
        for row in np.flatnonzero(left).tolist():
            self._alone(block, row, seen)
        return seen

    # --- one by one ---

    def _alone(self, block: Block, row: int, seen: Seen) -> None:
        """Look at a row by itself."""
        event = self.event(block, row)
        if event is None or self.book.early(event) is not None:
            return
        try:
            sighting = self.sighter.see(event)
        except EventError as error:
            seen.rejected.append((row, tuple(error.problems)))
            return
        self._put(row, sighting, seen)

    def _put(self, row: int, sighting: Sighting, seen: Seen) -> None:
        seen.kinds[row] = self._kind(sighting.marks)
        if sighting.start is not None and sighting.end is not None:
            seen.starts[row], seen.ends[row] = sighting.start, sighting.end
            seen.timed[row] = True
        if self._nearby(sighting.marks):
            self._sited(row, sighting.sites, seen)

    def event(self, block: Block, row: int) -> Event | None:
        """Return the event of a row."""
        return self.decider.record(block, row).event

    def _kind(self, marks: Marks) -> int:
        """Return the number of roles that are played together."""
        found = self._kinds.setdefault(marks, len(self.marks))
        if found == len(self.marks):
            self.marks.append(marks)
        return found

    def _nearby(self, marks: Marks) -> bool:
        return any(role in self.near for role, _ in marks)

    # --- together ---

    def _together(self, block: Block, accounts: Accounts, seen: Seen) -> None:
        """Look at one row of all that are alike."""
        rows = accounts.rows
        if not len(rows):
            return
        assert self.times is not None  # noqa: S101  (who asks knows)
        firsts = rows[accounts.firsts].tolist()
        cases: dict[int, Case] = {}

        def case(kind: int) -> Case:
            """Return the case of a row of a kind."""
            found = cases.get(kind)
            if found is None:
                found = cases[kind] = self._case(block, firsts[kind])
            return found

        kinds = self._numbers(self.marker.marks(accounts.distinct, case))[accounts.kinds]
        seen.kinds[rows] = kinds
        starts, ends, timed = self.times.hulls(block, accounts)
        seen.starts[rows], seen.ends[rows], seen.timed[rows] = starts, ends, timed
        for row in rows[kinds == SKIPPED].tolist():
            event = self.event(block, row)
            assert event is not None  # noqa: S101  (it was decided)
            seen.rejected.append((row, (too_open(event),)))
        self._all_sited(block, accounts, kinds, seen)

    def _case(self, block: Block, row: int) -> Case:
        event = self.event(block, row)
        assert event is not None  # noqa: S101  (it was decided)
        setting = self.book.setting
        return bind(
            event,
            self.roles.program,
            setting.answers,
            credit=setting.credit,
            as_of=setting.as_of,
        )

    def _numbers(self, marks: NDArray[np.int8]) -> NDArray[np.int64]:
        """Return the numbers of the roles that kinds of rows play together."""
        distinct, which = np.unique(marks, axis=0, return_inverse=True)
        numbers = [
            SKIPPED
            if min(line, default=0) < 0
            else self._kind(tuple((role, mark) for role, mark in enumerate(line) if mark))
            for line in distinct.tolist()
        ]
        return np.array(numbers, np.int64)[which.ravel()]

    # --- places ---

    def _all_sited(
        self, block: Block, accounts: Accounts, kinds: NDArray[np.int64], seen: Seen
    ) -> None:
        """Note the sites of rows that are asked for them."""
        asked = np.array([self._nearby(marks) for marks in self.marks], bool)
        wanted = np.flatnonzero((kinds >= 0) & asked[kinds])
        if not len(wanted):
            return
        elsewhere = accounts.elsewhere[wanted]
        rows = accounts.rows[wanted[~elsewhere]]
        numbers = self.places.stated(block)[rows]
        seen.sites.append((rows[numbers >= 0], numbers[numbers >= 0]))
        for row in accounts.rows[wanted[elsewhere]].tolist():
            event = self.event(block, row)
            if event is not None:
                self._sited(row, sites_of(event), seen)

    def _sited(self, row: int, sites: tuple[Site, ...], seen: Seen) -> None:
        numbers = np.array([self.places.number(site) for site in sites], np.int64)
        seen.sites.append((np.full(len(numbers), row, np.int64), numbers))


def asking(book: Book, roles: Roles) -> Book:
    """Return a book that decides events by what patterns ask of them."""
    compiled = Compiled(roles.program.rulebook, None)
    compiled.__dict__["program"] = roles.program
    other = replace(book)
    other.__dict__["_compiled"] = compiled
    return other
