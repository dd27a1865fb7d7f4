"""``ceasefire schema``: the schemas, and that rule files name the one beside them."""

from __future__ import annotations

import json
from pathlib import Path

from ceasefire.events.jsonschema import json_schema as event_schema
from ceasefire.rulebook.load import bundled
from tests.cli.helpers import invoke

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "rules" / "rulebook.schema.json"
LINE = "# yaml-language-server: $schema="


def test_the_schema_beside_the_rulebooks_is_this_one(tmp_path: Path) -> None:
    text = SCHEMA.read_text(encoding="utf-8")
    assert invoke("schema").stdout == text
    output = tmp_path / "schema.json"
    result = invoke("schema", "-o", str(output))
    assert (result.exit_code, result.stdout) == (0, "")
    assert output.read_text(encoding="utf-8") == text


def test_every_bundled_rule_file_names_it() -> None:
    for place in bundled().values():
        for path in sorted(place.glob("*.yaml")) if place.is_dir() else [place]:
            with path.open(encoding="utf-8") as file:
                first = file.readline().strip()
            assert first.startswith(LINE), path
            assert (path.parent / first.removeprefix(LINE)).resolve() == SCHEMA, path


def test_the_schema_of_events() -> None:
    assert json.loads(invoke("schema", "--event").stdout) == event_schema()


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    result = invoke("schema", "-o", str(tmp_path / "nowhere" / "schema.json"))
    assert result.exit_code == 2
    assert f"schema.json`: there is no folder `{tmp_path / 'nowhere'}`" in result.stderr
