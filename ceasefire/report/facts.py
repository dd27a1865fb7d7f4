"""What of an event is counted: its days, kinds, parties, place, verification and casualties.

Only stated facts are read, under the reading in use; rival accounts are what the bounds of
the counts tell of.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.program.actors import Actors
from ceasefire.program.claims import ANYTHING, UNKNOWN, Claim, ClaimError, claim_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from ceasefire.book import Book
    from ceasefire.events.event import Event

__all__ = ["CASUALTIES", "NOT_TOLD", "Extent", "Facts", "Reader"]

NOT_TOLD: Final = "unknown or not reported"
"""What stands for a value that no stated account gives, or that one says is unknown."""

CASUALTIES: Final = ("killed", "civilians_killed", "wounded")
"""The numbers of people that are summed."""

REMEMBERED: Final = 65_536


class Extent(NamedTuple):
    """The least and the most that a number may be; ``high`` is ``None`` where it is open.

    ``told`` is false where no stated account gives the number at all: then it is from 0 on.
    """

    low: int
    high: int | None
    told: bool = True


UNTOLD: Final = Extent(0, None, told=False)


class Facts(NamedTuple):
    """What of one event is counted.

    ``first`` and ``last`` are its first and last local day, ``None`` where its time is not
    known; ``kinds``, ``actors``, ``targets`` and ``verification`` have each value that it is
    stated to have, or may have, in any part, with names as the rulebook has them; ``place`` is the
    administrative unit in which it surely was, as a name; ``point`` its longitude and
    latitude in degrees (WGS84), if it has one and the report says nothing wider than
    ``within_km``; casualties by :data:`CASUALTIES`.
    """

    first: date | None
    last: date | None
    kinds: tuple[str, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    place: str
    point: tuple[float, float] | None
    within_km: float | None
    verification: tuple[str, ...]
    casualties: Mapping[str, Extent]

    def surely_within(self, since: date | None, until: date | None) -> bool:
        """Return whether an event was on these days and no others; ``None`` is no bound."""
        if since is None and until is None:
            return True
        if self.first is None or self.last is None:
            return False
        return (since is None or self.first >= since) and (until is None or self.last <= until)

    @property
    def one_day(self) -> bool:
        """Whether it is known on which day it was."""
        return self.first is not None and self.first == self.last


class Reader:
    """Reads what of events is counted, as one book and its reading have it."""

    def __init__(self, book: Book) -> None:
        """Take the book."""
        self.named = Actors(book.program, book.setting.credit, book.setting.as_of)
        self.caster = self.named.caster
        self.zone: ZoneInfo = self.named.zone
        self.taxonomy = self.caster.taxonomy
        self.domain = book.program.places
        self.units = {
            key: place.name
            for key, place in book.rulebook.places.items()
            if place.admin1 and not place.admin2
        }
        self._places: dict[str, str] = {}

    def facts(self, event: Event) -> Facts:
        """Return what of an event is counted; it must be one that could be decided."""
        whole, instant = self.named.stated(event)
        # What a part does not say is as the event has it.
        stated = [{**facts, **part} for facts in whole for part in event.parts] or whole
        first, last = self._days(stated)
        point, within = self._point(whole)
        return Facts(
            first,
            last,
            self._categories(stated, "kind"),
            self._parties(stated, "actor", instant),
            self._parties(stated, "target", instant),
            self._place(stated),
            point,
            within,
            self._categories(stated, "verification"),
            {field: self._people(event, whole, field) for field in CASUALTIES},
        )

    # --- when ---

    def _days(self, stated: Sequence[Mapping[str, Any]]) -> tuple[date | None, date | None]:
        claims = [self._claim("when", account.get("when")) for account in stated]
        if not all(map(ended, claims)):
            return None, None
        spans = [span for claim in claims for span in self.caster.intervals(claim)]
        if not spans:
            return None, None
        low, high = min(lo for lo, _ in spans), max(hi for _, hi in spans)
        return self._day(low), self._day(high - 1)

    def _day(self, instant: int) -> date:
        seconds, rest = divmod(instant, 1_000_000)
        moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
        return moment.astimezone(self.zone).date()

    # --- what, and who ---

    def _categories(self, stated: Sequence[Mapping[str, Any]], field: str) -> tuple[str, ...]:
        names = self.taxonomy.of(field).categories
        found: dict[str, None] = {}
        for account in stated:
            claim = self._claim(field, account.get(field))
            if claim.options is None:
                found[NOT_TOLD] = None
            for option in claim.options or ():
                for item in option:
                    told = str(item)
                    found[names[told].name if told in names else NOT_TOLD] = None
        return tuple(found)

    def _parties(
        self, stated: Sequence[Mapping[str, Any]], role: str, instant: int
    ) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for account in stated:
            claim = self._claim(role, account.get(role))
            options = ((UNKNOWN,),) if claim.options is None else claim.options
            for option in options:
                for item in option:
                    name = self.named.party(item, instant).name
                    found[NOT_TOLD if name == UNKNOWN else name] = None
        return tuple(found)

    # --- where ---

    def _place(self, stated: Sequence[Mapping[str, Any]]) -> str:
        raws = [account.get("where") for account in stated]
        key = repr(raws)
        found = self._places.get(key)
        if found is None:
            if len(self._places) >= REMEMBERED:
                self._places.clear()
            found = self._places[key] = self._unit(raws)
        return found

    def _unit(self, raws: Iterable[object]) -> str:
        """Return the unit that holds every spot where it may have been."""
        claims = [self._claim("where", raw) for raw in raws]
        specs = [spec for claim in claims for option in claim.options or () for spec in option]
        if any(claim.options is None for claim in claims) or any(
            isinstance(spec, str) for spec in specs
        ):
            return NOT_TOLD
        signs = {sign for spec in specs for sign in self.domain.locate(spec)[0]}
        for key, name in self.units.items():
            if signs and all(self.domain.member(key, sign) for sign in signs):
                return name
        said = {spec.admin1 for spec in specs}
        return said.pop() or NOT_TOLD if len(said) == 1 else NOT_TOLD

    def _point(
        self, stated: Sequence[Mapping[str, Any]]
    ) -> tuple[tuple[float, float] | None, float | None]:
        for account in stated:
            claim = self._claim("where", account.get("where"))
            if claim.options and len(claim.options) == 1 and len(claim.options[0]) == 1:
                spec = claim.options[0][0]
                point = None if isinstance(spec, str) else spec.point
                if point is not None:
                    return point, spec.within_km
        return None, None

    # --- how many ---

    def _people(self, event: Event, whole: Sequence[Mapping[str, Any]], field: str) -> Extent:
        """Return the number of an event, which is the sum of its parts if they alone tell it."""
        found = self._extent(whole, field)
        parts = [self._extent([part], field) for part in event.parts]
        if found.told or not any(part.told for part in parts):
            return found
        highs = [part.high for part in parts if part.high is not None]
        low, high = sum(part.low for part in parts), sum(highs)
        return Extent(low, high if len(highs) == len(parts) else None)

    def _extent(self, stated: Sequence[Mapping[str, Any]], field: str) -> Extent:
        claims = [self._count(field, account.get(field)) for account in stated]
        options = [option[0] for claim in claims for option in claim.options or ()]
        if not options:
            return UNTOLD
        unknown = any(claim.options is None for claim in claims)
        low = 0 if unknown else min(least or 0 for least, _ in options)
        highs = [most for _, most in options]
        most = None if unknown or None in highs else max(each or 0 for each in highs)
        return Extent(low, most)

    def _count(self, field: str, raw: object) -> Claim:
        # Tests have numbers as fractions, which are not exact where numbers are large.
        claim = self._claim(field, raw)
        return claim if claim is ANYTHING else claim_of(raw, counts, listed=False)

    def _claim(self, field: str, raw: object) -> Claim:
        if raw is None:
            return ANYTHING
        try:
            return self.caster.claim(field, raw)
        except ClaimError:
            # What was not known yet is not decided, and may be unreadable.
            return ANYTHING


def counts(raw: object) -> tuple[int | None, ...]:
    """Return the lowest and highest count of a value, exactly; it must be one of a count."""
    pair = raw if isinstance(raw, (list, tuple)) else (raw, raw)
    return tuple(None if item is None else exact(item) for item in pair)


def exact(raw: Any) -> int:  # noqa: ANN401  (a number, or the text of one)
    """Return a whole number, which a text may also give as a decimal."""
    try:
        return int(raw)
    except ValueError:
        return int(float(raw))


def ended(claim: Claim) -> bool:
    """Return whether the time of a claim has a known end on both sides."""
    ends = (element for option in claim.options or () for element in option)
    return claim.options is not None and not any(
        element == UNKNOWN or (isinstance(element, tuple) and None in element) for element in ends
    )
