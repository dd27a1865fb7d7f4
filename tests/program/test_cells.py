"""Slots: which values fall in one cell, and what its signature says."""

from __future__ import annotations

from itertools import chain, combinations, product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.program.cells import (
    MOST_STRETCHES,
    Cell,
    FiniteSlot,
    NumberSlot,
    PlaceSlot,
    Slot,
    TimeSlot,
    group,
)
from ceasefire.program.parties import Epochs
from ceasefire.program.places import PlaceDomain
from ceasefire.program.sets import SetSlot
from ceasefire.rulebook.model import Place

LETTERS = ("a", "b", "c", "d")
AB, BC = frozenset("ab"), frozenset("bc")


def test_tests_get_a_bit_each_when_first_met() -> None:
    slot = Slot("field")
    assert [slot.bit("x"), slot.bit("y"), slot.bit("x"), slot.bit("z")] == [1, 2, 1, 4]
    assert slot.tests == ["x", "y", "z"]
    assert slot.name == "field"


def test_values_of_one_signature_are_one_cell() -> None:
    assert group("abcabd", "xabc".find) == (
        Cell(1, ("a", "a")),
        Cell(2, ("b", "b")),
        Cell(3, ("c",)),
        Cell(-1, ("d",)),
    )
    slot = FiniteSlot("f", LETTERS)
    assert (slot.bit(AB), slot.bit(BC)) == (1, 2)
    assert [slot.signature(letter) for letter in LETTERS] == [1, 3, 2, 0]
    assert slot.cells("dab") == (Cell(0, ("d",)), Cell(1, ("a",)), Cell(3, ("b",)))
    assert slot.cells(()) == ()
    assert slot.values == LETTERS


def lettered(*, empty: bool) -> SetSlot:
    """Return a set field with two tests."""
    slot = SetSlot("f", LETTERS, empty=empty)
    slot.bit(AB)
    slot.bit(BC)
    return slot


def test_a_set_passes_a_test_where_some_element_does() -> None:
    slot = lettered(empty=False)
    assert slot.cells_of_sets([[["a"], ["c"]]]) == (Cell(3, (("a", "c"),)),)
    assert slot.cells_of_sets([[["a"]], [["c"], ["d"]]]) == (
        Cell(1, (("a",),)),
        Cell(2, (("c", "d"),)),
    )
    assert slot.cells_of_sets([[["a", "c"], ["d"]]]) == (
        Cell(1, (("a", "d"),)),
        Cell(2, (("c", "d"),)),
    )
    assert slot.cells_of_sets([[["a"], ["a"]]]) == (Cell(1, (("a",),)),)
    assert slot.cells_of_sets([[["d", "e"]]]) == (Cell(0, ((("d", "e"),),)),)
    assert slot.cells_of_any_set(["d", "e"]) == (Cell(0, ((("d", "e"),),)),)
    assert lettered(empty=True).cells_of_any_set(["d", "e"]) == (Cell(0, ((("d", "e", ""),),)),)
    assert lettered(empty=True).cells_of_any_set(["a"]) == (Cell(1, (("a",),)), Cell(0, ((),)))
    assert slot.cells_of_sets([[]]) == (Cell(0, ((),)),)
    assert slot.cells_of_sets([]) == ()
    assert slot.cells_of_sets([[["a"], []]]) == ()
    assert slot.cells_of_sets([[["a"]], [["a"]]]) == (Cell(1, (("a",),)),)


@pytest.mark.parametrize("empty", [True, False])
@given(
    tests=st.lists(st.sets(st.sampled_from(LETTERS), min_size=1), max_size=3),
    values=st.sets(st.sampled_from(LETTERS)),
)
def test_any_set_is_every_set(*, empty: bool, tests: list[set[str]], values: set[str]) -> None:
    slot = SetSlot("f", LETTERS, empty=empty)
    for test in tests:
        slot.bit(frozenset(test))
    kept = sorted(values)
    every = chain.from_iterable(
        combinations(kept, size) for size in range(0 if empty or not kept else 1, len(kept) + 1)
    )
    signatures = {
        sum(slot.bit(test) for test in slot.tests if test & set(chosen)) for chosen in every
    }
    cells = slot.cells_of_any_set(kept)
    assert {cell.signature for cell in cells} == signatures
    assert len(cells) == len(signatures)
    for cell in cells:
        (value,) = cell.values
        groups = [(each,) if isinstance(each, str) else each for each in value]
        for shown in product(*groups):
            named = {each for each in shown if each}
            assert named <= values
            assert cell.signature == sum(slot.bit(test) for test in slot.tests if test & named)
        smallest = min(
            len(chosen)
            for size in range(len(kept) + 1)
            for chosen in combinations(kept, size)
            if (size or empty or not kept)
            and cell.signature == sum(slot.bit(t) for t in slot.tests if t & set(chosen))
        )
        assert sum("" not in each for each in groups) == smallest


