"""What views share in which the same tests are passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from ceasefire.program import glimpses
from ceasefire.program.formulas import AllOf, AnyOf, Atom, Formula, all_of, any_of, not_of
from ceasefire.program.glimpses import Glimpses, Sight, bits_of

if TYPE_CHECKING:
    import pytest

    from ceasefire.program.formulas import View

FORMULA: Formula = all_of([Atom(0, 1), any_of([Atom(1, 4), not_of(Atom(0, 2))])])


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """Return what a conjunction or disjunction is of."""
    return formula.parts if isinstance(formula, (AllOf, AnyOf)) else ()


VIEWS = st.lists(
    st.tuples(st.integers(0, 15), st.integers(0, 15)).map(lambda t: (t[0] & t[1], t[1])),
    min_size=3,
    max_size=3,
)


def test_bits_of_formulas_are_those_of_their_tests() -> None:
    assert bits_of([FORMULA]) == {0: 3, 1: 4}
    assert bits_of([]) == {}


@given(view=VIEWS)
def test_a_sight_finds_of_formulas_what_they_come_to(view: View) -> None:
    sight = Sight(view)
    for formula in (*parts_of(FORMULA), FORMULA, not_of(FORMULA)):
        assert sight.truth(formula) is formula.value(view)
        assert sight.left(formula) == formula.given(view)


def test_a_sight_asks_only_once_of_what_formulas_share() -> None:
    sight = Sight([(1, 1), (4, 4)])
    assert sight.truth(FORMULA) is True
    sight[0] = (0, 0)
    assert sight.truth(any_of([FORMULA, Atom(1, 1)])) is True
    assert FORMULA.value(sight) is False


@given(views=st.lists(VIEWS))
def test_what_is_worked_out_once_is_what_each_view_comes_to(views: list[View]) -> None:
    asked: list[View] = []

    def work(view: View) -> bool | None:
        asked.append(view)
        return FORMULA.value(view)

    found = Glimpses([FORMULA], work)
    for view in views:
        assert found.of(view) == FORMULA.value(view)
    seen = {
        tuple(
            (every & bits, some & bits) for (every, some), bits in zip(view, (3, 4, 0), strict=True)
        )
        for view in views
    }
    assert len(asked) == len(seen)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glimpses, "CACHE", 2)
    asked: list[View] = []
    found: Glimpses[View, None] = Glimpses([Atom(0, 7)], asked.append)
    for number in (1, 2, 1, 3, 1):
        found.of([(number, number)])
    assert asked == [[(number, number)] for number in (1, 2, 3, 1)]
