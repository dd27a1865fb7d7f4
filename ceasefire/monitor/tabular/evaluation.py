"""Patterns over a whole table: what was seen of all events at once, and the alerts that follow.

The alerts are those of a monitor that was fed the same events. This needs Polars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.monitor.roles import Role
from ceasefire.monitor.tabular.frames import Sightings, Table
from ceasefire.monitor.tabular.lulls import broken, gaps
from ceasefire.monitor.tabular.sequences import following, following_near
from ceasefire.monitor.tabular.series import points
from ceasefire.monitor.tabular.sites import Places
from ceasefire.monitor.tabular.thresholds import reached
from ceasefire.monitor.trackers.levels import moved, text_points
from ceasefire.monitor.trackers.series import why
from ceasefire.rulebook.pattern_model import Calm, Lull, Sequence, Series, Threshold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.stretches import Stretch
    from ceasefire.monitor.telling import Teller
    from ceasefire.monitor.trackers.levels import Point
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["Sightings", "Whole"]


class Whole:
    """Works out the alerts of patterns over a whole table."""

    def __init__(
        self, seen: Sightings, horizon: int, stretches: Mapping[str, list[Stretch]], teller: Teller
    ) -> None:
        """Take what was seen, until when, when instruments are in force, and who tells."""
        self.table = Table(seen)
        self.horizon = horizon
        self.stretches = stretches
        self.teller = teller
        self._places: Places | None = None

    def alerts(self, patterns: Iterable[Pattern]) -> list[Alert]:
        """Return the alerts of some patterns."""
        return [alert for pattern in patterns for alert in self._of(pattern)]

    def _of(self, pattern: Pattern) -> Iterator[Alert]:
        match pattern.shape:
            case Sequence() as shape:
                return self._sequence(pattern, shape)
            case Threshold() as shape:
                return self._threshold(pattern, shape)
            case Lull() as shape:
                return self._lull(pattern, shape)
            case Calm() as shape:
                return self._calm(pattern, shape)
            case Series() as shape:
                return self._series(pattern, shape)

    def _sequence(self, pattern: Pattern, shape: Sequence) -> Iterator[Alert]:
        for key in self.table.keys(pattern.id, "then"):
            firsts, thens = (
                self.table.entries(Role(pattern.id, part, key)) for part in ("first", "then")
            )
            if not len(firsts):
                continue
            if shape.within_km is None:
                found = following(firsts, thens, shape.within)
            else:
                found = following_near(firsts, thens, shape.within, shape.within_km, self._placed())
            for item in found:
                first, then = self.table.named([item.first, item.then])
                span = item.start, item.end
                certain, low, high = item.low > 0, item.low, item.high
                yield self.teller.sequence(
                    pattern, key, first, then, span, certain=certain, low=low, high=high
                )

    def _placed(self) -> Places:
        if self._places is None:
            seen = self.table.seen
            sites = seen.sites
            assert sites is not None  # noqa: S101  (a pattern asks for them)
            self._places = Places(seen.places, sites)
        return self._places

    def _threshold(self, pattern: Pattern, shape: Threshold) -> Iterator[Alert]:
        for key in self.table.keys(pattern.id, "breach"):
            entries = self.table.entries(Role(pattern.id, "breach", key))
            for certain, item in reached(entries, shape):
                yield self.teller.threshold(
                    pattern,
                    key,
                    self.table.ids[item.event],
                    (item.start, item.end),
                    certain=certain,
                    low=item.low,
                    high=item.high,
                    events=self.table.named(item.events),
                )

    def _lull(self, pattern: Pattern, shape: Lull) -> Iterator[Alert]:
        for key in self.table.keys(pattern.id, "incident"):
            entries = self.table.entries(Role(pattern.id, "incident", key))
            for certain, item in gaps(entries, shape.length, self.horizon):
                after = "" if item.after is None else self.table.ids[item.after]
                before, span = self.table.ids[item.before], (item.start, item.end)
                yield self.teller.lull(
                    pattern, key[1], before, after, span, certain=certain, high=item.high
                )

    def _calm(self, pattern: Pattern, shape: Calm) -> Iterator[Alert]:
        entries = self.table.entries(Role(pattern.id, "breach"))
        for start, end in self.stretches.get(shape.instrument, ()):
            found = broken(entries, start, end)
            if found is not None:
                low, high, first = found
                span, event = (start, end), self.table.ids[first]
                yield self.teller.broken(pattern, span, event, certain=low > 0, low=low, high=high)
            if end is not None and self.horizon >= end and not (found and found.low):
                yield self.teller.held(
                    pattern, (start, end), certain=found is None, high=found.high if found else 0
                )

    def _series(self, pattern: Pattern, shape: Series) -> Iterator[Alert]:
        stretches = self.stretches.get(shape.instrument, ())
        frames = {
            part: self.table.entries(Role(pattern.id, part))
            for part in ("breach", "strained", "breached")
        }
        state = "in-force" if any(start is None for start, _ in stretches) else "not-in-force"
        causes: set[object] = set()
        for certain in (True, False):
            found = [
                *text_points(shape, stretches),
                *points(shape, frames, self.table.ids, certain=certain),
            ]
            come = sorted(item for item in found if item.time <= self.horizon)
            for item in moved(come, state):
                if certain:
                    causes.add(item.cause)
                elif item.cause in causes:
                    continue
                yield self._moved(pattern, shape, item, certain=certain)

    def _moved(self, pattern: Pattern, shape: Series, item: Point, *, certain: bool) -> Alert:
        declared = [move.cite for move in shape.moves if move.on == item.time]
        return self.teller.series(
            pattern,
            item.to,
            item.time,
            why(shape, item),
            (item.event,) if item.event else (),
            certain=certain,
            cite=declared[0] if item.what == "move" else (),
        )
