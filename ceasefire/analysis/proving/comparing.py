"""Proves of two books that their verdicts are the same, or that those of one are no milder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from ceasefire.analysis.differing import first_difference
from ceasefire.analysis.differing.apart import taken
from ceasefire.analysis.proving.proof import Example, Outcome, Proof, Result
from ceasefire.book import Book
from ceasefire.findings.finding import GRAVITY
from ceasefire.findings.words import listed
from ceasefire.rulebook.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.analysis.differing import Change
    from ceasefire.analysis.differing.told import Told
    from ceasefire.analysis.space.space import Solver

__all__ = ["Relation", "compare"]

Relation = Literal["equivalent", "stricter"]

SAID: Final = {
    "equivalent": "every event gets the same verdict, and the same possible ones, here and there",
    "stricter": "every event gets a verdict here at least as grave as there",
}

SAME: Final = "no event gets another verdict, or other possible ones, here than there"

DOUBT: Final = (
    "{} were compared only in part: those found to get another verdict get no milder one here,"
    " but not every one was looked for"
)

DOUBTFUL: Final = {
    "name": "events that name {}",
    "place": "events in {}",
    "word": "events that say {}",
    "time": "events at {}",
    "presumption": "events that do not state {}",
    "credit": "events of which {} gives another account",
    "other": "events in which several changes meet",
}
"""By cause, the events that are not all compared once one was found to differ."""

ACTS: Final = frozenset({"provision", "instrument", "impossible"})
"""The causes by which single acts are told apart; of others only the first event is shown."""


def compare(  # noqa: PLR0913  (each a choice of its own)
    here: Book,
    there: Book,
    relation: Relation,
    *,
    pairs: Sequence[tuple[str, str]] = (),
    any_answers: bool = False,
    solver: Solver = "auto",
) -> Result:
    """Return whether two books are so related: ``here`` equivalent to, or stricter than, ``there``.

    They are compared under any answers to the questions that they share; where it is not so
    under all of them, or a reading that both have by name is not the same, under each of the
    ``pairs`` of a reading here and one there, or else under each reading that both have, or
    else under their own. As of a date, all is said of reports that were known by then.
    ``solver`` is what searches, as of :class:`~ceasefire.analysis.space.Space`.
    """
    here, there = cut(here), cut(there)
    if any_answers or not pairs:
        anyhow = Comparison(here, there, relation, solver, any_answers=True).proof("")
        if any_answers:
            return result(relation, [anyhow], crediting(here, there))
        if anyhow.outcome is Outcome.PROVED and same_readings(here, there):
            return result(relation, [anyhow], uncompared(here, there, ()))
    proofs = []
    compared = pairs or shared(here, there)
    for mine, theirs in compared:
        books = here.with_reading(mine), there.with_reading(theirs)
        label = mine if mine == theirs else f"{mine} here and {theirs} there"
        proofs.append(Comparison(*books, relation, solver).proof(label))
    return result(relation, proofs, () if pairs else uncompared(here, there, compared))


def result(relation: Relation, proofs: Iterable[Proof], notes: Iterable[str]) -> Result:
    """Return what comes of a claim, with notes of what it leaves out where it is proved."""
    further = tuple(notes)
    found = (
        replace(proof, notes=(*proof.notes, *further)) if proof.outcome is Outcome.PROVED else proof
        for proof in proofs
    )
    return Result(relation, SAID[relation], tuple(found))


def same_readings(here: Book, there: Book) -> bool:
    """Return whether each reading that both have answers and credits alike.

    Else what holds under any answers, taken alike for both, may not hold under a reading.
    """
    mine, theirs = here.rulebook.readings, there.rulebook.readings
    return all(taken(mine[name]) == taken(theirs[name]) for name in mine if name in theirs)


def uncompared(here: Book, there: Book, compared: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield which readings that somebody may use were not compared."""
    for side, one, other in (("here", here, there), ("there", there, here)):
        lone = [name for name in one.readings if name not in other.readings]
        lone = [name for name in lone if not any(name in pair for pair in compared)]
        if lone:
            names = listed([f"`{name}`" for name in lone], "and")
            yield f"readings that are only {side} were not compared: {names}"
    if here.reading != there.reading and (here.reading, there.reading) not in compared:
        defaults = f"`{here.reading}` here and `{there.reading}` there"
        yield f"without a reading named, events are read by {defaults}, which was not compared"


