"""Events as the rows of a table; :mod:`ceasefire.events.flat` tells the form, and reads it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.flat import NUMBERS, fields_of, is_json, plain

if TYPE_CHECKING:
    from ceasefire.events.event import Event
    from ceasefire.rulebook.model import Rulebook

__all__ = ["flatten"]

FIRST: Final = ("id", "kind", "when", "where")
LAST: Final = ("alternatives", "parts", "known", "sources")


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


def place(key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  (a value of any type)
    """Return the cells of a place."""
    if isinstance(value, str):
        safe = value and value == value.strip() and not is_json(value)
        return {key: value} if safe else {f"{key}.name": value}
    if not isinstance(value, dict) or not value:
        return {key: dumps(value)}
    if any(isinstance(item, (dict, list)) for item in value.values()):
        return {key: dumps(value)}
    return {f"{key}.{part}": item for part, item in value.items() if item is not None}


def numbers(key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  (a value of any type)
    """Return the cells of a number or a range."""
    if is_range(value):
        ends = zip(("low", "high"), value, strict=True)
        return {f"{key}.{end}": item for end, item in ends if item is not None}
    return {key: written(value) if isinstance(value, str) or is_rivalry(value) else number(value)}


def is_range(value: object) -> bool:
    """Return whether a value is a pair of bounds, one of which at least is closed."""
    return (
        isinstance(value, list)
        and len(value) == 2  # noqa: PLR2004  (a pair)
        and any(item is not None for item in value)
        and not any(isinstance(item, (dict, list)) for item in value)
    )


def number(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Return the cell of a number that is no range."""
    return dumps(value) if isinstance(value, (dict, list)) else value


def written(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
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


def text_of(option: Any) -> str | None:  # noqa: ANN401  (a value of any type)
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
        bare = item == item.strip() and not set(item) & set(";|")
        return bool(item) and bare and not is_json(item)
    return isinstance(item, (bool, int, float))


def dumps(value: Any) -> str:  # noqa: ANN401  (a value of any type)
    """Return JSON, kept readable."""
    return json.dumps(value, ensure_ascii=False, default=str)
