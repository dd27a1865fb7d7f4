"""The short forms that a rule file may use, and the one long form they stand for.

Each type here carries two things: how its short forms are written out, and how
an editor's schema describes them. Everything an analyst writes arrives as text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ceasefire.rulebook.mending import id_like
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Cites",
    "Id",
    "Ids",
    "RawCondition",
    "RawPolygon",
    "RawValue",
    "Text",
    "Texts",
    "as_list",
    "as_map",
    "choice",
    "keyed",
]

ID_PATTERN: Final = r"^[a-z0-9][a-z0-9._-]{0,79}$"

# JSON Schema of a text: an editor's own YAML reader takes `48` for a number.
WRITTEN: Final = {"type": ["string", "number", "boolean"]}


def is_id(text: str) -> str:
    """Return an id, or raise the problem ``bad-id``."""
    if re.fullmatch(ID_PATTERN[1:-1], text) is None:
        shown = text[:80]
        message = f"`{shown}` cannot be an id"
        like = id_like(text)
        hint = "use up to 80 small letters, digits, dots, dashes and underscores"
        hint = f"{hint}, such as `{like}`" if like else hint
        raise problem("bad-id", message, hint, shown)
    return text


def problem(code: str, message: str, hint: str, text: str) -> PydanticCustomError:
    """Return an error that pydantic carries to the place where it is reported."""
    # Braces would be taken for fields of a template.
    safe = message.replace("{", "(").replace("}", ")")
    return PydanticCustomError(code, safe, {"hint": hint, "text": text})


def as_list(value: object) -> object:
    """Write a single value out as a list of one; an empty value is an empty list."""
    if isinstance(value, list):
        return value
    return [] if value == "" else [value]


def as_map(value: object) -> object:
    """Take an empty value, such as a section whose lines are all comments, for an empty map."""
    return {} if value == "" else value


def keyed(key: str) -> Callable[[object], object]:
    """Return a function that writes a bare text out as a mapping with this one key."""

    def write_out(value: object) -> object:
        if isinstance(value, str):
            return {key: value} if value else {}
        return value

    return write_out


def choice(code: str, *choices: str) -> AfterValidator:
    """Return a check that a text is one of the choices, else the problem ``code``."""

    def check(text: str) -> str:
        if text not in choices:
            shown = text[:80]
            hint = did_you_mean(shown, choices) or f"write one of {', '.join(choices)}"
            raise problem(code, f"`{shown}` is not one of the choices", hint, shown)
        return text

    return AfterValidator(check)


Text = Annotated[str, WithJsonSchema(WRITTEN)]
"""Any text."""

Id = Annotated[
    str,
    AfterValidator(is_id),
    WithJsonSchema({"type": ["string", "number", "boolean"], "pattern": ID_PATTERN}),
]
"""The name by which other parts of the rulebook refer to a thing."""

Texts = Annotated[list[Text], BeforeValidator(as_list, json_schema_input_type=Text | list[Text])]
"""A text or a list of texts."""

Ids = Annotated[list[Text], BeforeValidator(as_list, json_schema_input_type=Text | list[Text])]
"""An id or a list of ids; whether they exist is checked later."""

Cites = Annotated[list[Text], BeforeValidator(as_list, json_schema_input_type=Text | list[Text])]
"""Source ids, each perhaps followed by the place in the source."""

RawCondition = Annotated[object, WithJsonSchema({"x-ref": "condition"})]
"""A condition, read by :mod:`ceasefire.rulebook.conditions`."""

RawValue = Annotated[object, WithJsonSchema({"x-ref": "value"})]
"""The value of a field, read by :mod:`ceasefire.rulebook.values`."""

RawPolygon = Annotated[
    object,
    WithJsonSchema(
        {
            "description": "a GeoJSON file beside the rule file, `path.geojson#ID`, or a ring of"
            " [longitude, latitude] pairs",
            "anyOf": [
                {"type": "string"},
                {
                    "type": "array",
                    "minItems": 3,
                    "items": {"type": "array", "items": {"type": ["number", "string"]}},
                },
            ],
        }
    ),
]
"""An outline, read by :mod:`ceasefire.rulebook.outlines`."""
