"""The accounts of rows: which chains they come to, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ceasefire.engines.columnar.circumstances import BOTH
from ceasefire.engines.columnar.growing import Growing
from ceasefire.engines.columnar.pairing import Registry
from ceasefire.engines.columnar.pieces import ABSENT
from ceasefire.engines.columnar.repeating import repeated
from ceasefire.program.binding import LATER
from ceasefire.program.sides import ROLES, both_sides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.engines.columnar.plans import Plan

    Codes = NDArray[np.int32]

__all__ = ["ZERO", "Accounts", "Each", "Telling"]

ZERO = np.zeros(1, np.int32)
"""The only number of what does not depend on a second one."""


class Accounts(NamedTuple):
    """The accounts of some rows: their key, and the notes on the names in them.

    Rows that have to be looked at like single events are ``apart``; ``later`` has the
    number of a note, or 0.
    """

    keys: Codes
    apart: NDArray[np.bool_]
    later: Codes
    notes: list[Codes]


class Each(NamedTuple):
    """The accounts of rows one by one, those of one row behind those of another.

    ``counts`` has how many each row has, ``begins`` where they begin and ``owners`` the row
    of each; ``said`` are the claims of each, and ``stated`` which are the stated facts.
    """

    counts: Codes
    begins: NDArray[np.int64]
    owners: NDArray[np.int64]
    said: Mapping[str, Codes]
    stated: NDArray[np.bool_]


class Told(NamedTuple):
    """Accounts one by one: their chains, and the notes on the names of each."""

    chains: Codes
    notes: list[Codes]


class Telling:
    """Tells the accounts of rows from what these say, and from their alternatives."""

    def __init__(self, reading: Reading) -> None:
        """Take the reading, of which all is known."""
        self.reading = reading
        self.steady = Growing(reading.plans, steady, np.bool_)
        self._parties: Registry[str] = Registry()
        self._parties.number("")
        fields = reading.tables.fields
        self._noted = {
            name: Growing(fields[name].codes.items, lambda code: reading.notes.number(code.notes))
            for name in reading.tables.walked
        }
        self._alone = {
            name: Growing(fields[name].codes.items, lambda code: self._parties.number(code.alone))
            for name in ROLES
        }

    def accounts(self, said: Mapping[str, Codes], plans: Codes, *, notes: bool) -> Accounts:
        """Return the accounts of rows that have these claims and plans."""
        rows = len(plans)
        apart = np.zeros(rows, bool)
        later = np.zeros(rows, np.int32)
        each = self.each(said, plans)
        steady = self.steady.column()[plans][each.owners]
        told = self._told(each, steady, apart, later, notes=notes)
        keys: Codes = np.zeros(rows, np.int32)
        noted: list[Codes] = []
        for place in range(int(each.counts.max(initial=0))):
            some = np.flatnonzero(each.counts > place)
            here = each.begins[some] + place
            chains = told.chains[here]
            keys[some] = (
                self.reading.first(plans[some], chains)
                if place == 0
                else self.reading.next(keys[some], chains)
            )
            for numbers in told.notes:
                column = np.zeros(rows, np.int32)
                column[some] = numbers[here]
                noted.append(column)
        # An event of which no account was known yet has nothing that could be asked.
        apart |= each.counts == 0
        return Accounts(keys, apart, later, noted)

    def each(self, said: Mapping[str, Codes], plans: Codes) -> Each:
        """Return the accounts of rows one by one."""
        rows = np.arange(len(plans))
        if not plans.any() and len(self.reading.plans[0].tellings) == 1:
            return Each(np.ones(len(plans), np.int32), rows, rows, said, np.ones(len(plans), bool))
        every = [telling for plan in self.reading.plans for telling in plan.tellings]
        of_plans = np.array([len(plan.tellings) for plan in self.reading.plans], np.int32)
        counts = of_plans[plans]
        owners = np.repeat(rows, counts)
        begins = np.cumsum(counts) - counts
        starts = np.cumsum(of_plans) - of_plans
        tellings = starts[plans[owners]] + np.arange(len(owners)) - begins[owners]
        overridden: dict[str, Codes] = {}
        for name, codes in said.items():
            claims = np.array([dict(item.claims).get(name, ABSENT) for item in every], np.int32)
            base = codes[owners]
            if (claims != ABSENT).any():
                other = claims[tellings]
                base = np.where(other == ABSENT, base, other)
            overridden[name] = base
        stated = np.array([item.stated for item in every], bool)[tellings]
        return Each(counts, begins, owners, overridden, stated)

    def _told(
        self,
        each: Each,
        steady: NDArray[np.bool_],
        apart: NDArray[np.bool_],
        later: Codes,
        *,
        notes: bool,
    ) -> Told:
        """Return accounts one by one, and mark the rows that cannot be so decided."""
        tables, said, owners = self.reading.tables, each.said, each.owners
        codes, alone = self.codes(said)
        apart[owners[~alone]] = True
        chains = self._chains(codes, steady)
        if not notes:
            return Told(chains, [])
        # Only what is told of an incident is looked at for its time and its names.
        incident = tables.incidents(chains)
        if self.reading.setting.as_of is not None:
            counts = incident & each.stated
            after = self.later(said["when"])
            later[owners[counts & (after > 0)]] = after.max(initial=0)
            later[owners[counts & (after == 0)]] = 0
        return Told(chains, [np.where(incident, each, 0) for each in self.names(codes)])

    def _chains(self, codes: Mapping[str, Codes], steady: NDArray[np.bool_]) -> Codes:
        """Return the chains of accounts, each once for all that are alike."""
        tables = self.reading.tables
        sizes = [len(tables.fields[name].codes) for name in codes]
        rows = len(steady)
        first, kinds = repeated([*codes.values(), steady], [*sizes, 2], rows)
        if kinds is None:
            return tables.chains(codes, rows, steady)
        some = {name: column[first] for name, column in codes.items()}
        return tables.chains(some, len(first), steady[first])[kinds]

    def codes(self, said: Mapping[str, Codes]) -> tuple[dict[str, Codes], NDArray[np.bool_]]:
        """Return the cells that claims fall in, and which accounts these tell all of."""
        tables = self.reading.tables
        whens = tables.times.columns()
        when = said["when"]
        alone = np.ones(len(when), bool)
        epochs = whens.epochs[when]
        if (epochs < 0).any():
            alone[epochs < 0] = False
            epochs = np.maximum(epochs, 0)
        codes: dict[str, Codes] = {"when": whens.codes[when]}
        for name in tables.walked:
            field = tables.fields[name]
            if name != "when":
                codes[name] = field.cells(said[name], epochs if field.dated else ZERO)
            empty = np.array([not code.signatures for code in field.codes.items], bool)
            if empty.any():
                alone[empty[codes[name]]] = False
        return codes, alone

    def later(self, when: Codes) -> Codes:
        """Return the number of the note on times after the date as of which is asked, or 0."""
        as_of = self.reading.setting.as_of
        if as_of is None:
            return np.zeros(len(when), np.int32)
        starts = self.reading.tables.times.columns().starts
        note = self.reading.notes.number((LATER,))
        return np.where(starts[when] > as_of, note, 0).astype(np.int32)

    def names(self, codes: Mapping[str, Codes]) -> list[Codes]:
        """Return the numbers of the notes on the names that cells were told by."""
        found = []
        for name, noted in self._noted.items():
            numbers = noted.column()
            if numbers.any():
                found.append(numbers[codes[name]])
        if "actor" in codes and "target" in codes:
            found.append(self._itself(codes["actor"], codes["target"]))
        return found

    def _itself(self, actors: Codes, targets: Codes) -> Codes:
        """Return the number of the note on acts of one party against itself, 0 of others."""
        one, other = (self._alone[name].column() for name in ROLES)
        sides = one[actors], other[targets]
        same = (sides[0] == sides[1]) & (sides[0] != 0)
        found = np.zeros(len(actors), np.int32)
        if same.any():
            items = self.reading.tables.fields["actor"].codes.items
            notes = {
                number: both_sides(items[number].label) for number in set(actors[same].tolist())
            }
            numbers = np.zeros(len(items), np.int32)
            for number, note in notes.items():
                numbers[number] = self.reading.notes.number((note,))
            found[same] = numbers[actors[same]]
        return found


def steady(plan: Plan) -> bool:
    """Return whether all that an event states is of one time and one place."""
    stated = [telling for telling in plan.tellings if telling.stated]
    return len(stated) < 2 or not any(  # noqa: PLR2004  (nothing beside it)
        name in BOTH for telling in stated for name, _ in telling.claims
    )
