"""The variables and acts of a box, and parties that might face themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.program.cells import Cell
from ceasefire.program.formulas import ALWAYS, NEVER, Formula, Meeting, all_of, not_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell

__all__ = ["Act", "Box", "Chosen", "Table", "Variable", "facing_itself", "told_apart"]


class Variable(NamedTuple):
    """One doubt: the cells that a field (or a question) may fall in.

    ``owner`` tells variables of one field apart: a participant or a part. Of fields that
    are sets, some cells may be lumps of many.
    """

    slot: int
    name: str
    owner: str
    cells: tuple[AnyCell, ...]


class Act(NamedTuple):
    """What is decided at once: a part, an actor and a target.

    ``variables`` has, for each slot of the program, the number of the variable.
    ``itself`` holds in the worlds in which actor and target are one party: such a
    pair of a joint act is not decided. ``incident`` holds in those in which the act is
    an incident at all.
    """

    part: int
    actor: str
    target: str
    variables: tuple[int, ...]
    itself: Formula = NEVER
    incident: Formula = ALWAYS

    @property
    def decided(self) -> Formula:
        """That the act is one to decide."""
        if self.itself == NEVER:
            return self.incident
        return all_of((not_of(self.itself), self.incident))


class Chosen(NamedTuple):
    """What one of several rival boxes says of a field: as it was said, and in words."""

    name: str
    said: tuple[object, ...]
    label: str


class Box(NamedTuple):
    """A product of doubts, and the acts of which the gravest counts.

    ``choices`` says which of several rival boxes this is.
    """

    variables: tuple[Variable, ...]
    acts: tuple[Act, ...]
    choices: tuple[Chosen, ...] = ()


class Table:
    """Variables, each made once; ``numbers`` has them by their keys."""

    def __init__(self) -> None:
        """Start with none."""
        self.variables: list[Variable] = []
        self.numbers: dict[tuple[Any, ...], int] = {}
        self._values: dict[int, frozenset[str]] = {}
        self._told: dict[int, list[Mapping[str, int]]] = {}

    def copy(self) -> Table:
        """Return a table of the same variables, to which others may be added."""
        other = Table()
        other.variables, other.numbers = self.variables.copy(), self.numbers.copy()
        return other

    def add(self, key: tuple[Any, ...], variable: Variable, *, shared: bool = True) -> int:
        """Return the number of the variable of a key, which is added when first met.

        Where none is ``shared``, each key is met once, and need not be kept.
        """
        number = len(self.variables)
        if shared:
            number = self.numbers.setdefault(key, number)
        if number == len(self.variables):
            self.variables.append(variable)
        return number

    def values(self, number: int) -> frozenset[str]:
        """Return every value of a variable."""
        found = self._values.get(number)
        if found is None:
            cells = self.variables[number].cells
            found = frozenset([value for cell in cells for value in cell.values])
            self._values[number] = found
        return found

    def told(self, number: int) -> list[Mapping[str, int]]:
        """Return the values of a variable that got bits of their own, each time some did."""
        return self._told.get(number, [])

    def tell_apart(self, number: int, bits: Mapping[str, int]) -> None:
        """Give some values of a variable a bit, and so a cell, of their own."""
        self._told.setdefault(number, []).append(bits)
        variable = self.variables[number]
        cells: list[Cell] = []
        for cell in variable.cells:
            assert isinstance(cell, Cell)  # noqa: S101  (it is one party)
            rest = tuple(value for value in cell.values if value not in bits)
            cells += [Cell(cell.signature, rest)] if rest else []
            cells += [
                Cell(cell.signature | bits[value], (value,))
                for value in cell.values
                if value in bits
            ]
        self.variables[number] = variable._replace(cells=tuple(cells))


def told_apart(
    program: Program,
    table: Table,
    roles: Sequence[Sequence[int]],
    instant: int,
    *,
    alone: bool,
) -> frozenset[str]:
    """Return the parties that must be told apart to see one face itself.

    An umbrella stands for several parties, of which one may act against another.
    Parties that no test and no participant tells apart are interchangeable: as
    many of them are enough as may face themselves at once. ``roles`` has the
    variables of the actors and of the targets; ``alone`` says that no other part of
    the event, and no other stretch of its time, shares them.
    """
    numbers = [number for side in roles for number in side]
    if len(numbers) < 3:  # noqa: PLR2004  (a joint act)
        return frozenset()
    domain = program.parties
    epoch = domain.epoch(instant)
    most = min(map(len, roles)) if alone else len(domain.atoms)
    sides = [table.values(number) for number in numbers]
    found: list[str] = []
    for atoms in program.interchangeable(epoch):
        if len(atoms) <= most:
            found += atoms
            continue
        classes = [frozenset(atoms)]
        for side in sides:
            if not (side.isdisjoint(atoms) or side.issuperset(atoms)):
                classes = [part for each in classes for part in (each & side, each - side) if part]
        for each in classes:
            found += sorted(each, key=domain.places.__getitem__)[:most]
    return frozenset(found)


def facing_itself(
    program: Program, table: Table, pair: tuple[int, int], told: frozenset[str]
) -> Formula:
    """Return that actor and target are one and the same party.

    No test of the rulebook tells a party from others of its cell, so those that
    may stand on both sides get a bit of their own.
    """
    sides = [table.values(number) for number in pair]
    both = sides[0] & sides[1] & told
    if both == sides[0] == sides[1] and len(both) == 1:
        return ALWAYS
    slots = [table.variables[number].slot for number in pair]
    shift = max(len(program.slots[slot].tests) for slot in slots)
    places = program.parties.places
    bits = {atom: 1 << (shift + places[atom]) for atom in sorted(both, key=places.__getitem__)}
    for number in pair:
        table.tell_apart(number, bits)
    return Meeting.of(slots[0], slots[1], bits.values()) if bits else NEVER
