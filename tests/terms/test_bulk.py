"""Times read many at once are those read one by one; what is not read is left to these."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.events import arrays
from ceasefire.terms import bulk
from ceasefire.terms.bulk import MOST_FORMS, Read, Texts, read_days, read_readings, read_texts
from ceasefire.terms.instants import DAY_ZERO
from ceasefire.terms.times import DAY, MICROSECOND, TimeProblem, span, zone

if TYPE_CHECKING:
    from collections.abc import Sequence

# The last three changed their date, their offset by half an hour, and their clocks at midnight.
ZONES: Final = (
    "Asia/Damascus", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu",
    "Pacific/Apia", "Australia/Lord_Howe", "America/Havana",
)  # fmt: skip
CHANGES: Final = (
    "2016-03-25 00:00", "2016-10-28 00:00", "2016-03-27 02:30", "2016-10-30 02:30",
    "2016-11-06 01:30", "2011-12-30 12:00", "2016-04-03 01:45", "1900-01-01 00:00",
    "2200-12-31 23:59", "2016-02-29 12:00", "2100-02-28 23:59",
)  # fmt: skip
"""Where the clocks of some of these are changed, and other days of which there may be fewer."""

OFFSETS: Final = (
    "", "", "Z", "z", "+03:00", "-0330", "+15:59", "+16:00", "+03:60", "+02:25:12", "-0225:12",
    "+3:00", "+03", " Z", " +03:00", "  Z", "\N{MINUS SIGN}03:00",
)  # fmt: skip
ODD: Final = (
    "", "2016", "2016-05", "2016-05-03/2016-05-05", "soon", "2016-05-32", "2016-13-01",
    "2015-02-29", "1899-12-31", "2201-01-01", "9999-12-31", "0000-00-00", "10000-01-01",
    "2016-05-03T24:00", "2016-05-03T24:00:00.000001", "2016-05-03T24:00Z", "2016-05-03 25:00",
    "2016-05-03 12:60", "2016-05-03 12:00:60", "2016-5-3", "03/05/2016", "2016/05/03",
    "2016-05-03 ", " 2016-05-03", "\u0662\u0660\u0661\u0666-05-03",
    "\uff12\uff10\uff11\uff16-05-03", "2016-05-03\u00a014:05", "2016-05-03T14",
    "2016-05-03t14:05", "2016-05-03T14:05:06,5", "2016-05-03T14:05:06.", "2016-05-03T1405",
    "20160503", "1462320000", "2016-05-03T14:05:06.1234567Z", "unknown", "2016-05-03|2016-05-04",
    "x" * 120, "2016-05-03\n", "2016-05-03T14:05 ", "-016-05-03", "2016-05-0\x00", "é016-05-03",
    "2016-05-03T14:05:06.123456789",
)  # fmt: skip


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return a text that is a time, or nearly one."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(ODD))
    near = datetime.fromisoformat(draw(st.sampled_from(CHANGES)))
    time = near + timedelta(minutes=draw(st.integers(-3000, 3000)))
    form = draw(st.sampled_from(("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%dT%H:%M")))
    text = time.replace(second=draw(st.integers(0, 59))).strftime(form)
    if form.endswith("%S") and draw(st.booleans()):
        text += "." + draw(st.text("0123456789", min_size=1, max_size=9))
    return text + (draw(st.sampled_from(OFFSETS)) if len(form) > len("%Y-%m-%d") else "")


def read(texts: Sequence[str | None], name: str) -> Read:
    return read_texts(Texts(*arrays.octets(arrays.texts(texts))), zone(name))


def agree(texts: Sequence[str], name: str) -> int:
    """Check texts against the parser of single ones, and return how many were read."""
    low, high, fine = read(texts, name)
    for number, text in enumerate(texts):
        try:
            wanted = span(text, zone(name))
        except TimeProblem:
            assert not fine[number], text
            continue
        if fine[number]:
            assert (low[number], high[number]) == wanted, text
        else:
            # What is well written is read at once, but for what is rare.
            assert len(text) < 10 or "/" in text or "24:00" in text or text != text.strip(), text
    return int(fine.sum())


@given(texts=st.lists(written(), min_size=1, max_size=40), name=st.sampled_from(ZONES))
def test_all_at_once_is_one_by_one(texts: list[str], name: str) -> None:
    agree(texts, name)


@given(texts=st.lists(st.text("0123456789-:TZ+ ./\u0661", max_size=30), max_size=20))
def test_whatever_looks_like_times(texts: list[str]) -> None:
    agree(texts, "Asia/Damascus")


@pytest.mark.parametrize("name", ZONES)
def test_every_hour_around_changes_of_the_clocks(name: str) -> None:
    start = datetime(2011, 12, 28)  # noqa: DTZ001  (local in each of the zones)
    times = [start + timedelta(minutes=30 * number) for number in range(192)]
    for change in CHANGES[:7]:
        near = datetime.fromisoformat(change) - timedelta(days=2)
        times += [near + timedelta(minutes=15 * number) for number in range(400)]
    texts = [time.isoformat(" ", "minutes") for time in times]
    days = sorted({text[:10] for text in texts})
    found = agree([*texts, *days], name)
    assert found < len(texts) + len(days) or name in {"UTC", "Asia/Kathmandu"}
    naive = np.array([(t - datetime(1970, 1, 1)) // timedelta(microseconds=1) for t in times])  # noqa: DTZ001
    low, high, fine = read_readings(naive, zone(name), np.ones(len(naive), bool))
    told = read(texts, name)
    for one, other in zip((low, high, fine), told, strict=True):
        assert one.tolist() == other.tolist()


@pytest.mark.parametrize("name", ZONES)
def test_dates_as_numbers(name: str) -> None:
    days = [date(2011, 12, 1).toordinal() + number for number in range(400)]
    numbers = np.array(days, np.int64) - DAY_ZERO
    fine = np.arange(len(days)) % 7 > 0
    found = read_days(numbers, zone(name), fine)
    told = read([str(date.fromordinal(day)) for day in days], name)
    assert found.fine.tolist() == (told.fine & fine).tolist()
    assert found.low[found.fine].tolist() == told.low[found.fine].tolist()
    assert found.high[found.fine].tolist() == told.high[found.fine].tolist()


def test_gaps_and_overlaps_are_left() -> None:
    texts = ["2016-03-25 00:30", "2016-10-27 23:30", "2016-03-25 01:00", "2016-03-25 00:30+03:00"]
    assert read(texts, "Asia/Damascus").fine.tolist() == [False, False, True, True]
    assert not read(["2011-12-30"], "Pacific/Apia").fine.any()


def test_no_texts_and_none_that_are_times() -> None:
    assert not len(read([], "UTC").fine)
    assert read([None, "", "2016-05-03", None], "UTC").fine.tolist() == [False, False, True, False]
    nothing = np.zeros(2, bool)
    assert not read_days(np.zeros(2, np.int64), zone("UTC"), nothing).fine.any()
    assert not read_readings(np.zeros(2, np.int64), zone("UTC"), nothing).fine.any()


def test_forms_beyond_number_are_left() -> None:
    odd = [f"{chr(65 + number % 26)}{chr(65 + number // 26)}16-05-03" for number in range(60)]
    found = read([*odd, "2016-05-03"], "UTC")
    assert not found.fine.any()
    assert len(odd) > MOST_FORMS
    assert read(["2016-05-03", *odd], "UTC").fine[0]


def test_what_can_be_written_in_any_zone() -> None:
    low, high = bulk.WRITTEN
    for name in ZONES:
        for instant in (low, high - MICROSECOND):
            text = str(np.datetime64(instant, "us"))
            assert read([text + "Z"], name).fine.all()
    assert low - 3 * DAY < -2208988800 * 10**6 < low
