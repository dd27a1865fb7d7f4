"""Events in tables: nested fields as columns, lists and rivals as text.

=====================================  ============================================
``where.admin1``                       a key of ``where``
``killed``; ``killed.low``, ``.high``  a number; a range, an empty end being open
``when``; ``when.from``, ``.until``    a time or interval; a half-open pair
``a;b``                                a list
``a|b``                                ``{one_of: [a, b]}``, each of which may be a list
``{...}``, ``[...]``                   JSON, for everything else
empty                                  not reported
=====================================  ============================================

:func:`flatten` writes an event so, :func:`reader` reads it back.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.json_text import loads
from ceasefire.events.rows import Meaning, RowError, shown
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.events.event import Event
    from ceasefire.events.rows import Reader
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.terms.taxonomy import FieldSpec

__all__ = ["NUMBERS", "flatten", "reader"]

NUMBERS: Final = frozenset({"number", "count"})
PLACE_NUMBERS: Final = frozenset({"lat", "lon", "within_km"})
NESTED: Final = frozenset({"alternatives", "parts"})
TEXTS: Final = frozenset({"id", "known"})
FIRST: Final = ("id", "kind", "when", "where")
LAST: Final = ("alternatives", "parts", "known", "sources")

Cell = Callable[[Any], Any]


def fields_of(rulebook: Rulebook | None) -> Mapping[str, FieldSpec]:
    """Return the fields of a rulebook, or of every rulebook."""
    return (rulebook.taxonomy if rulebook else base_taxonomy()).fields


# --- reading ---


def reader(columns: tuple[str, ...], rulebook: Rulebook | None = None) -> Reader:
    """Return what reads a row of a table with these columns as a native event.

    ``rulebook`` adds the fields that it declares; columns that no field claims
    are carried along. What is read raises :class:`RowError` with every flaw.
    """
    fields = fields_of(rulebook)
    plan = [(column, tuple(column.split(".")), cell_of(column, fields)) for column in columns]

    def read(raw: Mapping[str, Any]) -> Meaning:
        found: dict[tuple[str, ...], Any] = {}
        flaws: list[tuple[str, str, str, str]] = []
        for column, path, cell in plan:
            try:
                value = cell(scalar(raw.get(column)))
            except RowError as error:
                flaws += [
                    (code, f"`{column}`: {message}", hint, text)
                    for code, message, hint, text in error.flaws
                ]
                continue
            if value is not None:
                found[path] = value
        if flaws:
            raise RowError(*flaws)
        return Meaning(assembled(found, fields))

    return read


def assembled(found: dict[tuple[str, ...], Any], fields: Mapping[str, FieldSpec]) -> dict[str, Any]:
    """Return the event of the cells by path."""
    data: dict[str, Any] = {}
    for path, value in found.items():
        if not nested(path, fields):
            data[".".join(path)] = value
    for path, value in found.items():
        if not nested(path, fields):
            continue
        field, key = path[0], ".".join(path[1:])
        if field == "where":
            whole = data.get("where")
            if not isinstance(whole, dict):
                data["where"] = {} if whole is None else {"name": whole}
            data["where"][key] = value
        elif field == "when":
            ends = data["when"] if isinstance(data.get("when"), dict) else {}
            data["when"] = {"from": None, "until": None} | ends | {key: value}
        elif (field, "low") in found or (field, "high") in found:
            data[field] = [found.get((field, "low")), found.get((field, "high"))]
    return data


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
    if column in fields or column == "sources":
        return values
    if column in NESTED:
        return json_list
    return as_it_stands if column in TEXTS else json_or_text


def scalar(value: Any) -> Any:  # noqa: ANN401  (cells of any type)
    """Return a cell's value as an event would have it; ``None`` where it is empty."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        kept = {key: scalar(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None} or None
    if isinstance(value, list):
        return [scalar(item) for item in value]
    return value


def as_it_stands(value: Any) -> Any:  # noqa: ANN401
    """Read a cell that is not to be taken apart."""
    return value


def json_or_text(value: Any) -> Any:  # noqa: ANN401
    """Read a cell that may be JSON and need not."""
    if not is_json(value):
        return value
    try:
        return loads(value)
    except RowError:
        return value


