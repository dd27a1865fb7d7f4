"""Proves laws over every world of a rulebook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.differing.told import told_by
from ceasefire.analysis.proving.claims import refuting
from ceasefire.analysis.proving.proof import Example, Outcome, Proof, Result
from ceasefire.analysis.space import STEPS, Space, Spent
from ceasefire.engines.reference.search import Budget
from ceasefire.program.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.analysis.space import Found
    from ceasefire.analysis.space.space import Solver
    from ceasefire.book import Book
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.law_model import Law

__all__ = ["IDLE", "prove"]

IDLE: Final = "no possible event is what it is about"
"""Noted of a proof of a law that says nothing."""

ABOUT_INSTRUMENTS: Final = frozenset({"changes_nothing", "disjoint"})
"""The claims about instruments."""


def prove(  # noqa: PLR0913  (each a choice of its own)
    book: Book,
    laws: Iterable[Law] | None = None,
    *,
    readings: Sequence[str] = (),
    any_answers: bool = False,
    steps: int = STEPS,
    solver: Solver = "auto",
) -> Iterator[Result]:
    """Yield what comes of laws, those of the rulebook if none are given.

    Each is proved or refuted under the ``readings``, or else under those that it names, or
    else under every reading; with ``any_answers`` under any answers to questions. ``steps``
    is how many boxes of worlds may be looked at for one answer. ``solver`` is what searches:
    ``boxes``, ``sat``, or ``auto`` for whichever suits. The readings named must be those of
    the rulebook.
    """
    asked = tuple(book.rulebook.laws.values() if laws is None else laws)
    prover = Prover(book, asked, steps)
    prover.space.solver = solver
    for law in asked:
        if any_answers:
            yield Result.of(law, [prover.proof(law, "")])
        else:
            yield Result.of(law, prover.proofs(law, readings or law.readings))


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
        if anyhow.outcome is Outcome.PROVED and IDLE not in anyhow.notes:
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
            notes = (*((IDLE,) if idle else ()), *self._unknown(law))
            return Proof(reading, Outcome.PROVED, notes=notes, steps=steps)
        return Proof(reading, Outcome.REFUTED, self._example(law, found, reading), steps=steps)

    def _unknown(self, law: Law) -> Iterator[str]:
        """Yield which instruments that a law is about are not known at the date."""
        about = law.of if law.claim in ABOUT_INSTRUMENTS else ()
        for name in about:
            if name not in self.program.rulebook.instruments:
                yield f"`{name}` is not known as of {self.book.known}: it reaches nothing then"

    def _find(self, wanted: Formula, answers: Mapping[str, str], budget: Budget) -> Found | None:
        return self.space.find(wanted, answers=answers, steps=budget)

    def _example(self, law: Law, found: Found, reading: str) -> Example:
        """Return an event that refutes a law, with what is found of it."""
        book = self.book.with_reading(reading) if reading else self.book
        answers = {**(book.setting.answers if reading else {}), **found.answers}
        event = found.event()
        findings = {
            name: told_by(each, event, answers) for name, each in variants(book, law).items()
        }
        return Example(event, found.answers, findings, found.unsaid)


def variants(book: Book, law: Law) -> dict[str, Book]:
    """Return the books whose findings of an event show that a law is not so, by name."""
    every = frozenset(book.rulebook.instruments)
    if law.claim == "changes_nothing":
        return {"with": book, "without": limited(book, every - frozenset(law.of))}
    if law.claim == "disjoint":
        return {name: limited(book, frozenset({name})) for name in law.of}
    return {"": book}


def limited(book: Book, names: frozenset[str]) -> Book:
    """Return a book that has some instruments alone; what extends others is left as it is."""
    kept = {key: item for key, item in book.rulebook.instruments.items() if key in names}
    return replace(book, rulebook=replace(book.rulebook, instruments=kept))
