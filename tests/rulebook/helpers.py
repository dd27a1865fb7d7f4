"""Short ways to read a rule text in tests."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from ceasefire.rulebook.load import check_text, load_text
from ceasefire.terms.times import instant, zone

if TYPE_CHECKING:
    from ceasefire.errors import Problem
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Rulebook

HEAD = "rulebook: example\ntimezone: Asia/Damascus\n"
DAMASCUS = zone("Asia/Damascus")


def book(text: str) -> Rulebook:
    """Return the rulebook of a text that begins after the two head lines."""
    return load_text(HEAD + dedent(text).lstrip("\n"))


def problems(text: str) -> list[Problem]:
    """Return the problems of a text that begins after the two head lines."""
    return check_text(HEAD + dedent(text).lstrip("\n"))[1]


def places(text: str) -> list[tuple[int, int, str]]:
    """Return line, column and code of each problem; lines count from the text's first."""
    return [(item.line - 2, item.column, item.code) for item in problems(text)]


def when(text: str) -> int:
    """Return the instant of a local time in Damascus."""
    return instant(text, DAMASCUS)


def condition(text: str, more: str = "") -> Condition:
    """Return the condition that a provision with this ``when`` has."""
    rules = f"instruments:\n  i:\n    prohibit:\n      p: {{when: {text}}}\n"
    return load_text(HEAD + dedent(more) + rules).instruments["i"].provisions[0].condition
