"""The boxes of an account: products of doubts, with the acts to decide in each.

Most accounts make one box. Rival lists (one coalition or another) and stretches
of time in which names change their meaning make several.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.program.bundles import every
from ceasefire.program.cells import FiniteSlot, TimeSlot
from ceasefire.program.claims import ANYTHING, UNKNOWN, Claim, ClaimError
from ceasefire.program.formulas import ALWAYS, Atom
from ceasefire.program.sides import ROLES, Side, facing
from ceasefire.program.variables import Act, Box, Chosen, Table, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.program.casting import Caster
    from ceasefire.program.cells import Cell, Interval
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program
    from ceasefire.program.sides import Facing

__all__ = ["Act", "Box", "BoxMaker", "Scope", "Variable", "acts_of", "begun"]

MOST_BOXES: Final = 4096


class Scope(NamedTuple):
    """The claims of the event itself (number 0) or those that a part overrides."""

    number: int
    claims: dict[str, Claim]


class Choice(NamedTuple):
    """What one box settles: by scope and role the claim, by scope the time."""

    roles: dict[tuple[int, str], Claim]
    times: dict[int, list[Interval]]


class BoxMaker:
    """Makes the boxes of one account from its claims."""

    def __init__(self, caster: Caster, answers: Mapping[str, str], scopes: list[Scope]) -> None:
        """Take the claims: those of the event first, then those of its parts."""
        self.caster = caster
        self.program = caster.program
        self.answers = answers
        self.scopes = scopes
        self.decided = scopes[1:] or scopes
        self.shared = len(self.decided) > 1
        self.steady = True

    def boxes(self) -> list[Box]:
        """Return the boxes, or raise :class:`ClaimError` where there are too many."""
        roles = {
            (scope.number, role): rivals(scope.claims.get(role, ANYTHING))
            for scope in self.scopes
            for role in ROLES
            if role in scope.claims or scope.number == 0
        }
        times = {
            scope.number: self._stretches(scope)
            for scope in self.scopes
            if "when" in scope.claims or scope.number == 0
        }
        self.steady = all(len(stretches) == 1 for stretches in times.values())
        size = prod(map(len, roles.values())) * prod(map(len, times.values()))
        if size > MOST_BOXES:
            message = f"the event has {size} combinations; at most {MOST_BOXES} are read"
            raise ClaimError("too-large", message)
        choices = [
            Choice(dict(zip(roles, some, strict=True)), dict(zip(times, when, strict=True)))
            for some in product(*roles.values())
            for when in product(*times.values())
        ]
        return [self._box(choice, named=len(choices) > 1) for choice in choices]

    def incident(self, scope: Scope) -> bool:
        """Return whether a part (or the event) may be an incident at all."""
        return any(self._incidents(scope))

    def _incidents(self, scope: Scope) -> set[bool]:
        """Return whether what a part (or the event) may be is an incident, and is none."""
        claims = scope.claims if "kind" in scope.claims else self.scopes[0].claims
        cells = self.caster.cells("kind", claims.get("kind", ANYTHING), 0)
        incident = self.program.incident
        assert isinstance(incident, Atom)  # noqa: S101  (how programs are made)
        return {bool(every(cell.signature) & incident.bit) for cell in cells}

    def _stretches(self, scope: Scope) -> list[list[Interval]]:
        """Return the time in groups of stretches in which names mean the same."""
        intervals = self.caster.intervals(scope.claims.get("when", ANYTHING))
        edges = self.program.parties.naming_edges
        pieces = [
            piece
            for lo, hi in intervals
            for piece in pairwise(
                (lo, *edges[bisect_right(edges, lo) : bisect_right(edges, hi - 1)], hi)
            )
        ]
        if len(pieces) < 2:  # noqa: PLR2004  (nothing to tell apart)
            return [pieces]
        names = list(self._names())
        groups: dict[Any, list[Interval]] = {}
        for lo, hi in pieces:
            key = tuple(self.caster.members(field, item, lo) for field, item in names)
            groups.setdefault(key, []).append((lo, hi))
        return list(groups.values())

    def _names(self) -> Iterator[tuple[str, str]]:
        """Yield every name of a party, with its field, that some test may see."""
        for scope in self.scopes:
            for field, claim in scope.claims.items():
                kind = self.program.taxonomy.fields[field].type
                if kind in {"party", "parties"} and field in self.program.index:
                    for option in (*(claim.options or ()), claim.none_of):
                        for item in option:
                            yield field, item

    # --- one box ---

    def _box(self, choice: Choice, *, named: bool) -> Box:
        table, asked = begun(self.program, self.answers)
        acts: list[Act] = []
        for scope in self.decided:
            times = choice.times.get(scope.number, choice.times[0])
            if not self.incident(scope):
                continue
            numbers = asked.copy()
            for field, slot in self.program.field_slots:
                if field not in ROLES:
                    key, variable = self._variable(field, slot, scope, choice, times)
                    numbers[slot] = table.add((*key, variable.cells), variable, shared=self.shared)
            acts += self._pairs(scope, choice, times, numbers, table)
        return Box(tuple(table.variables), tuple(acts), self._labels(choice) if named else ())

    def _variable(
        self, field: str, slot: int, scope: Scope, choice: Choice, times: list[Interval]
    ) -> tuple[tuple[str, int], Variable]:
        own = scope.number if field in scope.claims else 0
        owner = f"part {own}" if own else ""
        if field == "when":
            own = scope.number if scope.number in choice.times else 0
            return (field, own), Variable(slot, field, owner, self._time_cells(times))
        claim = self.scopes[own].claims.get(field, ANYTHING)
        cells = self.caster.cells(field, claim, instant_of(times))
        return (field, own), Variable(slot, field, owner, cells)

    def _time_cells(self, times: list[Interval]) -> tuple[Cell, ...]:
        slot = self.program.slots[self.program.time]
        assert isinstance(slot, TimeSlot)  # noqa: S101  (how programs are made)
        return slot.cells(times)

    def _pairs(
        self,
        scope: Scope,
        choice: Choice,
        times: list[Interval],
        numbers: list[int],
        table: Table,
    ) -> list[Act]:
        """Return one act for each actor and target, never a party with itself if joint."""
        owned = [scope.number if (scope.number, role) in choice.roles else 0 for role in ROLES]
        sides = [Side(own, choice.roles[own, role]) for own, role in zip(owned, ROLES, strict=True)]
        alone = len(self.decided) == 1 and self.steady
        found = facing(self.program, sides, instant_of(times), alone=alone)
        self.caster.notes.update(dict.fromkeys(found.notes))
        places = [each.added(table, shared=self.shared) for each in found.participants]
        incident = self.program.incident if False in self._incidents(scope) else ALWAYS
        return acts_of(self.program, scope.number, found, (places, numbers), incident)

    def _labels(self, choice: Choice) -> tuple[Chosen, ...]:
        found = []
        for (number, role), claim in choice.roles.items():
            instant = instant_of(choice.times.get(number, choice.times[0]))
            label = " or ".join(
                " and ".join(self._named(item, instant) for item in option)
                for option in claim.options or ((UNKNOWN,),)
            )
            found.append(Chosen(f"{role}@{number}" if number else role, tuple(claim), label))
        for number, times in choice.times.items():
            label = ",".join(f"{lo}-{hi}" for lo, hi in times)
            found.append(Chosen(f"when@{number}" if number else "when", tuple(times), label))
        return tuple(found)

    def _named(self, element: str, instant: int) -> str:
        """Return the name of the party that an element stands for."""
        party = self.program.parties.resolve(element, instant).party
        return self.program.parties.parties[party].name if party else element


def begun(program: Program, answers: Mapping[str, str]) -> tuple[Table, list[int]]:
    """Return the variables of the questions, which come first, and their numbers by slot.

    Slots of fields have none yet. Others may be added to both.
    """
    key = frozenset(answers.items()), len(program.slots)
    known = program.tables.get(key)
    if known is None:
        known = program.tables[key] = questions(program, answers)
    table, numbers = known
    return table.copy(), numbers.copy()


def questions(program: Program, answers: Mapping[str, str]) -> tuple[Table, list[int]]:
    """Return the variables of the questions, and their numbers by slot."""
    table, numbers = Table(), [-1] * len(program.slots)
    for name, slot in program.index.items():
        if name.startswith("?"):
            question = program.slots[slot]
            assert isinstance(question, FiniteSlot)  # noqa: S101  (how programs are made)
            answer = answers.get(name[1:])
            values = question.values if answer is None else (answer,)
            variable = Variable(slot, name, "", question.cells(values))
            numbers[slot] = table.add((name,), variable)
    return table, numbers


def acts_of(
    program: Program,
    part: int,
    facing: Facing,
    numbered: tuple[Sequence[int], list[int]],
    incident: Formula,
) -> list[Act]:
    """Return the acts of a part, one for each pair.

    ``numbered`` has the variables of those who take part, and those of each slot.
    """
    places, numbers = numbered
    acts = []
    for pair in facing.pairs:
        for slot, place in zip(program.roles, pair.places, strict=True):
            numbers[slot] = places[place]
        acts.append(Act(part, pair.actor, pair.target, tuple(numbers), pair.itself, incident))
    return acts


def rivals(claim: Claim) -> list[Claim]:
    """Return rival options of a role, apart only where one variable cannot hold them."""
    if () in (claim.options or ()):
        raise ClaimError("empty-list", "a list of parties is empty", "write `unknown` instead")
    if all(len(option) == 1 for option in claim.options or ()):
        return [claim]
    return [Claim((option,), claim.none_of) for option in claim.options or ()]


def instant_of(times: list[Interval]) -> int:
    """Return an instant at which names are read."""
    return times[0][0] if times else 0
