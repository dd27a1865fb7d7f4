"""Which kind of incident a text may mean: by the words that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.terms.names import normalise
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from ceasefire.events.inferring.sample import Column

__all__ = ["few", "guessed", "telling"]

WORDS: Final = (
    (("ceasefire", "truce", "agreement", "talks", "meeting", "statement"), "announcement"),
    (("protest", "demonstration", "riot", "strike action"), "no-incident"),
    (("chemical", "chlorine", "sarin"), "chemical-attack"),
    (("suicide",), "suicide-bombing"),
    (("car bomb", "vehicle bomb", "vbied"), "vehicle-bomb"),
    (("air", "airstrike", "drone", "barrel"), "airstrike"),
    (("ied", "roadside"), "ied"),
    (("mine", "landmine"), "mine"),
    (("mortar",), "mortar"),
    (("rocket", "missile"), "rocket"),
    (("artillery", "tank"), "artillery"),
    (("shelling", "bombardment"), "shelling"),
    (("bomb", "bombing", "explosion"), "bombing"),
    (("sniper", "sniping"), "sniping"),
    (("clash", "battle", "fighting"), "clash"),
    (("offensive", "assault"), "ground-assault"),
    (("shooting", "gunfire", "small arms"), "small-arms"),
    (("abduction", "kidnapping", "hostage", "disappearance"), "abduction"),
    (("arrest", "detention", "detained"), "arrest"),
    (("rape", "sexual"), "sexual-violence"),
    (("siege", "blockade"), "siege"),
    (("withdrawal", "retreat"), "withdrawal"),
    (("release", "released"), "release"),
    (("execution", "massacre"), "killing-of-civilians"),
    (("attack",), "attack"),
)
"""Words, and the kind that they speak of; the first that stands in a text counts."""

UNKNOWN: Final = "unknown"
FEWEST, MOST_DIFFERENT = 2, 500


def guessed(text: str) -> str:
    """Return the kind that a text may mean, or ``unknown``."""
    plain = normalise(text)
    for key, item in base_taxonomy().kinds.categories.items():
        if plain in {normalise(key), normalise(item.name)}:
            return key
    padded = f" {plain} "
    for words, kind in WORDS:
        if any(f" {word} " in padded or f" {word}s " in padded for word in words):
            return kind
    return UNKNOWN


def few(column: Column) -> bool:
    """Return whether a column has some different values, but not too many to be kinds."""
    return column.whole and FEWEST <= len(column.values) <= MOST_DIFFERENT


def telling(column: Column) -> bool:
    """Return whether the values of a column alone say that they are kinds."""
    known = sum(times for value, times in column.values.items() if guessed(value) != UNKNOWN)
    return few(column) and 2 * known > column.filled
