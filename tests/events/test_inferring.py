"""A draft for an unknown table is a mapping that can be used as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceasefire.errors import FeedError
from ceasefire.events.feeds import Feed, read_feed
from ceasefire.events.inferring import drafted
from ceasefire.events.inferring.kinds import guessed
from ceasefire.events.inferring.scalars import quoted
from ceasefire.events.mapping.load import load_text
from ceasefire.rulebook.yaml import parse
from tests.events.mapped import table

if TYPE_CHECKING:
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {
        "Nr": str(number), "Reported": "yes", "Date": f"{number + 10}/05/2016", "What": "Shooting",
        "Incident type": kind, "Governorate": "Aleppo", "Latitude": "36.2", "Longitude": "37.1",
        "Attacker": "North", "Victim": "South", "Dead": dead, "Injured": "", "Link": "a; b",
    }
    for number, kind, dead in [
        (1, "Air raid", "3"),
        (2, "Air raid", "1,200"),
        (3, "Mortar fire", "several"),
        (4, "Visit", ""),
    ]
]  # fmt: skip

DRAFT = """\
# A draft, made from the first 4 rows of a table.
# What it says of columns and values are guesses: check each, and mend it.
# What rests on a word of a name, or on less, is a weak guess: begin with these.
# Then: ceasefire classify FEED --format THIS-FILE --rules RULES
feed: our-table
fields:
  id: Nr  # a guess
  kind:
    column: Incident type  # a guess
    # kinds: `ceasefire schema --event` lists them; no-incident is one, too
    values:
      Air raid: airstrike  # a guess; 2 rows
      Mortar fire: mortar  # a guess; 1 row
      Visit: unknown  # 1 row; to be said
    blank: unknown
  when:
    column: Date  # a guess
    formats: ["%d/%m/%Y"]  # a guess
    # not all fit: "99/99/2016" does not, and its row is refused
  where:
    admin1: Governorate  # a guess
    # a unit that the rulebook does not name is taken to be another than
    # those that it has: names that it spells otherwise need `values`
    lat: Latitude  # a guess
    lon: Longitude  # a guess
    # a point that stands for an area must not count as a point
  actor: Attacker  # a guess
  target: Victim  # a guess
  killed:
    column: Dead  # a guess
    thousands: ","  # a guess
    values:
      several: unknown  # no number; to be said: N, or [low, high]
  sources: {column: Link, split: ";"}  # a guess
  # the table does not say who held the ground, or who was there
  held_by: {is: unknown}
  present: {is: unknown}
