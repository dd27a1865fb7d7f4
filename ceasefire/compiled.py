"""A rulebook compiled, with the engines that decide by it: what its readings share."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ceasefire.program.program import Program

if TYPE_CHECKING:
    from ceasefire.engines.columnar.tables import Tables
    from ceasefire.engines.reference.engine import ReferenceEngine
    from ceasefire.rulebook.model import Rulebook

__all__ = ["Compiled"]


class Compiled:
    """A rulebook as known at an instant, compiled where it is first asked for.

    Readings answer questions that a program leaves open, so all of them share it, and
    what the engines have found out.
    """

    def __init__(self, rulebook: Rulebook, instant: int | None) -> None:
        """Take a rulebook, and the instant in microseconds since 1970, or none for ever."""
        self._rulebook = rulebook
        self._instant = instant

    @cached_property
    def program(self) -> Program:
        """The rulebook compiled, less what was not yet known."""
        known = self._rulebook
        return Program(known if self._instant is None else known.known_at(self._instant))

    @cached_property
    def engine(self) -> ReferenceEngine:
        """The engine that decides events."""
        # Reading and deciding single events loads much that tables do without.
        from ceasefire.engines.reference.engine import ReferenceEngine  # noqa: PLC0415  (as said above)

        return ReferenceEngine(self.program)

    @cached_property
    def tables(self) -> Tables:
        """What the engine that decides whole tables has found out so far."""
        from ceasefire.engines.columnar.tables import Tables  # noqa: PLC0415  (as above)

        return Tables(self.program)
