"""What accounts beside the report say, and categories by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.report.accounts import Accounts
from ceasefire.report.categories import by_name
from ceasefire.report.content import content_of
from ceasefire.report.telling import Teller
from tests.cli.helpers import rules

if TYPE_CHECKING:
    from pathlib import Path

BASE: dict[str, Any] = {"id": "1", "kind": "vehicle-bomb", "when": "2016-05-04"}
RIVAL = {
    "kind": {"one_of": ["ied", "suicide-bombing"]},
    "actor": "NA",
    "where": {"lat": 35.12345, "lon": 37},
    "killed": [None, 4],
    "said_by": ["The Monitor", "A paper"],
    "basis": "alleged",
}


def test_accounts_are_told_in_words(tmp_path: Path) -> None:
    book = ceasefire.load(rules(tmp_path))

    def said(more: dict[str, Any], coarsen: int | None = None) -> tuple[str, ...]:
        return Accounts(book, coarsen).tell(ceasefire.Event.read(BASE | more))

    assert said({}) == ()
    assert said({"alternatives": [RIVAL, {"actor": "raiders"}]}, 1) == (
        "The Monitor",
        "A paper",
        "alleged",
        "improvised explosive device or suicide bombing",
        "35.1, 37.0",
        "Northern Army",
        "up to 4",
        "The Raiders",
    )
    stands = RIVAL | {"said_by": "Somebody", "supersedes": True, "known": "2016-05-05"}
    assert "Somebody" in said({"alternatives": [stands]})
    skipped = {"actor": "south", "known": "2016-03-25 00:30"}  # clocks went from 00:00 to 01:00
    assert said({"alternatives": [skipped]}) == ()


def test_what_was_not_known_yet_is_not_told(tmp_path: Path) -> None:
    book = ceasefire.load(rules(tmp_path)).as_of("2016-05-05")
    later = {"actor": "south", "said_by": "The Monitor", "known": "2016-05-06"}
    event = ceasefire.Event.read(BASE | {"alternatives": [later]})
    assert Accounts(book).tell(event) == ()


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ("vehicle-bomb", "vehicle bomb"),
        ("Vehicle Bomb", "vehicle bomb"),
        ("no such thing", "no such thing"),
        ("unknown", "unknown"),
        ({"not": ["ied", "mine"]}, {"not": ["improvised explosive device", "mine"]}),
        ("rocket", "rocket or missile fire"),
        ({"one_of": ["rocket", "mine"]}, {"one_of": ["“rocket or missile fire”", "mine"]}),
        ({"not": "siege"}, {"not": "“siege or closure”"}),
        (None, None),
        (7, 7),
    ],
)
def test_categories_have_names(tmp_path: Path, raw: object, named: object) -> None:
    taxonomy = ceasefire.load(rules(tmp_path)).program.taxonomy
    assert by_name(taxonomy, "kind", raw) == named
    assert by_name(taxonomy, "killed", raw) == raw


def test_reports_tell_kinds_by_name_and_the_rest_as_feeds_have_them(tmp_path: Path) -> None:
    book = ceasefire.load(rules(tmp_path))
    raw = BASE | {"kind": {"one_of": ["suicide-bombing", "vehicle-bomb"]}, "struck": "hospital"}
    (entry,) = content_of(book.findings([raw])).entries
    start = "Reported: suicide bombing or vehicle bomb; 2016-05-04; place unknown; actor unknown"
    assert entry.reported == f"{start}; struck: hospital or medical facility."
    assert entry.told.kind == "suicide bombing or vehicle bomb"
    as_fed = Teller(book).sentence(ceasefire.Event.read(raw))
    assert as_fed == entry.reported.replace(" bomb", "-bomb").replace(" or medical facility", "")
