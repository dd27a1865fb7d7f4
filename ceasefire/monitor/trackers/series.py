"""The state of an instrument over time: as its text says, and as breaches move it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.monitor.telling import length
from ceasefire.monitor.trackers.levels import Level, Point, moved, text_points
from ceasefire.rulebook.pattern_model import Series

if TYPE_CHECKING:
    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.stretches import Stretch
    from ceasefire.monitor.telling import Teller
    from ceasefire.monitor.trackers.board import Board
    from ceasefire.monitor.trackers.entries import Parts
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["SeriesTracker", "why"]


class SeriesTracker:
    """Keeps the states of an instrument: those that are certain, and those that may be.

    Moves before ``folded`` are final and kept as the state that they led to.
    """

    def __init__(
        self, pattern: Pattern, board: Board, teller: Teller, stretches: list[Stretch]
    ) -> None:
        """Take the stretches in which the instrument is in force."""
        shape = pattern.shape
        assert isinstance(shape, Series)  # noqa: S101  (who asks knows)
        self.pattern, self.board, self.teller, self.shape = pattern, board, teller, shape
        self.text = text_points(shape, stretches)
        self.levels = (Level(shape, sure=True), Level(shape, sure=False))
        endless = any(start is None for start, _ in stretches)
        for level in self.levels:
            level.state = "in-force" if endless else "not-in-force"
        self.folded: int | None = None
        self.spans: dict[str, tuple[int, int]] = {}
        self._points: list[list[Point]] = [[], []]
        self._keys: dict[str, int] = {}

    @property
    def due(self) -> int | None:
        """The next instant at which something that is known already moves the state."""
        now = self.board.now
        times = [
            item.time
            for points in (self.text, *(level.points() for level in self.levels))
            for item in points
            if now is None or item.time > now
        ]
        return min(times, default=None)

    def add(self, parts: Parts) -> None:
        """Take in a breach."""
        entry = next(iter(parts.values()))
        self.spans[entry.id] = entry.start, entry.end
        for level in self.levels:
            level.add(parts)
        self._refresh()

    def remove(self, parts: Parts) -> None:
        """Take out a breach."""
        del self.spans[next(iter(parts.values())).id]
        for level in self.levels:
            level.remove(parts)
        self._refresh()

    def tick(self) -> None:
        """Take note of how far the feed has come."""
        self._refresh()

    def _refresh(self) -> None:
        points = [self._due(level) for level in self.levels]
        if points == self._points:
            return
        self._points = points
        keys = {}
        told = set()
        for sure, level, found in zip((True, False), self.levels, points, strict=True):
            for item in moved(found, level.state):
                if sure:
                    told.add(item.cause)
                elif item.cause in told:
                    continue
                alert = self._alert(item, certain=sure)
                self.board.put(alert)
                keys[alert.key] = item.time
        for key in self._keys.keys() - keys.keys():
            self.board.drop(key)
        self._keys = keys

    def _due(self, level: Level) -> list[Point]:
        """Return the points that are not final yet and have come, in order."""
        now = self.board.now
        if now is None:
            return []
        first = self.folded
        return sorted(
            [
                item
                for points in (self.text, level.points())
                for item in points
                if item.time <= now and (first is None or item.time >= first)
            ]
        )

    def _alert(self, item: Point, *, certain: bool) -> Alert:
        return self.teller.series(
            self.pattern,
            item.to,
            item.time,
            why(self.shape, item),
            (item.event,) if item.event else (),
            certain=certain,
            cite=next(
                (
                    move.cite
                    for move in self.shape.moves
                    if item.what == "move" and move.on == item.time
                ),
                (),
            ),
        )

    def prune(self, watermark: int) -> None:
        """Fold the moves that are final into the state, and forget what set them."""
        bar = watermark - (self.shape.recovers_after or 0)
        before = min([bar, *(start for start, end in self.spans.values() if end >= bar)])
        if self.folded is not None and before <= self.folded:
            return
        for level in self.levels:
            for item in moved(
                [item for item in self._due(level) if item.time < before], level.state
            ):
                level.state = item.to
        self.folded = before
        for level in self.levels:
            level.prune(before)
        self._points = [self._due(level) for level in self.levels]
        for key in [key for key, time in self._keys.items() if time < before]:
            del self._keys[key]
            self.board.settle(key)
        for name in [name for name, (_, end) in self.spans.items() if end < bar]:
            del self.spans[name]

    def dump(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {
            "levels": [level.dump() for level in self.levels],
            "folded": self.folded,
            "spans": {name: list(span) for name, span in self.spans.items()},
            "points": [[list(item) for item in some] for some in self._points],
            "keys": self._keys,
        }

    def load(self, data: dict[str, Any]) -> None:
        """Take up a state."""
        for level, dumped in zip(self.levels, data["levels"], strict=True):
            level.load(dumped)
        self.folded = data["folded"]
        self.spans = {name: (start, end) for name, (start, end) in data["spans"].items()}
        self._points = [[Point(*item) for item in some] for some in data["points"]]
        self._keys = dict(data["keys"])


def why(shape: Series, item: Point) -> str:
    """Return what moved the state, in words."""
    match item.what:
        case "move":
            return "as declared"
        case "start" | "end":
            return "the instrument's own dates"
        case "recovery":
            assert shape.recovers_after is not None  # noqa: S101  (else there is none)
            return f"no breach for {length(shape.recovers_after)} after {item.event}"
        case _:
            rule = shape.breached if item.what == "breached" else shape.strained
            assert rule is not None  # noqa: S101  (else there is none)
            what = f" of severity {rule.severity} or above" if rule.severity else ""
            count = f"{rule.at_least} breaches{what} within {length(rule.within)}"
            return f"{count}, reached with {item.event}"