# The names of the columns say who acted on whom. If they need not be right:
# alternatives: undirected
# Not read, but carried along into the output:
#   Reported
#   What
#   Injured
"""


def used(place: Path, folder: Path) -> Feed:
    """Draft a mapping for a table, and read the table by it."""
    draft = folder / "draft.yaml"
    draft.write_text(drafted(place), encoding="utf-8")
    return read_feed(place, str(draft))


def written(folder: Path, *rows: dict[str, Any], name: str = "Our table.csv") -> Path:
    """Write a table to a file."""
    path = folder / name
    path.write_text(table(*rows), encoding="utf-8")
    return path


def test_a_draft_says_what_it_guessed_and_from_what(tmp_path: Path) -> None:
    *first, last = ROWS
    path = written(tmp_path, *first, last | {"Date": "99/99/2016"})
    assert drafted(path) == DRAFT
    records = list(used(path, tmp_path))
    assert [record.event is None for record in records] == [False, False, False, True]
    assert records[1].event is not None
    assert records[1].event.to_dict() == {
        "id": "2",
        "kind": "airstrike",
        "when": "2016-05-12",
        "where": {"admin1": "Aleppo", "lat": 36.2, "lon": 37.1},
        "actor": "North",
        "target": "South",
        "killed": 1200,
        "held_by": "unknown",
        "present": "unknown",
        "sources": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("column", "cells", "lines"),
    [
        ("Date", ["03/04/2016", "05/06/2016"], ["%d/%m/%Y", "# %m/%d/%Y would fit as well"]),
        ("Date", ["03/04/2016", "05/26/2016"], ["%m/%d/%Y"]),
        ("event_date", ["3 May 2016"], ["%d %B %Y"]),
        ("day", ["2016-05-03"], ["formats: [iso]"]),
        ("timestamp", ["1462233600", "1462320000.0"], ["epoch-seconds", "precision: day"]),
        ("DateTime", ["1462233600123"], ["epoch-milliseconds"]),
        ("SQLDATE", ["20160503"], ["%Y%m%d"]),
        ("date", ["soon"], ["no column seems to say when"]),
        ("date", ["5", "17"], ["no column seems to say when"]),
        ("date_prec", ["1"], ["no column seems to say when"]),
    ],
)
def test_the_format_of_dates_is_found_by_trying(
    tmp_path: Path, column: str, cells: list[str], lines: list[str]
) -> None:
    path = written(tmp_path, *({"id": str(n), column: cell} for n, cell in enumerate(cells)))
    text = drafted(path)
    for line in lines:
        assert line in text
    assert all(record.event for record in used(path, tmp_path))


@pytest.mark.parametrize(
    ("rows", "lines", "whens"),
    [
        (
            [("2016", "5", "3"), ("2016", "12", "31")],
            ["year: Year  # a guess", "month: Month  # a guess", "day: Day  # a guess",
             "# a row without a day is refused; `precision: given` takes it for a month"],
            ["2016-05-03", "2016-12-31"],
        ),
        (
            [("2016", "May", "3"), ("2016", "June", ""), ("2016", "", "0")],
            ["    precision: given  # without a day (or with 0) the whole month"],
            ["2016-05-03", "2016-06-01/2016-06-30", "2016-01-01/2016-12-31"],
        ),
        (
            [("2016", "5", "3"), ("2016", "6", "4"), ("2016", "7", "5"), ("2016", "13", "1")],
            ["month: Month  # a guess"],
            ["2016-05-03", "2016-06-04", "2016-07-05", None],
        ),
        (
            [("2016", "5", "3"), ("2016", "13", "5"), ("2016", "6", "4")],
            ["month: Month  # a guess", "day: Day  # a guess"],
            ["2016-05-03", None, "2016-06-04"],
        ),
        ([("2016", "5", "north")], ["precision: month  # no column seems to say the day"],
         ["2016-05-01/2016-05-31"]),
        ([("2016", "x", "y")], ["precision: year  # no column seems to say the month"],
         ["2016-01-01/2016-12-31"]),
    ],
)  # fmt: skip
def test_a_year_a_month_and_a_day_make_a_date(
    tmp_path: Path, rows: list[tuple[str, str, str]], lines: list[str], whens: list[str | None]
) -> None:
    names = ("Year", "Month", "Day")
    path = written(
        tmp_path,
        *({"id": str(n), **dict(zip(names, row, strict=True))} for n, row in enumerate(rows)),
    )
    text = drafted(path)
    assert not [line for line in lines if line not in text]
    found = [record.event and record.event.when for record in used(path, tmp_path)]
    assert found == whens


def test_a_column_of_dates_goes_before_parts_of_dates_if_its_name_says_so(tmp_path: Path) -> None:
    parts = {"id": "1", "year": "2016", "month": "5", "day": "3"}
    text = drafted(written(tmp_path, parts | {"event_date": "2016-05-03"}))
    assert "column: event_date" in text
    text = drafted(written(tmp_path, parts | {"date added": "2017-01-01"}))
    assert "year: year" in text


def test_a_first_and_a_last_day_make_an_interval(tmp_path: Path) -> None:
    row = {"id": "1", "date_start": "2016-05-03", "date_end": "2016-05-04", "date_prec": "2"}
    path = written(tmp_path, row)
    (record,) = used(path, tmp_path)
    assert record.event is not None
    assert record.event.when == "2016-05-03/2016-05-04"
    assert '# precision: {column: date_prec, values: {"2": day}}' in drafted(path)


def test_two_sides_of_which_neither_is_said_to_have_acted_have_both_directions(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, {"id": "1", "side_a": "North", "side_b": "South"})
    (record,) = used(path, tmp_path)
    assert record.event is not None
    (other,) = record.event.alternatives
    assert (other.actor, other.target) == ("South", "North")


def test_without_an_id_the_column_that_differs_most_stands_in(tmp_path: Path) -> None:
    rows = [{"date": "2016-05-03", "place": f"Town {n % 3}"} for n in range(5)]
    path = written(tmp_path, *rows)
    told = "id: place  # a weak guess: no column differs in every row, and this most often"
    assert told in drafted(path)
    assert all(record.event for record in used(path, tmp_path))
    assert "where:\n    name: place" not in drafted(path)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (("Ref code",), "id: Ref code  # a weak guess: only the word `ref` in its name"),
        (("Ref",), "id: Ref  # a guess"),
        (("v1",), "id: v1  # a weak guess: not by its name; it differs in every row"),
        (("id", "Event remark"), "column: Event remark  # a weak guess: only the word `event` in"),
        (("id", "Report day"), "column: Report day  # a weak guess: only the word `day` in"),
        (("id", "Start noted", "End noted"), "first: Start noted  # a weak guess: only the word"),
    ],
)
def test_a_guess_that_rests_on_little_says_so(
    tmp_path: Path, columns: tuple[str, ...], told: str
) -> None:
    values = {"Event remark": ["Shelling", "Rain"]}
    days = ["2016-05-03", "2016-05-04"]
    rows = [{name: values.get(name, days)[n] for name in columns} for n in range(2)]
    path = written(tmp_path, *rows)
    assert told in drafted(path)
    assert all(record.event for record in used(path, tmp_path))


def test_a_column_of_no_kinds_is_none_for_a_word_in_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, *({"id": str(n), "Group type": "army"} for n in range(3)), {"id": "4"})
    assert "# no column seems to say what happened" in drafted(path)
    path = written(tmp_path, {"id": "1", "type": "a"}, {"id": "2", "type": "b"})
    assert "column: type  # a guess" in drafted(path)


@pytest.mark.parametrize(
    ("cells", "lines", "killed"),
    [
        (["3-5", "2 - 7", "4"], ['between: "-"'], [[3, 5], [2, 7], 4]),
        (["3\u20135", "1,200"], ['between: "\u2013"', 'thousands: ","'], [[3, 5], 1200]),
        (["1 to 2", "many"], ['between: " to "', "many: unknown"], [[1, 2], "unknown"]),
        (["3", "4"], [], [3, 4]),
    ],
)
def test_ranges_are_read_as_such(
    tmp_path: Path, cells: list[str], lines: list[str], killed: list[object]
) -> None:
    path = written(tmp_path, *({"id": str(n), "killed": cell} for n, cell in enumerate(cells)))
    text = drafted(path)
    for line in lines:
        assert line in text
    assert ("between" in text) is any("between" in line for line in lines)
    events = [record.event for record in used(path, tmp_path)]
    assert [event and event.to_dict()["killed"] for event in events] == killed


@pytest.mark.parametrize("content", ["a\n1\n", "id,kind,when\n1,clash,2016-05-03\n"])
def test_a_small_table_has_a_draft_too(tmp_path: Path, content: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(content)
    assert all(record.event for record in used(path, tmp_path))


def test_documents_with_flat_keys_are_tables_as_well(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    rows = [{"nr": 1, "date": "2016-05-03", "deep": {"a": 1}, "type": "clash"}, {"nr": 2}, 3]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n")
    first, second, third = used(path, tmp_path)
    assert first.event is not None
    assert first.event.to_dict()["when"] == "2016-05-03"
    assert [problem.code for problem in second.problems] == ["missing-key"]
    assert [problem.code for problem in third.problems] == ["wrong-type"]
    assert "deep" not in drafted(path)


def test_a_table_that_is_known_is_said_to_be(tmp_path: Path) -> None:
    from tests.events.test_gdelt2 import ROW, bare  # noqa: PLC0415  (only here)

    path = tmp_path / "g.CSV"
    path.write_text(bare(ROW, ROW | {"GLOBALEVENTID": "2"}), encoding="utf-8")
    text = drafted(path)
    assert "# The table has the columns of gdelt2: it can be read without a mapping." in text
    assert "columns: [GLOBALEVENTID, SQLDATE, " in text
    feed = used(path, tmp_path)
    assert feed.dialect == "g"
    assert all(record.event for record in feed)


def test_what_cannot_be_read_has_no_draft(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="missing-file"):
        drafted(tmp_path / "no.csv")
    for content in ("a,b\n", "a,b\n,\n"):
        (tmp_path / "e.csv").write_text(content)
        with pytest.raises(FeedError, match="empty-table: the table has no row with a value in it"):
            drafted(tmp_path / "e.csv")
    (tmp_path / "e.csv").write_text("a,b\n1\n")
    with pytest.raises(FeedError, match=r"empty-table.*\n.*:2: wrong-columns"):
        drafted(tmp_path / "e.csv")
    (tmp_path / "e.csv").write_text("")
    with pytest.raises(FeedError, match="no-header"):
        drafted(tmp_path / "e.csv")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Air raid", "airstrike"),
        ("Airstrikes", "airstrike"),
        ("AIR/DRONE STRIKE", "airstrike"),
        ("VBIED", "vehicle-bomb"),
        ("Peace talks", "announcement"),
        ("territorial-gain", "territorial-gain"),
        ("Fair", "unknown"),
        ("7", "unknown"),
    ],
)
def test_words_speak_of_kinds(text: str, kind: str) -> None:
    assert guessed(text) == kind


@given(st.text(min_size=1, max_size=40))
def test_any_text_is_written_so_that_it_is_read_back(text: str) -> None:
    line = f"{quoted(text)}: x  # {quoted(text)}\n"
    assert line.count("\n") == 1
    root, problems = parse(line.encode("utf-8", "surrogatepass"), "f")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    assert problems == []
    assert root is not None
    assert root.plain() == {text: "x"}


REFUSED = {"no-header", "bad-csv", "open-quote", "duplicate-column", "empty-table"}

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=12)
names = texts | st.sampled_from(
    ["id", "date", "type", "lat", "lon", "actor1", "actor2", "deaths", "low", "high", "country"]
)
cells = texts | st.sampled_from(["1", "2016-05-03", "Air raid", "36.2", "3-5", "1,200", "nan", ""])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(names, min_size=1, max_size=6, unique_by=lambda name: name.strip()),
    st.lists(st.lists(cells, min_size=6, max_size=6), max_size=5),
)
def test_every_draft_can_be_used(tmp_path: Path, header: list[str], lines: list[list[str]]) -> None:
    rows = [dict(zip(header, line, strict=False)) for line in lines]
    path = tmp_path / "any.csv"
    path.write_text(table(dict.fromkeys(header, ""), *rows), encoding="utf-8")
    try:
        text = drafted(path)
        feed = read_feed(path)
    except FeedError as error:
        if error.problems[0].code in REFUSED:
            return
        feed = None  # no native table, which is why there are drafts
        text = drafted(path)
    mapping = load_text(text.encode(), "draft.yaml")
    assert mapping.pieces(feed.columns if feed else None)
    used_records = list(used(path, tmp_path))
    assert all((record.event is None) == bool(record.problems) for record in used_records)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "ged231_sample1000.csv",
        "ged_syria_2016_2019.csv",
    ],
)
def test_a_draft_for_published_data_reads_all_of_it(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    records = list(used(shared_data / name, tmp_path))
    assert len(records) in {1000, 16_566}
    assert [record for record in records if record.event is None] == []


FOREIGN = """\
Datum,Breite,Ort,Art,Opfer
2016-05-01,36.21,Aleppo,shelling,3
2016-05-02,36.22,Idlib,airstrike,4
2016-05-03,36.23,Homs,something else,3
2016-05-04,36.24,Homs-2,shelling,3
"""


def test_values_speak_where_names_do_not(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(FOREIGN, encoding="utf-8")
    text = drafted(tmp_path / "feed.csv")
    assert "  id: Ort  # a weak guess: not by its name; it differs in every row\n" in text
    assert "    column: Datum  # a weak guess: not by its name\n    formats: [iso]" in text
    assert "    column: Art  # a weak guess: not by its name\n" in text
    assert "      airstrike: airstrike  # a guess; 1 row\n" in text
    assert "# The table has the columns" not in text


def test_dates_are_ids_only_where_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text("Tag\n2016-05-01\n2016-05-02\n", encoding="utf-8")
    assert "  id: Tag  # a weak guess" in drafted(tmp_path / "feed.csv")


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("id,kind,when", True),
        ("id,kind,when.from,when.until", True),
        ("id,kind,when.from", False),
        ("id,when", False),
    ],
)
def test_native_columns_need_no_mapping(tmp_path: Path, columns: str, told: bool) -> None:  # noqa: FBT001
    row = ",".join("a" for _ in columns.split(","))
    (tmp_path / "feed.csv").write_text(f"{columns}\n{row}\n", encoding="utf-8")
    text = drafted(tmp_path / "feed.csv")
    assert ("# The table has the columns of native events" in text) == told
