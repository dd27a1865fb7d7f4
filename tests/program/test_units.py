"""Countries and administrative units: when two descriptions mean one area."""

from __future__ import annotations

import pytest

from ceasefire.program.units import Relation, Unit, bare, country_code, read_pcode, relate


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


def unit(country: str = "", admin1: str = "", admin2: str = "", pcode: str = "") -> Unit:
    return Unit(country, frozenset(admin1.split()), frozenset(admin2.split()), pcode)


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
    ],
)
def test_how_units_lie(one: Unit, other: Unit, relation: str, loose: str) -> None:
    assert relate(one, other) is Relation(relation)
    assert relate(one, other, loose=True) is Relation(loose)
