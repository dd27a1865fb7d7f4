"""Values of doubts in words."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import pytest

from ceasefire.findings.words import listed, number_range
from tests.meaning.helpers import book, find, sides

if TYPE_CHECKING:
    from ceasefire.findings.finding import Doubt


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        (list("abcdef"), "a, b, c, d, e or f"),
        (list("abcdefgh"), "a, b, c, d, e, f or 2 more"),
    ],
)
def test_lists_are_english(items: list[str], text: str) -> None:
    assert listed(items) == text
    assert listed(items, "and") == text.replace(" or ", " and ")


def test_lists_may_be_cut_anywhere() -> None:
    assert listed(["a", "b", "c"], most=2) == "a, b or 1 more"
    assert listed(["a", "b", "c"], most=3) == "a, b or c"


@pytest.mark.parametrize(
    ("low", "high", "whole", "text"),
    [
        ((0, 0), (inf, 0), True, "0 or more"),
        ((3, 0), (4, 0), True, "3"),
        ((3, 0), (6, 0), True, "3 to 5"),
        ((-inf, 0), (inf, 1), False, "any number"),
        ((-inf, 0), (2.5, 1), False, "up to 2.5"),
        ((2.5, 1), (inf, 1), False, "2.5 or more"),
        ((2, 0), (2, 1), False, "2"),
        ((1234567.0, 0), (inf, 0), True, "1234567 or more"),
        ((0.00001, 0), (2.0, 1), False, "0.00001 to 2"),
    ],
)
def test_ranges(*, low: tuple[float, int], high: tuple[float, int], whole: bool, text: str) -> None:
    assert number_range(low, high, whole=whole) == text


def labels(doubt: Doubt) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return words and ids of the values of a doubt."""
    return [(value.labels, value.values) for value in doubt.values]


def prohibiting(condition: str, more: str = "") -> str:
    """Return rules that prohibit just this."""
    return sides(f"instruments: {{t: {{prohibit: {{p: {{when: {condition}}}}}}}}}\n{more}")


def test_numbers_and_times() -> None:
    (doubt,) = find(prohibiting("{killed: {at_least: 10}}"), killed=[3, 12]).doubts
    assert labels(doubt) == [(("10 to 12",), ("10 to 12",)), (("3 to 9",), ("3 to 9",))]
    (doubt,) = find(
        prohibiting("{when: {from: 2016-03-01 06:00, until: 2016-03-01 07:00}}"), when="2016-03-01"
    ).doubts
    assert labels(doubt) == [
        (("2016-03-01 06:00 to 07:00",),) * 2,
        (("2016-03-01 00:00 to 06:00", "2016-03-01 07:00 to 2016-03-02 00:00"),) * 2,
    ]


def test_sets_join_their_elements() -> None:
    rivals = {"one_of": [["hospital", "market"], "school"]}
    (doubt,) = find(prohibiting("{struck: hospital}"), struck=rivals).doubts
    assert labels(doubt) == [
        (("hospital or medical facility and market",), ("hospital+market",)),
        (("school",), ("school",)),
    ]
    (doubt,) = find(prohibiting("{struck: hospital}"), struck="unknown").doubts
    assert [item.labels for item in doubt.values] == [
        ("hospital or medical facility",),
        ("not hospital or medical facility",),
    ]
    (doubt,) = find(prohibiting("{present: reds}"), present="unknown").doubts
    assert labels(doubt) == [(("Reds",), ("reds",)), (("not Reds",), ("not reds",))]


def test_categories_have_names_and_flags_do_not() -> None:
    (doubt,) = find(prohibiting("{response: reprisal}"), response={"not": "none"}).doubts
    assert labels(doubt) == [
        (("a reprisal",), ("reprisal",)),
        (
            ("a response to an immediate threat", "a response to a source of fire"),
            ("immediate-threat", "source-of-fire"),
        ),
    ]
    (doubt,) = find(prohibiting("{intended: true}")).doubts
    assert labels(doubt) == [(("yes",), ("yes",)), (("no",), ("no",))]


TREE = """
parties:
  league: {name: League}
  wing: {name: Wing, part_of: league}
  reds: {name: Reds, part_of: wing}
  greens: {name: Greens, part_of: league}
  blues: {name: Blues}
instruments:
  t: {prohibit: {p: {when: {actor: %s}}}}
"""
REST = "another part of %s"
UNNAMED = "a party the rulebook does not name"


@pytest.mark.parametrize(
    ("bound", "actor", "yes", "no"),
    [
        (
            "league",
            "unknown",
            {"League"},
            {"Blues", "civilians", "a party the rulebook does not name"},
        ),
        ("wing", "league", {"Wing"}, {"another part of League", "Greens"}),
        ("reds", "wing", {"Reds"}, {"another part of Wing"}),
        (
            "[reds, greens]",
            "league",
            {"Reds", "Greens"},
            {"another part of League", "another part of Wing"},
        ),
        ("reds", {"one_of": ["reds", "blues"]}, {"Reds"}, {"Blues"}),
        (
            "[reds, blues]",
            {"one_of": ["wing", "blues"]},
            {"Reds", "Blues"},
            {"another part of Wing"},
        ),
    ],
)
def test_parties_are_named_by_the_widest_umbrella(
    bound: str, actor: object, yes: set[str], no: set[str]
) -> None:
    (doubt,) = find(TREE % bound, actor=actor).doubts
    assert [set(value.labels) for value in doubt.values] == [yes, no]
    ids = {key for value in doubt.values for key in value.values}
    assert ids <= {"league", "wing", "reds", "greens", "blues", "civilians", "(unlisted)"}


PLACES = """
parties: {reds: {name: Reds}}
places:
  land: {name: Land, country: SY}
  valley: {name: Valley, admin1: Valley, country: SY}
  coast: {name: Coast, admin1: Coast, country: SY}
  ends: {name: Ends, union: [valley, coast]}
instruments:
  t: {where: [land], prohibit: {p: {when: {where: [valley, ends]}}}}
"""


def test_places_are_named_by_the_smallest_that_hold_the_spot() -> None:
    (doubt,) = find(PLACES).doubts
    words = {value.labels: value.values for value in doubt.values}
    assert words == {
        ("Ends", "Valley"): ("ends", "valley"),
        ("Land",): ("land",),
        ("elsewhere",): ("elsewhere",),
    }


def test_words_are_remembered_and_forgotten() -> None:
    used = book(prohibiting("{killed: {at_least: 10}}"))
    first = find(used, killed=[3, 12])
    phrases = used.program.phrases
    assert phrases
    for number in range(16384):
        phrases[number] = ((), ())
    assert find(used, killed=[4, 12]).doubts != first.doubts
    assert len(phrases) < 10
