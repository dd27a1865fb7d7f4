"""Whether worlds are possible, asked once of all acts that no such test tells apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.engines.reference.search import Feasible
from ceasefire.program.formulas import ALWAYS, NEVER
from ceasefire.program.glimpses import Glimpses, bits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.program.binding import Act, Box
    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Atom, Formula, View

    Possible = tuple[bool | None, Atom | None]

__all__ = ["Impossible", "Possibility"]


class Impossible:
    """What no world satisfies, and what was asked of it so far."""

    def __init__(self, formulas: Sequence[Formula]) -> None:
        """Take the conditions."""
        self.formulas = formulas
        self.truths: Glimpses[View, Possible] = Glimpses(formulas, self._truth)
        self.hangs: Glimpses[View, tuple[tuple[int, int], ...]] = Glimpses(formulas, self._hangs)

    def _truth(self, view: View) -> Possible:
        """Return whether an act is possible, and a test that it hangs on."""
        result: bool | None = True
        atom: Atom | None = None
        for formula in self.formulas:
            truth = formula.value(view)
            if truth is True:
                return False, None
            if truth is None:
                result, atom = None, atom or formula.pivot(view)
        return result, atom

    def _hangs(self, view: View) -> tuple[tuple[int, int], ...]:
        """Return the open tests that it may hang on, by slot."""
        found: dict[int, int] = {}
        for formula in self.formulas:
            for slot, bits in bits_of([formula.given(view)]).items():
                found[slot] = found.get(slot, 0) | bits
        return tuple(found.items())


class Possibility(Feasible):
    """The same answers as of :class:`~ceasefire.engines.reference.search.Feasible`."""

    def __init__(self, box: Box, impossible: Impossible) -> None:
        """Take the acts of a box, and what no world satisfies."""
        super().__init__(box, impossible.formulas)
        self._truths = impossible.truths

    def _act(self, act: Act, view: list[Masks]) -> Possible:
        if act.incident == ALWAYS and act.itself == NEVER:
            return self._truths.of(view)
        return super()._act(act, view)
