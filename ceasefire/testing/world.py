"""Parties, places, fields and questions for generated rule files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.testing.choosing import OFTEN, amount, one, some
from ceasefire.testing.times import INSTANTS, write

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EXTRA_FIELDS", "SPEAKERS", "Setting", "parties", "places", "questions"]

PARTY_IDS: Final = ("amber", "birch", "cedar", "dune", "ember")
SHARED: Final = "Column of the North"
SHARED_CODE: Final = "99"
SPEAKERS: Final = ("Observer One", "Observer Two")

EXTRA_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "led_by": {"type": "party"},
    "allies": {"type": "parties"},
    "range_km": {"type": "number"},
    "rounds": {"type": "count"},
    "at_night": {"type": "flag"},
    "phase": {
        "type": "category",
        "values": {"early": {}, "first": {"part_of": "early"}, "late": {}},
    },
    "risk": {"type": "ordered", "values": ["low", "middle", "high"]},
}
"""One field of each type that a rule file may declare."""

AREAS: Final[tuple[dict[str, Any], ...]] = (
    {"country": "SY"},
    {"admin1": "North", "country": "SY", "pcode": "SY01"},
    {"admin1": "South", "country": "SY"},
    {"admin2": "Old Town", "admin1": "North", "country": "SY"},
    {"circle": {"lat": "36", "lon": "37", "km": "10"}},
    {"circle": {"lat": "36.1", "lon": "37.1", "km": "10"}},
    {"polygon": [[36.5, 35.5], [37.5, 35.5], [37.5, 36.5], [36.5, 36.5]]},
    {"admin1": "الوادي", "country": "SY"},
)
"""Areas that places may be: administrative units, circles that overlap, a square, and a unit
that is named in other letters."""

SPELT: Final = {"place-1": "الشمال", "place-2": "Південь"}
"""Names of units in other letters, which rule files may have or not."""


@dataclass(frozen=True)
class Setting:
    """What conditions of a rule file may speak of."""

    zone: str
    parties: tuple[str, ...]
    places: tuple[str, ...] = ()
    questions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fields: tuple[str, ...] = ()


@st.composite
def parties(draw: st.DrawFn, name: str, most: int) -> dict[str, Any]:
    """Draw a forest of parties, with dated names and memberships; ``name`` is the zone."""
    ids = PARTY_IDS[: amount(draw, 2, most)]
    found: dict[str, Any] = {}
    for number, key in enumerate(ids):
        entry: dict[str, Any] = {"name": f"{key.title()} Front"}
        if number:
            part_of = memberships(draw, ids[:number], name)
            if part_of:
                entry["part_of"] = part_of
        also: list[Any] = some(draw, (f"{key.title()} Brigade", f"Sons of {key}"), 0)
        if draw(OFTEN):
            also.append(dated({"name": f"New {key}"}, one(draw, INSTANTS), name))
        if also:
            entry["also"] = also
        if draw(OFTEN):
            entry["codes"] = {"ucdp": str(100 + number)}
        found[key] = entry
    if draw(OFTEN):
        change = write(one(draw, INSTANTS), name)
        if draw(OFTEN):
            found[ids[0]]["codes"] = {"ucdp": {"code": SHARED_CODE, "until": change}}
            found[ids[1]]["codes"] = {"ucdp": {"code": SHARED_CODE, "from": change}}
        share(found[ids[0]], {"name": SHARED, "until": change})
        share(found[ids[1]], {"name": SHARED, "from": change})
    return found


def share(entry: dict[str, Any], alias: dict[str, str]) -> None:
    """Add a name that passes from one party to another."""
    entry["also"] = [*entry.get("also", []), alias]


def dated(entry: dict[str, Any], start: int, name: str) -> dict[str, Any]:
    """Return an entry that holds from an instant on."""
    return {**entry, "from": write(start, name)}


def memberships(draw: st.DrawFn, above: Sequence[str], name: str) -> Any:  # noqa: ANN401  (text, mapping or list)
    """Return what a party is part of: nothing, one party, or two in turn."""
    shape = one(draw, ("none", "always", "from", "turns"))
    parent = one(draw, above)
    if shape == "none":
        return None
    if shape == "always":
        return parent
    change = write(one(draw, INSTANTS), name)
    if shape == "from":
        return {"party": parent, "from": change}
    other = one(draw, above)
    return [{"party": parent, "until": change}, {"party": other, "from": change}]


@st.composite
def places(draw: st.DrawFn, most: int) -> dict[str, Any]:
    """Draw some areas, and perhaps a union or a difference of them."""
    chosen = sorted(some(draw, range(len(AREAS)), 0, most))
    found: dict[str, Any] = {f"place-{number}": dict(AREAS[number]) for number in chosen}
    ids = tuple(found)
    if len(ids) > 1 and draw(OFTEN):
        effect = one(draw, ("union", "difference"))
        found["combined"] = {effect: some(draw, ids, 2), "also": ["The Combined Area"]}
    for key, name in SPELT.items():
        if key in found and draw(OFTEN):
            found[key]["also"] = [name]
    if "place-0" in found and "place-4" in found and draw(OFTEN):
        found["place-4"]["within"] = "place-0"
    return found


@st.composite
def questions(draw: st.DrawFn, most: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Draw the names of questions with those of their answers."""
    return tuple(
        (f"question-{index}", ("yes", "no", "partly")[: amount(draw, 2, 3)])
        for index in range(amount(draw, 0, most))
    )
