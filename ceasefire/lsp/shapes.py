"""Which keys and choices may stand at a place, by the JSON Schema of rule files."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ceasefire.rulebook.jsonschema import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.documents import Step

__all__ = ["choices", "description", "keys"]

Schema = dict[str, Any]

PREFIX: Final = "#/$defs/"


@cache
def root() -> Schema:
    """Return the schema of a rule file."""
    return json_schema()


def keys(path: Step) -> dict[str, str]:
    """Return the keys that a mapping at a path may have, and what each means."""
    found: dict[str, str] = {}
    for schema in reached(path):
        for key, inner in schema.get("properties", {}).items():
            found[key] = found.get(key) or about(inner)
    return found


def choices(path: Step) -> list[str]:
    """Return the texts of which one may stand at a path, where these are few."""
    return [
        item for schema in reached(path) for item in schema.get("enum", ()) if isinstance(item, str)
    ]


def description(path: Step) -> str:
    """Return what the key that a path ends with means."""
    return keys(path[:-1]).get(str(path[-1]), "") if path else ""


def about(schema: Schema) -> str:
    """Return the description of a schema, its own or that of what it refers to."""
    if "description" in schema:
        return str(schema["description"])
    return next((str(item["description"]) for item in parts(schema) if "description" in item), "")


def reached(path: Step) -> list[Schema]:
    """Return the schemas that what stands at a path may satisfy, each once.

    Conditions nest in themselves in several ways: the ways would double at each level.
    """
    here = list(parts(root()))
    for step in path:
        found = [item for each in here for below in entered(each, step) for item in parts(below)]
        here = list({id(item): item for item in found}.values())
    return here


def entered(schema: Schema, step: str | int) -> Iterator[Schema]:
    """Yield the schemas of what a step leads to."""
    if isinstance(step, int):
        below = schema.get("items")
    else:
        below = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    if isinstance(below, dict):
        yield below


def parts(schema: Schema) -> Iterator[Schema]:
    """Yield the schemas, without references, of which one is to be satisfied."""
    reference = schema.get("$ref")
    if reference:
        yield from parts(root()["$defs"][reference.removeprefix(PREFIX)])
    elif "anyOf" in schema:
        for item in schema["anyOf"]:
            yield from parts(item)
    else:
        yield schema
