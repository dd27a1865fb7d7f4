"""Windows in local time, held against a reading of the wall clock minute by minute."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.terms.times import (
    DAY,
    HOUR,
    MINUTE,
    Window,
    clock,
    describe,
    duration,
    instant,
    local,
    weekday,
    zone,
)
from tests.meaning.helpers import says

if TYPE_CHECKING:
    from collections.abc import Sequence

DAMASCUS = ZoneInfo("Asia/Damascus")
THURSDAY_FRIDAY = frozenset({weekday("thursday"), weekday("friday")})

# The day on which the clocks change, forward and back, in each zone.
CHANGES = [
    ("Asia/Damascus", "2016-03-25"),
    ("Asia/Damascus", "2016-10-27"),
    ("Europe/Berlin", "2016-03-27"),
    ("Europe/Berlin", "2016-10-30"),
    ("America/New_York", "2016-03-13"),
    ("America/New_York", "2016-11-06"),
    ("Australia/Lord_Howe", "2016-10-02"),  # by half an hour
    ("Australia/Lord_Howe", "2016-04-03"),
]


def damascus(text: str) -> int:
    return instant(text, DAMASCUS)


def hours(*texts: str) -> tuple[tuple[int, int], ...]:
    pairs = (text.split("-") for text in texts)
    return tuple((clock(begin), clock(end)) for begin, end in pairs)


def described(window: Window, lo: str, hi: str) -> list[str]:
    pieces = window.pieces(damascus(lo), damascus(hi))
    return [describe(*piece, DAMASCUS) for piece in pieces]


# --- bounds ---------------------------------------------------------------------------------


def test_first_instant_in_last_out() -> None:
    start = damascus("2016-05-05 01:00")
    window = Window(start, start + duration("48h"))
    assert window.end == damascus("2016-05-07 01:00")
    assert not window.contains(start - 1)
    assert window.contains(start)
    assert window.contains(start + 48 * HOUR - 1)
    assert not window.contains(start + 48 * HOUR)
    assert window.pieces(start - DAY, start + 9 * DAY) == [(start, start + 48 * HOUR)]
    assert window.pieces(start + HOUR, start + DAY) == [(start + HOUR, start + DAY)]
    assert window.pieces(start + HOUR, start + HOUR) == []
    assert window.pieces(start - DAY, start) == []
    assert window.pieces(start + 48 * HOUR, start + 49 * HOUR) == []


def test_bounds_and_edges() -> None:
    assert Window().edges == ()
    assert Window(start=1).edges == (1,)
    assert Window(end=2).edges == (2,)
    assert Window(1, 2).edges == (1, 2)
    assert Window(1, None).bounds() == (1, None)
    assert Window(0, 0).edges == (0, 0)
    assert not Window(1, 2).recurring
    assert Window(days=frozenset({0})).recurring
    assert Window(hours=((0, 1),)).recurring


def test_without_bounds_everything_is_inside() -> None:
    far = 10**19
    assert Window().contains(-far)
    assert Window().pieces(-far, far) == [(-far, far)]


def test_a_window_that_ends_before_it_begins_is_empty() -> None:
    window = Window(10, 5)
    assert window.pieces(-100, 100) == []
    assert not any(window.contains(at) for at in range(-20, 20))


@pytest.mark.parametrize("window", [Window(days=frozenset()), Window(hours=())])
def test_no_day_or_no_hour_is_never(window: Window) -> None:
    assert window.pieces(0, 30 * DAY) == []
    assert not window.contains(0)


# --- weekdays and hours ---------------------------------------------------------------------


def test_thursday_and_friday_of_the_regime_of_calm() -> None:
    window = Window(
        damascus("2016-05-05 01:00"),
        damascus("2016-05-07 01:00"),
        days=THURSDAY_FRIDAY,
        zone="Asia/Damascus",
    )
    assert described(window, "2016-05-01", "2016-06-01") == ["2016-05-05 01:00 to 2016-05-07 00:00"]


def test_weekdays_alone_come_back_every_week() -> None:
    window = Window(days=THURSDAY_FRIDAY, zone="Asia/Damascus")
    assert described(window, "2016-05-01", "2016-05-15") == [
        "2016-05-05 to 2016-05-06",
        "2016-05-12 to 2016-05-13",
    ]


def test_hours_of_the_day() -> None:
    window = Window(hours=hours("09:00-14:00"), zone="Asia/Damascus")
    assert described(window, "2016-05-04", "2016-05-05 10:00") == [
        "2016-05-04 09:00 to 14:00",
        "2016-05-05 09:00 to 10:00",
    ]


@says("Hours past midnight belong to the day on which they began.")
def test_hours_past_midnight_belong_to_the_day_on_which_they_began() -> None:
    window = Window(days=frozenset({3}), hours=hours("22:00-02:00"), zone="Asia/Damascus")
    assert described(window, "2016-05-04", "2016-05-08") == ["2016-05-05 22:00 to 2016-05-06 02:00"]
    assert window.contains(damascus("2016-05-06 01:59"))
    assert not window.contains(damascus("2016-05-05 01:00"))


def test_hours_that_overlap_or_touch_are_one() -> None:
    window = Window(hours=hours("12:00-14:00", "09:00-12:00", "13:00-15:00"), zone="UTC")
    assert window.pieces(0, DAY) == [(9 * HOUR, 15 * HOUR)]


def test_hours_that_meet_at_midnight_are_one() -> None:
    window = Window(hours=hours("22:00-24:00", "00:00-02:00"))
    assert window.pieces(12 * HOUR, 36 * HOUR) == [(22 * HOUR, 26 * HOUR)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("00:00-24:00", [(0, DAY)]),
        ("00:00-00:00", [(0, DAY)]),
        ("12:00-12:00", [(12 * HOUR, 36 * HOUR)]),
        ("24:00-24:00", [(DAY, 2 * DAY)]),
        ("24:00-02:00", [(DAY, DAY + 2 * HOUR)]),
    ],
)
def test_hours_at_the_limits(written: str, expected: list[tuple[int, int]]) -> None:
    thursday = Window(days=frozenset({3}), hours=hours(written))  # 1970-01-01
    assert thursday.pieces(0, 3 * DAY) == expected


def test_missing_hour_holds_nothing() -> None:
    window = Window(hours=hours("00:00-01:00"), zone="Asia/Damascus")
    assert described(window, "2016-03-24", "2016-03-27") == [
        "2016-03-24 00:00 to 01:00",
        "2016-03-26 00:00 to 01:00",
    ]
    late = Window(hours=hours("23:00-02:00"), zone="Asia/Damascus")
    [night] = late.pieces(damascus("2016-03-24 12:00"), damascus("2016-03-25 12:00"))
    assert night == (damascus("2016-03-24 23:00"), damascus("2016-03-25 02:00"))
    assert night[1] - night[0] == 2 * HOUR


def test_doubled_hour_is_inside_both_times() -> None:
    window = Window(hours=hours("23:15-23:45"), zone="Asia/Damascus")
    first, again = damascus("2016-10-27 23:15+03:00"), damascus("2016-10-27 23:15+02:00")
    assert window.pieces(damascus("2016-10-27"), damascus("2016-10-28")) == [
        (first, first + 30 * MINUTE),
        (again, again + 30 * MINUTE),
    ]
    whole = Window(hours=hours("23:00-24:00"), zone="Asia/Damascus")
    assert whole.pieces(damascus("2016-10-27"), damascus("2016-10-28")) == [
        (damascus("2016-10-27 23:00+03:00"), damascus("2016-10-28 00:00")),
    ]


def test_a_bound_inside_the_doubled_hour() -> None:
    again = damascus("2016-10-27 23:30+02:00")
    window = Window(start=again, hours=hours("23:00-24:00"), zone="Asia/Damascus")
    assert not window.contains(damascus("2016-10-27 23:30+03:00"))
    assert window.pieces(damascus("2016-10-27"), damascus("2016-10-28")) == [
        (again, damascus("2016-10-28")),
    ]


def test_every_day_of_some_years() -> None:
    window = Window(hours=hours("09:00-14:00"), zone="Asia/Damascus")
    pieces = window.pieces(damascus("2015-01-01"), damascus("2020-01-01"))
    assert len(pieces) == 5 * 365 + 1
    assert {local(lo, DAMASCUS).hour for lo, _ in pieces} == {9}
    assert {hi - lo for lo, hi in pieces} == {5 * HOUR}


# --- laws -----------------------------------------------------------------------------------

minute_of_day = st.integers(0, 24 * 4).map(lambda quarter: quarter * 15 * MINUTE)


@st.composite
def windows(draw: st.DrawFn, zone_name: str, around: int) -> Window:
    """Draw a window whose bounds lie within three days of an instant, on whole minutes."""
    bound = st.none() | st.integers(-3 * 1440, 3 * 1440).map(lambda m: around + m * MINUTE)
    days = st.none() | st.frozensets(st.integers(0, 6))
    pairs = st.none() | st.lists(st.tuples(minute_of_day, minute_of_day), max_size=3).map(tuple)
    return Window(draw(bound), draw(bound), draw(days), draw(pairs), zone_name)


def inside(window: Window, at: int) -> bool:
    """Say by the calendar of the standard library whether an instant is in a window."""
    if not (window.start is None or window.start <= at):
        return False
    if not (window.end is None or at < window.end):
        return False
    if not window.recurring:
        return True
    shown = local(at, zone(window.zone)).replace(tzinfo=None)
    midnight = shown.replace(hour=0, minute=0, second=0, microsecond=0)
    for began in (midnight, midnight - timedelta(days=1)):
        if window.days is not None and began.weekday() not in window.days:
            continue
        for begin, end in window.hours if window.hours is not None else ((0, DAY),):
            opens = began + timedelta(microseconds=begin)
            closes = began + timedelta(microseconds=end, days=0 if end > begin else 1)
            if opens <= shown < closes:
                return True
    return False


def well_formed(pieces: Sequence[tuple[int, int]], lo: int, hi: int) -> bool:
    """Say whether intervals lie within bounds, in order, and nowhere touch."""
    edges = [edge for piece in pieces for edge in piece]
    ordered = all(one < other for one, other in pairwise(edges))
    return ordered and (not edges or (lo <= edges[0] and edges[-1] <= hi))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(CHANGES))
def test_pieces_are_what_the_clocks_say(data: st.DataObject, change: tuple[str, str]) -> None:
    name, day = change
    middle = instant(day, zone(name))
    window = data.draw(windows(name, middle))
    lo = middle + data.draw(st.integers(-2000, 1000)) * MINUTE
    hi = lo + data.draw(st.integers(0, 3000)) * MINUTE
    pieces = window.pieces(lo, hi)
    assert well_formed(pieces, lo, hi)
    covered = {at for start, end in pieces for at in range(start, end, MINUTE)}
    for at in range(lo, hi, MINUTE):
        expected = inside(window, at)
        assert window.contains(at) is expected
        assert (at in covered) is expected
    for start, end in pieces:
        assert window.contains(start)
        assert window.contains(end - 1)
        assert start == lo or not window.contains(start - 1)
        assert end == hi or not window.contains(end)


@given(st.data(), st.sampled_from(CHANGES), st.integers(-5000, 5000))
def test_pieces_of_two_halves_make_the_whole(
    data: st.DataObject, change: tuple[str, str], cut: int
) -> None:
    name, day = change
    middle = instant(day, zone(name))
    window = data.draw(windows(name, middle))
    lo, hi = middle - 4 * DAY, middle + 4 * DAY
    at = middle + cut * MINUTE + 1
    halves = [*window.pieces(lo, at), *window.pieces(at, hi)]
    whole = window.pieces(lo, hi)
    assert sum(b - a for a, b in halves) == sum(b - a for a, b in whole)
    assert {edge for piece in whole for edge in piece} <= {e for piece in halves for e in piece}


@given(st.data(), st.integers(-300, 300))
def test_shifting_by_weeks_shifts_the_pieces(data: st.DataObject, weeks: int) -> None:
    window = data.draw(windows("UTC", 0))
    shift = weeks * 7 * DAY
    moved = Window(
        None if window.start is None else window.start + shift,
        None if window.end is None else window.end + shift,
        window.days,
        window.hours,
        window.zone,
    )
    lo, hi = -5 * DAY + 1, 5 * DAY - 1
    expected = [(a + shift, b + shift) for a, b in window.pieces(lo, hi)]
    assert moved.pieces(lo + shift, hi + shift) == expected


@given(st.integers(-(10**17), 10**17), st.integers(1, 10**15), st.integers(-(10**17), 10**17))
def test_shifting_a_plain_window_changes_nothing(start: int, length: int, shift: int) -> None:
    window, moved = Window(start, start + length), Window(start + shift, start + length + shift)
    for at in (start - 1, start, start + length - 1, start + length):
        assert window.contains(at) is moved.contains(at + shift)
