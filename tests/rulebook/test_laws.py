"""Laws of a rule file: in words, as a mapping, and what is wrong with them."""

from __future__ import annotations

import pytest

from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.given import load_with
from ceasefire.rulebook.load import check_text, load_text
from ceasefire.rulebook.logic import (
    All,
    AnswerTest,
    CategoryTest,
    Not,
    NumberTest,
    PartyTest,
    PlaceTest,
    TimeTest,
)
from ceasefire.rulebook.sentences import SentenceError, parsed
from ceasefire.terms.times import Window
from tests.rulebook.helpers import HEAD, when

BASE = """
parties: {north: N, south: {part_of: north}, "if": {name: Odd}}
places: {valley: {country: SY}}
questions: {q: {ask: Q?, answers: {"yes": {}, "no": {}}}}
readings: {r: {answers: {q: "yes"}}}
default_reading: r
instruments:
  truce: {in_force: {from: 2016-05-04, for: 48h}, if: {q: "yes"}}
  calm: {in_force: {from: 2016-05-05, for: 24h}}
"""

SENTENCES = {
    "never violating": {"never": ["violating"]},
    "Always Excluded or covered": {"always": ["Excluded", "covered"]},
    "never violating when the only actor is isis or al-qaeda": {
        "never": ["violating"],
        "when": {"actor": ["isis", "al-qaeda"]},
    },
    "never violating when target is not a, b or 'c d'": None,
    "never violating when the target is not a or 'c d'": {
        "never": ["violating"],
        "when": {"target": {"not": ["a", "c d"]}},
    },
    "always excluded outside syria": {
        "always": ["excluded"],
        "when": {"where": {"not": ["syria"]}},
    },
    "never covered in a or b": {"never": ["covered"], "when": {"where": ["a", "b"]}},
    "never covered during truce or calm": {"never": ["covered"], "during": ["truce", "calm"]},
    "never covered not during truce": {"never": ["covered"], "not_during": ["truce"]},
    "calm changes nothing outside a": {
        "changes_nothing": ["calm"],
        "when": {"where": {"not": ["a"]}},
    },
    "calm and truce change nothing": {"changes_nothing": ["calm", "truce"]},
    "calm and truce are disjoint": {"disjoint": ["calm", "truce"]},
    "never violating when killed is at least 10 and proportionate is yes": {
        "never": ["violating"],
        "when": {"killed": {"at_least": "10"}, "proportionate": ["yes"]},
    },
    "never violating when killed is less than 3 from 2016-05-01 10:00 until 2016-05-02": {
        "never": ["violating"],
        "when": {
            "killed": {"less_than": "3"},
            "when": {"from": "2016-05-01 10:00", "until": "2016-05-02"},
        },
    },
    "never violating when kind is a and kind is not b": {
        "never": ["violating"],
        "when": {"all": [{"kind": ["a"]}, {"kind": {"not": ["b"]}}]},
    },
    "never violating if q is yes or no if p is 'is'": {
        "never": ["violating"],
        "if": {"q": ["yes", "no"], "p": ["is"]},
    },
}


@pytest.mark.parametrize(("sentence", "mapping"), SENTENCES.items())
def test_a_sentence_stands_for_one_mapping(
    sentence: str, mapping: dict[str, object] | None
) -> None:
    if mapping is None:
        with pytest.raises(SentenceError):
            parsed(sentence)
    else:
        assert parsed(sentence) == mapping


WRONG = {
    "nevr violating": ("`nevr` where `never` or `always`", "did you mean `never`?"),
    "": ("it ends where `never` or `always`", "as in"),
    "in a never violating": ("`in` where", "as in"),
    "never": ("it ends where the name of a verdict", "quotation marks"),
    "never violating whn actor is x": ("`whn` where `when`", "did you mean `when`?"),
    "never violating when the only kind is x": ("`kind` where `actor` or `target`", "as in"),
    "never violating when the only actro is x": ("`actro` where", "did you mean `actor`?"),
    "never violating when actor": ("it ends where `is`", ""),
    "never violating when actor is x or target is y": ("`is` where `when`", ""),
    "never violating when actor is if": ("`if` where the name of a value", "quotation marks"),
    "truce changes everything": ("`everything` where `nothing`", ""),
    "truce and calm disjoint": ("`disjoint` where `changes`", ""),
    "never violating in 'a": ("`'` is never closed", ""),
    "never violating during a during b": ("`during` stands twice", "as a mapping"),
    "never violating if q is a if q is b": ("`q` stands twice", "as a mapping"),
}


@pytest.mark.parametrize(("sentence", "said"), WRONG.items())
def test_what_is_wrong_with_a_sentence_is_said(sentence: str, said: tuple[str, str]) -> None:
    with pytest.raises(SentenceError) as raised:
        parsed(sentence)
    assert said[0] in raised.value.message
    assert said[1] in raised.value.hint


def law(text: str) -> object:
    """Return the condition of a law, written in flow style or as a sentence."""
    return load_text(f"{HEAD}{BASE}laws: {{l: {text}}}\n").laws["l"].condition


