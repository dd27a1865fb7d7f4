"""Intervals looked up among spells come to the cells and epochs that they fall in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from random import Random
from typing import TYPE_CHECKING

import pytest

import ceasefire
from ceasefire.engines.columnar import spells
from ceasefire.engines.columnar.spells import Spells
from ceasefire.program.cells import TimeSlot

if TYPE_CHECKING:
    from ceasefire.program.program import Program

DAY = 86_400_000_000


@pytest.fixture(scope="module")
def program() -> Program:
    return ceasefire.load("syria-2016").program


def test_intervals_meet_the_cells_that_they_fall_in(program: Program) -> None:
    slot = program.slots[program.time]
    assert isinstance(slot, TimeSlot)
    names = program.parties.naming_edges
    found = Spells(program)
    low, high = program.horizon
    draw = Random(1)  # noqa: S311  (no secret)
    ends = [edge + by for edge in found.edges for by in (-1, 0, 1)]
    ends += [draw.randrange(low - DAY, high + DAY) for _ in range(200)]
    pairs = [(draw.choice(ends), draw.choice(ends)) for _ in range(400)]
    pairs += [(end, end + size) for end in ends for size in (1, 2, DAY)]
    told = 0
    for lo, hi in pairs:
        met = found.met(lo, hi)
        assert (met is not None) == (low <= lo < hi <= high)
        if met is not None:
            told += 1
            signatures = {cell.signature for cell in slot.cells([(lo, hi)])}
            several = bisect_right(names, lo) < bisect_left(names, hi)
            epoch = -1 if several else bisect_right(names, lo)
            assert met == (tuple(sorted(signatures)), epoch)
    assert told > 200


def test_where_edges_are_too_many_nothing_is_told(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spells, "MOST_EDGES", 3)
    low, _ = program.horizon
    assert Spells(program).met(low, low + 1) is None
