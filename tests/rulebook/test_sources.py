"""Sources of rule files and their dates."""

from __future__ import annotations

import pytest

from tests.rulebook.helpers import book, problems

GOOD = [
    "2016",
    "2016-02",
    "2016-02-29",
    "1864-08-22",
    "2016-04-29 to 2016-05-02",
    "2016-04-29/2016-05-02",
    "2016-02-29 to 2016",
    "2016 to 2016-02-29",
    "2016-07-06 and 2016-07-09",
    "2016-07-06, 2016-07-08 and 2016-07-10 to 2016-07-12",
    "2016-07-06, 2016-07-08, and 2016-07-10",
    "2015 or 2016",
    "",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_date(text: str) -> None:
    found = book(f"sources: {{s: {{title: S, date: '{text}'}}}}\n").sources["s"]
    assert found.date == text


BAD = [
    ("2016-13-01", "`2016-13-01` is no date of the calendar"),
    ("2016-02-30", "`2016-02-30` is no date of the calendar"),
    ("2015-02-29 and 2016-02-29", "`2015-02-29` is no date of the calendar"),
    ("0000", "`0000` is no date of the calendar"),
    ("yesterday", "`yesterday` is not a date"),
    ("22 February 2016", "`22 February 2016` is not a date"),
    ("2016/02/22", "`2016/02/22` is not a date"),
    ("2016-2-22", "`2016-2-22` is not a date"),
    ("2016-02-22 and", "`2016-02-22 and` is not a date"),
    ("2014 to 2015 to 2016", "`2014 to 2015 to 2016` is not a date"),
    ("2016-05-02 to 2016-04-29", "`2016-05-02 to 2016-04-29` ends before it begins"),
    ("2016-05 to 2015", "`2016-05 to 2015` ends before it begins"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_date_that_is_none(text: str, message: str) -> None:
    (found,) = problems(f"sources:\n  s:\n    title: S\n    date: {text}\n")
    assert (found.code, found.line, found.column) == ("bad-date", 6, 11)
    assert (found.message, found.text) == (message, text)
    assert found.hint
