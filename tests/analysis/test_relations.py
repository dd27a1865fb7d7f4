"""Rulebooks are told to be equivalent or stricter just where they are."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

import ceasefire
from ceasefire import testing
from ceasefire.analysis.proving import Outcome
from ceasefire.analysis.proving.comparing import SAME, compare
from tests.analysis.rewording import reworded
from tests.analysis.worlds import book_of

if TYPE_CHECKING:
    from ceasefire.analysis.proving import Result
    from ceasefire.book import Book

Data = dict[str, Any]

VALLEY: Data = yaml.safe_load("""
rulebook: valley
timezone: UTC
parties: {north: North, south: South, raiders: Raiders}
places: {valley: {country: SY}, ford: {country: SY, admin1: Ford}}
questions: {reach: {ask: "?", answers: {wide: {}, narrow: {}}}}
readings: {strict: {answers: {reach: wide}}, lenient: {answers: {reach: narrow}}, open: {}}
default_reading: strict
instruments:
  truce:
    announced: "2016-05-01"
    in_force: {from: "2016-05-04", until: "2016-05-10"}
    binds: [north, south]
    where: valley
    exclude: {raiders: {when: {target: raiders}}}
    prohibit:
      attacks: {when: {kind: attack, killed: {at_least: "3"}}}
      moves: {when: {kind: [reinforcement, fortification]}, if: {reach: wide}}
    permit: {answers: {when: {response: immediate-threat}, lifts: [attacks]}}
  calm: {announced: "2016-05-05", where: ford, prohibit: {moves: {when: {kind: posture}}}}
