"""Which scripts names are written in: names in other letters cannot be compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["comparable", "scripts"]

LETTERS: Final = frozenset({"Lu", "Ll", "Lt", "Lo"})
"""The categories of letters; what only modifies others, as a tatweel does, is of any script."""


@lru_cache(maxsize=65536)
def scripts(name: str) -> frozenset[str]:
    """Return the scripts of the letters of a name, such as ``LATIN`` and ``ARABIC``.

    Unicode calls every letter by its script first. Digits and punctuation say nothing of it;
    a name that has no letters is in the digits that it is written in.
    """
    letters = [each for each in name if unicodedata.category(each) in LETTERS]
    told = letters or [each for each in name if each.isalnum()]
    return frozenset(unicodedata.name(each, "").partition(" ")[0] for each in told)


def comparable(names: Collection[str], others: Collection[str]) -> bool:
    """Return whether two things that have these names can be told apart by them.

    Each has to have a name of which all letters are of scripts that the other is named in.
    """
    return legible(names, others) and legible(others, names)


def legible(names: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether some name is all in scripts of the others."""
    known = frozenset[str]().union(*map(scripts, others))
    return any(scripts(name) <= known for name in names)
