"""A mapping made into pieces: what groups of columns say, each of it apart from the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.cells import piece
from ceasefire.events.mapping.context import PARTIES, Context, Rule
from ceasefire.events.mapping.figures import figure
from ceasefire.events.mapping.rules import as_parts, constant, listed, party, several, text
from ceasefire.events.mapping.schema import PlaceDoc, RuleDoc
from ceasefire.events.mapping.spots import place_rule
from ceasefire.events.mapping.times import time_rule
from ceasefire.events.mapping.values import UNKNOWN, Table
from ceasefire.events.rows import shown
from ceasefire.rulebook.shorthand import ID_PATTERN
from ceasefire.rulebook.validation import checked, keys_at, refuse_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.events.cells import Cells
    from ceasefire.events.mapping.schema import MappingDoc, RivalsDoc, SkipDoc
    from ceasefire.events.rows import Piece
    from ceasefire.rulebook.documents import Step

__all__ = ["OWN", "build"]

OWN: Final = ("id", "known", "sources")
"""What an event says besides its fields."""

NEEDED: Final = ("id", "kind", "when")
PAIR: Final = ("actor", "target")
RIVALS: Final = "alternatives"

COMMON: Final = frozenset({"column", "is", "values", "otherwise", "blank"})
KEYS: Final[Mapping[str, frozenset[str]]] = {
    "party": COMMON | {"split", "book", "code", "brackets", "with"},
    "number": (COMMON - {"otherwise"})
    | {"low", "high", "thousands", "decimal", "between", "times"},
    "time": frozenset(
        {"column", "is", "blank", "first", "last", "from", "until", "clock", "formats", "zone"}
    )
    | {"precision", "year", "month", "day"},
    "listed": COMMON | {"split"},
    "sources": frozenset({"column", "is", "split"}),
    "text": frozenset({"column", "is", "values", "blank"}),
}
"""The keys that a rule may have, by what it reads."""

SAYING: Final = (
    "column", "code", "low", "high", "first", "last", "from_", "until", "year", "month", "day",
)  # fmt: skip
"""What names columns of which one at least says something."""

NUMBERS: Final = frozenset({"count", "number"})


def build(context: Context, doc: MappingDoc) -> tuple[Piece, ...]:
    """Return the pieces of a mapping; what is wrong with it, the context is told."""
    if not re.fullmatch(ID_PATTERN, doc.feed):
        refuse_id(context.report, ("feed",), doc.feed)
    for number, column in enumerate(doc.columns):
        if column in doc.columns[:number]:
            told = f"the column `{column[:80]}` is named twice"
            context.report.add(("columns", number), "duplicate-column", told, text=column)
    rules = dict(rules_of(context, doc.fields))
    for key in NEEDED:
        if key not in doc.fields:
            hint = "write `{is: unknown}` if no column says so" if key != "id" else ""
            message = f"nothing says the `{key}` of an event"
            context.report.add(("fields",), "missing-key", message, hint=hint)
    pieces = [left_aside(context, item, ("skip", n)) for n, item in enumerate(doc.skip)]
    if doc.alternatives is not None:
        pieces += [undirected(context, doc.alternatives, rules)]
    fixed = {key: rules.pop(key).read for key in [*rules] if not rules[key].columns}
    pieces += [piece_of(key, rule) for key, rule in rules.items()]
    if fixed:
        pieces += [
            piece((), lambda cells: {key: read(cells) for key, read in fixed.items()}, *fixed)
        ]
    for number, note in enumerate(doc.notes):
        columns = context.column([note.column], ("notes", number, "column"))
        pieces += [noted(columns, Table(note.values))] if columns else []
    return tuple(pieces)


# --- fields ---


def rules_of(context: Context, fields: Mapping[str, object]) -> Iterator[tuple[str, Rule]]:
    """Yield what says each field."""
    known = (*context.taxonomy.fields, *OWN)
    for key, raw in fields.items():
        path: Step = ("fields", key)
        if key not in known:
            message = f"`{key[:80]}` is no field of an event"
            hint = "a column of its own needs no rule: it is carried along"
            context.report.add(
                path, "unknown-field", message, text=key, key=True, near=known, hint=hint
            )
            continue
        if key == "where":
            place = checked(context.report, PlaceDoc, written_out(raw, "name"), path)
            if place is not None:
                yield key, place_rule(context, place, path)
            continue
        doc = checked(context.report, RuleDoc, written_out(raw, "column"), path)
        if doc is not None:
            given = set(raw) if isinstance(raw, dict) else {"column"}
            yield key, rule_of(context, key, doc, given)


def written_out(raw: object, key: str) -> object:
    """Write a bare column out."""
    return {key: raw} if isinstance(raw, (str, list)) else raw


def rule_of(context: Context, key: str, doc: RuleDoc, given: set[str]) -> Rule:
    """Return what says a field, of which some keys are given."""
    path: Step = ("fields", key)
    kind = kind_of(context, key)
    for extra in sorted(given.intersection(keys_at(RuleDoc, ())) - KEYS[kind]):
        allowed = sorted(KEYS[kind])
        hint = f"allowed here: {', '.join(allowed)}"
        message = f"`{extra}` says nothing of `{key}`"
        context.report.add((*path, extra), "unknown-key", message, text=extra, key=True, hint=hint)
    if doc.is_ is not None:
        return constant(context.value(key, doc.is_, (*path, "is")))
    if not any(getattr(doc, name) for name in SAYING):
        message = f"no column says the `{key}`"
        hint = "name one: `column: NAME`; or what holds for every row: `is: VALUE`"
        context.report.add(path, "missing-key", message, hint=hint)
    return made(context, key, kind, doc, path)


def kind_of(context: Context, key: str) -> str:
    """Return which rules a field has."""
    if key in OWN:
        return {"id": "text", "known": "time", "sources": "sources"}[key]
    kind = context.taxonomy.fields[key].type
    if kind in PARTIES:
        return "party"
    if kind in NUMBERS:
        return "number"
    return "time" if kind == "time" else "listed"


def made(context: Context, key: str, kind: str, doc: RuleDoc, path: Step) -> Rule:
    """Return the rule of a kind."""
    match kind:
        case "party":
            return party(context, doc, path, key)
        case "number":
            return figure(context, doc, path, key)
        case "time":
            return time_rule(context, doc, path)
        case "listed":
            return listed(context, doc, path, key)
        case "sources":
            return several(context, doc, path)
    return text(context, doc, path)


def piece_of(key: str, rule: Rule) -> Piece:
    """Return the piece of a field of its own."""
    if key == "kind":

        def read(cells: Cells) -> dict[str, Any]:
            kind, parts = as_parts(rule.read(cells))
            return {"kind": kind, "parts": parts}

        return piece(rule.columns, read, "kind", "parts")
    found = piece(rule.columns, lambda cells: {key: rule.read(cells)}, key)
    return found._replace(carried=key == "sources")


# --- more than one field, and none ---


def undirected(context: Context, doc: RivalsDoc, rules: dict[str, Rule]) -> Piece:
    """Return what reads two sides of which either may have acted."""
    path: Step = (RIVALS,)
    if missing := [key for key in PAIR if key not in rules]:
        message = f"nothing says the `{missing[0]}`, so that it could be the other side"
        context.report.add(path, "missing-key", message)
    sides = {key: rules.pop(key) for key in PAIR if key in rules}
    known = [
        (column, Table(dict.fromkeys(cells, True)))
        for name, cells in doc.unless.items()
        for column in context.column([name], (*path, "unless", name))
    ]
    named = (*(name for rule in sides.values() for name in rule.columns), *(c for c, _ in known))

    def read(cells: Cells) -> dict[str, Any]:
        found: dict[str, Any] = {key: rule.read(cells) for key, rule in sides.items()}
        here, there = found.get("actor"), found.get("target")
        directed = any(table.find(cells.text(column))[0] for column, table in known)
        if directed or here in (None, "") or there in (None, "") or here == there:
            return found
        other = {"actor": there, "target": here, "stated": True, "note": doc.note}
        return found | {RIVALS: [{key: value for key, value in other.items() if value != ""}]}

    return piece(tuple(dict.fromkeys(named)), read, *PAIR, RIVALS)


def left_aside(context: Context, doc: SkipDoc, path: Step) -> Piece:
    """Return what tells rows that are no events."""
    columns = context.column([doc.column], (*path, "column"))
    if bool(doc.values) == bool(doc.except_):
        message = "say which rows are left aside: `values`, or all `except` some"
        context.report.add(path, "missing-key" if not doc.values else "bad-choice", message)
    listed, others = bool(doc.values), Table(dict.fromkeys((*doc.values, *doc.except_), True))

    def read(cells: Cells) -> dict[str, Any]:
        cell = cells.text(columns[0])
        if others.find(cell)[0] is listed:
            cells.aside = doc.because or f"{doc.column} is `{shown(cell)}`"
        return {}

    return piece(columns, read if columns else lambda _: {})


def noted(columns: tuple[str, ...], table: Table) -> Piece:
    """Return what notes something of some rows."""

    def read(cells: Cells) -> dict[str, Any]:
        found, note = table.find(cells.text(columns[0]))
        if found and note != UNKNOWN:
            cells.note(str(note))
        return {}

    return piece(columns, read)
