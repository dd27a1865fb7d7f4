"""One program that asks what two rulebooks ask: their tests side by side, over the same cells."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.differing.forms import Forms, distinct, parts_of
from ceasefire.analysis.differing.sharing import PARTIES
from ceasefire.analysis.space import Verdicts
from ceasefire.program.cells import FiniteSlot
from ceasefire.program.formulas import ALWAYS, NEVER, AllOf, AnyOf, Atom, Formula, NotOf
from ceasefire.program.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from ceasefire.analysis.differing.sharing import Sharing
    from ceasefire.analysis.differing.spots import Spot
    from ceasefire.program.cells import Slot

__all__ = ["IMPOSSIBLE", "VERDICTS", "Half", "Joint"]

VERDICTS: Final = ("excluded", "covered", "violating")
IMPOSSIBLE: Final = "impossible"
"""What is said of a world that a rulebook declares impossible."""


class Joint(Program):
    """The cells of two programs: two worlds share one where no test of either tells them apart.

    Parties, categories and questions are those that both share. Where places differ, the
    place is one of some ``spots``. ``forms`` makes all formulas over these cells.
    """

    def __init__(self, sharing: Sharing, spots: Sequence[Spot] | None) -> None:
        """Take what is shared, and spots for what is not; tests come with the halves."""
        self.sharing = sharing
        self.spots = None if spots is None else {spot.id: spot for spot in spots}
        self.forms = Forms()
        old, new = sharing.old.rulebook, sharing.new.rulebook
        super().__init__(
            replace(
                old,
                timezone=old.timezone if old.timezone == new.timezone else "UTC",
                taxonomy=sharing.taxonomy,
                parties=sharing.party_records,
                places=old.places if spots is None else {},
                questions=sharing.question_records,
                readings={},
                presumptions={**new.presumptions, **old.presumptions},
                impossible=(),
                instruments={},
                patterns={},
            )
        )

    @cached_property
    def horizon(self) -> tuple[int, int]:
        """An interval that shows every cell of time of both."""
        old, new = self.sharing.old.horizon, self.sharing.new.horizon
        return min(old[0], new[0]), max(old[1], new[1])

    def _make(self, name: str) -> Slot:
        if name == "where" and self.spots is not None:
            return FiniteSlot(name, tuple(self.spots))
        return super()._make(name)

    def test(self, name: str, test: Hashable) -> tuple[int, int]:
        """Return the slot of a field or question, and the bit of a test of it."""
        slot = self._slot(name)
        return slot, self.slots[slot].bit(test)


class Half:
    """One of two programs, in the cells of both.

    ``breaches`` and ``inside`` are those of :class:`~ceasefire.analysis.space.Verdicts`,
    ``impossible`` what the rulebook declares so, each once.
    """

    def __init__(self, joint: Joint, program: Program, side: str) -> None:
        """Take the program of a side, ``old`` or ``new``."""
        self.joint = joint
        self.program = program
        self.side = side
        self._own = Verdicts(program)
        self._known: dict[int, Formula] = {}
        whole = self._part(self._known, None)
        self.breaches, self.inside = whole.breaches, whole.inside
        self.impossible = distinct(whole.impossible)
        self.whole = whole

    def given(self, field: str, cell: int) -> Part:
        """Return what is left of the program where a field has a cell of this side."""
        slot = self.program.index.get(field)
        return self.whole if slot is None else self._part({}, (slot, cell))

    def _part(self, known: dict[int, Formula], fixed: tuple[int, int] | None) -> Part:
        def turned(formula: Formula) -> Formula:
            found = known.get(id(formula))
            if found is None:
                found = known[id(formula)] = self._turned(formula, turned, fixed)
            return found

        own = self._own
        return Part(
            self.joint.forms,
            {key: turned(each) for key, each in own.breaches.items()},
            {key: turned(each) for key, each in own.inside.items()},
            tuple(map(turned, self.program.impossible)),
        )

    def _turned(
        self,
        formula: Formula,
        turned: Callable[[Formula], Formula],
        fixed: tuple[int, int] | None,
    ) -> Formula:
        """Return a formula over the cells of both; ``turned`` does so with its parts."""
        forms = self.joint.forms
        match formula:
            case AllOf(parts):
                return forms.all(map(turned, parts))
            case AnyOf(parts):
                return forms.any(map(turned, parts))
            case NotOf(part):
                return forms.negated(turned(part))
            case Atom(slot, bit):
                if fixed is not None and fixed[0] == slot:
                    return ALWAYS if fixed[1] & bit else NEVER
                own = self.program.slots[slot]
                test = self._test(own, own.tests[bit.bit_length() - 1])
                return forms.atom(*self.joint.test(self._field(own.name), test))
        return ALWAYS if formula == ALWAYS else NEVER

    def name(self, text: str, provision: str) -> str:
        """Return a provision by the instrument that first states it."""
        stated = self.program.rulebook.instruments[text].provisions
        found = next(item for item in stated if item.id == provision)
        return f"{found.origin or text}.{provision}"

    @cached_property
    def labels(self) -> dict[tuple[str, int], str]:
        """For parts of what an instrument says, by identity, which clause or header asks them."""
        found: dict[tuple[str, int], str] = {}
        for text in self.program.texts:
            asked = [
                (self.name(text.id, clause.provision.id), clause.matches, truth)
                for clauses, truth in (
                    (text.excludes, False),
                    (text.permits, False),
                    (text.prohibits, True),
                )
                for clause in clauses
            ]
            asked += [
                (f"{text.id} ({key})", formula, True)
                for key, formula in (
                    ("in_force", text.time),
                    ("where", text.place),
                    ("binds", text.actor),
                    ("if", text.answers),
                )
            ]
            for name, formula, truth in asked:
                turned = self._known.get(id(formula), ALWAYS)
                for part in parts_of(self.joint.forms, turned, truth=truth):
                    found.setdefault((text.id, id(part)), name)
        return found

    # --- tests ---

    def _field(self, name: str) -> str:
        """Return the name that a field or question has among those of both."""
        if name.startswith("?"):
            return f"?{self.joint.sharing.question(self.side, name[1:])}"
        return name

    def _test(self, slot: Slot, test: Any) -> Hashable:  # noqa: ANN401  (tests are of any type)
        """Return what a test asks of the values that both know."""
        if slot.name == "where" and self.joint.spots is not None:
            return frozenset(
                key
                for key, spot in self.joint.spots.items()
                if any(self.program.places.member(p, spot.signs[self.side]) for p in test)
            )
        spec = self.program.taxonomy.fields.get(slot.name)
        if spec is not None and spec.type in PARTIES:
            return frozenset(filter(None, map(self._party, test)))
        found: Hashable = test
        return found

    def _party(self, atom: str) -> str | None:
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

    # --- verdicts ---

    @property
    def possible(self) -> Formula:
        """That a world is not declared impossible."""
        return self.whole.possible

    @property
    def peaceful(self) -> Formula:
        """That no provision finds a world violating."""
        return self.whole.peaceful

    @property
    def verdicts(self) -> Mapping[str, Formula]:
        """For each verdict that a world is possible and has it, and that it is impossible."""
        return self.whole.verdicts


class Part:
    """What a program says of some worlds, in formulas over the cells of both."""

    def __init__(
        self,
        forms: Forms,
        breaches: dict[tuple[str, str], Formula],
        inside: dict[str, Formula],
        impossible: tuple[Formula, ...],
    ) -> None:
        """Take the formulas of breaches, reach and impossibility."""
        self.forms = forms
        self.breaches = breaches
        self.inside = inside
        self.impossible = impossible

    @cached_property
    def possible(self) -> Formula:
        """That a world is not declared impossible."""
        return self.forms.negated(self.forms.any(self.impossible))

    @cached_property
    def peaceful(self) -> Formula:
        """That no provision finds a world violating."""
        return self.forms.negated(self.forms.any(self.breaches.values()))

    @cached_property
    def verdicts(self) -> Mapping[str, Formula]:
        """For each verdict that a world is possible and has it, and that it is impossible."""
        forms = self.forms
        reached = forms.any(self.inside.values())
        return {
            "excluded": forms.all((forms.negated(reached), self.possible)),
            "covered": forms.all((reached, self.peaceful, self.possible)),
            "violating": forms.all((forms.negated(self.peaceful), self.possible)),
            IMPOSSIBLE: forms.any(self.impossible),
        }
