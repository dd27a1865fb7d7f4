"""The codes of countries."""

from __future__ import annotations

from importlib.resources import files

from ceasefire.terms.countries import COUNTRIES, OTHERWISE


def test_every_code_that_the_time_zones_name_is_there() -> None:
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    assigned = {line[:2] for line in table.splitlines() if not line.startswith("#")}
    assert len(assigned) == 249
    assert assigned < COUNTRIES


def test_codes_in_common_use_lead_to_those_of_the_standard() -> None:
    assert not COUNTRIES & set(OTHERWISE)
    assert set(OTHERWISE.values()) < COUNTRIES
