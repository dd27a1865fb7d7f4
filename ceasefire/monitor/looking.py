"""One event as many roles are asked of it: what they share is worked out once."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from ceasefire.engines.durable.possibility import Impossible, Possibility
from ceasefire.engines.reference.arena import MOST_STEPS, Arena
from ceasefire.engines.reference.meaning import EXCLUDED, NOTHING, gravest, several
from ceasefire.engines.reference.search import Budget, Judge, outcomes, start
from ceasefire.program.formulas import ALWAYS, slots_of
from ceasefire.program.glimpses import Glimpses, Sight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.engines.reference.meaning import Law
    from ceasefire.monitor.roles import Roles
    from ceasefire.program.binding import Box, Case
    from ceasefire.program.formulas import Formula

__all__ = ["Look", "Outlook"]

Truths = tuple[int, int]
"""Of formulas by their bits: those that may hold, and those that surely do."""


class Outlook:
    """What roles ask, and what was found of acts so far: many are alike in what is asked."""

    def __init__(self, roles: Roles) -> None:
        """Take the roles."""
        self.tests = roles.tests
        self.impossible = Impossible(roles.program.impossible)
        bits: dict[Formula, int] = {}
        self.asked = [
            (masked(bits, test.needs), masked(bits, test.further)) for test in roles.tests
        ]
        groups: dict[tuple[int, ...], dict[Formula, int]] = {}
        for formula, bit in bits.items():
            groups.setdefault(tuple(sorted(slots_of(formula))), {})[formula] = bit
        self._groups: list[Glimpses[Sight, Truths]] = [
            Glimpses(group, partial(truths, group)) for group in groups.values()
        ]
        every = {id(laws): laws for test in roles.tests for laws in (test.laws, test.breach)}
        self._verdicts = {key: verdicts_of(laws) for key, laws in every.items()}

    def truths(self, view: Sight) -> Truths:
        """Return which formulas may hold of an act, and which surely do."""
        may = surely = 0
        for group in self._groups:
            some, every = group.of(view)
            may |= some
            surely |= every
        return may, surely

    def verdicts(self, laws: tuple[Law, ...], view: Sight) -> int:
        """Return the verdicts that an act may have under the instruments of a test."""
        return self._verdicts[id(laws)].of(view)


class Worlds:
    """The worlds of a box, and what was asked of them so far."""

    def __init__(self, box: Box, outlook: Outlook) -> None:
        """Take the box."""
        self.box = box
        self.state = start(box)
        self.feasible = Possibility(box, outlook.impossible)
        self.views = [Sight(self.state.view(act)) for act in box.acts]
        self._outlook = outlook
        self._decided = all(act.decided == ALWAYS for act in box.acts)
        self._known: dict[int, int] = {}

    @cached_property
    def possible(self) -> bool:
        """Whether some of them are possible."""
        return bool(outcomes(Judge([]), [self.state], self.feasible, Budget(MOST_STEPS)))

    def verdicts(self, laws: tuple[Law, ...]) -> int:
        """Return exactly the verdicts under some instruments, which the caller keeps."""
        found = self._known.get(id(laws))
        if found is None:
            found = self._known[id(laws)] = self._verdicts(laws)
        return found

    def _verdicts(self, laws: tuple[Law, ...]) -> int:
        if not self.possible:
            return 0
        if self._decided and self.views:
            plain = EXCLUDED
            for view in self.views:
                plain = gravest(plain, self._outlook.verdicts(laws, view))
            if not several(plain):
                return plain
        judge = Judge.of(self.box.acts, laws)
        plain, _ = judge.ask(self.state)
        if not several(plain):
            return plain
        return Arena(self.box, self.state, judge.relevant(self.state), self.feasible).verdicts()


class Look:
    """An event of which tests are asked."""

    def __init__(self, case: Case, outlook: Outlook) -> None:
        """Take the event under the program of the tests."""
        self._outlook = outlook
        self._nothing = not all(account.incident for account in case.accounts)
        self._boxes = [Worlds(box, outlook) for account in case.accounts for box in account.boxes]

    def verdicts(self) -> Iterator[tuple[int, int]]:
        """Yield the tests that may be passed, by number, and the verdicts of their laws.

        These are over every account. What narrows a breach to a party or a place changes
        nothing where it surely holds; then the breach is asked for once for all of these.
        """
        outlook = self._outlook
        may, surely = self._truths()
        for number, (needs, further) in enumerate(outlook.asked):
            if not needs & ~may:
                test = outlook.tests[number]
                yield number, self._under(test.laws if further & ~surely else test.breach)

    def _truths(self) -> Truths:
        """Return which formulas may hold in some act, and which do in each, whatever else is so."""
        found = [self._outlook.truths(view) for box in self._boxes for view in box.views]
        may, surely = 0, -1 if found else 0
        for some, every in found:
            may |= some
            surely &= every
        return may, surely

    def _under(self, laws: tuple[Law, ...]) -> int:
        found = NOTHING if self._nothing else 0
        for box in self._boxes:
            found |= box.verdicts(laws)
        return found


def masked(bits: dict[Formula, int], formulas: Iterable[Formula]) -> int:
    """Return the bits of some formulas; each has one of its own, given when it is first met."""
    found = 0
    for formula in formulas:
        found |= bits.setdefault(formula, 1 << len(bits))
    return found


def truths(formulas: Mapping[Formula, int], view: Sight) -> Truths:
    """Return which formulas may hold in a view, and which surely do."""
    may = surely = 0
    for formula, bit in formulas.items():
        truth = view.truth(formula)
        if truth is not False:
            may |= bit
        if truth:
            surely |= bit
    return may, surely


def verdicts_of(laws: tuple[Law, ...]) -> Glimpses[Sight, int]:
    """Return what works out the verdicts of an act under some instruments."""

    def found(view: Sight) -> int:
        total = EXCLUDED
        for law in laws:
            total = gravest(total, law.verdicts(view, view.truths))
        return total

    asked = [part for law in laws for part in (law.reached, law.excluded, law.breached)]
    return Glimpses(asked, found)