def json_list(value: Any) -> Any:  # noqa: ANN401
    """Read a cell that holds a JSON list, or one mapping in place of a list of one."""
    found = loads(value) if isinstance(value, str) else value
    return [found] if isinstance(found, dict) else found


def values(value: Any) -> Any:  # noqa: ANN401
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


# --- writing ---


def flatten(
    event: Event | Mapping[str, Any], rulebook: Rulebook | None = None
) -> dict[str, str | int | float | bool]:
    """Return an event as the cells of a table row; what is not reported has none."""
    data = dict(event if isinstance(event, Mapping) else event.to_dict())
    fields = fields_of(rulebook)
    order = [*FIRST, *(key for key in data if key not in {*FIRST, *LAST}), *LAST]
    row: dict[str, Any] = {}
    for key in order:
        value = plain(data.get(key))
        if value is None:
            continue
        kind = fields[key].type if key in fields else ""
        if kind == "place":
            row |= place(key, value)
        elif kind == "time" and isinstance(value, dict) and set(value) <= {"from", "until"}:
            ends = {f"{key}.{end}": item for end, item in value.items() if item is not None}
            row |= ends or {key: "unknown"}
        elif kind in NUMBERS:
            row |= numbers(key, value)
        elif kind or key == "sources":
            row[key] = written(value)
        elif isinstance(value, (dict, list)):
            row[key] = dumps(value)
        else:
            row[key] = value
    return row


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value of a plain event that JSON can hold."""
    return value.isoformat() if isinstance(value, date) else value


def place(key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the cells of a place."""
    if isinstance(value, str):
        safe = value and value == value.strip() and not is_json(value)
        return {key: value} if safe else {f"{key}.name": value}
    if not isinstance(value, dict) or not value:
        return {key: dumps(value)}
    if any(isinstance(item, (dict, list)) for item in value.values()):
        return {key: dumps(value)}
    return {f"{key}.{part}": item for part, item in value.items() if item is not None}


def numbers(key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the cells of a number or a range."""
    if isinstance(value, list) and len(value) == 2 and any(item is not None for item in value):  # noqa: PLR2004  (a pair)
        if not any(isinstance(item, (dict, list)) for item in value):
            ends = zip(("low", "high"), value, strict=True)
            return {f"{key}.{end}": item for end, item in ends if item is not None}
    return {key: written(value) if isinstance(value, str) or is_rivalry(value) else number(value)}


def number(value: Any) -> Any:  # noqa: ANN401
    """Return the cell of a number that is no range."""
    return dumps(value) if isinstance(value, (dict, list)) else value


def written(value: Any) -> Any:  # noqa: ANN401
    """Return the cell of a value, of several, or of rivals."""
    if isinstance(value, bool) or (isinstance(value, (int, float)) and math.isfinite(value)):
        return value
    options = value["one_of"] if is_rivalry(value) else [value]
    texts = [text_of(option) for option in options]
    if None in texts:
        return dumps([value] if isinstance(value, str) else value)
    return "|".join(text for text in texts if text is not None)


def is_rivalry(value: object) -> bool:
    """Return whether a value is ``{one_of: [...]}`` with options, and no more than that."""
    return (
        isinstance(value, dict)
        and set(value) == {"one_of"}
        and isinstance(value["one_of"], list)
        and len(value["one_of"]) > 1
    )


def text_of(option: Any) -> str | None:  # noqa: ANN401
    """Return an option as text, or nothing where only JSON will do."""
    items = option if isinstance(option, list) else [option]
    if not items or not all(map(is_safe, items)):
        return None
    if isinstance(option, list) and len(option) == 1:
        return None
    return ";".join(str(item).lower() if isinstance(item, bool) else str(item) for item in items)


def is_safe(item: object) -> bool:
    """Return whether a value reads back from its bare text."""
    if isinstance(item, str):
        return bool(item) and item == item.strip() and not set(item) & set(";|") and not is_json(item)
    return isinstance(item, (bool, int, float))


def dumps(value: Any) -> str:  # noqa: ANN401
    """Return JSON, kept readable."""
    return json.dumps(value, ensure_ascii=False, default=str)


def header(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the columns of flattened events, in the order in which they come up."""
    return list(dict.fromkeys(key for row in rows for key in row))
