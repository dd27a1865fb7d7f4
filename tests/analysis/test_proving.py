"""Laws are proved just where no world refutes them, and what refutes one does so when decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ceasefire
from ceasefire import testing
from ceasefire.analysis.proving import Outcome, prove
from ceasefire.analysis.proving.prover import IDLE
from ceasefire.analysis.space import Space
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VIOLATING, laws_of
from ceasefire.program.program import Program
from ceasefire.rulebook.given import load_with
from ceasefire.rulebook.law_model import CLAIMS, Law
from ceasefire.rulebook.logic import ALWAYS, Condition, Not, PartyTest
from tests.analysis.worlds import book_of, possible_worlds
from tests.meaning.worlds import truth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ceasefire.analysis.proving import Proof, Result
    from ceasefire.rulebook.model import Rulebook

BITS = {"excluded": EXCLUDED, "covered": COVERED, "violating": VIOLATING}
VERDICTS = tuple(BITS)


@st.composite
def laws(draw: st.DrawFn, rulebook: Rulebook) -> Law:
    """Draw a law about acts that some condition of the rulebook tells apart."""
    names = sorted(rulebook.instruments)
    claim = draw(st.sampled_from(CLAIMS))
    pool = VERDICTS if claim in {"never", "always"} else names
    of = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique=True))
    return Law("l", claim, tuple(of), draw(conditions(rulebook)), "")


def conditions(rulebook: Rulebook) -> st.SearchStrategy[Condition]:
    """Draw a condition that the rulebook has, or that it fails."""
    found: list[Condition] = [ALWAYS, PartyTest("actor", frozenset({"civilians"}))]
    for item in rulebook.instruments.values():
        found += [item.time, item.place, item.actor, item.answers]
        found += [provision.condition for provision in item.provisions]
    one = st.sampled_from(found)
    return st.one_of(one, one.map(Not))


def verdict_of(program: Program, world: tuple[int, ...], less: frozenset[str]) -> int:
    """Return the verdict on a world without some instruments, from the four sentences."""
    return max(
        (decided(law, world) for law in laws_of(program) if law.text.id not in less),
        default=EXCLUDED,
    )


def decided(law: Any, world: tuple[int, ...]) -> int:  # noqa: ANN401  (the formulas of an instrument)
    if not truth(law.reached, world) or truth(law.excluded, world):
        return EXCLUDED
    return VIOLATING if truth(law.breached, world) else COVERED


def so(law: Law, program: Program, world: tuple[int, ...]) -> bool:
    """Return whether a world is as a law says."""
    if not truth(program.formula(law.condition), world):
        return True
    verdict = verdict_of(program, world, frozenset())
    named = {BITS.get(name) for name in law.of}
    if law.claim in {"never", "always"}:
        return (verdict in named) == (law.claim == "always")
    if law.claim == "changes_nothing":
        return verdict == verdict_of(program, world, frozenset(law.of))
    inside = [
        item
        for item in laws_of(program)
        if item.text.id in law.of and decided(item, world) > EXCLUDED
    ]
    return len(inside) <= 1


def is_shown(law: Law, proof: Proof) -> bool:
    """Return whether the findings of an example are what the law denies."""
    assert proof.example is not None
    found = proof.example.findings
    if law.claim == "changes_nothing":
        return found["with"].differs(found["without"])
    if law.claim == "disjoint":
        return sum(told.verdict != "excluded" for told in found.values()) > 1
    possible = set(found[""].possible)
    return possible <= set(law.of) if law.claim == "never" else possible.isdisjoint(law.of)


@given(data=st.data(), rulebook=testing.rulebooks())
def test_a_law_is_proved_just_where_every_world_is_as_it_says(
    data: st.DataObject, rulebook: Rulebook
) -> None:
    law = data.draw(laws(rulebook))
    book = book_of(rulebook)
    program = Program(rulebook)
    program.formula(law.condition)
    space = Space(program)
    for result in prove(book, [law]):
        for proof in result.proofs:
            answers = rulebook.readings[proof.reading].answers if proof.reading else {}
            worlds = list(possible_worlds(space, answers))
            holds = all(so(law, program, world) for world in worlds)
            assert (proof.outcome is Outcome.PROVED) == holds
            condition = program.formula(law.condition)
            if holds:
                assert (IDLE in proof.notes) == (
                    not any(truth(condition, world) for world in worlds)
                )
            elif proof.example is not None and not proof.example.unsaid:
                assert is_shown(law, proof), proof


@given(data=st.data(), rulebook=testing.rulebooks())
def test_a_law_that_is_proved_holds_of_events_of_several_acts(
    data: st.DataObject, rulebook: Rulebook
) -> None:
    party = data.draw(st.sampled_from(sorted(rulebook.parties)))
    book = book_of(rulebook)
    law = Law("l", "never", (data.draw(st.sampled_from(VERDICTS)),), ALWAYS, "")
    law = replace(law, condition=PartyTest("actor", frozenset({party})))
    (result,) = prove(book, [law], readings=[book.reading])
    assume(result.outcome is Outcome.PROVED)
    event = {**data.draw(testing.certain_events(rulebook)), "actor": party}
    event.pop("parts", None)
    if data.draw(st.booleans()):
        event["target"] = data.draw(
            st.lists(st.sampled_from(sorted(rulebook.parties)), min_size=1, unique=True)
        )
    possible = {verdict.value for verdict in book.classify(event).possible}
    assert possible.isdisjoint(law.of)


VALLEY = """
rulebook: valley
timezone: UTC
parties: {north: North, south: South, raiders: Raiders}
places: {valley: {country: SY}, ford: {country: SY, admin1: Ford}}
questions: {reach: {ask: Reach?, answers: {wide: {}, narrow: {}}}}
readings:
  wide: {answers: {reach: wide}}
  narrow: {answers: {reach: narrow}}
  open: {}
