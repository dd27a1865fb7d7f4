"""What a feed says of one field, in one form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.errors import EventError
from ceasefire.program import claims
from ceasefire.program.casting import less
from ceasefire.program.claims import ANYTHING, UNKNOWN, Claim, ClaimError, claim_of, presumed
from ceasefire.rulebook.model import ValueSpec
from ceasefire.terms.times import joined_up
from tests.meaning.helpers import TRUCE, book

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("raw", "claim"),
    [
        ("a", Claim((("a",),))),
        (" a ", Claim((("a",),))),
        (7, Claim((("7",),))),
        (["a", "b", "a"], Claim((("a", "b"),))),
        (["a", "unknown"], Claim((("a", UNKNOWN),))),
        ([], Claim(((),))),
        ("UNKNOWN", ANYTHING),
        ({"one_of": ["a", "b"]}, Claim((("a",), ("b",)))),
        ({"one_of": "a"}, Claim((("a",),))),
        ({"one_of": ["a", ["b", "c"]]}, Claim((("a",), ("b", "c")))),
        ({"one_of": ["a", "unknown"]}, ANYTHING),
        ({"not": "a"}, Claim(None, ("a",))),
        ({"not": ["a", "b"]}, Claim(None, ("a", "b"))),
        ({"one_of": ["a"], "not": ["b"]}, Claim((("a",),), ("b",))),
        ({"one_of": ["unknown"], "not": ["b"]}, Claim(None, ("b",))),
    ],
)
def test_claims_of_names(raw: object, claim: Claim) -> None:
    assert claim_of(raw, claims.text) == claim


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({}, "wrong-type"),
        ({"any_of": ["a"]}, "wrong-type"),
        ({"one_of": []}, "empty-list"),
        ({"one_of": ["a"] * 65}, "too-large"),
        ({"not": ["a"] * 65}, "too-large"),
        (["a"] * 65, "too-large"),
        (["a", None], "empty-option"),
        ({"one_of": ["a", None]}, "empty-option"),
        ({"not": None}, "empty-option"),
        (1.5, "wrong-type"),
        (False, "wrong-type"),
        ("x" * 301, "too-large"),
    ],
)
def test_what_is_no_claim_of_a_name(raw: object, code: str) -> None:
    with pytest.raises(ClaimError) as caught:
        claim_of(raw, claims.text)
    assert caught.value.code == code


def test_limits_are_reached_exactly() -> None:
    assert len(claim_of([str(number) for number in range(64)], claims.text).options or ()) == 1
    assert claims.text("x" * 300) == "x" * 300
    assert claims.short("x" * 60) == "x" * 60
    assert claims.short("x" * 61) == "x" * 57 + "..."


def test_pairs_of_numbers_are_one_element() -> None:
    assert claim_of([1, 2], claims.number, listed=False) == Claim((((1.0, 2.0),),))
    assert claim_of({"one_of": [1, [2, None]]}, claims.count, listed=False) == Claim(
        (((1.0, 1.0),), ((2.0, None),))
    )


@pytest.mark.parametrize("raw", [True, "x", float("nan"), float("inf"), None, [1], [1, "y"]])
def test_what_is_no_number(raw: object) -> None:
    with pytest.raises(ClaimError, match="no") as caught:
        claims.number(raw)
    assert caught.value.code == "bad-number"


def test_bounds_are_in_order() -> None:
    with pytest.raises(ClaimError, match="above the high one"):
        claims.number([2, 1])


@pytest.mark.parametrize("raw", [-1, 1.5, [0, 1.5], [-1, 2]])
def test_what_is_no_count(raw: object) -> None:
    assert claims.number(raw)
    with pytest.raises(ClaimError):
        claims.count(raw)


def test_flags_and_moments() -> None:
    assert [claims.flag(raw) for raw in (True, "Yes", False, " no ")] == ["yes", "yes", "no", "no"]
    with pytest.raises(ClaimError, match="maybe"):
        claims.flag("maybe")
    assert claims.moment(date(2016, 3, 1)) == "2016-03-01"
    assert claims.moment(datetime(2016, 3, 1, 12, tzinfo=UTC)) == "2016-03-01 12:00:00+00:00"
    assert claims.moment(2016) == "2016"
    assert claims.moment({"from": date(2016, 3, 1)}) == ("2016-03-01", None)
    assert claims.moment({"until": " 2016-03-01 "}) == (None, "2016-03-01")
    for raw in (True, 1.5, {"since": "2016"}):
        with pytest.raises(ClaimError):
            claims.moment(raw)


def test_presumptions_speak_like_a_feed() -> None:
    assert presumed(ValueSpec(("a", "b"), ())) == {"one_of": ["a", "b"]}
    assert presumed(ValueSpec((), ("c",))) == {"not": ["c"]}
    assert presumed(ValueSpec(("a",), ("c",))) == {"one_of": ["a"], "not": ["c"]}


def test_stretches_are_joined_and_cut() -> None:
    assert joined_up([(5, 7), (1, 3), (3, 4), (6, 6)]) == [(1, 4), (5, 7)]
    assert joined_up([(1, 9), (2, 3)]) == [(1, 9)]
    assert less([((0, 0), (9, 0))], [((2, 0), (3, 0))]) == [((0, 0), (2, 0)), ((3, 0), (9, 0))]
    assert less([((0, 0), (9, 0))], [((0, 0), (9, 0))]) == []
    assert less([((0, 0), (1, 0))], [((4, 0), (5, 0))]) == [((0, 0), (1, 0))]


@pytest.mark.parametrize(
    ("read", "raw", "hint"),
    [
        (claims.text, {"one_off": ["a", "b"]}, "did you mean `one_of`?"),
        (claims.text, {"one_of": ["a"], "nott": "b"}, "did you mean `not`?"),
        (claims.flag, {"one_off": [True]}, "did you mean `one_of`?"),
        (claims.count, {"oneof": [1]}, "did you mean `one_of`?"),
        (claims.moment, {"one_off": ["2016"]}, "did you mean `one_of`?"),
        (claims.moment, {"form": "2016"}, "did you mean `from`?"),
        (claims.text, {"zzz": 1}, ""),
    ],
)
def test_a_misspelt_key_of_a_value(read: Callable[[object], Any], raw: object, hint: str) -> None:
    with pytest.raises(ClaimError) as caught:
        claim_of(raw, read)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("stated", "hint"),
    [
        ({"actor": "north|x y"}, 'write `{"one_of": ["north", "x y"]}` if it is one of these'),
        ({"kind": "rocket|mortar|"}, 'write `{"one_of": ["rocket", "mortar"]}`'),
        ({"struck": "school|home"}, 'write `{"one_of": ["school", "home"]}`'),
        ({"intended": "yes|no"}, 'write `{"one_of": ["yes", "no"]}`'),
        ({"killed": "2|3"}, 'write `{"one_of": ["2", "3"]}`'),
        ({"killed": "about ten"}, "write a number, or a range as `[low, high]`"),
        ({"killed": ["two", None]}, "write a number, or a range as `[low, high]`"),
        ({"where": {"lat": "N36", "lon": 37}}, "`lat`: `N36` is no number (write degrees north"),
        (
            {"where": {"lat": 36, "lon": 37, "within_km": "10 miles"}},
            "`within_km`: `10 miles` is no number (write a number of kilometres alone",
        ),
        ({"where": {"lat": 36, "lng": 37}}, "did you mean `lon`?"),
        ({"kind": "shellin"}, "did you mean `shelling`?"),
        ({"kind": "unkown"}, "did you mean `unknown`?"),
        ({"kind": "gunfire"}, "`ceasefire schema --event` lists those"),
        ({"response": "repraisal"}, "did you mean `reprisal`?"),
        ({"response": "swift"}, "write one of none, immediate-threat, source-of-fire, reprisal"),
    ],
)
def test_a_value_that_cannot_be_read_has_a_hint(stated: dict[str, Any], hint: str) -> None:
    event = {"id": 1, "kind": "attack", "when": "2016"} | stated
    try:
        told = "\n".join(book(TRUCE).classify(event).notes)
    except EventError as error:
        told = str(error)
    assert hint in told


def test_a_name_with_a_bar_that_a_party_has_is_that_party() -> None:
    barred = TRUCE.replace("{name: Reds}", "{name: A|B}")
    event = {"id": 1, "kind": "attack", "when": "2016", "actor": "A|B", "target": "north|x;y"}
    notes = book(barred).classify(event).notes
    assert [note for note in notes if "`A|B`" in note] == []
    assert [note for note in notes if '["north", "x;y"]' in note]


def test_a_value_is_shown_as_a_feed_would_write_it() -> None:
    assert claims.short({"one_off": ["a", None, True]}) == '{"one_off": ["a", null, true]}'
    assert claims.short("é") == "é"
    assert claims.short(["é", date(2016, 5, 4)]) == '["é", "2016-05-04"]'


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("greens;whites", 'write `["greens", "whites"]` for these together; `;` is for tables'),
        ("greens|whites", "`|` is for tables"),
        ("greens;", "taken as unknown"),
    ],
)
def test_a_name_written_as_in_a_table_says_how_to_write_it(name: str, hint: str) -> None:
    event = {"id": "e", "kind": "shelling", "when": "2016-03-01", "actor": name}
    (note,) = book(TRUCE).classify(event).notes
    assert note.startswith(f"actor: `{name}` is no party of this rulebook: taken as unknown")
    assert note.endswith(hint)
