"""Questions, readings, presumptions, impossibilities and the extended vocabulary."""

from __future__ import annotations

import pytest

from ceasefire.rulebook.logic import CategoryTest, Not, PartyTest
from ceasefire.rulebook.model import Answer, Citation, ValueSpec
from ceasefire.terms.taxonomy import FieldSpec
from tests.rulebook.helpers import book, places, problems

QUESTION = """
sources: {terms: {title: Terms}}
questions:
  q:
    ask: Is it so?
    note: n
    cite: terms
    answers:
      "yes": {held_by: some, cite: terms 1, note: m}
      "no": others
      perhaps: {}
instruments:
  i: {if: {q: [yes, no]}}
"""


def test_a_question() -> None:
    found = book(QUESTION).questions["q"]
    assert (found.ask, found.note, found.cite) == ("Is it so?", "n", (Citation("terms"),))
    assert found.answers == {
        "yes": Answer("yes", "some", (Citation("terms", "1"),), "m"),
        "no": Answer("no", "others"),
        "perhaps": Answer("perhaps"),
    }
    assert (found.span.line, found.span.column) == (5, 3)


def test_one_answer_may_go_untested_and_two_may_not() -> None:
    assert problems(QUESTION) == []
    found = problems(QUESTION.replace("[yes, no]", "yes"))
    assert [(item.line - 2, item.code) for item in found] == [
        (9, "unused-answer"),
        (10, "unused-answer"),
    ]
    assert found[0].message == "no `if` tells `no`, `perhaps` apart"


def test_any_place_where_an_answer_counts_is_a_use() -> None:
    start = 'questions: {q: {ask: "?", answers: {a: {}, b: {}}}}\n'
    uses = [
        "instruments: {i: {if: {q: a}}}",
        "instruments: {i: {in_force: {if: {q: a}}}}",
        "instruments: {i: {permit: {p: {if: {q: [a, b]}}}}}",
        "instruments: {i: {permit: {p: {in_force: [{if: {q: a}}]}}}}",
        "instruments: {i: {permit: {p: {when: {any: [{when: {if: {q: a}}}]}}}}}",
        "instruments: {i: {permit: {p: {when: {if: {q: a}}}}}}",
        "impossible: [{if: {q: a}, kind: clash}]",
    ]
    for use in uses:
        assert problems(start + use + "\n") == []
    assert places(start + "readings: {r: {answers: {q: a}}}\ndefault_reading: r\n") == [
        (1, 13, "unused-question")
    ]


def test_a_misspelt_use_is_one_problem_not_two() -> None:
    text = 'questions: {q: {ask: "?", answers: {a: {}, b: {}}}}\ninstruments: {i: {fi: {q: a}}}\n'
    assert [code for *_, code in places(text)] == ["unknown-key"]


def test_a_question_is_called_like_no_field() -> None:
    text = 'questions: {%s: {ask: "?", answers: {a: {}, b: {}}}}\ninstruments: {i: {if: {%s: a}}}\n'
    for name in ("kind", "proportionate", "not"):
        assert [code for *_, code in places(text % (name, name))] == ["reserved-name"]
    declared = "fields: {mood: {type: flag}}\n" + text % ("mood", "mood")
    assert [code for *_, code in places(declared)] == ["reserved-name"]


def test_readings() -> None:
    rules = book(
        QUESTION
        + "readings:\n  text: {title: The text, answers: {q: yes}, note: n}\n"
        + "  moscow: {credit: SANA}\ndefault_reading: moscow\n"
    )
    assert rules.default_reading == "moscow"
    assert rules.readings["text"].answers == {"q": "yes"}
    assert (rules.readings["text"].title, rules.readings["text"].note) == ("The text", "n")
    assert rules.readings["moscow"].credit == ("SANA",)


