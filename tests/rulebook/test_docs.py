"""The pages about rule files agree with the code."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from ceasefire.analysis.proving import prove
from ceasefire.book import Book
from ceasefire.rulebook.load import check
from ceasefire.rulebook.schema import Doc, RulebookDoc
from ceasefire.rulebook.validation import docs as named
from ceasefire.terms.taxonomy import base_taxonomy

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")

TARGETS = runpy.run_path(str(ROOT / "docs" / "generate.py"))["TARGETS"]


@pytest.mark.parametrize("name", TARGETS)
def test_generated_files_are_up_to_date(name: str) -> None:
    expected = TARGETS[name]()
    assert (ROOT / name).read_text(encoding="utf-8") == expected, "run docs/generate.py"


def test_the_examples_of_the_language_page_are_one_rulebook(tmp_path: Path) -> None:
    for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", LANGUAGE, re.DOTALL)):
        (tmp_path / f"{number}.yaml").write_text(block, encoding="utf-8")
    book, problems = check(tmp_path)
    assert list(map(str, problems)) == []
    assert book is not None
    assert len(book.instruments) == 2
    results = prove(Book(book, book.default_reading))
    assert {str(result.outcome) for result in results} == {"proved"}


def test_the_language_page_names_every_key() -> None:
    waiting: list[type[Doc]] = [RulebookDoc]
    seen: set[type[Doc]] = set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            key = field.alias or name
            if key != "parties":
                assert re.search(rf"[`{{ ]{key}[`:]", LANGUAGE), f"{model.__name__}: {key}"
            waiting.extend(all_docs(field.annotation))
    assert len(seen) > 10


def all_docs(annotation: object) -> list[type[Doc]]:
    """Return every model named anywhere in an annotation."""
    found = list(named(annotation))
    for part in getattr(annotation, "__args__", ()):
        found.extend(all_docs(part))
    return found


def test_the_language_page_names_every_field() -> None:
    for name in base_taxonomy().fields:
        assert f"`{name}`" in LANGUAGE
