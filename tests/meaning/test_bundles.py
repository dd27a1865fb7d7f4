"""Boxes of which some variables are sets, too many to be told one by one."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ceasefire.engines.reference.doubts import Doubts
from ceasefire.engines.reference.meaning import ALL, union
from ceasefire.program.bundles import Bundle
from tests.meaning.worlds import Small, World, lumped, seen, truth, wide_formulas
from tests.program.sets_of import sets_of

if TYPE_CHECKING:
    from ceasefire.program.formulas import Formula


def possible_worlds(small: Small) -> list[World]:
    """Return the worlds that do not drop out."""
    return [world for world in small.worlds() if world.feasible]


@settings(max_examples=2 * settings().max_examples)
@given(lumped())
def test_what_is_possible_is_what_some_world_gives(small: Small) -> None:
    expected = union(world.verdict for world in possible_worlds(small))
    assert small.arena.verdicts() == expected
    doubts = Doubts([small.arena])
    assert doubts.possible(doubts.root) == expected


@settings(max_examples=2 * settings().max_examples)
@given(lumped())
def test_a_set_decides_if_settling_it_tells_or_two_worlds_differ_by_it(small: Small) -> None:
    worlds = possible_worlds(small)
    found = {item.variable: item for item in Doubts([small.arena]).deciding()}
    for number, cells in enumerate(small.arena.state.cells):
        left: dict[int, int] = {}
        for world in worlds:
            own = world.signatures[number]
            left[own] = left.get(own, 0) | world.verdict
        decides = len(set(left.values())) > 1 or any(
            one.verdict != other.verdict and differing(one, other) == [number]
            for one, other in combinations(worlds, 2)
        )
        if number not in found:
            assert not decides
            continue
        assert found[number].masks == {
            cell: union(left.get(own, 0) for own in sets_of(cell)) for cell in cells
        }
        event(f"sure: {found[number].sure}, decides: {decides}")
        if found[number].sure:
            assert decides
        else:
            assert small.impossible
            assert any(isinstance(cell, Bundle) for cell in cells)


def differing(one: World, other: World) -> list[int]:
    """Return the variables in which two worlds differ."""
    pairs = enumerate(zip(one.signatures, other.signatures, strict=True))
    return [number for number, (first, second) in pairs if first != second]


@settings(max_examples=2 * settings().max_examples)
@given(lumped(), wide_formulas, wide_formulas, st.integers(1, ALL))
def test_a_witness_is_a_world_that_is_as_wanted(
    small: Small, wanted: Formula, unless: Formula, verdict: int
) -> None:
    (act,) = small.box.acts
    expected = [
        world.signatures
        for world in possible_worlds(small)
        if world.verdict & verdict
        and truth(wanted, seen(act, world.signatures))
        and not truth(unless, seen(act, world.signatures))
    ]
    found = small.arena.find(verdict, wanted, [unless])
    assert (found is None) == (not expected)
    if found is not None:
        (world,) = product(*found.cells)
        assert world in expected
