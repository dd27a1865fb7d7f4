"""Alerts kept up while events come late, twice and corrected, against the definitions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire.engines.durable.plain_pairs import PlainPairs
from ceasefire.monitor.clock import Clock
from ceasefire.monitor.sites import Point, Site
from ceasefire.monitor.telling import Teller
from ceasefire.monitor.trackers.board import Board
from ceasefire.monitor.trackers.calms import CalmTracker
from ceasefire.monitor.trackers.entries import Entry
from ceasefire.monitor.trackers.lulls import LullTracker
from ceasefire.monitor.trackers.sequences import SequenceTracker
from ceasefire.monitor.trackers.series import SeriesTracker
from ceasefire.monitor.trackers.thresholds import ThresholdTracker
from ceasefire.rulebook.logic import ALWAYS
from ceasefire.rulebook.pattern_model import Calm, Lull, Move, Pattern, Sequence, Series, Threshold
from tests.monitor.oracle import Seen, final_alerts
from tests.monitor.test_tabular import NEITHER, RULES, SITES, Stretches, drawn, plain, stretches

if TYPE_CHECKING:
    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.trackers.entries import Parts, Tracker

LATENESS: Final = (0, 3, 10, 100)


class Desk:
    """A monitor without reports: one tracker, fed with what is seen of events."""

    def __init__(
        self, told: Teller, pattern: Pattern, key: tuple[str, str], spans: Stretches, late: int
    ) -> None:
        self.told, self.pattern, self.key, self.spans = told, pattern, key, spans
        self.board = Board()
        self.clock = Clock(late, 1)
        self.tracker = self.made()
        self.due = self.tracker.due
        self.final: dict[str, Alert] = {}
        self.events: dict[str, Seen] = {}

    def made(self) -> Tracker:
        pattern, board, told = self.pattern, self.board, self.told
        match pattern.shape:
            case Sequence(within=within):
                return SequenceTracker(pattern, self.key, board, told, PlainPairs(within))
            case Threshold():
                return ThresholdTracker(pattern, self.key, board, told)
            case Lull():
                return LullTracker(pattern, self.key, board, told)
            case Calm():
                return CalmTracker(pattern, board, told, list(self.spans))
            case Series():
                return SeriesTracker(pattern, board, told, list(self.spans))

    def take(self, event: Seen) -> None:
        """Take an event in, if that is not too late for it or what it corrects."""
        old = self.events.get(event.id)
        if self.clock.late(event.start) or (old is not None and self.clock.late(old.start)):
            return
        self.clock.see(event.start)
        self.board.now = self.clock.now
        for item, change in ((old, self.tracker.remove), (event, self.tracker.add)):
            if item is not None and (parts := self.parts(item)):
                change(parts)
                self.due = min((due for due in (self.due, self.tracker.due) if due), default=None)
        self.events[event.id] = event
        if self.due is not None and self.board.now is not None and self.due <= self.board.now:
            self.tracker.tick()
        self.due = self.tracker.due
        assert self.due is None or self.board.now is None or self.due > self.board.now
        self.note()

    def parts(self, event: Seen) -> Parts:
        sites = tuple(
            Site(
                spot.name,
                spot.admin1,
                None
                if spot.lat is None or spot.lon is None
                else Point(spot.lat, spot.lon, spot.radius),
            )
            for spot in event.sites
        )
        return {
            part: Entry(event.id, event.start, event.end, mark, sites)
            for (_, part, _), mark in event.marks.items()
        }

    def note(self) -> None:
        for what, alert in self.board.changes():
            if what == "retracted":
                assert self.final.pop(alert.key) is not None
            else:
                assert (alert.key in self.final) == (what == "restated")
                assert self.final.get(alert.key) != alert
                self.final[alert.key] = alert

    def prune(self) -> None:
        watermark = self.clock.watermark
        if watermark is not None:
            self.tracker.prune(watermark)
            self.due = self.tracker.due
            assert self.board.changes() == ()

    def restart(self) -> None:
        dumped = json.loads(json.dumps(self.tracker.dump()))
        alerts = self.board.alerts
        self.board = Board()
        self.board.alerts, self.board.now = alerts, self.clock.now
        self.tracker = self.made()
        self.tracker.load(dumped)
        self.due = self.tracker.due


@st.composite
def arrivals(
    draw: st.DrawFn, finals: st.SearchStrategy[list[Seen]], *, late: int
) -> list[tuple[Seen, str]]:
    """Draw events in the order in which they come, corrections after what they correct."""
    first, second = draw(finals), draw(finals)
    corrected = {event.id: event for event in second}
    come: list[tuple[int, int, Seen]] = []
    for event in first:
        when = event.start + draw(st.integers(0, late))
        come.append((when, 0, event))
        if event.id in corrected and draw(st.booleans()):
            come.append((when + draw(st.integers(0, late)), 1, corrected[event.id]))
    come.sort(key=lambda item: item[:2])
    return [(event, draw(st.sampled_from(["", "", "prune", "restart"]))) for _, _, event in come]


def agree(  # noqa: PLR0913  (what is drawn)
    told: Teller,
    pattern: Pattern,
    come: list[tuple[Seen, str]],
    late: int,
    *,
    key: tuple[str, str] = NEITHER,
    spans: Stretches | None = None,
) -> None:
    spans = spans or []
    desk = Desk(told, pattern, key, spans, late)
    for event, then in come:
        desk.take(event)
        if then == "prune":
            desk.prune()
        if then == "restart":
            desk.restart()
    now = desk.clock.now
    if now is not None:
        instrument = getattr(pattern.shape, "instrument", "")
        expected = final_alerts([pattern], desk.events.values(), now, {instrument: list(spans)})
        assert sorted(map(plain, desk.final.values())) == expected


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    path = tmp_path_factory.mktemp("rules") / "valley.yaml"
    path.write_text(RULES)
    return Teller(ceasefire.load(path).rulebook)


LATE = st.sampled_from(LATENESS)


@given(st.data(), LATE, st.integers(1, 4), st.integers(1, 12))
def test_thresholds(told: Teller, data: st.DataObject, late: int, least: int, within: int) -> None:
    pattern = Pattern("p", "P", Threshold(least, within))
    agree(told, pattern, data.draw(arrivals(drawn(("breach",)), late=late)), late)


@given(st.data(), LATE, st.integers(1, 12))
def test_lulls(told: Teller, data: st.DataObject, late: int, length: int) -> None:
    pattern = Pattern("p", "P", Lull(ALWAYS, length))
    agree(told, pattern, data.draw(arrivals(drawn(("incident",)), late=late)), late)


@given(st.data(), LATE, st.integers(1, 12), st.sampled_from([None, 1.0, 30.0]))
def test_sequences(
    told: Teller, data: st.DataObject, late: int, within: int, km: float | None
) -> None:
    pattern = Pattern("p", "P", Sequence(ALWAYS, ALWAYS, within, km))
    events = drawn(("first", "then"), sites=SITES)
    agree(told, pattern, data.draw(arrivals(events, late=late)), late)


@given(st.data(), LATE, stretches())
def test_calms(told: Teller, data: st.DataObject, late: int, spans: Stretches) -> None:
    pattern = Pattern("p", "P", Calm("truce"))
    come = data.draw(arrivals(drawn(("breach",)), late=late))
    agree(told, pattern, come, late, spans=spans)


COUNTS: Final = st.none() | st.builds(Threshold, st.integers(1, 4), st.integers(1, 10))
MOVES: Final = st.lists(
    st.builds(Move, st.sampled_from(["suspended", "lapsed", "renewed"]), st.integers(0, 25)),
    max_size=2,
    unique_by=lambda move: move.on,
)


@given(
    st.data(),
    LATE,
    stretches(),
    st.builds(
        Series,
        st.just("truce"),
        COUNTS,
        COUNTS,
        st.none() | st.integers(1, 8),
        MOVES.map(lambda moves: tuple(sorted(moves, key=lambda move: move.on))),
    ),
)
def test_series(
    told: Teller, data: st.DataObject, late: int, spans: Stretches, shape: Series
) -> None:
    parts = ("breach", *(part for part in ("strained", "breached") if getattr(shape, part)))
    come = data.draw(arrivals(drawn(parts), late=late))
    agree(told, Pattern("p", "P", shape), come, late, spans=spans)
