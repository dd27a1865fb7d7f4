"""Every code has an example that produces it, and one that does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ceasefire.rulebook.load import check
from ceasefire.rulebook.problems import CODES
from tests.rulebook.examples import EXAMPLES, whole

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.errors import Problem

SQUARE = {"type": "Polygon", "coordinates": [[[36, 36], [37, 36], [37, 37], [36, 36]]]}


def problems(folder: Path, text: str | bytes, *, head: bool) -> list[Problem]:
    """Check a text as a file of a folder that has one GeoJSON file."""
    (folder / "area.geojson").write_text(json.dumps(SQUARE), encoding="utf-8")
    file = folder / "rules.yaml"
    file.write_bytes(whole(text, head=head))
    book, found = check(file)
    assert (book is None) == bool(found)
    return found


def test_every_code_has_an_example() -> None:
    assert set(EXAMPLES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_has_this_problem(code: str, tmp_path: Path) -> None:
    example = EXAMPLES[code]
    found = problems(tmp_path, example.bad, head=example.head)
    if code == "too-many-problems":
        assert {item.code for item in found} == {"unknown-key", code}
    else:
        assert {item.code for item in found} == {code}
    for item in found:
        assert item.file == str(tmp_path / "rules.yaml")
        assert item.line > 0 or code in {"too-large", "too-many-problems"}
        first = item.message.split("`")[0]
        assert first[:1].islower() or not first or first.startswith(("YAML", "UTF"))
        assert not item.message.endswith(".")


@pytest.mark.parametrize("code", CODES)
def test_the_mended_example_has_none(code: str, tmp_path: Path) -> None:
    example = EXAMPLES[code]
    assert problems(tmp_path, example.mended, head=example.head) == []


def test_codes_are_words_and_explanations_are_sentences() -> None:
    for code, meaning in CODES.items():
        assert code.replace("-", "").replace("utf8", "utf").isalpha()
        assert code == code.lower()
        assert meaning.endswith(".")
