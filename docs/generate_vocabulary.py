"""Gives the page of the words for incidents, from the taxonomy that every rulebook has.

``docs/generate.py`` writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.terms.taxonomy import Category, Vocabulary

__all__ = ["ABOUT", "vocabulary"]

INTRODUCTION: Final = """# The vocabulary

The words that every rulebook and every feed have to begin with. A rulebook may \
[add](reference.md#additions-to-the-vocabulary) kinds, things that are struck, weapons and \
whole fields of its own. What is indented is part of what it stands below: a test on \
`attack` holds for an `airstrike`, too. The capital letters behind some are short codes, as \
mission logs have them.
"""

ABOUT: Final = {
    "kinds": (
        "Kinds of incident, under `kind`. A *group* is a heading: an event of that kind is of"
        " some kind below it, and the report leaves open which. What is *no incident* has no"
        " verdict, and an act of *compliance* that nothing forbids is `compliant`."
    ),
    "struck": (
        "What was hit, under `struck`, where several may hold together. What is none of these"
        " is `other`, of which tests on any of these are false."
    ),
    "weapon": "What it was done with, under `weapon`, where several may hold together; or `other`.",
    "response": "What the act answered, under `response`.",
    "verification": "How well a report is verified, under `verification`: a ladder, least first.",
    "basis": (
        "How an account attributes an act, under `basis` of a rival account, the firmest first."
        " It is told of and decides nothing; other words may stand there, too."
    ),
    "severity": "How grave a breach is, under `severity` of a prohibition: a ladder, least first.",
}
"""What each vocabulary is for. A new one has no page before it is told of here."""


def vocabulary() -> str:
    """Return the page of all vocabularies."""
    parts = [INTRODUCTION]
    for name, words in base_taxonomy().vocabularies.items():
        parts.append(f"## {name.capitalize()}\n\n{ABOUT[name]}\n")
        parts.append("\n".join(tree(words, "", 0)) + "\n")
    return "\n".join(parts)


def tree(words: Vocabulary, above: str, depth: int) -> Iterator[str]:
    """Yield the categories below one as an indented list."""
    for item in words.categories.values():
        if item.parent == above:
            yield f"{'    ' * depth}- `{item.id}`{remarks(item)}"
            yield from tree(words, item.id, depth + 1)


def remarks(item: Category) -> str:
    """Return what is said of a category: its name, code, sort and note."""
    named = "" if item.name == item.id.replace("-", " ") else item.name
    sorts = [
        word
        for word, holds in (
            ("group", item.group),
            ("compliance", item.compliance),
            ("no incident", not item.incident),
        )
        if holds
    ]
    told = [named, item.code, *(f"*{sort}*" for sort in sorts), item.note]
    shown = "; ".join(filter(None, told))
    return f": {shown}" if shown else ""
