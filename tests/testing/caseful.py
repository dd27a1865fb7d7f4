"""A small rulebook with files of cases beside it."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import ceasefire
from tests.cli.helpers import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

__all__ = ["RULES", "book_in", "cases_in"]


def book_in(folder: Path, text: str = RULES) -> Book:
    """Write a rule file and return its book."""
    path = folder / "valley.yaml"
    path.write_text(text, encoding="utf-8")
    return ceasefire.load(path)


def cases_in(folder: Path, text: str, name: str = "valley.cases.yaml") -> Path:
    """Write a file of cases and return its path."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path
