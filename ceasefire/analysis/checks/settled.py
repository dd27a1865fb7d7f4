"""What a rulebook says once one field, or one question, is settled."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.analysis.checks.ground import Outcome
from ceasefire.program.formulas import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.analysis.checks.ground import Ground, Own
    from ceasefire.analysis.checks.sample import Sample
    from ceasefire.program.formulas import Formula

__all__ = ["Settled"]


class Side(NamedTuple):
    """One instrument once something is settled."""

    inside: Formula
    violated: Formula
    breached: Formula
    breaches: Mapping[str, Formula]


class Settled:
    """The verdicts of all worlds in which one slot is of one signature."""

    def __init__(self, ground: Ground, slot: int, signature: int) -> None:
        """Take the slot and the signature."""
        self.ground = ground
        self.slot, self.signature = slot, signature

    def given(self, formula: Formula) -> Formula:
        """Return what is left of a formula."""
        if self.slot not in self.ground.slots(formula):
            return formula
        view = [(0, -1)] * len(self.ground.program.slots)
        view[self.slot] = (self.signature, self.signature)
        return formula.given(view)

    @cached_property
    def owns(self) -> tuple[Side, ...]:
        """The instruments."""
        return tuple(map(self._side, self.ground.core))

    def _side(self, own: Own) -> Side:
        breaches = {key: self.given(breach) for key, breach in own.breaches.items()}
        return Side(
            self.given(own.inside), self.given(own.violated), self.given(own.breached), breaches
        )

    @cached_property
    def violating(self) -> Formula:
        """That some instrument is violated."""
        return any_of(side.violated for side in self.owns)

    @cached_property
    def reached(self) -> Formula:
        """That some instrument reaches an act and excludes it by no provision."""
        return any_of(side.inside for side in self.owns)

    @cached_property
    def barred(self) -> Formula:
        """That a world is impossible."""
        return any_of(map(self.given, self.ground.program.impossible))

    @cached_property
    def outcome(self) -> Outcome:
        """What comes of sampled worlds."""
        return self.within(self.ground.sample)

    def within(self, sample: Sample) -> Outcome:
        """Return what comes of worlds once this is settled in them."""
        return Outcome(self.ground, sample.replaced(self.slot, self.signature))

    @cached_property
    def seen(self) -> tuple[int, int, int]:
        """The verdicts of sampled worlds."""
        return self.outcome.verdicts
