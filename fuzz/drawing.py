"""Reports made of bytes: mostly sound, wrong or strange here and there.

Bytes that are changed a little give a report that is changed a little, which is what
fuzzers thrive on. When the bytes are used up, the first of all choices is made.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Luck", "report"]

T = TypeVar("T")

DEPTH: Final = 3

PARTIES: Final = (
    *("north", "south", "band", "Northern Army", "the north", "civilians", "nobody known"),
    *("opposition", "isis", "russia", "syrian-government", "ucdp:118", "ISIL"),
)
TIMES: Final = (
    *("2016-05-05", "2016-05-05T10:00Z", "2016-05-05T01:00+03:00", "2016-05-06 09:30"),
    *("2016-05-04/2016-05-06", "2016-05-05T10:00Z/2016-05-05T12:00Z", "2016-05-05T10:20Z"),
)
PLACES: Final = (
    *("hill", {"admin1": "Hill"}, {"name": "Town", "admin1": "Hill", "country": "SY"}),
    *({"lat": 36, "lon": 37, "within_km": 1}, {"lat": 36.001, "lon": 37}, {"admin1": "Homs"}),
    *({"name": "Town", "lat": 36, "lon": 37, "within_km": 0}, {"pcode": "SY02"}),
)
KINDS: Final = (
    *("airstrike", "shelling", "ied", "bombing", "attack", "clash", "accident", "announcement"),
    *("territorial-gain", "aid-delivery", "release"),
)
NUMBERS: Final[tuple[Any, ...]] = (3, 10, [2, 4], 0, [0, 100], [9, 10])
FLAGS: Final = ("yes", "no", True, False)
POOLS: Final[dict[str, tuple[Any, ...]]] = {
    "kind": KINDS,
    "when": TIMES,
    "where": PLACES,
    "actor": PARTIES,
    "target": PARTIES,
    "held_by": PARTIES,
    "present": PARTIES,
    "intended_target": PARTIES,
    "killed": NUMBERS,
    "wounded": NUMBERS,
    "civilians_killed": NUMBERS,
    "distance": NUMBERS,
    "struck": ("hospital", "military", "residential", "school"),
    "weapon": ("rockets", "mortars", "barrel-bomb"),
    "response": ("none", "immediate-threat"),
    "verification": ("reported", "alleged"),
    "posture": ("open", "closed"),
    "proportionate": FLAGS,
    "intended": FLAGS,
    "civilian_harm": FLAGS,
    "checked": FLAGS,
    "note": ("made up",),
}
ACCOUNT: Final[dict[str, tuple[Any, ...]]] = {
    "said_by": ("SANA", "someone"),
    "basis": ("reported", "alleged", "disputed"),
    "known": ("2016-05-05", "2016-05-06T10:00Z"),
    "dispute": ("actor", "other"),
    "supersedes": FLAGS[2:],
    "stated": FLAGS[2:],
}
ODD: Final[tuple[Any, ...]] = (
    *("2016-05", "2016", "0001-01-01", "9999-12-31", "2016-02-30", "2016-04-01T00:30", "24:00"),
    *("2016-05-05T23:59:60Z", "2016-05-05T10:00:00.0000001Z", "1000000-01-01", "2262-04-12"),
    *({"from": "2016-05-05"}, {"from": "2016-05-05", "until": "2016-05-04"}, 1462442400),
    *({"lat": 91, "lon": 0}, {"lat": 36}, {"lat": 90, "lon": 180, "within_km": 30000}),
    *({"lat": "36", "lon": "37"}, {"country": "XX"}, [4, 2], [1, 2, 3], [None, 3], "10-12"),
    *({"low": 1, "high": 12}, {"at_least": 3}, 3.7, -4, 10**400, "1e400", "nonsense"),
    *("unknown", "", None, True, 2**70, 1e300, -0.0, "NaN", "inf", [], {}, "0", "\u0661", "\ud800"),
    *("\x00", "a|b", "é", "e\u0301", "\u202e", " x ", "9" * 5000, float("inf"), float("nan")),
)
"""What is wrong, or strange, in most places."""


class Luck:
    """Makes choices by bytes."""

    def __init__(self, content: bytes) -> None:
        """Take the bytes."""
        self.content = content
        self.at = 0

    @property
    def left(self) -> bool:
        """Whether there are bytes that no choice was made by."""
        return self.at < len(self.content)

    def number(self, below: int) -> int:
        """Return a number that is less than another, which is at most 256."""
        self.at += 1
        return self.content[self.at - 1] % below if self.at <= len(self.content) else 0

    def one(self, items: Sequence[T]) -> T:
        """Return one of some things."""
        return items[self.number(len(items))]

    def now_and_then(self) -> bool:
        """Return whether something unusual is to be."""
        return self.number(8) == 7  # noqa: PLR2004  (one in eight)


def report(luck: Luck, ids: Sequence[str]) -> dict[str, Any]:
    """Return a report, of one of some events."""
    found = {"id": luck.one(ids), "kind": luck.one(KINDS), "when": luck.one(TIMES)}
    found |= {"actor": luck.one(PARTIES), "target": luck.one(PARTIES), "where": luck.one(PLACES)}
    found |= fields(luck, luck.number(5))
    for key in ("alternatives", "parts"):
        if luck.now_and_then():
            found[key] = [account(luck, key) for _ in range(luck.number(4))]
    if luck.now_and_then():
        found[luck.one([*found, "alternatives", "parts", "known", "actr"])] = anything(luck)
    if luck.now_and_then():
        found["known"] = luck.one(TIMES)
    return found


def fields(luck: Luck, count: int) -> dict[str, Any]:
    """Return what is said of some fields."""
    keys = [luck.one(list(POOLS)) for _ in range(count)]
    return {key: value(luck, POOLS[key]) for key in keys}


def account(luck: Luck, key: str) -> dict[str, Any]:
    """Return an alternative or a part."""
    found = fields(luck, 1 + luck.number(2))
    if key == "alternatives":
        for name in [luck.one(list(ACCOUNT)) for _ in range(luck.number(4))]:
            found[name] = luck.one(ACCOUNT[name])
    return found


def value(luck: Luck, pool: Sequence[Any], depth: int = DEPTH) -> Any:  # noqa: ANN401  (as reported)
    """Return a value: plain, joint, open, excluded, or none that should be."""
    again: Callable[[], Any] = lambda: value(luck, pool, depth - 1)  # noqa: E731  (said three times)
    if depth == 0:
        return luck.one(pool)
    match luck.number(24):
        case 20:
            return {"one_of": [again() for _ in range(1 + luck.number(3))]}
        case 21:
            return {"not": again()}
        case 22:
            return [again() for _ in range(luck.number(3))]
        case 23:
            return anything(luck)
        case _:
            return luck.one(pool)


def anything(luck: Luck) -> Any:  # noqa: ANN401  (anything)
    """Return what nobody expects: something odd, or JSON of the bytes to come."""
    if luck.number(2):
        return luck.one(ODD)
    size = luck.number(32)
    text = luck.content[luck.at : luck.at + size].decode("utf-8", "replace")
    luck.at += size
    try:
        return json.loads(text)
    except ValueError:
        return text
