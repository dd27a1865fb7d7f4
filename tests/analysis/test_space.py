"""The space of all worlds: what is found in it, what is not, and the events that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire import testing
from ceasefire.analysis.space import Found, Space, Spent
from ceasefire.program.formulas import ALWAYS, NEVER, all_of, not_of
from ceasefire.rulebook.load import load_text
from tests.analysis.worlds import book_of, found_under, possible_worlds
from tests.meaning.worlds import truth

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.rulebook.model import Rulebook

VERDICTS = ("excluded", "covered", "violating")


def example(text: str) -> Book:
    return book_of(load_text("rulebook: example\ntimezone: UTC\n" + text))


def shows(book: Book, found: Found, verdict: str) -> bool:
    """Return whether the event of some worlds has just the verdict of these."""
    finding = found_under(book, found.event(), found.answers)
    if not found.exact:
        return verdict in {each.value for each in finding.possible}
    return finding.settled and finding.verdict.value == verdict


@given(rulebook=testing.rulebooks())
def test_a_verdict_is_found_just_where_some_world_has_it(rulebook: Rulebook) -> None:
    book = book_of(rulebook)
    space = Space(book.program)
    worlds = list(possible_worlds(space))
    for verdict in VERDICTS:
        formula = space.verdicts.of(verdict)
        found = space.find(formula)
        assert (found is not None) == any(truth(formula, world) for world in worlds)
        assert space.satisfiable(formula) == (found is not None)
        if found is not None:
            assert shows(book, found, verdict), (found.event(), found.answers)


@given(rulebook=testing.rulebooks())
def test_each_breach_is_found_just_where_some_world_has_it(rulebook: Rulebook) -> None:
    book = book_of(rulebook)
    space = Space(book.program)
    answers = dict(book.setting.answers)
    worlds = list(possible_worlds(space, answers))
    for formula in space.verdicts.breaches.values():
        found = space.find(formula, answers=answers)
        assert (found is not None) == any(truth(formula, world) for world in worlds)
        if found is not None:
            assert shows(book, found, "violating"), (found.event(), found.answers)


@given(data=st.data(), rulebook=testing.rulebooks())
def test_what_an_event_shows_is_found(data: st.DataObject, rulebook: Rulebook) -> None:
    book = book_of(rulebook)
    event = data.draw(testing.certain_events(rulebook))
    finding = book.classify(event)
    if finding.settled:
        space = Space(book.program)
        formula = space.verdicts.of(finding.verdict.value)
        assert space.find(formula, answers=book.setting.answers) is not None


def test_worlds_that_are_declared_impossible_are_not_found() -> None:
    book = example("""
parties: {a: A, b: B}
impossible: [{kind: airstrike, actor: {not: a}}]
instruments:
  truce: {prohibit: {strikes: {when: {kind: airstrike, actor: b}}}}
""")
    space = Space(book.program)
    assert space.find(space.verdicts.violating) is None
    assert space.find(space.verdicts.covered) is not None


def test_an_example_states_no_more_than_it_takes() -> None:
    book = example("""
parties: {a: A, b: {name: B, part_of: a}, c: C}
places: {here: {country: SY}}
questions: {open: {ask: "?", answers: {"yes": {}, "no": {}}}}
instruments:
  truce:
    in_force: {from: 2016-02-27 00:00}
    prohibit:
      strikes: {when: {kind: airstrike, actor: a}}
      late: {when: {kind: arrest, where: here, killed: {at_least: 3}}, if: {open: "yes"}}
""")
    space = Space(book.program)
    strikes = space.find(space.verdicts.breaches["truce", "strikes"])
    late = space.find(space.verdicts.breaches["truce", "late"])
    assert strikes is not None
    assert late is not None
    assert strikes.event("e1") == {
        "id": "e1",
        "kind": "airstrike",
        "when": "2016-02-27",
        "actor": "a",
    }
    assert strikes.answers == {}
    assert late.event() == {
        "id": "witness",
        "kind": "arrest",
        "when": "2016-02-27",
        "where": {"name": "here"},
        "killed": 3,
    }
    assert late.answers == {"open": "yes"}


def test_what_no_name_stands_for_is_said_by_what_it_is_not() -> None:
    book = example("""
parties: {a: A, b: {name: B, part_of: a}}
instruments:
  truce:
    binds: {all_except: [b]}
    exclude: {known: {when: {target: {not: [a, b, civilians]}}}}
    prohibit: {all: {when: {actor: a}}}
""")
    space = Space(book.program)
    other = space.find(space.verdicts.violating)
    unlisted = space.find(all_of((space.verdicts.excluded, book.program.texts[0].actor)))
    assert other is not None
    assert unlisted is not None
    assert other.event()["actor"] == {"one_of": ["a"], "not": ["b"]}
    assert shows(book, other, "violating")
    assert unlisted.event()["target"] == {"not": ["a", "civilians"]}
    assert shows(book, unlisted, "excluded")


def test_a_question_that_takes_too_long_claims_nothing() -> None:
    space = Space(ceasefire.load("syria-2016").program)
    with pytest.raises(Spent):
        space.find(space.verdicts.violating, steps=3)


def test_answers_that_there_are_none_of_are_refused() -> None:
    space = Space(ceasefire.load("syria-2016").program)
    with pytest.raises(KeyError):
        space.find(ALWAYS, answers={"who-is-bound": "nobody"})
    with pytest.raises(KeyError):
        space.find(ALWAYS, answers={"no-such-question": "yes"})


def test_nothing_satisfies_what_cannot_be() -> None:
    space = Space(example("").program)
    assert space.find(NEVER) is None
    assert space.find(all_of((space.program.incident, not_of(space.program.incident)))) is None


@pytest.mark.parametrize("reading", ceasefire.load("syria-2016").readings)
def test_every_breach_of_the_bundled_rulebook_that_can_be_shown_is_shown(reading: str) -> None:
    book = ceasefire.load("syria-2016").with_reading(reading)
    space = Space(book.program)
    answers = dict(book.setting.answers)
    for formula in list(space.verdicts.breaches.values())[::5]:
        found = space.find(formula, answers=answers)
        if found is not None:
            assert found.exact
            assert shows(book, found, "violating"), found.event()
