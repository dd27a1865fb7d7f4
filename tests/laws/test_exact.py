"""Laws 1, 2 and 10: one verdict a world, and exactly the verdicts of all worlds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import event as mark
from hypothesis import given, settings

from tests.laws.deciding import decided, depends_on
from tests.laws.drawn import Case, cases, certain_cases, verdicts
from tests.laws.engines import ENGINES, every_engine
from tests.laws.judging import NOTHING
from tests.laws.oracle import worlds_of

if TYPE_CHECKING:
    from tests.laws.engines import Engine


@every_engine
@given(case=certain_cases())
def test_law_1_a_world_gets_exactly_one_verdict(engine: Engine, case: Case) -> None:
    book, event = case.book, case.event
    (finding,) = engine(book, [event])
    outcome = worlds_of(book.rulebook, event, book.rulebook.readings["whole"])
    if outcome.possible:
        assert len(outcome.possible) == 1
        assert verdicts(finding) == {str(finding.verdict)} == outcome.possible
        assert finding.settled
        assert finding.depends_on == ()
    else:
        assert finding.verdict == "undetermined"
        assert not finding.possible
        assert finding.ground == ("contradiction",)


@every_engine
@given(case=cases())
def test_law_2_possible_is_exactly_what_some_world_has(engine: Engine, case: Case) -> None:
    book, event = case.book, case.event
    (finding,) = engine(book, [event])
    outcome = worlds_of(book.rulebook, event, book.rulebook.readings[book.reading])
    assert verdicts(finding) == outcome.possible
    assert finding.settled == (len(outcome.possible) == 1)
    assert str(finding.verdict) == outcome.verdict
    worlds = [world for each in outcome.worlds for world in each]
    assert finding.no_incident == any(world.verdict == NOTHING for world in worlds)
    mark(f"{len(outcome.possible)} verdicts")


@given(case=cases())
def test_possible_any_reading_is_what_some_world_has_with_every_question_open(case: Case) -> None:
    book, event = case.book, case.event
    finding = book.classify(event, any_reading=True)
    every = {
        verdict
        for reading in book.rulebook.readings.values()
        for verdict in worlds_of(book.rulebook, event, reading, open_questions=True).possible
    }
    assert {str(item) for item in finding.possible_any_reading or ()} == every


@every_engine
@given(case=cases())
def test_depends_on_names_exactly_the_doubts_that_decide(engine: Engine, case: Case) -> None:
    book, event = case.book, case.event
    (finding,) = engine(book, [event])
    outcome = worlds_of(book.rulebook, event, book.rulebook.readings[book.reading])
    assert set(finding.depends_on) == depends_on(outcome)


@every_engine
@given(case=cases())
def test_what_decides_decides_in_a_world_of_the_gravest_verdict(engine: Engine, case: Case) -> None:
    book, event = case.book, case.event
    (finding,) = engine(book, [event])
    outcome = worlds_of(book.rulebook, event, book.rulebook.readings[book.reading])
    found = (finding.instrument, finding.provision, finding.ground)
    if any(world.verdict != NOTHING for world in outcome.stated):
        assert found == decided(outcome)
    else:
        assert finding.ground in {("contradiction",), ("no-incident",)}
        assert found[:2] == ("", "")


@given(case=cases())
def test_a_finding_rests_on_exactly_the_answers_that_another_would_change(case: Case) -> None:
    book, event = case.book, case.event
    finding = book.classify(event)
    reading = book.rulebook.readings[book.reading]

    def stated(answers: dict[str, str]) -> set[str]:
        worlds = worlds_of(book.rulebook, event, replace(reading, answers=answers)).stated
        return {world.verdict for world in worlds}

    whole = stated(dict(reading.answers))
    expected = {
        key: {
            other: stated({**reading.answers, key: other})
            for other in book.rulebook.questions[key].answers
            if other != given
        }
        for key, given in reading.answers.items()
    }
    found = {
        item.question: {
            value.values[0]: set(value.possible) | ({NOTHING} if value.no_incident else set())
            for value in item.others
        }
        for item in finding.rests_on
    }
    assert found == {
        key: others
        for key, others in expected.items()
        if any(verdicts != whole for verdicts in others.values())
    }


# An engine agrees with itself: one example tells so, as long as there is but one here.
@settings(max_examples=settings().max_examples if len(ENGINES) > 1 else 1)
@given(case=cases())
def test_law_10_all_engines_agree(case: Case) -> None:
    book, event = case.book, case.event
    findings = [engine(book, [event])[0].row() for engine in ENGINES.values()]
    assert all(finding == findings[0] for finding in findings)
