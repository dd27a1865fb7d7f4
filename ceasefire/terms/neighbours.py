"""Which file in the same folder was meant by the name of one that is not there."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["file_meant"]


def file_meant(path: Path) -> str:
    """Return ``did you mean `x`?`` for the file beside one that is missing, or nothing.

    Every file of a kind ends alike, so names have to resemble each other in what
    stands before the last dot; of those that do, the nearest as a whole is told.
    """
    alike = [name for name in beside(path) if did_you_mean(path.stem, [PurePath(name).stem])]
    if not alike:
        return ""
    from rapidfuzz import fuzz  # noqa: PLC0415  (loaded only when something is wrong)

    word = path.name.casefold()
    meant = max(alike, key=lambda name: fuzz.ratio(word, name.casefold()))
    return f"did you mean `{meant}`?"


def beside(path: Path) -> list[str]:
    """Return the names of what is in the folder where a file should be, if it can be read."""
    try:
        return sorted(item.name for item in path.parent.iterdir())
    except (OSError, ValueError):
        return []
