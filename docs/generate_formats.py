"""Gives the page of all keys of events, mappings and files of cases.

``docs/generate.py`` writes it; the examples are those of ``tests/docs/format_examples.py``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.jsonschema import PLACE as PLACE_SCHEMA
from ceasefire.events.jsonschema import json_schema
from ceasefire.events.keys import PIECES
from ceasefire.events.mapping import schema as mapping
from ceasefire.terms.taxonomy import base_taxonomy
from ceasefire.testing.cases import schema as cases
from docs.generate_reference import entry
from docs.keys import Terms, excerpts, keys_of
from docs.prose import anchor
from tests.docs.format_examples import (
    ALTERNATIVE,
    CASES,
    CLOCKED,
    EVENT,
    FORMS,
    MAPPING,
    PARTED,
    PLACE,
    PRECISE,
    RULES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.rulebook.schema_parts import Doc
    from ceasefire.terms.taxonomy import FieldType
    from docs.keys import Place, Within

__all__ = ["CASE_MODELS", "MAPPING_MODELS", "formats", "shown_keys"]

INTRODUCTION: Final = """# Events, mappings and cases, key by key

Every key of the files that stand beside a rule file: what is reported, what the columns of a \
table mean, and what a rulebook should find. [Feeds](feeds.md), \
[Tables of your own](mapping.md) and [Testing rules](testing-rules.md) explain them in \
context; the keys of rule files are on [a page of their own](reference.md).
"""

EVENTS: Final = """## Events

