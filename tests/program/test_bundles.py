"""Bundles: what can be read off many sets at once is what they have one by one."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from hypothesis import assume, given
from hypothesis import strategies as st

from ceasefire.program.bundles import Bundle, Parts, Signature, bundled, least, masks_of, parted
from ceasefire.program.cells import Cell
from ceasefire.program.sets import SEVERAL, Lump, SetSlot
from tests.program.sets_of import sets_of

TESTS = (1, 2, 4, 8)
elements = st.integers(0, 15)


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """Draw a bundle as it is made of elements."""
    rest = draw(st.lists(elements, max_size=5))
    found = bundled(
        draw(st.sampled_from((0, 0, 1, 6))),
        draw(st.lists(st.lists(elements, min_size=1, max_size=3), max_size=2)),
        rest,
        draw(st.integers(0, min(2, len(rest)))),
    )
    assume(isinstance(found, Bundle))
    assert isinstance(found, Bundle)
    return found


@st.composite
def parts_of_bundles(draw: st.DrawFn) -> Bundle:
    """Draw a bundle, or what is left of one after some splits."""
    found = draw(bundles())
    for _ in range(draw(st.integers(0, 3))):
        bit = draw(st.sampled_from([bit for bit in TESTS if found.some & ~found.sure & bit]))
        left = draw(st.sampled_from(found.split(bit)))
        if isinstance(left, int):
            break
        found = left
    return found


@given(
    st.integers(0, 15),
    st.lists(st.lists(elements, min_size=1, max_size=3), max_size=2),
    st.lists(elements, max_size=5),
    st.integers(0, 2),
)
def test_a_bundle_is_of_the_sets_it_is_made_of(
    base: int, choices: list[list[int]], rest: list[int], fewest: int
) -> None:
    assume(fewest <= len(rest))
    plain = Bundle(base, tuple(map(tuple, choices)), tuple(rest), fewest)
    found = bundled(base, choices, rest, fewest)
    assert set(sets_of(found)) == set(sets_of(plain))
    assert isinstance(found, int) == (len(set(sets_of(plain))) == 1)
    assert found == bundled(base, choices[::-1], rest[::-1], fewest)


@given(parts_of_bundles())
def test_what_all_and_some_sets_pass_can_be_read_off(bundle: Bundle) -> None:
    every_set = set(sets_of(bundle))
    assert len(every_set) > 1
    assert (bundle.sure, bundle.some) == (reduce(and_, every_set), reduce(or_, every_set))
    assert masks_of([bundle, 3]) == (bundle.sure & 3, bundle.some | 3)
    assert least(bundle) in every_set


@given(parts_of_bundles())
def test_a_bundle_falls_into_two_by_any_open_test(bundle: Bundle) -> None:
    every_set = set(sets_of(bundle))
    for bit in TESTS:
        if bundle.some & ~bundle.sure & bit:
            passing, others = (set(sets_of(part)) for part in bundle.split(bit))
            assert passing
            assert others
            assert all(each & bit for each in passing)
            assert passing | others == every_set
            if not bundle.choices:
                assert not any(each & bit for each in others)
            assert parted([bundle, bit, 0], bit) == (
                (bundle.split(bit)[0], bit),
                (bundle.split(bit)[1], 0),
            )
        else:
            sure = bool(bundle.sure & bit)
            assert parted([bundle], bit) == (((bundle,), ()) if sure else ((), (bundle,)))


@given(bundles(), st.integers(0, 15))
def test_a_bundle_as_some_tests_see_it(bundle: Bundle, bits: int) -> None:
    assert set(sets_of(bundle.seen(bits))) == {each & bits for each in sets_of(bundle)}
    assert set(sets_of(bundle.passing(bits))) == {each | bits for each in sets_of(bundle)}


@given(bundles())
def test_a_bundle_as_doubts_that_are_independent(bundle: Bundle) -> None:
    doubts, first, fewest = Parts.of(bundle)
    found = {bundle.base}
    counts = {(bundle.base, 0)}
    for place, doubt in enumerate(doubts):
        counts = {
            (passed | each, count + (place >= first and each != 0))
            for passed, count in counts
            for each in doubt
        }
    found = {passed for passed, count in counts if count >= fewest}
    assert found == set(sets_of(bundle))


def test_bundles_of_a_few_elements() -> None:
    assert bundled(1) == 1
    assert bundled(0, [[1]], [2], 1) == 3
    assert bundled(0, (), [1, 2], 1) == Bundle(0, (), (1, 2), 1)
    assert bundled(0, (), [3, 5], 1) == Bundle(1, (), (2, 4), 1)
    assert bundled(0, (), [0, 1, 2], 1) == Bundle(0, (), (1, 2), 0)
    assert bundled(0, (), [1, 1, 1, 2], 2) == Bundle(1, (), (2,), 0)
    assert bundled(0, (), [1, 1, 2, 2], 2) == Bundle(0, (), (1, 1, 2, 2), 2)
    assert bundled(0, (), [1, 1, 2, 2], 1) == Bundle(0, (), (1, 2), 1)
    assert bundled(0, [[1, 3], [1, 1]]) == Bundle(1, ((0, 2),))


# --- the cells of sets of which there are many -----------------------------------------


LETTERS = tuple("abcdefghijklmnop")


def wide(*, empty: bool = False) -> SetSlot:
    """Return a field that is asked about each of 12 letters, of which there are 16."""
    slot = SetSlot("f", LETTERS, empty=empty)
    for letter in LETTERS[:12]:
        slot.bit(frozenset(letter))
    return slot


def test_any_set_of_many_is_a_set_of_one_or_one_of_several() -> None:
    cells = wide().cells_of_any_set(LETTERS)
    assert [cell.values for cell in cells] == [
        *(((letter,),) for letter in LETTERS[:12]),
        ((("m", "n", "o", "p"),),),
        ((SEVERAL,),),
    ]
    *singles, lump = cells
    assert [cell.signature for cell in singles] == [*(1 << n for n in range(12)), 0]
    assert isinstance(lump, Lump)
    assert (lump.signature.sure, lump.signature.some) == (0, (1 << 12) - 1)
    assert lump.signature.least == 0
    only = wide().cells_of_any_set(LETTERS[:12])[-1].signature
    assert isinstance(only, Bundle)
    assert only.least == 2
    some = wide(empty=True).cells_of_any_set(LETTERS)
    assert some[-2] == Cell(0, ((("m", "n", "o", "p", ""),),))
    assert wide(empty=True).cells_of_any_set(LETTERS[:12])[-2] == Cell(0, ((),))


def test_few_sets_are_told_one_by_one() -> None:
    cells = wide().cells_of_any_set(LETTERS[:10])
    assert len(cells) == 1023
    assert all(isinstance(cell, Cell) for cell in cells)
    assert len(wide(empty=True).cells_of_any_set(LETTERS[:10])) == 1024
    assert len(wide().cells_of_any_set(LETTERS[:11])) == 12


def test_a_list_of_much_that_is_not_known_is_a_lump() -> None:
    anything = LETTERS
    certain, two = wide().cells_of_sets([[["a"], ["b"]], [["c"], anything, anything]])[:2]
    assert certain == Cell(3, (("a", "b"),))
    assert all(
        isinstance(cell, Cell) for cell in wide().cells_of_sets([[["c"], anything, anything]])
    )
    cells = wide().cells_of_sets([[["a"], ["b"]], [["c"], *[anything] * 3], [["a"], []]])
    assert cells[0] == certain
    assert cells[1].values == (("c", LETTERS),)
    lump = cells[1].signature
    assert isinstance(lump, Bundle)
    assert set(sets_of(lump)) == {
        4 | one | other | third
        for one in (0, *(1 << n for n in range(12)))
        for other in (0, *(1 << n for n in range(12)))
        for third in (0, *(1 << n for n in range(12)))
    }
    assert len(cells) == 2
    assert two.signature == 4 | 1
    signatures: list[Signature] = [cell.signature for cell in cells]
    assert masks_of(signatures) == (0, (1 << 12) - 1)