def crediting(here: Book, there: Book) -> Iterator[str]:
    """Yield by which readings accounts are credited, where it matters to some reading."""
    readings = [*here.rulebook.readings.values(), *there.rulebook.readings.values()]
    if any(reading.credit for reading in readings):
        names = listed(list(dict.fromkeys((f"`{here.reading}`", f"`{there.reading}`"))), "and")
        yield f"accounts are credited as by {names}: another reading may credit others"


def cut(book: Book) -> Book:
    """Return a book as of a date as one of all that was known by then, and no more."""
    if not book.known:
        return book
    known = book.program.rulebook
    return Book(replace(known, digest=digest(known)), book.reading)


def shared(here: Book, there: Book) -> list[tuple[str, str]]:
    """Return the readings that both have by name, or the own of each if there are none."""
    both = [(name, name) for name in here.readings if name in there.readings]
    return both or [(here.reading, there.reading)]


class Comparison:
    """Looks for an event that shows two books not to be related as claimed."""

    def __init__(
        self,
        here: Book,
        there: Book,
        relation: Relation,
        solver: Solver,
        *,
        any_answers: bool = False,
    ) -> None:
        """Take the books, under their readings or under any answers."""
        self.here, self.there = here, there
        self.relation = relation
        self.solver = solver
        self.any_answers = any_answers
        self.graver: Change | None = None
        self.doubts: dict[str, dict[str, None]] = {}

    def proof(self, reading: str) -> Proof:
        """Return what comes of it; ``reading`` names what it is compared under."""
        change, unsettled = first_difference(
            self.there,
            self.here,
            any_answers=self.any_answers,
            wanted=self._refutes,
            solver=self.solver,
        )
        if change is not None:
            return Proof(reading, Outcome.REFUTED, self._example(change))
        if unsettled or self.doubts:
            notes = (*unsettled, *self._doubts())
            return Proof(reading, Outcome.OPEN, notes=notes)
        if self.graver is not None:
            return Proof(reading, Outcome.PROVED, self._example(self.graver))
        notes = (SAME,) if self.relation == "stricter" else ()
        return Proof(reading, Outcome.PROVED, notes=notes)

    def _refutes(self, change: Change) -> bool:
        """Return whether a change shows that it is not so; others are remembered."""
        if self.relation == "equivalent" or milder(change.new, change.old):
            return True
        if change.cause not in ACTS:
            # Whatever else it may change is not looked for once it was shown to change this.
            self.doubts.setdefault(change.cause, {})[change.subject] = None
        elif self.graver is None:
            self.graver = change
        return False

    def _doubts(self) -> Iterator[str]:
        """Yield which events were compared only in part."""
        for cause, subjects in self.doubts.items():
            names = listed([f"`{subject}`" for subject in subjects], "or")
            yield DOUBT.format(DOUBTFUL[cause].format(names))

    @staticmethod
    def _example(change: Change) -> Example:
        return Example(change.event, change.answers, {"here": change.new, "there": change.old})


def milder(here: Told, there: Told) -> bool:
    """Return whether a finding is milder than another, or not to be compared with it.

    Of several verdicts that are possible neither the least nor the gravest may be milder.
    """
    mine, theirs = grades(here), grades(there)
    if not theirs:
        return False
    return not mine or min(mine) < min(theirs) or max(mine) < max(theirs)


def grades(told: Told) -> list[int]:
    """Return how grave the verdicts are that a finding leaves possible."""
    ranks = [str(verdict) for verdict in GRAVITY]
    return [ranks.index(each) for each in told.possible]
