"""Worlds tried as a whole are those that brute force finds one by one."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.analysis.checks import enumeration
from ceasefire.analysis.checks.enumeration import Patience, exhausted
from ceasefire.analysis.checks.sample import drawn
from ceasefire.analysis.space import Spent
from ceasefire.engines.reference.states import State
from ceasefire.program.bundles import masks_of
from tests.meaning.worlds import SIGNATURES, SLOTS, every_set, formulas, lumped, truth

if TYPE_CHECKING:
    from ceasefire.program.formulas import Formula

boxes = st.lists(
    st.lists(st.sampled_from(SIGNATURES), min_size=1, max_size=4, unique=True),
    min_size=SLOTS,
    max_size=SLOTS,
).map(lambda cells: State(tuple(map(tuple, cells)), tuple(map(masks_of, cells))))


def worlds(state: State) -> list[tuple[int, ...]]:
    return list(product(*map(every_set, state.cells)))


@given(formula=formulas, state=boxes)
def test_worlds_are_found_just_where_there_are_some(formula: Formula, state: State) -> None:
    found = exhausted(formula, state, Patience(100))
    assert (found is not None) == any(truth(formula, world) for world in worlds(state))
    if found is not None:
        assert all(truth(formula, world) for world in worlds(found))


@given(formula=formulas, small=lumped())
def test_bundles_of_sets_are_taken_apart(formula: Formula, small: object) -> None:
    state: State = small.arena.state  # type: ignore[attr-defined]
    found = exhausted(formula, state, Patience(1000))
    assert (found is not None) == any(truth(formula, world) for world in worlds(state))


@given(formula=formulas, state=boxes)
def test_what_is_too_much_at_once_is_tried_in_parts(formula: Formula, state: State) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enumeration, "TOGETHER", 2)
        found = exhausted(formula, state, Patience(1000))
    assert (found is not None) == any(truth(formula, world) for world in worlds(state))


@given(formula=formulas, state=boxes)
def test_a_sample_knows_in_which_of_its_worlds_a_formula_holds(
    formula: Formula, state: State
) -> None:
    sample = drawn([state], 20)
    held = sample.truth(formula)
    for number, world in enumerate(zip(*sample.columns, strict=True)):
        assert bool(held >> number & 1) == truth(formula, world)
    other = sample.replaced(0, 3)
    held = other.truth(formula)
    for number, world in enumerate(zip(*sample.columns, strict=True)):
        assert bool(held >> number & 1) == truth(formula, (3, *world[1:]))


def test_patience_ends() -> None:
    with pytest.raises(Spent):
        Patience(0).spend()
