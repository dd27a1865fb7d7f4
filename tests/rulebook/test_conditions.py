"""What conditions mean: each written form, and the test it becomes."""

from __future__ import annotations

import pytest

from ceasefire.rulebook.logic import (
    All,
    AnswerTest,
    Any,
    CategoryTest,
    Condition,
    FlagTest,
    Not,
    NumberTest,
    PartyTest,
    PlaceTest,
    TimeTest,
)
from ceasefire.terms.times import Window
from tests.rulebook.helpers import condition, places, problems, when

VOCABULARY = """
parties: {isis: {}, nusra: {}, fsa: {}}
places: {aleppo: {admin1: Aleppo}, homs: {admin1: Homs}}
questions: {q: {ask: "?", answers: {"yes": {}, "no": {}}}}
fields:
  heat: {type: ordered, values: [low, middle, high]}
  mood: {type: category, values: {calm: {}, angry: {}, furious: {part_of: angry}}}
  host: {type: party}
  guests: {type: parties}
  depth: {type: number}
  rounds: {type: count}
  daylight: {type: flag}
"""

USED = "instruments:\n  i:\n    prohibit:\n      p: {if: {q: yes}, when: %s}\n"


def cat(field: str, *names: str) -> CategoryTest:
    return CategoryTest(field, frozenset(names))


def who(field: str, *names: str) -> PartyTest:
    return PartyTest(field, frozenset(names))


