"""GDELT's events are read with a header and without one; every row here is made up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.errors import FeedError
from ceasefire.events import gdelt2
from ceasefire.events.bundled import bundled
from ceasefire.events.feeds import read_feed
from ceasefire.events.rows import RowError, together
from ceasefire.rulebook.load import load_text
from tests.events.mapped import stream, table

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.events.rows import Meaning
    from ceasefire.rulebook.model import Rulebook

COLUMNS = gdelt2.LAYOUTS[61]
ROW: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {
    "GLOBALEVENTID": "410000001",
    "SQLDATE": "20160503",
    "Actor1Code": "SYRMIL",
    "Actor1Name": "ARMY",
    "Actor2Code": "SYRREB",
    "Actor2Name": "REBEL",
    "EventCode": "194",
    "NumMentions": "4",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Madeup, Halab, Syria",
    "ActionGeo_CountryCode": "SY",
    "ActionGeo_Lat": "36.2",
    "ActionGeo_Long": "37.1",
    "SOURCEURL": 'https://news.example/a"b"',
}


@pytest.fixture(scope="module")
def valley() -> Rulebook:
    """Return a rulebook that knows a code of CAMEO."""
    return load_text(
        "rulebook: valley\ntimezone: UTC\n"
        "parties: {army: {codes: {cameo: SYRMIL}}, rebels: {codes: {gdelt: SYRREB}}}\n"
        "places: {valley: {admin1: Upper Valley}}\n"
        "instruments: {i: {in_force: {from: 2016-01-01}, prohibit: {p: {when: {kind: attack}}}}}\n"
    )


def meaning(rulebook: Rulebook | None = None, /, **changes: Any) -> Meaning:  # noqa: ANN401
    """Read the row with some values changed."""
    row = ROW | changes
    return together(gdelt2.pieces(tuple(row), rulebook))(row)


def data(rulebook: Rulebook | None = None, /, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    return meaning(rulebook, **changes).data


def test_a_row_as_a_native_event(valley: Rulebook) -> None:
    assert data(valley) == {
        "id": "410000001",
        "kind": "shelling",
        "when": "2016-05-03",
        "where": {"country": "SY", "lat": 36.2, "lon": 37.1, "within_km": 10},
        "actor": "cameo:SYRMIL",
        "target": "gdelt:SYRREB",
        "held_by": "unknown",
        "present": "unknown",
        "verification": {"one_of": ["rumour", "alleged", "reported"]},
        "sources": ['https://news.example/a"b"'],
    }
    assert meaning(valley).notes == (gdelt2.MACHINE,)


def bare(*rows: dict[str, Any]) -> str:
    """Return a table without a header."""
    return "\n".join("\t".join(row.values()) for row in rows) + "\n"


def test_a_table_without_a_header_is_known_by_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "20160503.export.CSV"
    path.write_text(bare(ROW, ROW | {"GLOBALEVENTID": "2"}), encoding="utf-8")
    feed = read_feed(path)
    assert (feed.dialect, feed.bare, feed.columns) == ("gdelt2", True, COLUMNS)
    for _ in range(2):
        first, second = feed
        assert (first.line, second.line) == (1, 2)
        assert first.raw == ROW
        assert second.event is not None
    (record,) = read_feed(stream(bare(ROW)), "gdelt2")
    assert record.raw["NumMentions"] == "4"


def test_the_first_version_has_no_second_level_of_places() -> None:
    old = {key: value for key, value in ROW.items() if not key.endswith("ADM2Code")}
    feed = read_feed(stream(bare(old)))
    assert (feed.dialect, feed.bare, len(feed.columns or ())) == ("gdelt2", True, 58)
    (record,) = feed
    assert record.event is not None
    assert record.event.to_dict()["where"]["admin1"] == "Halab"


@pytest.mark.parametrize(
    "line",
    [
        "\t".join(["x"] * 61),
        "\t".join(["1", "20160503", *["x"] * 30]),
        "\t".join(["1", "2016", *["x"] * 59]),
        ",".join(["1", "20160503", *["x"] * 59]),
    ],
)
def test_what_only_looks_like_it_has_a_header(line: str) -> None:
    assert gdelt2.header(line) is None


def test_with_a_header_it_is_known_by_its_columns() -> None:
    for separator in "\t,":
        feed = read_feed(stream(table(ROW, separator=separator)))
        assert (feed.dialect, feed.bare) == ("gdelt2", False)
        (record,) = feed
        assert record.event is not None


def test_rows_that_are_too_long_are_refused_and_the_others_stay() -> None:
    lines = bare(ROW) + bare(ROW).rstrip("\n") + "\tmore\n" + bare(ROW | {"SQLDATE": "2016"})
    first, second, third = read_feed(stream(lines))
    assert first.event is not None
    assert second.problems[0].message == "the row has 62 cells, a row of this table 61"
    assert [(problem.code, problem.line) for problem in third.problems] == [("bad-time", 3)]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("017", "announcement"),
        ("0871", "announcement"),
        ("087", "compliance"),
        ("0841", "release"),
        ("0874", "withdrawal"),
        ("138", "announcement"),
        ("14", "no-incident"),
        ("154", "reinforcement"),
        ("173", "arrest"),
        ("1821", "sexual-violence"),
        ("1831", "suicide-bombing"),
        ("190", "attack"),
        ("191", "siege"),
        ("192", "territorial-gain"),
        ("195", "airstrike"),
        ("1952", "airstrike"),
        ("202", "killing-of-civilians"),
        ("2041", "chemical-attack"),
        (17, "announcement"),
        (871, "announcement"),
        (195, "airstrike"),
        (1831, "suicide-bombing"),
        (14.0, "announcement"),
    ],
)
def test_kinds_follow_from_codes_even_if_they_lost_a_zero(code: object, kind: str) -> None:
    found = meaning(EventCode=code)
    assert found.data["kind"] == kind
    assert not any("is not listed" in note for note in found.notes)


def test_a_breach_that_the_news_speak_of_is_no_finding() -> None:
    found = meaning(EventCode="196")
    assert found.data["kind"] == "unknown"
    assert found.notes[0].startswith("the news speak of a breach of a ceasefire (CAMEO 196)")


@pytest.mark.parametrize("code", ["999", "1999", "---", "21"])
def test_a_code_that_is_not_listed_is_noted(code: str) -> None:
    found = meaning(EventCode=code)
    assert found.data["kind"] == "unknown"
    assert found.notes[0].startswith(f"EventCode: `{code}` is not listed by gdelt2: taken as unk")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (871, "0871"),
        (871.0, "0871"),
        (211, "0211"),
        (43, "043"),
        (190, "190"),
        (1951, "1951"),
        (9999, "9999"),
        (999, "999"),
        (360, "360"),
        ("871", "871"),
    ],
)
def test_a_number_has_the_zero_that_it_lost_only_if_that_makes_a_code(
    number: object, code: str
) -> None:
    assert gdelt2.cameo(number) == code


def test_every_code_that_begins_with_a_zero_is_known_as_a_number(
    shared_data: Path,
) -> None:
    codes = json.loads((shared_data / "cameo_codes.json").read_text(encoding="utf-8"))
    zeroed = {code for code in codes["cameoCode"] if code.isdigit() and len(code) > 2}
    assert [code for code in sorted(zeroed) if gdelt2.cameo(int(code)) != code] == []


def test_every_code_of_cameo_is_listed(shared_data: Any) -> None:  # noqa: ANN401
    codes = json.loads((shared_data / "cameo_codes.json").read_text(encoding="utf-8"))
    (table,) = (each for each in bundled("gdelt2").pieces(None) if "kind" in each.keys)
    unlisted = [
        code
        for code in codes["cameoCode"]
        if code[-1].isdigit() and any("not listed" in note for note in table.read((code,)).notes)
    ]
    assert unlisted == []


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"ActionGeo_Type": "1", "ActionGeo_FullName": "Syria"}, {"country": "SY"}),
        (
            {"ActionGeo_Type": "5", "ActionGeo_FullName": "Halab, Syria"},
            {"country": "SY", "admin1": "Halab"},
        ),
        (
            {
                "ActionGeo_Type": "2",
                "ActionGeo_CountryCode": "US",
                "ActionGeo_FullName": "Texas, United States",
            },
            {"country": "US", "admin1": "Texas"},
        ),
        (
            {"ActionGeo_FullName": "Madeup, Syria"},
            {"country": "SY", "lat": 36.2, "lon": 37.1, "within_km": 10},
        ),
        ({"ActionGeo_Type": "1", "ActionGeo_CountryCode": "IS"}, {"country": "IL"}),
        ({"ActionGeo_Type": "0"}, None),
        ({"ActionGeo_Type": ""}, None),
        ({"ActionGeo_Lat": "", "ActionGeo_Long": ""}, {"country": "SY", "admin1": "Halab"}),
    ],
)
def test_a_place_is_as_fine_as_the_news_are(changes: dict[str, str], where: object) -> None:
    assert data(**changes).get("where") == where


def test_a_province_is_told_only_if_the_rulebook_has_its_name(valley: Rulebook) -> None:
    assert data(valley)["where"] == {"country": "SY", "lat": 36.2, "lon": 37.1, "within_km": 10}
    known = data(valley, ActionGeo_FullName="Madeup, Upper Valley, Syria")
    assert known["where"]["admin1"] == "Upper Valley"


def test_odd_places_are_noted_or_refused() -> None:
    odd = meaning(ActionGeo_Type="7", ActionGeo_CountryCode="ZQ")
    assert "where" not in odd.data
    assert odd.notes[:2] == (
        "ActionGeo_CountryCode: `ZQ` is not listed by fips: taken as unknown",
        "ActionGeo_Type: `7` is not listed by gdelt2: only the country counts",
    )
    with pytest.raises(RowError, match="`ActionGeo_Lat` is no coordinate"):
        meaning(ActionGeo_Lat="99")
    with pytest.raises(RowError, match="`ActionGeo_Long` is no coordinate"):
        meaning(ActionGeo_Long="east")


def test_actors_are_codes_that_the_rulebook_has_or_names(valley: Rulebook) -> None:
    assert data(valley, Actor1Code="TURMIL", Actor1Name="TURKEY")["actor"] == "TURKEY"
    assert data(valley, Actor1Code="TURMIL", Actor1Name="")["actor"] == "TURMIL"
    assert data(Actor1Code="SYRCVL", Actor1Type1Code="CVL")["actor"] == "civilians"
    assert data(Actor2Type2Code="REF")["target"] == "civilians"
    assert "target" not in data(Actor2Code="", Actor2Name="")


@pytest.mark.parametrize(
    ("code", "name", "group", "actor"),
    [
        ("TUR", "TURKEY", "", "TURKEY"),
        ("TURREB", "TURKEY", "", "cameo:TURREB"),
        ("TURMED", "TURKEY", "", "cameo:TURMED"),
        ("SYROPP", "OPPOSITION", "", "cameo:SYROPP"),
        ("OPP", "OPPOSITION", "", "cameo:OPP"),
        ("LBNREBHEZ", "HEZBOLLAH", "HEZ", "HEZBOLLAH"),
        ("UAF", "ISLAMIC STATE", "", "ISLAMIC STATE"),
        ("kur", "KURD", "", "KURD"),
        ("SYRMIL", "ARMY", "", "cameo:SYRMIL"),
    ],
)
def test_the_name_of_a_country_is_not_that_of_its_rebels(
    valley: Rulebook, code: str, name: str, group: str, actor: str
) -> None:
    changes = {"Actor1Code": code, "Actor1Name": name, "Actor1KnownGroupCode": group}
    assert data(valley, **changes)["actor"] == actor


@pytest.mark.parametrize(
    ("code", "name", "party"),
    [
        ("SYRGOV", "SYRIA", "syrian-government"),
        ("SYRMIL", "SYRIAN", "syrian-government"),
        ("RUSMIL", "RUSSIA", "russia"),
        ("USAMIL", "AMERICAN TROOPS", "united-states"),
        ("IMGMOSALQ", "AL QAEDA", "al-qaeda"),
        ("LBNREBHEZ", "HEZBOLLAH", "hezbollah"),
        ("RUS", "RUSSIA", "russia"),
        ("RUS", "MOSCOW", None),
        ("SYR", "SYRIA", None),
        ("SYRREB", "SYRIA", None),
        ("SYRINS", "SYRIA", None),
        ("SYROPP", "OPPOSITION", None),
        ("TURREB", "TURKEY", None),
    ],
)
def test_who_acts_in_syria(code: str, name: str, party: str | None) -> None:
    book = ceasefire.load("syria-2016")
    named = data(book.rulebook, Actor1Code=code, Actor1Name=name)["actor"]
    assert book.program.parties.resolve(named, 1_462_233_600_000_000).party == party


def test_parquet_with_numbers_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "g.parquet"
    numbers = {"EventCode": 871, "SQLDATE": 20160503, "ActionGeo_Type": 1.0}
    pq.write_table(pa.table({key: [value] for key, value in (ROW | numbers).items()}), path)
    (record,) = read_feed(path)
    assert record.event is not None
    assert record.event.kind == "announcement"
    assert record.event.where == {"country": "SY"}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["1"] * 60, "the first row has 60 cells between tabs, not 58 or 61 as GDELT's have"),
        (["1", "yesterday", *["1"] * 59], "the second cell of the first row, `yesterday`, is no"),
    ],
)
def test_a_first_row_that_is_none_of_gdelt_says_why(
    tmp_path: Path, cells: list[str], told: str
) -> None:
    path = tmp_path / "export.CSV"
    path.write_text("\t".join(cells) + "\n", encoding="utf-8")
    with pytest.raises(FeedError, match=told):
        read_feed(path, "gdelt2")
