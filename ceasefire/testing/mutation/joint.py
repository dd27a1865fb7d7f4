"""A rulebook and its mutants compiled together, so that one world can be asked of by all.

Cells are cut once, by the tests of all of them. What a mutant changes is then a formula over
the same cells, and so is that its verdict is another.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from ceasefire.engines.reference.meaning import reached
from ceasefire.program.formulas import all_of, any_of, not_of
from ceasefire.program.program import Program, canonical
from ceasefire.testing.sites import states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.testing.mutation.mutants import Changed

__all__ = ["Joint", "differ"]


class Joint(Program):
    """A rulebook's program that also has every test of some mutants."""

    def __init__(self, rulebook: Rulebook, mutants: Iterable[Changed]) -> None:
        """Compile the rulebook, then the conditions that mutants have instead."""
        super().__init__(rulebook)
        for mutant in mutants:
            if mutant.condition is not None:
                self.formula(mutant.condition)
        self.reached = {text.id: reached(text) for text in self.texts}

    def altered(self, rulebook: Rulebook) -> Program:
        """Return the program of a mutant, over the same cells."""
        found = copy(self)
        found.rulebook = rulebook
        ordered = sorted(rulebook.instruments.values(), key=canonical)
        found.texts = tuple(self._text(item) for item in ordered)
        return found

    def touched(self, mutant: Changed) -> Formula:
        """Return where a mutant may change anything: in no other world does it.

        That holds of verdicts and of the grounds, instruments and provisions that a finding
        names. Of a header it is that the test differs; of a provision that an instrument that
        has it reaches, and that its matching or its effect differs.
        """
        site = mutant.site
        old = self.formula(site.condition)
        differs = old if mutant.condition is None else differ(old, self.formula(mutant.condition))
        if site.header:
            known = any(name in self.reached for name in site.instruments)
            return all_of([differs]) if known else any_of(())
        having = {
            text.id for text in self.texts for item in text.source.provisions if states(item, site)
        }
        return all_of((differs, any_of(self.reached[name] for name in having)))


def differ(one: Formula, other: Formula) -> Formula:
    """Return that two formulas have not the same truth."""
    return any_of((all_of((one, not_of(other))), all_of((not_of(one), other))))