@pytest.mark.parametrize("whole", [True, False])
@given(
    tests=st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 5)),
            st.one_of(st.none(), st.integers(0, 5)),
            st.booleans(),
            st.booleans(),
        ),
        max_size=3,
    ),
    reported=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=2),
)
def test_the_cells_of_numbers_hold_exactly_the_numbers(
    *,
    whole: bool,
    tests: list[tuple[int | None, int | None, bool, bool]],
    reported: list[tuple[int, int]],
) -> None:
    slot = NumberSlot("n", whole=whole)
    kept = [slot.stretch(low, high, low_open=lo, high_open=ho) for low, high, lo, ho in tests]
    bits = [slot.bit(item) for item in kept]
    ranges = [(low, low + size) for low, size in reported]
    cells = slot.cells([slot.stretch(low, high) for low, high in ranges])
    step = 1 if whole else 4
    numbers = [number / step for number in range(10 * step)]
    expected = set()
    for number in numbers:
        if any(low <= number <= high for low, high in ranges):
            signature = 0
            for (low, high, low_open, high_open), bit in zip(tests, bits, strict=True):
                above = low is None or number > low or (number == low and not low_open)
                below = high is None or number < high or (number == high and not high_open)
                signature |= bit if above and below else 0
            expected.add(signature)
            (home,) = [
                cell.signature
                for cell in cells
                for start, end in cell.values
                if start <= (number, 0) and ((number + 1, 0) if whole else (number, 1)) <= end
            ]
            assert home == signature
    assert {cell.signature for cell in cells} == expected


def test_stretches_of_whole_numbers() -> None:
    slot = NumberSlot("n", whole=True)
    assert slot.stretch(None, None) == ((0, 0), (inf, 0))
    assert slot.stretch(2, 4) == ((2, 0), (5, 0))
    assert slot.stretch(2, 4, low_open=True, high_open=True) == ((3, 0), (4, 0))
    assert slot.stretch(2.5, 4.5) == ((3, 0), (5, 0))
    assert slot.stretch(2.5, 4.5, low_open=True, high_open=True) == ((3, 0), (5, 0))
    assert slot.stretch(-3, 1) == ((0, 0), (2, 0))
    assert slot.stretch(1, None) == ((1, 0), (inf, 0))


def test_stretches_of_other_numbers() -> None:
    slot = NumberSlot("n", whole=False)
    assert slot.stretch(None, None) == ((-inf, 0), (inf, 1))
    assert slot.stretch(2, 4) == ((2, 0), (4, 1))
    assert slot.stretch(2, 4, low_open=True, high_open=True) == ((2, 1), (4, 0))
    assert slot.stretch(-1.5, 0) == ((-1.5, 0), (0, 1))
    assert slot.cells([slot.stretch(3, 2)]) == ()
    empty = ((4, 0), (4, 0))
    assert slot.cells([empty, slot.stretch(3, 5)]) == (Cell(0, (((3, 0), (5, 1)),)),)


def test_time_is_cut_at_every_edge() -> None:
    slot = TimeSlot("when")
    assert (slot.bit(Epochs(((10, 20), (30, 40)))), slot.bit(Epochs(((15, 35),)))) == (1, 2)
    assert slot.cells([(0, 50)]) == (
        Cell(0, ((0, 10), (40, 50))),
        Cell(1, ((10, 15), (35, 40))),
        Cell(3, ((15, 20), (30, 35))),
        Cell(2, ((20, 30),)),
    )
    assert slot.cells([(12, 13)]) == (Cell(1, ((12, 13),)),)
    assert slot.cells([(10, 15)]) == (Cell(1, ((10, 15),)),)
    assert slot.cells([(9, 10), (10, 11)]) == (Cell(0, ((9, 10),)), Cell(1, ((10, 11),)))
    assert slot.cells([]) == ()
    assert slot.cells(iter([(0, 10)])) == (Cell(0, ((0, 10),)),)


def test_cells_of_time_are_remembered_and_forgotten() -> None:
    slot = TimeSlot("when")
    first = slot.cells([(0, 1), (2, 3)])
    assert slot.cells([(0, 1), (2, 3)]) is first
    for number in range(MOST_STRETCHES - 1):
        slot._cache[(number, number),] = ()
    slot.cells([(7, 8), (9, 10)])
    assert len(slot._cache) == 1
    assert slot.cells([(0, 1), (2, 3)]) == first


def test_a_time_between_two_edges_is_not_remembered() -> None:
    slot = TimeSlot("when")
    slot.bit(Epochs(((10, 20),)))
    assert slot.cells([(12, 13)]) == (Cell(1, ((12, 13),)),)
    assert not slot._cache


def test_a_location_passes_a_test_that_names_a_place_around_it() -> None:
    places = {
        "north": Place("north", "North", admin1="North"),
        "south": Place("south", "South", admin1="South"),
        "both": Place("both", "Both", union=("north", "south")),
    }
    domain = PlaceDomain(places)
    slot = PlaceSlot("where", domain)
    slot.bit(frozenset({"north"}))
    slot.bit(frozenset({"both"}))
    slot.bit(frozenset({"north", "south"}))
    north, south = (1 << domain.order.index(key) for key in ("north", "south"))
    assert [slot.signature(signs) for signs in (0, north, south)] == [0, 7, 6]
    assert slot.cells((south, 0, north)) == (
        Cell(6, (south,)),
        Cell(0, (0,)),
        Cell(7, (north,)),
    )
