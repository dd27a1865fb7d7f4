"""An event cast into cells: the sets of worlds that its accounts denote.

The stated facts and each alternative are *accounts*. An account is a union of
*boxes*; a box has a variable for each doubt (with the cells it may fall in) and
the acts to decide: one for each part and each pair of actor and target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.errors import EventError, Problem
from ceasefire.events.keys import ALTERNATIVE_KEYS, EVENT_KEYS, stray_keys
from ceasefire.program.accounts import Facts, accounts_of, stated_of
from ceasefire.program.boxes import Act, Box, BoxMaker, Scope, Variable
from ceasefire.program.casting import Caster
from ceasefire.program.claims import Claim, ClaimError, presumed, short
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ceasefire.events.event import Event
    from ceasefire.program.program import Program

__all__ = ["LATER", "Account", "Act", "Box", "Case", "Variable", "bind", "later"]


LATER: Final = (
    "the event is later than the date as of which it is asked about: "
    "it is classified as though it were known"
)
"""What is noted of an event that nobody can have known of at the date asked about."""


class Account(NamedTuple):
    """One account of an event, as boxes; none where it is no incident."""

    facts: Facts
    boxes: tuple[Box, ...]
    incident: bool


class Case(NamedTuple):
    """An event under a rulebook and a reading: its accounts, and notes."""

    accounts: tuple[Account, ...]
    notes: tuple[str, ...]


def bind(
    event: Event,
    program: Program,
    answers: Mapping[str, str],
    *,
    credit: Iterable[str] = (),
    as_of: int | None = None,
) -> Case:
    """Return the case of an event.

    ``answers`` settles questions (the others stay open), ``credit`` names
    speakers whose accounts count as stated, ``as_of`` is an instant. Raises
    :class:`~ceasefire.errors.EventError` with every problem of the event.
    """
    binder = Binder(event, program, answers)
    binder.check_keys()
    binder.note_silent()
    fields, zone = program.taxonomy.fields, binder.caster.zone
    accounts = tuple(
        binder.account(facts)
        for facts in accounts_of(event, fields, zone, set(map(normalise, credit)), as_of)
    )
    if binder.problems:
        raise EventError(dict.fromkeys(binder.problems))
    if later(program, accounts, as_of):
        binder.caster.notes[LATER] = None
    return Case(accounts, tuple(sorted(binder.caster.notes)))


def later(program: Program, accounts: Iterable[Account], as_of: int | None) -> bool:
    """Return whether all that is stated is later than the date as of which it is asked about."""
    if as_of is None:
        return False
    when = program.slots[program.time].name
    starts = [
        lo
        for account in accounts
        if account.facts.stated
        for box in account.boxes
        for item in box.variables
        if item.name == when
        for cell in item.cells
        for lo, _ in cell.values
    ]
    return bool(starts) and min(starts) > as_of


class Binder:
    """Casts the accounts of one event."""

    def __init__(self, event: Event, program: Program, answers: Mapping[str, str]) -> None:
        """Take what all accounts share."""
        self.event = event
        self.program = program
        self.caster = Caster(program)
        self.answers = answers
        self.problems: list[Problem] = []
        self._read: dict[tuple[str, int], tuple[object, Claim]] = {}

    def account(self, facts: Facts) -> Account:
        """Return one account in cells."""
        base = self._claims(facts.values, presume=True)
        parts = [self._claims(part, presume=False) for part in self.event.parts]
        scopes = [Scope(0, base), *(Scope(n, claims) for n, claims in enumerate(parts, 1))]
        if self.problems:
            self._check_times(scopes)
            return Account(facts, (), incident=False)
        try:
            maker = BoxMaker(self.caster, self.answers, scopes)
            if not any(map(maker.incident, maker.decided)):
                return Account(facts, (), incident=False)
            self._note_idle_parts(maker, facts)
            return Account(facts, tuple(maker.boxes()), incident=True)
        except ClaimError as error:
            self._problem(error)
            return Account(facts, (), incident=False)

    def _check_times(self, scopes: Iterable[Scope]) -> None:
        """Find what is wrong with times, which are read last, where all else failed before."""
        for claim in (scope.claims["when"] for scope in scopes if "when" in scope.claims):
            try:
                self.caster.intervals(claim)
            except ClaimError as error:
                self._problem(error)

    # --- notes ---

    def _note_idle_parts(self, maker: BoxMaker, facts: Facts) -> None:
        """Note parts that are no incident, and rivals to what every part states of itself."""
        for scope in maker.decided:
            if not maker.incident(scope):
                self.caster.notes[f"part {scope.number} is of no incident: it adds no verdict"] = (
                    None
                )
        first, *others = map(set, self.event.parts or [{}])
        own = first.intersection(*others)
        for item in facts.told_by:
            idle = sorted(own.intersection(stated_of(item, self.program.taxonomy.fields)))
            if idle:
                self.caster.notes[
                    f"the account of {item.speaker or 'an unnamed source'} changes nothing in "
                    f"{', '.join(idle)}, which every part states of itself"
                ] = None

    def note_silent(self) -> None:
        """Note alternatives that state nothing, such as a denial without what is denied."""
        for number, item in enumerate(self.event.alternatives, 1):
            if not stated_of(item, self.program.taxonomy.fields):
                teller = f" of {item.speaker}" if item.speaker else ""
                self.caster.notes[
                    f"alternative {number}{teller} states nothing otherwise and is left aside; "
                    "a denial says what is not so, such as {actor: {not: NAME}}"
                ] = None

    # --- claims ---

    def _claims(self, values: Mapping[str, Any], *, presume: bool) -> dict[str, Claim]:
        found: dict[str, Claim] = {}
        for field, raw in values.items():
            if field not in self.program.taxonomy.fields:
                continue
            # Accounts share what none of them states otherwise.
            known = self._read.get((field, id(raw)))
            if known is None:
                try:
                    # The value is kept as well, so that no other can take its identity.
                    known = raw, self.caster.claim(field, raw)
                except ClaimError as error:
                    self._problem(error, field)
                    continue
                self._read[field, id(raw)] = known
            found[field] = known[1]
        if presume:
            for field in self.program.rulebook.presumptions:
                if field not in values:
                    found[field] = self._presumed(field)
        return found

    def _presumed(self, field: str) -> Claim:
        """Return the claim of a presumption, which is the same for every event."""
        known = self.program.presumed
        if field not in known:
            value = self.program.rulebook.presumptions[field].value
            known[field] = self.caster.claim(field, presumed(value))
        return known[field]

    # --- keys ---

    def check_keys(self) -> None:
        """Find keys that are not read and seem to be meant for some that are."""
        event = self.event
        self._strays(event.model_extra, event.offered, event.where, EVENT_KEYS, "an event")
        for number, item in enumerate(event.alternatives, 1):
            given, place = item.model_fields_set, f"alternative {number}: "
            self._misplaced(
                item.model_extra or {}, f"alternative {number}", ("alternatives", "parts")
            )
            self._strays(
                item.model_extra, given, item.where, ALTERNATIVE_KEYS, "an alternative", place
            )
        for number, part in enumerate(event.parts, 1):
            stated = {key: value for key, value in part.items() if value is not None}
            self._misplaced(stated, f"part {number}", ("alternatives", "parts", "known"))
            self._strays(stated, stated, stated.get("where"), (), "a part", f"part {number}: ")

    def _misplaced(self, given: Collection[str], what: str, keys: Iterable[str]) -> None:
        """Find keys of an event that stand where they are not read."""
        for key in keys:
            if key in given:
                message = f"{what}: `{key}` is read of an event as a whole only"
                self._problem(
                    ClaimError("unknown-key", message, f"put `{key}` at the event itself")
                )

    def _strays(  # noqa: PLR0913, PLR0917  (what differs between events and what is in them)
        self,
        values: Mapping[str, Any] | None,
        given: Collection[str],
        where: object,
        own: tuple[str, ...],
        what: str,
        place: str = "",
    ) -> None:
        fields = self.program.taxonomy.fields
        unknown = {key: value for key, value in (values or {}).items() if key not in fields}
        if not unknown:
            return
        placed = {f"where.{key}" for key in where} if isinstance(where, dict) else set[str]()
        for stray in stray_keys(unknown, placed.union(given), fields, own, what):
            if stray.fatal:
                self._problem(ClaimError("unknown-key", place + stray.message, stray.hint))
            else:
                self.caster.notes[f"{place}{stray.message}; {stray.hint}"] = None

    def _problem(self, error: ClaimError, field: str = "") -> None:
        where = f"event `{short(self.event.id)}`"
        place = f"`{field}`: " if field else ""
        self.problems.append(Problem(where, 0, 0, error.code, place + str(error), error.hint))
