"""Small rulebooks, events and findings for the tests of the meaning."""

from __future__ import annotations

from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING, Any, TypeVar

from ceasefire.book import Book
from ceasefire.findings.finding import ordered
from ceasefire.rulebook.load import load_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.findings.finding import Doubt, Finding, Participant

Test = TypeVar("Test", bound="Callable[..., object]")

SIDES = """
parties:
  reds: {name: Reds}
  blues: {name: Blues}
"""
"""Two parties; with ``civilians``, who are always there, and the unlisted, four atoms."""

TRUCE = f"""{SIDES}
instruments:
  truce:
    title: Truce
    binds: reds
    prohibit:
      attack: {{when: {{kind: attack}}}}
"""
"""A truce in which Reds may not attack."""

EXCLUDED, COVERED, VIOLATING = ["excluded"], ["covered"], ["violating"]
NOT_BOUND = ["excluded", "violating"]
ANYTHING = ["excluded", "covered", "violating"]

EVENT = {
    "id": "e",
    "kind": "shelling",
    "when": "2016-03-01 12:00",
    "actor": "reds",
    "target": "blues",
}


def says(*sentences: str) -> Callable[[Test], Test]:
    """Mark a test as showing these sentences of ``docs/meaning.md``."""

    def same(test: Test) -> Test:
        assert sentences
        return test

    return same


def sides(text: str) -> str:
    """Return a rule text after the two sides, without its margin."""
    return SIDES + dedent(text)


@lru_cache(maxsize=256)
def book(text: str) -> Book:
    """Return the book of a rule text without its two head lines; times are in UTC."""
    rulebook = load_text("rulebook: example\ntimezone: UTC\n" + dedent(text).lstrip("\n"))
    return Book(rulebook, rulebook.default_reading)


def find(rules: str | Book, *, any_reading: bool = False, **fields: Any) -> Finding:  # noqa: ANN401
    """Return the finding of Reds shelling Blues, but for the fields that are given."""
    used = book(rules) if isinstance(rules, str) else rules
    return used.classify(EVENT | fields, any_reading=any_reading)


def possible(rules: str | Book, **fields: Any) -> list[str]:  # noqa: ANN401
    """Return the possible verdicts, mildest first."""
    return ordered(find(rules, **fields).possible)


def participants(finding: Finding) -> dict[tuple[int, str, str], list[str]]:
    """Return the verdicts of each participant by part, actor and target."""
    return {key(item): ordered(item.possible) for item in finding.participants}


def key(item: Participant) -> tuple[int, str, str]:
    """Return what tells participants apart."""
    return (item.part, item.actor, item.target)


def told(doubt: Doubt) -> dict[tuple[str, ...], list[str]]:
    """Return what the values of a doubt, by their words, leave possible."""
    return {item.labels: ordered(item.possible) for item in doubt.values}
