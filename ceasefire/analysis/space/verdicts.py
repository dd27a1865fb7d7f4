"""The verdict on one act as formulas: which worlds are violating, covered, excluded."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ceasefire.engines.reference.meaning import breached, excluded_by, reached
from ceasefire.program.formulas import all_of, any_of, not_of

if TYPE_CHECKING:
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Clause, Program, Text

__all__ = ["Verdicts"]


class Verdicts:
    """What a program says of one act, an incident, as formulas over its slots.

    They are those of the meaning, instrument by instrument: ``inside[id]`` is that an
    instrument reaches an act and excludes it by no provision, ``breaches[id, provision]`` that
    it is moreover a breach of one prohibition that nothing lifts.
    """

    def __init__(self, program: Program) -> None:
        """Take the program."""
        self.program = program
        self.inside: dict[str, Formula] = {}
        self.breaches: dict[tuple[str, str], Formula] = {}
        for text in program.texts:
            self._add(text)

    def _add(self, text: Text) -> None:
        inside = all_of((reached(text), not_of(excluded_by(text.excludes))))
        self.inside[text.id] = inside
        for clause in text.prohibits:
            self.breaches[text.id, clause.provision.id] = self.breach(inside, clause)

    @staticmethod
    def breach(inside: Formula, clause: Clause) -> Formula:
        """Return that an act inside of an instrument breaches one prohibition of it."""
        return all_of((inside, breached(clause)))

    @cached_property
    def violating(self) -> Formula:
        """That some instrument finds the act violating."""
        return any_of(self.breaches.values())

    @cached_property
    def covered(self) -> Formula:
        """That the act is covered: inside of some instrument, and violating under none."""
        return all_of((self.reached, not_of(self.violating)))

    @cached_property
    def reached(self) -> Formula:
        """That the act is not excluded: covered or violating."""
        return any_of(self.inside.values())

    @cached_property
    def excluded(self) -> Formula:
        """That every instrument excludes the act."""
        return not_of(self.reached)

    def of(self, verdict: str) -> Formula:
        """Return that the verdict is ``excluded``, ``covered`` or ``violating``."""
        found: Formula = getattr(self, verdict)
        return found
