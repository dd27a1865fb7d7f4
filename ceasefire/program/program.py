"""A rulebook compiled: slots of cells, and a formula for every condition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Final

from ceasefire.program.cells import FiniteSlot, NumberSlot, PlaceSlot, Slot, TimeSlot
from ceasefire.program.domains import PARTIES, PLACES
from ceasefire.program.formulas import Atom, Formula, all_of, any_of, not_of
from ceasefire.program.sets import SetSlot
from ceasefire.rulebook import logic
from ceasefire.terms.times import Window

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ceasefire.program.cells import Interval
    from ceasefire.program.claims import Claim
    from ceasefire.program.sets import AnyCell
    from ceasefire.program.sides import Facing
    from ceasefire.program.variables import Table
    from ceasefire.rulebook import model
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Rulebook

__all__ = ["Clause", "Program", "Text", "compile_rulebook"]

FLAGS = ("yes", "no")

RECURS: Final = 400 * 86_400_000_000
"""The time, in microseconds, in which all has recurred that does so by day, week or season."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A provision: when it matches, and for a prohibition the permits that lift it."""

    provision: model.Provision
    instrument: str
    matches: Formula
    lifted_by: tuple[Clause, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """An instrument: the four tests that decide its reach, and its clauses.

    Clauses are in canonical order: the gravest first, then by name.
    """

    source: model.Instrument
    time: Formula
    place: Formula
    actor: Formula
    answers: Formula
    excludes: tuple[Clause, ...]
    prohibits: tuple[Clause, ...]
    permits: tuple[Clause, ...]

    @property
    def id(self) -> str:
        """The instrument's id."""
        return self.source.id


class Program:
    """A rulebook ready to be asked.

    ``slots`` hold the tests by field (and by question, under ``?id``); ``texts``
    the instruments in canonical order, the earliest announced first. ``casts``,
    ``facing``, ``intervals``, ``presumed``, ``tables`` and ``phrases`` remember claims cast
    into cells, who faces whom, stretches of time, presumptions read as claims, the variables
    of questions, and cells put into words.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Compile every condition of the rulebook."""
        self.rulebook = rulebook
        self.taxonomy = rulebook.taxonomy
        self.parties = PARTIES.of(rulebook.parties)
        self.places = PLACES.of(rulebook.places)
        self.slots: list[Slot] = []
        self.index: dict[str, int] = {}
        self._formulas: dict[Condition, Formula] = {}
        self.casts: dict[Hashable, tuple[tuple[AnyCell, ...], tuple[str, ...]]] = {}
        self.facing: dict[Hashable, Facing] = {}
        self.intervals: dict[Claim, list[Interval]] = {}
        self._interchangeable: dict[int, tuple[tuple[str, ...], ...]] = {}
        self.presumed: dict[str, Claim] = {}
        self.tables: dict[Hashable, tuple[Table, list[int]]] = {}
        self.phrases: dict[Hashable, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.time = self._slot("when")
        self.kind = self._slot("kind")
        self.roles = (self._slot("actor"), self._slot("target"))
        kinds = self.taxonomy.kinds
        self.incident = self._atom(self.kind, frozenset(filter(kinds.incident, kinds.values())))
        self.compliant = self._atom(self.kind, frozenset(filter(kinds.compliance, kinds.values())))
        self.texts = tuple(
            self._text(item) for item in sorted(rulebook.instruments.values(), key=canonical)
        )
        self.impossible = tuple(self.formula(item.condition) for item in rulebook.impossible)
        for question in rulebook.questions:
            self._slot(f"?{question}")

    @cached_property
    def field_slots(self) -> tuple[tuple[str, int], ...]:
        """The fields that some test asks about, with their slots."""
        return tuple((name, number) for name, number in self.index.items() if name[0] != "?")

    @cached_property
    def horizon(self) -> tuple[int, int]:
        """An interval that shows every cell of time.

        It reaches 400 days beyond the first and last edge, so that whatever
        recurs by day, by week or with the change of the clocks is in it.
        """
        edges = list(self.parties.naming_edges)
        for test in self.slots[self.time].tests:
            if isinstance(test, Window):
                edges += [edge for edge in (test.start, test.end) if edge is not None]
        return (min(edges, default=0) - RECURS, max(edges, default=0) + RECURS)

    def interchangeable(self, epoch: int) -> tuple[tuple[str, ...], ...]:
        """Return the parties without members in an epoch, those together that no role tells apart.

        Tests of a role are all that tells one actor or target from another.
        """
        found = self._interchangeable.get(epoch)
        if found is None:
            slots = [self.slots[role] for role in self.roles]
            groups: dict[tuple[int, ...], list[str]] = {}
            for atom in self.parties.atoms[:-1]:
                if not self.parties.umbrella(atom, epoch):
                    tests = tuple(s.signature(atom) for s in slots if isinstance(s, FiniteSlot))
                    groups.setdefault(tests, []).append(atom)
            found = self._interchangeable[epoch] = tuple(map(tuple, groups.values()))
        return found

    # --- slots ---

    def _slot(self, name: str) -> int:
        if name not in self.index:
            self.index[name] = len(self.slots)
            self.slots.append(self._make(name))
        return self.index[name]

    def _make(self, name: str) -> Slot:  # noqa: PLR0911  (one return for each type)
        if name[0] == "?":
            return FiniteSlot(name, tuple(self.rulebook.questions[name[1:]].answers))
        kind = self.taxonomy.fields[name].type
        match kind:
            case "time":
                return TimeSlot(name)
            case "place":
                return PlaceSlot(name, self.places)
            case "party":
                return FiniteSlot(name, self.parties.atoms)
            case "parties":
                return SetSlot(name, self.parties.atoms, empty=name == "present")
            case "flag":
                return FiniteSlot(name, FLAGS)
            case "count" | "number":
                return NumberSlot(name, whole=kind == "count")
            case "categories":
                return SetSlot(name, self.taxonomy.of(name).values(), empty=False)
            case _:
                return FiniteSlot(name, self.taxonomy.of(name).values())

    def _atom(self, slot: int, test: object) -> Formula:
        return Atom(slot, self.slots[slot].bit(test))

    # --- conditions ---

    def formula(self, condition: Condition) -> Formula:
        """Return the formula of a condition; its tests get their bits.

        Most conditions are met again and again, for an instrument inherits the
        provisions of what it extends; the formula of each is made once.
        """
        found = self._formulas.get(condition)
        if found is None:
            found = self._formulas[condition] = self._made(condition)
        return found

    def _made(self, condition: Condition) -> Formula:  # noqa: C901, PLR0911  (one case each)
        match condition:
            case logic.All(parts):
                return all_of(map(self.formula, parts))
            case logic.Any(parts):
                return any_of(map(self.formula, parts))
            case logic.Not(part):
                return not_of(self.formula(part))
            case logic.CategoryTest(name, names):
                vocabulary = self.taxonomy.of(name)
                return self._atom(
                    self._slot(name), frozenset().union(*map(vocabulary.below, names))
                )
            case logic.PartyTest(name, names):
                return self._party(name, names)
            case logic.PlaceTest(names):
                return self._atom(self._slot("where"), names)
            case logic.TimeTest(window):
                return self._atom(self.time, window)
            case logic.NumberTest(name, low, high, low_open, high_open):
                slot = self._slot(name)
                numbers = self.slots[slot]
                assert isinstance(numbers, NumberSlot)  # noqa: S101  (the loader saw to it)
                stretch = numbers.stretch(low, high, low_open=low_open, high_open=high_open)
                return self._atom(slot, stretch)
            case logic.FlagTest(name, value):
                return self._atom(self._slot(name), frozenset({FLAGS[not value]}))
            case logic.AnswerTest(question, answers):
                return self._atom(self._slot(f"?{question}"), answers)

    def _party(self, name: str, names: frozenset[str]) -> Formula:
        """Who passes may change with time: then a test of time goes with each set."""
        slot = self._slot(name)
        groups = self.parties.groups(names)
        if len(groups) == 1:
            return self._atom(slot, next(iter(groups)))
        return any_of(
            all_of((self._atom(self.time, epochs), self._atom(slot, atoms)))
            for atoms, epochs in groups.items()
        )

    def _text(self, item: model.Instrument) -> Text:
        clauses = {
            effect: self._clauses(item, effect) for effect in ("exclude", "prohibit", "permit")
        }
        permits = clauses["permit"]
        prohibits = tuple(
            Clause(
                clause.provision,
                clause.instrument,
                clause.matches,
                tuple(p for p in permits if lifts(p.provision, clause.provision)),
                clause.rank,
            )
            for clause in clauses["prohibit"]
        )
        return Text(
            item,
            self.formula(item.time),
            self.formula(item.place),
            self.formula(item.actor),
            self.formula(item.answers),
            clauses["exclude"],
            prohibits,
            permits,
        )

    def _clauses(self, item: model.Instrument, effect: str) -> tuple[Clause, ...]:
        found = (
            Clause(
                provision,
                item.id,
                self.formula(provision.condition),
                rank=self.taxonomy.rank(provision.severity),
            )
            for provision in item.provisions
            if provision.effect == effect
        )
        return tuple(sorted(found, key=lambda clause: (-clause.rank, clause.provision.id)))


def canonical(item: model.Instrument) -> tuple[float, str]:
    """Return the sort key of an instrument: earliest announced first, then by id."""
    return (inf if item.announced is None else item.announced, item.id)


def lifts(permit: model.Provision, prohibition: model.Provision) -> bool:
    """Return whether a permit that matches lifts the prohibition."""
    return permit.lifts is None or prohibition.id in permit.lifts


def compile_rulebook(rulebook: Rulebook) -> Program:
    """Return the program of a rulebook."""
    return Program(rulebook)
