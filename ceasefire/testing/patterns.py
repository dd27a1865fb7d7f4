"""Patterns for generated rule files: every shape, small enough to be met by few events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.rulebook.schema_patterns import STATES
from ceasefire.testing.choosing import OFTEN, SOMETIMES, amount, one, short, some
from ceasefire.testing.conditions import FIELDS, conditions
from ceasefire.testing.times import DAYS, INSTANTS, write
from ceasefire.testing.world import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["with_patterns"]

LENGTHS: Final = ("30m", "1h", "6h", "24h", "48h", "1w")
"""Lengths between which the few instants of generated events differ."""

COUNTS: Final = ("1", "2", "3")
KILOMETRES: Final = ("1", "15", "60")
SEVERITIES: Final = ("minor", "serious", "grave")
SHAPES: Final = ("sequence", "threshold", "lull", "calm", "series")


@st.composite
def with_patterns(draw: st.DrawFn, document: dict[str, Any], most: int = 3) -> dict[str, Any]:
    """Draw a rule file that has patterns besides, one at least and ``most`` at most.

    ``document`` is one that :func:`~ceasefire.testing.documents` drew; it is left as it
    is. The patterns ask about nothing that its rules do not ask about already, so that
    there is as little to try as before, but for the actor, the target, the place and
    the kind.
    """
    texts = tuple(document["instruments"])
    drawn = shapes(setting_of(document), texts, sides_of(document["parties"]))
    found = {}
    for number in range(amount(draw, 1, most)):
        entry = draw(drawn)
        if draw(SOMETIMES):
            entry["announced"] = one(draw, DAYS)
        found[f"pattern-{number}"] = entry
    return {**document, "patterns": found}


def setting_of(document: dict[str, Any]) -> Setting:
    """Return what the rules of a document speak of."""
    asked = {"kind", *keys(document["instruments"]), *keys(document.get("impossible", []))}
    return Setting(
        zone=document["timezone"],
        parties=tuple(document["parties"]),
        places=tuple(document.get("places", {})),
        questions=tuple(
            (key, tuple(item["answers"])) for key, item in document.get("questions", {}).items()
        ),
        fields=tuple(key for key in FIELDS if key in asked),
    )


def keys(data: object) -> Iterator[str]:
    """Yield every key of some data."""
    if isinstance(data, dict):
        for key, item in data.items():
            yield key
            yield from keys(item)
    elif isinstance(data, list):
        for item in data:
            yield from keys(item)


@st.composite
def shapes(
    draw: st.DrawFn, setting: Setting, texts: tuple[str, ...], above: dict[str, set[str]]
) -> dict[str, Any]:
    """Draw a pattern of some shape; ``texts`` are the instruments."""
    shape = one(draw, SHAPES)
    match shape:
        case "sequence":
            entry = sequence(draw, setting, above)
        case "threshold":
            entry = threshold(draw, setting, texts)
        case "lull":
            entry = lull(draw, setting)
        case "calm":
            entry = {"of": one(draw, texts)}
        case _:
            entry = series(draw, setting, texts)
    return {shape: entry}


def sequence(draw: st.DrawFn, setting: Setting, above: dict[str, set[str]]) -> dict[str, Any]:
    """Return an event and what follows it."""
    entry: dict[str, Any] = {
        "first": draw(conditions(setting, 1)),
        "then": draw(conditions(setting, 1)),
        "within": one(draw, LENGTHS),
    }
    if draw(SOMETIMES):
        entry["within_km"] = one(draw, KILOMETRES)
    if draw(OFTEN):
        names = sides(draw, above)
        if len(names) > 1:
            entry["between"] = names
    return entry


def sides(draw: st.DrawFn, above: dict[str, set[str]]) -> list[str]:
    """Return parties of which none is ever part of another."""
    found: list[str] = []
    for key in some(draw, sorted(above), len(above), len(above)):
        if all(key not in above[other] and other not in above[key] for other in found):
            found.append(key)
    return found[: amount(draw, 2, 3)]


def sides_of(parties: dict[str, Any]) -> dict[str, set[str]]:
    """Return of each party every other that it is ever part of."""
    return {key: ancestors(parties, key) for key in parties}


def ancestors(parties: dict[str, Any], key: str) -> set[str]:
    """Return every party that one is ever part of."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        raw = parties[waiting.pop()].get("part_of", [])
        listed = raw if isinstance(raw, list) else [raw]
        fresh = {item if isinstance(item, str) else item["party"] for item in listed} - found
        found |= fresh
        waiting.extend(fresh)
    return found


def limits(draw: st.DrawFn) -> dict[str, Any]:
    """Return a number of breaches within a time."""
    entry = {"at_least": one(draw, COUNTS), "within": one(draw, LENGTHS)}
    if draw(OFTEN):
        entry["severity"] = one(draw, SEVERITIES)
    return entry


def threshold(draw: st.DrawFn, setting: Setting, texts: tuple[str, ...]) -> dict[str, Any]:
    """Return a number of breaches, perhaps of one text, by some parties, in some places."""
    entry: dict[str, Any] = limits(draw)
    if draw(SOMETIMES):
        entry["of"] = one(draw, texts)
    if draw(SOMETIMES):
        entry["when"] = draw(conditions(setting, 1))
    if draw(OFTEN):
        entry["by"] = short(some(draw, (*setting.parties, "civilians")))
    if draw(SOMETIMES) and setting.places:
        entry["in"] = short(some(draw, setting.places))
    return entry


def lull(draw: st.DrawFn, setting: Setting) -> dict[str, Any]:
    """Return a time without events."""
    entry: dict[str, Any] = {"for": one(draw, LENGTHS)}
    if draw(OFTEN):
        entry["when"] = draw(conditions(setting, 1))
    if draw(SOMETIMES) and setting.places:
        entry["in"] = short(some(draw, setting.places))
    return entry


def series(draw: st.DrawFn, setting: Setting, texts: tuple[str, ...]) -> dict[str, Any]:
    """Return how the state of a text changes."""
    entry: dict[str, Any] = {"of": one(draw, texts)}
    for state in ("strained", "breached"):
        if draw(OFTEN):
            entry[state] = limits(draw)
    if len(entry) > 1 and draw(OFTEN):
        entry["recovers_after"] = one(draw, LENGTHS)
    moments = sorted(some(draw, INSTANTS, 0, 3))
    if moments:
        entry["moves"] = [
            {"to": one(draw, STATES), "on": write(moment, setting.zone)} for moment in moments
        ]
    return entry
