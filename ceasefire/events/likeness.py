"""Which key another was meant to be: the same but for a slip, or merely like it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["misspelt", "near", "same", "squeezed"]

SHORTEST: Final = 4
LONG: Final = 8
"""From so many letters on one slip is still the same word, and two are."""

LONGEST: Final = 60
CUTOFF: Final = 72.0
"""Of rapidfuzz's ratio, 0 to 100."""

WORD: Final = re.compile(r"[^\W_]+")
MEMORY: Final = 8192


@lru_cache(maxsize=MEMORY)
def misspelt(key: str, names: tuple[str, ...], shortest: int = SHORTEST) -> tuple[str, ...]:
    """Return the names that a key clearly misspells, the nearest first.

    They differ in case and punctuation alone, or by one slip (a letter more, less
    or other, or two swapped), in long words by two that spare the first letter.
    """
    word = squeezed(key)
    if not word or len(word) > LONGEST:
        return ()
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (loaded only when something is odd)

    found = []
    for name in names:
        wanted = squeezed(name)
        least = min(len(word), len(wanted))
        allowed = 2 if least >= LONG and word[0] == wanted[0] else int(least >= shortest)
        slips = OSA.distance(word, wanted)
        if slips <= allowed and not (slips and renumbered(word, wanted)):
            found.append((slips, name))
    return tuple(name for _, name in sorted(found, key=lambda pair: pair[0]))


@lru_cache(maxsize=MEMORY)
def near(key: str, names: tuple[str, ...]) -> str:
    """Return the name that a key as a whole resembles, or nothing.

    To hold a name is not to resemble it: ``actor_remarks`` is a column of its own.
    """
    if not SHORTEST <= len(key) <= LONGEST:
        return ""
    from rapidfuzz import fuzz  # noqa: PLC0415  (loaded only when something is odd)

    text = parted(key)
    ratings = [
        (max(fuzz.ratio(text, parted(name)), fuzz.token_sort_ratio(text, parted(name))), name)
        for name in names
    ]
    best, name = max(ratings, key=lambda pair: pair[0], default=(0.0, ""))
    return name if best >= CUTOFF else ""


@lru_cache(maxsize=MEMORY)
def parted(key: str) -> str:
    """Return the words of a key."""
    return " ".join(WORD.findall(key.casefold()))


def same(key: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that differ from a key in case and punctuation alone."""
    word = squeezed(key)
    return tuple(name for name in names if squeezed(name) == word)


@lru_cache(maxsize=MEMORY)
def squeezed(key: str) -> str:
    """Return a key without case and punctuation."""
    return "".join(letter for letter in key.casefold() if letter.isalnum())


def renumbered(word: str, wanted: str) -> bool:
    """Return whether two words differ in their numbers alone, as ``admin3`` from ``admin1``."""
    numbers, letters = (
        ["".join(filter(wants, each)) for each in (word, wanted)]
        for wants in (str.isdigit, str.isalpha)
    )
    return all(numbers) and letters[0] == letters[1]
