"""The page of the library's names has all that is public, and says of each what it is."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from docs.generate_api import api_reference, library
from docs.members import methods
from docs.prose import anchor, prose

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGE: Final = (DOCS / "api-reference.md").read_text(encoding="utf-8")
IMPORTED: Final = re.compile(r"^from (ceasefire[\w.]*) import (\w+(?:, \w+)*)$", re.MULTILINE)


@cache
def names() -> set[str]:
    """Return the names of the page."""
    return {entry.name for entry in library().entries}


def test_the_page_is_up_to_date() -> None:
    # Mend it with: .venv/bin/python docs/generate.py
    assert api_reference() == PAGE


@pytest.mark.parametrize("module", ["ceasefire", "ceasefire.testing"])
def test_all_public_names_are_on_the_page(module: str) -> None:
    public = importlib.import_module(module).__all__
    assert {f"{module}.{name}" for name in public} <= names()


def test_all_that_other_pages_import_is_on_the_page() -> None:
    paths = [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
    found = {
        f"{module}.{name}"
        for path in paths
        for module, listed in IMPORTED.findall(path.read_text(encoding="utf-8"))
        for name in listed.split(", ")
    }
    assert len(found) > 5
    # Of a module that is imported as a whole, some name is.
    modules = {name.rpartition(".")[0] for name in names()}
    assert found - names() - modules == set()


def test_each_name_can_be_imported_as_the_page_has_it() -> None:
    # The engines of clusters need libraries that need not be there.
    plain = [entry for entry in library().entries if "engines" not in entry.module]
    absent = [
        entry.name
        for entry in plain
        if not hasattr(importlib.import_module(entry.module), entry.short)
    ]
    assert absent == []


def test_each_object_says_what_it_is() -> None:
    entries = library().entries
    silent = [entry.name for entry in entries if not library().words(entry.item)]
    silent += [
        method.path for entry in entries for method in methods(entry.item) if not method.docstring
    ]
    assert silent == []


def test_types_are_told_of_everything_that_can_be_read() -> None:
    rows = re.findall(r"^\| `(\w+)` \|  \|", PAGE, re.MULTILINE)
    assert rows == []


def test_links_within_the_page_lead_to_its_headings() -> None:
    headings = {anchor(text) for text in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)}
    targets = set(re.findall(r"\]\(#([\w-]+)\)", PAGE))
    assert len(targets) > 50
    assert targets - headings == set()


def test_docstrings_become_markdown() -> None:
    text = "One.\n\n``a`` of :class:`~x.Y` and\n:meth:`z`.\n\n>>> 1 + 1\n2\n"
    links = {"x.Y": "#xy"}
    assert prose(text, lambda target: links.get(target, "")) == (
        "One.\n\n`a` of [`Y`](#xy) and `z`.\n\n```py\n>>> 1 + 1\n2\n```"
    )
