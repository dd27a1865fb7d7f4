"""One reported field, cast into the cells of its slot."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.keys import PLACE_KEYS, stray_place_keys
from ceasefire.program import claims
from ceasefire.program.cells import FiniteSlot, NumberSlot, PlaceSlot, TimeSlot
from ceasefire.program.claims import ANYTHING, UNKNOWN, Claim, ClaimError, claim_of
from ceasefire.program.places import WhereSpec
from ceasefire.program.program import RECURS
from ceasefire.program.sets import SetSlot
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.names import normalise
from ceasefire.terms.times import TimeProblem, joined_up, span, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.program.cells import Interval, Position
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell

__all__ = ["Caster"]

CACHE: Final = 65536

TIMES: Final = 4096
"""So many times are remembered: those of a feed that goes on come again soon, or never."""

PARTIES: Final = frozenset({"party", "parties"})
"""Types of fields whose values are names, which may mean something else at another time."""

NUMBERS = frozenset({"lat", "lon", "within_km"})
TEXTS = frozenset(PLACE_KEYS) - NUMBERS
DEGREES = {"lat": 90.0, "lon": 180.0}
FIGURES: Final = {
    "lat": "write degrees north, such as `36.2`",
    "lon": "write degrees east, such as `37.1`",
    "within_km": "write a number of kilometres alone, such as `5`",
}
FEW: Final = 8
"""So many words of a vocabulary can be listed in a hint."""

EVERY: Final = "`ceasefire schema --event` lists those of every rulebook"


class Caster:
    """Reads raw values of one event into cells; collects what should be noted."""

    def __init__(self, program: Program) -> None:
        """Take the program whose slots are filled."""
        self.program = program
        self.taxonomy = program.taxonomy
        self.zone = zone(program.rulebook.timezone)
        self.notes: dict[str, None] = {}

    def claim(self, field: str, raw: object) -> Claim:  # noqa: PLR0911  (one for each type)
        """Return the claim of a field's raw value, or raise :class:`ClaimError`."""
        kind = self.taxonomy.fields[field].type
        match kind:
            case "flag":
                return claim_of(raw, claims.flag)
            case "count":
                return claim_of(raw, claims.count, listed=False)
            case "number":
                return claim_of(raw, claims.number, listed=False)
            case "time":
                return claim_of(raw, claims.moment)
            case "place":
                return claim_of(raw, self._where)
            case "party" | "parties":
                return claim_of(raw, claims.text)
            case _:
                return claim_of(raw, lambda value: self._category(field, value))

    def cells(self, field: str, claim: Claim, instant: int) -> tuple[AnyCell, ...]:
        """Return the cells of a claim; names of parties are read as of the instant.

        Feeds repeat themselves, so claims met before are looked up.
        """
        named = claim != ANYTHING and self.taxonomy.fields[field].type in PARTIES
        epoch = bisect_right(self.program.parties.naming_edges, instant) if named else 0
        key = (field, claim, epoch)
        cache = self.program.casts
        known = cache.get(key)
        if known is None:
            if len(cache) >= CACHE:
                cache.clear()
            inner = Caster(self.program)
            known = cache[key] = (inner._cells(field, claim, instant), tuple(inner.notes))
        cells, notes = known
        if notes:
            self.notes.update(dict.fromkeys(notes))
        return cells

    def _cells(self, field: str, claim: Claim, instant: int) -> tuple[AnyCell, ...]:
        slot = self.program.slots[self.program.index[field]]
        if isinstance(slot, SetSlot):
            return self._set(slot, field, claim, instant)
        one = [self._alone(field, option) for option in claim.options or ()]
        if isinstance(slot, TimeSlot):
            return slot.cells(self.intervals(claim))
        if isinstance(slot, PlaceSlot):
            return slot.cells(self._locations(claim.options and one, claim.none_of))
        if isinstance(slot, NumberSlot):
            ranges = (
                [slot.stretch(None, None)]
                if claim.options is None
                else [slot.stretch(*bounds) for bounds in one]
            )
            return slot.cells(less(ranges, [slot.stretch(*item) for item in claim.none_of]))
        assert isinstance(slot, FiniteSlot)  # noqa: S101  (all other slots are dealt with)
        out = self._ruled_out(field, claim, instant)
        chosen = [self.members(field, item, instant) for item in one]
        inside = frozenset().union(*chosen)
        if claim.options is None:
            inside = frozenset(slot.values)
            if field == "kind" and not claim.none_of:
                # What is not known of an incident is not whether it was one. To say what
                # it was not is to leave that open, too.
                inside = frozenset(filter(self.taxonomy.kinds.incident, slot.values))
        return slot.cells(value for value in slot.values if value in inside and value not in out)

    def _ruled_out(self, field: str, claim: Claim, instant: int) -> frozenset[str]:
        """Return the values that a claim denies; a name that says nothing denies none."""
        return frozenset[str]().union(
            *(
                self.members(field, item, instant)
                for item in claim.none_of
                if self._says(field, item, instant)
            )
        )

    def _says(self, field: str, element: str, instant: int) -> bool:
        """Return whether an element stands for some values and not for just any."""
        if element == UNKNOWN:
            return False
        if self.taxonomy.fields[field].type not in PARTIES:
            return True
        found = self.program.parties.resolve(element, instant)
        if found.note:
            self.notes[f"{field}: {unknown_rivals(found.note, element)}"] = None
        return found.party is not None

    def members(self, field: str, element: Any, instant: int) -> frozenset[str]:  # noqa: ANN401  (an element of any type)
        """Return the values that an element may stand for."""
        slot = self.program.slots[self.program.index[field]]
        assert isinstance(slot, FiniteSlot)  # noqa: S101  (all other slots are dealt with)
        if element == UNKNOWN:
            return frozenset(slot.values)
        if self.taxonomy.fields[field].type not in PARTIES:
            return (
                frozenset({element})
                if element in {"yes", "no"}
                else (self.taxonomy.of(field).below(element))
            )
        parties = self.program.parties
        found = parties.resolve(element, instant)
        if found.note:
            self.notes[f"{field}: {unknown_rivals(found.note, element)}"] = None
        if found.party is None:
            return frozenset(parties.atoms)
        return parties.below(frozenset({found.party}), parties.epoch(instant))

    def intervals(self, claim: Claim) -> list[Interval]:
        """Return the stretches of time of a claim, in order."""
        known = self.program.intervals
        found = known.get(claim)
        if found is None:
            found = self._intervals(claim)
            if len(known) >= TIMES:
                known.clear()
            known[claim] = found
        return found

    def _intervals(self, claim: Claim) -> list[Interval]:
        if claim.options is None:
            spans = [self.program.horizon]
        elif len(claim.options) == 1 and not claim.none_of:
            return [self._span(self._alone("when", claim.options[0]))]
        else:
            spans = sorted(self._span(self._alone("when", option)) for option in claim.options)
        ruled_out = sorted(self._span(item) for item in claim.none_of)
        return [
            (int(low[0]), int(high[0]))
            for low, high in less(
                [((lo, 0), (hi, 0)) for lo, hi in joined_up(spans)],
                [((lo, 0), (hi, 0)) for lo, hi in ruled_out],
            )
        ]

    # --- elements ---

    def _alone(self, field: str, option: tuple[Any, ...]) -> Any:  # noqa: ANN401  (a value of any type)
        if len(option) != 1:
            raise ClaimError(
                "joint-values",
                f"`{field}` cannot have several values at once",
                "write {one_of: [...]} for rivals, or `parts` for several acts",
            )
        return option[0]

    def _category(self, field: str, raw: object) -> str:
        name = claims.text(raw)
        vocabulary = self.taxonomy.of(field)
        if name in vocabulary.categories:
            return name
        wanted = normalise(name)
        for key, item in vocabulary.categories.items():
            if wanted and wanted in {normalise(key), normalise(item.name), item.code.casefold()}:
                return key
        known = (*vocabulary.categories, UNKNOWN)
        hint = claims.rivals_hint(name) or did_you_mean(name, known)
        if vocabulary.open:
            note = f"{field}: `{claims.short(name)}` is not listed: taken as unknown"
            self.notes[f"{note}; {hint}" if hint else note] = None
            return UNKNOWN
        there = f"write one of {', '.join(known)}" if len(known) <= FEW else EVERY
        raise ClaimError(f"unknown-{field}", f"`{claims.short(name)}` is no {field}", hint or there)

    def _where(self, raw: object) -> WhereSpec:
        if isinstance(raw, str):
            return WhereSpec(name=raw.strip())
        if not isinstance(raw, dict):
            raise ClaimError(
                "wrong-type", f"`where` is a name or a mapping, not `{claims.short(raw)}`"
            )
        given = {key: value for key, value in raw.items() if value is not None and value != ""}
        if not given.keys() <= {*PLACE_KEYS}:
            self._strays(given)
        texts = {
            key: claims.text(value)
            for key, value in given.items()
            if key in TEXTS and not claims.is_unknown(value)
        }
        numbers = {key: figure(key, given[key]) for key in sorted(NUMBERS) if key in given}
        for key, limit in DEGREES.items():
            if abs(numbers.get(key, 0.0)) > limit:
                raise ClaimError("bad-coordinates", f"`{key}: {numbers[key]}` is outside the Earth")
        if ("lat" in numbers) != ("lon" in numbers):
            raise ClaimError("bad-coordinates", "a point needs both `lat` and `lon`")
        if numbers.get("within_km", 0.0) < 0:
            raise ClaimError("bad-coordinates", "`within_km` is below 0")
        return WhereSpec(
            **texts,
            lat=numbers.get("lat"),
            lon=numbers.get("lon"),
            within_km=numbers.get("within_km"),
        )

    def _strays(self, where: Mapping[str, Any]) -> None:
        found = list(stray_place_keys({str(key): value for key, value in where.items()}))
        self.notes.update(
            dict.fromkeys(f"where: {each.message}; {each.hint}" for each in found if not each.fatal)
        )
        fatal = [each for each in found if each.fatal]
        if fatal:
            message = ", ".join(each.message for each in fatal)
            raise ClaimError("unknown-key", message, "; ".join(each.hint for each in fatal))

    def _locations(self, options: Iterable[Any] | None, none_of: Iterable[Any]) -> list[int]:
        if options is None:
            found = list(self.program.places.everywhere())
        else:
            found = sorted({signs for spec in options for signs in self._located(spec)})
        out = {
            signs
            for spec in none_of
            if not isinstance(spec, str)
            for signs in self.program.places.wholly(spec)
        }
        for spec in none_of:
            self._located(spec)  # for what it has to note
        return [signs for signs in found if signs not in out]

    def _located(self, spec: WhereSpec | str) -> tuple[int, ...]:
        if isinstance(spec, str):
            return self.program.places.everywhere()
        signs, notes = self.program.places.locate(spec)
        self.notes.update(dict.fromkeys(f"where: {note}" for note in notes))
        return signs

    def _span(self, element: Any) -> Interval:  # noqa: ANN401  (a value of any type)
        try:
            if isinstance(element, tuple):
                start, end = element
                lo, hi = self._reaching(
                    None if start is None else span(start, self.zone)[0],
                    None if end is None else span(end, self.zone)[0],
                )
                if hi <= lo:
                    raise ClaimError(
                        "bad-time", f"the time ends (`{end}`) before it starts (`{start}`)"
                    )
                return lo, hi
            return self.program.horizon if element == UNKNOWN else span(element, self.zone)
        except TimeProblem as problem:
            raise ClaimError(problem.code, problem.message, problem.hint) from problem

    def _reaching(self, lo: int | None, hi: int | None) -> Interval:
        """Return a stretch of time; where an end is open, as far as shows all that recurs there."""
        first, last = self.program.horizon
        if lo is None:
            lo = first if hi is None else min(first, hi - RECURS)
        return lo, max(last, lo + RECURS) if hi is None else hi

    def _set(self, slot: SetSlot, field: str, claim: Claim, instant: int) -> tuple[AnyCell, ...]:
        out = self._ruled_out(field, claim, instant)
        kept = [value for value in slot.values if value not in out]
        if claim.options is None:
            return slot.cells_of_any_set(kept)
        options = [
            [
                [value for value in slot.values if value in inside and value not in out]
                for inside in (self.members(field, item, instant) for item in option)
            ]
            for option in claim.options
        ]
        return slot.cells_of_sets(options)


def figure(key: str, raw: object) -> float:
    """Return a number that is part of a place."""
    try:
        return claims.single(raw, FIGURES[key])
    except ClaimError as error:
        raise ClaimError(error.code, f"`{key}`: {error}", error.hint) from error


def unknown_rivals(note: str, name: str) -> str:
    """Return a note on a name; one that is no party's and may be several says how to write them."""
    told, taken, _ = note.partition("taken as unknown")
    hint = ""
    if told.endswith("is no party of this rulebook: "):
        hint = claims.rivals_hint(name) or claims.together_hint(name)
    return f"{told}{taken}; {hint}" if hint else note


def less(
    ranges: list[tuple[Position, Position]], removed: list[tuple[Position, Position]]
) -> list[tuple[Position, Position]]:
    """Return the ranges without the removed ones."""
    for low, high in removed:
        ranges = [
            piece
            for start, end in ranges
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        ]
    return ranges
