"""Instruments of rule files: headers, inheritance, narrowing."""

from __future__ import annotations

import pytest

from ceasefire.engines.reference.meaning import laws_of
from ceasefire.program.program import Program
from ceasefire.rulebook.instruments import GROUNDS
from ceasefire.rulebook.logic import (
    All,
    AnswerTest,
    CategoryTest,
    Not,
    PartyTest,
    PlaceTest,
    TimeTest,
)
from ceasefire.rulebook.model import Citation
from ceasefire.terms.times import Window
from tests.rulebook.helpers import book, places, problems, when

Z = "Asia/Damascus"

RULES = """
sources: {terms: {title: Terms, evidence: known}}
parties: {isis: {}, fsa: {}, gov: {}}
places: {syria: {country: SY}, aleppo: {admin1: Aleppo, within: syria}}
questions:
  q: {ask: "?", answers: {"yes": {}, "no": {}}}
instruments:
  base:
    title: Cessation
    announced: 2016-02-22
    announced_by: both sides
    in_force: {from: 2016-02-27}
    where: syria
    binds: {all_except: [isis]}
    if: {q: "yes"}
    cite: terms
    pax: 1507
    note: n
    exclude:
      early:
        {in_force: {until: 2016-05-04 00:01}, where: aleppo, if: {q: ["no", "yes"]}, binds: fsa}
    prohibit:
      shelling: {when: {kind: shelling}, severity: serious, cite: ["terms 1(b)", "terms: 2(b)"]}
      gains: {when: {kind: territorial-gain}, title: Gains, note: n2, announced: 2016-03-01}
    permit:
      defence: {lifts: [shelling], when: {response: immediate-threat}}
      any-defence: {when: {proportionate: yes}}
  extension:
    extends: base
    without: early
    where: aleppo
    announced: 2016-05-04
    in_force: {from: 2016-05-04 00:01}
    prohibit:
      gains: {when: {kind: posture}, severity: minor}
  calm:
    extends: extension
    in_force: {from: 2016-05-05 01:00, for: 48h}
    binds: [fsa, gov]
"""


def kind(name: str) -> CategoryTest:
    return CategoryTest("kind", frozenset({name}))


def test_a_header() -> None:
    base = book(RULES).instruments["base"]
    assert base.time == TimeTest(Window(when("2016-02-27"), zone=Z))
    assert base.place == PlaceTest(frozenset({"syria"}))
    assert base.actor == Not(PartyTest("actor", frozenset({"isis"})))
    assert base.answers == AnswerTest("q", frozenset({"yes"}))
    assert base.announced == when("2016-02-22")
    assert (base.title, base.announced_by, base.pax, base.note) == (
        "Cessation",
        "both sides",
        "1507",
        "n",
    )
    assert base.cite == (Citation("terms"),)
    assert (base.span.line, base.span.column) == (9, 3)


def test_an_empty_header_reaches_everything() -> None:
    found = book("instruments: {i: {}}\n").instruments["i"]
    assert found.time == found.place == found.actor == found.answers == All(())
    assert (found.title, found.provisions, found.announced) == ("i", (), None)


def test_what_narrows_a_provision_is_in_its_condition() -> None:
    early, shelling, *_ = book(RULES).instruments["base"].provisions
    assert early.condition == All(
        (
            TimeTest(Window(end=when("2016-05-04 00:01"), zone=Z)),
            PlaceTest(frozenset({"aleppo"})),
            PartyTest("actor", frozenset({"fsa"})),
            AnswerTest("q", frozenset({"yes", "no"})),
        )
    )
    assert shelling.condition == kind("shelling")


def test_provisions() -> None:
    _, shelling, gains, defence, any_defence = book(RULES).instruments["base"].provisions
    assert (shelling.effect, shelling.severity, shelling.origin) == ("prohibit", "serious", "base")
    assert shelling.cite == (Citation("terms", "1(b)"), Citation("terms", "2(b)"))
    assert (gains.title, gains.note, gains.announced) == ("Gains", "n2", when("2016-03-01"))
    assert (defence.effect, defence.lifts) == ("permit", frozenset({"shelling"}))
    assert any_defence.lifts is None


def test_an_extension_inherits_removes_and_replaces() -> None:
    rules = book(RULES).instruments
    found = {item.id: item for item in rules["extension"].provisions}
    assert set(found) == {"shelling", "gains", "defence", "any-defence"}
    assert found["gains"].condition == kind("posture")
    assert (found["gains"].origin, found["shelling"].origin) == ("extension", "base")
    assert rules["extension"].place == PlaceTest(frozenset({"aleppo"}))
    assert rules["extension"].actor == rules["base"].actor
    assert rules["extension"].answers == rules["base"].answers
    assert rules["extension"].title == "extension"
    assert rules["extension"].extends == "base"


def test_extensions_chain() -> None:
    rules = book(RULES).instruments
    assert rules["calm"].provisions == rules["extension"].provisions
    assert rules["calm"].place == rules["extension"].place
    assert rules["calm"].actor == PartyTest("actor", frozenset({"fsa", "gov"}))


def test_the_order_of_instruments_does_not_matter() -> None:
    extension = "  b: {extends: a}\n  a: {prohibit: {p: {when: {kind: clash}}}}\n"
    found = book("instruments:\n" + extension).instruments
    assert list(found) == ["b", "a"]
    assert found["b"].provisions == found["a"].provisions


