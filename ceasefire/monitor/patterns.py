"""All patterns of a rulebook, kept up as events come and go."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from ceasefire.engines.durable.plain_pairs import PlainPairs
from ceasefire.monitor.alerts import alert_data, alert_of
from ceasefire.monitor.stretches import stretches
from ceasefire.monitor.telling import Teller
from ceasefire.monitor.trackers.board import Board
from ceasefire.monitor.trackers.calms import CalmTracker
from ceasefire.monitor.trackers.entries import Entry
from ceasefire.monitor.trackers.lulls import LullTracker
from ceasefire.monitor.trackers.sequences import SequenceTracker
from ceasefire.monitor.trackers.series import SeriesTracker
from ceasefire.monitor.trackers.thresholds import ThresholdTracker
from ceasefire.rulebook.pattern_model import Calm, Lull, Sequence, Series, Threshold

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.monitor.alerts import Change
    from ceasefire.monitor.roles import Roles
    from ceasefire.monitor.sighting import Sighting
    from ceasefire.monitor.trackers.entries import Parts, Tracker
    from ceasefire.monitor.trackers.sequences import PairFinder
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["Patterns"]

Key = tuple[str, str]


class Patterns:
    """The patterns of a book, each with one tracker for each key that its roles have."""

    def __init__(self, book: Book, roles: Roles, *, durable: bool) -> None:
        """Take the book and what its patterns ask; ``durable`` finds pairs by durable_rules."""
        self.book, self.roles, self.durable = book, roles, durable
        self.board = Board()
        self._teller = Teller(book.program.rulebook)
        self._finders: list[PairFinder] = []
        self.trackers: list[Tracker] = []
        self.places: list[tuple[int, str]] = []
        numbers: dict[tuple[str, Key], int] = {}
        for test in roles.tests:
            name, part, key = test.role
            # The roles of a series are parts of one state, whatever they are about.
            number = numbers.setdefault((name, key), len(self.trackers))
            if number == len(self.trackers):
                self.trackers.append(self._tracker(roles.patterns[name], key))
            self.places.append((number, part))
        self._dues: list[tuple[int, int]] = []
        self._awaited: list[int | None] = [None] * len(self.trackers)
        self._await_all()

    def _tracker(self, pattern: Pattern, key: Key) -> Tracker:
        board, teller = self.board, self._teller
        match pattern.shape:
            case Sequence(within=within):
                return SequenceTracker(pattern, key, board, teller, self._finder(within))
            case Threshold():
                return ThresholdTracker(pattern, key, board, teller)
            case Lull():
                return LullTracker(pattern, key, board, teller)
            case Calm(instrument):
                return CalmTracker(pattern, board, teller, self._stretches(instrument))
            case Series(instrument):
                return SeriesTracker(pattern, board, teller, self._stretches(instrument))

    def _stretches(self, instrument: str) -> list[tuple[int | None, int | None]]:
        return stretches(self.roles.program, instrument, self.book.setting.answers)

    def _finder(self, within: int) -> PairFinder:
        if self.durable:
            from ceasefire.engines.durable.pairs import Pairs  # noqa: PLC0415  (loads durable_rules)

            self._finders.append(Pairs(within))
        else:
            self._finders.append(PlainPairs(within))
        return self._finders[-1]

    # --- events ---

    def reach(self, now: int | None) -> None:
        """Take note of how far the feed has come."""
        self.board.now = now

    def add(self, name: str, sighting: Sighting) -> None:
        """Take in an event."""
        for number, parts in self._parts(name, sighting).items():
            self.trackers[number].add(parts)
            self._await(number)

    def remove(self, name: str, sighting: Sighting) -> None:
        """Take out an event that was taken in as it is."""
        for number, parts in self._parts(name, sighting).items():
            self.trackers[number].remove(parts)
            self._await(number)

    def _parts(self, name: str, sighting: Sighting) -> dict[int, Parts]:
        start, end, marks, sites = sighting
        found: dict[int, Parts] = {}
        for role, mark in marks:
            assert start is not None  # noqa: S101  (what plays a part has a time)
            assert end is not None  # noqa: S101  (likewise)
            number, part = self.places[role]
            found.setdefault(number, {})[part] = Entry(name, start, end, mark, sites)
        return found

    def tick(self) -> None:
        """Let time move what it moves."""
        now = self.board.now
        while now is not None and self._dues and self._dues[0][0] <= now:
            due, number = heappop(self._dues)
            if due == self._awaited[number]:
                self._awaited[number] = None
                self.trackers[number].tick()
                self._await(number)

    def _await(self, number: int) -> None:
        """Await the instant at which a tracker is due, if none is awaited that comes sooner.

        What is awaited too soon does no harm: it is then asked again.
        """
        due, awaited = self.trackers[number].due, self._awaited[number]
        if due is not None and (awaited is None or due < awaited):
            self._awaited[number] = due
            heappush(self._dues, (due, number))

    def _await_all(self) -> None:
        """Await of every tracker the instant at which it is due, and no other."""
        self._dues.clear()
        for number in range(len(self.trackers)):
            self._awaited[number] = None
            self._await(number)

    def changes(self) -> tuple[Change, ...]:
        """Return what changed since it was last asked."""
        return self.board.changes()

    def prune(self, watermark: int) -> None:
        """Forget what events that start at the watermark or later cannot change."""
        for tracker in self.trackers:
            tracker.prune(watermark)
        self._await_all()

    def close(self) -> None:
        """Free what is held to find pairs."""
        for finder in self._finders:
            close = getattr(finder, "close", None)
            if close is not None:
                close()

    # --- snapshots ---

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {
            "trackers": [tracker.dump() for tracker in self.trackers],
            "alerts": [alert_data(alert) for alert in self.board.alerts.values()],
        }

    def load(self, data: dict[str, Any], now: int | None) -> None:
        """Take up a state."""
        self.board.now = now
        self.board.alerts = {alert.key: alert for alert in map(alert_of, data["alerts"])}
        for tracker, dumped in zip(self.trackers, data["trackers"], strict=True):
            tracker.load(dumped)
        self._await_all()
