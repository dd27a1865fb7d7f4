"""Events in tables: nested fields as columns, lists and rivals as text.

=====================================  ============================================
``where.admin1``                       a key of ``where``
``killed``; ``killed.low``, ``.high``  a number; a range, an empty end being open
``when``; ``when.from``, ``.until``    a time or interval; a half-open pair
``a;b``                                a list
``a|b``                                ``{one_of: [a, b]}``, each of which may be a list;
                                       in ``sources``, a text like any other
``{...}``, ``[...]``                   JSON, for everything else
empty                                  not reported
=====================================  ============================================

This reads such tables; :mod:`ceasefire.events.flatten` writes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.binary import NO_TEXT, as_text
from ceasefire.events.json_text import loads
from ceasefire.events.rows import Meaning, Piece, RowError, shown
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.terms.taxonomy import FieldSpec

__all__ = ["NUMBERS", "TIMES", "fields_of", "is_json", "pieces", "plain"]

NUMBERS: Final = frozenset({"number", "count"})
NESTED: Final = frozenset({"alternatives", "parts"})
TEXTS: Final = frozenset({"id", "known"})
OWN: Final = TEXTS | NESTED | {"sources"}
"""What an event says besides its fields."""

TIMES: Final = frozenset({"when", "known"})
NEEDED: Final = ("id", "kind", "when")

Cell = Callable[[Any], Any]


def fields_of(rulebook: Rulebook | None) -> Mapping[str, FieldSpec]:
    """Return the fields of a rulebook, or of every rulebook."""
    return (rulebook.taxonomy if rulebook else base_taxonomy()).fields


def pieces(columns: tuple[str, ...], rulebook: Rulebook | None = None) -> tuple[Piece, ...]:
    """Return what reads a table with these columns, one piece for each key of an event.

    ``rulebook`` adds the fields that it declares; columns that no field claims
    are carried along.
    """
    fields = fields_of(rulebook)
    shares: dict[str, list[str]] = {}
    for column in columns:
        path = tuple(column.split("."))
        shares.setdefault(path[0] if nested(path, fields) else column, []).append(column)
    return tuple(piece(key, tuple(own), fields) for key, own in shares.items())


def piece(key: str, columns: tuple[str, ...], fields: Mapping[str, FieldSpec]) -> Piece:
    """Return what reads the columns that one key of an event has."""
    cells = [cell_of(column, fields) for column in columns]
    decoded = exactly if key in fields or key in OWN else roughly
    ends = [None if column == key else column[len(key) + 1 :] for column in columns]

    def read(raw: tuple[Any, ...]) -> Meaning:
        found: dict[str | None, Any] = {}
        flaws: list[tuple[str, str, str, str]] = []
        for column, end, cell, value in zip(columns, ends, cells, raw, strict=True):
            try:
                stated = cell(scalar(value, decoded))
            except RowError as error:
                flaws += [
                    (code, f"`{column}`: {message}", hint, text)
                    for code, message, hint, text in error.flaws
                ]
                continue
            if stated is not None:
                found[end] = stated
        whole = assembled(key, found, fields)
        data = {} if whole is None else {key: whole}
        if flaws:
            # What cannot be read is not absent: of that, nobody need be told as well.
            absent = {key: "unknown"} if key in NEEDED else {}
            raise RowError(*flaws, rest=absent | data)
        return Meaning(data)

    return Piece(columns, read, frozenset({key}), timed=key in TIMES)


def assembled(key: str, found: dict[str | None, Any], fields: Mapping[str, FieldSpec]) -> Any:  # noqa: ANN401  (a value of any type)
    """Return the value of a key from its cells by what stands behind the dot, if anything."""
    whole = found.pop(None, None)
    if not found:
        return whole
    if fields[key].type in NUMBERS:
        return [found.get("low"), found.get("high")]
    if fields[key].type == "time":
        given = whole if isinstance(whole, dict) else {}
        return {"from": None, "until": None} | given | found
    if isinstance(whole, dict):
        return whole | found
    return found if whole is None else {"name": whole} | found


def nested(path: tuple[str, ...], fields: Mapping[str, FieldSpec]) -> bool:
    """Return whether a column is one piece of a field."""
    if len(path) == 1 or path[0] not in fields:
        return False
    kind, key = fields[path[0]].type, ".".join(path[1:])
    return (
        kind == "place"
        or (kind == "time" and key in {"from", "until"})
        or (kind in NUMBERS and key in {"low", "high"})
    )


def cell_of(column: str, fields: Mapping[str, FieldSpec]) -> Cell:
    """Return what reads the cells of a column."""
    path = tuple(column.split("."))
    if nested(path, fields):
        return as_it_stands
    if column == "where":
        return json_or_text
    if column in fields:
        return values
    if column == "sources":
        return texts
    if column in NESTED:
        return json_list
    return as_it_stands if column in TEXTS else json_or_text


def exactly(value: bytes) -> str:
    """Return the text that bytes are; what is none states nothing that could be told apart."""
    text = as_text(value)
    if text is None:
        raise RowError((*NO_TEXT, shown(value)))
    return text


def roughly(value: bytes) -> str:
    """Return the text that bytes are, of a column of the feed's own, with marks for the rest."""
    return value.decode("utf-8", "replace")


def scalar(value: Any, decoded: Callable[[bytes], str]) -> Any:  # noqa: ANN401  (cells of any type)
    """Return a cell's value as an event would have it; ``None`` where it is empty."""
    match value:
        case str():
            return value.strip() or None
        case float() | Decimal():
            return figure(float(value))
        case bytes():
            return scalar(decoded(value), decoded)
        case dict():
            kept = {key: scalar(item, decoded) for key, item in value.items()}
            return {key: item for key, item in kept.items() if item is not None} or None
        case list():
            return [scalar(item, decoded) for item in value]
    return plain(value)


def figure(value: float) -> float | None:
    """Return a number, a whole one as such; what is no number is none that was reported."""
    if math.isnan(value):
        return None
    return int(value) if math.isfinite(value) and value.is_integer() else value


def as_it_stands(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Read a cell that is not to be taken apart."""
    return value


def json_or_text(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Read a cell that may be JSON and need not."""
    if not is_json(value):
        return value
    try:
        return loads(value)
    except RowError:
        return value


def json_list(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Read a cell that holds a JSON list, or one mapping in place of a list of one."""
    found = loads(value) if isinstance(value, str) else value
    return [found] if isinstance(found, dict) else found


def texts(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Read a cell that holds a text, or several: these state nothing that could have rivals.

    Titles of pages have ``|`` in them, and may begin with a bracket.
    """
    found = json_or_text(value)
    return joint(found) if isinstance(found, str) else found


def values(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Read a cell that may hold rivals and lists."""
    if not isinstance(value, str):
        return value
    if is_json(value):
        return loads(value)
    if "|" not in value:
        return joint(value)
    rivals = [joint(option) for option in value.split("|")]
    if "" in rivals:
        hint = "write a|unknown if it may be something else"
        raise RowError(("empty-option", f"`{shown(value)}` has an empty option", hint, value))
    return {"one_of": rivals}


def joint(text: str) -> str | list[str]:
    """Read one value, or several that hold together."""
    if ";" not in text:
        return text.strip()
    return [item.strip() for item in text.split(";") if item.strip()]


def is_json(value: object) -> bool:
    """Return whether a cell looks like a JSON mapping or list."""
    return isinstance(value, str) and value[:1] in {"{", "["}


def plain(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Return a value of a plain event that JSON can hold."""
    return value.isoformat() if isinstance(value, date) else value
