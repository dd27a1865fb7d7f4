"""Generated rule files: small, sound, and of every shape that the loader accepts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import yaml
from hypothesis import strategies as st

from ceasefire.rulebook.load import load_text
from ceasefire.testing.conditions import FIELDS, answers, conditions, declared, presumed, short
from ceasefire.testing.times import ZONES, dates, hull, windows
from ceasefire.testing.world import SPEAKERS, Setting, parties, places, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from ceasefire.rulebook.model import Rulebook

__all__ = ["Size", "documents", "rulebook_of", "rulebooks", "text_of"]

DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The one written in C where there is one: the text is the same."""

EFFECTS: Final = ("exclude", "prohibit", "permit")
EFFECT: Final = st.sampled_from(("exclude", "prohibit", "prohibit", "permit"))
SELDOM: Final = st.sampled_from((False, False, False, True))
SOMETIMES: Final = st.sampled_from((False, False, True))


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
    return load_text(text_of(document), name="generated")


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
    name = draw(st.sampled_from(ZONES))
    setting = Setting(name, ())
    belligerents = draw(parties(name, size.parties))
    areas = draw(places(size.places)) if size.places else {}
    asked = draw(st.permutations(FIELDS))[: draw(st.integers(1, size.fields))]
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
        "presume": draw(presumptions(setting)),
        "impossible": draw(st.lists(conditions(setting, 1), max_size=1)) if draw(SELDOM) else [],
        "instruments": draw(instruments(setting, size)),
    }
    kept = used(document, dict(setting.questions))
    document["questions"] = {
        key: {"ask": f"{key}?", "answers": {item: {} for item in items}}
        for key, items in kept.items()
    }
    document["readings"] = {
        "partial": draw(reading(kept, 0)),
        "whole": draw(reading(kept, len(kept))),
        "open": {},
    }
    document["default_reading"] = "partial"
    return {key: value for key, value in document.items() if value not in ({}, [])}


@st.composite
def presumptions(draw: st.DrawFn, setting: Setting) -> dict[str, Any]:
    """Draw presumptions of at most two fields."""
    keys = [
        key
        for key in setting.fields
        if key not in {"when", "kind"} and (key != "where" or setting.places)
    ]
    chosen = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True)) if keys else []
    return {key: draw(presumed(setting, key)) for key in chosen}


@st.composite
def reading(draw: st.DrawFn, kept: dict[str, tuple[str, ...]], least: int) -> dict[str, Any]:
    """Draw a reading that answers so many questions at least."""
    keys = (
        draw(st.lists(st.sampled_from(sorted(kept)), min_size=least, unique=True)) if kept else []
    )
    return {
        "answers": {key: draw(st.sampled_from(kept[key])) for key in keys},
        "credit": draw(st.lists(st.sampled_from(SPEAKERS), max_size=2, unique=True)),
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
    for number in range(draw(st.integers(1, size.instruments))):
        key = f"text-{number}"
        above = draw(st.sampled_from(["", *found]))
        entry = draw(header(setting, restated=not above))
        if above:
            entry["extends"] = above
        given = entry.get("in_force")
        listed = given if isinstance(given, list) else [given] if given else []
        stretch = hull(listed, setting.zone) if listed else stretches.get(above, (None, None))
        present = dict(inherited.get(above, {}))
        left_out = draw(st.lists(st.sampled_from(sorted(present)), max_size=1)) if present else []
        if left_out:
            entry["without"] = left_out
            present.pop(left_out[0])
        entry |= draw(provisions(setting, size, present, stretch))
        for effect in EFFECTS:
            present |= dict.fromkeys(entry.get(effect, {}), effect)
        found[key], inherited[key], stretches[key] = entry, present, stretch
    return found


@st.composite
def header(draw: st.DrawFn, setting: Setting, *, restated: bool) -> dict[str, Any]:
    """Draw when, where, whom and under which answers; more of it where ``restated``."""
    often = st.booleans() if restated else SOMETIMES
    entry: dict[str, Any] = {}
    if draw(often):
        window = st.one_of(windows(setting.zone), asking(setting))
        entry["in_force"] = draw(st.lists(window, min_size=1, max_size=2).map(short))
    if draw(SOMETIMES) and setting.places:
        names = st.lists(st.sampled_from(setting.places), min_size=1, max_size=2, unique=True)
        entry["where"] = draw(names.map(short))
    if draw(often):
        entry["binds"] = draw(bound(setting))
    if draw(SOMETIMES) and setting.questions:
        entry["if"] = draw(answers(setting))
    if draw(st.booleans()):
        entry["announced"] = draw(dates())
    return entry


@st.composite
def asking(draw: st.DrawFn, setting: Setting) -> dict[str, Any]:
    """Draw a window that hangs on a question, if there is one."""
    window: dict[str, Any] = draw(windows(setting.zone))
    return {**window, "if": draw(answers(setting))} if setting.questions else window


@lru_cache(maxsize=256)
def bound(setting: Setting) -> SearchStrategy[Any]:
    """Draw the parties that a text binds, or those that it does not."""
    some = st.lists(
        st.sampled_from((*setting.parties, "civilians")), min_size=1, max_size=2, unique=True
    ).map(short)
    others = some.map(lambda names: {"all_except": names})
    return st.one_of(some, others, others)


@st.composite
def provisions(
    draw: st.DrawFn,
    setting: Setting,
    size: Size,
    present: dict[str, str],
    stretch: tuple[int | None, int | None],
) -> dict[str, Any]:
    """Draw provisions of all effects; names may replace inherited ones."""
    number = draw(st.integers(0 if present else 1, size.provisions))
    effects = draw(st.lists(EFFECT, min_size=number, max_size=number))
    found: dict[str, Any] = {}
    forbidden = {name for name, effect in present.items() if effect == "prohibit"}
    for number, effect in enumerate(sorted(effects, key=EFFECTS.index)):
        name = f"{effect}-{number}"
        entry: dict[str, Any] = {"when": draw(conditions(setting))}
        if draw(SOMETIMES):
            entry["in_force"] = draw(windows(setting.zone, stretch))
        if draw(st.booleans()) and setting.questions:
            entry["if"] = draw(answers(setting))
        if draw(SELDOM):
            entry["binds"] = draw(bound(setting))
        if draw(SELDOM) and setting.places:
            entry["where"] = draw(st.sampled_from(setting.places))
        if draw(SELDOM):
            entry["announced"] = draw(dates())
        if effect == "prohibit":
            forbidden.add(name)
            if draw(st.booleans()):
                entry["severity"] = draw(st.sampled_from(("minor", "serious", "grave")))
        if effect == "permit" and forbidden and draw(st.booleans()):
            lifted = st.lists(
                st.sampled_from(sorted(forbidden)), min_size=1, max_size=2, unique=True
            )
            entry["lifts"] = draw(lifted)
        found.setdefault(effect, {})[name] = entry
    return found
