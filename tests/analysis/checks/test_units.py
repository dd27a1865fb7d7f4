"""Units that may be one, because no names of theirs are in the same letters."""

from __future__ import annotations

import pytest

from ceasefire.analysis.checks.names import names
from ceasefire.rulebook.load import load_text


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ("a: {admin1: Valley}, b: {admin1: Hills}", {}),
        ("a: {admin1: Valley}, b: {admin1: التلال}", {"b": "a"}),
        ("a: {admin1: Valley, also: [الوادي]}, b: {admin1: التلال}", {}),
        ("a: {admin1: Valley}, b: {admin1: التلال, name: Hills}", {}),
        ("a: {admin1: Valley}, b: {admin1: التلال, also: [Valley]}", {}),
        ("a: {admin1: Valley, pcode: SY01}, b: {admin1: التلال, pcode: SY02}", {}),
        ("a: {admin1: Valley}, b: {pcode: SY02}", {"b": "a"}),
        ("a: {admin1: Valley, country: SY}, b: {admin1: التلال, country: TR}", {}),
        ("a: {admin1: Valley, country: SY}, b: {country: SY}", {}),
        (
            "a: {admin1: Valley}, b: {admin1: Hills}, c: {admin1: النهر}, d: {admin1: Холм}",
            {"c": "a` or 1 more", "d": "a` or 2 more"},
        ),
        (
            (
                "a: {admin1: Valley, admin2: Camp}, b: {admin1: Valley, admin2: المخيم},"
                " c: {admin1: Hills, admin2: النهر}"
            ),
            {"b": "a"},
        ),
        (
            (
                "a: {admin1: Valley, circle: {lat: 1, lon: 1, km: 1}},"
                " b: {admin1: التلال, circle: {lat: 2, lon: 2, km: 1}}"
            ),
            {},
        ),
        (
            (
                "a: {admin1: Valley, circle: {lat: 1, lon: 1, km: 9}},"
                " b: {admin1: التلال, circle: {lat: 1, lon: 1, km: 1}}"
            ),
            {"b": "a"},
        ),
    ],
)
def test_units_that_names_cannot_tell_apart_may_be_one(places: str, told: dict[str, str]) -> None:
    book = load_text(f"rulebook: r\ntimezone: UTC\nplaces: {{{places}}}\n")
    found = [lint for lint in names(book) if lint.code == "units-alike"]
    assert {lint.at.removeprefix("places."): lint.message for lint in found} == {
        key: f"`{key}` may be `{other}{'' if '`' in other else '`'}: "
        "no names of theirs are in the same letters"
        for key, other in told.items()
    }
