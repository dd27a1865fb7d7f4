"""Generated rule files: small, sound, and of every shape that the loader accepts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import yaml
from hypothesis import strategies as st

from ceasefire.rulebook.load import load_text
from ceasefire.testing.choosing import OFTEN, SELDOM, SOMETIMES, amount, one, short, some
from ceasefire.testing.conditions import FIELDS, answers, conditions, declared, presumed
from ceasefire.testing.times import DAYS, ZONES, hull, windows
from ceasefire.testing.world import SPEAKERS, Setting, parties, places, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from ceasefire.rulebook.model import Rulebook

__all__ = ["Size", "documents", "rulebook_of", "rulebooks", "text_of"]

DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The one written in C where there is one: the text is the same."""

EFFECTS: Final = ("exclude", "prohibit", "permit")
OFTENEST: Final = ("exclude", "prohibit", "prohibit", "permit")


@dataclass(frozen=True)
class Size:
    """The most of each that a generated rule file has."""

    parties: int = 4
    places: int = 3
    questions: int = 2
    instruments: int = 3
    provisions: int = 3
    fields: int = 3


def text_of(document: dict[str, Any]) -> str:
    """Return a rule file as YAML, with its keys in their order."""
    text: str = yaml.dump(document, Dumper=DUMPER, sort_keys=False, allow_unicode=True)
    return text


def rulebook_of(document: dict[str, Any]) -> Rulebook:
    """Return the rulebook of a document, by way of its text.

    Raises :class:`~ceasefire.errors.RulebookError` with every problem.
    """
    # JSON is YAML as well, and takes a tenth of the time to write.
    return load_text(json.dumps(document, ensure_ascii=False), name="generated")


def rulebooks(size: Size | None = None) -> SearchStrategy[Rulebook]:
    """Draw rulebooks, each read from the text of a generated rule file."""
    return documents(size).map(rulebook_of)


@st.composite
def documents(draw: st.DrawFn, size: Size | None = None) -> dict[str, Any]:
    """Draw a sound rule file as plain data.

    Its default reading ``partial`` answers some questions, ``whole`` answers all
    and ``open`` none.
    """
    size = size or Size()
    name = one(draw, ZONES)
    setting = Setting(name, ())
    belligerents = draw(parties(name, size.parties))
    areas = draw(places(size.places)) if size.places else {}
    asked = some(draw, FIELDS, 1, size.fields)
    setting = replace(
        setting,
        parties=tuple(belligerents),
        places=tuple(areas),
        questions=draw(questions(size.questions)),
        fields=tuple(dict.fromkeys(("kind", *asked))),
    )
    document: dict[str, Any] = {
        "rulebook": "generated",
        "timezone": name,
        "parties": belligerents,
        "places": areas,
        "fields": declared(setting.fields),
        "presume": presumptions(draw, setting),
        "impossible": [draw(conditions(setting, 1))] if draw(SELDOM) else [],
        "instruments": draw(instruments(setting, size)),
    }
    kept = used(document, dict(setting.questions))
    document["questions"] = {
        key: {"ask": f"{key}?", "answers": {item: {} for item in items}}
        for key, items in kept.items()
    }
    document["readings"] = {
        "partial": reading(draw, kept, 0),
        "whole": reading(draw, kept, len(kept)),
        "open": {},
    }
    document["default_reading"] = "partial"
    return {key: value for key, value in document.items() if value not in ({}, [])}


def presumptions(draw: st.DrawFn, setting: Setting) -> dict[str, Any]:
    """Return presumptions of at most two fields."""
    keys = [
        key
        for key in setting.fields
        if key not in {"when", "kind"} and (key != "where" or setting.places)
    ]
    return {key: presumed(draw, setting, key) for key in some(draw, keys, 0, 2)}


def reading(draw: st.DrawFn, kept: dict[str, tuple[str, ...]], least: int) -> dict[str, Any]:
    """Return a reading that answers so many questions at least."""
    keys = some(draw, sorted(kept), least, len(kept))
    return {
        "answers": {key: one(draw, kept[key]) for key in keys},
        "credit": some(draw, SPEAKERS, 0, 2),
    }


# --- questions in use ---------------------------------------------------------------


