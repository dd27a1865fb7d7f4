"""One event as many roles are asked of it: what they share is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.engines.reference.arena import MOST_STEPS, Arena
from ceasefire.engines.reference.meaning import NOTHING, several
from ceasefire.engines.reference.search import Budget, Feasible, Judge, outcomes, start

if TYPE_CHECKING:
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.monitor.roles import RoleTest
    from ceasefire.program.binding import Box, Case
    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program

__all__ = ["Look"]


class Worlds:
    """The worlds of a box, and what was asked of them so far."""

    def __init__(self, box: Box, program: Program) -> None:
        """Take the box."""
        self.box = box
        self.state = start(box)
        self.feasible = Feasible(box, program.impossible)
        self.views: list[list[Masks]] = [self.state.view(act) for act in box.acts]
        self.possible = bool(outcomes(Judge([]), [self.state], self.feasible, Budget(MOST_STEPS)))
        self._known: dict[int, int] = {}

    def verdicts(self, laws: tuple[Law, ...]) -> int:
        """Return exactly the verdicts under some instruments, which the caller keeps."""
        found = self._known.get(id(laws))
        if found is None:
            found = self._known[id(laws)] = self._verdicts(laws)
        return found

    def _verdicts(self, laws: tuple[Law, ...]) -> int:
        if not self.possible:
            return 0
        judge = Judge.of(self.box.acts, laws)
        plain, _ = judge.ask(self.state)
        if not several(plain):
            return plain
        return Arena(self.box, self.state, judge.relevant(self.state), self.feasible).verdicts()


class Look:
    """An event of which tests are asked."""

    def __init__(self, case: Case, program: Program) -> None:
        """Take the event under the program of the tests."""
        self._nothing = not all(account.incident for account in case.accounts)
        self._boxes = [Worlds(box, program) for account in case.accounts for box in account.boxes]
        self._views = [view for box in self._boxes for view in box.views]
        self._truths: dict[int, tuple[bool, bool]] = {}

    def may(self, formula: Formula) -> bool:
        """Return whether a formula may hold in some act."""
        return self._truth(formula)[0]

    def surely(self, formula: Formula) -> bool:
        """Return whether a formula holds in each act, whatever else is so."""
        return self._truth(formula)[1]

    def _truth(self, formula: Formula) -> tuple[bool, bool]:
        """Return whether a formula, which its test keeps, may hold, and whether it must."""
        known = self._truths.get(id(formula))
        if known is None:
            found = {formula.value(view) for view in self._views}
            known = self._truths[id(formula)] = (found != {False} and bool(found), found == {True})
        return known

    def verdicts(self, test: RoleTest) -> int:
        """Return the verdicts of the laws of a test, over every account.

        What narrows a breach to a party or a place changes nothing where it surely holds;
        then the breach is asked for once for all of these.
        """
        laws = test.breach if all(map(self.surely, test.further)) else test.laws
        found = NOTHING if self._nothing else 0
        for box in self._boxes:
            found |= box.verdicts(laws)
        return found
