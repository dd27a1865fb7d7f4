"""What is asked of the worlds of a box to find what decides in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.columnar.boxes import Settled
    from ceasefire.engines.columnar.sheet import Gate
    from ceasefire.engines.columnar.worlds import Witness
    from ceasefire.engines.reference.search import Budget

__all__ = ["ALWAYS", "Arena", "Asked"]


class Asked(NamedTuple):
    """Something that one instrument asks of an act: its number, and the gate."""

    law: int
    gate: Gate


ALWAYS: Final = Asked(-1, 1)
"""What holds of any act, and is asked by none of the instruments."""


class Arena:
    """The worlds of one box, as the definition of what decides asks for them.

    What is asked by instruments that give *excluded* in all of them does not hold.
    """

    def __init__(self, box: Settled, budget: Budget) -> None:
        """Take the box, and the steps that may be taken."""
        self.worlds = box.worlds()
        self.laws = frozenset([law.number for law in box.laws])
        self.budget = budget

    def _foreign(self, asked: Asked) -> bool:
        return asked.law not in self.laws and asked.law != ALWAYS.law

    def find(
        self,
        verdict: int,
        wanted: Asked,
        unless: Sequence[Asked] = (),
        budget: Budget | None = None,
    ) -> Witness | None:
        """Return worlds with a verdict that have an act as wanted, and none as ``unless``."""
        del budget
        if self._foreign(wanted):
            return None
        gates = [each.gate for each in unless if not self._foreign(each)]
        return self.worlds.find(verdict, wanted.gate, gates, self.budget)

    def known(self, proposition: Asked, found: Witness) -> bool | None:
        """Return whether something holds in some act of the worlds that were found."""
        if self._foreign(proposition):
            return False
        return self.worlds.holds(proposition.gate, found.some, found.every)

    def may(self, proposition: Asked) -> bool:
        """Return whether something may hold in some act."""
        if self._foreign(proposition):
            return False
        worlds = self.worlds
        some = worlds.alive
        return worlds.holds(proposition.gate, some, some & worlds.every[0]) is not False
