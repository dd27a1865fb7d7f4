"""What moves the state of an instrument: its text, and the breaches that were met."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.monitor.trackers.crossings import Crossings
from ceasefire.monitor.trackers.entries import SURELY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.monitor.stretches import Stretch
    from ceasefire.monitor.trackers.entries import Entry, Parts
    from ceasefire.rulebook.pattern_model import Series

__all__ = ["COUNTING", "Level", "Point", "moved", "text_points"]

COUNTING: Final = ("in-force", "renewed", "strained", "breached")
"""The states in which breaches are counted, the calmer first."""

RANKS: Final = {"move": 0, "end": 1, "start": 2, "recovery": 3, "breached": 4, "strained": 5}


class Point(NamedTuple):
    """Something that may move the state: when, in what order, what, and to which state.

    ``event`` is the deciding event, if any. What holds in any case and what may hold are the
    same move where :attr:`cause` is.
    """

    time: int
    rank: int
    event: str
    what: str
    to: str

    @property
    def cause(self) -> tuple[str, str, str | int]:
        """What moved it, and whereto."""
        return self.what, self.to, self.event or self.time


def point(time: int, what: str, to: str, event: str = "") -> Point:
    """Return a point."""
    return Point(time, RANKS[what], event, what, to)


def text_points(shape: Series, stretches: Iterable[Stretch]) -> list[Point]:
    """Return what the text itself and declarations set."""
    found = [point(move.on, "move", move.to) for move in shape.moves]
    for number, (start, end) in enumerate(stretches):
        if end is not None:
            found.append(point(end, "end", "lapsed"))
        if start is not None:
            found.append(point(start, "start", "renewed" if number else "in-force"))
    return found


def moved(points: Iterable[Point], state: str) -> Iterator[Point]:
    """Yield the points that change the state, which starts as given."""
    for item in points:
        if counts(item.what, state) and item.to != state:
            state = item.to
            yield item


def counts(what: str, state: str) -> bool:
    """Return whether something counts in a state: what a text says always does."""
    match what:
        case "strained":
            return state in COUNTING[:2]
        case "breached":
            return state in COUNTING[:3]
        case "recovery":
            return state in COUNTING[2:]
        case _:
            return True


class Level:
    """The breaches of an instrument: those that are sure, or all that may be."""

    def __init__(self, shape: Series, *, sure: bool) -> None:
        """Start without any breach."""
        self.sure = sure
        self.rest = shape.recovers_after
        self.rules = {
            name: Crossings(rule.at_least, rule.within, sure=sure)
            for name, rule in (("breached", shape.breached), ("strained", shape.strained))
            if rule is not None
        }
        self.breaches: list[tuple[int, str]] = []
        self.rests: set[tuple[int, str]] = set()
        self.state = ""
        self._points: list[Point] | None = None

    def add(self, parts: Parts) -> None:
        """Take in a breach."""
        self._points = None
        for name, rule in self.rules.items():
            if name in parts and self._seen(parts[name]):
                rule.add(parts[name])
        if "breach" in parts and self._seen(parts["breach"]) and self.rest is not None:
            here = self._time(parts["breach"])
            place = bisect_left(self.breaches, here)
            self.breaches.insert(place, here)
            self._look(place - 1)
            self._look(place)

    def remove(self, parts: Parts) -> None:
        """Take out a breach."""
        self._points = None
        for name, rule in self.rules.items():
            if name in parts and self._seen(parts[name]):
                rule.remove(parts[name])
        if "breach" in parts and self._seen(parts["breach"]) and self.rest is not None:
            here = self._time(parts["breach"])
            place = bisect_left(self.breaches, here)
            del self.breaches[place]
            self.rests.discard(here)
            self._look(place - 1)

    def _seen(self, entry: Entry) -> bool:
        return entry.mark == SURELY or not self.sure

    def _time(self, entry: Entry) -> tuple[int, str]:
        return (entry.end - 1 if self.sure else entry.start), entry.id

    def _look(self, place: int) -> None:
        """Find whether a breach is followed by a rest that is long enough."""
        if not 0 <= place < len(self.breaches) or self.rest is None:
            return
        here = self.breaches[place]
        following = self.breaches[place + 1 : place + 2]
        if not following or following[0][0] - here[0] > self.rest:
            self.rests.add(here)
        else:
            self.rests.discard(here)

    def points(self) -> list[Point]:
        """Return what breaches, and their absence, set."""
        if self._points is None:
            self._points = list(self._found())
        return self._points

    def _found(self) -> Iterator[Point]:
        for name, rule in self.rules.items():
            for event in rule.crossings:
                yield point(self._time(rule.entries[event])[0], name, name, event)
        for time, event in self.rests:
            assert self.rest is not None  # noqa: S101  (else there are none)
            yield point(time + self.rest, "recovery", "in-force", event)

    def prune(self, before: int) -> None:
        """Forget what sets nothing at an instant or later."""
        self._points = None
        for rule in self.rules.values():
            rule.prune(before)
        if self.rest is not None:
            gone = bisect_left(self.breaches, (before - self.rest, ""))
            self.rests.difference_update(self.breaches[:gone])
            del self.breaches[:gone]

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {
            "rules": {name: rule.dump() for name, rule in self.rules.items()},
            "breaches": self.breaches,
            "rests": sorted(self.rests),
            "state": self.state,
        }

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        self._points = None
        for name, rule in self.rules.items():
            rule.load(data["rules"][name])
        self.breaches = [(time, name) for time, name in data["breaches"]]
        self.rests = {(time, name) for time, name in data["rests"]}
        self.state = data["state"]
