"""What decides over rival boxes, against every world of all of them, one by one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ceasefire.engines.reference.doubts import Doubts, of_rivals
from ceasefire.engines.reference.meaning import union
from tests.meaning.worlds import Small, World, small_of, smalls

if TYPE_CHECKING:
    from collections.abc import Sequence

Name = tuple[str, str]


@st.composite
def rivals(draw: st.DrawFn) -> list[Small]:
    """Draw boxes of which some variables are the same and some are of one box alone."""
    first = draw(smalls())
    found = [first]
    for number in range(draw(st.integers(1, 2))):
        small = draw(smalls())
        own = draw(st.sets(st.integers(0, 3), max_size=2))
        variables = tuple(
            other._replace(owner=f"box {number}") if place in own else item
            for place, (item, other) in enumerate(
                zip(first.box.variables, small.box.variables, strict=True)
            )
        )
        box = small.box._replace(variables=variables)
        found.append(small_of(box, small.laws, small.impossible))
    return found


def feasible(small: Small) -> list[World]:
    """Return the possible worlds of a box."""
    return [world for world in small.worlds() if world.feasible]


def settled(boxes: Sequence[Small], name: Name) -> dict[Any, int]:
    """Return what settling a variable leaves possible in all boxes; ``None`` where it is not."""
    left: dict[Any, int] = {}
    for small in boxes:
        for world in feasible(small):
            value = None
            for variable, signature in zip(small.box.variables, world.signatures, strict=True):
                if (variable.name, variable.owner) == name:
                    value = signature
            left[value] = left.get(value, 0) | world.verdict
    return left


def differing(one: World, other: World) -> list[int]:
    """Return the variables in which two worlds of a box differ."""
    pairs = zip(one.signatures, other.signatures, strict=True)
    return [place for place, (value, instead) in enumerate(pairs) if value != instead]


def flips(small: Small, name: Name) -> bool:
    """Return whether two worlds of a box differ in verdict and in this variable alone."""
    variables = enumerate(small.box.variables)
    places = [place for place, item in variables if (item.name, item.owner) == name]
    return any(
        one.verdict != other.verdict and differing(one, other) == places
        for one, other in combinations(feasible(small), 2)
    )


@given(rivals())
def test_over_rivals_a_doubt_decides_if_settling_it_in_all_of_them_tells(
    boxes: list[Small],
) -> None:
    boxes = [small for small in boxes if feasible(small)]
    wholes = [union(world.verdict for world in feasible(small)) for small in boxes]
    found = of_rivals([Doubts([small.arena]) for small in boxes], wholes) if boxes else []
    for small, deciding in zip(boxes, found, strict=True):
        assert all(item.sure for item in deciding)
        named = {small.box.variables[item.variable][1:3]: item.masks for item in deciding}
        asked = Doubts([small.arena]).order
        for number, variable in enumerate(small.box.variables):
            name = (variable.name, variable.owner)
            left = settled(boxes, name)
            decides = len(set(left.values())) > 1 or any(flips(each, name) for each in boxes)
            # A variable that others lack, and that is not asked about, tells of the choice.
            among = len({mask for value, mask in left.items() if value is not None}) > 1
            if name in named:
                assert decides
                own = settled([small], name)
                assert all(named[name].get(cell, 0) == mask for cell, mask in own.items())
            elif None not in left or among or number in asked:
                assert not decides


@given(rivals(), st.integers(0, 8))
def test_over_rivals_nothing_is_lost_where_steps_run_out(boxes: list[Small], steps: int) -> None:
    boxes = [small for small in boxes if feasible(small)]
    wholes = [union(world.verdict for world in feasible(small)) for small in boxes]
    exact = of_rivals([Doubts([small.arena]) for small in boxes], wholes) if boxes else []
    cut = of_rivals([Doubts([small.arena], steps) for small in boxes], wholes) if boxes else []
    for whole, part in zip(exact, cut, strict=True):
        named = {item.variable: item for item in part}
        assert {item.variable for item in whole} <= set(named)
        for item in whole:
            assert not named[item.variable].masks or named[item.variable].masks == item.masks
        surely = {item.variable for item in part if item.sure}
        assert surely <= {item.variable for item in whole}
