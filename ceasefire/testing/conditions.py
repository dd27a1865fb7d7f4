"""Conditions for generated rule files: every type of field, nested every way."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.testing.choosing import OFTEN, SOMETIMES, amount, one, short, some
from ceasefire.testing.times import windows
from ceasefire.testing.world import EXTRA_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.testing.world import Setting

__all__ = ["FIELDS", "WORDS", "answers", "conditions", "declared", "presumed"]

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "kind": ("attack", "shelling", "mortar", "airstrike", "posture", "territorial-gain", "release"),
    "struck": ("hospital", "market", "military"),
    "weapon": ("aircraft", "barrel-bombs", "mortars"),
    "response": ("none", "immediate-threat", "reprisal"),
    "phase": ("early", "first", "late"),
}
"""The categories that conditions name, by field; each has others beside."""

LADDERS: Final[dict[str, tuple[str, ...]]] = {
    "verification": ("rumour", "alleged", "reported", "corroborated", "verified", "determined"),
    "risk": ("low", "middle", "high"),
}

PARTY_FIELDS: Final = (
    "actor",
    "target",
    "held_by",
    "present",
    "intended_target",
    "led_by",
    "allies",
)
FLAGS: Final = ("proportionate", "intended", "civilian_harm", "at_night")
AMOUNTS: Final = ("0", "1", "3", "10")
NUMBERS: Final = ("killed", "wounded", "civilians_killed", "rounds", "range_km")

FIELDS: Final = (*WORDS, *LADDERS, *PARTY_FIELDS, *FLAGS, *NUMBERS, "where", "when")
"""Every field that generated conditions may ask about."""

NESTED: Final = ("flat", "flat", "flat", "any", "all", "not", "any not", "if")
"""What conditions hold: tests of fields, or conditions under these keys; last, answers."""


@lru_cache(maxsize=256)
@st.composite
def conditions(draw: st.DrawFn, setting: Setting, depth: int = 2) -> dict[str, Any]:
    """Draw a condition over the fields of a setting; ``depth`` bounds how it nests."""
    shape = one(draw, NESTED if setting.questions else NESTED[:-1]) if depth else "flat"
    if shape == "flat":
        keys = [key for key in setting.fields if key != "where" or setting.places]
        return {key: tested(draw, setting, key) for key in some(draw, keys)}
    if shape == "if":
        return {"if": answers(draw, setting)}
    inner = conditions(setting, depth - 1)
    found: dict[str, Any] = {}
    for part in shape.split():
        if part == "not":
            found[part] = draw(inner)
        else:
            found[part] = [draw(inner) for _ in range(amount(draw, 1, 2))]
    return found


def answers(draw: st.DrawFn, setting: Setting) -> dict[str, Any]:
    """Return answers to one or two questions."""
    asked = dict(setting.questions)
    return {key: short(some(draw, asked[key])) for key in some(draw, sorted(asked))}


def tested(  # noqa: PLR0911  (one return for each type)
    draw: st.DrawFn, setting: Setting, key: str
) -> Any:  # noqa: ANN401  (what a condition may say)
    """Return what a condition says of one field."""
    if key == "when":
        return times(draw, setting)
    if key in FLAGS:
        return one(draw, ("yes", "no"))
    if key in NUMBERS:
        return number(draw)
    if key in LADDERS:
        return ladder(draw, LADDERS[key]) if draw(OFTEN) else chosen(draw, LADDERS[key])
    if key == "where":
        return chosen(draw, setting.places)
    if key in PARTY_FIELDS:
        return chosen(draw, (*setting.parties, "civilians"))
    return chosen(draw, WORDS[key])


def times(draw: st.DrawFn, setting: Setting) -> Any:  # noqa: ANN401  (a window or some)
    """Return a window, one that it is not in, or some."""
    window = windows(setting.zone)
    shape = one(draw, ("in", "not", "any"))
    if shape == "any":
        return [draw(window) for _ in range(amount(draw, 1, 2))]
    return {"not": draw(window)} if shape == "not" else draw(window)


def chosen(draw: st.DrawFn, names: Sequence[str]) -> Any:  # noqa: ANN401  (names or a mapping)
    """Return one name or two, or that it is none of them."""
    ruled_out = draw(SOMETIMES)
    found = short(some(draw, names))
    return {"not": found} if ruled_out else found


def number(draw: st.DrawFn) -> Any:  # noqa: ANN401  (a number or bounds)
    """Return a number, or bounds of one."""
    match one(draw, ("is", "above", "below", "within", "not")):
        case "is":
            return one(draw, AMOUNTS)
        case "above":
            return {one(draw, ("at_least", "more_than")): one(draw, AMOUNTS)}
        case "below":
            return {"less_than": one(draw, AMOUNTS[1:])}
        case "within":
            return {"at_least": "1", "at_most": one(draw, AMOUNTS[2:])}
        case _:
            return {"not": one(draw, AMOUNTS)}


def ladder(draw: st.DrawFn, steps: tuple[str, ...]) -> dict[str, str]:
    """Return a comparison of an ordered category that something passes."""
    bound = one(draw, ("at_least", "at_most", "more_than", "less_than"))
    passing = {"more_than": steps[:-1], "less_than": steps[1:]}
    return {bound: one(draw, passing.get(bound, steps))}


def presumed(draw: st.DrawFn, setting: Setting, key: str) -> Any:  # noqa: ANN401  (what is presumed)
    """Return what is taken of a field where a feed is silent."""
    names = presumable(setting, key)
    shape = one(draw, ("plain", "not", "because"))
    found = some(draw, names)
    if shape == "because":
        return {"is": short(found), "because": "it is usual"}
    # Something has to be left.
    return {"not": found} if shape == "not" and len(names) > len(found) else short(found)


def presumable(setting: Setting, key: str) -> tuple[str, ...]:
    """Return the values of a field that may be presumed."""
    if key in PARTY_FIELDS:
        return (*setting.parties, "civilians")
    if key in FLAGS:
        return ("yes", "no")
    if key in NUMBERS:
        return ("0", "3")
    if key == "where":
        return setting.places
    return LADDERS.get(key) or WORDS[key]


def declared(fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the declarations of those fields that no rulebook has of itself."""
    return {key: EXTRA_FIELDS[key] for key in fields if key in EXTRA_FIELDS}
