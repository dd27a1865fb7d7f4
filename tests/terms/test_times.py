"""Times as written, with the traps of the Syrian truces of 2016 as exact facts."""

from __future__ import annotations

import pickle
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.terms import times
from ceasefire.terms.clocks import day_end, day_start, moments, offset_at, stretches, write_offset
from ceasefire.terms.times import (
    DAY,
    HOUR,
    MICROSECOND,
    MINUTE,
    SECOND,
    TimeProblem,
    clock,
    describe,
    duration,
    end_of,
    instant,
    local,
    span,
    weekday,
    zone,
)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

DAMASCUS = ZoneInfo("Asia/Damascus")
ZONES = ["Asia/Damascus", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
ST_JOHNS = ZoneInfo("America/St_Johns")
HAVANA = ZoneInfo("America/Havana")
APIA = ZoneInfo("Pacific/Apia")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc(text: str) -> int:
    """Read ``2016-05-03T21:01Z`` by the standard library alone."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def problem(call: Callable[..., object], *args: object) -> TimeProblem:
    """Return the problem that a call raises, checking how it is worded."""
    with pytest.raises(TimeProblem) as caught:
        call(*args)
    found = caught.value
    assert found.hint
    assert str(found) == f"{found.message} ({found.hint})"
    assert not found.message.endswith(".")
    return found


# --- one time -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2016-02-27 00:00", "2016-02-26T22:00Z", id="cessation begins"),
        pytest.param("2016-02-26 12:00", "2016-02-26T10:00Z", id="acceptance closes"),
        pytest.param("2016-03-28", "2016-03-27T21:00Z", id="terms and procedures"),
        pytest.param("2016-04-30 00:01", "2016-04-29T21:01Z", id="Ghouta, Russian clock"),
        pytest.param("2016-04-30 01:00", "2016-04-29T22:00Z", id="Ghouta, army clock"),
        pytest.param("2016-05-01 24:00", "2016-05-01T21:00Z", id="Ghouta, first extension ends"),
        pytest.param("2016-05-03 24:00", "2016-05-03T21:00Z", id="Ghouta, last extension ends"),
        pytest.param("2016-05-04 00:01", "2016-05-03T21:01Z", id="Aleppo, US clock"),
        pytest.param("2016-05-05 01:00", "2016-05-04T22:00Z", id="Aleppo, army clock"),
        pytest.param("2016-05-07 01:00", "2016-05-06T22:00Z", id="Aleppo, 48 hours end"),
        pytest.param("2016-05-12 00:00", "2016-05-11T21:00Z", id="Aleppo, last extension ends"),
        pytest.param("2016-06-01 00:01", "2016-05-31T21:01Z", id="Daraya"),
        pytest.param("2016-07-08 24:00", "2016-07-08T21:00Z", id="Eid ends"),
        pytest.param("2016-09-12 18:45", "2016-09-12T15:45Z", id="September, by sunset"),
        pytest.param("2016-09-12 19:00", "2016-09-12T16:00Z", id="September"),
        pytest.param("2016-09-18 23:59", "2016-09-18T20:59Z", id="September ends"),
        pytest.param("2016-12-30", "2016-12-29T22:00Z", id="December, winter time"),
        pytest.param("2017-05-06", "2017-05-05T21:00Z", id="de-escalation areas"),
        pytest.param("2017-11-06", "2017-11-05T22:00Z", id="six months later, winter time"),
        pytest.param("2020-03-06 00:01", "2020-03-05T22:01Z", id="Idlib, Damascus clock"),
    ],
)
def test_clocks_of_the_instruments(written: str, expected: str) -> None:
    assert instant(written, DAMASCUS) == utc(expected)


def test_same_words_on_another_clock() -> None:
    moscow = instant("2020-03-06 00:01", zone("Europe/Moscow"))
    assert moscow == utc("2020-03-05T21:01Z")
    assert instant("2020-03-06 00:01", DAMASCUS) - moscow == HOUR


@pytest.mark.parametrize(
    "written",
    [
        "2016-05-04 00:01",
        "2016-05-04T00:01",
        "2016-05-04 00:01:00",
        "2016-05-04 00:01:00.000000",
        "2016-05-04T00:01:00.0",
        "2016-05-04 00:01+03:00",
        "2016-05-04 00:01 +03:00",
        "2016-05-04T00:01:00+0300",
        "2016-05-04 00:01+03:00:00",
        "2016-05-03 21:01Z",
        "2016-05-03T21:01:00Z",
        "2016-05-03 16:31-04:30",
        "  2016-05-04 00:01  ",
    ],
)
def test_ways_of_writing_one_instant(written: str) -> None:
    assert instant(written, DAMASCUS) == utc("2016-05-03T21:01Z")


def test_24_00_with_an_offset_is_plain_arithmetic() -> None:
    assert instant("2016-03-24 24:00+03:00", DAMASCUS) == utc("2016-03-24T21:00Z")
    assert instant("2016-12-31 24:00Z", DAMASCUS) == utc("2017-01-01T00:00Z")


def test_microseconds_are_kept() -> None:
    at = instant("2199-12-31 23:59:59.999999Z", DAMASCUS)
    assert at + 1 == instant("2200-01-01 00:00Z", DAMASCUS)
    assert instant("2016-05-04 00:01:00.5", DAMASCUS) == utc("2016-05-03T21:01:00.500000Z")
    assert local(at, zone("UTC")).microsecond == SECOND - 1


def test_units() -> None:
    assert (MICROSECOND, SECOND, MINUTE) == (1, 10**6, 60 * 10**6)
    assert (HOUR, DAY) == (60 * MINUTE, 24 * HOUR)
    assert timedelta(days=1) // timedelta(microseconds=1) == DAY


def test_missing_hour() -> None:
    change = utc("2016-03-24T22:00Z")
    assert instant("2016-03-25", DAMASCUS) == change
    assert instant("2016-03-24 24:00", DAMASCUS) == change
    assert instant("2016-03-25 01:00", DAMASCUS) == change
    assert instant("2016-03-24 23:59:59.999999", DAMASCUS) == change - 1
    for written in ("2016-03-25 00:00", "2016-03-25 00:30", "2016-03-25T00:59:59.999999"):
        found = problem(instant, written, DAMASCUS)
        assert found.code == "nonexistent-time"
        assert found.message.startswith(f"`{written}` does not exist in Asia/Damascus")
        assert found.hint == f"add an offset: `{written}+02:00` or `{written}+03:00`"
    assert instant("2016-03-25 00:30+02:00", DAMASCUS) == change + 30 * MINUTE
    assert instant("2016-03-25 00:30+03:00", DAMASCUS) == change - 30 * MINUTE


def test_doubled_hour() -> None:
    change = utc("2016-10-27T21:00Z")
    assert instant("2016-10-27 22:59", DAMASCUS) == change - HOUR - MINUTE
    for written in ("2016-10-27 23:00", "2016-10-27 23:30", "2016-10-27 23:59:59.999999"):
        found = problem(instant, written, DAMASCUS)
        assert found.code == "ambiguous-time"
        assert found.message.startswith(f"`{written}` occurs more than once in Asia/Damascus")
        assert found.hint == f"add an offset: `{written}+03:00` or `{written}+02:00`"
    assert instant("2016-10-27 23:30+03:00", DAMASCUS) == change - 30 * MINUTE
    assert instant("2016-10-27 23:30+02:00", DAMASCUS) == change + 30 * MINUTE
    # Midnight itself is shown once: at the first attempt the clocks went back instead.
    assert instant("2016-10-28 00:00", DAMASCUS) == change + HOUR
    assert instant("2016-10-27 24:00", DAMASCUS) == change + HOUR
    assert instant("2016-10-28", DAMASCUS) == change + HOUR


def test_forty_eight_hours_that_are_forty_seven() -> None:
    start = instant("2016-05-10 01:00", DAMASCUS)
    end = instant("2016-05-11 24:00", DAMASCUS)
    assert end == instant("2016-05-12 00:00", DAMASCUS)
    assert end - start == 47 * HOUR
    assert start + duration("48h") - end == HOUR


def test_seam_of_fifty_nine_minutes() -> None:
    ends = instant("2016-05-10 00:01", DAMASCUS)
    resumes = instant("2016-05-10 01:00", DAMASCUS)
    assert resumes - ends == 59 * MINUTE
    assert describe(ends, resumes, DAMASCUS) == "2016-05-10 00:01 to 01:00"
    assert instant("2016-05-07 00:01", DAMASCUS) + duration("72h") == ends


def test_midnight_shown_twice() -> None:
    first = utc("2016-11-06T04:00Z")
    assert instant("2016-11-06", HAVANA) == first
    assert instant("2016-11-05 24:00", HAVANA) == first
    assert problem(instant, "2016-11-06 00:00", HAVANA).code == "ambiguous-time"
    assert span("2016-11-06", HAVANA) == (first, first + 25 * HOUR)


def test_dates_that_take_turns() -> None:
    # At one minute past midnight the clocks went back to a minute past eleven.
    saturday, sunday = span("2006-10-28", ST_JOHNS), span("2006-10-29", ST_JOHNS)
    assert saturday[1] - saturday[0] == 25 * HOUR
    assert sunday[1] - sunday[0] == 25 * HOUR
    assert saturday[1] - sunday[0] == HOUR
    assert instant("2006-10-28 24:00", ST_JOHNS) == sunday[0]
    assert span("2006-10-28/P1D", ST_JOHNS) == saturday


def test_date_that_the_calendar_skips() -> None:
    skip = utc("2011-12-30T10:00Z")
    assert instant("2011-12-29 24:00", APIA) == skip
    assert instant("2011-12-31", APIA) == skip
    for call in (instant, span):
        found = problem(call, "2011-12-30", APIA)
        assert found.code == "nonexistent-time"
        assert "2011-12-30" in found.message
    assert problem(instant, "2011-12-30 12:00", APIA).hint == (
        "add an offset: `2011-12-30 12:00-10:00` or `2011-12-30 12:00+14:00`"
    )
    assert span("2011-12", APIA) == (instant("2011-12-01", APIA), instant("2012-01-01", APIA))


def test_offsets_with_seconds() -> None:
    local_mean = zone("Asia/Damascus")
    at = instant("1910-01-01", local_mean)
    assert offset_at(local_mean, at) == 2 * HOUR + 25 * MINUTE + 12 * SECOND
    assert write_offset(offset_at(local_mean, at)) == "+02:25:12"
    assert instant("1910-01-01 00:00+02:25:12", local_mean) == at
    assert write_offset(0) == "+00:00"
    assert write_offset(-(9 * HOUR + 30 * MINUTE)) == "-09:30"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2016",
        "2016-05",
        "2016-5-4",
        "20160504",
        "2016-02-30",
        "2015-02-29",
        "2016-13-01",
        "2016-00-01",
        "2016-05-00",
        "2016-05-04 1:00",
        "2016-05-04 01",
        "2016-05-04 24:01",
        "2016-05-04 24:00:00.000001",
        "2016-05-04 25:00",
        "2016-05-04 00:60",
        "2016-05-04 00:00:60",
        "2016-05-04 00:00:00.1234567",
        "2016-05-04  00:01",
        "2016-05-04 00:01+16:00",
        "2016-05-04 00:01-16:00",
        "2016-05-04 00:01+03:60",
        "2016-05-04 00:01+03:00:60",
        "2016-05-04 00:01+3",
        "2016-05-04+03:00",
        "2016-05-04Z",
        "2016-05-04 00:01 EET",
        "1899-12-31",
        "2201-01-01",
        "0000-01-01",
        "2016-05-04/2016-05-05",
        "٢٠١٦-٠٥-٠٤",  # noqa: RUF001  (digits of another script)
        "2016-05-04\n2016-05-05",
        "2016-05-04 00:01" + "0" * 100,
    ],
)
def test_texts_that_are_no_time(written: str) -> None:
    assert problem(instant, written, DAMASCUS).code == "bad-time"


def test_limits_of_the_years() -> None:
    assert instant("1900-01-01", zone("UTC")) == utc("1900-01-01T00:00Z")
    assert instant("2200-12-31 24:00", zone("UTC")) == utc("2201-01-01T00:00Z")
    assert "1900 to 2200" in problem(instant, "1899-12-31", DAMASCUS).hint
    assert "out of range" in problem(span, "2201", DAMASCUS).message


def test_widest_offsets() -> None:
    assert instant("2016-05-04 00:01+15:59", DAMASCUS) == utc("2016-05-04T00:01+15:59")
    assert instant("2016-05-04 00:01-15:59", DAMASCUS) == utc("2016-05-04T00:01-15:59")


def test_long_text_is_shown_cut() -> None:
    assert "21 characters" not in problem(instant, "9" * 101, DAMASCUS).message
    assert problem(instant, "9" * 101, DAMASCUS).message == f"`{'9' * 20}...` has 101 characters"
    assert "is not a time" in problem(instant, "9" * 100, DAMASCUS).message
    assert problem(duration, "9" * 101).code == "bad-duration"


def test_problem_survives_pickling() -> None:
    found = problem(instant, "2016-10-27 23:30", DAMASCUS)
    copy = pickle.loads(pickle.dumps(found))  # noqa: S301  (our own bytes)
    assert (copy.code, copy.message, copy.hint) == (found.code, found.message, found.hint)
    assert str(TimeProblem("bad-time", "no hint")) == "no hint"


# --- the time of an event -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "first", "end"),
    [
        ("2016-05-05", "2016-05-04T21:00Z", "2016-05-05T21:00Z"),
        ("2016-05", "2016-04-30T21:00Z", "2016-05-31T21:00Z"),
        ("2016-02", "2016-01-31T22:00Z", "2016-02-29T22:00Z"),
        ("2016-12", "2016-11-30T22:00Z", "2016-12-31T22:00Z"),
        ("2016", "2015-12-31T22:00Z", "2016-12-31T22:00Z"),
        ("2016-03-25", "2016-03-24T22:00Z", "2016-03-25T21:00Z"),  # 23 hours
        ("2016-10-27", "2016-10-26T21:00Z", "2016-10-27T22:00Z"),  # 25 hours
        ("2016-05-03/2016-05-05", "2016-05-02T21:00Z", "2016-05-05T21:00Z"),
        ("2016-05-03 / 2016-05-05", "2016-05-02T21:00Z", "2016-05-05T21:00Z"),
        ("2016-05-05/2016-05-05", "2016-05-04T21:00Z", "2016-05-05T21:00Z"),
        ("2016-04/2016-05", "2016-03-31T21:00Z", "2016-05-31T21:00Z"),
        ("2015/2016", "2014-12-31T22:00Z", "2016-12-31T22:00Z"),
        ("2016-05-04 18:00/2016-05-05 08:00", "2016-05-04T15:00Z", "2016-05-05T05:00Z"),
        ("2016-05-04T18:00/2016-05-05", "2016-05-04T15:00Z", "2016-05-05T21:00Z"),
        ("2016-05-04/2016-05-05T08:00", "2016-05-03T21:00Z", "2016-05-05T05:00Z"),
        ("2016-05-03 21:00Z/2016-05-05T00:00+03:00", "2016-05-03T21:00Z", "2016-05-04T21:00Z"),
        ("2016-05-04 18:00/PT2H", "2016-05-04T15:00Z", "2016-05-04T17:00Z"),
        ("2016-05-04 18:00/PT1H30M15S", "2016-05-04T15:00Z", "2016-05-04T16:30:15Z"),
        ("2016-05-04/PT6H", "2016-05-03T21:00Z", "2016-05-04T03:00Z"),
        ("2016-05-04/P1D", "2016-05-03T21:00Z", "2016-05-04T21:00Z"),
        ("2016-05-04/P1W", "2016-05-03T21:00Z", "2016-05-10T21:00Z"),
        ("2016-05-04/P1DT6H", "2016-05-03T21:00Z", "2016-05-05T03:00Z"),
        ("2016-05/P2D", "2016-04-30T21:00Z", "2016-05-02T21:00Z"),
        ("PT2H/2016-05-04 18:00", "2016-05-04T13:00Z", "2016-05-04T15:00Z"),
        ("PT2H/2016-05-04", "2016-05-04T19:00Z", "2016-05-04T21:00Z"),
        ("P2D/2016-05-05", "2016-05-03T21:00Z", "2016-05-05T21:00Z"),
        ("P1DT1H/2016-05-05 08:00", "2016-05-04T04:00Z", "2016-05-05T05:00Z"),
        # A day of the calendar has 23 hours here, and 25 there; 24 hours have 24.
        ("2016-03-24 12:00/P1D", "2016-03-24T10:00Z", "2016-03-25T09:00Z"),
        ("2016-03-24 12:00/PT24H", "2016-03-24T10:00Z", "2016-03-25T10:00Z"),
        ("P1D/2016-10-28 12:00", "2016-10-27T09:00Z", "2016-10-28T10:00Z"),
        ("PT24H/2016-10-28 12:00", "2016-10-27T10:00Z", "2016-10-28T10:00Z"),
        ("P1D/2016-03-25", "2016-03-24T22:00Z", "2016-03-25T21:00Z"),
    ],
)
def test_spans(written: str, first: str, end: str) -> None:
    assert span(written, DAMASCUS) == (utc(first), utc(end))


@pytest.mark.parametrize(
    "written",
    [
        "2016-05-04 18:00",
        "2016-05-04 18:00/2016-05-04 18:00",
        "2016-05-04 18:00/2016-05-04 15:00Z",
    ],
)
def test_a_moment_is_one_microsecond(written: str) -> None:
    at = utc("2016-05-04T15:00Z")
    assert span(written, DAMASCUS) == (at, at + 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "bad-time"),
        ("spring 2016", "bad-time"),
        ("20160504", "bad-time"),
        ("2016-13", "bad-time"),
        ("2016-00", "bad-time"),
        ("2016-05-05/2016-05-04", "bad-time"),
        ("2016-05-04 18:00/2016-05-04 17:59", "bad-time"),
        ("2016-05-04 18:00/2016-05-03", "bad-time"),
        ("2016-05-04 00:00/2016-05-03", "bad-time"),
        ("2016-05-04/", "bad-time"),
        ("/2016-05-04", "bad-time"),
        ("/", "bad-time"),
        ("2016-05-04/05", "bad-time"),
        ("2016-05-04/2016-05-05/2016-05-06", "bad-time"),
        ("P1D/P1D", "bad-time"),
        ("P1D", "bad-time"),
        ("2016-05-04/P", "bad-duration"),
        ("2016-05-04/PT", "bad-duration"),
        ("2016-05-04/P1DT", "bad-duration"),
        ("2016-05-04/P1M", "bad-duration"),
        ("2016-05-04/P1Y", "bad-duration"),
        ("2016-05-04/P1W2D", "bad-duration"),
        ("2016-05-04/PT1.5H", "bad-duration"),
        ("2016-05-04/PT0S", "bad-duration"),
        ("2016-05-04/P0D", "bad-duration"),
        ("2016-05-04/P36526D", "bad-duration"),
        ("P-1D/2016-05-04", "bad-duration"),
        ("2016-05-04/p1d", "bad-time"),
        ("2016-03-25 00:30", "nonexistent-time"),
        ("2016-03-24 00:30/P1D", "nonexistent-time"),
        ("2016-10-26 23:30/P1D", "ambiguous-time"),
        ("2016-10-27 22:00/2016-10-27 23:30", "ambiguous-time"),
        ("2016-05-04 18:00/2016-05-05 08:00" + " " * 80 + "2016", "bad-time"),
    ],
)
def test_texts_that_are_no_span(written: str, code: str) -> None:
    assert problem(span, written, DAMASCUS).code == code


@pytest.mark.parametrize(
    "text",
    ["03/04/2017", "3.4.2017", "2017/04/03", "03/04/17", "04/2017", "2016/05", "03/04/2017 10:00"],
)
def test_a_date_in_another_order_is_quoted_whole(text: str) -> None:
    found = problem(span, text, DAMASCUS)
    assert found.code == "bad-time"
    assert found.message == f"`{text}` is not a time"
    assert "the year first, as in `2017-03-04`" in found.hint


def test_half_of_an_interval_is_quoted_with_the_whole() -> None:
    found = problem(span, "2016-05-03/tomorrow", DAMASCUS)
    assert found.message == "`2016-05-03/tomorrow`: `tomorrow` is not a time"
    assert span("2016/2017", DAMASCUS)[0] == span("2016", DAMASCUS)[0]


@pytest.mark.parametrize(
    "written", ["2016", "2016-05", "2016-05-04", "2016-05-04 18:00", "2016-05-04T18:00:01.5Z"]
)
def test_the_end_of_one_time_is_that_of_its_span(written: str) -> None:
    assert end_of(written, DAMASCUS) == span(written, DAMASCUS)[1]


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("2016-05-04/2016-05-05", "`2016-05-04/2016-05-05` is an interval", "write a date such as"),
        ("2016-05-04/P1D", "is an interval", "or a time such as"),
        ("soon", "`soon` is not a time", "write a date such as"),
        ("04/05/2016", "`04/05/2016` is not a time", "dates are written with hyphens"),
    ],
)
def test_of_an_interval_nobody_takes_the_end_and_no_hint_says_so(
    written: str, message: str, hint: str
) -> None:
    found = problem(end_of, written, DAMASCUS)
    assert message in found.message
    assert hint in found.hint
    assert "slash" not in found.hint


def test_reversed_interval_says_so() -> None:
    assert "ends before it begins" in problem(span, "2016-05-05/2016-05-04", DAMASCUS).message


def test_longest_span() -> None:
    lo, hi = span("2000-01-01/P36525D", zone("UTC"))
    assert hi - lo == 36525 * DAY


# --- lengths, clocks, weekdays, zones -------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("48h", 48 * HOUR),
        ("48 h", 48 * HOUR),
        ("72 hours", 72 * HOUR),
        ("1 Hour", HOUR),
        ("3hrs", 3 * HOUR),
        ("90m", 90 * MINUTE),
        ("30 minutes", 30 * MINUTE),
        ("5 min", 5 * MINUTE),
        ("45s", 45 * SECOND),
        ("1 second", SECOND),
        ("2d", 2 * DAY),
        ("2 days", 2 * DAY),
        ("1w", 7 * DAY),
        (" 2 weeks ", 14 * DAY),
        ("36525d", 36525 * DAY),
    ],
)
def test_durations(written: str, expected: int) -> None:
    assert duration(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "h", "48", "0h", "-1h", "1.5h", "48x", "48  h", "1d 2h", "PT2H", "36526d", "9" * 13 + "h"],
)
def test_texts_that_are_no_duration(written: str) -> None:
    assert problem(duration, written).code == "bad-duration"


def test_durations_out_of_bounds_say_so() -> None:
    assert "no time at all" in problem(duration, "0h").message
    assert "hundred years" in problem(duration, "9999999 weeks").message


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("00:00", 0),
        ("00:01", MINUTE),
        ("09:00", 9 * HOUR),
        ("23:59", DAY - MINUTE),
        ("24:00", DAY),
    ],
)
def test_clock(written: str, expected: int) -> None:
    assert clock(written) == expected


@pytest.mark.parametrize(
    "written", ["", "9:00", "24:01", "25:00", "09:60", "09", "09:00:00", "noon"]
)
def test_texts_that_are_no_clock(written: str) -> None:
    found = problem(clock, written)
    assert found.code == "bad-time"
    assert found.message == f"`{written}` is not a time of day"


def test_weekdays() -> None:
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    for number, name in enumerate(names):
        for form in (name, name.lower(), name.upper(), name[:3], f" {name[:3].lower()} "):
            assert weekday(form) == number
    assert date(2016, 5, 5).weekday() == weekday("thursday")


@pytest.mark.parametrize(
    ("written", "hint"),
    [("thurdsay", "did you mean `thursday`?"), ("xyz", "monday"), ("", "monday"), ("3", "monday")],
)
def test_texts_that_are_no_weekday(written: str, hint: str) -> None:
    found = problem(weekday, written)
    assert found.code == "bad-time"
    assert hint in found.hint


def test_zones() -> None:
    assert zone("Asia/Damascus").key == "Asia/Damascus"
    assert zone("Etc/GMT+3").key == "Etc/GMT+3"
    assert problem(zone, "Asia/Damascas").hint == "did you mean `Asia/Damascus`?"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "Nowhere/At_All",
        "../etc/passwd",
        "/etc/localtime",
        "localtime",
        "posixrules",
        "Factory",
        "posix/UTC",
        "right/UTC",
        "Asia//Damascus",
        "Asia/Damascus\0",
        "A" * 101,
    ],
)
def test_names_that_are_no_zone(name: str) -> None:
    found = problem(zone, name)
    assert found.code == "bad-zone"
    assert "localtime" not in found.hint
    assert len(found.message) < 150


def test_everything_public_exists() -> None:
    assert sorted(times.__all__) == times.__all__
    assert all(hasattr(times, name) for name in times.__all__)


# --- in words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2016-05-03", "2016-05-03"),
        ("2016-05-03/2016-05-05", "2016-05-03 to 2016-05-05"),
        ("2016-02", "2016-02-01 to 2016-02-29"),
        ("2016-05-04 00:01", "2016-05-04 00:01"),
        ("2016-05-04 00:01:30", "2016-05-04 00:01:30"),
        ("2016-05-04 00:01:00.25", "2016-05-04 00:01:00.250000"),
        ("2016-05-04", "2016-05-04"),
        ("2016-05-04 18:00/2016-05-05 08:00", "2016-05-04 18:00 to 2016-05-05 08:00"),
        ("2016-05-04 18:00/2016-05-04 20:00", "2016-05-04 18:00 to 20:00"),
        ("2016-05-04 18:00/2016-05-04", "2016-05-04 18:00 to 2016-05-05 00:00"),
        ("2016-05-04/2016-05-04 20:00", "2016-05-04 00:00 to 20:00"),
        ("2016-03-25", "2016-03-25"),
        ("2016-10-27", "2016-10-27"),
        ("2016-10-27 23:30+03:00", "2016-10-27 23:30+03:00"),
        ("2016-10-27 23:30+03:00/2016-10-27 23:30+02:00", "2016-10-27 23:30+03:00 to 23:30+02:00"),
    ],
)
def test_describe(written: str, expected: str) -> None:
    assert describe(*span(written, DAMASCUS), DAMASCUS) == expected


def test_describe_an_empty_interval_as_its_moment() -> None:
    at = instant("2016-05-04 00:01", DAMASCUS)
    assert describe(at, at, DAMASCUS) == "2016-05-04 00:01"


# --- laws -----------------------------------------------------------------------------------

zones = st.sampled_from([*ZONES, "America/St_Johns", "Pacific/Apia", "America/Havana"]).map(zone)
instants = st.integers(utc("1900-01-03T00:00Z"), utc("2200-12-29T00:00Z"))
minutes = instants.map(lambda at: at // MINUTE * MINUTE)


@given(instants, zones)
def test_a_written_instant_reads_back(at: int, tz: ZoneInfo) -> None:
    assert instant(describe(at, at + 1, tz), tz) == at
    assert span(describe(at, at + 1, tz), tz) == (at, at + 1)
    assert instant(local(at, tz).isoformat(), tz) == at


@given(instants, zones)
def test_local_agrees_with_the_offset(at: int, tz: ZoneInfo) -> None:
    shown = local(at, tz)
    assert shown.tzinfo is tz
    assert shown.replace(tzinfo=UTC) - EPOCH == timedelta(microseconds=at + offset_at(tz, at))
    assert at in moments(tz, at + offset_at(tz, at))


@given(st.dates(date(1900, 1, 2), date(2200, 12, 30)), zones)
def test_a_date_covers_the_instants_that_show_it(day: date, tz: ZoneInfo) -> None:
    if tz.key == "Pacific/Apia" and day == date(2011, 12, 30):
        return
    text = day.isoformat()
    lo, hi = span(text, tz)
    assert lo == instant(text, tz)
    assert local(lo, tz).date() == day == local(hi - 1, tz).date()
    assert local(lo - 1, tz).date() < day < local(hi, tz).date()
    assert span(f"{text}/{text}", tz) == span(f"{text}/P1D", tz) == span(f"P1D/{text}", tz)
    assert span(f"{text}/{text}", tz) == (lo, hi)
    assert describe(lo, hi, tz) == text


@given(st.dates(date(1900, 1, 2), date(2200, 12, 30)), zones)
def test_24_00_is_the_first_instant_of_the_next_day(day: date, tz: ZoneInfo) -> None:
    number = (day - date(1970, 1, 1)).days
    assert instant(f"{day} 24:00", tz) == day_start(tz, number + 1) <= day_end(tz, number)


@given(minutes, st.integers(1, 400 * 24 * 60), zones)
def test_stretches_tile_and_keep_their_offset(lo: int, length: int, tz: ZoneInfo) -> None:
    hi = lo + length * MINUTE
    found = stretches(tz, lo, hi)
    assert (found[0][0], found[-1][1]) == (lo, hi)
    for (_, end, before), (start, _, after) in pairwise(found):
        assert end == start
        assert before != after
    for start, end, offset in found:
        for at in {start, (start + end) // 2, end - 1}:
            assert offset_at(tz, at) == offset


def test_stretches_of_nothing_and_of_very_much() -> None:
    assert stretches(DAMASCUS, 5, 5) == []
    far = 10**19
    assert stretches(DAMASCUS, far, far + 1) == [(far, far + 1, 3 * HOUR)]
    assert stretches(DAMASCUS, -far - 1, -far)[0][:2] == (-far - 1, -far)


def refused_or(call: Callable[..., T], *args: object) -> T | None:
    """Return what a call returns, or nothing where it raises a worded problem."""
    try:
        return call(*args)
    except TimeProblem:
        problem(call, *args)
        return None


@given(st.text(max_size=40), zones)
def test_any_text_is_read_or_refused(text: str, tz: ZoneInfo) -> None:
    refused_or(instant, text, tz)
    refused_or(span, text, tz)
    refused_or(duration, text)
    refused_or(clock, text)
    with suppress(TimeProblem):
        weekday(text)


@given(st.from_regex(r"[0-9PTZ:/+ .-]{0,40}", fullmatch=True))
def test_text_that_is_almost_a_time_is_read_or_refused(text: str) -> None:
    found = refused_or(span, text, DAMASCUS)
    assert found is None or found[0] < found[1]
