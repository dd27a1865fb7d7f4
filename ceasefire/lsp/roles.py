"""What a path into a rule file leads to: which thing a key defines, or a word names.

This is the one place that knows where parties, places and the like may be named. It is a
table of states: from each, a key leads on to another, and positions in lists to none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.rulebook.documents import Step

__all__ = ["BOOK", "Role", "State", "leads", "of_key", "of_value", "reached"]

NAMES: Final = ":"
"""Before a kind of thing: what stands there names one."""

KEEPS: Final = "&"
"""Behind a state: it is about what the one before it was about."""

TAKES: Final = "!"
"""Behind a state: it is about the key that led to it."""

HEADER: Final[dict[str, str]] = {
    "in_force": "window",
    "where": ":place",
    "binds": "binds",
    "if": "if",
    "cite": "cite",
}

NEXT: Final[dict[str, dict[str, str]]] = {
    "book": {
        "sources": "sources",
        "parties": "parties",
        "places": "places",
        "questions": "questions",
        "readings": "readings",
        "default_reading": ":reading",
        "presume": "presumptions",
        "impossible": "condition",
        "instruments": "instruments",
        "patterns": "patterns",
        "laws": "laws",
        "accept": "acceptance",
        "kinds": "categories!",
        "struck": "categories!",
        "weapon": "categories!",
        "fields": "fields",
    },
    "sources": {"*": "source"},
    "parties": {"*": "party"},
    "party": {"part_of": "membership", "cite": "cite"},
    "membership": {"party": ":party"},
    "places": {"*": "place"},
    "place": {"union": ":place", "difference": ":place", "within": ":place", "cite": "cite"},
    "questions": {"*": "question!"},
    "question": {"answers": "answers&", "cite": "cite"},
    "answers": {"*": "answer"},
    "answer": {"cite": "cite"},
    "readings": {"*": "reading"},
    "reading": {"answers": "if"},
    "if": {"*": ":answer!"},
    "presumptions": {"*": "test!"},
    "condition": {
        "any": "condition",
        "all": "condition",
        "not": "condition",
        "if": "if",
        "because": "",
        "cite": "cite",
        "*": "test!",
    },
    "test": {"because": "", "cite": "cite", "if": "if", "*": "test&"},
    "instruments": {"*": "instrument!"},
    "instrument": {
        **HEADER,
        "extends": ":instrument",
        "without": ":inherited&",
        "exclude": "provisions&",
        "prohibit": "provisions&",
        "permit": "provisions&",
    },
    "binds": {"parties": ":party", "all_except": ":party"},
    "window": {"if": "if"},
    "provisions": {"*": "provision&"},
    "provision": {**HEADER, "when": "condition", "lifts": ":lifted&"},
    "patterns": {"*": "pattern"},
    "pattern": {
        "cite": "cite",
        "sequence": "sequence",
        "threshold": "limit",
        "lull": "limit",
        "calm": "calm",
        "series": "series",
    },
    "sequence": {"first": "condition", "then": "condition", "between": ":party"},
    "limit": {"of": ":instrument", "when": "condition", "by": ":party", "in": ":place"},
    "calm": {"of": ":instrument"},
    "series": {"of": ":instrument", "moves": "move"},
    "move": {"cite": "cite"},
    "laws": {"*": "law"},
    "law": {
        "cite": "cite",
        "changes_nothing": ":instrument",
        "disjoint": ":instrument",
        "when": "condition",
        "during": ":instrument",
        "not_during": ":instrument",
        "if": "if",
        "reading": ":reading",
    },
    "acceptance": {"at": "part"},
    "categories": {"*": "category&"},
    "category": {"part_of": ":category&"},
    "fields": {"*": "field!"},
    "field": {"values": "categories&"},
}
"""Where each key leads; ``*`` is any other."""

DEFINES: Final = {
    "sources": "source",
    "parties": "party",
    "places": "place",
    "questions": "question",
    "answers": "answer",
    "readings": "reading",
    "instruments": "instrument",
    "provisions": "provision",
    "patterns": "pattern",
    "laws": "law",
    "categories": "category",
    "fields": "field",
}
"""What the keys of a mapping define."""

BARE: Final = {"membership": "party", "binds": "party", "calm": "instrument", "cite": "source"}
"""What a text names that stands in place of a mapping."""

LOGIC: Final = frozenset({"any", "all", "not", "if", "because", "cite"})
"""The keys of a condition that are no fields."""


@dataclass(frozen=True, slots=True)
class State:
    """What a path has led to; ``about`` is the question, instrument, field or vocabulary."""

    name: str
    about: str = ""


BOOK: Final = State("book")
"""Where every path begins."""


@dataclass(frozen=True, slots=True)
class Role:
    """That a word defines, or names, a thing of a kind.

    ``scope`` is the question of an answer, the vocabulary of a category, and the
    instrument of a provision. ``lifted`` and ``inherited`` provisions are looked for from
    that instrument on.
    """

    kind: str
    scope: str = ""
    defines: bool = False


Fields = dict[str, tuple[str, str]]
"""The type and the vocabulary of each field."""


def leads(state: State, step: str | int) -> State:
    """Return where a step leads; a position in a list stays where it is."""
    if isinstance(step, int):
        return state
    ways: Mapping[str, str] = NEXT.get(state.name, {})
    way = ways.get(step, ways.get("*", ""))
    if way.endswith(TAKES):
        return State(way[:-1], step)
    if way.endswith(KEEPS):
        return State(way[:-1], state.about)
    return State(way)


def reached(path: Step) -> State:
    """Return what a path leads to."""
    state = BOOK
    for step in path:
        state = leads(state, step)
    return state


def of_key(path: Step) -> Role | None:
    """Return the role of the key that a path ends with."""
    above = reached(path[:-1])
    if above.name in DEFINES:
        scoped = above.name in {"answers", "provisions", "categories"}
        return Role(DEFINES[above.name], above.about if scoped else "", defines=True)
    if above.name == "if":
        return Role("question")
    if above.name == "presumptions" or (above.name == "condition" and path[-1] not in LOGIC):
        return Role("field")
    return None


def of_value(path: Step, fields: Fields) -> Role | None:
    """Return the role of the text that a path leads to."""
    state = reached(path)
    if state.name.startswith(NAMES):
        return Role(state.name[1:], state.about)
    if state.name == "categories" and isinstance(path[-1], int):
        return Role("category", state.about, defines=True)
    if state.name == "test":
        kind, vocabulary = fields.get(state.about, ("", ""))
        return of_type(kind, vocabulary)
    kind = BARE.get(state.name, "")
    return Role(kind) if kind else None


def of_type(kind: str, vocabulary: str) -> Role | None:
    """Return the role of a value of a field."""
    if kind in {"party", "parties"}:
        return Role("party")
    if kind == "place":
        return Role("place")
    if kind == "flag":
        return Role("flag")
    return Role("category", vocabulary) if vocabulary else None
