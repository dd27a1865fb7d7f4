"""The two sides of what is decided: who takes part, who faces whom, and who may face themselves.

Feeds name the same parties on the same sides again and again, so what these come to is
worked out once for each stretch of time in which names mean the same.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.program.casting import Caster
from ceasefire.program.claims import UNKNOWN, Claim
from ceasefire.program.formulas import ALWAYS, NEVER, Formula
from ceasefire.program.parties import UNLISTED
from ceasefire.program.variables import Table, Variable, facing_itself, told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.program.program import Program

__all__ = ["ROLES", "Facing", "Pair", "Side", "both_sides", "facing"]

ROLES: Final = ("actor", "target")
MOST_KNOWN: Final = 4096


class Side(NamedTuple):
    """What is said of a role, and by whom: by the event itself (0) or by a part of it."""

    own: int
    claim: Claim


class Participant(NamedTuple):
    """Who takes part, as a variable; ``told`` are the parties told apart in it, by bits."""

    key: tuple[Any, ...]
    variable: Variable
    told: tuple[Mapping[str, int], ...]

    def added(self, table: Table, *, shared: bool) -> int:
        """Return the number of the variable in a table, to which it is added if need be.

        ``shared`` says whether other parts of the event may have it, too.
        """
        number = table.add(self.key, self.variable, shared=shared)
        if table.variables[number] is not self.variable:
            # Another part shares it, which need not tell the same parties apart.
            for bits in self.told:
                table.tell_apart(number, bits)
        return number


class Pair(NamedTuple):
    """Who faces whom: their names, and their places among those who take part.

    ``itself`` holds in the worlds in which both are one party.
    """

    actor: str
    target: str
    places: tuple[int, int]
    itself: Formula


class Facing(NamedTuple):
    """Two sides: all who take part, the pairs to decide, and what is to be noted of names."""

    participants: tuple[Participant, ...]
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...]


def facing(program: Program, sides: Sequence[Side], instant: int, *, alone: bool) -> Facing:
    """Return what actors and targets come to; names are read as of the instant.

    ``alone`` says that no other part of the event, and no other stretch of its time,
    shares them.
    """
    epoch = bisect_right(program.parties.naming_edges, instant)
    key = (*sides, epoch, alone)
    known = program.facing.get(key)
    if known is None:
        if len(program.facing) >= MOST_KNOWN:
            program.facing.clear()
        known = program.facing[key] = Sides(program, instant).facing(sides, alone=alone)
    return known


class Sides:
    """Makes pairs of actors and targets at one time."""

    def __init__(self, program: Program, instant: int) -> None:
        """Take the instant as of which names are read."""
        self.program = program
        self.instant = instant
        self.caster = Caster(program)
        self.table = Table()

    def facing(self, sides: Sequence[Side], *, alone: bool) -> Facing:
        """Return who takes part, and one pair for each actor and target."""
        actors, targets = (
            list(self._participants(role, *side)) for role, side in zip(ROLES, sides, strict=True)
        )
        numbered = [[number for _, number in side] for side in (actors, targets)]
        several = len(actors) * len(targets) > 1
        told = told_apart(self.program, self.table, numbered, self.instant, alone=alone)
        pairs = []
        for (actor, one), (target, other) in product(actors, targets):
            itself: Formula = NEVER
            if several:
                itself = facing_itself(self.program, self.table, (one, other), told)
            pairs.append(Pair(actor, target, (one, other), itself))
        if not several:
            self._note_itself(numbered)
        decided = [pair for pair in pairs if pair.itself != ALWAYS]
        return Facing(
            tuple(
                Participant(key, self.table.variables[number], tuple(self.table.told(number)))
                for key, number in self.table.numbers.items()
            ),
            tuple(decided or [pair._replace(itself=NEVER) for pair in pairs]),
            tuple(self.caster.notes),
        )

    def _participants(self, role: str, own: int, claim: Claim) -> Iterator[tuple[str, int]]:
        """Yield each participant's label and the number of its variable."""
        options = claim.options or ((UNKNOWN,),)
        if len(options) == 1:
            options = (self._distinct(options[0]),)
            claim = Claim(options if claim.options else None, claim.none_of)
        joint = options[0] if len(options) == 1 else ()
        part = f"part {own} " if own else ""
        for element in joint if len(joint) > 1 else [None]:
            one = claim if element is None else Claim(((element,),), claim.none_of)
            label = element or " or ".join(str(item) for option in options for item in option)
            slot = self.program.index[role]
            cells = self.caster.cells(role, one, self.instant)
            owner = (part + (label if element else "")).strip()
            key = (role, own, element, cells)
            yield label, self.table.add(key, Variable(slot, role, owner, cells))

    def _distinct(self, option: Iterable[str]) -> tuple[str, ...]:
        """Return the members of a joint act, a party once by whatever names it goes."""
        found: dict[str, str] = {}
        for element in option:
            party = self.program.parties.resolve(element, self.instant).party
            found.setdefault(element if party is None else party, element)
        return tuple(found.values())

    def _note_itself(self, numbered: Sequence[list[int]]) -> None:
        """Note a report that has one party on both sides: most often by mistake."""
        cells = [self.table.variables[side[0]].cells for side in numbered]
        if cells[0] and cells[1] and len(cells[0]) == len(cells[1]) == 1:
            actors, targets = cells[0][0].values, cells[1][0].values
            if actors == targets and len(actors) == 1 and actors[0] != UNLISTED:
                domain = self.program.parties
                name = domain.label(actors[0], domain.epoch(self.instant))
                self.caster.notes[both_sides(name)] = None


def both_sides(name: str) -> str:
    """Return the note on an act that has one party, of this name, on both sides."""
    return f"actor and target are both {name}: it is decided as it stands in the account"