def test_without_readings_one_leaves_all_open() -> None:
    rules = book("")
    assert rules.default_reading == "default"
    assert rules.readings["default"].answers == {}
    assert book("default_reading: default\n").default_reading == "default"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("readings: {r: {}}\n", "default-reading-missing"),
        ("readings: {r: {}}\ndefault_reading: s\n", "unknown-reading"),
        ("default_reading: s\n", "unknown-reading"),
        ("readings: {r: {answers: {x: yes}}}\ndefault_reading: r\n", "unknown-question"),
        ("readings: {r: {answers: {q: si}}}\ndefault_reading: r\n", "unknown-answer"),
        ("readings: {r: {answers: {q: [yes]}}}\ndefault_reading: r\n", "wrong-type"),
        ("readings: {r: {answer: {q: yes}}}\ndefault_reading: r\n", "unknown-key"),
    ],
)
def test_a_bad_reading(text: str, code: str) -> None:
    assert [item.code for item in problems(QUESTION + text)] == [code]


VOCABULARY = """
parties: {isis: {}}
places: {syria: {country: SY}}
sources: {s: {title: S}}
"""

PRESUMED = [
    ("response: none", "response", ValueSpec(("none",))),
    ("kind: attack", "kind", ValueSpec(("attack",))),
    ("response: [none, reprisal]", "response", ValueSpec(("none", "reprisal"))),
    ("response: {not: reprisal}", "response", ValueSpec((), ("reprisal",))),
    ("held_by: {not: [isis, civilians]}", "held_by", ValueSpec((), ("isis", "civilians"))),
    ("kind: {one_of: [clash, ied], not: ied}", "kind", ValueSpec(("clash", "ied"), ("ied",))),
    ("actor: {is: isis}", "actor", ValueSpec(("isis",))),
    ("actor: {is: {not: isis}}", "actor", ValueSpec((), ("isis",))),
    ("proportionate: No", "proportionate", ValueSpec(("no",))),
    ("killed: 0", "killed", ValueSpec(("0",))),
    ("where: syria", "where", ValueSpec(("syria",))),
    ("verification: reported", "verification", ValueSpec(("reported",))),
]


@pytest.mark.parametrize(("text", "field", "value"), PRESUMED)
def test_a_presumption(text: str, field: str, value: ValueSpec) -> None:
    assert book(f"{VOCABULARY}presume:\n  {text}\n").presumptions[field].value == value


def test_a_presumption_has_its_reason() -> None:
    text = "presume:\n  actor: {is: isis, because: of old, cite: s 3}\n"
    found = book(VOCABULARY + text).presumptions["actor"]
    assert (found.because, found.cite) == ("of old", (Citation("s", "3"),))
    assert (found.span.line, found.span.column) == (7, 3)


BAD_PRESUMED = [
    ("when: 2016-05-05", "bad-presumption"),
    ("actor: {because: I say so}", "bad-presumption"),
    ("actor: {is: {}}", "bad-presumption"),
    ("kind: {one_of: [clash], not: attack}", "bad-presumption"),
    ("killed: {is: 3, not: [2, 3]}", "bad-presumption"),
    ("actor: {is: {one_of: isis, not: isis}}", "bad-presumption"),
    ("response: {is: []}", "empty-list"),
    ("response: [[none]]", "wrong-type"),
    ("response: nothing", "unknown-kind"),
    ("response: {isnt: none}", "unknown-key"),
    ("response: {is: {nt: none}}", "unknown-key"),
    ("respons: none", "unknown-field"),
    ("actor: isil", "unknown-party"),
    ("where: syrie", "unknown-place"),
    ("proportionate: perhaps", "bad-flag"),
    ("killed: few", "bad-number"),
    ("actor: {is: isis, cite: t}", "unknown-source"),
]


@pytest.mark.parametrize(("text", "code"), BAD_PRESUMED)
def test_a_bad_presumption(text: str, code: str) -> None:
    found = {item.code for item in problems(f"{VOCABULARY}presume:\n  {text}\n")}
    assert found == {code}


