"""Gates in which parts need something in common say what the parts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.engines.columnar.sheet import ALL, ANY, NOT, both, either, opposite, truth

if TYPE_CHECKING:
    from ceasefire.engines.columnar.sheet import Gate

ROWS = st.integers(1, 31).map(lambda rows: 2 * rows)
NEEDS: st.SearchStrategy[Gate] = st.one_of(ROWS, ROWS.map(opposite))


@given(
    common=st.lists(NEEDS, max_size=2),
    own=st.lists(st.lists(NEEDS, max_size=3), min_size=1, max_size=4),
    more=st.lists(ROWS, max_size=1),
    alive=st.tuples(st.integers(0, 63), st.integers(0, 63)),
)
def test_what_parts_have_in_common_is_asked_once(
    common: list[Gate], own: list[list[Gate]], more: list[int], alive: tuple[int, int]
) -> None:
    parts = [both([*common, *each]) for each in own] + [*more]
    some, every = alive[0] | alive[1] | 1, alive[1] | 1
    assert truth(either(parts), some, every) is truth((ANY, tuple(parts)), some, every)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([(ALL, (2, 4)), (ALL, (2, 8))], (ALL, (2, 12))),
        ([(ALL, (2, 4)), (ALL, (2, 4, 8))], (ALL, (2, 4))),
        ([(ALL, (2, 4)), (ALL, (8, 16))], (ANY, ((ALL, (2, 4)), (ALL, (8, 16))))),
        ([2, (ALL, (2, 8))], (ANY, (2, (ALL, (2, 8))))),
        ([2, 4, (NOT, (8,))], (ANY, (6, (NOT, (8,))))),
        ([(ALL, (2, 4)), (ALL, (2, 4))], (ALL, (2, 4))),
    ],
)
def test_gates_are_put_together(parts: list[Gate], found: Gate) -> None:
    assert either(parts) == found