default_reading: wide
instruments:
  truce:
    announced: 2016-05-01
    in_force: {from: 2016-05-04, for: 48h}
    binds: [north, south]
    where: valley
    exclude: {raiders: {when: {target: raiders}}}
    prohibit: {attacks: {when: {kind: attack}}, far: {when: {kind: posture}, if: {reach: wide}}}
  calm:
    extends: truce
    announced: 2016-05-05
    where: ford
"""


SURE = "always violating when kind is attack and actor is north and target is not raiders"


@pytest.fixture
def valley(tmp_path: Path) -> Path:
    path = tmp_path / "valley.yaml"
    path.write_text(VALLEY, encoding="utf-8")
    return path


def results(path: Path, law: str, *, as_of: str | None = None, **how: Any) -> Iterator[Result]:  # noqa: ANN401  (as prove takes it)
    yield from prove(book_of(load_with(path, [law])).as_of(as_of), **how)


def outcome(path: Path, law: str, **how: Any) -> str:  # noqa: ANN401  (likewise)
    (result,) = results(path, law, **how)
    return str(result.outcome)


@pytest.mark.parametrize(
    ("law", "said"),
    [
        ("never violating when the only actor is raiders", "proved"),
        ("never violating when actor is not raiders", "refuted"),
        ("always excluded outside valley", "proved"),
        ("always excluded outside ford", "refuted"),
        ("always excluded not during truce", "proved"),
        ("never excluded during truce", "refuted"),
        ("calm changes nothing", "proved"),
        ("truce changes nothing in ford", "proved"),
        ("truce changes nothing", "refuted"),
        ("truce and calm change nothing outside valley", "proved"),
        ("truce and calm are disjoint", "refuted"),
        ("truce and calm are disjoint when target is raiders", "proved"),
        ("never violating when kind is posture if reach is narrow", "proved"),
        ("never violating when kind is posture", "refuted"),
        ("always violating when kind is attack in valley during truce", "refuted"),
        (f"{SURE} in valley during truce", "proved"),
    ],
)
def test_laws_of_a_truce(valley: Path, law: str, said: str) -> None:
    assert outcome(valley, law) == said


def test_what_holds_under_any_answers_needs_one_proof_and_else_each_reading_has_its_own(
    valley: Path,
) -> None:
    (result,) = results(valley, "always excluded outside valley")
    assert [proof.reading for proof in result.proofs] == [""]
    (result,) = results(valley, "never violating when kind is posture")
    assert [(proof.reading, str(proof.outcome)) for proof in result.proofs] == [
        ("wide", "refuted"),
        ("narrow", "proved"),
        ("open", "refuted"),
    ]
    wide, _, open_ = (proof.example for proof in result.proofs)
    assert wide is not None
    assert open_ is not None
    assert wide.answers == {}
    assert open_.answers == {"reach": "wide"}
    assert open_.findings[""].verdict == "violating"
    assert open_.findings[""].provision == "far"


def test_readings_are_those_asked_for_or_those_that_the_law_names(valley: Path) -> None:
    law = "{never: violating, when: {kind: posture}, reading: narrow}"
    assert outcome(valley, law) == "proved"
    assert outcome(valley, law, readings=["wide"]) == "refuted"
    assert outcome(valley, law, any_answers=True) == "refuted"


def test_a_law_about_nothing_is_idle(valley: Path) -> None:
    (result,) = results(valley, "never covered when killed is at least 3 and killed is less than 2")
    assert [(proof.notes, str(proof.outcome)) for proof in result.proofs] == [
        ((IDLE,), "proved")
    ] * 3


def test_what_was_announced_later_is_left_out(valley: Path) -> None:
    assert outcome(valley, "truce changes nothing in ford") == "proved"
    assert outcome(valley, "truce changes nothing in ford", as_of="2016-05-04") == "refuted"
    assert outcome(valley, "truce and calm are disjoint", as_of="2016-05-04") == "proved"


def test_instruments_that_are_not_known_yet_are_noted(valley: Path) -> None:
    note = "`calm` is not known as of 2016-05-04: it reaches nothing then"
    for law in ("calm changes nothing", "truce and calm are disjoint"):
        (result,) = results(valley, law, as_of="2016-05-04")
        assert [(proof.reading, proof.notes) for proof in result.proofs] == [("", (note,))]
        (later,) = results(valley, law, as_of="2016-05-06")
        assert not any(proof.notes for proof in later.proofs)


def test_too_few_steps_claim_nothing(valley: Path) -> None:
    (result,) = results(valley, "always excluded outside valley", steps=1, solver="boxes")
    assert {str(proof.outcome) for proof in result.proofs} == {"not worked out"}
    assert {proof.example for proof in result.proofs} == {None}


def test_a_result_is_plain_data(valley: Path) -> None:
    (result,) = results(valley, "truce changes nothing in valley", readings=["narrow"])
    data = result.to_dict()
    assert data["statement"] == "truce changes nothing in valley"
    (proof,) = data["proofs"]
    assert proof["reading"] == "narrow"
    findings = proof["example"]["findings"]
    assert {key: item["verdict"] for key, item in findings.items()} in (
        {"with": "violating", "without": "excluded"},
        {"with": "covered", "without": "excluded"},
    )


def test_proving_leaves_the_book_as_it_is(valley: Path) -> None:
    book = ceasefire.load(valley)
    tests = [len(slot.tests) for slot in book.program.slots]
    list(prove(book_of(load_with(valley, ["never violating when killed is at least 7"]))))
    assert [len(slot.tests) for slot in book.program.slots] == tests
