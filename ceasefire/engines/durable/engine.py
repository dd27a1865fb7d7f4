"""The durable engine: the findings of the reference engine, decided by durable_rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.closing import Closeable
from ceasefire.engines.durable.arenas import WeighedArena
from ceasefire.engines.durable.resting import Resting
from ceasefire.engines.durable.rulesets import loaded
from ceasefire.engines.durable.telling import told
from ceasefire.engines.durable.weighing import Scales
from ceasefire.engines.reference.engine import ReferenceEngine
from ceasefire.engines.reference.meaning import highest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.reference.answers import Rest
    from ceasefire.engines.reference.arena import Arena
    from ceasefire.engines.reference.deciding import Deciding
    from ceasefire.program.binding import Box
    from ceasefire.program.program import Program

__all__ = ["DurableEngine"]


class DurableEngine(Closeable, ReferenceEngine):
    """Decides events under one program, one at a time, and close to at once.

    Each world of an event is posted to the instruments that may be in force, and what
    rule fires says what they make of it. Events of so many worlds that this would take
    longer are searched as ever, and so is what is asked of several worlds together.
    Close it, or use it in a ``with``.
    """

    def __init__(self, program: Program) -> None:
        """Take the program.

        Raises :class:`~ceasefire.engines.durable.rulesets.DurableMissingError` where
        durable_rules cannot be loaded.
        """
        super().__init__(program)
        loaded()
        self.scales = Scales(program, self.laws)
        self._resting = Resting(program, self.scales)

    def close(self) -> None:
        """Give up what durable_rules keeps."""
        self.scales.close()

    def _arena(self, box: Box) -> Arena:
        return WeighedArena(box, self.laws, self.scales)

    def _verdicts(self, arena: Arena) -> int:
        return arena.verdicts()

    def _decide(self, arenas: Sequence[Arena], stated: int) -> Deciding:
        weights = [arena.weight for arena in arenas if isinstance(arena, WeighedArena)]
        found = None
        if len(weights) == 1 and weights[0] is not None:
            found = told(self.laws, weights[0], highest(stated))
        return super()._decide(arenas, stated) if found is None else found

    def _rests(self, arenas: Sequence[Arena], stated: int, aside: int) -> tuple[Rest, ...] | None:
        weighed = [arena for arena in arenas if isinstance(arena, WeighedArena)]
        found = self._resting.rests(weighed, stated, aside)
        return super()._rests(arenas, stated, aside) if found is None else found
