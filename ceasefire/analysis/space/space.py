"""The space of all worlds of a program, and what is found in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from ceasefire.analysis.space.sat import Sat
from ceasefire.analysis.space.saying import Sayer
from ceasefire.analysis.space.search import STEPS, Budget, Maker, Spent, search
from ceasefire.analysis.space.verdicts import Verdicts
from ceasefire.analysis.space.widening import Slots, Widening
from ceasefire.engines.reference.states import State
from ceasefire.errors import MissingExtraError
from ceasefire.program.bundles import masks_of
from ceasefire.program.cells import FiniteSlot, NumberSlot, PlaceSlot, TimeSlot
from ceasefire.program.formulas import NEVER, all_of, any_of, not_of
from ceasefire.program.sets import SetSlot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.program.bundles import Signature
    from ceasefire.program.cells import Slot
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell

__all__ = ["Found", "Solver", "Space"]

Solver = Literal["boxes", "sat", "auto"]

LAST: Final = ("verification", "target", "actor", "where", "when", "kind")
"""The fields that an example is likeliest to state, the likeliest last."""


class Space:
    """Every world of a program: one act of one actor and one target, an incident, possible.

    What is shown of these worlds holds of every event: an event of several actors, targets or
    parts takes the gravest of the verdicts that such acts have, and one with doubts those of
    several worlds. Formulas are those of the program; to ask about further conditions, give
    them to :meth:`~ceasefire.program.program.Program.formula` before the space is made, as
    cells are cut once.

    ``solver`` is what searches: boxes, a SAT solver (where it can), or by ``auto`` boxes and,
    where these take too many steps and there is one, a SAT solver.
    """

    solver: Solver = "boxes"

    def __init__(self, program: Program) -> None:
        """Take the program, of which no further condition will be asked."""
        self.program = program
        self.verdicts = Verdicts(program)
        self.cells: tuple[tuple[AnyCell, ...], ...] = tuple(
            every_cell(program, slot) for slot in program.slots
        )

    @cached_property
    def state(self) -> State:
        """All worlds, with every question open."""
        cells = tuple(tuple(cell.signature for cell in each) for each in self.cells)
        return State(cells, tuple(map(masks_of, cells)))

    @cached_property
    def barred(self) -> Formula:
        """That the rulebook declares a world impossible."""
        return any_of(self.program.impossible)

    def answered(self, answers: Mapping[str, str], state: State | None = None) -> State:
        """Return the worlds in which some questions have these answers.

        Raises :class:`KeyError` for a question or an answer that there is none of.
        """
        found = self.state if state is None else state
        for question, answer in answers.items():
            number = self.program.index[f"?{question}"]
            slot = self.program.slots[number]
            assert isinstance(slot, FiniteSlot)  # noqa: S101  (how programs are made)
            if answer not in slot.values:
                raise KeyError(answer)
            found = found.narrowed(number, (slot.signature(answer),))
        return found

    def find(
        self,
        wanted: Formula,
        *,
        answers: Mapping[str, str] | None = None,
        within: State | None = None,
        steps: int | Budget = STEPS,
    ) -> Found | None:
        """Return possible worlds that all satisfy a formula, or ``None`` where there are none.

        ``answers`` settles questions; all others are open, so that ``None`` holds under any
        answers to them. ``within`` leaves some worlds only. ``steps`` is how many boxes may be
        looked at, or what is left of a budget that several questions share. Raises
        :class:`Spent` where they do not suffice, which says nothing of what there is.
        """
        state = self.answered(answers or {}, within)
        wanted = all_of((self.program.incident, wanted))
        real = all_of((wanted, not_of(self.barred)))
        found = self._searched(real, state, steps)
        if found is None:
            return None
        return Found(self, found, self._widened(found, state, real, wanted), state)

    def satisfiable(
        self,
        wanted: Formula,
        *,
        answers: Mapping[str, str] | None = None,
        within: State | None = None,
        steps: int | Budget = STEPS,
    ) -> bool:
        """Return whether some possible world satisfies a formula, as :meth:`find` tells it.

        To tell no more takes less time.
        """
        state = self.answered(answers or {}, within)
        real = all_of((self.program.incident, wanted, not_of(self.barred)))
        return self._searched(real, state, steps) is not None

    def _searched(self, real: Formula, state: State, steps: int | Budget) -> State | None:
        budget = steps if isinstance(steps, Budget) else Budget(steps)
        maker = self._maker
        if not maker.knows(state):
            return search(real, state, budget)
        if self.solver == "sat":
            return search(real, state, budget, maker, self._sat)
        if self.solver == "boxes":
            return search(real, state, budget, maker)
        allowed = Budget(budget.left)
        try:
            return search(real, state, budget, maker)
        except Spent:
            if self._sat is None:
                raise
        found = search(real, state, allowed, maker, self._sat)
        budget.left = allowed.left
        return found

    @cached_property
    def _sat(self) -> Sat | None:
        """A SAT solver; none where a slot is wide, or where there is none and none is needed."""
        if not Sat.suits(self._maker):
            return None
        try:
            return Sat(self._maker)
        except MissingExtraError:
            if self.solver == "sat":
                raise
            return None

    @cached_property
    def _maker(self) -> Maker:
        return Maker(self.state.cells)

    def _widened(self, found: State, whole: State, real: Formula, wanted: Formula) -> State:
        """Return worlds that have what is wanted, or are impossible, and need little to be said.

        What an event leaves unsaid may be presumed to be so, of which all worlds had better be
        possible; of other fields some are enough, as those found are.
        """
        presumed = self.program.rulebook.presumptions
        names = [slot.name for slot in self.program.slots]
        if presumed:
            strictly = Widening(real, NEVER, whole, self._slots)
            for number in self._order:
                if names[number] in presumed:
                    found = strictly.widened(found, number)
        loosely = Widening(wanted, self.barred, whole, self._slots)
        for number in self._order:
            if names[number] not in presumed:
                found = loosely.widened(found, number)
        return found

    @cached_property
    def _slots(self) -> Slots:
        return Slots()

    @cached_property
    def _order(self) -> list[int]:
        """The slots, those first that an example had better leave open."""
        names = [slot.name for slot in self.program.slots]
        rank = {name: place for place, name in enumerate(LAST, 1)}
        return sorted(
            range(len(names)),
            key=lambda number: (names[number][0] != "?", rank.get(names[number], 0), number),
        )

    @cached_property
    def sayer(self) -> Sayer:
        """What puts cells into the words of a report."""
        return Sayer(self.program)


class Found:
    """Worlds that answer a question; those that are possible all have what was asked for."""

    def __init__(self, space: Space, box: State, state: State, whole: State) -> None:
        """Take the space, and worlds: those found, more like them, and all that were looked at.

        Of those that are like them, some may be impossible.
        """
        self.space = space
        self.box = box
        self.state = state
        self.whole = whole

    @cached_property
    def answers(self) -> dict[str, str]:
        """The answers to open questions that this takes; under any to the others it is so."""
        found = {}
        for number, slot in enumerate(self.space.program.slots):
            left = self.state.cells[number]
            if slot.name.startswith("?") and left != self.whole.cells[number]:
                assert isinstance(slot, FiniteSlot)  # noqa: S101  (how programs are made)
                found[slot.name[1:]] = next(v for v in slot.values if slot.signature(v) in left)
        return found

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that matter: what is said of others changes nothing."""
        program = self.space.program
        return tuple(
            name
            for name, slot in program.field_slots
            if self.state.cells[slot] != self.space.state.cells[slot]
        )

    @cached_property
    def _said(self) -> tuple[dict[str, Any], tuple[str, ...]]:
        left = {
            name: self._left(slot)
            for name, slot in self.space.program.field_slots
            if name in {"kind", "when", *self.fields}
        }
        return self.space.sayer.said(left)

    def _left(self, slot: int) -> list[AnyCell]:
        """Return the cells that are left of a slot, or, where they are parts of lumps, these.

        What need not be said is said of worlds that are all possible.
        """
        kept: set[Signature] = set(self.box.cells[slot])
        found = [cell for cell in self.space.cells[slot] if cell.signature in kept]
        known = {cell.signature for cell in found}
        return [*found, *(self.space.sayer.lump(slot, key) for key in kept - known)]

    @property
    def exact(self) -> bool:
        """Whether the event says just this; else what :attr:`unsaid` names stays open in it."""
        return not self.unsaid

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The fields whose value no report can state, such as one of too many parties."""
        return self._said[1]

    def event(self, name: str = "witness") -> dict[str, Any]:
        """Return these worlds as a native event that states no more than it takes.

        ``name`` is its id. Times are local, with an offset where these are not enough.
        """
        return {"id": name, **self._said[0]}


def every_cell(program: Program, slot: Slot) -> tuple[AnyCell, ...]:
    """Return all cells of a slot; of kinds, those of incidents alone."""
    match slot:
        case SetSlot():
            return slot.cells_of_any_set(slot.values)
        case TimeSlot():
            return slot.cells([program.horizon])
        case PlaceSlot():
            return slot.cells(program.places.everywhere())
        case NumberSlot():
            return slot.cells([slot.stretch(None, None)])
        case FiniteSlot():
            values: Iterable[str] = slot.values
            if slot.name == "kind":
                values = filter(program.taxonomy.kinds.incident, values)
            return slot.cells(values)
    raise AssertionError(slot)
