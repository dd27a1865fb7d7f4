"""Formulas as numbers, and automata over what is left of them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire.program import automaton
from ceasefire.program.automaton import Automaton, Hinges
from ceasefire.program.formulas import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    Formula,
    Meeting,
    NotOf,
    all_of,
    any_of,
    not_of,
)
from ceasefire.program.pool import FALSE, TRUE, Pool

if TYPE_CHECKING:
    import pytest

    from ceasefire.program.formulas import View

SLOTS = 3
BITS = (1, 2)
ATOMS = [Atom(slot, bit) for slot in range(SLOTS) for bit in BITS]
FORMULAS: st.SearchStrategy[Formula] = st.recursive(
    st.sampled_from([*ATOMS, ALWAYS, NEVER, Meeting.of(0, 1, BITS)]),
    lambda parts: st.one_of(
        parts.map(NotOf),
        st.lists(parts, max_size=4).map(tuple).map(AllOf),
        st.lists(parts, max_size=4).map(tuple).map(AnyOf),
    ),
    max_leaves=12,
)
WORLDS: list[View] = [
    [(value, value) for value in values] for values in product(range(4), repeat=SLOTS)
]
VIEWS = st.lists(
    st.lists(st.integers(0, 3), min_size=1, max_size=3), min_size=SLOTS, max_size=SLOTS
)
"""Of each slot, the values that are left."""


def view_of(values: list[list[int]]) -> View:
    """Return the masks of the values that are left."""
    found = []
    for some in values:
        all_, any_ = 3, 0
        for value in some:
            all_ &= value
            any_ |= value
        found.append((all_, any_))
    return found


@given(st.lists(FORMULAS, min_size=1, max_size=4), VIEWS)
def test_what_is_left_of_formulas_is_true_in_the_worlds_in_which_they_are(
    formulas: list[Formula], values: list[list[int]]
) -> None:
    pool = Pool()
    numbers = list(map(pool.number, formulas))
    left = numbers
    for slot, masks in enumerate(view_of(values)):
        left = list(pool.given(left, slot, masks))
    for world in product(*values):
        view = [(value, value) for value in world]
        ends = left
        for slot, masks in enumerate(view):
            ends = list(pool.given(ends, slot, masks))
        assert ends == [TRUE if formula.value(view) else FALSE for formula in formulas]


@given(st.lists(FORMULAS, min_size=2, max_size=6))
def test_formulas_of_one_number_are_the_same(formulas: list[Formula]) -> None:
    pool = Pool()
    for one, other in product(formulas, repeat=2):
        if pool.number(one) == pool.number(other):
            assert all(one.value(world) == other.value(world) for world in WORLDS)


def test_formulas_that_are_put_otherwise_have_one_number() -> None:
    pool = Pool()
    one, other, third = ATOMS[:3]
    same = [
        (all_of((one, other)), all_of((other, one, one, ALWAYS))),
        (any_of((one, other)), any_of((other, NEVER, one))),
        (not_of(not_of(one)), one),
        (AllOf(()), ALWAYS),
        (AnyOf((NEVER, NEVER)), NEVER),
        (AllOf((third,)), third),
        (AnyOf((third, NotOf(NEVER))), ALWAYS),
    ]
    for first, second in same:
        assert pool.number(first) == pool.number(second)
    assert pool.number(one) != pool.number(other) != pool.number(not_of(one))


def test_what_no_field_tells_apart_any_more_comes_to_one_state() -> None:
    program = ceasefire.load("syria-2016").program
    kind, actor = program.index["kind"], program.index["actor"]
    reached, breach = Atom(actor, 1), AllOf((Atom(actor, 1), Atom(kind, 1)))
    found = Automaton(program, Hinges((reached, breach), ()), {})

    def walk(of_kind: tuple[int, int], of_actor: tuple[int, int]) -> automaton.State:
        view = [(0, 0)] * len(program.slots)
        view[kind], view[actor] = of_kind, of_actor
        return found.walk(view)

    assert walk((1, 1), (0, 0)) is walk((0, 0), (2, 2)) is walk((0, 1), (0, 0))
    assert walk((1, 1), (1, 1)).held == {0, 1}
    assert walk((0, 0), (1, 1)).held == {0}
    ((place, slot, bits),) = walk((0, 1), (3, 3)).asks
    assert (slot, bits) == (kind, 1)
    open_ = walk((0, 1), (3, 3))
    assert found.step(open_, place, slot, (1, 3)) is walk((1, 1), (1, 1))
    assert found.step(open_, place + 1, slot, (1, 3)) is open_


def test_answers_settle_what_is_asked_under_them_alone() -> None:
    program = ceasefire.load("syria-2016").program
    test = Atom(program.index["?outside-powers"], 1)
    answers = {"outside-powers": next(iter(program.rulebook.questions["outside-powers"].answers))}
    state = Automaton(program, Hinges((test,), (test,)), answers).walk(
        [(0, 0)] * len(program.slots)
    )
    assert 0 not in state.held
    assert state.left[0] == (0,)
    assert state.asks == ()


def test_what_is_guarded_matters_as_a_whole_until_its_guard_fails() -> None:
    program = ceasefire.load("syria-2016").program
    kind, actor = program.index["kind"], program.index["actor"]
    guard, inside = Atom(kind, 1), AnyOf((Atom(actor, 1), Atom(kind, 1)))
    found = Automaton(program, Hinges((), (), [(guard, inside)]), {})

    def walk(of_kind: tuple[int, int], of_actor: tuple[int, int]) -> automaton.State:
        view = [(0, 0)] * len(program.slots)
        view[kind], view[actor] = of_kind, of_actor
        return found.walk(view)

    # What holds anyway is told from what holds where the guard does.
    assert walk((0, 1), (1, 1)).number != walk((0, 1), (0, 0)).number
    assert walk((0, 1), (1, 1)).held == {1}
    assert walk((0, 0), (1, 1)) is walk((0, 0), (0, 0)) is walk((0, 0), (0, 1))
    assert walk((0, 0), (1, 1)).held == frozenset()
    assert walk((1, 1), (0, 1)).held == {0, 1}


def test_states_are_made_anew_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    program = ceasefire.load("syria-2016").program
    kind = program.index["kind"]
    found = Automaton(program, Hinges([Atom(kind, 1), Atom(kind, 2)], ()), {})
    view = [(0, 0)] * len(program.slots)
    before = found.walk(view)
    assert found.walk(view) is before
    monkeypatch.setattr(automaton, "MOST_LEFT", 0)
    after = found.walk(view)
    assert (after.held, after.left) == (before.held, before.left)
    assert after.number != before.number
