"""What a feed says of one field, as small numbers: claims, and the cells they fall in.

A *claim* has a number, and so has a *code*: the cells that a claim falls in, which for
names of parties depends on when the event was. A feed repeats both.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.growing import Growing
from ceasefire.engines.columnar.pairing import LOCK, Pairing, Registry
from ceasefire.engines.columnar.spells import Spells
from ceasefire.findings.because import harmful
from ceasefire.program.casting import Caster
from ceasefire.program.claims import ANYTHING, Claim, presumed
from ceasefire.program.parties import UNLISTED
from ceasefire.program.places import WhereSpec
from ceasefire.program.sets import Lump, SetSlot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceasefire.program.cells import Interval
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell

__all__ = ["Code", "Field", "Said", "Times", "When", "Wheres"]

PARTIES: Final = frozenset({"party", "parties"})
ROLES: Final = ("actor", "target")

MANY: Final = 256
"""Of so many times, each is looked up among spells in which nothing changes."""


class Said(NamedTuple):
    """What a cell of a feed says of a field, and what is to be noted of it.

    ``harm`` says that it tells of harm to civilians; ``words`` how it is told, where
    that matters.
    """

    claim: Claim
    notes: tuple[str, ...] = ()
    harm: bool = False
    words: str = ""


class Code(NamedTuple):
    """The cells that a claim falls in, by their signatures, and what is noted of names in it.

    ``alone`` is the one party that a role can only be, and ``label`` what it is called
    then. Cells that are too many to be told
    one by one are no ``signatures`` but ``lumps``.
    """

    signatures: tuple[int, ...]
    notes: tuple[str, ...] = ()
    alone: str = ""
    lumps: tuple[AnyCell, ...] = ()
    label: str = ""


class Field:
    """One field: its claims by number, and their codes by number and epoch."""

    def __init__(self, program: Program, name: str) -> None:
        """Take the field; ``slot`` is none where no test asks about it."""
        self.program = program
        self.name = name
        self.slot = program.index.get(name)
        self.dated = program.taxonomy.fields[name].type in PARTIES
        self.alone = (
            self.slot is not None
            and name not in ROLES
            and not isinstance(program.slots[self.slot], SetSlot)
        )
        self.said: Registry[Said] = Registry()
        self.codes: Registry[Code] = Registry()
        self.cells = Pairing(self._cells)
        self.raws: dict[int, object] = {}
        self.harms = Growing(self.said.items, lambda item: item.harm, np.bool_)
        self.silent = self.said.number(Said(self._presumed()))

    def _presumed(self) -> Claim:
        value = self.program.rulebook.presumptions.get(self.name)
        if value is None:
            return ANYTHING
        return Caster(self.program).claim(self.name, presumed(value.value))

    def read(self, raw: object) -> int:
        """Return the number of what a raw value says.

        Raises :class:`~ceasefire.program.claims.ClaimError`.
        """
        caster = Caster(self.program)
        claim = caster.claim(self.name, raw)
        if self.name == "when":
            caster.intervals(claim)
        elif self.alone and any(len(option) != 1 for option in claim.options or ()):
            caster.cells(self.name, claim, 0)  # says what is wrong with several at once
        notes = tuple(caster.notes)
        words = repr(raw) if self.name == "kind" else ""
        number = self.said.number(Said(claim, notes, harmful({self.name: raw}), words))
        if self.name == "kind":
            self.raws.setdefault(number, raw)
        return number

    def joint(self, number: int) -> bool:
        """Return whether a claim of a role is of several together, or of none at all."""
        options = self.said[number].claim.options or ()
        return self.name in ROLES and any(len(option) != 1 for option in options)

    def _cells(self, number: int, epoch: int) -> int:
        program, said = self.program, self.said[number]
        edges = program.parties.naming_edges
        instant = edges[epoch - 1] if self.dated and epoch else min(edges, default=0) - 1
        caster = Caster(program)
        cells = caster.cells(self.name, said.claim, instant)
        alone = label = ""
        if self.name in ROLES and len(cells) == 1 and len(cells[0].values) == 1:
            alone = cells[0].values[0] if cells[0].values[0] != UNLISTED else ""
            label = program.parties.label(alone, program.parties.epoch(instant)) if alone else ""
        notes = tuple(caster.notes)
        if any(isinstance(cell, Lump) for cell in cells):
            return self.codes.number(Code((), notes, lumps=cells))
        signatures: list[Any] = [cell.signature for cell in cells]
        return self.codes.number(Code(tuple(sorted(signatures)), notes, alone, label=label))


class Wheres(Field):
    """The place of events, which is located for many at once."""

    def __init__(self, program: Program, name: str = "where") -> None:
        """Take the field."""
        super().__init__(program, name)
        self._located: dict[int, tuple[tuple[int, ...], tuple[str, ...]]] = {}
        self._done = 0

    def locate(self) -> None:
        """Locate what has been claimed since the last time."""
        fresh = [
            (number, self.said[number].claim)
            for number in range(self._done, len(self.said))
            if plain(self.said[number].claim)
        ]
        self._done = len(self.said)
        if not fresh:
            return
        specs: list[WhereSpec] = [claim.options[0][0] for _, claim in fresh if claim.options]
        names: Registry[tuple[str, str, str, str, str]] = Registry()
        which = [names.number(spec.named) for spec in specs]
        numbers = np.array(
            [
                [nan if value is None else value for value in (spec.lon, spec.lat, spec.within_km)]
                for spec in specs
            ],
            np.float64,
        )
        codes, answers = self.program.places.locate_many(
            [WhereSpec(*each) for each in names.items],
            np.array(which, np.int32),
            *np.ascontiguousarray(numbers.T),
        )
        for (number, _), code in zip(fresh, codes.tolist(), strict=True):
            self._located[number] = answers[code]

    def remind(self, number: int) -> None:
        """Let the place of a claim be known to whatever else asks about it."""
        found = self._located.get(number)
        options = self.said[number].claim.options
        if found is not None and options:
            self.program.places.remember(options[0][0], found)

    def _cells(self, number: int, epoch: int) -> int:
        known = self._located.get(number)
        if known is None:
            return super()._cells(number, epoch)
        signs, notes = known
        slot: Any = self.program.slots[self.program.index["where"]]
        signatures = sorted(cell.signature for cell in slot.cells(sorted(signs)))
        told = tuple(f"where: {note}" for note in notes)
        return self.codes.number(Code(tuple(signatures), told))


def plain(claim: Claim) -> bool:
    """Return whether a claim is of one place, told by what can be located."""
    if claim.none_of or claim.options is None or len(claim.options) != 1:
        return False
    (option,) = claim.options
    return len(option) == 1 and isinstance(option[0], WhereSpec)


class When(NamedTuple):
    """When an event was: its code, the epoch in which names are read, and its beginning.

    ``epoch`` is -1 where names may change their meaning in between; ``parts`` are then the
    code and the epoch of each time in which they do not.
    """

    code: int
    epoch: int
    start: int
    parts: tuple[tuple[int, int], ...] = ()


class Whens(NamedTuple):
    """When claims are of, column by column."""

    codes: NDArray[np.int32]
    epochs: NDArray[np.int32]
    starts: NDArray[np.int64]


class Times(Field):
    """The time of events."""

    def __init__(self, program: Program, name: str = "when") -> None:
        """Take the field."""
        super().__init__(program, name)
        self.whens: list[When] = []
        self._codes = Growing(self.whens, lambda item: item.code)
        self._epochs = Growing(self.whens, lambda item: item.epoch)
        self._starts = Growing(self.whens, lambda item: item.start, np.int64)
        self._spells: Spells | None = None

    def when(self, number: int) -> When:
        """Return when a claim is of."""
        while len(self.whens) <= number:
            self.whens.append(self._when(self.said[len(self.whens)].claim))
        return self.whens[number]

    def columns(self) -> Whens:
        """Return when all claims are of, as columns to look numbers up in."""
        if len(self.whens) < len(self.said):
            with LOCK:
                self.when(len(self.said) - 1)
        return Whens(*(each.column() for each in (self._codes, self._epochs, self._starts)))

    def _when(self, claim: Claim) -> When:
        intervals = Caster(self.program).intervals(claim)
        start = min((lo for lo, _ in intervals), default=0)
        met = self._met(intervals)
        if met is not None and met[1] >= 0:
            return When(self.codes.number(Code(met[0])), met[1], start)
        epochs = self._by_epoch(intervals)
        if len(epochs) > 1:
            parts = tuple([(self._code(own), epoch) for epoch, own in epochs.items()])
            return When(self._code(intervals), -1, start, parts)
        (epoch,) = epochs or (bisect_right(self.program.parties.naming_edges, 0),)
        return When(self._code(intervals), epoch, start)

    def _code(self, intervals: Sequence[Interval]) -> int:
        """Return the number of the code of some intervals."""
        slot: Any = self.program.slots[self.program.time]
        signatures = sorted(cell.signature for cell in slot.cells(intervals))
        return self.codes.number(Code(tuple(signatures)))

    def _by_epoch(self, intervals: Sequence[Interval]) -> dict[int, list[Interval]]:
        """Return intervals by the epochs in which names are read, cut where one begins."""
        edges = self.program.parties.naming_edges
        found: dict[int, list[Interval]] = {}
        for lo, hi in intervals:
            within = edges[bisect_right(edges, lo) : bisect_right(edges, hi - 1)]
            for piece in pairwise((lo, *within, hi)):
                found.setdefault(bisect_right(edges, piece[0]), []).append(piece)
        return found

    def _met(self, intervals: Sequence[Interval]) -> tuple[tuple[int, ...], int] | None:
        """Return the signatures and the epoch of one of many intervals; nothing of others."""
        if len(self.said) < MANY or len(intervals) != 1:
            return None
        if self._spells is None:
            self._spells = Spells(self.program)
        return self._spells.met(*intervals[0])


def column(values: list[int] | list[bool], dtype: Any = np.int32) -> NDArray[Any]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a list as a column that numbers can be looked up in."""
    with LOCK:
        return np.array(values, dtype)
