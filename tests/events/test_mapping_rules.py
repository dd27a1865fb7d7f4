"""What each kind of rule makes of cells: numbers, dates, places, parties, values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.events.feeds import read_feed
from ceasefire.events.rows import RowError
from ceasefire.rulebook.load import load_text as rules
from tests.events.mapped import HEAD, flaws, problems, read, stream, table

DAY = "{year: y, month: m, day: d}"
GIVEN = "{year: y, month: m, day: d, precision: given}"
CODED = (
    "{year: y, month: m, day: d,"
    " precision: {column: p, values: {0: given, 1: day, 2: week, 3: month}}}"
)
"""Dates of which each part has a column of its own."""

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.rulebook.model import Rulebook

BASE = {"id": "x", "kind": "clash"}
TIMED = HEAD + "  when: {is: unknown}\n"


@pytest.fixture(scope="module")
def valley() -> Rulebook:
    """Return a rulebook with names and codes."""
    return rules(
        "rulebook: valley\ntimezone: Asia/Damascus\n"
        "parties:\n"
        "  north: {name: Northern Army, also: [NA], codes: {acled: [Army of the North], ucdp: 7}}\n"
        "  south: {name: Southern Front}\n"
        "  west: {name: Western Front}\n"
        "instruments: {i: {in_force: {from: 2016-01-01}, prohibit: {p: {when: {kind: attack}}}}}\n"
    )


def field(rule: str, /, **row: Any) -> Any:  # noqa: ANN401
    """Return what a rule for one field makes of a row."""
    key = rule.partition(":")[0]
    start = "feed: mine\nfields:\n  id: {is: x}\n  kind: {is: clash}\n  "
    start += "" if key == "when" else "when: {is: unknown}\n  "
    return read(start + rule, **row).data.get(key)


# --- values ---


@pytest.mark.parametrize(
    ("rule", "cell", "value"),
    [
        ("struck: {column: a, values: {Clinic: hospital}}", " clinic ", "hospital"),
        ("struck: {column: a, values: {Clinic: hospital}}", "", None),
        ("struck: {column: a, values: {1: hospital}}", "1.0", "hospital"),
        ("struck: {column: a, values: {1: hospital, 1.0: school}}", "1.0", "school"),
        ("struck: {column: a, values: {Clinic: hospital}, blank: unknown}", "", "unknown"),
        ("struck: {column: a, values: {Clinic: hospital}, otherwise: school}", "x", "school"),
        ("struck: {column: a, values: {Clinic: hospital}, otherwise: ''}", "x", None),
        (
            "struck: {column: a, values: {Clinic*: hospital, Clinic B: school}}",
            "Clinic B",
            "school",
        ),
        ("struck: {column: a, values: {C*: school, Cl*: hospital}}", "clinic", "hospital"),
        (
            "struck: {column: a, values: {a: hospital, b: school}, split: /}",
            "a/b",
            ["hospital", "school"],
        ),
        (
            "struck: {column: a, values: {a: {not: hospital}, b: school}, split: /}",
            "a/b",
            "unknown",
        ),
        ("struck: {column: a, values: {a: {not: hospital}}}", "a", {"not": ["hospital"]}),
        (
            "weapon: {column: a, values: {a: {one_of: [mortars, rockets]}, b: mines}, split: ;}",
            "a;b",
            {"one_of": [["mortars", "mines"], ["rockets", "mines"]]},
        ),
        ("civilian_harm: a", "Y", True),
        ("civilian_harm: a", "0", False),
        ("civilian_harm: {column: a, values: {3: no}}", "3", False),
        ("verification: {column: a, values: {good: verified}}", "good", "verified"),
        ("response: a", "reprisal", "reprisal"),
    ],
)
def test_values_mean_what_the_table_says(rule: str, cell: str, value: object) -> None:
    assert field(rule, a=cell) == value


def test_of_several_columns_the_first_that_is_not_empty_is_read() -> None:
    rule = "kind: {column: [a, b], values: {x: clash, y: airstrike}}"
    text = f"feed: mine\nfields:\n  id: {{is: x}}\n  when: {{is: unknown}}\n  {rule}\n"
    assert read(text, a="", b="y").data["kind"] == "airstrike"
    assert read(text, a="x", b="y").data["kind"] == "clash"


def test_what_happened_at_once_are_parts() -> None:
    rule = "kind: {column: a, values: {x: {all_of: [clash, territorial-gain]}}}"
    text = f"feed: mine\nfields:\n  id: {{is: x}}\n  when: {{is: unknown}}\n  {rule}\n"
    found = read(text, a="x").data
    assert found["kind"] == {"one_of": ["clash", "territorial-gain"]}
    assert found["parts"] == [{"kind": "clash"}, {"kind": "territorial-gain"}]


def test_a_value_that_is_not_listed_is_noted_with_the_nearest_that_is() -> None:
    text = TIMED + "  struck: {column: a, values: {Clinic: hospital, Market: market}}\n"
    (note,) = read(text, a="Clinik").notes
    assert note == "a: `Clinik` is not listed by mine: taken as unknown; did you mean `Clinic`?"


def test_more_rivals_than_can_be_told_apart_are_unknown() -> None:
    many = "mortars, rockets, mines, missiles, explosives"
    rule = f"weapon: {{column: a, values: {{x: {{one_of: [{many}]}}}}, split: ;}}"
    assert field(rule, a="x;x") != "unknown"
    assert field(rule, a="x;x;x") == "unknown"


# --- numbers ---


@pytest.mark.parametrize(
    ("rule", "row", "value"),
    [
        ("killed: a", {"a": "3"}, 3),
        ("killed: a", {"a": 3.0}, 3),
        ("killed: a", {"a": Decimal(3)}, 3),
        ("killed: a", {"a": float("nan")}, None),
        ("killed: a", {"a": ""}, None),
        ("killed: {column: a, blank: unknown}", {"a": ""}, "unknown"),
        ("killed: {column: a, blank: 0}", {"a": ""}, 0),
        ("killed: {column: a, thousands: ','}", {"a": "1,200"}, 1200),
        ("killed: {column: a, thousands: ' ', decimal: ','}", {"a": "1 200,0"}, 1200),
        ("killed: {column: a, between: '-'}", {"a": "3-5"}, [3, 5]),
        ("killed: {column: a, between: ' to '}", {"a": "3 to 5"}, [3, 5]),
        ("killed: {column: a, times: 1000}", {"a": "1.5"}, 1500),
        ("killed: {column: a, values: {some: unknown}}", {"a": "Some"}, "unknown"),
        ("killed: {column: a, values: {dozens: [24, 99]}}", {"a": "dozens"}, [24, 99]),
        (
            "killed: {column: a, values: {many: {one_of: [3, 4]}}}",
            {"a": "many"},
            {"one_of": [3, 4]},
        ),
        ("killed: {low: a, high: b}", {"a": "3", "b": "5"}, [3, 5]),
        ("killed: {low: a, high: b}", {"a": "", "b": "5"}, [None, 5]),
        ("killed: {low: a, high: b}", {"a": "", "b": ""}, None),
        ("killed: {low: a, column: c, high: b}", {"a": "3", "b": "5", "c": "4"}, [3, 5]),
        ("killed: {low: a, column: c, high: b}", {"a": "3", "b": "5", "c": "9"}, [3, 9]),
        ("killed: {low: a, column: c, high: b}", {"a": "", "b": "", "c": "9"}, 9),
        ("killed: {low: a, column: c}", {"a": "3", "c": "9"}, [3, None]),
    ],
)
def test_numbers_are_read_as_they_are_written(
    rule: str, row: dict[str, Any], value: object
) -> None:
    assert field(rule, **row) == value


@pytest.mark.parametrize("cell", ["x", "3-5", "1_000", "inf", "1e99", "9" * 50, "-1", "2.5", "--"])
def test_what_is_no_count_is_refused(cell: str) -> None:
    ((code, message),) = flaws(TIMED + "  killed: a\n", a=cell)
    assert code == "bad-number"
    assert "`a` is no" in message


def test_numbers_out_of_order_are_noted() -> None:
    text = TIMED + "  killed: {low: a, column: c, high: b}\n"
    (note,) = read(text, a="9", b="5", c="4").notes
    assert note == "the lowest, the best and the highest number are out of order"
    assert read(text, a="4", b="5", c="4").notes == ()


# --- times ---


@pytest.mark.parametrize(
    ("rule", "row", "value"),
    [
        ("when: a", {"a": "2016-05-03"}, "2016-05-03"),
        ("when: a", {"a": date(2016, 5, 3)}, "2016-05-03"),
        ("when: a", {"a": datetime(2016, 5, 3, 6, tzinfo=UTC)}, "2016-05-03T06:00:00+00:00"),
        ("when: a", {"a": "2016-05-03 06:00"}, "2016-05-03T06:00:00"),
        ("when: a", {"a": "2016-05-03T06:00:00+03:00"}, "2016-05-03T03:00:00+00:00"),
        ("when: a", {"a": ""}, None),
        ("when: {column: a, blank: unknown}", {"a": ""}, "unknown"),
        ("when: {column: a, formats: ['%d-%b-%y']}", {"a": "01-Jan-22"}, "2022-01-01"),
        ("when: {column: a, formats: [iso, '%d %B %Y']}", {"a": "3 May 2016"}, "2016-05-03"),
        (
            "when: {column: a, formats: '%m/%d/%Y %H:%M'}",
            {"a": "05/03/2016 06:00"},
            "2016-05-03T06:00:00",
        ),
        (
            "when: {column: a, formats: epoch-seconds}",
            {"a": "1462233600.0"},
            "2016-05-03T00:00:00+00:00",
        ),
        (
            "when: {column: a, formats: epoch-milliseconds}",
            {"a": "1462233600000"},
            "2016-05-03T00:00:00+00:00",
        ),
        (
            "when: {column: a, formats: epoch-seconds, precision: day}",
            {"a": 1462233600},
            "2016-05-03",
        ),
        ("when: {column: a, precision: week}", {"a": "2016-05-03"}, "2016-04-27/2016-05-09"),
        ("when: {column: a, precision: month}", {"a": "2016-02-03"}, "2016-02-01/2016-02-29"),
        ("when: {column: a, precision: year}", {"a": "2016-02-03"}, "2016-01-01/2016-12-31"),
        ("when: {column: a, precision: 3 days}", {"a": "2016-05-03"}, "2016-04-30/2016-05-06"),
        ("when: {column: a, precision: 1 day}", {"a": "0001-01-01"}, "0001-01-01/0001-01-02"),
        (
            "when: {column: a, zone: Asia/Damascus}",
            {"a": "2016-05-03 06:00"},
            "2016-05-03T06:00:00+03:00",
        ),
        ("when: {column: a, clock: b}", {"a": "2016-05-03", "b": "6:30"}, "2016-05-03T06:30:00"),
        ("when: {column: a, clock: b}", {"a": "2016-05-03", "b": ""}, "2016-05-03"),
        (
            "when: {first: a, last: b}",
            {"a": "2016-05-03", "b": "2016-05-04"},
            "2016-05-03/2016-05-04",
        ),
        ("when: {first: a, last: b}", {"a": "2016-05-03", "b": ""}, "2016-05-03"),
        (
            "when: {from: a, until: b}",
            {"a": "2016-05-03", "b": "2016-05-04 06:00"},
            {"from": "2016-05-03", "until": "2016-05-04T06:00:00"},
        ),
        (
            "when: {from: a, until: b}",
            {"a": "2016-05-03", "b": ""},
            {"from": "2016-05-03", "until": None},
        ),
        ("when: {from: a, until: b}", {"a": "", "b": ""}, None),
        ("known: {column: a, formats: '%d/%m/%Y'}", {"a": "03/05/2016"}, "2016-05-03"),
        (f"when: {DAY}", {"y": "2016", "m": "5", "d": "3"}, "2016-05-03"),
        (f"when: {DAY}", {"y": 2016, "m": 5.0, "d": "03.0"}, "2016-05-03"),
        (f"when: {DAY}", {"y": "2016", "m": "May", "d": 3}, "2016-05-03"),
        (f"when: {DAY}", {"y": "2016", "m": "september", "d": 3}, "2016-09-03"),
        (f"when: {DAY}", {"y": "", "m": None, "d": ""}, None),
        (f"known: {DAY}", {"y": "2016", "m": "5", "d": "3"}, "2016-05-03"),
        (
            "when: {year: y, month: m, day: d, clock: c, zone: Asia/Damascus}",
            {"y": "2016", "m": "5", "d": "3", "c": "06:00"},
            "2016-05-03T06:00:00+03:00",
        ),
        (
            "when: {year: y, month: m, precision: month}",
            {"y": 2016, "m": 2},
            "2016-02-01/2016-02-29",
        ),
        ("when: {year: y, precision: year}", {"y": 2016}, "2016-01-01/2016-12-31"),
        (f"when: {GIVEN}", {"y": 2016, "m": 2, "d": 3}, "2016-02-03"),
        (f"when: {GIVEN}", {"y": 2016, "m": 2, "d": ""}, "2016-02-01/2016-02-29"),
        (f"when: {GIVEN}", {"y": 2016, "m": 2, "d": 0}, "2016-02-01/2016-02-29"),
        (f"when: {GIVEN}", {"y": 2016, "m": "00", "d": "0.0"}, "2016-01-01/2016-12-31"),
        (f"when: {CODED}", {"y": 2016, "m": 2, "d": "", "p": "3"}, "2016-02-01/2016-02-29"),
        (f"when: {CODED}", {"y": 2016, "m": 2, "d": "99", "p": "3"}, "2016-02-01/2016-02-29"),
        (f"when: {CODED}", {"y": 2016, "m": 2, "d": "3", "p": "2"}, "2016-01-28/2016-02-09"),
        (f"when: {CODED}", {"y": 2016, "m": 2, "d": "", "p": "0"}, "2016-02-01/2016-02-29"),
    ],
)
def test_times_are_read_as_they_are_written(rule: str, row: dict[str, Any], value: object) -> None:
    assert field(rule, **row) == value


@pytest.mark.parametrize(
    ("rule", "row", "code"),
    [
        ("a", {"a": "May"}, "bad-time"),
        ("a", {"a": "2016-02-30"}, "bad-time"),
        ("a", {"a": "20160503"}, "bad-time"),
        ("a", {"a": "0001-01-01 00:00+14:00"}, "bad-time"),
        ("{column: a, formats: epoch-seconds}", {"a": "9" * 14}, "bad-time"),
        ("{column: a, formats: epoch-seconds}", {"a": "soon"}, "bad-time"),
        ("{column: a, clock: b}", {"a": "2016-05-03", "b": "noon"}, "bad-time"),
        ("{first: a, last: b}", {"a": "2016-05-03", "b": "2016-05-02"}, "bad-time"),
        ("{column: a, zone: Asia/Damascus}", {"a": "2016-10-27 23:30"}, "ambiguous-time"),
        (DAY, {"y": "2016", "m": "13", "d": "3"}, "bad-time"),
        (DAY, {"y": "2016", "m": "Mai", "d": "3"}, "bad-time"),
        (DAY, {"y": "2016", "m": "2", "d": "30"}, "bad-time"),
        (DAY, {"y": "2016", "m": "2", "d": "32"}, "bad-time"),
        (DAY, {"y": "20160", "m": "2", "d": "3"}, "bad-time"),
        (DAY, {"y": "0", "m": "2", "d": "3"}, "bad-time"),
        (DAY, {"y": "2016", "m": "2", "d": "-3"}, "bad-time"),
        (DAY, {"y": "2016", "m": "2", "d": ""}, "missing-value"),
        (DAY, {"y": "2016", "m": "0", "d": "3"}, "missing-value"),
        (DAY, {"y": "", "m": "5", "d": "3"}, "missing-value"),
        (GIVEN, {"y": "2016", "m": "", "d": "3"}, "missing-value"),
        (GIVEN, {"y": "2016", "m": "13", "d": ""}, "bad-time"),
        (CODED, {"y": "2016", "m": "5", "d": "", "p": "1"}, "missing-value"),
        (CODED, {"y": "2016", "m": "", "d": "", "p": "3"}, "missing-value"),
    ],
)
def test_what_is_no_time_is_refused(rule: str, row: dict[str, Any], code: str) -> None:
    assert [found for found, _ in flaws(f"{HEAD}  when: {rule}\n", **row)] == [code]


def test_a_date_without_a_part_is_told_what_it_may_stand_for() -> None:
    text = f"{HEAD}  when: {DAY}\n"
    with pytest.raises(RowError) as caught:
        read(text, y="2016", m="5", d="0")
    (flaw,) = caught.value.flaws
    assert flaw == (
        "missing-value",
        "the date has no day: `d` is 0",
        "`precision: given` takes it for the whole month",
        "0",
    )
    assert flaws(text, y="2016", m="13", d="") == [
        ("bad-time", "`m` is no month"),
        ("missing-value", "the date has no day: `d` is empty"),
    ]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{month: a, day: b}", "missing-key: no column says the year of a date"),
        (
            "{year: a, month: b}",
            "missing-key: no column says the day of a date (write `precision: m",
        ),
        ("{year: a, day: b, precision: month}", "missing-key: no column says the month of a date"),
        ("{year: a, month: b, day: b, column: a}", "bad-choice: `column` says when, and so do the"),
        ("{year: z, precision: year}", "unknown-column: the table has no column `z`"),
        (
            "{column: a, precision: given}",
            "bad-precision: `given` does not say how exact a date is",
        ),
    ],
)
def test_parts_of_dates_that_make_none_are_told_so(rule: str, told: str) -> None:
    (found,) = problems(f"{HEAD}  when: {rule}\n", "a", "b")
    assert told in found


def test_how_exact_a_date_is_may_be_in_a_column() -> None:
    text = HEAD + "  when: {column: a, precision: {column: b, values: {1: day, 2: week}}}\n"
    assert read(text, a="2016-05-03", b=1.0).data["when"] == "2016-05-03"
    assert read(text, a="2016-05-03", b="2").data["when"] == "2016-04-27/2016-05-09"
    vague = read(text, a="2016-05-03", b="9")
    assert vague.data["when"] == "2016-05-01/2016-05-31"
    assert vague.notes == ("b: `9` is not listed by mine: taken for a month",)
    silent = read(text.replace("}}}", "}, otherwise: year}}"), a="2016-05-03", b="")
    assert silent.data["when"] == "2016-01-01/2016-12-31"


# --- places ---

PLACE = (
    TIMED
    + "  where:\n    {country: c, admin1: p, admin2: d, name: n, lat: y, lon: x,"
    + " precision: {column: q, values: {1: {within_km: 5}, 2: {within_km: 25, area: admin1},"
    + " 3: admin2, 4: admin1, 5: none}}}\n"
)
SPOT = {"c": "SY", "p": "Aleppo", "d": "Afrin", "n": "Afrin", "y": "36.5", "x": "36.8"}


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("1", {"country", "admin1", "admin2", "name", "lat", "lon", "within_km"}),
        (2.0, {"country", "admin1", "lat", "lon", "within_km"}),
        ("3", {"country", "admin1", "admin2"}),
        ("4", {"country", "admin1"}),
        ("5", set()),
        ("9", {"country"}),
        ("", {"country"}),
    ],
)
def test_a_place_counts_as_far_as_its_precision_says(code: object, keys: set[str]) -> None:
    found = read(PLACE, **SPOT, q=code)
    assert set(found.data.get("where", {})) == keys
    noted = ("q: `9` is not listed by mine: only the country counts",) if code == "9" else ()
    assert found.notes == noted


def test_without_a_precision_everything_that_is_told_counts() -> None:
    text = TIMED + "  where: {lat: y, lon: x, within_km: {is: 2}}\n"
    assert read(text, **SPOT).data["where"] == {"lat": 36.5, "lon": 36.8, "within_km": 2}
    assert "where" not in read(text, y="", x="").data
    assert field("where: n", n="Afrin") == {"name": "Afrin"}
    assert field("where: {lat: y, lon: x}", y="", x=None) is None
    comma = TIMED + "  where: {lat: {column: y, decimal: ','}, lon: x, within_km: r}\n"
    assert read(comma, y="36,5", x="36.8", r="3").data["where"]["lat"] == 36.5


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"y": "36.5", "x": ""}, "a point needs both"),
        ({"y": "96.5", "x": "3"}, "`y` is no coordinate"),
        ({"y": "north", "x": "3"}, "`y` is no coordinate"),
        ({"y": "3", "x": "nan"}, "`x` is no coordinate"),
        ({"y": "3", "x": "3", "r": "-1"}, "`r` is no distance"),
    ],
)
def test_what_is_no_point_is_refused(row: dict[str, str], told: str) -> None:
    text = TIMED + "  where: {lat: y, lon: x, within_km: r}\n"
    ((code, message),) = flaws(text, **{"r": "", **row})
    assert code == "bad-coordinates"
    assert told in message


@pytest.mark.parametrize(
    ("system", "code", "country"),
    [
        ("iso3", "syr", "SY"),
        ("iso-numeric", "760", "SY"),
        ("iso-numeric", 4.0, "AF"),
        ("fips", "IS", "IL"),
        ("fips", "TU", "TR"),
        ("fips", "GZ", "PS"),
        ("iso3", "", None),
    ],
)
def test_countries_are_known_by_several_codes(system: str, code: object, country: str) -> None:
    rule = f"where: {{country: {{column: a, codes: {system}}}}}"
    assert field(rule, a=code) == ({"country": country} if country else None)


def test_an_unknown_country_code_is_noted() -> None:
    text = TIMED + "  where: {country: {column: a, codes: fips}}\n"
    assert read(text, a="ZZ").notes == ("a: `ZZ` is not listed by fips: taken as unknown",)


# --- parties ---


@pytest.mark.parametrize(
    ("rule", "name", "actor"),
    [
        ("a", "NA", "NA"),
        ("{column: a, values: {them: south}}", "Them", "south"),
        (
            "{column: a, values: {them: {one_of: [north, south]}}}",
            "them",
            {"one_of": ["north", "south"]},
        ),
        ("{column: a, split: ;}", "NA; Southern Front", ["NA", "Southern Front"]),
        ("{column: a, otherwise: unknown}", "Someone", "unknown"),
        ("{column: a, otherwise: unknown}", "Southern Front", "Southern Front"),
        ("{column: a, book: acled}", "Army of the North", "acled:Army of the North"),
        ("{column: a, book: acled}", "Somebody", "Somebody"),
        ("{column: a, brackets: aside}", "Southern Front (Valley)", "Southern Front"),
        ("{column: a, brackets: aside}", "Eastern Front (Valley)", "Eastern Front (Valley)"),
        (
            "{column: a, book: acled, brackets: aside}",
            "Army of the North (2000-)",
            "acled:Army of the North",
        ),
        ("{column: a}", "", None),
        ("{column: a, blank: unknown}", "", "unknown"),
    ],
)
def test_parties_are_named_as_the_rulebook_knows_them(
    valley: Rulebook, rule: str, name: str, actor: object
) -> None:
    assert read(f"{TIMED}  actor: {rule}\n", valley, a=name).data.get("actor") == actor


def test_a_code_goes_before_a_name_if_the_rulebook_has_it(valley: Rulebook) -> None:
    text = TIMED + "  actor: {column: a, code: b, book: ucdp, values: {Farmers: civilians}}\n"
    assert read(text, valley, a="Some Army", b="7").data["actor"] == "ucdp:7"
    assert read(text, valley, a="Some Army", b="8").data["actor"] == "Some Army"
    assert read(text, valley, a="Farmers", b="7").data["actor"] == "civilians"
    assert read(text, a="Some Army", b=8.0).data["actor"] == "ucdp:8"


def test_those_associated_may_have_acted_too_if_the_rulebook_knows_them(valley: Rulebook) -> None:
    text = TIMED + "  actor: {column: a, with: b, values: {band: {one_of: [north, south]}}}\n"
    one = read(text, valley, a="NA", b="Southern Front; Some Band").data["actor"]
    assert one == {"one_of": ["NA", ["NA", "Southern Front"]]}
    rivals = read(text, valley, a="band", b="Western Front").data["actor"]
    assert rivals == {
        "one_of": ["north", ["north", "Western Front"], "south", ["south", "Western Front"]]
    }
    assert read(text, valley, a="NA", b="NA; Some Band").data["actor"] == "NA"
    assert read(text, valley, a="", b="Southern Front").data.get("actor") is None
    assert read(text, a="NA", b="Southern Front").data["actor"] == "NA"


SIDES = TIMED + "  actor: a\n  target: {column: b, values: {Farmers: civilians}}\n"


def test_either_of_two_sides_may_have_acted() -> None:
    text = SIDES + "alternatives: undirected\n"
    found = read(text, a="North", b="South").data
    assert (found["actor"], found["target"]) == ("North", "South")
    assert found["alternatives"] == [{"actor": "South", "target": "North", "stated": True}]
    for row in ({"a": "North", "b": ""}, {"a": "", "b": "South"}, {"a": "North", "b": "North"}):
        assert "alternatives" not in read(text, **row).data


def test_rows_that_tell_who_acted_are_told_apart() -> None:
    text = SIDES + "alternatives: {note: who knows, unless: {c: [Ambush], b: [Farmers]}}\n"
    (other,) = read(text, a="North", b="South", c="Clash").data["alternatives"]
    assert other["note"] == "who knows"
    assert "alternatives" not in read(text, a="North", b="South", c="ambush").data
    assert "alternatives" not in read(text, a="North", b="Farmers", c="").data


# --- rows ---


def test_rows_are_left_aside_and_never_lost(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(TIMED + "skip:\n- {column: a, except: [Syria, Iraq]}\n", encoding="utf-8")
    feed = read_feed(stream(table({"a": "Syria"}, {"a": "Chad"}, {"a": ""})), str(path))
    assert [(record.event is None, record.aside) for record in feed] == [
        (False, ""),
        (True, "a is `Chad`"),
        (True, "a is ``"),
    ]


def test_constants_need_no_column() -> None:
    found = read(TIMED + "  civilian_harm: {is: yes}\n  actor: {is: [a, b]}\n", z="").data
    assert found == BASE | {"when": "unknown", "civilian_harm": True, "actor": ["a", "b"]}
    assert "nothing says" in problems("feed: x\nfields: {id: a, kind: b}\n", "a", "b")[0]
