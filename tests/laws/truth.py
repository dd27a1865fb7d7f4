"""The truth of conditions in one world, read straight off the resolved rulebook.

Part of the oracle: written from the meaning, sharing no code with any engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ceasefire.program.places import PlaceDomain
from ceasefire.rulebook import logic
from ceasefire.testing.lexicon import conditions_of, single_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Party, Rulebook
    from ceasefire.terms.taxonomy import Vocabulary
    from ceasefire.terms.times import Window

__all__ = [
    "Act",
    "Ground",
    "boundaries",
    "epochs",
    "held_at",
    "inside",
    "lineage",
    "naming_edges",
]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall(instant: int, zone: str) -> datetime:
    """Return what the clocks of a zone show."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone))


def inside(window: Window, instant: int) -> bool:
    """Return whether an instant lies in a window."""
    if window.start is not None and instant < window.start:
        return False
    if window.end is not None and instant >= window.end:
        return False
    now = wall(instant, window.zone)
    clock = ((now.hour * 60 + now.minute) * 60 + now.second) * 1_000_000 + now.microsecond
    today, yesterday = now.weekday(), (now.weekday() - 1) % 7
    days = set(range(7)) if window.days is None else window.days
    if window.hours is None:
        return today in days
    for begin, end in window.hours:
        if begin < end:
            if today in days and begin <= clock < end:
                return True
        elif (today in days and clock >= begin) or (yesterday in days and clock < end):
            return True
    return False


def boundaries(window: Window, lo: int, hi: int) -> Iterator[int]:
    """Yield every instant of a stretch at which a window may begin or end."""
    yield from (edge for edge in (window.start, window.end) if edge is not None)
    if window.days is None and window.hours is None:
        return
    zone = ZoneInfo(window.zone)
    times = {0} | {edge for pair in window.hours or () for edge in pair}
    day = wall(lo, window.zone).date() - timedelta(days=1)
    last = wall(hi, window.zone).date() + timedelta(days=1)
    while day <= last:
        for time in times:
            spot = datetime(day.year, day.month, day.day) + timedelta(microseconds=time)  # noqa: DTZ001  (the zone comes next)
            for fold in (0, 1):
                moment = spot.replace(tzinfo=zone, fold=fold)
                yield (moment.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)
        day += timedelta(days=1)


def held_at(start: int | None, end: int | None, instant: int) -> bool:
    """Return whether something dated holds at an instant."""
    return (start is None or start <= instant) and (end is None or instant < end)


def lineage(parties: Mapping[str, Party], atom: str, instant: int) -> set[str]:
    """Return a party with everything it is part of at an instant."""
    found: set[str] = set()
    while atom in parties and atom not in found:
        found.add(atom)
        above = [
            item.parent
            for item in parties[atom].memberships
            if held_at(item.start, item.end, instant)
        ]
        atom = above[0] if above else ""
    return found


def over(vocabulary: Vocabulary, name: str) -> set[str]:
    """Return a category with those above it."""
    found: set[str] = set()
    while name in vocabulary.categories:
        found.add(name)
        name = vocabulary.categories[name].parent
    return found


@dataclass(frozen=True)
class Act:
    """What one part, actor and target of a world look like: values by field."""

    values: Mapping[str, Any]
    answers: Mapping[str, str]

    @property
    def instant(self) -> int:
        """When it was."""
        found: int = self.values["when"]
        return found


@dataclass
class Ground:
    """A rulebook, with what its tests distinguish."""

    book: Rulebook
    domain: PlaceDomain = field(init=False)
    tests: dict[str, list[Condition]] = field(init=False)
    windows: list[Window] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the tests by field."""
        self.domain = PlaceDomain(self.book.places)
        self.tests = {}
        for condition in conditions_of(self.book):
            for test in single_tests(condition):
                name = {logic.TimeTest: "when", logic.PlaceTest: "where"}.get(
                    type(test), getattr(test, "field", "")
                )
                bucket = self.tests.setdefault(name, [])
                if name and test not in bucket:
                    bucket.append(test)
        self.tests.pop("", None)
        self.windows = [
            test.window for test in self.tests.get("when", []) if isinstance(test, logic.TimeTest)
        ]

    def holds(self, condition: Condition, act: Act) -> bool:  # noqa: PLR0911  (one for each kind)
        """Return whether a condition holds of an act."""
        match condition:
            case logic.All(parts):
                return all(self.holds(part, act) for part in parts)
            case logic.Any(parts):
                return any(self.holds(part, act) for part in parts)
            case logic.Not(part):
                return not self.holds(part, act)
            case logic.AnswerTest(question, answers):
                return act.answers[question] in answers
            case logic.TimeTest(window):
                return inside(window, act.instant)
            case logic.PlaceTest(names):
                return any(self.domain.member(name, act.values["where"]) for name in names)
            case _:
                return self.passes(condition, act.values[condition.field], act.instant)

    def passes(self, test: Condition, value: Any, instant: int) -> bool:  # noqa: ANN401  (of any type)
        """Return whether a value of a field passes a test of that field."""
        if isinstance(value, frozenset):
            return any(self.passes(test, item, instant) for item in value)
        match test:
            case logic.CategoryTest(name, names):
                return not names.isdisjoint(over(self.book.taxonomy.of(name), value))
            case logic.PartyTest(_, names):
                return not names.isdisjoint(lineage(self.book.parties, value, instant))
            case logic.FlagTest(_, wanted):
                return bool(value is wanted)
            case logic.NumberTest(_, low, high, low_open, high_open):
                above = low is None or (value > low if low_open else value >= low)
                below = high is None or (value < high if high_open else value <= high)
                return above and below
        raise AssertionError(test)


def naming_edges(ground: Ground) -> list[int]:
    """Return the instants at which a name or a membership begins or ends."""
    parties = ground.book.parties.values()
    dates = [(item.start, item.end) for party in parties for item in party.aliases]
    dates += [(item.start, item.end) for party in parties for item in party.memberships]
    return sorted({edge for pair in dates for edge in pair if edge is not None})


def epochs(ground: Ground) -> list[int]:
    """Return an instant in each stretch between those."""
    edges = naming_edges(ground)
    return [*([edges[0] - 1] if edges else [0]), *edges]
