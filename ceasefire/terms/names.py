"""How names are compared: without case, accents or punctuation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["normalise"]

APOSTROPHES = frozenset("'`\u2018\u2019\u02bf\u02be")

PLAIN = {
    code: None if chr(code) in APOSTROPHES else chr(code).lower() if chr(code).isalnum() else " "
    for code in range(128)
}
"""What becomes of each ASCII character."""


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """Return a name in the form in which names are compared.

    Case, accents, punctuation and runs of spaces make no difference, so that
    "Jabhat al-Nusra" and "JABHAT AL NUSRA" are one name.
    """
    if name.isascii():
        return " ".join(name.translate(PLAIN).split())
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    kept = (
        character if character.isalnum() else " "
        for character in decomposed
        if not unicodedata.combining(character) and character not in APOSTROPHES
    )
    return " ".join("".join(kept).split())
