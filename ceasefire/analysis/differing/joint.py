"""One program that asks what two rulebooks ask: their tests side by side, over the same cells."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.space import Verdicts
from ceasefire.program.bundles import masks_of
from ceasefire.program.cells import FiniteSlot
from ceasefire.program.formulas import (
    AllOf,
    AnyOf,
    Atom,
    Formula,
    NotOf,
    all_of,
    any_of,
    not_of,
)
from ceasefire.program.program import Program
from ceasefire.program.sets import SetSlot

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from ceasefire.analysis.differing.sharing import Sharing
    from ceasefire.analysis.differing.spots import Spot
    from ceasefire.program.bundles import Signature
    from ceasefire.program.cells import Slot

__all__ = ["IMPOSSIBLE", "VERDICTS", "Half", "Joint"]

VERDICTS: Final = ("excluded", "covered", "violating")
IMPOSSIBLE: Final = "impossible"
"""What is said of a world that a rulebook declares impossible."""

PARTIES: Final = frozenset({"party", "parties"})


class Joint(Program):
    """The cells of two programs: two worlds share one where no test of either tells them apart.

    Parties, categories and questions are those that both share. Where places differ, the
    place is one of some ``spots``.
    """

    def __init__(self, sharing: Sharing, spots: Sequence[Spot] | None) -> None:
        """Take what is shared, and spots for what is not; tests come with the halves."""
        self.sharing = sharing
        self.spots = None if spots is None else {spot.id: spot for spot in spots}
        old = sharing.old.rulebook
        same_zone = old.timezone == sharing.new.rulebook.timezone
        super().__init__(
            replace(
                old,
                timezone=old.timezone if same_zone else "UTC",
                taxonomy=sharing.taxonomy,
                parties=sharing.party_records,
                places=old.places if spots is None else {},
                questions=sharing.question_records,
                readings={},
                presumptions={**sharing.new.rulebook.presumptions, **old.presumptions},
                impossible=(),
                instruments={},
                patterns={},
            )
        )

    def _make(self, name: str) -> Slot:
        if name == "where" and self.spots is not None:
            return FiniteSlot(name, tuple(self.spots))
        return super()._make(name)

    def test(self, name: str, test: Hashable) -> Atom:
        """Return the formula of a test of a field or question."""
        slot = self._slot(name)
        return Atom(slot, self.slots[slot].bit(test))


class Half:
    """One of two programs, in the cells of both.

    ``breaches``, ``inside`` and ``impossible`` are those of the program;
    ``verdicts`` has for each verdict that a world has it and is possible.
    """

    def __init__(self, joint: Joint, program: Program, side: str) -> None:
        """Take the program of a side, ``old`` or ``new``."""
        self.joint = joint
        self.program = program
        self.side = side
        self._known: dict[Formula, Formula] = {}
        own = Verdicts(program)
        self.own = own
        self.breaches = {key: self.translated(each) for key, each in own.breaches.items()}
        self.inside = {key: self.translated(each) for key, each in own.inside.items()}
        self.impossible = tuple(dict.fromkeys(map(self.translated, program.impossible)))

    @cached_property
    def barred(self) -> Formula:
        """That a world is declared impossible."""
        return any_of(self.impossible)

    @cached_property
    def possible(self) -> Formula:
        """That a world is not declared impossible."""
        return not_of(self.barred)

    @cached_property
    def verdicts(self) -> Mapping[str, Formula]:
        """That a world is possible and has a verdict, or that it is impossible."""
        possible = self.possible
        violating = any_of(dict.fromkeys(self.breaches.values()))
        reached = any_of(dict.fromkeys(self.inside.values()))
        return {
            "excluded": all_of((not_of(reached), possible)),
            "covered": all_of((reached, not_of(violating), possible)),
            "violating": all_of((violating, possible)),
            IMPOSSIBLE: self.barred,
        }

    def name(self, text: str, provision: str) -> str:
        """Return a provision by the instrument that first states it."""
        stated = self.program.rulebook.instruments[text].provisions
        found = next(item for item in stated if item.id == provision)
        return f"{found.origin or text}.{provision}"

    # --- one field fixed ---

    @cached_property
    def own_verdicts(self) -> Mapping[str, Formula]:
        """The verdicts over the cells of this program alone."""
        barred = any_of(self.program.impossible)
        found = {verdict: self.own.of(verdict) for verdict in VERDICTS}
        return {
            **{key: all_of((each, not_of(barred))) for key, each in found.items()},
            IMPOSSIBLE: barred,
        }

    def given(self, field: str, cell: Signature) -> Mapping[str, Formula]:
        """Return the verdicts, over the cells of both, where a field has a cell of this side."""
        if field not in self.program.index:
            return self.verdicts
        view = [(0, -1)] * len(self.program.slots)
        view[self.program.index[field]] = masks_of((cell,))
        return {
            verdict: self.translated(each.given(view))
            for verdict, each in self.own_verdicts.items()
        }

    # --- translation ---

    def translated(self, formula: Formula) -> Formula:
        """Return a formula of the program over the cells of both."""
        match formula:
            case AllOf(parts):
                return all_of(map(self._remembered, parts))
            case AnyOf(parts):
                return any_of(map(self._remembered, parts))
            case NotOf(part):
                return not_of(self._remembered(part))
            case Atom():
                return self._remembered(formula)
            case _:
                return formula

    def _remembered(self, formula: Formula) -> Formula:
        found = self._known.get(formula)
        if found is None:
            found = self._atom(formula) if isinstance(formula, Atom) else self.translated(formula)
            self._known[formula] = found
        return found

    def _atom(self, atom: Atom) -> Formula:
        slot = self.program.slots[atom.slot]
        return self.joint.test(
            self.field(slot.name), self.test(slot, slot.tests[atom.bit.bit_length() - 1])
        )

    def field(self, name: str) -> str:
        """Return the name that a field or question has among those of both."""
        if name.startswith("?"):
            return f"?{self.joint.sharing.question(self.side, name[1:])}"
        return name

    def test(self, slot: Slot, test: Any) -> Hashable:  # noqa: ANN401  (tests are of any type)
        """Return what a test asks of the values that both know."""
        if slot.name == "where" and self.joint.spots is not None:
            return frozenset(
                key
                for key, spot in self.joint.spots.items()
                if any(self.program.places.member(p, spot.signs[self.side]) for p in test)
            )
        if self._asks_parties(slot):
            return frozenset(filter(None, map(self.party, test)))
        found: Hashable = test
        return found

    def _asks_parties(self, slot: Slot) -> bool:
        if not isinstance(slot, FiniteSlot | SetSlot) or slot.name.startswith("?"):
            return False
        return self.program.taxonomy.fields[slot.name].type in PARTIES

    def party(self, atom: str) -> str | None:
        """Return a party under its shared id, or nothing where it is not shared."""
        shared = self.joint.sharing.parties
        if self.side == "new":
            return shared.get(atom)
        return atom if atom in self._kept else None

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(self.joint.sharing.parties.values())

    # --- answers ---

    def answers(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return answers of this side under the names of both."""
        sharing = self.joint.sharing
        return {sharing.question(self.side, key): answer for key, answer in given.items()}

    def own_answers(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return, of answers under the names of both, those to the questions of this side."""
        sharing = self.joint.sharing
        named = {sharing.question(self.side, key): key for key in self.program.rulebook.questions}
        return {named[key]: answer for key, answer in given.items() if key in named}
