"""Generated events: what a feed might report under a rulebook."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.testing.choosing import OFTEN, SOMETIMES, amount, one, some
from ceasefire.testing.lexicon import lexicon_of
from ceasefire.testing.times import DAYS
from ceasefire.testing.values import NO_INCIDENT, Raw, certain, doubtful, names
from ceasefire.testing.world import SPEAKERS

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ceasefire.rulebook.model import Rulebook
    from ceasefire.testing.lexicon import Lexicon

__all__ = ["certain_events", "events", "narrowed"]

SHAPES: Final = ("certain", "doubtful", "doubtful", "absent")
REQUIRED: Final = ("kind", "when")
ROLES: Final = frozenset({"actor", "target"})


def certain_events(rulebook: Rulebook) -> SearchStrategy[dict[str, Any]]:
    """Draw events that state every field that some test asks about, beyond doubt.

    With the questions answered such an event denotes one world, or none where the
    rulebook declares that one impossible.
    """
    return without_doubt(lexicon_of(rulebook))


@st.composite
def without_doubt(draw: st.DrawFn, words: Lexicon) -> dict[str, Any]:
    """Draw an event without doubt in the words of a rulebook."""
    return {"id": "certain", **{key: certain(draw, words, key) for key in words.fields}}


def events(
    rulebook: Rulebook, *, alternatives: bool = True, parts: bool = True
) -> SearchStrategy[dict[str, Any]]:
    """Draw events with every kind of doubt: as plain data, the way a feed has it.

    ``alternatives`` and ``parts`` say whether they may have rival accounts and parts.
    """
    return report(lexicon_of(rulebook), alternatives=alternatives, parts=parts)


@st.composite
def report(draw: st.DrawFn, words: Lexicon, *, alternatives: bool, parts: bool) -> dict[str, Any]:
    """Draw an event in the words of a rulebook."""
    event = {"id": "generated", **facts(draw, words)}
    if parts and draw(SOMETIMES):
        event["parts"] = [draw(some_of(words)) for _ in range(amount(draw, 1, 2))]
    if alternatives and draw(OFTEN):
        accounts = [draw(rival(words)) for _ in range(amount(draw, 1, 3))]
        event["alternatives"] = in_order(accounts)
    return event


def in_order(alternatives: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return alternatives of which it is clear in what order they supersede the report."""
    met: set[str | None] = set()
    for account in alternatives:
        if account.get("supersedes"):
            known = account.get("known")
            if met and (known is None or None in met or known in met):
                del account["supersedes"]
            else:
                met.add(known)
    return alternatives


def facts(draw: st.DrawFn, words: Lexicon) -> dict[str, Any]:
    """Return what is reported, field by field."""
    found: dict[str, Any] = {}
    for key in words.fields:
        shape = one(draw, SHAPES)
        if shape == "doubtful":
            found[key] = doubtful(draw, words, key)
        elif shape == "certain" or key in REQUIRED:
            found[key] = certain(draw, words, key)
    return found


@lru_cache(maxsize=16)
@st.composite
def some_of(draw: st.DrawFn, words: Lexicon) -> dict[str, Any]:
    """Draw the fields that a part or a rival account states otherwise."""
    value = {True: certain, False: doubtful}
    return {key: value[draw(OFTEN)](draw, words, key) for key in some(draw, words.fields)}


@lru_cache(maxsize=16)
@st.composite
def rival(draw: st.DrawFn, words: Lexicon) -> dict[str, Any]:
    """Draw a rival account."""
    denies = one(draw, (False, False, False, False, True))
    account: dict[str, Any] = {"kind": one(draw, NO_INCIDENT)} if denies else draw(some_of(words))
    if draw(OFTEN):
        account["said_by"] = one(draw, SPEAKERS)
    if draw(OFTEN):
        account["known"] = one(draw, DAYS)
    if draw(OFTEN):
        account["dispute"] = one(draw, ("first", "second"))
    if draw(SOMETIMES):
        account[one(draw, ("supersedes", "stated"))] = True
    return account


@st.composite
def narrowed(draw: st.DrawFn, rulebook: Rulebook, event: dict[str, Any]) -> dict[str, Any]:
    """Draw the same event with one open value replaced by one of its values.

    It is the event itself where nothing is open.
    """
    words = lexicon_of(rulebook)
    choices = {key: ways for key in words.fields if (ways := narrower(words, key, event.get(key)))}
    if not choices:
        return event
    key = one(draw, sorted(choices))
    return {**event, key: draw(one(draw, choices[key]))}


@st.composite
def settled(draw: st.DrawFn, words: Lexicon, key: str) -> Raw:
    """Draw a value that leaves no doubt."""
    return certain(draw, words, key)


@st.composite
def unsettled(draw: st.DrawFn, words: Lexicon, key: str) -> Raw:
    """Draw a value that leaves room for doubt."""
    return doubtful(draw, words, key)


def narrower(  # noqa: PLR0911  (one return for each kind of doubt)
    words: Lexicon, key: str, raw: Raw
) -> list[SearchStrategy[Raw]]:
    """Return strategies of values that the report of a field leaves open."""
    if raw is None or raw == "unknown":
        if raw is None and key in words.presumed:
            return []
        if key == "kind":
            return [st.sampled_from(words.leaves[key])]
        # A joint act is more than one value of an unknown actor.
        return [settled(words, key), names(words) if key in ROLES else unsettled(words, key)]
    if isinstance(raw, dict) and "one_of" in raw:
        ruled_out = {"not": raw["not"]} if "not" in raw else {}
        return [st.sampled_from([{"one_of": [item], **ruled_out} for item in raw["one_of"]])]
    if isinstance(raw, str) and raw in words.members and words.members[raw]:
        return [st.sampled_from(words.members[raw])]
    if words.types[key] in {"count", "number"} and isinstance(raw, list):
        return [st.sampled_from([item for item in raw if item is not None])]
    if key == "when" and isinstance(raw, str) and len(raw) == len("2016-05-04"):
        return [st.sampled_from((f"{raw} 12:00", f"{raw} 18:30/{raw} 19:00"))]
    return []
