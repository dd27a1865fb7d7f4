"""The page on the meaning names the test that holds each law, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "meaning.md"
LAW: Final = re.compile(r"^(\d+)\. ", re.MULTILINE)
POINTER: Final = re.compile(r"- `(test_\w+)` in `(tests/[\w/]+\.py)`")

Held = set[tuple[int, str, str]]


def pointers() -> Held:
    """Return the number of each law on the page, with the names and files of its tests."""
    text = PAGE.read_text(encoding="utf-8").split("## The laws\n")[1].split("\n## ")[0]
    pieces = LAW.split(text)
    return {
        (int(number), file, name)
        for number, law in zip(pieces[1::2], pieces[2::2], strict=True)
        for name, file in POINTER.findall(law)
    }


def held() -> Held:
    """Return the tests of laws that there are, with the number that each bears."""
    return {
        (int(found[1]), str(file.relative_to(ROOT)), node.name)
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and (found := re.match(r"test_law_(\d+)_", node.name))
    }


def test_every_law_has_its_tests_and_every_test_its_law() -> None:
    assert pointers() == held()


def test_there_are_eleven_laws() -> None:
    assert {number for number, _, _ in pointers()} == set(range(1, 12))
