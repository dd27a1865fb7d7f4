"""The cases of the bundled rulebook pass, show what can be shown, and notice changes."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import ceasefire
from ceasefire.testing.cases.books import Books
from ceasefire.testing.cases.running import load_cases, tried
from ceasefire.testing.coverage.measuring import coverage_of
from ceasefire.testing.mutation.accepting import accepting, check_accepted
from ceasefire.testing.mutation.mutants import AliasGone, mutants_of
from ceasefire.testing.mutation.relevance import Relevance
from ceasefire.testing.mutation.surveying import mutated, mutation_of, noticing

if TYPE_CHECKING:
    from ceasefire.testing.cases.running import Outcome

MEANING_THE_SAME: Final = Path(__file__).with_name("meaning_the_same.txt")
"""The changes of syria-2016 under which no event has another verdict, as was proved."""

EVERY: Final = 16
"""Of so many names one is tried."""

LONG: Final = os.environ.get("CEASEFIRE_HYPOTHESIS") == "long"


@cache
def outcome() -> Outcome:
    """Return what became of the cases of the bundled rulebook."""
    book = ceasefire.load("syria-2016")
    cases = load_cases(book, "syria-2016")
    check_accepted(book, cases.accepted)
    return tried(book, cases)


def known_the_same() -> list[str]:
    """Return the names of changes that mean the same."""
    return MEANING_THE_SAME.read_text(encoding="utf-8").splitlines()


def test_every_case_passes() -> None:
    assert [result.case.label for result in outcome().failed] == []


def test_everything_that_can_be_shown_is_shown() -> None:
    coverage = coverage_of(outcome())
    assert [(goal.site.name, goal.path, goal.truth) for goal in coverage.missing] == []
    done, whole = coverage.provisions
    assert done == whole


@pytest.mark.slow
def test_every_change_is_noticed_unless_it_means_the_same_or_is_accepted() -> None:
    book = outcome().book
    mutants = mutants_of(book.rulebook)
    cases = [result.case for result in outcome().passed]
    relevance = Relevance(Books(book), cases, mutants)
    # Names are many and alike: some of them are tried, unless there is time for all.
    names = [mutant for mutant in mutants if isinstance(mutant, AliasGone)]
    passed_over = frozenset() if LONG else {m.name for n, m in enumerate(names) if n % EVERY}
    passed_over |= set(known_the_same())
    assert [
        mutant.name
        for mutant in mutants
        if mutant.name not in passed_over
        and accepting(mutant, outcome().accepted) is None
        and noticing(relevance.of(mutant), Books(mutated(book, mutant))) is None
    ] == []


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="takes minutes: set CEASEFIRE_HYPOTHESIS=long")
def test_what_is_said_to_mean_the_same_does() -> None:
    found = mutation_of(outcome())
    assert [item.mutant.name for item in found.survived] == []
    assert [mutant.name for mutant in found.equivalent] == known_the_same()