CASES: list[tuple[str, Condition]] = [
    ("{kind: airstrike}", cat("kind", "airstrike")),
    ("{kind: attack}", cat("kind", "attack")),
    ("{kind: [airstrike, shelling]}", cat("kind", "airstrike", "shelling")),
    ("{kind: {not: clash}}", Not(cat("kind", "clash"))),
    ("{kind: {not: [clash, ied]}}", Not(cat("kind", "clash", "ied"))),
    ("{kind: {one_of: [clash, ied]}}", cat("kind", "clash", "ied")),
    ("{kind: [clash, {not: attack}]}", Any((cat("kind", "clash"), Not(cat("kind", "attack"))))),
    (
        "{kind: {one_of: [clash, ied], not: ied}}",
        All((cat("kind", "clash", "ied"), Not(cat("kind", "ied")))),
    ),
    ("{response: none}", cat("response", "none")),
    (
        "{struck: hospital, weapon: aircraft}",
        All((cat("struck", "hospital"), cat("weapon", "aircraft"))),
    ),
    ("{actor: isis}", who("actor", "isis")),
    ("{target: civilians}", who("target", "civilians")),
    ("{target: {not: [isis, nusra]}}", Not(who("target", "isis", "nusra"))),
    ("{held_by: [isis], present: nusra}", All((who("held_by", "isis"), who("present", "nusra")))),
    ("{where: aleppo}", PlaceTest(frozenset({"aleppo"}))),
    ("{where: [aleppo, homs]}", PlaceTest(frozenset({"aleppo", "homs"}))),
    ("{where: {not: homs}}", Not(PlaceTest(frozenset({"homs"})))),
    ("{killed: 3}", NumberTest("killed", 3, 3)),
    ("{killed: [3, 5]}", Any((NumberTest("killed", 3, 3), NumberTest("killed", 5, 5)))),
    ("{killed: {at_least: 10}}", NumberTest("killed", low=10)),
    ("{killed: {at_most: 10}}", NumberTest("killed", high=10)),
    ("{killed: {more_than: 10}}", NumberTest("killed", low=10, low_open=True)),
    ("{killed: {less_than: 10}}", NumberTest("killed", high=10, high_open=True)),
    (
        "{killed: {at_least: 1, less_than: 10}}",
        All((NumberTest("killed", low=1), NumberTest("killed", high=10, high_open=True))),
    ),
    ("{depth: {at_least: -2.5}}", NumberTest("depth", low=-2.5)),
    ("{rounds: 010}", NumberTest("rounds", 10, 10)),
    ("{proportionate: yes}", FlagTest("proportionate", value=True)),
    ("{proportionate: False}", FlagTest("proportionate", value=False)),
    (
        "{intended: [yes, no]}",
        Any((FlagTest("intended", value=False), FlagTest("intended", value=True))),
    ),
    ("{daylight: {not: 'no'}}", Not(FlagTest("daylight", value=False))),
    ("{verification: {at_least: verified}}", cat("verification", "verified", "determined")),
    ("{verification: {at_most: alleged}}", cat("verification", "rumour", "alleged")),
    ("{verification: {less_than: alleged}}", cat("verification", "rumour")),
    ("{verification: {more_than: verified}}", cat("verification", "determined")),
    ("{verification: reported}", cat("verification", "reported")),
    ("{heat: {at_least: middle}}", cat("heat", "middle", "high")),
    ("{mood: angry}", cat("mood", "angry")),
    ("{host: isis, guests: {not: fsa}}", All((who("host", "isis"), Not(who("guests", "fsa"))))),
    ("{not: {kind: clash}}", Not(cat("kind", "clash"))),
    ("{any: [{kind: clash}, {actor: isis}]}", Any((cat("kind", "clash"), who("actor", "isis")))),
    ("{all: [{kind: clash}, {actor: isis}]}", All((cat("kind", "clash"), who("actor", "isis")))),
    ("[{kind: clash}, {actor: isis}]", Any((cat("kind", "clash"), who("actor", "isis")))),
    (
        "{any: [{any: [{kind: clash}, {kind: ied}]}, {actor: isis}]}",
        Any((cat("kind", "clash"), cat("kind", "ied"), who("actor", "isis"))),
    ),
    ("{any: [{}, {kind: clash}]}", All(())),
    ("{}", All(())),
    ("{not: {}}", Not(All(()))),
    ("{if: {q: no}}", AnswerTest("q", frozenset({"no"}))),
    (
        "{when: {from: 2016-05-04 00:01}}",
        TimeTest(Window(start=when("2016-05-04 00:01"), zone="Asia/Damascus")),
    ),
    (
        "{when: {not: {until: 2016-05-04}}}",
        Not(TimeTest(Window(end=when("2016-05-04"), zone="Asia/Damascus"))),
    ),
    (
        "{when: [{until: 2016-05-04}, {from: 2016-06-01}]}",
        Any(
            (
                TimeTest(Window(end=when("2016-05-04"), zone="Asia/Damascus")),
                TimeTest(Window(start=when("2016-06-01"), zone="Asia/Damascus")),
            )
        ),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_condition_becomes(text: str, expected: Condition) -> None:
    more = VOCABULARY + 'impossible: [{if: {q: "yes"}, kind: exercise}]\n'
    assert condition(text, more) == expected


def test_quoting_never_matters() -> None:
    for text in ("{kind: 'airstrike', killed: '3'}", '{"kind": airstrike, killed: 3}'):
        assert condition(text) == condition("{kind: airstrike, killed: 3}")


BAD = [
    ("{kind: airstrik}", "unknown-kind", "did you mean `airstrike`?"),
    ("{kind: air or drone strike}", "unknown-kind", "write `airstrike`"),
    ("{kind: {at_least: clash}}", "unknown-key", "allowed here: not, one_of"),
    ("{kind: {note: clash}}", "unknown-key", "did you mean `not`?"),
    ("{verification: {at_least: often}}", "unknown-kind", ""),
    ("{verification: {at_least: [alleged]}}", "wrong-type", ""),
    ("{verification: {less_than: rumour}}", "empty-range", ""),
    ("{killed: {less_than: 0}}", "empty-range", ""),
    ("{killed: {at_most: -1}}", "bad-number", ""),
    ("{killed: -1}", "bad-number", "write digits, and a point before decimals"),
    ("{killed: 1.5}", "bad-number", ""),
    ("{killed: 1e9}", "bad-number", ""),
    (
        "{killed: 1234567890123456}",
        "bad-number",
        "a number has at most 15 digits, and 12 after the point",
    ),
    (
        "{killed: 1.1234567890123}",
        "bad-number",
        "a number has at most 15 digits, and 12 after the point",
    ),
    ("{killed: {at_least: ''}}", "bad-number", ""),
    ("{killed: '٣'}", "bad-number", ""),
    ("{killed: []}", "empty-list", ""),
    ("{any: []}", "empty-list", ""),
    ("{intended: maybe}", "bad-flag", "`intended` is `yes` or `no`"),
    ("{actor: isil}", "unknown-party", "write its id `isis`"),
    ("{actor: {not: [isys]}}", "unknown-party", "did you mean `isis`?"),
    ("{where: Aleppo city}", "unknown-place", "write its id `aleppo`"),
    ("{wher: aleppo}", "unknown-field", "did you mean `where`?"),
    (
        "{hours: 09:00-14:00}",
        "unknown-field",
        "what the time has to be stands under `when`: `when: {hours: …}`",
    ),
    ("{when: 2016-05-04}", "wrong-type", ""),
    ("{when: {fron: 2016-05-04}}", "unknown-key", "did you mean `from`?"),
    ("{not: airstrike}", "wrong-type", "write a field and its value, as in `kind: shelling`"),
    ("airstrike", "wrong-type", "write a field and its value, as in `kind: shelling`"),
    ("{if: yes}", "wrong-type", ""),
    ("{if: {assent: yes}}", "unknown-question", ""),
]


@pytest.mark.parametrize(("text", "code", "hint"), BAD)
def test_a_bad_condition(text: str, code: str, hint: str) -> None:
    named = "parties: {isis: {also: [ISIL]}}\nplaces: {aleppo: {name: Aleppo City, admin1: A}}\n"
    found = problems(f"{named}instruments: {{i: {{prohibit: {{p: {{when: {text}}}}}}}}}\n")
    assert [item.code for item in found] == [code]
    if hint:
        assert found[0].hint == hint


EMPTY = [
    ("{killed: {at_least: 5, at_most: 3}}", "at least `5` and at most `3`", "3"),
    ("{killed: {at_most: 3, at_least: 5}}", "at most `3` and at least `5`", "5"),
    ("{killed: {more_than: 3, less_than: 4}}", "more than `3` and less than `4`", "4"),
    ("{killed: {less_than: 0}}", "less than `0`", "0"),
    ("{killed: {not: {at_least: 0}}}", "not at least `0`", ""),
    ("{killed: {one_of: [1, 2], more_than: 2}}", "one of `1` or `2` and more than `2`", "2"),
    (
        "{killed: {at_least: 2, not: [2, 3], at_most: 3}}",
        "at least `2` and not `2` or `3` and at most `3`",
        "3",
    ),
    ("{killed: [7, {at_least: 5, less_than: 5}]}", "at least `5` and less than `5`", "5"),
    ("{depth: {more_than: 3, at_most: 3}}", "more than `3` and at most `3`", "3"),
    ("{depth: {at_least: 1.5, at_most: -1.5}}", "at least `1.5` and at most `-1.5`", "-1.5"),
    ("{verification: {more_than: determined}}", "more than `determined`", "determined"),
    (
        "{verification: {at_least: verified, at_most: alleged}}",
        "at least `verified` and at most `alleged`",
        "alleged",
    ),
    ("{kind: {one_of: clash, not: attack}}", "one of `clash` and not `attack`", "attack"),
    ("{struck: {one_of: [hospital], not: hospital}}", "", "hospital"),
    ("{actor: {one_of: isis, not: [isis, fsa]}}", "one of `isis` and not `isis` or `fsa`", ""),
    ("{actor: {one_of: fsa, not: rebels}}", "one of `fsa` and not `rebels`", "rebels"),
    ("{where: {one_of: a, not: a}}", "one of `a` and not `a`", "a"),
    ("{intended: {one_of: yes, not: yes}}", "one of `yes` and not `yes`", "yes"),
    ("{intended: {not: [yes, no]}}", "not `yes` or `no`", ""),
]

FIELD_AND_PLACE = "fields: {depth: {type: number}}\nplaces: {a: {country: SY}}\n"
PARTIES = (
    "parties: {isis: {}, rebels: {}, fsa: {part_of: rebels}, "
    "front: {part_of: {party: rebels, from: 2016-05-01}}}\n"
)


@pytest.mark.parametrize(("text", "said", "shown"), EMPTY)
def test_keys_that_leave_no_value(text: str, said: str, shown: str) -> None:
    rules = f"instruments: {{i: {{prohibit: {{p: {{when: {text}}}}}}}}}\n"
    (found,) = problems(FIELD_AND_PLACE + PARTIES + rules)
    assert found.code == "empty-range"
    assert found.message.startswith("no ")
    assert found.message.endswith(said)
    assert found.text == shown
    if shown:
        assert rules[found.column - 1 :].startswith(shown)


@pytest.mark.parametrize(
    "text",
    [
        "{killed: {at_least: 5, at_most: 5}}",
        "{killed: {more_than: 3, less_than: 5}}",
        "{killed: [{at_most: 3}, {at_least: 5}]}",
        "{killed: {at_least: 2, not: 2}}",
        "{depth: {more_than: 3, less_than: 4}}",
        "{verification: {at_least: alleged, at_most: verified}}",
        "{kind: {one_of: attack, not: clash}}",
        "{struck: {one_of: [hospital, school], not: hospital}}",
        "{actor: {one_of: [isis, fsa], not: isis}}",
        "{actor: {one_of: rebels, not: fsa}}",
        "{actor: {one_of: front, not: rebels}}",
    ],
)
def test_keys_that_leave_some_value(text: str) -> None:
    rules = f"instruments: {{i: {{prohibit: {{p: {{when: {text}}}}}}}}}\n"
    assert problems(FIELD_AND_PLACE + PARTIES + rules) == []


def test_what_is_wrong_otherwise_leaves_no_value_to_blame() -> None:
    for text, code in (
        ("{killed: {one_of: [x], at_least: 4}}", "bad-number"),
        ("{killed: {at_leest: 5, at_most: 3}}", "unknown-key"),
        ("{intended: {one_of: [x], not: yes}}", "bad-flag"),
        ("{killed: {}}", "empty-list"),
    ):
        rules = f"instruments: {{i: {{prohibit: {{p: {{when: {text}}}}}}}}}\n"
        assert [item.code for item in problems(rules)] == [code]


def test_problems_point_at_the_word_that_is_wrong() -> None:
    text = """
    instruments:
      i:
        prohibit:
          p:
            when:
              kind: [airstrike,
                     shell]
              actor: {not: [isis]}
              killed: {at_lest: 3}
              any:
                - {wapon: mortars}
                - {weapon: mortar}
    """
    assert places(text) == [
        (7, 18, "unknown-kind"),
        (8, 25, "unknown-party"),
        (9, 20, "unknown-key"),
        (11, 16, "unknown-field"),
        (12, 24, "unknown-kind"),
    ]
