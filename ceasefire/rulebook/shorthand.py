"""The short forms that a rule file may use, and the one long form they stand for.

Everything an analyst writes arrives as text. How an editor's schema describes the short
forms is up to :mod:`ceasefire.rulebook.jsonschema`, so that loading need not know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ceasefire.rulebook.mending import FILLER
from ceasefire.terms.likeness import did_you_mean

__all__ = [
    "ID_PATTERN",
    "Choice",
    "Entries",
    "Id",
    "Ids",
    "Keyed",
    "Named",
    "RawCondition",
    "RawPolygon",
    "RawValue",
    "Several",
    "Text",
    "Texts",
    "as_list",
    "as_map",
]

T = TypeVar("T")

ID_PATTERN: Final = r"^[a-z0-9][a-z0-9._-]{0,79}$"


def as_list(value: object) -> object:
    """Write a single value out as a list of one; an empty value is an empty list."""
    if isinstance(value, list):
        return value
    return [] if value == "" else [value]


def as_map(value: object) -> object:
    """Take an empty value, such as a section whose lines are all comments, for an empty map."""
    return {} if value == "" else value


@dataclass(frozen=True, slots=True)
class Keyed:
    """Writes a bare text out as a mapping with this one key."""

    key: str

    def __call__(self, value: object) -> object:
        """Return a mapping for a text, and anything else as it is.

        A text that begins with the key itself was meant as a mapping, and raises an error
        that pydantic carries to where it is reported.
        """
        if not isinstance(value, str):
            return value
        if value.startswith(f"{self.key}:"):
            told = f"no space follows the colon of `{self.key}`"
            hint = "write a space after the colon of a key"
            raise PydanticCustomError(
                "wrong-type", "no mapping", {"told": told, "hint": hint, "text": value[:80]}
            )
        return {self.key: value} if value else {}


class Choice:
    """Checks that a text is one of the choices, else it has the problem ``code``."""

    def __init__(self, code: str, *choices: str) -> None:
        """Keep both."""
        self.code, self.choices = code, choices

    def __call__(self, text: str) -> str:
        """Return the text, or raise an error that pydantic carries to where it is reported.

        What stands in for a text that is missing is told of as missing, and no choice.
        """
        if text not in self.choices and text != FILLER:
            shown = text[:80]
            told = f"`{shown}` is not one of the choices"
            hint = did_you_mean(shown, self.choices) or f"write one of {', '.join(self.choices)}"
            # Told beside the message, in which braces would be the fields of a template.
            raise PydanticCustomError(
                self.code,
                "no choice",
                {"told": told, "hint": hint, "text": shown},
            )
        return text


Text = str
"""Any text."""

Id = Annotated[str, Field(pattern=ID_PATTERN)]
"""The name by which other parts of the rulebook refer to a thing."""

Several = Annotated[list[T], BeforeValidator(as_list)]
"""One of a kind, or a list of them."""

Named = Annotated[dict[Text, T], BeforeValidator(as_map)]
"""Things by names that are given elsewhere."""

Entries = Annotated[dict[Id, T], BeforeValidator(as_map)]
"""Things by the ids that they are given here."""

Texts = Several[Text]
"""A text or a list of texts."""

Ids = Several[Text]
"""An id or a list of ids; whether they exist is checked later."""

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
