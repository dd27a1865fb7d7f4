"""Which events a program cannot tell apart, found without casting each into boxes.

Feeds say the same again and again, at other times and of what no test asks. What an event
says of each field is read once and numbered by the cells it comes to; events whose fields
have the same numbers, at times that pass the same tests and in which names mean the same,
are decided alike.
"""

from __future__ import annotations

from itertools import count
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.program.accounts import Facts
from ceasefire.program.binding import LATER, Account, Binder, Case
from ceasefire.program.boxes import Box, Variable, acts_of, begun, rivals
from ceasefire.program.bundles import every, masks_of
from ceasefire.program.casting import Caster
from ceasefire.program.cells import Cell, TimeSlot
from ceasefire.program.claims import ANYTHING, ClaimError, presumed
from ceasefire.program.formulas import ALWAYS, NEVER, Atom
from ceasefire.program.sides import ROLES, Side, facing
from ceasefire.program.told import UnlikeError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from ceasefire.program.automaton import Automaton
    from ceasefire.program.bundles import Masks
    from ceasefire.program.cells import Interval
    from ceasefire.program.claims import Claim
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell
    from ceasefire.program.sides import Facing
    from ceasefire.program.told import Told

__all__ = ["Alike", "Sorter"]

MOST_SAID: Final = 16384
"""So many values of fields, and as many numbers of cells, are remembered."""

MOST_OPEN: Final = 16
"""So many worlds may be left open at most by events that share what is made of them.

What is asked of so few is always found out, whatever else is asked of them.
"""

NOT_SEEN: Final = (0, 0)


class Alike(NamedTuple):
    """What of an event decides: events of equal ``key`` have the same cells throughout.

    ``told`` is the event, ``notes`` what is to be noted of how it was read, ``said`` what it
    comes to: first of who faces whom. ``moments`` are the cells of its time.
    """

    key: Hashable
    told: Told
    notes: tuple[str, ...]
    said: tuple[Said, ...]
    moments: tuple[Cell, ...]


class Said(NamedTuple):
    """What a value comes to: a number, 0 if no test asks, and what is to be noted of it.

    ``cells`` are those of fields; what is said of actor and target comes to who is ``facing``
    whom. ``seen`` is what tests see of it, or nothing where they may not see it field by field.
    """

    number: int
    notes: tuple[str, ...]
    cells: tuple[tuple[str, tuple[AnyCell, ...]], ...] = ()
    facing: Facing | None = None
    seen: tuple[Seen, ...] | None = ()


class Seen(NamedTuple):
    """What tests see of a field, by its slot: the cells that it may fall in."""

    slot: int
    masks: Masks
    cells: tuple[AnyCell, ...]

    @classmethod
    def of(cls, slot: int, cells: tuple[AnyCell, ...]) -> Seen:
        """Return what tests see of cells."""
        return cls(slot, masks_of([cell.signature for cell in cells]), cells)

    def worlds(self, bits: int) -> int:
        """Return how many cells some tests tell apart; of lumps, too many."""
        if all(isinstance(cell, Cell) for cell in self.cells):
            return len({every(cell.signature) & bits for cell in self.cells})
        return MOST_OPEN + 1


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
        self._few: dict[Hashable, bool] = {}

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
        moments = self._moments(told.span)
        key = (told.epoch, reduced(moments), numbers)
        noted = tuple(sorted(set(notes))) if notes else ()
        return Alike(key, told, noted, tuple(found), moments)

    def key(self, alike: Alike, automaton: Automaton) -> Hashable:
        """Return what is equal for events of which the formulas of an automaton tell the same.

        Two kinds of keys are never equal: where much is open, it is that of the cells.
        """
        slots = self.program.slots
        view: list[Masks] = [NOT_SEEN] * len(slots)
        for said in alike.said:
            if said.seen is None:
                return alike.key
            for slot, masks, _ in said.seen:
                view[slot] = masks
        time = Seen.of(self.program.time, alike.moments)
        view[time.slot] = time.masks
        state = automaton.walk(view)
        epoch = alike.told.epoch
        if not state.asks:
            return epoch, state.number
        asked = {slot: bits for _, slot, bits in state.asks}
        open_ = [
            (said.number, seen)
            for said in alike.said
            for seen in said.seen or ()
            if seen.slot in asked
        ]
        key: tuple[Hashable, ...] = epoch, state.number, *[number for number, _ in open_]
        if time.slot in asked:
            open_.append((0, time))
            key = (*key, reduced(alike.moments))
        few = self._few.get(key)
        if few is None:
            if len(self._few) >= MOST_SAID:
                self._few.clear()
            worlds = prod(seen.worlds(asked[seen.slot]) for _, seen in open_)
            few = self._few[key] = worlds <= MOST_OPEN
        return key if few else alike.key

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
        cells["when"] = alike.moments
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
        return Said(
            number, tuple(caster.notes), ((field, cells),), seen=self._seen([(field, cells)])
        )

    def _seen(self, said: Iterable[tuple[str, tuple[AnyCell, ...]]]) -> tuple[Seen, ...] | None:
        """Return what tests see of fields, or nothing where one has no value at all."""
        found = [Seen.of(self.program.index[field], cells) for field, cells in said]
        return tuple(found) if all(each.cells for each in found) else None

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
        number = self._number(tuple(missing))
        said = Said(number, tuple(caster.notes), cells, seen=self._seen(cells))
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
        seen = None
        if len(found.participants) == len(ROLES):
            # One against one: their names decide nothing beyond their cells.
            cells = [found.participants[place].variable.cells for place in found.pairs[0].places]
            said = tuple(map(reduced, cells))
            if found.pairs[0].itself == NEVER:
                seen = self._seen(zip(ROLES, cells, strict=True))
        number = self._number((ROLES, said))
        notes = (*caster.notes, *found.notes)
        return self._kept(told.sides, Said(number, notes, facing=found, seen=seen))

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