def test_conditions_are_those_of_the_rule_language() -> None:
    truce = Window(when("2016-05-04"), when("2016-05-06"), zone="Asia/Damascus")
    assert law("never violating") == All(())
    assert law("never violating when actor is north and kind is attack") == All(
        (
            PartyTest("actor", frozenset({"north"})),
            CategoryTest("kind", frozenset({"attack"})),
        )
    )
    assert law("never violating when the only actor is 'if'") == PartyTest(
        "actor", frozenset({"if"})
    )
    assert law("always excluded outside valley") == Not(PlaceTest(frozenset({"valley"})))
    assert law("never covered during truce") == TimeTest(truce)
    assert law("never covered not during truce") == Not(TimeTest(truce))
    assert law("never covered when killed is at least 3") == NumberTest("killed", low=3)
    assert law("never covered if q is no") == AnswerTest("q", frozenset({"no"}))
    assert law("{never: covered, when: {any: [{killed: 3}, {kind: mine}]}}") == law(
        "{never: covered, when: [{killed: 3}, {kind: mine}]}"
    )


def test_a_law_keeps_what_is_written_about_it() -> None:
    text = (
        "sources: {s: {title: S}}\n"
        "laws:\n  l: {title: Quiet, always: [covered, violating, covered], cite: s 1,\n"
        "      because: So it says., reading: [r, r], during: truce, if: {q: [yes]},\n"
        "      when: {actor: north, killed: {at_least: 2}}}\n"
    )
    found = load_text(HEAD + BASE + text).laws["l"]
    assert (found.id, found.claim, found.of) == ("l", "always", ("covered", "violating"))
    assert (found.title, found.because, found.readings) == ("Quiet", "So it says.", ("r",))
    assert [(cite.source, cite.where) for cite in found.cite] == [("s", "1")]
    assert (found.span.line, found.span.column) == (14, 3)
    assert found.statement == (
        "always covered or violating or covered when {actor: north, killed: {at_least: 2}}"
        " during truce if q is yes"
    )


def test_laws_leave_the_digest_as_it_is() -> None:
    plain = load_text(HEAD + BASE)
    again = load_text(f"{HEAD}{BASE}laws: {{l: never violating}}\n")
    assert again.laws
    assert plain.digest == again.digest


def test_a_law_is_no_use_of_a_question() -> None:
    text = HEAD + BASE.replace(', if: {q: "yes"}', "") + "laws: {l: never violating if q is no}\n"
    assert [item.code for item in check_text(text)[1]] == ["unused-question"]


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ("nevr violating", "bad-law"),
        ("{because: x}", "bad-law"),
        ("{never: covered, always: excluded}", "bad-law"),
        ("{disjoint: truce}", "bad-law"),
        ("{disjoint: [truce, truce]}", "bad-law"),
        ("{never: []}", "empty-list"),
        ("{during: [], never: covered}", "empty-list"),
        ("never forbidden", "bad-choice"),
        ("trice changes nothing", "unknown-instrument"),
        ("never covered during calmer", "unknown-instrument"),
        ("never covered when actor is nroth", "unknown-party"),
        ("never covered in vally", "unknown-place"),
        ("never covered when knd is attack", "unknown-field"),
        ("never covered when kind is atack", "unknown-kind"),
        ("never covered if p is yes", "unknown-question"),
        ("never covered if q is maybe", "unknown-answer"),
        ("never covered from yesterday", "bad-time"),
        ("{never: covered, reading: s}", "unknown-reading"),
        ("{never: covered, cite: s}", "unknown-source"),
        ("{never: covered, whne: {}}", "unknown-key"),
        ("{never: covered, when: x}", "wrong-type"),
        ("[never covered]", "wrong-type"),
    ],
)
def test_what_is_wrong_with_a_law(entry: str, codes: str) -> None:
    book, problems = check_text(f"{HEAD}{BASE}laws: {{l: {entry}}}\n")
    assert book is None
    assert [item.code for item in problems] == codes.split()
    assert problems[0].line == 12


def test_more_laws_than_anybody_needs() -> None:
    many = "".join(f"  l{number}: never violating\n" for number in range(1_001))
    assert [item.code for item in check_text(f"{HEAD}{BASE}laws:\n{many}")[1]] == ["too-large"]


def test_laws_given_beside_a_rulebook_come_after_its_own() -> None:
    found = load_with("syria-2016", ["never violating  in syria", "{always: excluded}"]).laws
    assert [item.statement for item in found.values()][-2:] == [
        "never violating in syria",
        "always excluded",
    ]


def test_what_is_wrong_with_a_law_given_has_its_number_for_a_place() -> None:
    with pytest.raises(RulebookError) as raised:
        load_with("syria-2016", ["never violating", "never violating in nowhere", "{never: "])
    assert [(item.file, item.line, item.code) for item in raised.value.problems] == [
        ("law 3", 0, "yaml-syntax"),
    ]
    with pytest.raises(RulebookError, match="law 2: unknown-place"):
        load_with("syria-2016", ["never violating", "never violating in nowhere"])
    with pytest.raises(UsageError, match="is empty"):
        load_with("syria-2016", [" "])
