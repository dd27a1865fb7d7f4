"""Edits that a hint proposes: the word that was meant in place of the one that stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ceasefire.lsp.diagnosing import extent

if TYPE_CHECKING:
    from ceasefire.errors import Problem
    from ceasefire.lsp.text import Text

__all__ = ["fix"]

MEANT: Final = re.compile(r"(?:did you mean|write its id|write) `([^`]+)`\??")
"""The hints that name one word to write."""


def fix(text: Text, problem: Problem) -> tuple[int, int, str] | None:
    """Return what to replace, from where to where, and by what; or ``None``.

    Of a citation only the source is replaced, not the place in it.
    """
    found = MEANT.fullmatch(problem.hint)
    start, end = extent(text, problem)
    if found is None or not problem.text or text.content[start:end] != problem.text:
        return None
    if problem.code == "unknown-source":
        end = start + len(problem.text.split(maxsplit=1)[0].rstrip(",:;"))
    return start, end, found[1]
