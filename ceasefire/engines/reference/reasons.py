"""What every instrument that matters says of the stated facts, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VERDICTS, VIOLATING, Law, lifted
from ceasefire.engines.reference.seeking import Search
from ceasefire.findings.finding import InstrumentReason, ProvisionReason, Verdict
from ceasefire.program.formulas import ALWAYS, Formula, all_of, not_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.reference.arena import Arena
    from ceasefire.program.program import Clause, Program
    from ceasefire.rulebook.model import Citation, Rulebook

__all__ = ["citations", "reasons"]

AFAR = ("question", "time", "place")

NAMED = ((EXCLUDED, Verdict.EXCLUDED), (COVERED, Verdict.COVERED), (VIOLATING, Verdict.VIOLATING))

EVIDENCE = {
    "known": " [from general knowledge, not re-read]",
    "unsure": " [weakly sourced]",
}


def reasons(
    program: Program, laws: Sequence[Law], arenas: Sequence[Arena], stated: int
) -> tuple[InstrumentReason, ...]:
    """Return a reason for each instrument, those that reach the event first.

    Instruments that time, place or the reading's answers keep away are left out where
    another one does not stay away; where all do, those that come nearest are told. With
    no verdict ``stated`` there is nothing to give reasons for.
    """
    if not stated & VERDICTS:
        return ()
    told = [Telling(program, law, arenas) for law in laws]
    kept = [item.reason() for item in told if not item.away]
    if not kept:
        found = [item.reason() for item in told]
        nearest = min(map(distance, found), default=0)
        kept = [item for item in found if distance(item) == nearest]
    return tuple(sorted(kept, key=lambda item: item.possible == {Verdict.EXCLUDED}))


def distance(item: InstrumentReason) -> int:
    """Return how many grounds keep an instrument away, or may."""
    return len(item.grounds) + len(item.perhaps) + len(item.partly)


class Telling:
    """What one instrument alone says, worked out as far as it is asked for."""

    def __init__(self, program: Program, law: Law, arenas: Sequence[Arena]) -> None:
        """Take the instrument and the boxes of the stated facts."""
        self.program = program
        self.law = law
        self._own = [arena.under(law) for arena in arenas]
        self._truth = Truth(self._own)
        self._mask = 0
        for arena in self._own:
            self._mask |= arena.verdicts()

    @property
    def away(self) -> bool:
        """Whether time, place or the reading's answers keep the instrument from the event."""
        grounds = self.law.grounds
        return self._mask == EXCLUDED and any(
            self._truth(grounds[name]) in {"yes", "open"} for name in AFAR if name in grounds
        )

    def reason(self) -> InstrumentReason:
        """Return all of it."""
        source = self.law.text.source
        found = {}
        if self._mask & (EXCLUDED | COVERED):
            found = {name: self._truth(formula) for name, formula in self.law.grounds.items()}
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
        law, truth = self.law, self._truth
        search: Search[Formula] = Search(VERDICTS, self._own, ALWAYS)
        if not search.some(law.reached):
            return
        reach = (law.reached,)
        for clause in law.text.excludes:
            yield from shown(self.program, clause, truth(all_of((*reach, clause.matches))), "")
        for clause in law.text.prohibits:
            inside = (*reach, not_of(law.excluded), clause.matches)
            matches = truth(all_of(inside))
            raised = truth(all_of((*inside, lifted(clause)))) if matches != "no" else "no"
            yield from shown(self.program, clause, matches, raised)
        for clause in law.text.permits:
            inside = (*reach, not_of(law.excluded), clause.matches)
            yield from shown(self.program, clause, truth(all_of(inside)), "")


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

    def __call__(self, formula: Formula) -> str:
        """Return ``yes``, ``no``, ``open``, or ``some`` for some of the acts and not others."""
        boxes = {self._of_acts({held(act, formula) for act in acts}) for acts in self.acts}
        return boxes.pop() if len(boxes) == 1 else "open"

    @staticmethod
    def _of_acts(found: set[str]) -> str:
        if "open" in found:
            return "open"
        return found.pop() if len(found) == 1 else "some"


def held(search: Search[Formula], formula: Formula) -> str:
    """Return whether a formula holds in all worlds, in none, or in some only."""
    yes, no = search.some(formula), search.some(not_of(formula))
    return "open" if yes and no else "yes" if yes else "no"


def shown(program: Program, clause: Clause, matches: str, raised: str) -> list[ProvisionReason]:
    """Return the reason of a provision that may match, or nothing."""
    if matches == "no":
        return []
    item = clause.provision
    return [
        ProvisionReason(
            item.id,
            item.title,
            item.effect,
            matches,
            raised,
            item.severity,
            citations(program.rulebook, item.cite),
            item.origin,
        )
    ]


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
