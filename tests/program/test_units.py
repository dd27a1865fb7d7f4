"""Countries and administrative units: when two descriptions mean one area."""

from __future__ import annotations

import pytest

from ceasefire.program.units import (
    Relation,
    Unit,
    bare,
    country_code,
    read_pcode,
    relate,
    units_of,
)
from ceasefire.rulebook.model import Place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ar-Raqqah Governorate", "RAQQAH"),
        ("Muhafazat Dimashq", "dimashq"),
        ("Al Hasakah", "Hasakah"),
        ("Deir ez-Zor", "Deir Zor"),
        ("محافظة حلب", "حلب"),
    ],
)
def test_spellings_that_are_one_name(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Rif Dimashq", "Dimashq"), ("Moscow Oblast", "Moscow"), ("Al", "El")]
)
def test_spellings_that_are_two_names(one: str, other: str) -> None:
    assert bare(one) != bare(other)


def test_a_title_alone_stays() -> None:
    assert bare("District") == "district"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SY", ("SY", "")),
        (" sy02 ", ("SY", "SY02")),
        ("SYR02", ("", "SYR02")),
        ("02", ("", "")),
        ("", ("", "")),
    ],
)
def test_reading_pcodes(text: str, code: tuple[str, str]) -> None:
    assert read_pcode(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("tr", "TR"), ("Yemen (North Yemen)", "YE"), ("Côte d'Ivoire", "CI"), ("Atlantis", "")],
)
def test_countries_of_the_world(text: str, code: str) -> None:
    assert country_code(text, {}) == code


def unit(
    country: str = "", admin1: str = "", admin2: str = "", pcode: str = "", ids: str = ""
) -> Unit:
    first, second, mere = (frozenset(names.split()) for names in (admin1, admin2, ids))
    return Unit(country, first, second, pcode, mere)


@pytest.mark.parametrize(
    ("one", "other", "relation", "loose"),
    [
        (unit("SY"), unit("SY"), "same", "same"),
        (unit("SY"), unit(admin1="a"), "open", "open"),
        (unit(), unit(), "open", "open"),
        (unit("SY"), unit("TR", "a"), "apart", "apart"),
        (unit("SY"), unit("SY", "a"), "around", "around"),
        (unit("SY", "a"), unit("SY"), "inside", "inside"),
        (unit("SY", "a b"), unit("SY", "b c"), "same", "same"),
        (unit("SY", "a"), unit("", "a"), "open", "same"),
        (unit("SY", "a", "x"), unit("SY", "b", "x"), "apart", "apart"),
        (unit("SY", "a", "x"), unit("SY", "", "x"), "open", "same"),
        (unit("SY", "", "x"), unit("SY", "", "x"), "same", "same"),
        (unit("SY", "a", "x"), unit("SY", "a"), "inside", "inside"),
        (unit("SY", "a"), unit("SY", "a", "x"), "around", "around"),
        (unit("SY", "", "x"), unit("SY", "a"), "open", "open"),
        (unit("SY", "a", pcode="SY02"), unit("SY", "b", pcode="SY02"), "same", "same"),
        (unit("SY", "a", pcode="SY02"), unit("SY", "a", pcode="SY03"), "apart", "apart"),
        (unit("SY", pcode="SY0201"), unit("SY", pcode="SY02"), "inside", "inside"),
        (unit("SY", pcode="SY02"), unit("SY", pcode="SY0201"), "around", "around"),
        (unit("", pcode="C1007"), unit("SY", "a", pcode="SY02"), "open", "open"),
        (unit("SY", "a"), unit("SY", "ع"), "open", "open"),
        (unit("SY", "a"), unit("TR", "ع"), "apart", "apart"),
        (unit("SY", "a ع"), unit("SY", "ж ب"), "apart", "apart"),
        (unit("SY", "a ж"), unit("SY", "ع ж"), "same", "same"),
        (unit("SY", "7"), unit("SY", "8"), "apart", "apart"),
        (unit("SY", "7"), unit("SY", "a"), "open", "open"),
        (unit("SY", "a", "x"), unit("SY", "ع", "y"), "apart", "apart"),
        (unit("SY", "a", "x"), unit("SY", "ع", "x"), "open", "open"),
        (unit("SY", "a", "x"), unit("SY", "a", "س"), "open", "open"),
        (unit("SY", "a", "x"), unit("SY", "ع"), "open", "open"),
        (unit("SY", "a"), unit("SY", "b ع", ids="b"), "open", "open"),
        (unit("SY", "b"), unit("SY", "b ع", ids="b"), "same", "same"),
        (unit("SY", "a ع"), unit("SY", "b ب", ids="b"), "apart", "apart"),
        (unit("SY", "a", "x"), unit("SY", "b", "b س", ids="b"), "apart", "apart"),
    ],
)
def test_how_units_lie(one: Unit, other: Unit, relation: str, loose: str) -> None:
    assert relate(one, other) is Relation(relation)
    assert relate(one, other, loose=True) is Relation(loose)
    turned = {"inside": "around", "around": "inside"}
    assert relate(other, one) is Relation(turned.get(relation, relation))
    assert relate(other, one, loose=True) is Relation(turned.get(loose, loose))


def test_an_id_is_no_name_where_there_is_one_and_no_letters_tell_by_it() -> None:
    places = {
        "vale": Place("vale", "vale", country="SY", admin1="علوادي"),
        "hills": Place("hills", "Hills", country="SY", admin1="علتلال"),
        "old": Place("old", "old", ("Old Town",), admin1="Hills", admin2="علبلدة"),
        "land": Place("land", "land", country="SY"),
        "valley": Place("valley", "valley", admin1="Valley"),
    }
    units = units_of(places)
    assert units["vale"].names(1) == {"vale", "علوادي"}
    assert units["vale"].given(1) == {"علوادي"}
    assert units["hills"].given(1) == units["hills"].names(1) == {"hills", "علتلال"}
    assert units["old"].names(2) == {"old", "old town", "علبلدة"}
    assert units["old"].given(2) == {"old town", "علبلدة"}
    assert units["old"].given(1) == {"hills", "علتلال"}
    assert units["land"].ids == frozenset()
    assert units["valley"].given(1) == {"valley"}
