"""The questions of a rulebook as rows: what each answer rules out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.engines.columnar.code import Code

__all__ = ["Questions"]


class Questions:
    """The questions of a program, and the rows that each answer rules out."""

    def __init__(self, code: Code) -> None:
        """Lay out every answer."""
        program = code.program
        self.killed: dict[str, dict[str, int]] = {}
        for name, slot in program.index.items():
            if name[0] == "?":
                field: Any = program.slots[slot]
                self.killed[name[1:]] = {
                    value: code.sheet.killed(slot, field.signature(value)) for value in field.values
                }
        self.rows = 0
        for name, slot in program.index.items():
            if name[0] == "?":
                self.rows |= code.sheet.asked(slot)
        self.ever = 0
        for killed in self.killed.values():
            for rows in killed.values():
                self.ever |= rows
        most = max(map(len, self.killed.values()), default=0)
        self.places = tuple((number,) for number in range(most))
        self._answered: dict[Any, int] = {}
        self._open: dict[Any, tuple[tuple[str, tuple[int, ...]], ...]] = {}

    def answered(self, answers: Mapping[str, str]) -> int:
        """Return the rows that the answers rule out."""
        key = frozenset(answers.items())
        found = self._answered.get(key)
        if found is None:
            found = 0
            for question, answer in answers.items():
                found |= self.killed[question][answer]
            self._answered[key] = found
        return found

    def open(self, answers: Mapping[str, str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the questions that are left open, with what each answer rules out."""
        key = frozenset(answers)
        found = self._open.get(key)
        if found is None:
            found = self._open[key] = tuple(
                (f"?{question}", tuple(killed.values()))
                for question, killed in self.killed.items()
                if question not in answers
            )
        return found
