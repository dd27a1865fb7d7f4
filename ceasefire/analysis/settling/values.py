"""The values of one field over all accounts of an event, in classes that decide alike."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.findings.words import value_labels
from ceasefire.program.cells import FiniteSlot, PlaceSlot
from ceasefire.program.sets import SetSlot

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from ceasefire.program.binding import Variable
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell

    Place = tuple[int, int]

__all__ = ["Values", "shown"]


class Ref(NamedTuple):
    """A variable of a box, and the tests of it on which something hangs."""

    place: Place
    variable: int
    item: Variable
    bits: int


class Values:
    """What a field may be, box by box.

    Values that no test which matters tells apart, and that the same boxes allow, are of one
    class. Parties, places and categories are told apart one by one. Of times, numbers and
    sets the cells are: boxes may cut these at other edges, and what two of them call alike
    is then taken for the same, so that no account is ruled out that might hold.
    """

    def __init__(self, program: Program, name: str, epoch: int) -> None:
        """Begin with no box; ``epoch`` is the stretch in which memberships are told."""
        self.program = program
        self.epoch = epoch
        self.refs: list[Ref] = []
        self.others: dict[Place, str] = {}
        slot = program.slots[program.index[name]]
        simple = isinstance(slot, FiniteSlot) and not isinstance(slot, SetSlot)
        self.single = simple or isinstance(slot, PlaceSlot)

    def add(self, place: Place, variable: int, item: Variable, bits: int) -> None:
        """Take what a box leaves open."""
        self.refs.append(Ref(place, variable, item, bits))

    def told(self, place: Place, words: str) -> None:
        """Take a box that has something else in place of a value: several together, or none."""
        self.others[place] = words

    @property
    def idle(self) -> bool:
        """Whether nothing hangs on the value, and no box rules out what another one has."""
        if self.others:
            return False
        first = self.refs[0].item.cells
        return not any(ref.bits for ref in self.refs) and all(
            ref.item.cells == first for ref in self.refs
        )

    def classes(self) -> Iterator[tuple[Any, ...]]:
        """Yield the values that decide alike, those that boxes have first in order."""
        found: dict[Hashable, list[Any]] = {}
        marks: dict[Any, list[Hashable]] = {}
        for number, ref in enumerate(self.refs):
            for cell in ref.item.cells:
                signature = cell.signature
                mark = signature & ref.bits if isinstance(signature, int) else signature
                for value in cell.values if self.single else (signature,):
                    marks.setdefault(value, [None] * len(self.refs))[number] = (mark,)
        for value, pattern in marks.items():
            found.setdefault(tuple(pattern), []).append(value)
        yield from map(tuple, found.values())
        yield from ((Other(words),) for words in dict.fromkeys(self.others.values()))

    def left(
        self, members: Sequence[Any]
    ) -> tuple[frozenset[Place], tuple[tuple[int, int, int, tuple[Any, ...]], ...]]:
        """Return the boxes that a class rules out, and what it leaves of the others."""
        if isinstance(members[0], Other):
            away = {ref.place for ref in self.refs}
            away |= {place for place, words in self.others.items() if words != members[0].words}
            return frozenset(away), ()
        away, cells, wanted = set(self.others), [], set(members)
        for ref in self.refs:
            left = tuple(
                cell.signature
                for cell in ref.item.cells
                if (not wanted.isdisjoint(cell.values) if self.single else cell.signature in wanted)
            )
            if not left:
                away.add(ref.place)
            elif len(left) < len(ref.item.cells):
                cells.append((*ref.place, ref.variable, left))
        return frozenset(away), tuple(cells)

    @cached_property
    def variable(self) -> tuple[Variable, dict[Any, dict[Any, None]]]:
        """Return one variable for those of all boxes, and its values by signature."""
        found: dict[Any, dict[Any, None]] = {}
        first: dict[Any, AnyCell] = {}
        for ref in self.refs:
            for cell in ref.item.cells:
                first.setdefault(cell.signature, cell)
                found.setdefault(cell.signature, {}).update(dict.fromkeys(cell.values))
        cells = tuple(first[key]._replace(values=tuple(each)) for key, each in found.items())
        return self.refs[0].item._replace(cells=cells), found


class Other(NamedTuple):
    """Something in place of a value, in words."""

    words: str


def shown(
    values: Values, classes: Sequence[Sequence[Any]], numbers: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values of some classes together, in words and as ids."""
    members = [member for number in numbers for member in classes[number]]
    others = tuple(member.words for member in members if isinstance(member, Other))
    members = [member for member in members if not isinstance(member, Other)]
    if not members:
        return others, others
    every, cells = values.variable
    some = members if values.single else [value for key in members for value in cells[key]]
    labels, ids = value_labels(values.program, every, tuple(some), values.epoch)
    return (*labels, *others), (*(ids if len(ids) == len(labels) else labels), *others)
