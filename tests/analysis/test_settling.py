"""What a fact would settle is what classify says once the event is written down so."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import event as mark
from hypothesis import given, settings

import ceasefire
from ceasefire.analysis.casework.docket import stance_of
from ceasefire.analysis.settling import settle
from ceasefire.analysis.settling.settle import Solver, settled
from ceasefire.engines.reference.meaning import union
from ceasefire.events.feeds import read_feed
from tests.analysis.stances import SEEDS, Feed, feeds
from tests.analysis.trials import each, trials

if TYPE_CHECKING:
    from ceasefire.analysis.settling import Inquiry


@settings(max_examples=60, deadline=None)
@given(feed=feeds())
def test_what_each_value_leaves_is_what_classify_says_of_it(feed: Feed) -> None:
    for trial in trials(feed.book, feed.events):
        for fact in trial.facts:
            done = []
            for branch in fact.branches:
                for cell in each(branch):
                    assert trial.mask([cell]) == trial.mask([branch])
                    done.append(trial.check([(fact, cell)]))
            mark(f"{fact.kind}: {'written' if any(done) else 'not written'}")


@settings(max_examples=60, deadline=None)
@given(feed=feeds())
def test_the_values_of_a_fact_leave_all_that_is_possible_between_them(feed: Feed) -> None:
    for trial in trials(feed.book, feed.events):
        every = trial.mask([])
        assert every == trial.entry.outcome(trial.stance).every
        for fact in trial.facts:
            assert union(trial.mask([branch]) for branch in fact.branches) == every


@settings(max_examples=60, deadline=None)
@given(feed=feeds(most=1))
def test_pairs_are_just_those_that_settle_where_no_one_fact_does(feed: Feed) -> None:
    solver = Solver(feed.book, stance_of(feed.book))
    for trial in trials(feed.book, feed.events):
        case = solver.case(trial.entry)
        assert case is not None
        one = any(settled([trial.mask([b]) for b in fact.branches]) for fact in trial.facts)
        assert one == bool(case.settled_by)
        found = {pair.titles for pair in case.together}
        for number, first in enumerate(trial.facts):
            for second in trial.facts[number + 1 :]:
                combos = list(product(first.branches, second.branches))
                both = not one and settled([trial.mask(pair) for pair in combos])
                assert ((first.title, second.title) in found) == both
                for mine, theirs in combos[:4] if both else ():
                    trial.check([(first, mine), (second, theirs)])


# --- the seeds ---


@pytest.fixture(scope="module")
def seeds() -> Inquiry:
    return settle(ceasefire.load("syria-2016"), SEEDS)


def told(inquiry: Inquiry, event: str, name: str) -> dict[str, list[str]]:
    """Return the values of a fact by what they leave possible."""
    case = next(case for case in inquiry.cases if case.event == event)
    fact = next(fact for fact in case.facts if fact.name == name)
    return {" or ".join(sorted(value.possible)): list(value.labels) for value in fact.values}


def test_who_acted_settles_six_of_the_seeds(seeds: Inquiry) -> None:
    first = seeds.lines[0]
    assert (first.kind, first.name, first.settles, first.adds) == ("field", "actor", 6, 6)
    assert told(seeds, "S04", "actor") == {
        "violating": ["Syrian armed opposition"],
        "excluded": ["Jabhat al-Nusra"],
    }
    assert told(seeds, "S12", "target") == {
        "violating": ["Syrian armed opposition"],
        "excluded": ["Jabhat al-Nusra"],
    }
    assert told(seeds, "S12", "Syrian army") == {"violating": ["not right"], "excluded": ["right"]}


def test_what_settles_only_together_is_told_as_such(seeds: Inquiry) -> None:
    (case,) = seeds.only_together
    assert case.event == "S03"
    assert case.together[0].titles == ("what it answered", "whether it was proportionate")
    assert not case.settled_by
    assert not seeds.beyond
    assert sum(line.adds for line in seeds.lines) == len(seeds.cases) - 1


@pytest.mark.slow
def test_every_claim_on_the_seeds_is_what_classify_says() -> None:
    book = ceasefire.load("syria-2016")
    checked = 0
    for trial in trials(book, read_feed(SEEDS, rulebook=book.rulebook)):
        for fact in trial.facts:
            for branch in fact.branches:
                for cell in each(branch):
                    assert trial.mask([cell]) == trial.mask([branch])
                    checked += trial.check([(fact, cell)])
    assert checked > 60


@pytest.mark.parametrize("event", ["S03", "S12"])
def test_an_established_field_rules_out_who_states_it_otherwise(event: str) -> None:
    book = ceasefire.load("syria-2016")
    (trial,) = (t for t in trials(book, SEEDS) if t.entry.id == event)
    name = {"S03": "response", "S12": "target"}[event]
    fact = next(fact for fact in trial.facts if fact.name == name)
    assert any(branch.kept is not None for branch in fact.branches)


def test_data_are_whole(seeds: Inquiry) -> None:
    data = seeds.to_dict()
    assert data["unsettled"] == len(seeds.cases) == 8
    assert data["about"]["readings"] == ["baseline"]
    assert {"facts", "together", "possible"} <= data["cases"][0].keys()
    assert data["lines"][0]["may_settle"] >= data["lines"][0]["settles"]
