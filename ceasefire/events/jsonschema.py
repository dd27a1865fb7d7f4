"""The JSON Schema of the native event, for editors and for checks before a feed is sent."""

from __future__ import annotations

from typing import Any, Final

from ceasefire.events.event import LIMIT
from ceasefire.terms.taxonomy import FieldSpec, Taxonomy, base_taxonomy

__all__ = ["json_schema"]

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

TEXT: Final[Schema] = {"type": "string", "maxLength": 2000}
NAME: Final[Schema] = {"type": ["string", "integer"], "description": "an id, a name or a code"}
NUMBER: Final[Schema] = {"type": ["number", "string"]}
FLAG: Final[Schema] = {"enum": [True, False, "yes", "no", "true", "false"]}
SOURCES: Final[Schema] = {"description": "who reported it, in any form"}

PLACE: Final[Schema] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "description": "the keys narrow each other",
            "properties": {
                "name": {"type": "string", "description": "the name of a place of the rulebook"},
                "country": {"type": "string", "description": "two letters of ISO 3166"},
                "admin1": {**NAME, "description": "a first-level administrative unit, by name"},
                "admin2": {**NAME, "description": "a second-level administrative unit, by name"},
                "pcode": {**NAME, "description": "the P-code of an administrative unit"},
                "lat": {**NUMBER, "description": "degrees north (WGS 84)"},
                "lon": {**NUMBER, "description": "degrees east (WGS 84)"},
                "within_km": {**NUMBER, "description": "how many kilometres off the point may be"},
            },
        },
    ]
}

TIME: Final[Schema] = {
    "anyOf": [
        {
            "type": ["string", "integer"],
            "description": "a date, a time with or without an offset, or an ISO 8601 interval",
        },
        {
            "type": "object",
            "description": "from the first instant inside to the first one after",
            "properties": {"from": {"type": "string"}, "until": {"type": "string"}},
            "additionalProperties": False,
        },
    ]
}

JOINT: Final = frozenset({"party", "parties", "categories"})
"""The types of which several values may hold together."""


def json_schema() -> Schema:
    """Return the schema of one event, JSON Schema draft 2020-12.

    Vocabularies are offered for completion and not enforced, because a rulebook
    may extend them; so are fields that a rulebook declares.
    """
    taxonomy = base_taxonomy()
    facts: Schema = {key: {"$ref": f"#/$defs/{key}"} for key in taxonomy.fields}
    return {
        "$schema": DIALECT,
        "title": "ceasefire event",
        "description": "One record of a feed: what is reported, and rival accounts of it.",
        "type": "object",
        "required": ["id", "kind", "when"],
        "properties": {
            "id": {
                "type": ["string", "integer"],
                "maxLength": 200,
                "description": "its name in the feed, by which a correction is known",
            },
            **facts,
            "known": {**TEXT, "description": "when it became known: a date or an instant"},
            "alternatives": {
                "description": "rival accounts, each with the fields that it overrides",
                "type": "array",
                "maxItems": LIMIT,
                "items": {"$ref": "#/$defs/alternative"},
            },
            "parts": {
                "description": "several acts or sites, each with the fields that it overrides",
                "type": "array",
                "maxItems": LIMIT,
                "items": {"type": "object", "properties": facts},
            },
            "sources": SOURCES,
        },
        "$defs": {
            **{key: claim(taxonomy, spec) for key, spec in taxonomy.fields.items()},
            "alternative": alternative(facts),
        },
    }


def alternative(facts: Schema) -> Schema:
    """Return the schema of a rival account."""
    return {
        "type": "object",
        "properties": {
            **facts,
            "said_by": {
                "description": "whose account it is",
                "anyOf": [TEXT, {"type": "array", "items": TEXT}],
            },
            "basis": {**TEXT, "description": "how firmly they say so"},
            "known": {**TEXT, "description": "when it became known: a date or an instant"},
            "dispute": {**TEXT, "description": "what it is about; other disputes are independent"},
            "supersedes": {"type": "boolean", "description": "it replaces the report once known"},
            "stated": {
                "type": "boolean",
                "description": "it stands beside the report as its equal",
            },
            "note": {**TEXT, "description": "a remark, for people to read"},
            "sources": SOURCES,
        },
    }


def claim(taxonomy: Taxonomy, spec: FieldSpec) -> Schema:
    """Return the schema of what may be said of a field."""
    value = element(taxonomy, spec)
    several: Schema = {"type": "array", "items": value, "maxItems": LIMIT}
    option: Schema = {"anyOf": [value, several]} if spec.type in JOINT else value
    either: Schema = {"type": "array", "items": option, "minItems": 1, "maxItems": LIMIT}
    doubtful: Schema = {
        "type": "object",
        "properties": {
            "one_of": {"anyOf": [value, either], "description": "it is one of these"},
            "not": {"anyOf": [value, several], "description": "it is none of these"},
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
    joint = [{**several, "description": "all of these together"}] if spec.type in JOINT else []
    unknown: list[Schema] = [{"const": "unknown"}, {"type": "null"}]
    return {"description": spec.name, "anyOf": [value, *joint, doubtful, *unknown]}


def element(taxonomy: Taxonomy, spec: FieldSpec) -> Schema:
    """Return the schema of a single value of a field."""
    if spec.vocabulary:
        return {"anyOf": [{"enum": list(taxonomy.of(spec.id).categories)}, {"type": "string"}]}
    match spec.type:
        case "place":
            return PLACE
        case "time":
            return TIME
        case "flag":
            return FLAG
        case "count" | "number":
            bound = {"type": ["number", "string", "null"]}
            ranged = {"type": "array", "items": bound, "minItems": 2, "maxItems": 2}
            return {"anyOf": [NUMBER, {**ranged, "description": "the lowest and the highest"}]}
        case _:
            return NAME
