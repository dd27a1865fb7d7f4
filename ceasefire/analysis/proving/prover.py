"""Proves laws over every world of a rulebook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ceasefire.analysis.proving.claims import refuting
from ceasefire.analysis.proving.proof import Example, Outcome, Proof, Result
from ceasefire.analysis.space import STEPS, Space, Spent
from ceasefire.engines.reference.search import Budget
from ceasefire.program.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.analysis.space import Found
    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.law_model import Law

__all__ = ["prove"]


def prove(
    book: Book,
    laws: Iterable[Law] | None = None,
    *,
    readings: Sequence[str] = (),
    any_answers: bool = False,
    steps: int = STEPS,
) -> Iterator[Result]:
    """Yield what comes of laws, those of the rulebook if none are given.

    Each is proved or refuted under the ``readings``, or else under those that it names, or
    else under every reading; with ``any_answers`` under any answers to questions. ``steps``
    is how many boxes of worlds may be looked at for one answer. Of the readings named, all
    must be of the rulebook.
    """
    asked = tuple(book.rulebook.laws.values() if laws is None else laws)
    prover = Prover(book, asked, steps)
    for law in asked:
        if any_answers:
            yield Result(law, (prover.proof(law, ""),))
        else:
            yield Result(law, tuple(prover.proofs(law, readings or law.readings)))


class Prover:
    """Proves laws of one rulebook, as known at the date of its book."""

    def __init__(self, book: Book, laws: Sequence[Law], steps: int) -> None:
        """Compile the rulebook together with what the laws ask."""
        self.book = book
        self.steps = steps
        # Its cells are cut by the laws as well, which those of the book must not be.
        self.program = Program(book.program.rulebook)
        self.conditions = {law.id: self.program.formula(law.condition) for law in laws}
        self.space = Space(self.program)

    def proofs(self, law: Law, readings: Sequence[str]) -> Iterator[Proof]:
        """Yield what comes of a law under some readings, all of them if there are none."""
        anyhow = self.proof(law, "")
        if anyhow.outcome is Outcome.PROVED and not anyhow.idle:
            yield anyhow
            return
        for reading in readings or self.book.readings:
            yield self.proof(law, reading)

    def proof(self, law: Law, reading: str) -> Proof:
        """Return what comes of a law under a reading, or under any answers."""
        answers = self.book.rulebook.readings[reading].answers if reading else {}
        condition = self.conditions[law.id]
        budget = Budget(self.steps)
        try:
            found = self._find(refuting(law, condition, self.space.verdicts), answers, budget)
            idle = found is None and self._find(condition, answers, budget) is None
        except Spent:
            return Proof(reading, Outcome.OPEN, steps=self.steps)
        steps = self.steps - budget.left
        if found is None:
            return Proof(reading, Outcome.PROVED, idle=idle, steps=steps)
        return Proof(reading, Outcome.REFUTED, self._example(law, found, reading), steps=steps)

    def _find(self, wanted: Formula, answers: Mapping[str, str], budget: Budget) -> Found | None:
        return self.space.find(wanted, answers=answers, steps=budget)

    def _example(self, law: Law, found: Found, reading: str) -> Example:
        """Return an event that refutes a law, with what is found of it."""
        book = self.book.with_reading(reading) if reading else self.book
        answers = {**(book.setting.answers if reading else {}), **found.answers}
        event = found.event()
        findings = {"": judged(book, event, answers)}
        if law.claim == "changes_nothing":
            less = without(book, law.of)
            findings = {
                "with": findings[""],
                "without": judged(less, event, answers),
            }
        return Example(event, found.answers, findings, found.unsaid)


def judged(book: Book, event: Mapping[str, object], answers: Mapping[str, str]) -> Finding:
    """Return the finding of an event under some answers to questions, and no others."""
    setting = book.setting._replace(answers=answers)
    return book.engine.find(book.read(event), setting)


def without(book: Book, names: Iterable[str]) -> Book:
    """Return a book that lacks some instruments; what extends them is left as it is."""
    out = frozenset(names)
    kept = {key: item for key, item in book.rulebook.instruments.items() if key not in out}
    return replace(book, rulebook=replace(book.rulebook, instruments=kept))
