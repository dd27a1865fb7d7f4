"""Conditions for generated rule files: every type of field, nested every way."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.testing.times import windows
from ceasefire.testing.world import EXTRA_FIELDS

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ceasefire.testing.world import Setting

__all__ = ["FIELDS", "WORDS", "answers", "conditions", "presumed", "short"]

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
NUMBERS: Final = ("killed", "wounded", "civilians_killed", "rounds", "range_km")

FIELDS: Final = (*WORDS, *LADDERS, *PARTY_FIELDS, *FLAGS, *NUMBERS, "where", "when")
"""Every field that generated conditions may ask about."""


@lru_cache(maxsize=256)
def conditions(setting: Setting, depth: int = 2) -> SearchStrategy[dict[str, Any]]:
    """Draw a condition over the fields of a setting; ``depth`` bounds how it nests."""
    keys = [key for key in setting.fields if key != "where" or setting.places]
    tests = {key: tests_of(setting, key) for key in keys}
    flat = st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({key: tests[key] for key in chosen})
    )
    if depth == 0:
        return flat
    inner = conditions(setting, depth - 1)
    several = st.lists(inner, min_size=1, max_size=2)
    nested = [
        st.fixed_dictionaries({"any": several}),
        st.fixed_dictionaries({"all": several}),
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"any": several, "not": inner}),
    ]
    if setting.questions:
        nested.append(st.fixed_dictionaries({"if": answers(setting)}))
    return st.one_of(flat, flat, flat, *nested)


@lru_cache(maxsize=256)
def answers(setting: Setting) -> SearchStrategy[dict[str, Any]]:
    """Draw answers to one or two questions."""
    each = {
        key: st.lists(st.sampled_from(items), min_size=1, max_size=2, unique=True).map(short)
        for key, items in setting.questions
    }
    keys = st.lists(st.sampled_from(sorted(each)), min_size=1, max_size=2, unique=True)
    return keys.flatmap(lambda some: st.fixed_dictionaries({key: each[key] for key in some}))


def short(values: list[Any]) -> Any:  # noqa: ANN401  (a value or a list)
    """Write a list of one as that one."""
    return values[0] if len(values) == 1 else values


@lru_cache(maxsize=1024)
def tests_of(  # noqa: PLR0911  (one return for each type)
    setting: Setting, key: str
) -> SearchStrategy[Any]:
    """Draw what a condition says of one field."""
    if key == "when":
        window = windows(setting.zone)
        return st.one_of(
            window, st.fixed_dictionaries({"not": window}), st.lists(window, min_size=1, max_size=2)
        )
    if key in FLAGS:
        return st.sampled_from(("yes", "no"))
    if key in NUMBERS:
        return numbers()
    if key in LADDERS:
        return st.one_of(chosen(LADDERS[key]), ladder(LADDERS[key]))
    if key == "where":
        return chosen(setting.places)
    if key in PARTY_FIELDS:
        return chosen((*setting.parties, "civilians"))
    return chosen(WORDS[key])


@lru_cache(maxsize=256)
def chosen(names: tuple[str, ...]) -> SearchStrategy[Any]:
    """Draw one name or some, or that it is none of them."""
    some = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map(short)
    return st.one_of(some, some, st.fixed_dictionaries({"not": some}))


@lru_cache(maxsize=1)
def numbers() -> SearchStrategy[Any]:
    """Draw bounds of a number, or a number."""
    number = st.sampled_from(("0", "1", "3", "10"))
    above = st.sampled_from(("at_least", "more_than"))
    return st.one_of(
        number,
        st.tuples(above, number).map(lambda pair: {pair[0]: pair[1]}),
        st.sampled_from(("1", "3", "10")).map(lambda text: {"less_than": text}),
        st.sampled_from(("3", "10")).map(lambda text: {"at_least": "1", "at_most": text}),
        number.map(lambda text: {"not": text}),
    )


@lru_cache(maxsize=16)
def ladder(steps: tuple[str, ...]) -> SearchStrategy[dict[str, str]]:
    """Draw a comparison of an ordered category that something passes."""
    return st.one_of(
        st.sampled_from(steps).map(lambda step: {"at_least": step}),
        st.sampled_from(steps).map(lambda step: {"at_most": step}),
        st.sampled_from(steps[:-1]).map(lambda step: {"more_than": step}),
        st.sampled_from(steps[1:]).map(lambda step: {"less_than": step}),
    )


def presumed(setting: Setting, key: str) -> SearchStrategy[Any]:
    """Draw what is taken of a field where a feed is silent."""
    names: tuple[str, ...]
    if key in PARTY_FIELDS:
        names = (*setting.parties, "civilians")
    elif key in FLAGS:
        names = ("yes", "no")
    elif key in NUMBERS:
        names = ("0", "3")
    elif key == "where":
        names = setting.places
    else:
        names = LADDERS.get(key) or WORDS[key]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map(short)
    ruled_out = st.sampled_from(names)
    return st.one_of(
        some,
        st.fixed_dictionaries({"not": st.lists(ruled_out, min_size=1, max_size=2, unique=True)})
        if len(names) > 2  # noqa: PLR2004  (something is left)
        else some,
        st.fixed_dictionaries({"is": some, "because": st.just("it is usual")}),
    )


def declared(fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the declarations of those fields that no rulebook has of itself."""
    return {key: EXTRA_FIELDS[key] for key in fields if key in EXTRA_FIELDS}