def asked_in(data: object) -> Iterator[tuple[str, str]]:
    """Yield each question with each answer that some ``if`` names."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "if":
                for question, named in value.items():
                    for answer in [named] if isinstance(named, str) else named:
                        yield question, answer
            else:
                yield from asked_in(value)
    elif isinstance(data, list):
        for item in data:
            yield from asked_in(item)


def used(document: dict[str, Any], drawn: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the questions that are asked, with one answer at most that no ``if`` names."""
    named: dict[str, set[str]] = {}
    for question, answer in asked_in(document):
        named.setdefault(question, set()).add(answer)
    found = {}
    for question, items in drawn.items():
        if question in named:
            unnamed = [item for item in items if item not in named[question]][:1]
            found[question] = tuple(
                item for item in items if item in named[question] or item in unnamed
            )
    return found


# --- instruments --------------------------------------------------------------------


@st.composite
def instruments(draw: st.DrawFn, setting: Setting, size: Size) -> dict[str, Any]:
    """Draw instruments, later ones perhaps extending earlier ones."""
    found: dict[str, Any] = {}
    inherited: dict[str, dict[str, str]] = {}
    stretches: dict[str, tuple[int | None, int | None]] = {}
    for number in range(amount(draw, 1, size.instruments)):
        key = f"text-{number}"
        above = one(draw, ["", *found])
        entry = draw(header(setting, restated=not above))
        if above:
            entry["extends"] = above
        given = entry.get("in_force")
        listed = given if isinstance(given, list) else [given] if given else []
        stretch = hull(listed, setting.zone) if listed else stretches.get(above, (None, None))
        present = dict(inherited.get(above, {}))
        left_out = some(draw, sorted(present), 0, 1)
        if left_out:
            entry["without"] = left_out
            present.pop(left_out[0])
        entry |= draw(provisions(setting, size, present, stretch))
        for effect in EFFECTS:
            present |= dict.fromkeys(entry.get(effect, {}), effect)
        found[key], inherited[key], stretches[key] = entry, present, stretch
    return found


@lru_cache(maxsize=256)
@st.composite
def header(draw: st.DrawFn, setting: Setting, *, restated: bool) -> dict[str, Any]:
    """Draw when, where, whom and under which answers; more of it where ``restated``."""
    often = OFTEN if restated else SOMETIMES
    entry: dict[str, Any] = {}
    if draw(often):
        entry["in_force"] = short([asking(draw, setting) for _ in range(amount(draw, 1, 2))])
    if draw(SOMETIMES) and setting.places:
        entry["where"] = short(some(draw, setting.places))
    if draw(often):
        entry["binds"] = bound(draw, setting)
    if draw(SOMETIMES) and setting.questions:
        entry["if"] = answers(draw, setting)
    if draw(OFTEN):
        entry["announced"] = one(draw, DAYS)
    return entry


def asking(draw: st.DrawFn, setting: Setting) -> dict[str, Any]:
    """Return a window, which may hang on a question, if there is one."""
    window = draw(windows(setting.zone))
    if draw(OFTEN) and setting.questions:
        return {**window, "if": answers(draw, setting)}
    return window


def bound(draw: st.DrawFn, setting: Setting) -> Any:  # noqa: ANN401  (names or a mapping)
    """Return the parties that a text binds, or those that it does not."""
    named = draw(SOMETIMES)
    names = short(some(draw, (*setting.parties, "civilians")))
    return names if named else {"all_except": names}


@st.composite
def provisions(
    draw: st.DrawFn,
    setting: Setting,
    size: Size,
    present: dict[str, str],
    stretch: tuple[int | None, int | None],
) -> dict[str, Any]:
    """Draw provisions of all effects; names may replace inherited ones."""
    number = amount(draw, 0 if present else 1, size.provisions)
    effects = [one(draw, OFTENEST) for _ in range(number)]
    found: dict[str, Any] = {}
    forbidden = {name for name, effect in present.items() if effect == "prohibit"}
    for number, effect in enumerate(sorted(effects, key=EFFECTS.index)):
        name = f"{effect}-{number}"
        entry: dict[str, Any] = {"when": draw(conditions(setting))}
        if draw(SOMETIMES):
            entry["in_force"] = draw(windows(setting.zone, stretch))
        if draw(OFTEN) and setting.questions:
            entry["if"] = answers(draw, setting)
        if draw(SELDOM):
            entry["binds"] = bound(draw, setting)
        if draw(SELDOM) and setting.places:
            entry["where"] = one(draw, setting.places)
        if draw(SELDOM):
            entry["announced"] = one(draw, DAYS)
        if effect == "prohibit":
            forbidden.add(name)
            if draw(OFTEN):
                entry["severity"] = one(draw, ("minor", "serious", "grave"))
        if effect == "permit" and forbidden and draw(OFTEN):
            entry["lifts"] = some(draw, sorted(forbidden))
        found.setdefault(effect, {})[name] = entry
    return found
