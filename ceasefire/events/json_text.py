"""JSON, read strictly: no key twice, no number that is none, no bottomless nesting."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from ceasefire.events.rows import RowError, shown

__all__ = ["MAX_DEPTH", "loads", "scan"]

MAX_DEPTH: Final = 32
"""How deeply a feed's lists and mappings may nest."""


def loads(text: str) -> Any:  # noqa: ANN401  (JSON of any shape)
    """Return the value of a JSON text, or raise :class:`RowError`."""
    try:
        value = DECODER.decode(text)
    except json.JSONDecodeError as error:
        around = text[max(0, error.pos - 20) : error.pos + 20]
        message = f"this is not JSON: {error.msg.lower()} (character {error.pos + 1})"
        raise RowError(("bad-json", message, "", shown(around))) from error
    except RecursionError as error:
        raise too_deep() from error
    except ValueError as error:  # a number of thousands of digits
        raise RowError(("bad-json", "a number is too long", "", "")) from error
    check(value)
    if "\\ud" in text.lower():
        check_text(value)
    return value


def scan(text: str) -> list[tuple[int, Any]] | None:
    """Return the members of a JSON list, or of the list under ``events``, with their places.

    ``None`` where the text holds neither. The text is known to be JSON.
    """
    at = skip(text, 0)
    if text[at : at + 1] == "{":
        at = skip(text, at + 1)
        while text[at] != "}":
            key, at = DECODER.raw_decode(text, at)
            at = skip(text, skip(text, at) + 1)
            if key == "events":
                break
            _, at = DECODER.raw_decode(text, at)
            at = skip(text, at)
            at = skip(text, at + 1) if text[at] == "," else at
    if text[at : at + 1] != "[":
        return None
    members = []
    at = skip(text, at + 1)
    while text[at] != "]":
        start = at
        value, at = DECODER.raw_decode(text, at)
        members.append((start, value))
        at = skip(text, at)
        at = skip(text, at + 1) if text[at] == "," else at
    return members


def skip(text: str, at: int) -> int:
    """Return the place of the first character that is no white space."""
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a mapping, none of whose keys was given twice."""
    found = dict(items)
    if len(found) < len(items):
        seen: set[str] = set()
        twice = next(key for key, _ in items if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        message = f"the key `{shown(twice)}` is given twice"
        raise RowError(("duplicate-key", message, "", shown(twice)))
    return found


def constant(name: str) -> float:
    """Refuse what JSON has no word for."""
    raise RowError(("bad-json", f"`{name}` is no number", "write null", name))


def fraction(digits: str) -> float | str:
    """Return a number; one beyond all that can be held stays the text it is."""
    value = float(digits)
    return value if math.isfinite(value) else digits


DECODER: Final = json.JSONDecoder(
    object_pairs_hook=pairs, parse_constant=constant, parse_float=fraction
)


def check(value: object) -> None:
    """Refuse what nests too deep."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for each in level
            if isinstance(each, (dict, list))
            for item in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise too_deep()


def check_text(value: object) -> None:
    """Refuse half a character, which no file can be written with."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise RowError(("bad-json", "a text holds half a character", "", "")) from error


def too_deep() -> RowError:
    """Return the error of values that nest too deep."""
    message = f"values nest more than {MAX_DEPTH} levels deep"
    return RowError(("too-deep", message, "", ""))
