"""Codes of countries are those of the system that is named, and of no other."""

from __future__ import annotations

import pytest

from ceasefire.events.country_codes import CODES, SYSTEMS, alpha2
from ceasefire.terms.countries import COUNTRIES


@pytest.mark.parametrize(
    ("system", "code", "country"),
    [
        ("iso3", "SYR", "SY"),
        ("iso3", "deu", "DE"),
        ("iso-numeric", "4", "AF"),
        ("iso-numeric", "004", "AF"),
        ("iso-numeric", "760", "SY"),
        ("fips", "SY", "SY"),
        ("fips", "IS", "IL"),
        ("fips", "IC", "IS"),
        ("fips", "IZ", "IQ"),
        ("fips", "GM", "DE"),
        ("fips", "GA", "GM"),
        ("fips", "SU", "SD"),
        ("fips", "WE", "PS"),
        ("fips", "GZ", "PS"),
        ("fips", "XX", ""),
        ("iso3", "", ""),
        ("fips", "--", ""),
    ],
)
def test_a_code_stands_for_one_country(system: str, code: str, country: str) -> None:
    assert alpha2(system, code) == country


def test_the_table_is_whole() -> None:
    entries = CODES.split()
    assert {len(entry) for entry in entries} == {10}
    assert len({entry[:2] for entry in entries}) == len(entries)
    assert {entry[:2] for entry in entries} <= COUNTRIES
    for place in SYSTEMS.values():
        codes = [entry[place] for entry in entries if entry[place] != "--"]
        assert len(codes) == len(set(codes))
