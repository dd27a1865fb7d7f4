"""A key or a text of a rule file, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceasefire.rulebook.documents import Step

__all__ = ["Word"]


@dataclass(frozen=True, slots=True)
class Word:
    """A key or a text.

    ``path`` leads to the text, or to the value whose key it is. ``start`` and ``end`` are
    offsets, quotes not counted. A word that is not ``literal`` is written in another way
    than it reads, with escapes or over several lines.
    """

    path: Step
    text: str
    start: int
    end: int
    key: bool = False
    quoted: bool = False
    literal: bool = True
