"""A mapping file says what a table's columns mean; what is wrong with it is told at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.errors import FeedError, UsageError
from ceasefire.events.feeds import read_feed
from ceasefire.events.mapping.load import CODES, load_text
from ceasefire.events.rows import RowError, together
from tests.events.mapped import HEAD, problems, read, stream, table

if TYPE_CHECKING:
    from pathlib import Path

MINE = """\
feed: mine
title: A table of ours
optional: [Source]
skip:
  - {column: Type, values: [Meeting], because: nothing happened}
fields:
  id: No
  kind:
    column: Type
    values:
      Air raid: airstrike
      Shelling: {one_of: [shelling, guided-missile]}
      Attack*: attack
  when: {column: Day, formats: [iso, "%d/%m/%Y"]}
  where: {admin1: Province, country: {is: SY}, lat: Lat, lon: Lon}
  actor: Who
  target: {column: Whom, values: {Farmers: civilians}}
  killed: {column: Dead, thousands: ",", between: "-"}
  sources: {column: Source, split: ";"}
  held_by: {is: unknown}
notes:
  - {column: Sure, values: {"no": the source is not sure}}
"""

ROW = {
    "No": "7", "Type": "Air raid", "Day": "04/05/2016", "Province": "Aleppo", "Lat": "36.2",
    "Lon": "37.1", "Who": "North", "Whom": "farmers", "Dead": "1,200", "Source": "a; b",
    "Sure": "no",
}  # fmt: skip

EVENT = {
    "id": "7",
    "kind": "airstrike",
    "when": "2016-05-04",
    "where": {"country": "SY", "admin1": "Aleppo", "lat": 36.2, "lon": 37.1},
    "actor": "North",
    "target": "civilians",
    "killed": 1200,
    "held_by": "unknown",
    "sources": ["a", "b"],
}


def test_a_row_as_a_native_event() -> None:
    found = read(MINE, **ROW)
    assert found.data == EVENT
    assert found.notes == ("the source is not sure",)


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """Write the mapping to a file."""
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    return str(path)


def test_the_path_of_a_mapping_is_a_format(mine: str) -> None:
    meeting = ROW | {"No": "8", "Type": "MEETING", "Day": "?"}
    odd = ROW | {"No": "9", "Type": "Skirmish", "Sure": ""}
    bad = ROW | {"No": "10", "Day": "?", "Dead": "few"}
    feed = read_feed(stream(table(ROW, meeting, odd, bad)), mine)
    assert (feed.container, feed.dialect) == ("csv", "mine")
    first, second, third, fourth = feed
    assert first.event is not None
    assert (first.event.to_dict(), first.raw) == (EVENT, ROW)
    assert (second.event, second.problems, second.aside) == (None, (), "nothing happened")
    assert third.event is not None
    assert third.event.kind == "unknown"
    assert third.event.notes == ["Type: `Skirmish` is not listed by mine: taken as unknown"]
    assert [problem.code for problem in fourth.problems] == ["bad-time", "bad-number"]
    assert fourth.line == 5


def test_documents_are_read_by_a_mapping_too(mine: str) -> None:
    (record,) = read_feed(stream(json.dumps(ROW)), mine)
    assert record.event is not None
    assert record.event.to_dict() == EVENT


def test_a_table_without_a_header_has_its_columns_named(tmp_path: Path) -> None:
    path = tmp_path / "bare.yml"
    path.write_text(f"columns: [{', '.join(ROW)}]\n{MINE}", encoding="utf-8")
    feed = read_feed(stream(table(ROW, ROW, separator="\t", header=False)), str(path))
    assert feed.bare
    assert feed.columns == tuple(ROW)
    assert [record.line for record in feed] == [1, 2]
    lines = table(ROW, separator="\t", header=False)
    first, second = read_feed(stream(lines + "1\t2\n"), str(path))
    assert first.event is not None
    assert second.problems[0].message == "the row has 2 cells, a row of this table 11"


def test_columns_are_found_whatever_their_case_and_may_be_absent() -> None:
    row = {key.upper(): value for key, value in ROW.items() if key != "Source"}
    assert read(MINE, **row).data == {k: v for k, v in EVENT.items() if k != "sources"}
    both = problems(MINE, *(key for key in ROW if key != "Day"), "DAY", "day")
    assert both == ["14:18: unknown-column: the table has no column `Day` (did you mean `day`?)"]


TOLD = """\
1:7: bad-id: `My Table` cannot be an id (use up to 80 small letters, digits, dots, dashes
2:1: unknown-key: `titel` is no key that belongs here (did you mean `title`?)
4:7: unknown-column: the table has no column `Nr`
6:5: unknown-key: `colunm` is no key that belongs here (did you mean `column`?)
7:24: unknown-kind: `airstrik` is no kind (did you mean `airstrike`?)
7:38: unknown-key: `one_off` is no key of a value (did you mean `one_of`?)
8:5: unknown-key: `thousands` says nothing of `kind` (allowed here: blank, column, is, oth
9:18: unknown-column: the table has no column `Dayy` (did you mean `Day`?)
9:34: bad-format: `%d/%m` is no format of dates: it has no year, month and day (write iso,
9:55: bad-precision: `fortnight` does not say how exact a date is (write exact, day, week,
9:72: bad-zone: `Asia/Damascu` is not a time zone (did you mean `Asia/Damascus`?)
10:10: missing-key: the key `lon` is missing: a point has both
10:73: bad-number: `x` is no number
10:82: bad-choice: `admin3` is not one of the choices (did you mean `admin2`?)
11:3: unknown-field: `actr` is no field of an event (did you mean `actor`?)
12:33: bad-number: `a` is no number
12:51: bad-number: `lots` is no number
13:45: bad-flag: `maybe` is neither yes nor no
14:16: unknown-weapon: `sword` is no weapon (`ceasefire schema --event` lists them)
15:11: missing-key: no column says the `target` (name one: `column: NAME`; or what holds f
16:49: empty-list: list 1 to 64 values
18:5: missing-key: say which rows are left aside: `values`, or all `except` some
18:14: unknown-column: the table has no column `Typ` (did you mean `Type`?)
19:17: unknown-column: the table has no column `Typ` (did you mean `Type`?)
20:15: missing-key: nothing says the `actor`, so that it could be the other side
20:25: unknown-column: the table has no column `Typw` (did you mean `Type`?)
"""


def test_everything_that_is_wrong_is_told_at_once_with_its_place() -> None:
    text = """\
feed: My Table
titel: x
fields:
  id: Nr
  kind:
    colunm: Type
    values: {Air raid: airstrik, B: {one_off: [x]}}
    thousands: ","
  when: {column: Dayy, formats: ["%d/%m"], precision: fortnight, zone: Asia/Damascu}
  where: {lat: Lat, precision: {column: Sure, values: {"1": {within_km: x}, "2": admin3}}}
  actr: Who
  killed: {column: Dead, times: a, values: {many: lots}}
  civilian_harm: {column: Type, values: {x: maybe}}
  weapon: {is: sword}
  target: {}
  response: {column: Type, values: {a: {one_of: []}}}
skip:
  - {column: Typ}
notes: {column: Typ, values: {a: b}}
alternatives: {unless: {Typw: [a]}}
"""
    assert [each[:90].rstrip() for each in problems(text, *ROW)] == TOLD.splitlines()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: missing-key: nothing says the `id` of an event"),
        ("- a\n", "1:1: wrong-type: a mapping file is a mapping of keys to values"),
        ("feed: [\n", "yaml-syntax"),
        ("feed: a\nfeed: b\n", "2:1: duplicate-key"),
        ("feed: a\nfeed: b\n", "nothing says the `kind`"),
        ("feed: a\ncolumns: [a, b, a]\n", "2:17: duplicate-column: the column `a` is named"),
        ("feed: !!python/object:os.system x\n", "explicit-tag"),
        ("feed: &a [*a]\n", "circular-alias"),
        ("x: " + "[" * 60 + "]" * 60, "too-deep"),
        ("fields: no\n", "1:9: wrong-type: `fields` must be a mapping, not `no`"),
        (HEAD + "  when: [[a]]\n", "wrong-type: `column` must be a text, not a list"),
        (HEAD + "  where: {lat: {is: x}, lon: {is: 1}}\n", "`x` is no number"),
        (HEAD + '  killed: {column: a, thousands: ".", decimal: "."}\n', "cannot be told apart"),
        (HEAD + "skip: {column: a, values: [b], except: [c]}\n", "bad-choice"),
        (HEAD + "  when: {column: a, formats: '%Y-%m-%d %Q'}\n", "`%Q` stands for nothing"),
        (HEAD + "  when: {column: a, formats: '%Y-%m-%" + "x" * 70 + "'}\n", "longer than 60"),
        (HEAD + "  when: {column: a, formats: '%'}\n", "`%` stands for nothing"),
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_a_problem_with_a_place(text: str, told: str) -> None:
    assert any(told in problem for problem in problems(text, "a")), problems(text, "a")


def test_every_code_is_told_of() -> None:
    told = {"missing-file", "unknown-column", "unknown-field", "unknown-key", "missing-key"}
    assert told <= CODES.keys()
    assert all(text.endswith(".") for text in CODES.values())


def test_a_mapping_that_is_not_there_is_told_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("")
    with pytest.raises(FeedError, match=r"missing-file.*did you mean `mine.yaml`"):
        read_feed(stream("a,b\n"), str(tmp_path / "mien.yaml"))
    with pytest.raises(FeedError, match="missing-file"):
        read_feed(stream("a,b\n"), str(tmp_path / "no" / "such.yml"))
    with pytest.raises(UsageError, match=r"there is no format `mine`; .* mapping files, `\*.yaml`"):
        read_feed(stream("a,b\n"), "mine")


def test_fields_that_a_rulebook_declares_may_be_mapped() -> None:
    from ceasefire.rulebook.load import load_text as rules  # noqa: PLC0415  (only here)

    book = rules(
        "rulebook: r\ntimezone: UTC\nparties: {a: {}, b: {}}\n"
        "fields: {distance: {type: number}}\n"
        "instruments: {i: {in_force: {from: 2016-01-01}, prohibit: {p: {when: {kind: attack}}}}}\n"
    )
    text = HEAD + "  when: {is: unknown}\n  distance: {column: km, times: 1000}\n"
    assert read(text, book, km="1.5").data["distance"] == 1500
    assert "unknown-field" in problems(text, "km")[0]


yamls = st.recursive(
    st.sampled_from(
        ["", "a", "unknown", "yes", "attack", "%d/%m/%Y", "1", "week", "given", "*", "iso"]
    ),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["column", "is", "values", "one_of", "not", "all_of", "otherwise", "blank", "split",
             "precision", "formats", "low", "high", "first", "last", "from", "until", "clock",
             "lat", "lon", "name", "country", "codes", "within_km", "area", "with", "book", "code",
             "thousands", "between", "times", "year", "month", "day", "a", "b"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip
fields = st.dictionaries(
    st.sampled_from(
        ["id", "kind", "when", "where", "actor", "target", "killed", "known", "sources", "weapon",
         "civilian_harm", "odd"]
    ),
    yamls,
)  # fmt: skip
cells = st.sampled_from(["", "1", "-3", "2016-05-03", "x", "a; b", "03/05/2016", "nan", "1e400"])


@given(
    fields,
    st.dictionaries(st.sampled_from(["skip", "notes", "alternatives", "optional"]), yamls),
    st.tuples(cells | st.none() | st.floats() | st.integers() | st.binary(max_size=3), cells),
)
def test_no_mapping_crashes_whatever_it_reads(
    found: dict[str, object], more: dict[str, object], row: tuple[object, object]
) -> None:
    text = json.dumps({"feed": "x", "fields": found} | more)
    try:
        pieces = load_text(text.encode(), "m.yaml").pieces(("a", "b"))
    except FeedError:
        return
    keys = [key for piece in pieces for key in piece.keys]
    assert len(keys) == len(set(keys))
    try:
        meaning = together(pieces)({"a": row[0], "b": row[1]})
    except RowError:
        return
    assert set(meaning.data) <= set(keys)
