"""What every instrument that matters says of the stated facts, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VERDICTS, VIOLATING, Law, lifted
from ceasefire.engines.reference.seeking import Search
from ceasefire.findings.finding import InstrumentReason, ProvisionReason, Verdict
from ceasefire.program.bundles import seen
from ceasefire.program.formulas import ALWAYS, Formula, all_of, not_of
from ceasefire.program.glimpses import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.reference.arena import Arena
    from ceasefire.program.program import Clause, Program
    from ceasefire.rulebook.model import Citation, Rulebook

__all__ = ["Questions", "citations", "reasons"]

MOST_TOLD: Final = 1024
"""So many times it is remembered what an instrument says."""

AFAR = ("question", "time", "place")

NAMED = ((EXCLUDED, Verdict.EXCLUDED), (COVERED, Verdict.COVERED), (VIOLATING, Verdict.VIOLATING))

EVIDENCE = {
    "known": " [from general knowledge, not re-read]",
    "unsure": " [weakly sourced]",
}


def reasons(
    program: Program, questions: Sequence[Questions], arenas: Sequence[Arena], stated: int
) -> tuple[InstrumentReason, ...]:
    """Return a reason for each instrument, those that reach the event first.

    Instruments that time, place or the reading's answers keep away are left out where
    another one does not stay away; where all do, those that come nearest are told. With
    no verdict ``stated`` there is nothing to give reasons for.
    """
    if not stated & VERDICTS:
        return ()
    near = [each for each in questions if not far(each, arenas)]
    told = [each.told(program, arenas) for each in near]
    kept = [item for item in told if item is not None]
    if not kept:
        found = [Telling(program, each, arenas).reason() for each in questions]
        nearest = min(map(distance, found), default=0)
        kept = [item for item in found if distance(item) == nearest]
    return tuple(sorted(kept, key=lambda item: item.possible == {Verdict.EXCLUDED}))


def far(questions: Questions, arenas: Sequence[Arena]) -> bool:
    """Return whether it shows at once that an instrument is away from all that was done."""
    grounds = (questions.grounds[name].holds for name in AFAR if name in questions.grounds)
    return any(all(arena.surely(ground) for arena in arenas) for ground in grounds)


def distance(item: InstrumentReason) -> int:
    """Return how many grounds keep an instrument away, or may."""
    return len(item.grounds) + len(item.perhaps) + len(item.partly)


class Question(NamedTuple):
    """A formula, and what holds where it does not."""

    holds: Formula
    fails: Formula

    @classmethod
    def of(cls, formula: Formula) -> Question:
        """Return the question whether a formula holds."""
        return cls(formula, not_of(formula))


class Questions:
    """What is asked of one instrument, put into formulas once for all events."""

    def __init__(self, law: Law, impossible: Sequence[Formula]) -> None:
        """Take the instrument, and what no world satisfies."""
        self.law = law
        self.grounds = {name: Question.of(formula) for name, formula in law.grounds.items()}
        inside = (law.reached, not_of(law.excluded))
        self.clauses = [
            *((clause, self.grounds[clause.provision.id], None) for clause in law.text.excludes),
            *(
                (clause, self._met(inside, clause), self._met((*inside, lifted(clause)), clause))
                for clause in law.text.prohibits
            ),
            *((clause, self._met(inside, clause), None) for clause in law.text.permits),
        ]
        asked = (law.reached, law.excluded, law.breached, *impossible)
        told = (each.holds for _, each, _ in self.clauses)
        self._bits = bits_of((*asked, *told, *(each.holds for each in self.grounds.values())))
        self._told: dict[object, InstrumentReason | None] = {}

    def told(self, program: Program, arenas: Sequence[Arena]) -> InstrumentReason | None:
        """Return what the instrument says unless it stays away.

        That is worked out once for boxes of one act in which its tests see the same.
        """
        if any(len(arena.box.acts) > 1 for arena in arenas):
            return self._said(program, arenas)
        key = tuple([self._seen(arena) for arena in arenas])
        if key not in self._told:
            if len(self._told) >= MOST_TOLD:
                self._told.clear()
            self._told[key] = self._said(program, arenas)
        return self._told[key]

    def _said(self, program: Program, arenas: Sequence[Arena]) -> InstrumentReason | None:
        telling = Telling(program, self, arenas)
        return None if telling.away else telling.reason()

    def _seen(self, arena: Arena) -> tuple[object, ...]:
        """Return what its tests see of a box of one act."""
        (act,) = arena.box.acts
        cells = arena.state.cells
        return act.incident, *[
            frozenset([seen(cell, bits) for cell in cells[act.variables[slot]]])
            for slot, bits in self._bits.items()
        ]

    @staticmethod
    def _met(reach: Sequence[Formula], clause: Clause) -> Question:
        return Question.of(all_of((*reach, clause.matches)))


class Telling:
    """What one instrument alone says, worked out as far as it is asked for."""

    def __init__(self, program: Program, questions: Questions, arenas: Sequence[Arena]) -> None:
        """Take the instrument and the boxes of the stated facts."""
        self.program = program
        self.questions = questions
        self.law = questions.law
        self._own = [arena.under(self.law) for arena in arenas]
        self._truth = Truth(self._own)
        self._mask = 0
        for arena in self._own:
            self._mask |= arena.verdicts()

    @property
    def away(self) -> bool:
        """Whether time, place or the reading's answers keep the instrument from the event."""
        grounds = self.questions.grounds
        return self._mask == EXCLUDED and any(
            self._truth(grounds[name]) in {"yes", "open"} for name in AFAR if name in grounds
        )

    def reason(self) -> InstrumentReason:
        """Return all of it."""
        source = self.law.text.source
        found = {}
        if self._mask & (EXCLUDED | COVERED):
            found = {name: self._truth(each) for name, each in self.questions.grounds.items()}
        return InstrumentReason(
            source.id,
            source.title,
            frozenset(verdict for bit, verdict in NAMED if self._mask & bit),
            tuple(name for name, held in found.items() if held == "yes"),
            tuple(name for name, held in found.items() if held == "open"),
            tuple(self._provisions()),
            citations(self.program.rulebook, source.cite),
            tuple(name for name, held in found.items() if held == "some"),
        )

    def _provisions(self) -> Iterator[ProvisionReason]:
        """Yield those that may match where the instrument may reach the event."""
        search: Search[Formula] = Search(VERDICTS, self._own, ALWAYS)
        if not search.some(self.law.reached):
            return
        for clause, met, raised in self.questions.clauses:
            matches = self._truth(met)
            if matches != "no":
                lifts = "" if raised is None else self._truth(raised)
                yield shown(self.program, clause, matches, lifts)


