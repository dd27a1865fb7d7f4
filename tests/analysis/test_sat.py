"""A SAT solver finds worlds just where the search by boxes does."""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire import testing
from ceasefire.analysis.proving import Outcome, prove
from ceasefire.analysis.proving.comparing import compare
from ceasefire.analysis.space import STEPS, Space, Spent
from ceasefire.analysis.space.nodes import Maker
from ceasefire.analysis.space.sat import Sat
from ceasefire.analysis.space.search import Budget, search
from ceasefire.errors import MissingExtraError
from ceasefire.program.formulas import AllOf, AnyOf, NotOf, all_of, any_of
from tests.analysis.rewording import reworded
from tests.analysis.test_search import large, worlds
from tests.analysis.worlds import book_of
from tests.meaning.worlds import Small, formulas, lumped, smalls, truth, wide_formulas

if TYPE_CHECKING:
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.model import Rulebook

pytest.importorskip("pysat", reason="python-sat is not installed")


def agrees(wanted: list[Formula], state: State) -> bool:
    """Return whether one solver, asked several things, tells what there is each time."""
    maker = Maker(state.cells)
    assert Sat.suits(maker)
    sat = Sat(maker)
    for formula in wanted:
        found = search(formula, state, Budget(STEPS), maker, sat)
        there = {world for world in worlds(state) if truth(formula, world)}
        if found is None:
            if there:
                return False
        elif not set(worlds(found)) <= there or not worlds(found):
            return False
    return True


@given(small=smalls(), parts=st.lists(formulas, max_size=5))
def test_what_is_wanted_is_found_just_where_it_is(small: Small, parts: list[Formula]) -> None:
    denied = AllOf((AnyOf(tuple(parts)), *map(NotOf, parts[1:])))
    assert agrees([all_of(parts), any_of(parts), denied], small.arena.state)


@given(small=lumped(), parts=st.lists(wide_formulas, max_size=5))
def test_sets_that_are_told_in_bundles_are_searched_as_well(
    small: Small, parts: list[Formula]
) -> None:
    denied = AllOf((AnyOf(tuple(parts)), *map(NotOf, parts[1:])))
    assert agrees([all_of(parts), denied, any_of(parts)], small.arena.state)


@given(rulebook=testing.rulebooks())
def test_verdicts_are_found_under_the_same_answers(rulebook: Rulebook) -> None:
    book = book_of(rulebook)
    boxes, sat = Space(book.program), Space(book.program)
    boxes.solver, sat.solver = "boxes", "sat"
    for answers in ({}, book.setting.answers):
        for verdict in ("excluded", "covered", "violating"):
            wanted = boxes.verdicts.of(verdict)
            found = [space.satisfiable(wanted, answers=answers) for space in (boxes, sat)]
            assert found[0] == found[1]


def test_laws_and_relations_have_the_same_answers() -> None:
    syria = ceasefire.load("syria-2016")
    assert {result.outcome for result in prove(syria, solver="sat")} == {Outcome.PROVED}
    one = book_of(testing.rulebook_of(large()))
    same = book_of(testing.rulebook_of(reworded(large(), Random(1))))  # noqa: S311  (no secret)
    other = book_of(testing.rulebook_of(large(6)))
    assert compare(one, same, "equivalent", solver="sat").outcome is Outcome.PROVED
    assert compare(one, other, "equivalent", solver="sat").outcome is Outcome.REFUTED


def test_too_many_conflicts_claim_nothing() -> None:
    space = Space(book_of(testing.rulebook_of(large())).program)
    space.solver = "sat"
    one, two = (any_of(list(space.verdicts.breaches.values())[at::2]) for at in (0, 1))
    with pytest.raises(Spent):
        space.find(all_of((one, NotOf(two))), steps=0)


def test_it_takes_over_where_boxes_take_too_many_steps() -> None:
    space = Space(book_of(testing.rulebook_of(large())).program)
    with pytest.raises(Spent):
        space.find(space.verdicts.violating, steps=1)
    space.solver = "auto"
    assert space.find(space.verdicts.violating, steps=1) is not None


@pytest.fixture
def _absent(monkeypatch: pytest.MonkeyPatch) -> None:
    modules: dict[str, Any] = {"pysat": None, "pysat.solvers": None}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.usefixtures("_absent")
def test_without_the_library_boxes_are_searched_or_it_is_said_what_to_install() -> None:
    space = Space(book_of(testing.rulebook_of(large())).program)
    space.solver = "auto"
    assert space.find(space.verdicts.violating) is not None
    with pytest.raises(Spent):
        space.find(space.verdicts.violating, steps=1)
    space = Space(space.program)
    space.solver = "sat"
    with pytest.raises(MissingExtraError, match=r"pip install 'ceasefire\[sat\]'"):
        space.find(space.verdicts.violating)
