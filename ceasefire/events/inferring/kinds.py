"""Which kind of incident a text may mean: by the words that stand in it."""

from __future__ import annotations

from typing import Final

from ceasefire.terms.names import normalise
from ceasefire.terms.taxonomy import base_taxonomy

__all__ = ["guessed"]

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