class Truth:
    """Says of formulas whether they hold: of an act, yes, no or open; of several, some.

    Each act is asked about alone, so that what holds of one and not of another is told
    apart from what is not known.
    """

    def __init__(self, arenas: Sequence[Arena]) -> None:
        """Take the boxes of the stated facts."""
        self.acts: list[list[Search[Formula]]] = [
            [Search(VERDICTS, [act], ALWAYS) for act in arena.each()] for arena in arenas
        ]
        self._known: dict[int, str] = {}

    def __call__(self, question: Question) -> str:
        """Return ``yes``, ``no``, ``open``, or ``some`` for some of the acts and not others.

        The question must outlive this, which knows it by its identity.
        """
        known = self._known.get(id(question))
        if known is None:
            boxes = {self._of_acts({held(act, question) for act in acts}) for acts in self.acts}
            known = self._known[id(question)] = boxes.pop() if len(boxes) == 1 else "open"
        return known

    @staticmethod
    def _of_acts(found: set[str]) -> str:
        if "open" in found:
            return "open"
        return found.pop() if len(found) == 1 else "some"


def held(search: Search[Formula], question: Question) -> str:
    """Return whether a formula holds in all worlds, in none, or in some only."""
    if not search.some(question.holds):
        return "no"
    return "open" if search.some(question.fails) else "yes"


def shown(program: Program, clause: Clause, matches: str, raised: str) -> ProvisionReason:
    """Return the reason of a provision that may match."""
    item = clause.provision
    return ProvisionReason(
        item.id,
        item.title,
        item.effect,
        matches,
        raised,
        item.severity,
        citations(program.rulebook, item.cite),
        item.origin,
    )


def citations(rulebook: Rulebook, cites: Sequence[Citation]) -> tuple[str, ...]:
    """Return citations in words: title, date, paragraph and how well it is known."""
    found = []
    for cite in cites:
        source = rulebook.sources.get(cite.source)
        if source is None:
            found.append(f"{cite.source} {cite.where}".strip())
            continue
        parts = [source.title, source.document, source.date, cite.where]
        text = ", ".join(part for part in parts if part)
        text += EVIDENCE.get(source.evidence, "")
        found.append(text)
    return tuple(found)