def test_impossibilities() -> None:
    rules = book(
        VOCABULARY
        + "impossible:\n"
        + "  - {kind: airstrike, actor: isis, because: no aircraft, cite: s}\n"
        + "  - {not: {kind: clash}}\n"
    )
    first, second = rules.impossible
    assert first.because == "no aircraft"
    assert first.cite == (Citation("s"),)
    assert isinstance(first.condition.parts, tuple)  # type: ignore[union-attr]
    assert set(first.condition.parts) == {  # type: ignore[union-attr]
        CategoryTest("kind", frozenset({"airstrike"})),
        PartyTest("actor", frozenset({"isis"})),
    }
    assert second.condition == Not(CategoryTest("kind", frozenset({"clash"})))
    assert (first.span.line, second.span.line) == (7, 8)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[{because: nothing}]", "missing-key"),
        ("[{any: [{kind: clash}, {}]}]", "missing-key"),
        ("[{all: [{}, {}]}]", "missing-key"),
        ("[airstrike]", "wrong-type"),
        ("[{kind: clash, cite: t}]", "unknown-source"),
        ("[{kind: clash, because: [x]}]", "wrong-type"),
        ("[{kind: klash}]", "unknown-kind"),
    ],
)
def test_a_bad_impossibility(text: str, code: str) -> None:
    assert [item.code for item in problems(f"{VOCABULARY}impossible: {text}\n")] == [code]


def test_more_categories() -> None:
    rules = book("""
    kinds: {drone-strike: {name: drone strike, part_of: airstrike, code: DRO, note: n}, raid: Raid}
    struck: {bakery: {}, oven: {part_of: bakery}}
    weapon: {drone: {part_of: aircraft}}
    """)
    kinds = rules.taxonomy.kinds
    assert "drone-strike" in kinds.below("attack")
    assert kinds.categories["raid"].name == "Raid"
    assert kinds.categories["drone-strike"].code == "DRO"
    assert "oven" in rules.taxonomy.vocabularies["struck"].below("bakery")
    assert rules.taxonomy.vocabularies["struck"].open


def test_more_fields() -> None:
    rules = book("""
    fields:
      heat: {name: How hot, type: ordered, values: [low, high]}
      host: {type: party}
    """)
    assert rules.taxonomy.fields["heat"] == FieldSpec("heat", "How hot", "ordered", "heat")
    assert rules.taxonomy.fields["host"] == FieldSpec("host", "host", "party")
    assert rules.taxonomy.of("heat").values() == ("low", "high")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kinds: {airstrike: {}}", "reserved-name"),
        ("struck: {other: {}}", "reserved-name"),
        ("kinds: {a: {part_of: bombing-run}}", "unknown-kind"),
        ("kinds: {a: {part_of: a}}", "circular-part-of"),
        ("fields: {kind: {type: flag}}", "reserved-name"),
        ("fields: {severity: {type: flag}}", "reserved-name"),
        ("fields: {id: {type: flag}}", "reserved-name"),
        ("fields: {any: {type: flag}}", "reserved-name"),
        ("fields: {heat: {type: ordered}}", "missing-key"),
        ("fields: {heat: {values: [a]}}", "missing-key"),
        ("fields: {heat: {type: flag, values: [a]}}", "unknown-key"),
        ("fields: {heat: {type: colour}}", "bad-choice"),
        ("fields: {heat: {type: ordered, values: [a, [b]]}}", "wrong-type"),
        ("fields: {heat: {type: ordered, values: [A, b]}}", "bad-id"),
        (
            "fields: {heat: {type: category, values: {a: {part_of: b}, b: {part_of: a}}}}",
            "circular-part-of",
        ),
    ],
)
def test_bad_vocabulary(text: str, code: str) -> None:
    assert {item.code for item in problems(text + "\n")} == {code}


def test_a_long_way_up() -> None:
    links = ", ".join(f"k{at}: {{part_of: k{at + 1}}}" for at in range(60))
    assert {item.code for item in problems(f"kinds: {{k60: {{}}, {links}}}\n")} == {"too-deep"}


def test_a_category_under_a_circle_is_not_blamed() -> None:
    found = places("kinds:\n  a: {part_of: b}\n  b: {part_of: b}\n")
    assert found == [(3, 16, "circular-part-of")]
