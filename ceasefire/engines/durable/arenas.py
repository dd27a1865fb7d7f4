"""A box whose worlds were weighed, and that is searched only where that leaves it open."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.durable.possibility import Possibility
from ceasefire.engines.reference.arena import MOST_STEPS, Arena
from ceasefire.engines.reference.search import Budget, Judge, start
from ceasefire.program.formulas import AllOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.durable.weighing import Scales
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.engines.reference.search import State
    from ceasefire.program.binding import Box
    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Formula

__all__ = ["WeighedArena"]


class Seen(NamedTuple):
    """An act: its identity, what it sees of the worlds, and whether it is one to decide."""

    key: int
    view: list[Masks]
    decided: bool | None


class WeighedArena(Arena):
    """The same answers as of an :class:`~ceasefire.engines.reference.arena.Arena`.

    Where one verdict is plain, most that is asked is plain as well; what is not is left
    to the search, and so are boxes of many worlds.
    """

    def __init__(self, box: Box, laws: Sequence[Law], scales: Scales) -> None:
        """Take a box, and weigh its worlds."""
        state, feasible = start(box), Possibility(box, scales.impossible)
        super().__init__(box, state, Judge([]), feasible)
        self._laws = laws
        self.weight = scales.weigh(box, state, feasible)
        self._truths: dict[tuple[int, int], tuple[Formula, bool | None]] = {}

    @property
    def judge(self) -> Judge:
        """Who judges the worlds; made where it is asked for, since that takes longest."""
        return self._late

    @cached_property
    def _late(self) -> Judge:
        if not all(self.state.cells):
            return Judge([])
        return Judge.of(self.box.acts, self._laws).relevant(self.state)

    @property
    def sure(self) -> int:
        """The verdict of all worlds, where that and that they are possible is plain; or none."""
        return self.weight.sure if self.weight else 0

    def verdicts(self) -> int:
        """Return exactly the verdicts of some worlds of the box."""
        return super().verdicts() if self.weight is None else self.weight.verdicts

    def find(
        self,
        verdict: int,
        wanted: Formula,
        unless: Sequence[Formula] = (),
        budget: Budget | None = None,
    ) -> State | None:
        """Return a world with the verdict that has an act as wanted, or ``None``."""
        truths = self._each(wanted)
        spoilt = [truth for formula in unless for truth in self._each(formula)]
        if not self.sure or None in truths or None in spoilt:
            return super().find(verdict, wanted, unless, budget)
        if True not in truths:
            return None
        # Counted as a step, so that it is found out as far as in a search.
        (budget or Budget(MOST_STEPS)).spend()
        found = verdict == self.sure and True not in spoilt
        return self._world if found else None

    def may(self, proposition: Formula) -> bool:
        """Return whether a formula may hold in some act."""
        return any(truth is not False for truth in self._each(proposition))

    def known(self, proposition: Formula, found: State) -> bool | None:
        """Return whether a formula holds in some act of these worlds."""
        truths = self._each(proposition)
        return super().known(proposition, found) if None in truths else True in truths

    @cached_property
    def _world(self) -> State:
        left = self.weight.left if self.weight else None
        return (left or self.state).world()

    @cached_property
    def _acts(self) -> list[Seen]:
        views = [(act, self.state.view(act)) for act in self.box.acts]
        return [Seen(id(act), view, act.decided.value(view)) for act, view in views]

    def _each(self, formula: Formula) -> list[bool | None]:
        """Return whether a formula holds in each act, where it is one to decide."""
        parts = formula.parts if isinstance(formula, AllOf) else (formula,)
        return [self._conjoined(act, parts) for act in self._acts]

    def _conjoined(self, act: Seen, parts: Sequence[Formula]) -> bool | None:
        """Return whether parts hold together; each is worked out once, for many share it."""
        result = act.decided
        for part in parts:
            if result is False:
                return False
            key = act.key, id(part)
            known = self._truths.get(key)
            if known is None:
                # The part is kept as well, so that no other can take its identity.
                known = self._truths[key] = part, part.value(act.view)
            if known[1] is not True:
                result = known[1]
        return result
