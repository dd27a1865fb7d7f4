"""The search finds worlds just where there are some, and all that it finds will do."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ceasefire import testing
from ceasefire.analysis.space import STEPS, Space
from ceasefire.analysis.space.nodes import FALSE, TRUE, Maker
from ceasefire.analysis.space.search import Budget, Spent, search
from ceasefire.program.formulas import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    NotOf,
    all_of,
    any_of,
    not_of,
)
from ceasefire.program.program import Program
from ceasefire.rulebook.load import load_text
from tests.analysis.rewording import reworded
from tests.meaning.worlds import Small, every_set, formulas, lumped, smalls, truth, wide_formulas

if TYPE_CHECKING:
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula

Data = dict[str, Any]

KINDS = ("mortar", "rocket", "airstrike", "mine", "sniping", "shelling", "clash")


def worlds(state: State) -> list[tuple[int, ...]]:
    return list(product(*map(every_set, state.cells)))


def agrees(wanted: Formula, state: State) -> bool:
    """Return whether a search tells what there is, and worlds that all are so."""
    found = search(wanted, state, Budget(STEPS))
    there = [world for world in worlds(state) if truth(wanted, world)]
    if found is None:
        return not there
    return set(worlds(found)) <= set(there) and bool(worlds(found))


@given(small=smalls(), parts=st.lists(formulas, max_size=6))
def test_what_is_wanted_is_found_just_where_it_is(small: Small, parts: list[Formula]) -> None:
    state = small.arena.state
    assert agrees(all_of(parts), state)
    assert agrees(any_of(parts), state)
    assert agrees(AllOf((AnyOf(tuple(parts)), *map(NotOf, parts[1:]))), state)


@given(small=lumped(), parts=st.lists(wide_formulas, max_size=6))
def test_sets_that_are_told_in_bundles_are_searched_as_well(
    small: Small, parts: list[Formula]
) -> None:
    state = small.arena.state
    assert agrees(all_of(parts), state)
    assert agrees(AllOf((AnyOf(tuple(parts)), *map(NotOf, parts[1:]))), state)


def test_what_is_asked_of_one_field_is_one_test() -> None:
    maker = Maker([(0, 1, 2, 3), (0, 1)])
    one, two = Atom(0, 1), Atom(0, 2)
    assert maker.node(AnyOf((one, NotOf(one)))) is TRUE
    assert maker.node(AllOf((one, NotOf(one)))) is FALSE
    assert maker.node(ALWAYS) is TRUE
    assert maker.node(NEVER) is FALSE
    split = maker.node(AnyOf((AllOf((one, two)), AllOf((one, NotOf(two))))))
    assert [tuple(test) for test in split.tests] == [(0, 0b1010)]
    assert split.parts == ()


def test_cells_that_the_maker_does_not_know_are_told() -> None:
    space = Space(Program(load_text("rulebook: r\ntimezone: UTC\n")))
    maker = Maker(space.state.cells)
    assert maker.knows(space.state)
    assert not maker.knows(space.state.narrowed(0, (1 << 20,)))


def differing(document: Data, other: Data, steps: int = STEPS) -> str:
    """Return a verdict on some act by which two rulebooks differ, or nothing.

    Their instruments stand side by side in one.
    """
    prefixed = {f"other-{key}": item for key, item in other["instruments"].items()}
    both = {**document, "instruments": {**document["instruments"], **prefixed}}
    program = Program(testing.rulebook_of(both))
    space = Space(program)
    found = space.verdicts
    for verdict, table in (("violating", found.breaches), ("reached", found.inside)):
        sides: tuple[list[Formula], list[Formula]] = ([], [])
        for key, formula in table.items():
            sides[(key if isinstance(key, str) else key[0]).startswith("other-")].append(formula)
        for one, two in (sides, sides[::-1]):
            if space.satisfiable(all_of((any_of(one), not_of(any_of(two)))), steps=steps):
                return verdict
    return ""


@given(document=testing.documents(), seed=st.integers(0, 9))
def test_a_rulebook_in_other_words_is_no_other(document: Data, seed: int) -> None:
    # What replaces an inherited provision does so by its name.
    assume(not any("extends" in item for item in document["instruments"].values()))
    assert differing(document, reworded(document, Random(seed))) == ""  # noqa: S311  (no secret)


MANY = [
    {
        "when": {
            "kind": [KINDS[at % 7], KINDS[(at + 2) % 7]],
            "actor": ["north", "south"] if at % 2 else "south",
            "killed": {"at_least": at % 5 + 1},
            "target": {"not": ["raiders"]} if at % 3 else ["north", "civilians"],
        }
    }
    for at in range(40)
]


def large(last: int = 5) -> Data:
    """Return a rulebook of many provisions; ``last`` is what one of them asks."""
    permits = {f"p{at}": {**item, "lifts": [f"b{at}"]} for at, item in enumerate(MANY[30:36])}
    permits["p5"] = {"when": {"killed": {"at_least": last}, "kind": "mine"}, "lifts": ["b20"]}
    truce = {
        "in_force": {"from": "2016-05-01", "until": "2016-06-01"},
        "binds": {"all_except": ["raiders"]},
        "exclude": {f"e{at}": item for at, item in enumerate(MANY[36:])},
        "prohibit": {
            **{f"b{at}": item for at, item in enumerate(MANY[:30])},
            "b20": {"when": {"kind": "mine", "wounded": {"at_least": 3}}},
        },
        "permit": permits,
    }
    return {
        "rulebook": "large",
        "timezone": "UTC",
        "parties": {"north": {}, "south": {}, "raiders": {}},
        "instruments": {"truce": truce, "calm": {**truce, "in_force": {"from": "2016-05-20"}}},
    }


@pytest.mark.parametrize("seed", range(3))
def test_equal_rulebooks_of_many_provisions_are_soon_told_to_be(seed: int) -> None:
    other = reworded(large(), Random(seed))  # noqa: S311  (no secret)
    assert differing(large(), other, steps=5_000) == ""


def test_rulebooks_that_differ_in_one_number_are_told_apart() -> None:
    dice = Random(1)  # noqa: S311  (no secret)
    assert differing(large(5), reworded(large(6), dice)) == "violating"
    assert differing(reworded(large(5), dice), large(4)) == "violating"


def test_a_search_of_too_few_steps_says_nothing() -> None:
    state = Space(Program(testing.rulebook_of(large()))).state
    with pytest.raises(Spent):
        search(ALWAYS, state, Budget(0))
