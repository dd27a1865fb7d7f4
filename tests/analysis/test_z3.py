"""The search held against z3, which knows nothing of cells, boxes or rulebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given

from ceasefire import testing
from ceasefire.analysis.space import Space
from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, NotOf, all_of, not_of
from tests.analysis.worlds import book_of
from tests.meaning.worlds import every_set

if TYPE_CHECKING:
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.model import Rulebook

z3 = pytest.importorskip("z3", reason="z3-solver is not installed")

VERDICTS = ("excluded", "covered", "violating")
MOST = 200
"""Slots of more cells are passed over."""


class Terms:
    """Formulas as z3 has them: each slot is a number, that of its cell."""

    def __init__(self, space: Space) -> None:
        self.cells = [every_set(cells) for cells in space.state.cells]
        assume(max(map(len, self.cells)) <= MOST)
        self.slots = [z3.Int(f"slot {number}") for number in range(len(self.cells))]

    @property
    def bounds(self) -> list[Any]:
        """That each slot falls in some cell."""
        pairs = zip(self.slots, self.cells, strict=True)
        return [z3.And(slot >= 0, slot < len(cells)) for slot, cells in pairs]

    def of(self, formula: Formula) -> Any:  # noqa: ANN401  (z3 ships no types)
        """Return a formula."""
        match formula:
            case Constant(truth):
                return z3.BoolVal(truth)
            case Atom(slot, bit):
                passing = [n for n, cell in enumerate(self.cells[slot]) if cell & bit]
                return z3.Or([self.slots[slot] == number for number in passing])
            case NotOf(part):
                return z3.Not(self.of(part))
            case AllOf(parts):
                return z3.And([self.of(part) for part in parts])
            case AnyOf(parts):
                return z3.Or([self.of(part) for part in parts])


@given(rulebook=testing.rulebooks())
def test_worlds_are_found_just_where_z3_finds_some(rulebook: Rulebook) -> None:
    space = Space(book_of(rulebook).program)
    terms = Terms(space)
    possible = all_of((space.program.incident, not_of(space.barred)))
    asked = [space.verdicts.of(verdict) for verdict in VERDICTS]
    for formula in (*asked, *space.verdicts.breaches.values()):
        solver = z3.Solver()
        solver.add(*terms.bounds, terms.of(possible), terms.of(formula))
        assert space.satisfiable(formula) == (solver.check() == z3.sat)
