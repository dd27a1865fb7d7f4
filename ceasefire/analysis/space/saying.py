"""Cells put into the words of a report: the plainest value that means just what is left."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from math import inf, nextafter
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.space.spots import Spots
from ceasefire.program.bundles import least
from ceasefire.program.casting import Caster
from ceasefire.program.cells import Cell, FiniteSlot, NumberSlot, PlaceSlot, TimeSlot
from ceasefire.program.claims import ClaimError
from ceasefire.program.parties import UNLISTED
from ceasefire.program.sets import NOBODY, SEVERAL, SetSlot
from ceasefire.rulebook.context import CIVILIANS
from ceasefire.terms.clocks import day_end, day_start, offset_at, write_offset
from ceasefire.terms.taxonomy import OTHER
from ceasefire.terms.times import DAY, MICROSECOND, MINUTE, describe, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.program.bundles import Signature
    from ceasefire.program.cells import Interval, Position
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell

__all__ = ["Sayer"]

PARTIES: Final = frozenset({"party", "parties"})

TRIES: Final = 400
"""So many ways to say something are tried."""


class Sayer:
    """Says cells in values of the native format.

    What it says is read again, and stands only where it means nothing but what is left.
    """

    def __init__(self, program: Program) -> None:
        """Take the program whose cells are to be said."""
        self.program = program
        self.caster = Caster(program)
        self.zone = zone(program.rulebook.timezone)
        self.spots = Spots(program)

    def said(self, left: Mapping[str, Sequence[AnyCell]]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Return a value for each field, and the fields that cannot be said.

        ``left`` has the cells that are left of each; one of the values of theirs will do.
        Among them is ``when``, as names mean what they mean at a time.
        """
        found: dict[str, Any] = {}
        unsaid = []
        instant = 0
        for field in ("when", *(name for name in left if name != "when")):
            other = str(found.get("actor", "")) if field == "target" else ""
            raw = self._say(field, apart(left[field], other), instant)
            if raw is None:
                unsaid.append(field)
                continue
            found[field] = raw
            if field == "when":
                instant = self.caster.intervals(self.caster.claim("when", raw))[0][0]
        order = ["kind", "when", "where", "actor", "target"]
        ordered = {field: found[field] for field in order if field in found}
        return ordered | found, tuple(unsaid)

    def _say(self, field: str, cells: Sequence[AnyCell], instant: int) -> object:
        """Return a value that means nothing but some of the cells, or nothing."""
        wanted = {cell.signature for cell in cells}
        for number, raw in enumerate(self._ways(field, cells, instant)):
            if self.means(field, raw, instant) <= wanted:
                return raw
            if number >= TRIES:
                break
        return None

    def means(self, field: str, raw: object, instant: int) -> set[Signature]:
        """Return the cells that a value of a field means at an instant."""
        with suppress(ClaimError):
            cells = self.caster.cells(field, self.caster.claim(field, raw), instant)
            if cells:
                return {cell.signature for cell in cells}
        return {-1}

    def _ways(self, field: str, cells: Sequence[AnyCell], instant: int) -> Iterator[object]:
        """Yield values that may mean some of the cells, the plainest first."""
        slot = self.program.slots[self.program.index[field]]
        match slot:
            case TimeSlot():
                yield from self._times([span for cell in cells for span in cell.values])
            case PlaceSlot():
                yield from self.spots.ways([signs for cell in cells for signs in cell.values])
            case NumberSlot():
                for cell in cells:
                    yield from figures(cell.values, whole=slot.whole)
            case SetSlot():
                yield from self._sets(slot, field, cells, instant)
            case FiniteSlot():
                yield from self._ones(field, [v for cell in cells for v in cell.values], instant)

    # --- times ---

    def _times(self, spans: Sequence[Interval]) -> Iterator[str]:
        """Yield a whole day that lies in one of the stretches, or else an instant."""
        for lo, hi in self._likely(spans):
            day = (lo + offset_at(self.zone, lo)) // DAY
            for each in (day, day + 1):
                start, end = day_start(self.zone, each), day_end(self.zone, each)
                if lo <= start < end <= hi:
                    yield describe(start, end, self.zone)
                    break
        for lo, hi in self._likely(spans):
            whole = -(-lo // MINUTE) * MINUTE
            for at in dict.fromkeys((whole if whole < hi else lo, lo)):
                written = describe(at, at + MICROSECOND, self.zone)
                yield written
                offset = write_offset(offset_at(self.zone, at))
                yield f"{written}:00{offset}" if at % (60 * 10**6) == 0 else f"{written}{offset}"

    def _likely(self, spans: Sequence[Interval]) -> list[Interval]:
        """Return stretches, those before and after all that is ruled last."""
        low, high = self.program.horizon
        return sorted(spans, key=lambda span: (span[0] == low, span[1] == high, span[0]))

    # --- one of several ---

    def _ones(self, field: str, values: Sequence[str], instant: int) -> Iterator[object]:
        """Yield a value by itself, or without what else its name stands for."""
        if field in self._flags:
            yield from (value == "yes" for value in values)
            return
        ordered = self._plainest(field, dict.fromkeys(values), instant)
        yield from ordered
        wanted = set(values)
        for value in ordered:
            if value in {UNLISTED, OTHER}:
                yield {"not": self._heads(field, instant)}
                continue
            beyond = self.caster.members(field, value, instant) - wanted
            yield {"one_of": [value], "not": self._tops(field, beyond, value, instant)}

    @cached_property
    def _flags(self) -> frozenset[str]:
        fields = self.program.taxonomy.fields
        return frozenset(name for name, spec in fields.items() if spec.type == "flag")

    def _plainest(self, field: str, values: Iterable[str], instant: int) -> list[str]:
        """Return values, those that stand for most first, what has no name last.

        A name that stands for more than is wanted will not do in the end.
        """

        def order(value: str) -> tuple[bool, bool, int]:
            if value in {UNLISTED, OTHER}:
                return True, False, 0
            odd = value == CIVILIANS and field != "target"
            return False, odd, -len(self._below(field, value, instant))

        return sorted(values, key=order)

    def _below(self, field: str, value: str, instant: int) -> frozenset[str]:
        return self.caster.members(field, value, instant)

    def _tops(self, field: str, values: Iterable[str], below: str, instant: int) -> list[str]:
        """Return as few names as stand for some values and do not stand for another one."""
        left = set(values)
        found = []
        ranked = sorted(left, key=lambda v: (-len(self._below(field, v, instant)), v))
        for value in ranked:
            inside = self._below(field, value, instant)
            if value in left and below not in inside:
                found.append(value)
                left -= inside
        return found

    def _heads(self, field: str, instant: int) -> list[str]:
        """Return names that stand together for all that has one."""
        slot = self.program.slots[self.program.index[field]]
        assert isinstance(slot, FiniteSlot)  # noqa: S101  (only these are asked)
        named = [value for value in slot.values if value not in {UNLISTED, OTHER}]
        return self._tops(field, named, "", instant)

    # --- sets ---

    def lump(self, slot: int, signature: Signature) -> AnyCell:
        """Return the sets of a part of a lump as one cell that some set of theirs has."""
        del slot
        return Cell(least(signature), ())

    def _sets(
        self, slot: SetSlot, field: str, cells: Sequence[AnyCell], instant: int
    ) -> Iterator[object]:
        """Yield few elements that together pass what is wanted."""
        for cell in cells:
            for label in cell.values:
                if SEVERAL not in label:
                    yield from self._set(field, label, instant)
        for cell in cells:
            wanted = least(cell.signature)
            chosen = covering(slot, wanted)
            if chosen is not None:
                yield from self._set(field, chosen, instant)

    def _set(self, field: str, label: Sequence[Any], instant: int) -> Iterator[object]:
        """Yield a set, each element by itself or one of those that it may be."""
        elements = []
        for each in label:
            options = [each] if isinstance(each, str) else list(each)
            if NOBODY in options:
                continue
            elements.append(self._plainest(field, options, instant)[0])
        named = [each for each in elements if each not in {UNLISTED, OTHER}]
        raw: object = named[0] if len(named) == 1 else named
        if len(named) == len(elements):
            yield raw
        if not named and elements:
            yield {"not": self._heads(field, instant)}
        keep = frozenset(elements)
        beyond = {v for each in named for v in self._below(field, each, instant)} - keep
        barred = [v for v in self._tops(field, beyond, "", instant) if v not in keep]
        yield {"one_of": [named], "not": barred}


def apart(cells: Sequence[AnyCell], other: str) -> list[AnyCell]:
    """Return cells with one value of theirs last: who acts against itself makes an odd example."""
    if not other:
        return list(cells)
    kept = [
        cell._replace(values=tuple(value for value in cell.values if value != other))
        for cell in cells
    ]
    return [*(cell for cell in kept if cell.values), *cells]


def covering(slot: SetSlot, wanted: int) -> list[str] | None:
    """Return few elements that pass just the tests wanted, or nothing."""
    found: list[str] = []
    left = wanted
    usable = [value for value in slot.values if not slot.signature(value) & ~wanted]
    while left:
        best = max(usable, key=lambda value: (slot.signature(value) & left).bit_count(), default="")
        if not best or not slot.signature(best) & left:
            return None
        found.append(best)
        left &= ~slot.signature(best)
    if not found and not slot.empty:
        untold = [value for value in usable if not slot.signature(value)]
        return untold[:1] or None
    return found


def figures(pieces: Iterable[tuple[Position, Position]], *, whole: bool) -> Iterator[object]:
    """Yield a plain number in some piece of the number line."""
    for (low, above), (high, beyond) in pieces:
        if whole:
            yield int(low) + above
        elif low == -inf:
            yield 0 if high > 0 else high - 1
        elif not above:
            yield low
        else:
            middle = low + 1 if high == inf else (low + high) / 2
            yield from (low + 1, middle, nextafter(low, inf))
            yield from ([high] if beyond else [])
