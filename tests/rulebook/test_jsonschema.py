"""The schema for editors: it accepts what loading accepts, and sees what it can."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ceasefire.rulebook.jsonschema import json_schema
from ceasefire.rulebook.load import bundled
from tests.rulebook.examples import EXAMPLES, whole
from tests.rulebook.test_conditions import CASES, VOCABULARY

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json_schema()

TYPES = {
    "string": str,
    "number": int | float,
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}

KNOWN = {
    *(
        "$ref",
        "$defs",
        "$schema",
        "title",
        "description",
        "type",
        "enum",
        "pattern",
        "anyOf",
        "items",
    ),
    *("minItems", "properties", "required", "additionalProperties", "propertyNames"),
}


class Loader(yaml.CSafeLoader):
    """Reads YAML 1.2 as editors do: numbers, `true` and `false`, and all else as text."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in items if not tag.endswith((":timestamp", ":bool"))]
    for key, items in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
BOOLEAN = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", BOOLEAN, list("tTfF"))


def read(text: bytes) -> object:
    return yaml.load(text, Loader=Loader)  # noqa: S506  (a safe loader)


def fits(value: Any, schema: Any) -> bool:  # noqa: ANN401, PLR0911
    """Say whether a value satisfies a schema of the keywords that ours uses."""
    if isinstance(schema, bool):
        return schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema and not fits(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]):
        return False
    if "anyOf" in schema and not any(fits(value, item) for item in schema["anyOf"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    kinds = schema.get("type", list(TYPES))
    if not any(is_a(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return False
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return False
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            return False
        return all(fits(item, schema.get("items", True)) for item in value)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        names = schema.get("propertyNames", True)
        return set(schema.get("required", ())) <= set(value) and all(
            fits(item, properties.get(str(key), others)) and fits(str(key), names)
            for key, item in value.items()
        )
    return True


def is_a(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def files(name: str) -> list[Path]:
    place = bundled()[name]
    return sorted(place.glob("*.yaml")) if place.is_dir() else [place]


def test_it_names_its_dialect() -> None:
    assert SCHEMA["$schema"].endswith("2020-12/schema")
    assert "required" not in SCHEMA
    assert "null" not in str(SCHEMA)
    assert "default" not in str(SCHEMA).replace("default_reading", "").replace("the default", "")


@pytest.mark.parametrize("name", bundled())
def test_bundled_rule_files_satisfy_it(name: str) -> None:
    for file in files(name):
        content = read(file.read_bytes())
        assert isinstance(content, dict)
        for key, value in content.items():
            assert fits({key: value}, SCHEMA), f"{file}: {key}"


@pytest.mark.parametrize("code", EXAMPLES)
def test_mended_examples_satisfy_it(code: str) -> None:
    assert fits(read(whole(EXAMPLES[code].mended, head=EXAMPLES[code].head)), SCHEMA)


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_conditions_satisfy_it(text: str) -> None:
    rules = f"{VOCABULARY}\ninstruments: {{i: {{permit: {{p: {{when: {text}}}}}}}}}\n"
    assert fits(read(rules.encode()), SCHEMA)


@pytest.mark.parametrize(
    "code",
    [
        "unknown-key",
        "missing-key",
        "wrong-type",
        "bad-id",
        "bad-choice",
        "bad-severity",
        "bad-flag",
        "empty-list",
    ],
)
def test_it_refuses_what_has_the_wrong_shape(code: str) -> None:
    assert not fits(read(whole(EXAMPLES[code].bad)), SCHEMA)


def test_it_offers_the_words_there_are() -> None:
    kinds = SCHEMA["$defs"]["test-kind"]["anyOf"][0]["anyOf"][0]["enum"]
    assert {"attack", "airstrike", "aid-delivery"} <= set(kinds)
    assert set(SCHEMA["properties"]) >= {"rulebook", "timezone", "presume", "impossible", "fields"}
    for name, item in SCHEMA["properties"].items():
        assert "description" in item or name in {"title", "note"}
