"""Which word another was meant to be: the one home of "did you mean".

From the strictest to the loosest: :func:`same` lets case and punctuation differ,
:func:`misspelt` a slip or two, so that the word is as good as certain;
:func:`nearest` names the one that a key or an id was most likely meant to be, and
:func:`near` one that it resembles as a whole; :func:`did_you_mean` is the hint for
a name in words, which may be shortened or part of a longer one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["did_you_mean", "misspelt", "near", "nearest", "same", "squeezed"]

SHORTEST: Final = 4
LONG: Final = 8
"""From so many letters on one slip is still the same word, and two are."""

LONGEST: Final = 60
CUTOFF: Final = 72.0
"""Of rapidfuzz's ratio, 0 to 100."""

WHOLE: Final = 80.0
"""The same, where to name another thing would mislead."""

LONGEST_ID: Final = 80
ALIKE: Final = 0.66
"""How alike a key and a misspelling of it are at least: one edit in three letters."""

LIKELY: Final = 70.0
"""Of rapidfuzz's weighted ratio, 0 to 100."""

SHORT: Final = 3
"""Shorter names are likened only to texts of about their length."""

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


def nearest(text: str, choices: Iterable[str]) -> str:
    """Return the one of the choices that a text misspells, or nothing.

    Of two that are as near, letters exchanged are likelier than one lost or gained.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (loaded only when something is wrong)

    word = text[:LONGEST_ID].lower()
    scores = [(OSA.normalized_similarity(word, choice), choice) for choice in sorted(choices)]
    order = sorted(scores, key=lambda item: (item[0], -abs(len(item[1]) - len(word))))
    score, meant = order[-1] if order else (0.0, "")
    return meant if score >= ALIKE else ""


def did_you_mean(text: str, choices: Iterable[str], *, whole: bool = False) -> str:
    """Return ``did you mean `x`?`` for the nearest of the choices, or nothing.

    Similarity is rapidfuzz's weighted ratio over case-folded text. Where the ``whole``
    has to be alike, to share a word is not enough: of parties, it may be misleading.
    """
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415  (loaded only when something is wrong)

    found = process.extract(
        text,
        list(choices),
        scorer=fuzz.token_sort_ratio if whole else fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=WHOLE if whole else LIKELY,
    )
    # A word inside several longer ones is as near to each of them: their lengths decide.
    # A name of a letter or two is inside most of them, and is not what was meant.
    found = [item for item in found if comparable(text, item[0])]
    best = [name for name, score, _ in found if score == found[0][1]]
    meant = min(best, key=lambda name: abs(len(name) - len(text)), default="")
    return f"did you mean `{meant}`?" if meant else ""


def comparable(text: str, name: str) -> bool:
    """Return whether a name is long enough, or as long as the text, to be likened to it."""
    return min(len(text), len(name)) >= SHORT or abs(len(text) - len(name)) <= 1
