"""Roles: what the patterns of a rulebook ask of one event.

Each is asked as though it were an instrument that prohibits one thing, so that parts,
joint acts, rival accounts, presumptions and readings mean what they mean in findings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations, product
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference.meaning import Law, breached, laws_of
from ceasefire.program.automaton import Hinges
from ceasefire.program.formulas import ALWAYS, NEVER, Formula, all_of, any_of, not_of
from ceasefire.program.program import Program, Text
from ceasefire.rulebook.logic import All, PartyTest, PlaceTest
from ceasefire.rulebook.model import Instrument
from ceasefire.rulebook.pattern_model import Calm, Lull, Sequence, Series, Threshold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["Role", "RoleTest", "Roles"]

NO_CONDITION: Final = All(())

UNWRITTEN: Final = Text(
    Instrument("", "", NO_CONDITION, NO_CONDITION, NO_CONDITION, NO_CONDITION, provisions=()),
    ALWAYS,
    ALWAYS,
    ALWAYS,
    ALWAYS,
    (),
    (),
    (),
)
"""The instrument that a condition is asked as: it applies always and everywhere."""


class Role(NamedTuple):
    """A part that an event may play in a pattern: ``key`` has the parties or place, if any."""

    pattern: str
    part: str
    key: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, eq=False)
class RoleTest:
    """How an event is asked for a role.

    ``needs`` are formulas of which each must possibly hold in some act; they are shared by
    many roles and so asked but once. ``laws`` decide: the role is played where they are
    violated. They are those of ``breach``, which roles share, where ``further`` holds.
    """

    role: Role
    needs: tuple[Formula, ...]
    laws: tuple[Law, ...]
    breach: tuple[Law, ...]
    further: tuple[Formula, ...] = ()


class Roles:
    """The roles of a rulebook's patterns, compiled.

    ``program`` has the tests of the patterns, and of the instruments that they speak of.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Take a rulebook as known at the date in question."""
        self.patterns = rulebook.patterns
        self.program = Program(replace(rulebook, instruments=spoken_of(rulebook)))
        self._texts = {text.id: text for text in self.program.texts}
        self._laws = {law.text.id: law for law in laws_of(self.program)}
        self._breaches: dict[tuple[str, int], tuple[tuple[Law, ...], Formula]] = {}
        self.tests = tuple(
            test for pattern in self.patterns.values() for test in self._tests(pattern)
        )
        self.numbers = {test.role: number for number, test in enumerate(self.tests)}

    def hinges(self) -> Hinges:
        """Return what the roles that an event may play hinge on."""
        breaches = (
            any_of(all_of((law.reached, not_of(law.excluded), law.breached)) for law in test.laws)
            for test in self.tests
        )
        return Hinges((), [self.program.incident, any_of(self.program.impossible), *breaches])

    def _tests(self, pattern: Pattern) -> Iterator[RoleTest]:
        match pattern.shape:
            case Sequence() as shape:
                yield from self._sequence(pattern.id, shape)
            case Threshold() as shape:
                yield from self._threshold(pattern.id, "breach", shape)
            case Lull() as shape:
                for place in shape.places or ("",):
                    needs = (self._formula(shape.when), self._place(place))
                    yield condition(Role(pattern.id, "incident", ("", place)), needs)
            case Calm() as shape:
                yield self._breach(Role(pattern.id, "breach"), shape.instrument)
            case Series() as shape:
                yield self._breach(Role(pattern.id, "breach"), shape.instrument)
                for part in ("strained", "breached"):
                    rule = getattr(shape, part)
                    if rule is not None:
                        yield from self._threshold(
                            pattern.id, part, replace(rule, instrument=shape.instrument)
                        )

    def _sequence(self, name: str, shape: Sequence) -> Iterator[RoleTest]:
        first, then = self._formula(shape.first), self._formula(shape.then)
        if not shape.between:
            yield condition(Role(name, "first"), (first,))
            yield condition(Role(name, "then"), (then,))
        for one, other in permutations(shape.between, 2):
            key = (one, other)
            actors = self._party("actor", one), self._party("target", other)
            yield condition(Role(name, "first", key), (first, *actors))
            actors = self._party("actor", other), self._party("target", one)
            yield condition(Role(name, "then", key), (then, *actors))

    def _threshold(self, name: str, part: str, shape: Threshold) -> Iterator[RoleTest]:
        when = ALWAYS if shape.when is None else self._formula(shape.when)
        for party, place in product(shape.by or ("",), shape.places or ("",)):
            yield self._breach(
                Role(name, part, (party, place)),
                shape.instrument,
                shape.severity,
                (when, self._party("actor", party), self._place(place)),
            )

    def _breach(
        self, role: Role, instrument: str, severity: str = "", further: tuple[Formula, ...] = ()
    ) -> RoleTest:
        """Return the test for a breach of an instrument, or of any."""
        laws, broken = self._broken(instrument, self.program.taxonomy.rank(severity))
        narrowed = tuple(law._replace(reached=all_of((law.reached, *further))) for law in laws)
        return RoleTest(role, kept((*further, broken)), narrowed, laws, kept(further))

    def _broken(self, instrument: str, rank: int) -> tuple[tuple[Law, ...], Formula]:
        """Return what is breached by provisions of a rank or above, and that it may be."""
        found = self._breaches.get((instrument, rank))
        if found is None:
            names = [instrument] if instrument else list(self._laws)
            laws = [
                law._replace(
                    breached=any_of(
                        breached(item) for item in law.text.prohibits if item.rank >= rank
                    )
                )
                for law in (self._laws[name] for name in names if name in self._laws)
            ]
            broken = any_of(all_of((law.reached, law.breached)) for law in laws)
            kept_laws = tuple(law for law in laws if law.breached != NEVER)
            found = self._breaches[instrument, rank] = kept_laws, broken
        return found

    # --- formulas ---

    def _formula(self, test: Condition) -> Formula:
        return self.program.formula(test)

    def _party(self, field: str, party: str) -> Formula:
        return self._formula(PartyTest(field, frozenset({party}))) if party else ALWAYS

    def _place(self, place: str) -> Formula:
        return self._formula(PlaceTest(frozenset({place}))) if place else ALWAYS


def condition(role: Role, needs: Iterable[Formula]) -> RoleTest:
    """Return the test for an act of which every formula holds."""
    formulas = tuple(needs)
    law = Law(UNWRITTEN, ALWAYS, NEVER, all_of(formulas), {})
    laws = (law,)
    return RoleTest(role, kept(formulas), laws, laws)


def kept(formulas: Iterable[Formula]) -> tuple[Formula, ...]:
    """Return the formulas that ask for something."""
    return tuple(item for item in formulas if item != ALWAYS)


def spoken_of(rulebook: Rulebook) -> dict[str, Instrument]:
    """Return the instruments whose breaches patterns ask for."""
    names: set[str] = set()
    for pattern in rulebook.patterns.values():
        match pattern.shape:
            case Threshold(instrument=""):
                return dict(rulebook.instruments)
            case Threshold(instrument=name) | Calm(instrument=name) | Series(instrument=name):
                names.add(name)
            case _:
                pass
    return {key: item for key, item in rulebook.instruments.items() if key in names}
