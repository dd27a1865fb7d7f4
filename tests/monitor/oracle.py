"""The oracle of patterns: what each says of final events, straight from the definitions.

As plain and as slow as can be; it shares no code with what works alerts out. Times are
integers, an event lasts from its start to before its end, and an instant is one long.
A mark is 2 where something surely holds of an event, 1 where it possibly does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.rulebook.pattern_model import Calm, Lull, Sequence, Series, Threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Sequence as Listed

    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["Expected", "Seen", "Spot", "final_alerts"]

SURE: Final = 2
EARTH_KM: Final = 6371.0088
MOST_EVENTS: Final = 20
COUNTING: Final = ("in-force", "renewed", "strained", "breached")

Stretch = tuple[int | None, int | None]
Role = tuple[str, str, tuple[str, str]]
"""A pattern, a part of it, and a key: two parties, a party and a place, or neither."""


class Spot(NamedTuple):
    """Where an event was: a name, a point with a radius, or both."""

    name: str = ""
    admin1: str = ""
    lat: float | None = None
    lon: float | None = None
    radius: float = 0.0


@dataclass(frozen=True)
class Seen:
    """What patterns see of an event."""

    id: str
    start: int
    end: int
    marks: Mapping[Role, int] = field(default_factory=dict)
    sites: tuple[Spot, ...] = ()


class Expected(NamedTuple):
    """An alert, less what is said of it in words."""

    key: str
    certainty: str
    state: str
    start: int | None
    end: int | None
    party: str
    counterparty: str
    place: str
    events: tuple[str, ...]
    low: int
    high: int


def final_alerts(
    patterns: Iterable[Pattern],
    events: Iterable[Seen],
    horizon: int,
    stretches: Mapping[str, Listed[Stretch]] | None = None,
) -> list[Expected]:
    """Return every alert of final events, by key; ``stretches`` are those of instruments."""
    seen = list(events)
    found: list[Expected] = []
    for pattern in patterns:
        match pattern.shape:
            case Sequence():
                found += sequences(pattern.id, pattern.shape, seen)
            case Threshold():
                found += thresholds(pattern.id, pattern.shape, seen)
            case Lull():
                found += lulls(pattern.id, pattern.shape, seen, horizon)
            case Calm(instrument):
                found += calms(pattern.id, seen, horizon, (stretches or {}).get(instrument, []))
            case Series(instrument):
                spans = (stretches or {}).get(instrument, [])
                found += states(pattern.id, pattern.shape, seen, horizon, spans)
    return sorted(found)


def joined(*parts: object) -> str:
    """Return the key of an alert, whatever its parts hold."""
    return "|".join(str(part).replace("%", "%25").replace("|", "%7C") for part in parts)


def having(events: Iterable[Seen], role: Role, least: int = 1) -> list[Seen]:
    """Return the events of which at least so much can be said."""
    return [event for event in events if event.marks.get(role, 0) >= least]


def by_start(event: Seen) -> tuple[int, str]:
    return event.start, event.id


def by_end(event: Seen) -> tuple[int, str]:
    return event.end, event.id


def keys(events: Iterable[Seen], pattern: str) -> list[tuple[str, str]]:
    return sorted({key for event in events for name, _, key in event.marks if name == pattern})


# --- one event after another ---


def sequences(name: str, shape: Sequence, events: list[Seen]) -> Iterator[Expected]:
    for key in keys(events, name):
        firsts = having(events, (name, "first", key))
        for then in having(events, (name, "then", key)):
            sure, possible = [], []
            for first in firsts:
                if first.id == then.id:
                    continue
                marks = first.marks[name, "first", key], then.marks[name, "then", key]
                holds = [
                    (True, marks == (SURE, SURE)),
                    apart(first, then, shape.within),
                    together(first, then, shape.within_km),
                ]
                if all(can for can, _ in holds):
                    possible.append(first)
                    if all(must for _, must in holds):
                        sure.append(first)
            if possible:
                best = min(sure or possible, key=by_start)
                yield Expected(
                    joined(name, then.id, *key),
                    "certain" if sure else "possible",
                    "",
                    best.start,
                    then.end,
                    key[1],
                    key[0],
                    "",
                    (best.id, then.id),
                    min(len(sure), MOST_EVENTS),
                    min(len(possible), MOST_EVENTS),
                )


def apart(first: Seen, then: Seen, within: int) -> tuple[bool, bool]:
    """Return whether one may, and must, follow the other in time: every pair of instants."""
    least = then.start - (first.end - 1)
    most = (then.end - 1) - first.start
    return most >= 0 and least <= within, least >= 0 and most <= within


def together(first: Seen, then: Seen, within_km: float | None) -> tuple[bool, bool]:
    if within_km is None:
        return True, True
    pairs = [near(one, other, within_km) for one in first.sites for other in then.sites]
    if not pairs:
        return True, False
    return any(can for can, _ in pairs), all(must for _, must in pairs)


def near(one: Spot, other: Spot, within_km: float) -> tuple[bool, bool]:
    regions = {one.admin1, other.admin1} - {""}
    one_region = len(regions) < 2
    readable = len({region.isascii() for region in regions}) < 2
    one_name = one.name != "" and one.name == other.name and one_region
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return one_region or not readable, one_name
    far = kilometres(one.lat, one.lon, other.lat, other.lon)
    around = one.radius + other.radius
    can = far - around <= within_km
    return can, far + around <= within_km or (can and one_name)


def kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    north, south = radians(lat), radians(lat2)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


# --- so many within a time ---


@dataclass(frozen=True)
class Crossing:
    """An event with which a number is reached, and when that is."""

    event: Seen
    time: int
    count: int


def crossings(events: list[Seen], role: Role, shape: Threshold, level: str) -> list[Crossing]:
    least, within = shape.at_least, shape.within + 1
    if level == "certain":
        order = sorted(having(events, role, SURE), key=by_end)
        counts = [sum(j.end <= i.end and j.start >= i.end - within for j in order) for i in order]
        times = [i.end for i in order]
    else:
        order = sorted(having(events, role), key=by_start)
        counts = [
            sum(j.start <= i.start and j.end > i.start + 1 - within for j in order) for i in order
        ]
        times = [i.start + 1 for i in order]
    return [
        Crossing(event, times[i], counts[i])
        for i, event in enumerate(order)
        if counts[i] >= least and (i == 0 or counts[i - 1] < least)
    ]


def thresholds(name: str, shape: Threshold, events: list[Seen]) -> Iterator[Expected]:
    for key in keys(events, name):
        role = (name, "breach", key)
        sure, possible = having(events, role, SURE), having(events, role)
        crossed = set()
        for crossing in crossings(events, role, shape, "certain"):
            event, end, count = crossing.event, crossing.time, crossing.count
            crossed.add(event.id)
            start = end - shape.within - 1
            inside = [j for j in sure if j.end <= end and j.start >= start]
            high = sum(j.start < end and j.end > start for j in possible)
            yield reached(name, key, "certain", event, (start, end), inside, (count, high))
        for crossing in crossings(events, role, shape, "possible"):
            event, end, count = crossing.event, crossing.time, crossing.count
            if event.id in crossed:
                continue
            start = end - shape.within - 1
            inside = [j for j in possible if j.start < end and j.end > start]
            low = sum(j.start >= start and j.end <= end for j in sure)
            yield reached(name, key, "possible", event, (start, end), inside, (low, count))


def reached(  # noqa: PLR0913, PLR0917  (all that an alert tells)
    name: str,
    key: tuple[str, str],
    certainty: str,
    event: Seen,
    window: tuple[int, int],
    inside: list[Seen],
    counts: tuple[int, int],
) -> Expected:
    others = sorted((j for j in inside if j.id != event.id), key=by_start)
    ids = (*(j.id for j in others), event.id)[-MOST_EVENTS:]
    full = joined(name, *key, certainty, event.id)
    return Expected(full, certainty, "", *window, key[0], "", key[1], ids, *counts)


# --- nothing for a time ---


class Gap(NamedTuple):
    """A time in which nothing happened, between two events; the second may be to come."""

    start: int
    end: int | None
    before: Seen
    after: Seen | None


def lulls(name: str, shape: Lull, events: list[Seen], horizon: int) -> Iterator[Expected]:
    for key in keys(events, name):
        role = (name, "incident", key)
        doubtful = [event for event in having(events, role) if event.marks[role] < SURE]
        told = set()
        for certainty, gaps in (
            ("certain", sure_gaps(having(events, role))),
            ("possible", possible_gaps(having(events, role, SURE))),
        ):
            for start, end, before, after in gaps:
                if (horizon if end is None else end) - start < shape.length:
                    continue
                if certainty == "certain":
                    told.add((start, end))
                elif (start, end) in told:
                    continue
                spoiling = [
                    j for j in doubtful if j.start >= start and (end is None or j.start < end)
                ]
                yield Expected(
                    joined(name, key[1], certainty, before.id),
                    certainty,
                    "lasting" if end is None else "ended",
                    start,
                    end,
                    "",
                    "",
                    key[1],
                    (before.id,) if after is None else (before.id, after.id),
                    0,
                    len(spoiling) if certainty == "possible" else 0,
                )


def sure_gaps(events: list[Seen]) -> Iterator[Gap]:
    order = sorted(events, key=by_start)
    for i in range(len(order)):
        before = max(order[: i + 1], key=lambda j: (j.end, j.start, j.id))
        after = order[i + 1] if i + 1 < len(order) else None
        yield Gap(before.end - 1, None if after is None else after.start, before, after)


def possible_gaps(events: list[Seen]) -> Iterator[Gap]:
    order = sorted(events, key=by_start)
    for i, before in enumerate(order):
        after = min(order[i + 1 :], key=by_end, default=None)
        yield Gap(before.start, None if after is None else after.end - 1, before, after)


# --- an instrument over time ---


def calms(
    name: str, events: list[Seen], horizon: int, stretches: Listed[Stretch]
) -> Iterator[Expected]:
    role = (name, "breach", ("", ""))
    for start, end in stretches:

        def inside(event: Seen, start: int | None = start, end: int | None = end) -> bool:
            return (start is None or start <= event.start) and (end is None or event.end <= end)

        def touches(event: Seen, start: int | None = start, end: int | None = end) -> bool:
            return (end is None or event.start < end) and (start is None or event.end > start)

        possible = [event for event in having(events, role) if touches(event)]
        sure = [event for event in having(events, role, SURE) if inside(event)]
        counts = len(sure), len(possible)
        begun = "" if start is None else start
        if possible:
            first = min(sure or possible, key=by_start).id
            certainty = "certain" if sure else "possible"
            key = joined(name, begun, "broken")
            yield Expected(key, certainty, "broken", start, end, "", "", "", (first,), *counts)
        if not sure and end is not None and horizon >= end:
            certainty = "possible" if possible else "certain"
            key = joined(name, begun, "held")
            yield Expected(key, certainty, "held", start, end, "", "", "", (), *counts)


class Point(NamedTuple):
    """A time at which the state of an instrument may change, and what by."""

    time: int
    rank: int
    what: str
    cause: object
    to: str
    events: tuple[str, ...] = ()


def states(
    name: str, shape: Series, events: list[Seen], horizon: int, stretches: Listed[Stretch]
) -> Iterator[Expected]:
    told = set()
    for certainty in ("certain", "possible"):
        points = [
            *text_points(shape, stretches),
            *recoveries(name, shape, events, certainty),
            *counted(name, shape, events, certainty),
        ]
        # Sorting is stable: of several at one time and rank the first is by id.
        points = sorted((p for p in points if p.time <= horizon), key=lambda p: p[:2])
        endless = any(start is None for start, _ in stretches)
        for point in changes(points, "in-force" if endless else "not-in-force"):
            cause = (point.to, point.what, point.cause)
            if certainty == "certain":
                told.add(cause)
            elif cause in told:
                continue
            yield Expected(
                joined(name, certainty, point.time, point.to),
                certainty,
                point.to,
                point.time,
                None,
                "",
                "",
                "",
                point.events,
                0,
                0,
            )


def changes(points: list[Point], state: str) -> Iterator[Point]:
    starts: dict[str, Callable[[str], bool]] = {
        "strained": lambda now: now in COUNTING[:2],
        "breached": lambda now: now in COUNTING[:3],
        "recovery": lambda now: now in COUNTING[2:],
    }
    for point in points:
        if point.what in starts and not starts[point.what](state):
            continue
        if point.to != state:
            state = point.to
            yield point


def text_points(shape: Series, stretches: Listed[Stretch]) -> Iterator[Point]:
    for move in shape.moves:
        yield Point(move.on, 0, "move", move.on, move.to)
    for number, (start, end) in enumerate(stretches):
        if end is not None:
            yield Point(end, 1, "end", end, "lapsed")
        if start is not None:
            yield Point(start, 2, "start", start, "renewed" if number else "in-force")


def recoveries(name: str, shape: Series, events: list[Seen], level: str) -> Iterator[Point]:
    if shape.recovers_after is None:
        return
    role = (name, "breach", ("", ""))
    if level == "certain":
        breaches = [(e.end - 1, e.id) for e in having(events, role, SURE)]
    else:
        breaches = [(e.start, e.id) for e in having(events, role)]
    breaches.sort()
    for i, (time, event) in enumerate(breaches):
        if i + 1 == len(breaches) or breaches[i + 1][0] - time > shape.recovers_after:
            yield Point(time + shape.recovers_after, 3, "recovery", event, "in-force", (event,))


def counted(name: str, shape: Series, events: list[Seen], level: str) -> Iterator[Point]:
    parts = (("breached", shape.breached, 4), ("strained", shape.strained, 5))
    for part, threshold, rank in parts:
        if threshold is not None:
            for item in crossings(events, (name, part, ("", "")), threshold, level):
                event, time = item.event, item.time - 1
                yield Point(time, rank, part, event.id, part, (event.id,))