def test_a_replacement_may_have_another_effect() -> None:
    found = book("""
    instruments:
      a: {prohibit: {p: {when: {kind: clash}}}}
      b: {extends: a, exclude: {p: {when: {kind: clash}}}}
    """)
    (only,) = found.instruments["b"].provisions
    assert only.effect == "exclude"


def test_a_permit_whose_prohibition_an_extension_drops_lifts_nothing() -> None:
    rules = """
    instruments:
      a: {prohibit: {p: {}}, permit: {d: {lifts: p}}}
      b: {extends: a, without: p}
    """
    assert problems(rules) == []


BAD = [
    ("i: {extends: h}", "unknown-instrument"),
    ("i: {extends: i}", "circular-extends"),
    ("i: {without: p}", "unknown-provision"),
    ("i: {permit: {d: {lifts: p}}}", "unknown-provision"),
    ("i: {permit: {d: {lifts: []}}}", "empty-list"),
    ("i: {exclude: {p: {}}, permit: {d: {lifts: p}}}", "unknown-provision"),
    ("i: {exclude: {p: {}}, prohibit: {p: {}}}", "duplicate-key"),
    ("i: {prohibit: {p: {lifts: q}}}", "unknown-key"),
    ("i: {exclude: {p: {severity: grave}}}", "unknown-key"),
    ("i: {prohibit: {p: {severity: dire}}}", "bad-severity"),
    ("i: {prohibit: {P: {}}}", "bad-id"),
    ("i: {prohibit: [shelling]}", "wrong-type"),
    ("i: {binds: nobody}", "unknown-party"),
    ("i: {binds: {all_except: nobody}}", "unknown-party"),
    ("i: {binds: {al_except: [civilians]}}", "unknown-key"),
    ("i: {binds: []}", "empty-list"),
    ("i: {binds: {parties: [civilians], all_except: [civilians]}}", "unknown-key"),
    ("i: {where: nowhere}", "unknown-place"),
    ("i: {where: []}", "empty-list"),
    ("i: {announced: then}", "bad-time"),
    ("i: {cite: terms}", "unknown-source"),
    ("i: {cite: ''}", None),
    ("i: {cite: ['']}", "unknown-source"),
    ("i: {if: {q: yes}}", "unknown-question"),
    ("i: {prohibit: }", None),
    ("i: Truce", "wrong-type"),
]


@pytest.mark.parametrize(("text", "code"), BAD)
def test_a_bad_instrument(text: str, code: str | None) -> None:
    found = {item.code for item in problems(f"instruments:\n  {text}\n")}
    assert found == ({code} if code else set())


def test_a_circle_is_spelt_out_once_for_each_member() -> None:
    found = problems("instruments:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a}\n")
    assert [(item.code, item.message) for item in found] == [
        ("circular-extends", "`a` extends `b` extends `c` extends `a`")
    ]


def test_what_hangs_on_a_circle_is_not_blamed() -> None:
    found = places("instruments:\n  a: {extends: a}\n  b: {extends: a, without: p}\n")
    assert found == [(2, 16, "circular-extends"), (3, 28, "unknown-provision")]


def test_chains_have_a_length() -> None:
    links = "".join(f"  i{at}: {{extends: i{at + 1}}}\n" for at in range(60))
    found = problems("instruments:\n" + links + "  i60: {}\n")
    assert {item.code for item in found} == {"too-deep"}
    back = "".join(f"  i{at}: {{extends: i{at - 1}}}\n" for at in range(1, 60))
    assert {item.code for item in problems("instruments:\n  i0: {}\n" + back)} == set()


def test_inheritance_cannot_be_made_to_explode() -> None:
    many = ", ".join(f"p{at}: {{}}" for at in range(500))
    links = "".join(f"  i{at}: {{extends: base}}\n" for at in range(50))
    found = problems("instruments:\n  base: {prohibit: {" + many + "}}\n" + links)
    assert [item.code for item in found] == ["too-large"]


def test_problems_of_a_provision_are_reported_once_however_often_it_is_inherited() -> None:
    rules = "instruments:\n  a: {prohibit: {p: {when: {kind: klash}}}}\n  b: {extends: a}\n"
    assert places(rules) == [(2, 35, "unknown-kind")]


@pytest.mark.parametrize("effect", ["exclude", "prohibit", "permit"])
@pytest.mark.parametrize("name", sorted(GROUNDS))
def test_no_provision_is_called_as_a_ground(effect: str, name: str) -> None:
    rules = f"instruments: {{i: {{{effect}: {{{name}: {{when: {{kind: attack}}}}}}}}}}\n"
    (found,) = [item for item in problems(rules) if item.code == "name-of-ground"]
    assert (found.text, found.column) == (name, rules.index(name) + 1)
    assert not problems(rules.replace(f"{name}:", f"{name}-2:"))


def test_these_are_all_grounds_but_provisions() -> None:
    rules = "instruments: {i: {exclude: {own: {when: {kind: attack}}}}}\n"
    (law,) = laws_of(Program(book(rules)))
    assert set(law.grounds) == {*GROUNDS, "own"}
