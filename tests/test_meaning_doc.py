"""Every sentence of the meaning has a test that names it.

A test names a sentence with ``says(...)``. Tables are named as ``left: right``.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS: Final = Path(__file__).parent
PAGE: Final = TESTS.parent / "docs" / "meaning.md"
UNTESTED: Final = ("How it is computed", "The laws", "The meaning")
"""Headings of what is an introduction, or checked as laws on generated rulebooks."""


@cache
def named() -> set[str]:
    """Return every sentence that some test names."""
    return {
        plain(argument.value)
        for file in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "says"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def plain(text: str) -> str:
    """Return a sentence without what only lays it out."""
    return " ".join(text.split()).removesuffix(".")


def sentences() -> Iterator[str]:
    """Yield the sentences and the rows of tables that need a test."""
    for section in re.split(r"^#+ ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE):
        heading, _, body = section.partition("\n")
        if heading and heading not in UNTESTED:
            for block in re.split(r"\n\s*\n|\n(?=\| |- |\d+\. )", body):
                yield from of_block(block.strip())


def of_block(block: str) -> Iterator[str]:
    """Yield the sentences of a paragraph, an item of a list or a row of a table."""
    if block.startswith("|"):
        left, right = (cell.strip() for cell in block.splitlines()[0].strip("|").split("|")[:2])
        if left != "reported":
            yield plain(f"{left}: {right}")
        return
    text = re.sub(r"^(- |\d+\. (\*\*Reached\?\*\* )?)", "", " ".join(block.split()))
    yield from (plain(part) for part in re.split(r"(?<=[.?*]) (?=[A-Z`*])", text) if part)


@pytest.mark.parametrize("sentence", list(sentences()))
def test_a_sentence_has_a_test_that_names_it(sentence: str) -> None:
    assert sentence in named()


def test_tests_name_sentences_that_are_there() -> None:
    page = plain(PAGE.read_text(encoding="utf-8")) + "."
    rows = set(sentences())
    assert [text for text in named() if text not in rows and text not in page] == []
