"""The schema of events: it accepts what is read, and refuses what plainly is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.events.event import FIELD_KEYS
from ceasefire.events.jsonschema import json_schema

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json_schema()
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.jsonl"))
BASE: dict[str, Any] = {"id": "1", "kind": "shelling", "when": "2016-05-04"}

TYPES = {
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}

LIMITS: dict[str, Callable[[Any, Any], bool]] = {
    "maxLength": lambda value, bound: not isinstance(value, str) or len(value) <= bound,
    "maxItems": lambda value, bound: not isinstance(value, list) or len(value) <= bound,
    "minItems": lambda value, bound: not isinstance(value, list) or len(value) >= bound,
    "minProperties": lambda value, bound: not isinstance(value, dict) or len(value) >= bound,
    "enum": lambda value, bound: value in bound,
    "const": lambda value, bound: value == bound,
    "anyOf": lambda value, bound: any(fits(value, item) for item in bound),
    "$ref": lambda value, bound: fits(value, SCHEMA["$defs"][bound.rpartition("/")[2]]),
    "type": lambda value, bound: any(
        is_a(value, kind) for kind in ([bound] if isinstance(bound, str) else bound)
    ),
    "required": lambda value, bound: not isinstance(value, dict) or set(bound) <= set(value),
    "items": lambda value, bound: (
        not isinstance(value, list) or all(fits(item, bound) for item in value)
    ),
    "properties": lambda value, bound: (
        not isinstance(value, dict)
        or all(fits(item, bound.get(key, {})) for key, item in value.items())
    ),
}
WORDS = {"$schema", "$defs", "title", "description", "additionalProperties"}


def fits(value: Any, schema: dict[str, Any]) -> bool:  # noqa: ANN401
    """Say whether a value satisfies a schema of the keywords that ours uses."""
    assert set(schema) <= {*LIMITS, *WORDS}
    if schema.get("additionalProperties") is False and isinstance(value, dict):
        return set(value) <= set(schema["properties"]) and fits(
            value, {key: item for key, item in schema.items() if key != "additionalProperties"}
        )
    return all(LIMITS[key](value, bound) for key, bound in schema.items() if key in LIMITS)


def is_a(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def test_it_knows_every_field() -> None:
    assert set(FIELD_KEYS) <= set(SCHEMA["properties"])
    assert set(FIELD_KEYS) <= set(SCHEMA["$defs"]["alternative"]["properties"])


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_the_seeds_satisfy_it(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert fits(json.loads(line), SCHEMA), line


@pytest.mark.parametrize(
    "more",
    [
        {"actor": ["a", 234], "target": {"one_of": [["a", "b"], "c"], "not": "d"}},
        {"killed": [None, 3], "wounded": "4", "civilians_killed": {"one_of": [1, [2, 3]]}},
        {"when": {"from": "2016-05-04", "until": "2016-05-06"}, "intended": "yes"},
        {"when": 2016, "where": "Aleppo", "struck": ["camp", "elsewhere"], "response": None},
        {"where": {"not": {"name": "Aleppo", "lat": 36.2, "lon": "37.1"}}, "held_by": "unknown"},
        {"alternatives": [{"actor": "x", "said_by": ["y", "z"], "stated": True}], "own": {}},
    ],
)
def test_it_accepts_what_is_read(more: dict[str, Any]) -> None:
    assert fits(BASE | more, SCHEMA)


@pytest.mark.parametrize(
    "more",
    [
        {"id": None},
        {"intended": "perhaps"},
        {"killed": [1, 2, 3]},
        {"killed": True},
        {"actor": {"one_of": []}},
        {"actor": {"either": ["a", "b"]}},
        {"kind": ["shelling", "clash"]},
        {"alternatives": {"actor": "x"}},
        {"known": 2016},
    ],
)
def test_it_refuses_what_is_not(more: dict[str, Any]) -> None:
    assert not fits(BASE | more, SCHEMA)
    assert not fits({"id": "1", "kind": "shelling"}, SCHEMA)
