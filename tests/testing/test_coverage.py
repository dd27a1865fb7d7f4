"""What events show of a rulebook is what trying every world says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.analysis.space import Space
from ceasefire.book import Book
from ceasefire.program.formulas import all_of
from ceasefire.rulebook import logic
from ceasefire.testing import Size, documents, rulebook_of, run_cases
from ceasefire.testing.coverage.exploring import shown
from ceasefire.testing.coverage.goals import Goals, goals_of
from ceasefire.testing.coverage.measuring import coverage_of, unreachable
from ceasefire.testing.sites import PARTS, sites_of
from tests.analysis.worlds import possible_worlds
from tests.laws.drawn import cases
from tests.laws.judging import reached
from tests.laws.oracle import worlds_of
from tests.meaning.worlds import truth
from tests.testing.caseful import book_in, cases_in

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Instrument
    from ceasefire.testing.coverage.goals import Goal
    from ceasefire.testing.sites import Steps
    from tests.laws.drawn import Case
    from tests.laws.truth import Act, Ground

SMALL = Size(parties=3, places=2, questions=1, instruments=2, provisions=2, fields=2)


def flipped(ground: Ground, condition: Condition, act: Act, path: Steps) -> bool:
    """Return the truth of a condition with that of one of its tests turned round."""
    match condition:
        case logic.All(parts) | logic.Any(parts):
            truths = [
                flipped(ground, part, act, path[1:])
                if number == path[0]
                else ground.holds(part, act)
                for number, part in enumerate(parts)
            ]
            return all(truths) if isinstance(condition, logic.All) else any(truths)
        case logic.Not(part):
            return not flipped(ground, part, act, path[1:])
    return not ground.holds(condition, act)


def shows(ground: Ground, item: Instrument, act: Act, goal: Goal) -> bool:
    """Return whether an act shows a goal of an instrument, by the letter of what that is."""
    site = goal.site
    others = [part for ground_, part in PARTS.items() if ground_ != site.part]
    if site.header:
        asked = all(ground.holds(getattr(item, part), act) for part in others)
    else:
        held = any((p.origin, p.id) == (site.instrument, site.part) for p in item.provisions)
        asked = held and not reached(ground, item, act)
    if goal.path is None:
        return asked and ground.holds(site.condition, act)
    value = ground.holds(site.condition, act)
    matters = flipped(ground, site.condition, act, goal.path) is not value
    return asked and matters and ground.holds(goal.test, act) is goal.truth


@pytest.mark.no_cover
@given(cases())
@settings(max_examples=30)
def test_an_event_shows_what_some_world_of_its_stated_facts_shows(case: Case) -> None:
    book = case.book
    reading = book.rulebook.readings[book.reading]
    found = worlds_of(book.rulebook, case.event, reading)
    wanted = goals_of(book.rulebook)
    by_hand = {
        goal.key
        for goal in wanted
        if any(
            shows(found.ground, book.rulebook.instruments[name], act, goal)
            for world in found.stated
            for act in world.acts
            for name in goal.site.instruments
        )
    }
    goals = Goals(book.program)
    assert {goal.key for goal in shown(book.read(case.event), book, goals, wanted)} == by_hand


@pytest.mark.no_cover
@given(documents(SMALL))
@settings(max_examples=25)
def test_what_no_event_can_show_no_world_shows(document: dict[str, object]) -> None:
    rulebook = rulebook_of(document)
    book = Book(rulebook, rulebook.default_reading)
    wanted = goals_of(rulebook)
    goals = Goals(book.program)
    worlds = list(possible_worlds(Space(book.program)))
    beyond, unsure = unreachable(book, wanted)
    assert not unsure
    for goal in wanted:
        formulas = [all_of((way.asked, way.wanted)) for way in goals.ways(goal)]
        some = any(truth(formula, world) for formula in formulas for world in worlds)
        assert (goal in beyond) is not some


@pytest.mark.no_cover
@given(documents(), st.data())
@settings(max_examples=25)
def test_sites_are_where_conditions_are_stated(
    document: dict[str, object], data: st.DataObject
) -> None:
    rulebook = rulebook_of(document)
    sites = {(site.instrument, site.part): site for site in sites_of(rulebook)}
    item = data.draw(st.sampled_from(sorted(rulebook.instruments.values(), key=lambda i: i.id)))
    for provision in item.provisions:
        site = sites[provision.origin, provision.id]
        assert item.id in site.instruments
        assert site.condition == provision.condition
    for part, name in PARTS.items():
        homes = [site for site in sites.values() if site.part == part and site.header]
        (home,) = [site for site in homes if item.id in site.instruments]
        assert home.condition == getattr(item, name)


CASES = """\
cases:
  - name: a shelling
    event: {kind: shelling, when: 2016-05-04, where: {lat: 35, lon: 37}, actor: north,
            target: civilians, response: none}
    expect: {verdict: violating}
"""

RULES = """\
rulebook: small
timezone: UTC
parties: {north: North, south: South}
instruments:
  truce:
    in_force: {from: 2016-05-04}
    prohibit:
      shelling: {when: {kind: shelling, actor: [north, south]}}
      never: {when: {all: [{kind: shelling}, {not: {kind: shelling}}]}}
  second:
    extends: truce
    in_force: {from: 2016-06-01}
"""


def test_coverage_tells_what_is_missing_and_what_cannot_be(tmp_path: Path) -> None:
    text = """\
        cases:
          - name: one
            event: {kind: shelling, when: 2016-06-04, actor: north, target: civilians}
            expect: {verdict: violating}
        """
    outcome = run_cases(book_in(tmp_path, RULES), [cases_in(tmp_path, text)])
    coverage = coverage_of(outcome)
    told = {(goal.site.name, goal.path, goal.truth) for goal in coverage.missing}
    assert told == {
        ("truce/time", (), False),
        ("second/time", (), False),
        ("truce/shelling", (0,), False),
        ("truce/shelling", (1,), False),
        ("truce/never", (0,), False),
    }
    assert {(goal.site.name, goal.path, goal.truth) for goal in coverage.unreachable} == {
        ("truce/never", None, True),
        ("truce/never", (0,), True),
        ("truce/never", (1, 0), False),
    }
    assert coverage.tests == (5, 10)
    assert coverage.percent == pytest.approx(50)
    assert [site.name for site in coverage.decided] == ["truce/shelling"]


def test_an_act_shows_nothing_of_a_provision_that_its_instrument_does_not_reach(
    tmp_path: Path,
) -> None:
    early = CASES.replace("2016-05-04", "2015-05-04").replace("violating", "excluded")
    coverage = coverage_of(run_cases(book_in(tmp_path, RULES), [cases_in(tmp_path, early)]))
    assert {goal.site.part for goal in coverage.shown} == {"time"}
