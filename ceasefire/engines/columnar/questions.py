"""The questions of a rulebook as rows: what each answer rules out."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.columnar.extents import Doubt, Extent
from ceasefire.engines.columnar.remembering import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.engines.columnar.acts import Acts
    from ceasefire.engines.columnar.code import Code

__all__ = ["Change", "Questions"]

MOST_KNOWN: Final = 1 << 12  # pragma: no mutate
"""For so many kinds of events it is remembered what open questions leave."""


class Change(NamedTuple):
    """Another answer to one question: all rows that are ruled out then, and those that differ."""

    killed: int
    differ: int


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
        self._places = tuple((number,) for number in range(most))
        self._answered: dict[Any, int] = {}
        self._open: dict[Any, tuple[tuple[str, tuple[int, ...]], ...]] = {}
        self._asked: Memory[Any, Extent] = Memory(MOST_KNOWN)
        self._changes: dict[Any, tuple[tuple[str, tuple[Change, ...]], ...]] = {}

    def answered(self, answers: Mapping[str, str]) -> int:
        """Return the rows that are ruled out under some answers, however others are answered."""
        key = frozenset(answers.items())
        found = self._answered.get(key)
        if found is None:
            found = 0
            for question, killed in self.killed.items():
                if question in answers:
                    found |= killed[answers[question]]
                else:
                    found |= reduce(and_, killed.values())
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

    def asked(self, acts: Acts, answers: Mapping[str, str]) -> Extent:
        """Return the extent of the questions that are left open."""
        key = acts.shape, frozenset(answers)
        found = self._asked.get(key)
        if found is None:
            doubts = [
                Doubt(name, "", tuple(map(acts.left, killed)), self._places[: len(killed)])
                for name, killed in self.open(answers)
            ]
            found = self._asked.keep(key, Extent.of(acts.full, doubts))
        return found

    def changes(self, answers: Mapping[str, str]) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """Return each question that is answered, with what its other answers change."""
        key = frozenset(answers.items())
        found = self._changes.get(key)
        if found is None:
            found = self._changes[key] = tuple(
                (question, tuple(self._others(question, answers))) for question in sorted(answers)
            )
        return found

    def _others(self, question: str, answers: Mapping[str, str]) -> list[Change]:
        """Return what other answers to a question change, where they rule out other rows."""
        known = self.killed.get(question, {})
        return [
            Change(self.answered({**answers, question: other}), rows ^ known[answers[question]])
            for other, rows in known.items()
            if rows != known[answers[question]]
        ]
