"""The meaning: what a rulebook says of a world, sentence by sentence.

This module transcribes section 2 of the design; every other engine must agree
with it. It is written over formulas of three-valued logic, so that one text
serves twice: asked about one world it gives one verdict; asked about many worlds
at once it gives every verdict that some of them may have (and perhaps more, which
is why :mod:`~ceasefire.engines.reference.search` then splits them).

Sets of verdicts are bit masks of :data:`EXCLUDED`, :data:`COVERED` and
:data:`VIOLATING`, where ``excluded < covered < violating``. A world of no incident
has no verdict: :data:`NOTHING`, which is less than any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.program.formulas import (
    ALWAYS,
    Formula,
    View,
    all_of,
    any_of,
    left_of,
    not_of,
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.program.formulas import Atom, Residues, Truths
    from ceasefire.program.program import Clause, Program, Text

__all__ = [
    "ALL",
    "COVERED",
    "EXCLUDED",
    "NOTHING",
    "VERDICTS",
    "VIOLATING",
    "Law",
    "World",
    "gravest",
    "highest",
    "laws_of",
    "several",
    "union",
]

NOTHING: Final = 1
EXCLUDED: Final = 2
COVERED: Final = 4
VIOLATING: Final = 8
VERDICTS: Final = EXCLUDED | COVERED | VIOLATING
ALL: Final = NOTHING | VERDICTS

World = View
"""What one act sees of the worlds at hand."""


# --- one world, one instrument ----------------------------------------------------


def reached(text: Text) -> Formula:
    """Return sentence 1, *reached?*.

    The instant lies in an in-force window, the place in its area, the actor among
    the bound, and its ``if`` answers hold.
    """
    return all_of((text.time, text.place, text.actor, text.answers))


def excluded_by(clauses: Iterable[Clause]) -> Formula:
    """Return sentence 2: any ``exclude`` provision matches."""
    return any_of(clause.matches for clause in clauses)


def lifted(prohibition: Clause) -> Formula:
    """Return that a matching ``permit`` lifts the prohibition."""
    return any_of(permit.matches for permit in prohibition.lifted_by)


def breached(prohibition: Clause) -> Formula:
    """Return sentence 3: a ``prohibit`` provision matches that no matching permit lifts."""
    return all_of((prohibition.matches, not_of(lifted(prohibition))))


class Law(NamedTuple):
    """One instrument as formulas, in the order in which they are asked."""

    text: Text
    reached: Formula
    excluded: Formula
    breached: Formula
    grounds: Mapping[str, Formula]

    @classmethod
    def of(cls, text: Text, compliant: Formula) -> Law:
        """Return the formulas of an instrument; ``compliant`` tests the kind of act."""
        law = cls(
            text,
            reached(text),
            excluded_by(text.excludes),
            any_of(map(breached, text.prohibits)),
            {},
        )
        return law._replace(grounds=grounds(law, compliant))

    def verdicts(self, world: World, known: Truths | None = None) -> int:
        """Return the verdicts that the instrument may give.

        Not reached: **excluded**. Reached, but excluded by a provision:
        **excluded**. Else breached: **violating**. Otherwise: **covered**. What other
        instruments were asked of the same world is ``known``.
        """
        truths: Truths = {} if known is None else known
        inside = truth_of(self.reached, world, truths)
        if inside is False:
            return EXCLUDED
        out = truth_of(self.excluded, world, truths)
        if out is True:
            return EXCLUDED
        breach = truth_of(self.breached, world, truths)
        found = EXCLUDED if inside is None or out is None else 0
        if breach is not False:
            found |= VIOLATING
        if breach is not True:
            found |= COVERED
        return found

    def only(self, where: Formula) -> Law:
        """Return the law for some worlds alone: it reaches nothing in others."""
        if where == ALWAYS:
            return self
        return self._replace(reached=all_of((self.reached, where)))

    def given(self, world: World, truths: Truths, known: Residues) -> Law:
        """Return the law with what the world settles already worked out.

        What instruments have in common they have in common afterwards: ``truths`` and
        ``known`` are what others were found to be in the same world.
        """
        return self._replace(
            reached=left_of(self.reached, world, truths, known),
            excluded=left_of(self.excluded, world, truths, known),
            breached=left_of(self.breached, world, truths, known),
        )

    def pivot(self, world: World) -> Atom | None:
        """Return an open test that the verdict hangs on."""
        for formula in (self.reached, self.excluded, self.breached):
            atom = formula.pivot(world)
            if atom is not None:
                return atom
        return None


def laws_of(program: Program) -> tuple[Law, ...]:
    """Return every instrument as formulas."""
    return tuple(Law.of(text, program.compliant) for text in program.texts)


# --- one world --------------------------------------------------------------------


def gravest(first: int, second: int) -> int:
    """Return the verdicts that the graver of two verdicts may be.

    One world takes the gravest verdict over the instruments; an act of several
    actors or targets the gravest over the pairs; an event with parts the gravest
    over the parts.
    """
    least = max(first & -first, second & -second)
    return (first | second) & ~(least - 1)


def highest(verdicts: int) -> int:
    """Return the gravest verdict of a set that is not empty."""
    return 1 << (verdicts.bit_length() - 1)


def union(masks: Iterable[int]) -> int:
    """Return the union of sets of verdicts."""
    result = 0
    for mask in masks:
        result |= mask
    return result


def several(verdicts: int) -> bool:
    """Return whether a set has more than one verdict."""
    return verdicts.bit_count() > 1


# --- grounds ------------------------------------------------------------------------


def grounds(law: Law, compliant: Formula) -> dict[str, Formula]:
    """Return why an instrument says *excluded* or *covered*, by ground.

    Not reached: ``time``, ``place``, ``actor``, ``question``; several may hold.
    Excluded by a provision: its name. Covered: ``permitted`` (a permit lifted a
    prohibition), else ``compliant`` (a kind of compliance), else ``unregulated``.
    """
    text = law.text
    found = {
        "time": not_of(text.time),
        "place": not_of(text.place),
        "actor": not_of(text.actor),
        "question": not_of(text.answers),
    }
    for clause in text.excludes:
        found[clause.provision.id] = all_of((law.reached, clause.matches))
    inside = (law.reached, not_of(law.excluded), not_of(law.breached))
    permitted = any_of(all_of((clause.matches, lifted(clause))) for clause in text.prohibits)
    found["permitted"] = all_of((*inside, permitted))
    found["compliant"] = all_of((*inside, not_of(permitted), compliant))
    found["unregulated"] = all_of((*inside, not_of(permitted), not_of(compliant)))
    return found
