"""The worlds of a rulebook, searched by boxes first and then tried as a whole."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.checks.enumeration import Patience, exhausted
from ceasefire.analysis.space import Found, Space, Spent
from ceasefire.engines.reference.search import Budget
from ceasefire.program.formulas import all_of, not_of

if TYPE_CHECKING:
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula

__all__ = ["Worlds"]

STEPS: Final = 2000  # pragma: no mutate
"""So many boxes are looked at before all of what is left is tried."""

BOXES: Final = 50  # pragma: no mutate
"""So many boxes count as one part, in a rulebook of usual size."""

USUAL: Final = 2_000  # pragma: no mutate
"""In a rulebook of more clauses, a box counts as more."""

PARTS: Final = 500  # pragma: no mutate
"""So many parts of boxes are tried for one question."""


class Worlds(Space):
    """Every world of a program; what is hard to find or to rule out is tried as a whole."""

    @cached_property
    def weight(self) -> int:
        """How much a box counts."""
        texts = self.program.texts
        clauses = sum(len(text.excludes) + len(text.prohibits) for text in texts)
        return max(1, clauses // USUAL)

    def sought(self, wanted: Formula, within: State | None, patience: Patience) -> Found | None:
        """Return possible worlds that all satisfy a formula, or ``None`` if none does.

        ``patience`` is what all such questions share. Raises
        :class:`~ceasefire.analysis.space.Spent` where that does not suffice.
        """
        state = self.state if within is None else within
        if patience.left <= 0:
            raise Spent
        steps = Budget(STEPS)
        try:
            return self.find(wanted, within=state, steps=steps)
        except Spent:
            pass
        finally:
            patience.left -= (STEPS - steps.left) * self.weight / BOXES
        own = Patience(min(PARTS, patience.left))
        before = own.left
        wanted = all_of((self.program.incident, wanted))
        real = all_of((wanted, not_of(self.barred)))
        try:
            found = exhausted(real, state, own)
        finally:
            patience.left -= before - own.left
        if found is None:
            return None
        return Found(self, found, self._widened(found, state, real, wanted), state)

    def conceivable(self, wanted: Formula, patience: Patience) -> bool:
        """Return whether some incident satisfies a formula, possible or not."""
        real = all_of((self.program.incident, wanted))
        return exhausted(real, self.state, patience) is not None
