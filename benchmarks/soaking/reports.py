"""Random reports in the order in which they come: twice, corrected, late, out of order, broken.

The same order gives the same lines, so that whoever judges need not keep what was fed.
"""

from __future__ import annotations

import json
import time
from heapq import heappop, heappush
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Arrival", "Order", "arrivals"]

DAY: Final = 86400
FIRST: Final = 1456531200
"""The first day of the events, 27 February 2016, in seconds since 1970."""

DELAY: Final = 44 * 3600
"""How much later than its time a report comes at most; with the hours of a day of which no
hour is told, and those by which a correction moves it, that is less than 72 hours."""

RARE: Final = 1000
"""One in so many events is dated far in the future, and as many come very late."""

KINDS: Final = (
    *("shelling", "airstrike", "clash", "ied", "sniping", "mortar", "rocket", "suicide-bombing"),
    *("ground-assault", "artillery", "aid-delivery"),
)
STRUCK: Final = ("residential", "military", "hospital")
BROKEN: Final = (
    b"",
    b"not JSON",
    b"[]",
    b"\xff\xfe{}",
    b'{"id": NaN}',
    b'{"id": "b", "id": "c"}',
    b"[" * 3000,
    b'{"id": "b", "kind": "shelling", "when": "2016-05-04", "actor": "\\ud800"}',
    b'{"id": "b", "kind": "shelling"}',
    b'{"id": "b", "kind": "shelling", "when": "2016-13-04"}',
    b'{"id": "b", "kind": "shelling", "when": "2016-05-04", "killed": 1e999}',
    b'{"id": "b", "kind": "shelling", "when": "2016-05-04", "where": {"lat": 95, "lon": 0}}',
    b'{"id": "b", "kind": "no-such-kind", "when": "2016-05-04"}',
    b'{"id": "b", "kind": "shelling", "when": "2016-05-04", "actr": "a"}',
    b'{"id": 7.5, "kind": ["shelling"], "when": {"from": 4}}',
)


class Order(NamedTuple):
    """How many events of which world there are to be, how dense, and the luck to draw by."""

    events: int
    per_day: int
    seed: int
    actors: Sequence[str]
    targets: Sequence[str]
    units: Sequence[str]


class Arrival(NamedTuple):
    """A line, and what it is: ``broken``, ``late``, ``far`` ahead, or a report as any other."""

    line: bytes
    what: str = ""


def arrivals(order: Order) -> Iterator[Arrival]:
    """Yield the lines of a feed in the order in which they come."""
    luck = Random(order.seed)  # noqa: S311  (only events)
    waiting: list[tuple[float, int, Arrival]] = []
    number = 0
    for index in range(order.events):
        base = FIRST + index * DAY // order.per_day
        while waiting and waiting[0][0] <= base:
            yield heappop(waiting)[2]
        for when, arrival in reports(order, luck, index, base + luck.randrange(3600)):
            number += 1
            heappush(waiting, (when, number, arrival))
    while waiting:
        yield heappop(waiting)[2]


def reports(order: Order, luck: Random, index: int, moment: int) -> Iterator[tuple[float, Arrival]]:
    """Yield the reports of an event, each with when it comes."""
    name = f"e{index}"
    event = drawn(order, luck, name, moment)
    fate = luck.randrange(RARE)
    # Until the feed ends others must come that are far later.
    if fate == 0 and index + 4 * order.per_day < order.events:
        yield moment + (6 + luck.random()) * 2 * DAY, arrival(event, "late")
        return
    first = moment + luck.random() * DELAY
    last = moment + DELAY
    standing = event
    if fate == 1:
        standing = event | {"when": minute(moment + luck.randrange(200, 9000) * DAY)}
    yield first, arrival(standing, "far" if fate == 1 else "")
    versions = [standing]
    then = first
    if chance(luck, 0.1) or (fate == 1 and chance(luck, 0.5)):
        then = luck.uniform(then, last)
        versions.append(corrected(order, luck, event, moment))
        yield then, arrival(versions[-1])
    if chance(luck, 0.1):
        again = luck.choice(versions)
        yield luck.uniform(then, last) + 0.001, arrival(again, "far" if fate == 1 else "")
    if chance(luck, 0.01):
        yield first, Arrival(broken(luck, event), "broken")


def corrected(order: Order, luck: Random, event: Mapping[str, Any], moment: int) -> dict[str, Any]:
    """Return another report of an event, that may say that it was known earlier."""
    other = drawn(order, luck, event["id"], moment + luck.randrange(-7200, 7200))
    kept = luck.sample(sorted(other), len(other) // 2)
    found = dict(event) | {key: other[key] for key in ("killed", "when", *kept)}
    if chance(luck, 0.3):
        found |= {"known": minute(moment + luck.randrange(-30, 30) * 3600)}
    return found


def drawn(order: Order, luck: Random, name: str, moment: int) -> dict[str, Any]:
    """Return an event at about a moment; some of it is left open now and then."""
    event = {
        "id": name,
        "kind": luck.choice(KINDS),
        "when": when(luck, moment),
        "actor": actor(order, luck),
        "target": luck.choice(order.targets),
        "struck": luck.choice(STRUCK),
        "response": "none",
        "held_by": luck.choice(order.actors[:2]),
        "killed": luck.randrange(10),
        "where": where(order, luck),
    }
    if chance(luck, 0.1):
        del event[luck.choice(["actor", "target", "where", "response"])]
    if chance(luck, 0.06):
        rival = {"kind": "accident"} if chance(luck, 0.3) else {"actor": actor(order, luck)}
        event["alternatives"] = [{"said_by": "a rival", "basis": "alleged", **rival}]
    if chance(luck, 0.2):
        event["known"] = minute(moment)
    return event


def actor(order: Order, luck: Random) -> str | dict[str, list[str]]:
    """Return who acted, or who may have."""
    one = luck.choice(order.actors)
    return {"one_of": luck.sample(order.actors, 2)} if chance(luck, 0.08) else one


def where(order: Order, luck: Random) -> dict[str, Any]:
    """Return a place: a name in a unit, a point with how exact it is, or both."""
    number = luck.randrange(len(order.units))
    unit = order.units[number]
    found = {"admin1": unit, "country": "SY"}
    town = luck.randrange(20)
    if chance(luck, 0.8):
        found["name"] = f"{unit} {town}"
    if chance(luck, 0.4):
        found |= {"lat": 33 + number / 4 + town / 500, "lon": 36 + town / 500}
        found["within_km"] = luck.choice([0.2, 1, 5])
    return found


def when(luck: Random, moment: int) -> str:
    """Return a time as reported: a minute, some hours, or a day."""
    if chance(luck, 0.7):
        return minute(moment)
    if chance(luck, 0.5):
        return f"{minute(moment)}/{minute(moment + luck.randrange(1, 8) * 3600)}"
    return minute(moment)[:10]


def chance(luck: Random, share: float) -> bool:
    """Return whether something is the case that is so in a share of all cases."""
    return luck.random() < share


def minute(moment: int) -> str:
    """Return an instant in seconds since 1970, as it is written in reports."""
    return time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(moment // 60 * 60))


def arrival(event: Mapping[str, Any], what: str = "") -> Arrival:
    """Return a report as a line."""
    return Arrival(json.dumps(event).encode(), what)


def broken(luck: Random, event: Mapping[str, Any]) -> bytes:
    """Return a line that is no report, or one of nothing that could be."""
    line = json.dumps(event).encode()
    if chance(luck, 0.5):
        return line[: luck.randrange(1, len(line))]
    return luck.choice(BROKEN[1:])
