"""Formulas of three-valued logic: truth, what they hang on, what is left of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.program.formulas import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    Constant,
    Formula,
    Meeting,
    NotOf,
    View,
    all_of,
    any_of,
    each_of,
    left_of,
    not_of,
    truth_of,
)

YES, NO, OPEN = Atom(0, 1), Atom(0, 2), Atom(0, 4)
ALSO = Atom(1, 1)
VIEW = [(1, 5), (0, 1)]
"""Of slot 0 all cells pass bit 1, none bit 2, some bit 4; of slot 1 some pass bit 1."""


@pytest.mark.parametrize(
    ("formula", "truth", "pivot"),
    [
        (YES, True, None),
        (NO, False, None),
        (OPEN, None, OPEN),
        (ALWAYS, True, None),
        (NEVER, False, None),
        (NotOf(YES), False, None),
        (NotOf(NO), True, None),
        (NotOf(OPEN), None, OPEN),
        (AllOf(()), True, None),
        (AllOf((YES, YES)), True, None),
        (AllOf((OPEN, NO)), False, None),
        (AllOf((NO, OPEN)), False, None),
        (AllOf((YES, OPEN)), None, OPEN),
        (AllOf((OPEN, YES)), None, OPEN),
        (AnyOf(()), False, None),
        (AnyOf((NO, NO)), False, None),
        (AnyOf((OPEN, YES)), True, None),
        (AnyOf((YES, OPEN)), True, None),
        (AnyOf((NO, OPEN)), None, OPEN),
        (AnyOf((OPEN, NO)), None, OPEN),
        (AllOf((YES, ALSO, OPEN)), None, ALSO),
        (AnyOf((AllOf((ALSO, NO)), OPEN)), None, OPEN),
    ],
)
def test_truth_and_what_it_hangs_on(
    *, formula: Formula, truth: bool | None, pivot: Atom | None
) -> None:
    assert formula.value(VIEW) is truth
    if truth is None:
        assert formula.pivot(VIEW) == pivot
    left = formula.given(VIEW)
    assert left == Constant(truth=truth) if truth is not None else left.value(VIEW) is None


def test_what_is_left_has_only_open_atoms() -> None:
    assert AllOf((YES, OPEN, ALSO)).given(VIEW) == AllOf((OPEN, ALSO))
    assert AnyOf((NO, OPEN, NotOf(ALSO))).given(VIEW) == AnyOf((OPEN, NotOf(ALSO)))
    assert AllOf((YES, OPEN)).given(VIEW) == OPEN
    assert NotOf(AllOf((YES, OPEN))).given(VIEW) == NotOf(OPEN)


def test_constants_vanish() -> None:
    assert all_of([]) == ALWAYS
    assert all_of([ALWAYS, ALWAYS]) == ALWAYS
    assert all_of([ALWAYS, OPEN]) == OPEN
    assert all_of([OPEN, NEVER, YES]) == NEVER
    assert all_of(iter([OPEN, YES])) == AllOf((OPEN, YES))
    assert any_of([]) == NEVER
    assert any_of([NEVER, NEVER]) == NEVER
    assert any_of([NEVER, OPEN]) == OPEN
    assert any_of([OPEN, ALWAYS, YES]) == ALWAYS
    assert any_of(iter([OPEN, YES])) == AnyOf((OPEN, YES))
    assert not_of(ALWAYS) == NEVER
    assert not_of(NEVER) == ALWAYS
    assert not_of(OPEN) == NotOf(OPEN)


def test_formulas_are_values() -> None:
    def several() -> list[Formula]:
        return [ALWAYS, Atom(0, 1), NotOf(OPEN), AllOf((OPEN,)), AnyOf((OPEN,))]

    assert several() == several()
    assert len({*several(), *several()}) == 5
    assert not any(hasattr(formula, "__dict__") for formula in several())


masks = st.tuples(st.integers(0, 15), st.integers(0, 15)).map(
    lambda pair: (pair[0] & pair[1], pair[1])
)


def other_parts(formula: Formula) -> tuple[Formula, ...]:
    """Return the parts of alternatives, of which there may be one."""
    return formula.parts if isinstance(formula, AnyOf) else (formula,)


@given(view=st.tuples(masks, masks), bits=st.integers(1, 15))
def test_a_meeting_is_what_its_parts_are_together(view: View, bits: int) -> None:
    meeting = Meeting.of(0, 1, each_of(bits))
    plain = AnyOf(meeting.parts)
    assert meeting.value(view) == plain.value(view)
    assert meeting.pivot(view) == plain.pivot(view)
    left, other = meeting.given(view), plain.given(view)
    assert left.value(view) == other.value(view)
    assert left == other or (isinstance(left, Meeting) and left.parts == other_parts(other))


@given(view=st.tuples(masks, masks), bits=st.integers(1, 15))
def test_what_formulas_share_is_worked_out_as_it_is_alone(view: View, bits: int) -> None:
    meeting = Meeting.of(0, 1, each_of(bits))
    shared = AllOf((NotOf(meeting), AnyOf((Atom(0, 1), Atom(1, 2)))))
    formula = AnyOf((shared, AllOf((shared, Atom(0, 4))), ALWAYS if bits & 1 else NEVER))
    truths: dict[int, bool | None] = {}
    assert truth_of(formula, view, truths) == formula.value(view)
    left = left_of(formula, view, truths, {})
    assert left.value(view) == formula.value(view)
    assert left.pivot(view) is None or formula.value(view) is None
