"""Patterns for generated rule files: every shape, small enough to be met by few events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.rulebook.schema_patterns import STATES
from ceasefire.testing.conditions import FIELDS, conditions, short
from ceasefire.testing.times import INSTANTS, dates, write
from ceasefire.testing.world import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import SearchStrategy

__all__ = ["with_patterns"]

LENGTHS: Final = st.sampled_from(("30m", "1h", "6h", "24h", "48h", "1w"))
"""Lengths between which the few instants of generated events differ."""

COUNTS: Final = st.sampled_from(("1", "2", "3"))
KILOMETRES: Final = st.sampled_from(("1", "15", "60"))
SEVERITIES: Final = st.sampled_from(("minor", "serious", "grave"))
SOMETIMES: Final = st.sampled_from((False, False, True))


@st.composite
def with_patterns(draw: st.DrawFn, document: dict[str, Any], most: int = 3) -> dict[str, Any]:
    """Draw a rule file that has patterns besides, one at least and ``most`` at most.

    ``document`` is one that :func:`~ceasefire.testing.documents` drew; it is left as it
    is. The patterns ask about nothing that its rules do not ask about already, so that
    there is as little to try as before, but for the actor, the target, the place and
    the kind.
    """
    setting = setting_of(document)
    texts = tuple(document["instruments"])
    found = {}
    for number in range(draw(st.integers(1, most))):
        entry = draw(shapes(setting, document["parties"], texts))
        if draw(SOMETIMES):
            entry["announced"] = draw(dates())
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


def shapes(
    setting: Setting, parties: dict[str, Any], texts: tuple[str, ...]
) -> SearchStrategy[dict[str, Any]]:
    """Draw a pattern of some shape; ``texts`` are the instruments."""
    drawn = {
        "sequence": sequences(setting, parties),
        "threshold": thresholds(setting, texts),
        "lull": lulls(setting),
        "calm": st.sampled_from(texts).map(lambda text: {"of": text}),
        "series": series(setting, texts),
    }
    return st.one_of(*(st.fixed_dictionaries({key: item}) for key, item in drawn.items()))


@st.composite
def sequences(draw: st.DrawFn, setting: Setting, parties: dict[str, Any]) -> dict[str, Any]:
    """Draw an event and what follows it."""
    entry: dict[str, Any] = {
        "first": draw(conditions(setting, 1)),
        "then": draw(conditions(setting, 1)),
        "within": draw(LENGTHS),
    }
    if draw(SOMETIMES):
        entry["within_km"] = draw(KILOMETRES)
    if draw(st.booleans()):
        names = draw(sides(parties))
        if len(names) > 1:
            entry["between"] = names
    return entry


@st.composite
def sides(draw: st.DrawFn, parties: dict[str, Any]) -> list[str]:
    """Draw parties of which none is ever part of another."""
    above = {key: ancestors(parties, key) for key in parties}
    found: list[str] = []
    for key in draw(st.permutations(sorted(parties))):
        if all(key not in above[other] and other not in above[key] for other in found):
            found.append(key)
    return found[: draw(st.integers(2, 3))]


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


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a number of breaches within a time."""
    entry = {"at_least": draw(COUNTS), "within": draw(LENGTHS)}
    if draw(st.booleans()):
        entry["severity"] = draw(SEVERITIES)
    return entry


@st.composite
def thresholds(draw: st.DrawFn, setting: Setting, texts: tuple[str, ...]) -> dict[str, Any]:
    """Draw a number of breaches, perhaps of one text, by some parties, in some places."""
    entry: dict[str, Any] = draw(limits())
    if draw(SOMETIMES):
        entry["of"] = draw(st.sampled_from(texts))
    if draw(SOMETIMES):
        entry["when"] = draw(conditions(setting, 1))
    if draw(st.booleans()):
        entry["by"] = draw(some((*setting.parties, "civilians")))
    if draw(SOMETIMES) and setting.places:
        entry["in"] = draw(some(setting.places))
    return entry


@st.composite
def lulls(draw: st.DrawFn, setting: Setting) -> dict[str, Any]:
    """Draw a time without events."""
    entry: dict[str, Any] = {"for": draw(LENGTHS)}
    if draw(st.booleans()):
        entry["when"] = draw(conditions(setting, 1))
    if draw(SOMETIMES) and setting.places:
        entry["in"] = draw(some(setting.places))
    return entry


@st.composite
def series(draw: st.DrawFn, setting: Setting, texts: tuple[str, ...]) -> dict[str, Any]:
    """Draw how the state of a text changes."""
    entry: dict[str, Any] = {"of": draw(st.sampled_from(texts))}
    for state in ("strained", "breached"):
        if draw(st.booleans()):
            entry[state] = draw(limits())
    if len(entry) > 1 and draw(st.booleans()):
        entry["recovers_after"] = draw(LENGTHS)
    moments = draw(st.lists(st.sampled_from(INSTANTS), max_size=3, unique=True).map(sorted))
    if moments:
        entry["moves"] = [
            {"to": draw(st.sampled_from(STATES)), "on": write(moment, setting.zone)}
            for moment in moments
        ]
    return entry


def some(names: Sequence[str]) -> SearchStrategy[Any]:
    """Draw one name or two."""
    return st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map(short)
