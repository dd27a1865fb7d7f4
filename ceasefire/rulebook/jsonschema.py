"""The JSON Schema of rule files, by which editors complete, explain and check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from pydantic.json_schema import GenerateJsonSchema

from ceasefire.rulebook.schema import RulebookDoc, bound, listed, presumed
from ceasefire.rulebook.schema_laws import spoken
from ceasefire.rulebook.shorthand import Choice, Keyed, as_list
from ceasefire.rulebook.values import COMPARISONS
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from pydantic_core import core_schema

    from ceasefire.terms.taxonomy import FieldSpec, Taxonomy

__all__ = ["json_schema"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": ["string", "number", "boolean"]}
NUMBER: Final[Schema] = {"type": ["number", "string"]}
TEXTS: Final[Schema] = {"items": TEXT, "type": "array"}


def json_schema() -> Schema:
    """Return the schema of a rule file, JSON Schema draft 2020-12.

    It describes one file of possibly several, so that no top-level key is
    required. Vocabularies are offered for completion and not enforced, because a
    rulebook may extend them; loading is what checks names.
    """
    taxonomy = base_taxonomy()
    found = cast("Schema", linked(RulebookDoc.model_json_schema(schema_generator=Generator)))
    found.pop("required", None)
    found["$defs"] |= definitions(taxonomy)
    presumed = {key: {"$ref": f"#/$defs/presumed-{key}"} for key in presumable(taxonomy)}
    found["properties"]["presume"]["properties"] = presumed
    found["properties"]["impossible"] = impossible()
    return {
        "$schema": DIALECT,
        "title": "ceasefire rule file",
        **{key: item for key, item in found.items() if key != "title"},
    }


class Generator(GenerateJsonSchema):
    """Describes the models as an analyst may write them, short forms first.

    An editor's own YAML reader takes `48` for a number, so that a text may look like one.
    """

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        """Return the schema of a text."""
        pattern = schema.get("pattern")
        return {**TEXT, "pattern": pattern} if pattern else dict(TEXT)

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        """Return the schema of something that has a short form."""
        written = schema["function"]["function"]
        long = self.generate_inner(schema["schema"])
        if written is as_list:
            return either(*options(long["items"]), long)
        if written is bound:
            return either(TEXT, TEXTS, long)
        if written is listed:
            return either(TEXTS, long)
        if written is presumed:
            return either({"x-ref": "value"}, long)
        return either(TEXT, long) if isinstance(written, Keyed) or written is spoken else long

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> Schema:
        """Return the schema of one of several choices."""
        check = cast("Choice", schema["function"]["function"])
        return {"enum": list(check.choices)}


def either(*schemas: Schema) -> Schema:
    """Return the schema that one of some is satisfied."""
    return {"anyOf": list(schemas)}


def options(schema: Schema) -> list[Schema]:
    """Return the schemas of which one is to be satisfied."""
    return schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]


def linked(value: object) -> object:
    """Return pydantic's schema as editors should see it.

    Our own references are put in place. Titles go, because they repeat the key;
    defaults and nulls go, because a key that is not meant is best left out.
    """
    if isinstance(value, list):
        return [linked(item) for item in value if item != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    if "x-ref" in value:
        about = {"description": value["description"]} if "description" in value else {}
        return {"$ref": f"#/$defs/{value['x-ref']}", **about}
    if "patternProperties" in value:
        ((pattern, item),) = value["patternProperties"].items()
        rest = {key: item for key, item in value.items() if key != "patternProperties"}
        named = {"propertyNames": {"pattern": pattern}, "additionalProperties": item}
        return linked({**rest, **named})
    return {
        key: linked(item)
        for key, item in value.items()
        if key != "default" and not (key == "title" and isinstance(item, str))
    }


def definitions(taxonomy: Taxonomy) -> Schema:
    """Return the schemas of conditions and of the values of each field."""
    fields = {key: test(taxonomy, spec) for key, spec in taxonomy.fields.items()}
    found: Schema = {f"test-{key}": item for key, item in fields.items()}
    found |= {
        f"presumed-{key}": presumption(taxonomy, taxonomy.fields[key])
        for key in presumable(taxonomy)
    }
    nested = {"$ref": "#/$defs/condition"}
    several = {"anyOf": [nested, {"type": "array", "items": nested}]}
    found["value"] = {"description": "a value, or a list of which it is one"}
    found["condition"] = {
        "description": "a condition: keys hold together, lists are alternatives",
        "anyOf": [
            {"type": "array", "items": nested, "minItems": 1},
            {
                "type": "object",
                "properties": {
                    "any": {**several, "description": "some of these hold"},
                    "all": {**several, "description": "all of these hold"},
                    "not": {**several, "description": "this does not hold"},
                    "if": {"type": "object", "description": "answers to questions"},
                    **{key: {"$ref": f"#/$defs/test-{key}"} for key in fields},
                },
                # Fields that a rulebook declares are tested like any other.
                "additionalProperties": True,
            },
        ],
    }
    return found


def presumable(taxonomy: Taxonomy) -> list[str]:
    """Return the fields of which something can be presumed."""
    return [key for key, spec in taxonomy.fields.items() if spec.type != "time"]


def single(taxonomy: Taxonomy, spec: FieldSpec) -> Schema:
    """Return the schema of a single value of a field."""
    if spec.vocabulary:
        return {"anyOf": [{"enum": list(taxonomy.of(spec.id).categories)}, {"type": "string"}]}
    if spec.type in {"count", "number"}:
        return NUMBER
    if spec.type == "flag":
        return {"enum": ["yes", "no", True, False]}
    return TEXT


def test(taxonomy: Taxonomy, spec: FieldSpec) -> Schema:
    """Return the schema of a test on a field."""
    if spec.type == "time":
        window: Schema = {"$ref": "#/$defs/WindowDoc"}
        several: Schema = {"type": "array", "items": window}
        inner: Schema = {"not": {"anyOf": [window, several]}}
        negated: Schema = {"type": "object", "properties": inner, "required": ["not"]}
        return {"description": spec.name, "anyOf": [window, several, negated]}
    value, here = single(taxonomy, spec), {"$ref": f"#/$defs/test-{spec.id}"}
    keys: Schema = {"not": here, "one_of": {"type": "array", "items": value}}
    if spec.type in {"count", "number", "ordered"}:
        keys |= dict.fromkeys(COMPARISONS, value)
    return {
        "description": spec.name,
        "anyOf": [
            value,
            {"type": "array", "items": {"anyOf": [value, here]}, "minItems": 1},
            {"type": "object", "properties": keys, "additionalProperties": False},
        ],
    }


def presumption(taxonomy: Taxonomy, spec: FieldSpec) -> Schema:
    """Return the schema of what may be presumed of a field."""
    value = single(taxonomy, spec)
    several: Schema = {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}]}
    narrowed = {
        "type": "object",
        "properties": {"not": several, "one_of": several},
        "additionalProperties": False,
    }
    reasoned = {
        "type": "object",
        "properties": {
            "is": {"anyOf": [several, narrowed]},
            "not": several,
            "one_of": several,
            "because": TEXT,
            "cite": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
        },
        "additionalProperties": False,
    }
    return {"description": spec.name, "anyOf": [several, reasoned]}


def impossible() -> Schema:
    """Return the schema of the list of impossibilities."""
    return {
        "description": "Conditions that nothing satisfies, each perhaps with `because` and `cite`.",
        "type": "array",
        "items": {"$ref": "#/$defs/condition"},
    }
