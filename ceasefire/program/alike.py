"""Which events a program cannot tell apart, found without casting each into boxes.

Feeds say the same again and again, at other times and of what no test asks. What an event
says of each field is read once and numbered by the cells it comes to; events whose fields
have the same numbers, at times that pass the same tests and in which names mean the same,
are decided alike.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.program.accounts import Facts
from ceasefire.program.binding import LATER, Account, Binder, Case
from ceasefire.program.boxes import Box, Variable, acts_of, begun, rivals
from ceasefire.program.bundles import every
from ceasefire.program.casting import Caster
from ceasefire.program.cells import Cell, TimeSlot
from ceasefire.program.claims import ANYTHING, ClaimError, presumed
from ceasefire.program.formulas import ALWAYS, Atom
from ceasefire.program.sides import ROLES, Side, facing
from ceasefire.program.told import UnlikeError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from ceasefire.program.cells import Interval
    from ceasefire.program.claims import Claim
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell
    from ceasefire.program.sides import Facing
    from ceasefire.program.told import Told

__all__ = ["Alike", "Sorter"]

MOST_SAID: Final = 16384
"""So many values of fields, and as many numbers of cells, are remembered."""


class Alike(NamedTuple):
    """What of an event decides: events of equal ``key`` have the same cells throughout.

    ``told`` is the event, ``notes`` what is to be noted of how it was read, ``said`` what it
    comes to: first of who faces whom.
    """

    key: Hashable
    told: Told
    notes: tuple[str, ...]
    said: tuple[Said, ...]


class Said(NamedTuple):
    """What a value comes to: a number, 0 if no test asks, and what is to be noted of it.

    ``cells`` are those of fields; what is said of actor and target comes to who is ``facing``
    whom.
    """

    number: int
    notes: tuple[str, ...]
    cells: tuple[tuple[str, tuple[AnyCell, ...]], ...] = ()
    facing: Facing | None = None


class Sorter:
    """Tells which events are alike under one program.

    Events of rival coalitions or of no incident are not looked at; nor are those that have
    faults.
    """

    def __init__(self, program: Program) -> None:
        """Take the program."""
        self.program = program
        self._said: dict[Hashable, Said] = {}
        self._numbers: dict[Hashable, int] = {}
        self._next = count(1)

    def sort(self, told: Told, as_of: int | None) -> Alike | None:
        """Return what of an event decides, or nothing where it must be looked at by itself."""
        try:
            return self._sort(told, as_of)
        except (ClaimError, UnlikeError):
            return None

    def _sort(self, told: Told, as_of: int | None) -> Alike:
        known = self._said.get
        found = [
            known(told.sides) or self._sides(told),
            known(told.stated) or self._absent(told),
            *[known(key) or self._value(key, field, raw, told) for key, field, raw in told.fields],
        ]
        notes = [note for said in found for note in said.notes]
        if not told.plain:
            notes += self._strays(told)
        if as_of is not None and told.span[0] > as_of:
            notes.append(LATER)
        numbers = tuple([said.number for said in found if said.number])
        key = (told.epoch, reduced(self._moments(told.span)), numbers)
        return Alike(key, told, tuple(sorted(set(notes))) if notes else (), tuple(found))

    def case(self, alike: Alike, answers: Mapping[str, str]) -> Case:
        """Return the case of an event that was sorted, put together from what it says."""
        fields = self.program.taxonomy.fields
        stated = {key: value for key, value in alike.told.facts.items() if key in fields}
        facts = Facts(stated, stated=True)
        box = self._box(alike, answers)
        return Case((Account(facts, (box,), incident=True),), alike.notes)

    def _box(self, alike: Alike, answers: Mapping[str, str]) -> Box:
        program = self.program
        table, numbers = begun(program, answers)
        cells = {field: each for said in alike.said for field, each in said.cells}
        cells["when"] = self._moments(alike.told.span)
        for field, slot in program.field_slots:
            if field not in ROLES:
                variable = Variable(slot, field, "", cells[field])
                numbers[slot] = table.add((field,), variable, shared=False)
        facing = alike.said[0].facing
        assert facing is not None  # noqa: S101  (it comes first)
        places = [each.added(table, shared=False) for each in facing.participants]
        incident = program.incident if False in self._incidents(cells["kind"]) else ALWAYS
        acts = acts_of(program, 0, facing, (places, numbers), incident)
        return Box(tuple(table.variables), tuple(acts))

    def _incidents(self, cells: Iterable[AnyCell]) -> set[bool]:
        """Return whether what a kind may be is an incident, and is none."""
        incident = self.program.incident
        assert isinstance(incident, Atom)  # noqa: S101  (how programs are made)
        return {bool(every(cell.signature) & incident.bit) for cell in cells}

    def _moments(self, time: Interval) -> tuple[Cell, ...]:
        slot = self.program.slots[self.program.time]
        assert isinstance(slot, TimeSlot)  # noqa: S101  (how programs are made)
        return slot.cells((time,))

    # --- what is said ---

    def _value(self, key: Hashable, field: str, raw: object, told: Told) -> Said:
        caster = Caster(self.program)
        said = self._cast(caster, field, caster.claim(field, raw), told.span[0])
        return self._kept(key, said)

    def _cast(self, caster: Caster, field: str, claim: Claim, instant: int) -> Said:
        if field not in self.program.index:
            return Said(0, tuple(caster.notes))
        cells = caster.cells(field, claim, instant)
        if field == "kind" and True not in self._incidents(cells):
            raise UnlikeError
        number = self._number((field, reduced(cells)))
        return Said(number, tuple(caster.notes), ((field, cells),))

    def _absent(self, told: Told) -> Said:
        """Return a number for what is not stated, and what is to be noted of presumptions."""
        caster = Caster(self.program)
        missing = [
            field
            for field, _ in self.program.field_slots
            if field not in told.facts and field != "when" and field not in ROLES
        ]
        cells = tuple(
            (field, caster.cells(field, self._unstated(caster, field), told.span[0]))
            for field in missing
        )
        said = Said(self._number(tuple(missing)), tuple(caster.notes), cells)
        return self._kept(told.stated, said)

    def _unstated(self, caster: Caster, field: str) -> Claim:
        item = self.program.rulebook.presumptions.get(field)
        return ANYTHING if item is None else caster.claim(field, presumed(item.value))

    def _sides(self, told: Told) -> Said:
        caster = Caster(self.program)
        raws = [(role, told.facts.get(role)) for role in ROLES]
        claims = [
            self._unstated(caster, role) if raw is None else caster.claim(role, raw)
            for role, raw in raws
        ]
        if any(len(rivals(claim)) > 1 for claim in claims):
            raise UnlikeError
        sides = [Side(0, claim) for claim in claims]
        found = facing(self.program, sides, told.span[0], alone=True)
        said: Hashable = tuple(claims)
        if len(found.participants) == len(ROLES):
            # One against one: their names decide nothing beyond their cells.
            said = tuple(reduced(each.variable.cells) for each in found.participants)
        number = self._number((ROLES, said))
        return self._kept(told.sides, Said(number, (*caster.notes, *found.notes), facing=found))

    def _strays(self, told: Told) -> Iterable[str]:
        binder = Binder(told.event, self.program, {})
        binder.check_keys()
        if binder.problems:
            raise UnlikeError
        return binder.caster.notes

    # --- what is remembered ---

    def _number(self, cells: Hashable) -> int:
        """Return a number that nothing else has, nor ever had."""
        number = self._numbers.get(cells)
        if number is None:
            if len(self._numbers) >= MOST_SAID:
                self._numbers.clear()
            number = self._numbers[cells] = next(self._next)
        return number

    def _kept(self, key: Hashable, said: Said) -> Said:
        if len(self._said) >= MOST_SAID:
            self._said.clear()
        self._said[key] = said
        return said


def reduced(cells: tuple[AnyCell, ...]) -> Hashable:
    """Return what of the cells of a variable decides, and what may be told of them.

    Where there is but one, no doubt is told of, and its values make no difference.
    """
    return cells[0].signature if len(cells) == 1 and isinstance(cells[0], Cell) else cells