An event is a mapping, in any of the [forms of a feed](feeds.md). This one has every key:
"""

HELD: Final[dict[FieldType, str]] = {
    "category": "the id of a category, or of a group for some category in it",
    "categories": "the id of a category, or a list of those that hold together",
    "ordered": "the id of a step",
    "party": "a party's id, name or code such as `ucdp:118`; a list acts, or is struck, jointly",
    "parties": "a party's id, name or code such as `ucdp:118`, or a list of those that are",
    "place": "[a place](#a-place), or the name of one",
    "time": "a date, a time with or without an offset, an interval of two of these with `/`, or "
    "a mapping of `from`, the first instant inside, and `until`, the first one after",
    "flag": "true or false, or `yes` or `no`",
    "count": "a whole number from 0, or the lowest and the highest; `null` is an open end",
    "number": "a number, or the lowest and the highest; `null` is an open end",
}
"""What a field of a type holds in an event."""

MAPPING_MODELS: Final[Mapping[type[Doc], str]] = {
    mapping.MappingDoc: "a mapping",
    mapping.RuleDoc: "a rule",
    mapping.PrecisionDoc: "an exactness of dates",
    mapping.PlaceDoc: "a rule for places",
    mapping.ReachDoc: "an exactness of places",
    mapping.AreaDoc: "a reach",
    mapping.SkipDoc: "a sort of rows left aside",
    mapping.NoteDoc: "a note on rows",
    mapping.RivalsDoc: "two sides",
}

CASE_MODELS: Final[Mapping[type[Doc], str]] = {
    cases.CasesDoc: "a file of cases",
    cases.CaseDoc: "a case",
    cases.VariantDoc: "a variant",
    cases.ExpectDoc: "an expectation",
    cases.AlertDoc: "an expected alert",
}

TITLES: Final[Mapping[type[Doc], str]] = {**MAPPING_MODELS, **CASE_MODELS}

WITHIN: Final[Within] = {
    (mapping.MappingDoc, "fields"): {"where": mapping.PlaceDoc, "": mapping.RuleDoc}
}
"""The fields of a mapping hold rules, whose shape is looked at one by one."""

NEEDED: Final = " It is needed."

TERMS: Final = Terms(
    lambda model: f"[{TITLES[model]}](#{anchor(TITLES[model])})",
    {mapping.columned: "a column, or a list of columns", mapping.rivals: "`undirected`"},
    (*Terms(str, {}).lists, cases.listed),
)


def formats() -> str:
    """Return the page of the keys of events, mappings and cases."""
    shown = shown_keys()
    return "\n".join(
        (
            INTRODUCTION,
            EVENTS,
            *event_lines(),
            "\n## Mappings\n",
            "See [Tables of your own](mapping.md). What may be wrong with one stands there.\n",
            *(f"```yaml\n{text}```\n" for text in (MAPPING, PRECISE)),
            *model_lines(MAPPING_MODELS, shown),
            "## Cases\n",
            "See [Testing rules](testing-rules.md). A rulebook, and cases of it:\n",
            f'```yaml title="ridge.yaml"\n{RULES}```\n',
            f'```yaml title="ridge.cases.yaml"\n{CASES}```\n',
            "```console\n$ ceasefire test ridge.yaml\n6 cases: 6 passed, 0 failed\n```\n",
            *model_lines(CASE_MODELS, shown),
        )
    )


def shown_keys() -> dict[Place, str]:
    """Return the keys that some example has, each as it stands there."""
    found = excerpts(CASES, cases.CasesDoc)
    for text in (MAPPING, PRECISE, CLOCKED, PARTED):
        for place, excerpt in excerpts(text, mapping.MappingDoc, WITHIN).items():
            found.setdefault(place, excerpt)
    return found


def model_lines(models: Mapping[type[Doc], str], shown: Mapping[Place, str]) -> Iterator[str]:
    """Yield what is said of some models and their keys."""
    for model, title in models.items():
        yield f"### {title[0].upper()}{title[1:]}\n\n{model.__doc__}\n"
        for key in keys_of(model, TERMS):
            yield entry(key, title, shown.get((model, key.name), ""))


# --- events --------------------------------------------------------------------------


def event_lines() -> Iterator[str]:
    """Yield what is said of events, their places and rival accounts."""
    schema = json_schema()
    fields = base_taxonomy().fields
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(EVENT[key])}" for key in EVENT)
    yield f"```json\n{{\n{lines}\n}}\n```\n"
    yield (
        "Keys that are not listed here are your own, and are carried along;"
        " [misspelt ones](feeds.md#columns-of-your-own) are refused. A value may have these"
        " forms:\n"
    )
    yield "| such as | means |\n|---|---|"
    yield from (f"| `{written({key: value})}` | {means} |" for key, (value, means) in FORMS.items())
    yield (
        "\nA text has 2,000 characters at most and an id 200; there are 64 members of a list,"
        " rival accounts or parts at most.\n\n### An event\n"
    )
    for key, told in schema["properties"].items():
        yield f"#### `{key}` of an event\n"
        needed = NEEDED if key in schema["required"] else ""
        yield from field_lines(key) if key in fields else [f"{sentence(told)}{needed}\n"]
        yield block({key: EVENT[key]})
    yield (
        "### A place\n\nThe keys narrow each other; where a name and a point disagree, the name"
        " decides.\n"
    )
    yield from table(place_schema(), PLACE)
    yield (
        "### A rival account\n\nAny field of an event, where the account states it otherwise,"
        " and these:\n"
    )
    own = schema["$defs"]["alternative"]["properties"]
    yield from table({key: told for key, told in own.items() if key not in fields}, ALTERNATIVE)


def field_lines(key: str) -> Iterator[str]:
    """Yield what is said of a field of an event."""
    field = base_taxonomy().fields[key]
    words = f"; see [the vocabulary](vocabulary.md#{anchor(field.vocabulary)})"
    needed = NEEDED if key in json_schema()["required"] else ""
    held = f"{HELD[field.type]}{words if field.vocabulary else ''}"
    yield f"{field.name.capitalize()}. It holds {held}.{needed}\n"
    pieces = PIECES.get(field.type, {})
    if pieces:
        columns = ", ".join(f"`{key}.{piece}`" for piece in pieces)
        yield f"In a table: `{key}`, or {columns}.\n"


def place_schema() -> dict[str, Any]:
    """Return the schema of each key of a place."""
    found: dict[str, Any] = PLACE_SCHEMA["anyOf"][1]["properties"]
    return found


def table(schema: Mapping[str, Any], examples: Mapping[str, Any]) -> Iterator[str]:
    """Yield keys with what they mean and an example, as a table."""
    yield "| key | means | such as |\n|---|---|---|"
    for key, told in schema.items():
        yield f"| `{key}` | {told['description']} | `{written({key: examples[key]})}` |"
    yield ""


def sentence(schema: Mapping[str, Any]) -> str:
    """Return the description of a schema as a sentence."""
    text = str(schema["description"])
    return f"{text[0].upper()}{text[1:]}."


def block(value: object) -> str:
    """Return data as a block of JSON."""
    return f"```json\n{json.dumps(value, ensure_ascii=False)}\n```\n"


def written(value: object) -> str:
    """Return data as JSON on a line, as it may stand in a cell of a table."""
    return json.dumps(value, ensure_ascii=False).replace("|", "\\|")