""")


def book(**changes: Any) -> Book:  # noqa: ANN401  (parts of a rule file)
    """Return the rulebook with parts of its truce changed."""
    document = deepcopy(VALLEY)
    for key, value in changes.items():
        document["instruments"]["truce"][key] = value
    return book_of(testing.rulebook_of(document))


def relation(here: Book, there: Book, claim: str, **how: Any) -> Result:  # noqa: ANN401  (as compare takes it)
    return compare(here, there, "stricter" if claim == "stricter" else "equivalent", **how)


@pytest.mark.parametrize("seed", range(4))
def test_a_rulebook_in_other_words_is_equivalent(seed: int) -> None:
    other = book_of(testing.rulebook_of(reworded(VALLEY, Random(seed))))  # noqa: S311  (no secret)
    for claim in ("equivalent", "stricter"):
        (proof,) = relation(book(), other, claim).proofs
        assert (proof.reading, str(proof.outcome)) == ("", "proved")
        assert proof.notes == ((SAME,) if claim == "stricter" else ())


MILDER: dict[str, Data] = {
    "a number": {"prohibit": {**VALLEY["instruments"]["truce"]["prohibit"], "attacks": {
        "when": {"kind": "attack", "killed": {"at_least": "4"}}}}},
    "a kind": {"prohibit": {**VALLEY["instruments"]["truce"]["prohibit"], "moves": {
        "when": {"kind": "reinforcement"}, "if": {"reach": "wide"}}}},
    "a day": {"in_force": {"from": "2016-05-04", "until": "2016-05-09"}},
    "a party": {"binds": ["north"]},
    "a place": {"where": "ford"},
    "an exclusion": {"exclude": {"raiders": {"when": {"target": ["raiders", "civilians"]}}}},
    "a permit": {"permit": {"answers": {"when": {"response": ["immediate-threat", "reprisal"]}}}},
}  # fmt: skip


@pytest.mark.parametrize("name", MILDER)
def test_rulebooks_that_differ_in_one_thing_are_told_apart(name: str) -> None:
    whole, milder = book(), book(**MILDER[name])
    for here, there in ((whole, milder), (milder, whole)):
        result = relation(here, there, "equivalent", pairs=[("strict", "strict")])
        assert result.outcome is Outcome.REFUTED, name
        assert differs(here, there, result)
    (graver,) = relation(whole, milder, "stricter", pairs=[("strict", "strict")]).proofs
    assert graver.outcome is Outcome.PROVED
    assert graver.example is not None
    (refuted,) = relation(milder, whole, "stricter", pairs=[("strict", "strict")]).proofs
    assert refuted.outcome is Outcome.REFUTED


def differs(here: Book, there: Book, result: Result) -> bool:
    """Return whether the event that refutes a result is decided otherwise here and there."""
    example = result.proofs[0].example
    assert example is not None
    one, other = (each.classify(dict(example.event)) for each in (here, there))
    assert example.findings["here"].verdict == one.verdict.value
    return (one.verdict, one.possible) != (other.verdict, other.possible)


def test_readings_of_one_rulebook() -> None:
    one = book()
    assert relation(one, one, "equivalent").outcome is Outcome.PROVED
    strict = relation(one, one, "stricter", pairs=[("strict", "lenient")])
    assert strict.outcome is Outcome.PROVED
    assert strict.proofs[0].reading == "strict here and lenient there"
    turned = relation(one, one, "stricter", pairs=[("lenient", "strict")])
    assert turned.outcome is Outcome.REFUTED
    # What is open may be milder.
    unanswered = relation(one, one, "stricter", pairs=[("open", "strict")])
    assert unanswered.outcome is Outcome.REFUTED


def test_readings_that_both_have_are_compared_and_else_each_own() -> None:
    one, other = book(), book(**MILDER["a kind"])
    found = relation(one, other, "equivalent").proofs
    assert [(proof.reading, str(proof.outcome)) for proof in found] == [
        ("strict", "refuted"),
        ("lenient", "proved"),
        ("open", "refuted"),
    ]
    document = deepcopy(VALLEY)
    document["readings"] = {"other": {"answers": {"reach": "narrow"}}}
    document["default_reading"] = "other"
    renamed = book_of(testing.rulebook_of(document))
    assert [proof.reading for proof in relation(one, renamed, "equivalent").proofs] == [""]
    named = relation(one, renamed, "equivalent", pairs=[("lenient", "other")])
    assert named.outcome is Outcome.PROVED


def test_dates_of_one_rulebook() -> None:
    one = book()
    early, late = one.as_of("2016-05-04"), one.as_of("2016-05-06")
    assert relation(late, one, "equivalent").outcome is Outcome.PROVED
    assert relation(one, early, "stricter").outcome is Outcome.PROVED
    assert relation(early, one, "stricter").outcome is Outcome.REFUTED


def test_names_that_mean_other_parties_are_not_passed_over() -> None:
    document = deepcopy(VALLEY)
    document["parties"]["north"] = {"name": "North", "also": ["Greys"]}
    other = book_of(testing.rulebook_of(document))
    pairs = [("strict", "strict")]
    assert relation(book(), other, "equivalent", pairs=pairs).outcome is Outcome.REFUTED
    for here, there in ((book(), other), (other, book())):
        (proof,) = relation(here, there, "stricter", pairs=pairs).proofs
        assert proof.outcome is Outcome.REFUTED or "events that name `Greys`" in proof.notes[0]


@given(document=testing.documents(), seed=st.integers(0, 9))
def test_generated_rulebooks_in_other_words_are_never_told_apart(document: Data, seed: int) -> None:
    # What replaces an inherited provision does so by its name.
    assume(not any("extends" in item for item in document["instruments"].values()))
    here = book_of(testing.rulebook_of(document))
    there = book_of(testing.rulebook_of(reworded(document, Random(seed))))  # noqa: S311  (no secret)
    result = relation(here, there, "equivalent", any_answers=True)
    assert result.outcome is Outcome.PROVED


def test_readings_of_the_rulebook_for_syria_differ() -> None:
    syria = ceasefire.load("syria-2016")
    found = relation(syria, syria, "equivalent", pairs=[("baseline", "moscow")])
    assert found.outcome is Outcome.REFUTED


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": {"reach": "narrow"}, "credit": ["Observers"]},
        {"answers": {"reach": "wide"}},
        {},
    ],
)
def test_what_holds_under_any_answers_is_not_said_of_readings_that_are_not_the_same(
    changed: Data,
) -> None:
    documents = deepcopy(VALLEY), deepcopy(VALLEY)
    documents[1]["readings"]["lenient"] = changed
    one, other = (book_of(testing.rulebook_of(document)) for document in documents)
    for here, there in ((one, other), (other, one)):
        found = relation(here, there, "equivalent").proofs
        outcomes = {proof.reading: str(proof.outcome) for proof in found}
        assert outcomes == {"strict": "proved", "lenient": "refuted", "open": "proved"}
        (anyhow,) = relation(here, there, "equivalent", any_answers=True).proofs
        assert anyhow.outcome is Outcome.PROVED
        assert ("credit" in "".join(anyhow.notes)) == ("credit" in changed)


def test_a_speaker_credited_by_one_reading_alone_refutes_that_two_are_equivalent() -> None:
    document = deepcopy(VALLEY)
    document["readings"]["observed"] = {"answers": {"reach": "wide"}, "credit": ["Observers"]}
    here = book_of(testing.rulebook_of(document))
    pairs = [("strict", "observed")]
    for there in (here, here.as_of("2016-05-06")):
        assert relation(here, there, "equivalent", pairs=pairs).outcome is Outcome.REFUTED
    assert relation(here, here, "equivalent").outcome is Outcome.PROVED


def test_readings_that_were_not_compared_are_named() -> None:
    document = deepcopy(VALLEY)
    document["readings"]["other"] = {"answers": {"reach": "narrow"}}
    document["default_reading"] = "other"
    there = book_of(testing.rulebook_of(document))
    (proof,) = relation(book(), there, "equivalent").proofs
    assert proof.notes == (
        "readings that are only there were not compared: `other`",
        (
            "without a reading named, events are read by `strict` here and `other` there, "
            "which was not compared"
        ),
    )
